"""The golden days: every cell of every report against a table made by hand (tests/golden/README.md), and random days
against the slow recomputation from facts."""
import datetime
import os
import random
import unittest
import urllib.parse

from golden import asking, company, expected, random_days, recompute, store, table
from harness import postgres
from harness.api import Api
from harness.patience import patient
from harness.server import Server

NIGHTLY = bool(os.environ.get("YINGHE_NIGHTLY"))
SEED = int(os.environ.get("YINGHE_SEED") or 20261122)
DAY = datetime.date.fromisoformat


class Told:
    """A server whose database holds facts that never happened, and what is known of its two companies."""

    def __init__(self, case, db=None, teller_lines=None):
        cluster = None
        if db == "postgres":
            cluster = postgres.Postgres()
            case.addClassCleanup(cluster.close)
        self.server = Server(db=cluster.url if cluster else None)
        case.addClassCleanup(self.server.close)
        done = self.server.apply(company.site())
        assert done.returncode == 0, done.stdout + done.stderr
        self.base = store.PostgresStore(cluster) if cluster else store.SqliteStore(self.server.data)
        self.known = {code: company.Known(self.base, code) for code in table.ZONES}
        self.tellers = {code: known.teller() for code, known in self.known.items()}
        for code, teller in self.tellers.items():
            company.fill(self.base, self.known[code], teller.tell(*teller_lines(code)))
        self.base.close()
        self.server.start()
        self.base = store.PostgresStore(cluster) if cluster else store.SqliteStore(self.server.data)
        case.addClassCleanup(self.base.close)
        self.reports = {code: self.sign_in(code, company.ADMINS[code]) for code in table.ZONES}
        for reports in self.reports.values():
            reports.api.wait(lambda one=reports: not one.ask("times", **{"from": "2026-10-31", "to": "2026-10-31"}).answer[
                "rebuilding"], patient(20), "the sums are made from the facts")
        self.facts = {code: self.read_facts(code) for code in table.ZONES}

    def read_facts(self, code):
        known, now_ms = self.known[code], int(datetime.datetime.now().timestamp() * 1000)
        return recompute.Facts(store.facts(self.base, known.tenant), known.zone, now_ms)

    def sign_in(self, code, number):
        return asking.Reports(Api.sign_in(self.server, number, company.password(number), tenant=code))

    def name_of(self, code):
        known = self.known[code]
        names = {"agent": known.users, "department": known.departments, "queue": known.queues}
        back = {kind: {number: name for name, number in ids.items()} for kind, ids in names.items()}
        nobody = {"agent": "", "department": "", "queue": "DOUT"}
        return lambda kind, row: back[kind].get(row, nobody[kind]) if kind in back else row


def golden_lines(code):
    prefix = company.PREFIXES[code]
    return table.lines(f"{prefix}calls.txt"), table.lines(f"{prefix}states.txt")


