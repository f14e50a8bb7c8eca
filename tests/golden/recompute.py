"""Every report once more, slowly and obviously: from the rows of facts, without any sum of the server's.

Facts become entries: what happened (a ring, a call, a visit …), when, whose, and what it adds. A report is the entries of
its kind that its filters leave, added up by row, and its measures as plain quotients. Nothing here knows how the
server does it; the definitions are docs/decisions/0018 and the formulas that pages print.
"""
import collections
import dataclasses
import datetime
import math
import zoneinfo

STATES = ("ready", "busy", "rest", "wrap_up")
CLASSES = (5, 10, 15, 20, 25, 30)
CLASS_KEYS = (*(f"to_{edge}" for edge in CLASSES), "more")
HOUR_MS = 3_600_000


@dataclasses.dataclass
class Entry:
    day: datetime.date
    hour: int
    adds: dict
    agent: int = 0
    department: int = 0
    queue: int = 0
    number: str = ""
    level: str = ""
    wrap_up_of: int = 0  # the queue whose call led to this work after a call
    call: int = 0
    parts: set = None  # who had a part in it, where it is nobody's in particular


def wait_class(wait_ms):
    """By whole seconds, rounded up: 5.2 s is in 6–10."""
    seconds = math.ceil(wait_ms / 1000)
    for edge in CLASSES:
        if seconds <= edge:
            return f"to_{edge}"
    return "more"


