"""A report as the server tells it, in the words of recompute.py, and what a person may see of it (U19)."""
import urllib.parse

from golden import recompute


class Shown:
    """One answer of GET /api/v1/reports/KEY."""

    def __init__(self, catalogue, rows, total, answer):
        self.measures = [measure["key"] for measure in catalogue["measures"]]
        self.kinds = {measure["key"]: measure["kind"] for measure in catalogue["measures"]}
        named = "name" if catalogue["rows"] == "level" else "number"
        self.rows = {(row["period"], row[named]): dict(zip(self.measures, row["values"])) for row in rows}
        self.calls = {(row["period"], row[named]): row["calls"] for row in rows}
        self.total, self.answer = dict(zip(self.measures, total)), answer
        assert len(self.rows) == len(rows), f"two rows of the same name: {rows}"


class Reports:
    def __init__(self, api):
        self.api = api
        reply = api.get("/api/v1/reports")
        assert reply.status == 200, reply
        told = reply.json if isinstance(reply.json, list) else next(iter(reply.json.values()))
        self.catalogue = {report["key"]: report for report in told}

    def ask(self, key, **query):
        """All pages of it."""
        rows, page = [], 1
        query = {name: value for name, value in query.items() if value not in (None, "")}
        while True:
            asked = urllib.parse.urlencode({**query, "page": page, "page_size": 100})
            reply = self.api.get(f"/api/v1/reports/{key}?{asked}", timeout=60)
            assert reply.status == 200, f"{key}?{asked}: {reply}"
            rows += reply.json["rows"]
            if len(rows) >= reply.json["rows_total"] or not reply.json["rows"]:
                return Shown(self.catalogue[key], rows, reply.json["total"], reply.json)
            page += 1


class Sight:
    """What somebody sees: by agent and queue, or by department and queue where an entry is nobody's in particular."""

    def __init__(self, user, led=(), members=(), managed=(), people=()):
        self.user, self.led, self.members = user, set(led), set(members)
        self.managed, self.people = set(managed), set(people)

    def __call__(self, entry):
        if entry.queue and entry.queue in self.led:
            return True
        if entry.agent:
            return (self.user in (entry.parts or {entry.agent}) or entry.agent in self.people
                    or (not entry.queue and entry.agent in self.members))
        return bool(entry.department) and entry.department in self.managed


def differences(shown, key, facts, question, name_of):
    """Sentences about every cell in which the report and the recomputation differ."""
    rows, total = recompute.answer(facts, key, question)

    def cell(name, sums):
        if name == "occupancy" and not question.of_whole_company():
            return None
        return recompute.measure(key, name, sums, total)
    wanted = {(period, name_of(recompute.REPORTS[key].row, row)): {name: cell(name, sums) for name in shown.measures}
              for (period, row), sums in rows.items()}
    found = []
    for place in sorted(set(wanted) | set(shown.rows)):
        mine, theirs = wanted.get(place), shown.rows.get(place)
        if mine is None or theirs is None:  # who did nothing of what is counted is no row
            there = mine or theirs
            if any(there[name] for name in shown.measures if shown.kinds[name] in ("count", "duration")):
                found.append(f"{key} {place}: the facts say {mine}, the report {theirs}")
            continue
        found += [f"{key} {place} {name}: the facts say {mine[name]}, the report {theirs[name]}"
                  for name in shown.measures if not same(mine[name], theirs[name])]
    for name in shown.measures:
        mine = cell(name, total)
        if not same(mine, shown.total[name]):
            found.append(f"{key} total {name}: the facts say {mine}, the report {shown.total[name]}")
    return found


def same(one, other):
    if one is None or other is None:
        return one is None and other is None
    return abs(one - other) < 1e-6
