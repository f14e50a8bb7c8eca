"""Reads the golden tables (calls.txt, states.txt …, see README.md) into rows of facts, as the server would have written
them: {table: [row, …]}, a row being a dict of its columns."""
import bisect
import datetime
import pathlib
import re
import zoneinfo

HERE = pathlib.Path(__file__).parent
CALLBACK_QUEUES = {"demo": "600", "york": "700"}
ZONES = {"demo": "Asia/Shanghai", "york": "America/New_York"}
EPOCH_MS = 1_704_067_200_000
YEAR = 2026
WEEK_MS = 7 * 86_400_000
# Of a ring: how the leg ended, how it was missed (none: it was not), and whether the telephone rang at all.
OUTCOMES = {
    "no_answer": ("no_answer", "no_answer", True), "refused": ("refused", "refused", True),
    "busy": ("busy", "busy", True), "given_up": ("withdrawn", "given_up", True),
    "silenced": ("withdrawn", None, True), "engaged": ("busy", None, False), "unreachable": ("unreachable", None, False),
}
DIRECTIONS = {"in": "inbound", "out": "manual_outbound", "auto": "auto_outbound", "own": "internal"}
LEVELS = {"good": ("1", "满意"), "fair": ("2", "一般"), "bad": ("3", "不满意"), "none": ("", "")}
QUALITY = {"codec": "PCMA", "packets_received": 100, "packets_lost": 0, "jitter_ms": 1.5, "peer_loss_percent": 0.0,
           "peer_jitter_ms": 1.5, "round_trip_ms": 20.0, "one_way": False, "mos": 4.3}


def lines(name):
    for line in (HERE / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]


def moment(text, zone):
    """Milliseconds of "10-31 09:00:00" on the clocks of that zone; "b" at its end: the second time the clock shows it."""
    fold = int(text.endswith("b"))
    text = text.removesuffix("b")
    text = text if re.match(r"\d{4}-", text) else f"{YEAR}-{text}"
    local = datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=fold)
    return round(local.timestamp() * 1000)


def millis(text):
    return round(float(text) * 1000)


def span(text):
    first, last = text.split("-")
    return millis(first), millis(last)


def number_of(short):
    return {"-": ""}.get(short, f"13800000{short}" if len(short) == 3 else short)


class People:
    """`users` and `departments`: the ids in the database, by number and by code."""

    def __init__(self, code, users, departments):
        self.of = {}
        for company, short, number, _role, department, since in lines("people.txt"):
            if company == code:
                at = moment(since, ZONES[code]) if since else 0
                self.of.setdefault(short, (users[number], number, []))[2].append((at, departments.get(department)))

    def id(self, short):
        return self.of[short][0]

    def extension(self, short):
        return "8" + self.of[short][1][2:]

    def department(self, short, at_ms):
        stretches = sorted(self.of[short][2], key=lambda one: one[0])
        return stretches[bisect.bisect_right([one[0] for one in stretches], at_ms) - 1][1]