class GoldenDay(unittest.TestCase):
    db = None

    @classmethod
    def setUpClass(cls):
        cls.told = Told(cls, cls.db, golden_lines)

    def differences(self, code, key, grain, first, last, reports=None, sees=None, **narrow):
        """`narrow`: filters in the words of the query."""
        known, reports = self.told.known[code], reports or self.told.reports[code]
        shown = reports.ask(key, **{"from": first, "to": last}, period=grain, **narrow)
        words = {kind: set(value.split(",")) for kind, value in narrow.items() if kind != "number"}
        ids = {"agents": known.users, "departments": known.departments, "queues": {**known.queues, "DOUT": 0}}
        chosen = {kind: {ids[kind][word] for word in some} if kind in ids else some for kind, some in words.items()}
        question = recompute.Question(DAY(first), DAY(last), grain, number=narrow.get("number", ""), sees=sees, **chosen)
        return asking.differences(shown, key, self.told.facts[code], question, self.told.name_of(code))

    def assert_same(self, differences):
        self.assertFalse(differences, f"{len(differences)} cells differ:\n" + "\n".join(differences[:40]))

    def test_the_checked_tables_are_what_the_facts_say(self):
        for name, text in expected.all_texts().items():
            with self.subTest(name):
                self.assertEqual((expected.FOLDER / name).read_text(), text)

    def test_every_report_is_there_with_the_measures_that_were_checked(self):
        """R221, R222, R223, R225-R238, B08."""
        for code, reports in self.told.reports.items():
            self.assertEqual(set(reports.catalogue), set(recompute.REPORTS))
            for key, report in reports.catalogue.items():
                told = [measure["key"] for measure in report["measures"]]
                self.assertEqual(set(told) - set(expected.measures_of(key)), set(), key)
                self.assertEqual(set(report["periods"]), set(recompute.GRAINS[key]), key)
                self.assertTrue(all(measure["formula"] and measure["words"] for measure in report["measures"]), key)

    def test_every_cell_by_pencil(self):
        """Each cell of each report and period, as the checked tables say: R221, R222, R223, R225, R226, R227, R228, R229, R230,
        R231, R232, R233, R234, R235, R236, R237, R238, U22, U23, U24."""
        wrong, cells = [], 0
        for code, reports in self.told.reports.items():
            for key in reports.catalogue:
                for part in (expected.FOLDER / f"{code}-{key}.tsv").read_text().split("\n\n"):
                    head, *lines = [line.split("\t") for line in part.splitlines()]
                    grain, first, _, last = head[0].split(" ")
                    shown = reports.ask(key, **{"from": first, "to": last}, period=grain)
                    for line in lines:
                        place, values = (line[0], line[1]), dict(zip(head[2:], line[2:]))
                        told = shown.total if line[0] == "total" else shown.rows.get(place, {})
                        for name in shown.measures:
                            cells += 1
                            if expected.said(told.get(name)) != values[name]:
                                wrong.append(f"{code} {key} {grain} {place} {name}: the table says {values[name]}, "
                                             f"the report {told.get(name)}")
                    there = {(line[0], line[1]) for line in lines}
                    wrong += [f"{code} {key} {grain}: the report has {place} besides" for place, row in shown.rows.items()
                              if place not in there and any(row.values())]
        print(f"  {cells} cells", flush=True)
        self.assert_same(wrong)

    def test_filters(self):
        wrong = []
        narrowings = {
            "demo": {"agents": ["10001", "10004,10005", "10090"], "departments": ["sales", "service,vip"],
                     "queues": ["600", "601", "DOUT", "600,601"], "levels": ["满意"],
                     "number": ["13800000021", "13800000901", "13800000408"]},
            "york": {"agents": ["20001"], "departments": ["desk"], "queues": ["700", "DOUT"], "levels": ["满意"],
                     "number": ["13800000114"]}}
        days = {"demo": ("2026-10-30", "2026-11-01"), "york": ("2026-10-31", "2026-11-02")}
        for code, reports in self.told.reports.items():
            for key, report in reports.catalogue.items():
                for kind in report["filters"]:
                    for word in narrowings[code][kind]:
                        for grain in report["periods"][:3]:
                            found = self.differences(code, key, grain, *days[code], **{kind: word})
                            wrong += [f"{kind}={word} {grain}: {one}" for one in found]
        self.assert_same(wrong)

    def test_leaders_see_their_queues_and_managers_their_people(self):
        """U19 in reports (R221: per agent of led queues)."""
        known = self.told.known["demo"]
        members = {queue: {known.users[number] for number in people} for queue, people, _ in company.QUEUES["demo"]}
        sales = [known.departments[code] for code in ("sales", "vip")]
        sights = {"10090": asking.Sight(known.users["10090"], [known.queues["600"]], members["600"]),
                  "10091": asking.Sight(known.users["10091"], [known.queues["601"]], members["601"]),
                  "10092": asking.Sight(known.users["10092"], managed=sales,
                                        people=[known.users[number] for number in ("10001", "10002", "10003")])}
        wrong = []
        for number, sight in sights.items():
            reports = self.told.sign_in("demo", number)
            for key, report in reports.catalogue.items():
                for grain in report["periods"][:3]:
                    found = self.differences("demo", key, grain, "2026-10-31", "2026-11-01", reports, sight)
                    wrong += [f"{number} {grain}: {one}" for one in found]
        self.assert_same(wrong)
        nobody = Api.sign_in(self.told.server, "10001", company.password("10001"))
        self.assertEqual(nobody.get("/api/v1/reports/times").status, 403)

    def test_behind_each_count_are_its_calls(self):
        """The list of calls behind a figure has the calls that it counts, each once."""
        wrong, lists = [], 0
        for code, reports in self.told.reports.items():
            for key, report in reports.catalogue.items():
                counts = [measure["key"] for measure in report["measures"] if measure["kind"] == "count" and measure["calls"]]
                grain, (first, last) = report["periods"][0], expected.PERIODS[code]["day"]
                shown = reports.ask(key, **{"from": first, "to": last}, period=grain)
                question = recompute.Question(DAY(first), DAY(last), grain)
                for name in counts:
                    behind = recompute.calls_behind(self.told.facts[code], key, question, name)
                    behind = {(period, self.told.name_of(code)(recompute.REPORTS[key].row, row)): calls
                              for (period, row), calls in behind.items()}
                    for place in list(shown.rows)[:12]:
                        asked = f"/api/v1/call-records?size=100&figure={key}.{urllib.parse.quote(name)}&{shown.calls[place]}"
                        listed, lists = reports.api.get(asked), lists + 1
                        wanted = sorted(behind.get(place, ()))[::-1][:100]
                        if listed.status != 200:
                            wrong.append(f"{asked}: {listed}")
                        elif sorted(int(item["id"]) for item in listed.json["items"])[::-1] != wanted:
                            wrong.append(f"{code} {key} {place} {name}: {len(wanted)}, its list {listed.json['total']} ({asked})")
        print(f"  {lists} lists", flush=True)
        self.assert_same(wrong)

    def test_check_finds_nothing(self):
        checked = self.told.server.check()
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