class Facts:
    """One company's rows: {table: [dict, …]}."""

    def __init__(self, rows, zone, now_ms):
        self.zone, self.now_ms = zoneinfo.ZoneInfo(zone), now_ms
        self.calls = sorted(rows["calls"], key=lambda call: call["id"])
        parts = {table: collections.defaultdict(list) for table in ("call_legs", "queue_visits", "surveys")}
        for table, by_call in parts.items():
            for row in rows[table]:
                by_call[row["call_id"]].append(row)
        for call in self.calls:
            call["legs"] = sorted((leg for leg in parts["call_legs"][call["id"]] if leg["user_id"]), key=lambda leg: leg["id"])
            call["visits"] = sorted(parts["queue_visits"][call["id"]], key=lambda visit: visit["visit"])
            call["surveys"] = parts["surveys"][call["id"]]
        self.states = rows["agent_states"]

    def local(self, at_ms):
        return datetime.datetime.fromtimestamp(at_ms // 1000, self.zone)

    def entry(self, call, adds, **whose):
        began = self.local(call["started_at_ms"])
        whose = {key: value or "" if key in ("number", "level") else value or 0 for key, value in whose.items()}
        return Entry(began.date(), began.hour, adds, number=call["customer_number"], call=call["id"], **whose)

    def inbound(self):
        return [call for call in self.calls if call["direction"] == "inbound"]

    def outbound(self):
        return [call for call in self.calls if call["direction"] in ("manual_outbound", "auto_outbound")]

    def whole(self, call, adds):
        """Of the call as such: of its last queue, and of everybody who had a part in it."""
        made = self.entry(call, adds, department=call["department_id"], queue=call["queue_id"])
        made.parts = {leg["user_id"] for leg in call["legs"]}
        return made

    # ---- what happened

    def agents(self):
        """What was distributed to each agent, what each called, and how long each talked with customers."""
        for call in self.inbound():
            for leg in call["legs"]:
                answered = leg["answered_at_ms"] is not None
                adds = {"inbound_talk": leg["talk_ms"]}
                if leg["distributed"]:
                    adds.update(inbound=1, inbound_answered=int(answered))
                yield self.entry(call, adds, agent=leg["user_id"], department=leg["department_id"], queue=leg["queue_id"])
        for call in self.outbound():
            for leg in call["legs"]:
                whose = {"agent": leg["user_id"], "department": leg["department_id"], "queue": leg["queue_id"]}
                yield self.entry(call, {"outbound_talk": leg["talk_ms"]}, **whose)
            dialling = [leg for leg in call["legs"] if leg["user_id"] == call["dialled_by"]]
            if dialling:
                began = call["ringing_at_ms"] or call["answered_at_ms"] or call["ended_at_ms"]
                adds = {"outbound": 1, "outbound_connected": int(call["answered_at_ms"] is not None),
                        "call_time": call["ended_at_ms"] - began}
                yield self.entry(call, adds, agent=call["dialled_by"], department=dialling[0]["department_id"],
                                 queue=dialling[0]["queue_id"])

    def departments(self):
        """Each call once for each department at whose people it rang; it is in the queue in which it was answered there,
        or rang there last. Legs are in the order in which they began."""
        for call in self.inbound():
            for department in {leg["department_id"] for leg in call["legs"]}:
                legs = [leg for leg in call["legs"] if leg["department_id"] == department]
                rung = [leg for leg in legs if leg["distributed"]]
                adds = {"inbound_talk": sum(leg["talk_ms"] for leg in legs)}
                queue = legs[0]["queue_id"]
                if rung:
                    taken = [leg for leg in rung if leg["answered_at_ms"] is not None]
                    queue = (taken[0] if taken else rung[-1])["queue_id"]
                    began = min(leg["ringing_at_ms"] for leg in rung)
                    adds.update(inbound=1, inbound_answered=int(bool(taken)))
                    if taken:
                        waited = min(leg["answered_at_ms"] for leg in taken) - began
                        adds.update({"answered_wait": waited, wait_class(waited): 1, "total": 1})
                    else:
                        adds.update(abandoned_wait=max(leg["ended_at_ms"] for leg in rung) - began)
                yield self.entry(call, adds, department=department, queue=queue)
        for entry in self.agents():
            if {"outbound", "outbound_talk"} & set(entry.adds):
                entry.agent = 0
                yield entry

    def each_call(self):
        for call in self.inbound() + self.outbound():
            inbound, answered = call["direction"] == "inbound", call["answered_at_ms"] is not None
            adds = {"calls": 1, "inbound": int(inbound), "outbound": int(not inbound), "answered": int(answered),
                    "talk": call["talk_ms"]}
            if inbound:
                adds.update(calls_answered=int(answered), resolved=int(answered and call["called_again_at_ms"] is None))
            yield self.whole(call, adds)

    def waits(self, answered, measure):
        for call in self.inbound():
            waited = measure(call)
            if (call["answered_at_ms"] is not None) == answered and waited is not None:
                yield self.whole(call, {wait_class(waited): 1, "total": 1})

    def visits(self):
        for call in self.inbound():
            for visit in call["visits"]:
                waited = visit["left_at_ms"] - visit["entered_at_ms"]
                adds = {"visits": 1}
                if visit["queue_exit"] == "connected":
                    adds.update(answered=1, answered_wait=waited, early=int(waited <= 20_000))
                elif visit["queue_exit"] == "abandoned":
                    adds.update(abandoned=1, abandoned_wait=waited, hasty=int(waited < 5_000))
                yield self.entry(call, adds, queue=visit["queue_id"])
            for leg in call["legs"]:
                if leg["queue_id"]:
                    yield self.entry(call, {"handled": leg["talk_ms"]}, queue=leg["queue_id"])
        for entry in self.states_by_hour():
            if entry.wrap_up_of and "wrap_up" in entry.adds:
                yield Entry(entry.day, entry.hour, {"handled": entry.adds["wrap_up"]}, queue=entry.wrap_up_of)

    def surveys(self):
        for call in self.calls:
            for survey in call["surveys"]:
                rated = survey["level"] != ""
                adds = {"invited": 1, "completed": int(rated), f"level {survey['level']}": 1}
                adds["count"] = int(rated)
                yield self.entry(call, adds, agent=survey["agent_id"], department=survey["department_id"],
                                 queue=survey["queue_id"], level=survey["level"])

    def dials(self):
        for call in self.outbound():
            if not call["customer_number"]:
                continue
            if call["answered_at_ms"] is not None:
                what = "talked_long" if call["talk_ms"] > 60_000 else "talked_short"
            elif call["ring_ms"] == 0:
                what = "not_rung"
            else:
                what = "rung_long" if call["ring_ms"] > 10_000 else "rung_short"
            dialled = self.whole(call, {"attempts": 1, what: 1})
            dialled.agent = call["agent_id"] or call["dialled_by"]
            yield dialled

    def by_hour(self, begin, end):
        """(day, hour, from, to) of each part of a stretch of time, cut where the clock shows a full hour."""
        while begin < end:
            shown = self.local(begin)
            past = (shown.minute * 60 + shown.second) * 1000 + begin % 1000
            until = min(end, begin + HOUR_MS - past)
            yield shown.date(), shown.hour, begin, until
            begin = until

    def states_by_hour(self):
        for state in self.states:
            end = state["ended_at_ms"] or self.now_ms
            if state["state"] in STATES:
                for day, hour, first, last in self.by_hour(state["began_at_ms"], end):
                    yield Entry(day, hour, {state["state"]: last - first}, agent=state["user_id"],
                                department=state["department_id"] or 0, wrap_up_of=state["queue_id"] or 0)

    def work(self):
        """Time in states, and talk, which is taken out of the state in which it was."""
        yield from self.states_by_hour()
        states = collections.defaultdict(list)
        for state in self.states:
            if state["state"] in STATES:
                states[state["user_id"]].append((state["began_at_ms"], state["ended_at_ms"] or self.now_ms, state["state"]))
        for call in self.calls:
            for leg in call["legs"]:
                begin, end = leg["ended_at_ms"] - leg["talk_ms"], leg["ended_at_ms"]
                for day, hour, first, last in self.by_hour(begin, end):
                    adds = {"talk": last - first}
                    for since, until, state in states[leg["user_id"]]:
                        both = min(last, until) - max(first, since)
                        if both > 0:
                            adds[f"talk in {state}"] = adds.get(f"talk in {state}", 0) + both
                    yield Entry(day, hour, adds, agent=leg["user_id"], department=leg["department_id"] or 0)


# ---- reports: their entries, what a row is, and their measures

def count(key):
    return lambda sums, _total: sums[key]


def seconds(key):
    return lambda sums, _total: sums[key] / 1000


def rate(key, over):
    return lambda sums, _total: sums[key] / sums[over] if sums[over] else None


def average(key, over):
    return lambda sums, _total: sums[key] / 1000 / sums[over] if sums[over] else None


def plain_time(state):
    return lambda sums, _total: (sums[state] - sums[f"talk in {state}"]) / 1000


def with_differences(sums):
    """What is a difference or a sum of others."""
    sums["abandoned_calls"] = sums["inbound"] - sums["inbound_answered"]
    sums["failed"] = sums["outbound"] - sums["outbound_connected"]
    sums["all"] = sums["inbound"] + sums["outbound"]
    sums["all_answered"] = sums["inbound_answered"] + sums["outbound_connected"]
    sums["all_talk"] = sums["inbound_talk"] + sums["outbound_talk"]
    sums["answered or patient"] = sums["answered"] + sums["abandoned"] - sums["hasty"]
    sums["working"] = sums["talk"] + sums["wrap_up"] - sums["talk in wrap_up"]
    sums["online"] = sum(sums[state] - sums[f"talk in {state}"] for state in STATES) + sums["talk"]
    sums["on duty"] = sums["online"] - (sums["rest"] - sums["talk in rest"])
    return sums


INBOUND = {"inbound": count("inbound"), "inbound_answered": count("inbound_answered"),
           "answer_rate": rate("inbound_answered", "inbound"), "inbound_talk": seconds("inbound_talk"),
           "inbound_average": average("inbound_talk", "inbound_answered"), "abandoned": count("abandoned_calls"),
           "abandon_rate": rate("abandoned_calls", "inbound")}
OUTBOUND = {"outbound": count("outbound"), "outbound_connected": count("outbound_connected"),
            "connect_rate": rate("outbound_connected", "outbound"), "outbound_failed": count("failed"),
            "failed_rate": rate("failed", "outbound"), "outbound_talk": seconds("outbound_talk"),
            "outbound_average": average("outbound_talk", "outbound_connected"), "call_time": seconds("call_time"),
            "call_average": average("call_time", "outbound")}
ALL = {"all": count("all"), "all_answered": count("all_answered"), "all_rate": rate("all_answered", "all"),
       "all_talk": seconds("all_talk"), "all_average": average("all_talk", "all_answered")}
WORK = {"online": seconds("online"), "idle": plain_time("ready"), "rest": plain_time("rest"), "busy": plain_time("busy"),
        "after_call": plain_time("wrap_up"), "talk": seconds("talk")}
WAITING = {"answered_wait": seconds("answered_wait"), "answered_wait_average": average("answered_wait", "inbound_answered"),
           "abandoned_wait": seconds("abandoned_wait"),
           "abandoned_wait_average": average("abandoned_wait", "abandoned_calls")}
TIMES = {"calls": count("calls"), "inbound": count("inbound"), "outbound": count("outbound"),
         "answered": count("answered"), "answer_rate": rate("answered", "calls"), "talk": seconds("talk"),
         "average_talk": average("talk", "answered")}
SURVEYS = {"invited": count("invited"), "completed": count("completed"), "participation": rate("completed", "invited")}
LEVELS = {"count": count("count"), "share": lambda sums, total: sums["count"] / total["count"] if total["count"] else None}
DIALS = {key: count(key) for key in ("attempts", "not_rung", "rung_short", "rung_long", "talked_short", "talked_long")}
WAIT_CLASSES = {"total": count("total"), **{key: count(key) for key in CLASS_KEYS},
                **{f"{key}_share": rate(key, "total") for key in CLASS_KEYS}}
SERVICE = {"visits": count("visits"), "answered": count("answered"), "abandoned": count("abandoned"),
           "answered_in_20": count("early"), "abandoned_in_5": count("hasty"),
           "service_level": rate("early", "answered or patient"), "answer_speed": average("answered_wait", "answered"),
           "abandon_speed": average("abandoned_wait", "abandoned"), "handle_time": average("handled", "answered"),
           "first_call_resolution": rate("resolved", "calls_answered"), "occupancy": rate("working", "on duty")}


def queue_wait(call):
    """In all queues together."""
    waits = [visit["left_at_ms"] - visit["entered_at_ms"] for visit in call["visits"]]
    return sum(waits) if waits else None


def ring_wait(call):
    return None if call["ringing_at_ms"] is None else call["ring_ms"]


def service(facts, of_queues=True):
    yield from facts.visits()
    for entry in facts.each_call():
        if "resolved" in entry.adds and (entry.queue or not of_queues):
            entry.adds = {key: entry.adds[key] for key in ("resolved", "calls_answered")}
            yield entry


def service_and_occupancy(facts):
    yield from service(facts, of_queues=False)
    yield from facts.work()


@dataclasses.dataclass
class Report:
    entries: object
    row: str  # of an entry; none: ""
    measures: dict


REPORTS = {
    "agent-calls": Report(Facts.agents, "agent", {**INBOUND, **OUTBOUND}),
    "agent-inbound": Report(Facts.agents, "agent", INBOUND),
    "agent-outbound": Report(Facts.agents, "agent", OUTBOUND),
    "agent-telephone": Report(Facts.agents, "agent", {**ALL, **INBOUND, **OUTBOUND}),
    "work-volume": Report(Facts.work, "agent", WORK),
    "agent-satisfaction": Report(Facts.surveys, "agent", SURVEYS),
    "department-inbound": Report(Facts.departments, "department", INBOUND),
    "department-waiting": Report(Facts.departments, "department", {**INBOUND, **WAITING}),
    "department-analysis": Report(Facts.departments, "department", INBOUND),
    "department-telephone": Report(Facts.departments, "department", {**ALL, **INBOUND, **OUTBOUND}),
    "times": Report(Facts.each_call, "", TIMES),
    "satisfaction": Report(Facts.surveys, "level", LEVELS),
    "dialled-numbers": Report(Facts.dials, "number", DIALS),
    "unanswered-queue-wait": Report(lambda facts: facts.waits(False, queue_wait), "", WAIT_CLASSES),
    "unanswered-ring-wait": Report(lambda facts: facts.waits(False, ring_wait), "", WAIT_CLASSES),
    "answered-queue-wait": Report(lambda facts: facts.waits(True, queue_wait), "", WAIT_CLASSES),
    "answered-ring-wait": Report(Facts.departments, "", WAIT_CLASSES),
    "queue-service": Report(service, "queue", SERVICE),
    "service-times": Report(service_and_occupancy, "", SERVICE),
}


USUAL = ("none", "day", "month", "year")
GRAINS = {key: USUAL for key in REPORTS} | {"dialled-numbers": ("none",), "times": ("hour", "day", "month", "year"), **{
    key: ("none", "hour", "day", "month", "year") for key in (
        "work-volume", "unanswered-queue-wait", "unanswered-ring-wait", "answered-queue-wait", "queue-service",
        "service-times")}}


def period_of(entry, grain):
    return {"none": "", "hour": f"{entry.hour:02d}", "day": entry.day.isoformat(), "month": entry.day.isoformat()[:7],
            "year": entry.day.isoformat()[:4]}[grain]


@dataclasses.dataclass
class Question:
    """What is asked of a report. Each filter is a set, None for all; `sees` says of an entry whether the asker may see it."""
    first: datetime.date
    last: datetime.date
    grain: str
    agents: set = None
    departments: set = None
    queues: set = None
    levels: set = None
    number: str = ""
    sees: object = None

    def of_whole_company(self):
        """What agents do in all their time belongs to no single queue."""
        return self.queues is None and not self.number

    def wants(self, entry):
        people = {entry.agent} if entry.parts is None else entry.parts
        chosen = ((self.agents, people), (self.departments, {entry.department}), (self.queues, {entry.queue}),
                  (self.levels, {entry.level}))
        return (self.first <= entry.day <= self.last and all(want is None or want & those for want, those in chosen)
                and (not self.number or entry.number == self.number) and (self.sees is None or self.sees(entry)))


def answer(facts, key, question):
    """({(period, row): sums}, sums of all)."""
    report = REPORTS[key]
    rows, total = collections.defaultdict(collections.Counter), collections.Counter()
    for entry in report.entries(facts):
        if question.wants(entry):
            row = getattr(entry, report.row) if report.row else ""
            for what, amount in entry.adds.items():
                rows[(period_of(entry, question.grain), row)][what] += amount
                total[what] += amount
    rows = {row: with_differences(sums) for row, sums in rows.items() if any(sums.values())}
    return rows, with_differences(total)


def calls_behind(facts, key, question, name):
    """{(period, row): ids of the calls that one count counts}. A call that counts twice is one call."""
    report, found = REPORTS[key], collections.defaultdict(set)
    for entry in report.entries(facts):
        if question.wants(entry) and measure(key, name, with_differences(collections.Counter(entry.adds)), {}):
            found[(period_of(entry, question.grain), getattr(entry, report.row) if report.row else "")].add(entry.call)
    return found


def measure(key, name, sums, total):
    """One cell."""
    made = REPORTS[key].measures.get(name)
    return level_measure(name, sums) if made is None else made(sums, total)


def level_measure(name, sums):
    """"level:满意", and "rate:满意": how many chose it, and how many of those who rated."""
    kind, _, level = name.partition(":")
    if kind == "level":
        return sums[f"level {level}"]
    return sums[f"level {level}"] / sums["completed"] if sums["completed"] else None