class Teller:
    """One company's tables become rows."""

    def __init__(self, code, tenant, users, departments, queues):
        self.code, self.tenant, self.queues, self.zone = code, tenant, queues, ZONES[code]
        self.people = People(code, users, departments)
        self.rows = {name: [] for name in ("calls", "call_legs", "queue_visits", "missed_calls", "surveys",
                                           "forwarded_calls", "agent_states")}
        self.numbers = {}  # of the table → id of the call

    def tell(self, calls, states):
        """Lines of tables, or what random_days.py makes."""
        for fields in calls:
            self.call(*fields)
        for place, fields in enumerate(states):
            self.state(place, *fields)
        self.note_calls_again()
        return self.rows

    def id_of(self, at_ms, place):
        """Of both companies together: in each something of the same place may begin in the same millisecond."""
        return ((at_ms - EPOCH_MS) << 21) + list(ZONES).index(self.code) * 1_000_000 + place

    def state(self, place, who, state, began, ended, queue, _words):
        at = moment(began, self.zone)
        self.rows["agent_states"].append({
            "id": self.id_of(at, 500_000 + place), "tenant_id": self.tenant, "user_id": self.people.id(who),
            "state": state, "reason": "", "began_at_ms": at,
            "ended_at_ms": None if ended == "open" else moment(ended, self.zone),
            "department_id": self.people.department(who, at), "queue_id": None if queue == "-" else self.queues[queue]})

    def call(self, number, began, way, customer, visits, rings, talk, end, hold, result, survey, _words):
        at = moment(began, self.zone)
        call_id = self.id_of(at, int(number) * 100)
        assert int(number) not in self.numbers, f"{number} is there twice"
        self.numbers[int(number)] = call_id
        answered = None if talk == "-" else at + millis(talk)
        asked = None if survey == "-" else at + millis(survey.split()[0])
        ended = at + millis(end)
        call = {
            "id": call_id, "tenant_id": self.tenant, "direction": DIRECTIONS[way],
            "customer_number": number_of(customer), "called_number": "4008001234" if way == "in" else number_of(customer),
            "trunk": "" if way == "own" else "carrier", "queue_id": None, "agent_id": None, "started_at_ms": at,
            "ringing_at_ms": None, "answered_at_ms": answered, "ended_at_ms": ended, "ring_ms": 0, "wait_ms": 0,
            "talk_ms": 0 if answered is None else (asked or ended) - answered, "hold_ms": millis(hold), "result": result,
            "ending_side": "caller", "ending_reason": "hangup", "called_again_at_ms": None, "department_id": None,
            "dialled_by": None}
        self.rows["calls"].append(call)
        legs = self.legs(call, rings)
        self.visits(call, visits, legs)
        self.missed(call, legs)
        rung = [leg for leg in legs if leg["ringing_at_ms"] is not None]
        if rung:
            call["ringing_at_ms"] = min(leg["ringing_at_ms"] for leg in rung)
            until = answered if answered else max(leg["ended_at_ms"] for leg in rung)
            call["ring_ms"] = max(until - call["ringing_at_ms"], 0)
        talked = sorted((leg for leg in legs if leg["user_id"] and leg["talk_ms"] > 0), key=lambda leg: leg["ended_at_ms"])
        if talked:
            call["agent_id"] = talked[-1]["user_id"]
        if way in ("out", "auto"):
            call["dialled_by"] = legs[1]["user_id"]
        if way != "own":  # of who talked last, else of who dialled, else of whom it rang last
            rung_last = sorted((leg for leg in legs if leg["distributed"]), key=lambda leg: leg["started_at_ms"])[-1:]
            whose = talked[-1:] or legs[1:2] if way in ("out", "auto") else talked[-1:] or rung_last
            call["department_id"] = whose[0]["department_id"] if whose else None
        if asked:
            level_key, level = LEVELS[survey.split()[1]]
            agent = talked[-1]
            self.rows["surveys"].append({
                "call_id": call_id, "tenant_id": self.tenant, "agent_id": agent["user_id"], "queue_id": call["queue_id"],
                "asked_at_ms": asked, "answered_at_ms": ended if level else None, "level_key": level_key, "level": level,
                "reason_key": "", "reason": "", "department_id": agent["department_id"]})

    def legs(self, call, rings):
        """The customer's leg, and one of each who was rung, dialled or joined."""
        customer = self.leg(call, 1, None, call["customer_number"], call["started_at_ms"])
        customer.update(role="customer", answered_at_ms=call["answered_at_ms"], ended_at_ms=call["ended_at_ms"])
        if call["direction"] == "internal":
            customer.update(role="other")
        legs = [] if call["direction"] == "internal" else [customer]
        for place, entry in enumerate(part.strip() for part in rings.split(";")):
            if entry == "-":
                continue
            if entry.startswith("customer "):
                customer["ringing_at_ms"] = call["started_at_ms"] + span(entry.split()[1])[0]
                continue
            legs.append(self.agent_leg(call, place + 2, entry.split()))
        self.rows["call_legs"] += legs
        return legs

    def leg(self, call, place, user, number, started):
        return {"id": call["id"] + place, "call_id": call["id"], "tenant_id": self.tenant, "role": "agent",
                "user_id": user, "number": number, "started_at_ms": started, "ringing_at_ms": None,
                "answered_at_ms": None, "ended_at_ms": call["ended_at_ms"], "offer_outcome": None,
                "ending_side": "caller", "ending_reason": "hangup", "sip_status": 0, **QUALITY, "trunk": "",
                "department_id": None, "queue_id": None, "distributed": False, "talk_ms": 0}

    def agent_leg(self, call, place, words):
        short, at = words[0].rstrip("*~m"), call["started_at_ms"]
        mark = words[0][len(short):]
        leg = self.leg(call, place, self.people.id(short), self.people.extension(short), at)
        leg["department_id"] = self.people.department(short, at)
        if words[1] == "dials":
            leg["answered_at_ms"] = call["answered_at_ms"]
            leg["talk_ms"] = call["talk_ms"]
            if call["direction"] == "auto_outbound":  # the place in the queue was offered, and accepted
                leg["answered_at_ms"] = at + 2000
                leg["offer_outcome"] = "accepted"
                leg["queue_id"] = call["queue_id"] = self.queues[CALLBACK_QUEUES[self.code]]
            return leg
        first, last = span(words[1])
        leg.update(started_at_ms=at + first, ringing_at_ms=at + first, ended_at_ms=at + last)
        what, _, until = words[2].partition("-")
        offered = mark in ("", "m")
        if what in ("answered", "joins"):
            leg.update(answered_at_ms=at + last, ended_at_ms=at + millis(until))
            leg["talk_ms"] = leg["ended_at_ms"] - max(leg["answered_at_ms"], call["answered_at_ms"])
        if what == "answered":
            leg.update(distributed=call["direction"] == "inbound", offer_outcome="accepted" if offered else None)
        elif what == "joins":
            leg.update(role="other", talk_ms=millis(words[4]))
        elif what == "unanswered":
            leg.update(role="other")
        else:
            outcome, how, rang = OUTCOMES[what]
            leg.update(offer_outcome=outcome if offered else None,
                       distributed=how is not None and call["direction"] == "inbound")
            leg["how"] = how
            if not rang:
                leg["ringing_at_ms"] = None
        leg["offered"] = offered
        if mark == "m":
            leg["number"] = "13700000003"
            self.rows["forwarded_calls"].append({
                "id": leg["id"], "call_id": call["id"], "tenant_id": self.tenant, "queue_id": None,
                "agent_id": leg["user_id"], "mobile": leg["number"], "number": call["customer_number"],
                "answered_at_ms": leg["answered_at_ms"], "talk_ms": leg["talk_ms"]})
        return leg

    def visits(self, call, text, legs):
        for place, entry in enumerate(part.strip() for part in text.split(";")):
            if entry == "-":
                continue
            queue, when, way_out = entry.split()
            first, last = span(when)
            visit = {"call_id": call["id"], "visit": place + 1, "tenant_id": self.tenant,
                     "queue_id": self.queues[queue], "entered_at_ms": call["started_at_ms"] + first,
                     "left_at_ms": call["started_at_ms"] + last, "queue_exit": way_out, "agent_id": None,
                     "entered_reason": ""}
            if way_out == "connected":
                taken = [leg for leg in legs if leg["offer_outcome"] == "accepted"
                         and leg["answered_at_ms"] == visit["left_at_ms"]]
                assert len(taken) == 1, f"who answered the visit {entry}?"
                visit["agent_id"] = taken[0]["user_id"]
            self.rows["queue_visits"].append(visit)
            call["queue_id"] = visit["queue_id"]
            call["wait_ms"] += last - first
            for leg in legs:  # whose offer it was
                inside = visit["entered_at_ms"] <= leg["started_at_ms"] and leg["started_at_ms"] <= visit["left_at_ms"]
                if leg.get("offered") and inside:
                    leg["queue_id"] = visit["queue_id"]

    def missed(self, call, legs):
        for leg in legs:
            leg.pop("offered", None)
            how = leg.pop("how", None)
            if how:
                self.rows["missed_calls"].append({
                    "id": leg["id"], "call_id": call["id"], "tenant_id": self.tenant,
                    "queue_id": leg["queue_id"], "agent_id": leg["user_id"],
                    "number": call["customer_number"], "called_number": call["called_number"],
                    "ringing_at_ms": leg["ringing_at_ms"], "ended_at_ms": leg["ended_at_ms"], "how": how,
                    "handled_at_ms": None, "handled_by": None})

    def note_calls_again(self):
        inbound = [call for call in self.rows["calls"] if call["direction"] == "inbound" and call["customer_number"]]
        for call in inbound:
            if call["answered_at_ms"] is None:
                continue
            again = [other["started_at_ms"] for other in inbound
                     if other["customer_number"] == call["customer_number"]
                     and call["ended_at_ms"] <= other["started_at_ms"] <= call["ended_at_ms"] + WEEK_MS]
            call["called_again_at_ms"] = min(again, default=None)