@unittest.skipUnless(postgres.available(), "needs PostgreSQL")
class GoldenDayOnPostgres(GoldenDay):
    db = "postgres"


class RandomDays(unittest.TestCase):
    """Reports equal the recomputation for whatever happened."""

    db = None
    calls, questions = (2000, 1500) if NIGHTLY else (250, 150)
    assert_same = GoldenDay.assert_same
    differences = GoldenDay.differences

    @classmethod
    def setUpClass(cls):
        def lines(code):
            day = random_days.Day(code, SEED)
            return day.calls(cls.calls), day.states()
        cls.told = Told(cls, cls.db, lines)

    def test_random_questions(self):
        dice, wrong = random.Random(SEED), []
        print(f"  seed {SEED}", flush=True)
        for _ in range(self.questions):
            code = dice.choice(list(table.ZONES))
            key, report = dice.choice(list(self.told.reports[code].catalogue.items()))
            days = sorted(dice.choice(["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02"]) for _ in range(2))
            narrow = {}
            for kind in report["filters"]:
                if dice.random() < 0.3:
                    narrow[kind] = self.word(dice, code, kind)
            grain = dice.choice(report["periods"])
            wrong += [f"{code} {grain} {days} {narrow}: {one}"
                      for one in self.differences(code, key, grain, *days, **narrow)]
        self.assert_same(wrong)

    def word(self, dice, code, kind):
        known = self.told.known[code]
        choices = {"agents": list(known.users), "departments": list(known.departments),
                   "queues": [*known.queues, "DOUT"], "levels": list(company.LEVELS),
                   "number": [f"13800000{n:03d}" for n in range(1, 40)]}[kind]
        if kind == "number":
            return dice.choice(choices)
        return ",".join(dice.sample(choices, dice.choice([1, min(2, len(choices))])))

    def test_check_finds_nothing(self):
        checked = self.told.server.check()
        self.assertEqual(checked.returncode, 0, f"seed {SEED}: " + checked.stdout + checked.stderr)


@unittest.skipUnless(postgres.available(), "needs PostgreSQL")
class RandomDaysOnPostgres(RandomDays):
    db = "postgres"


if __name__ == "__main__":
    unittest.main()
