"""Reports of a company (R221–R238, B08): counted as calls end, opened as the calls behind a figure, written into files,
sent by e-mail, and only of what one may see."""
import csv
import datetime
import io
import sqlite3
import time
import urllib.parse
import zoneinfo

from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase
from harness.patience import patient
from harness.site import Site, noon_zone
from harness.smtp_server import SmtpServer

REPORTS = {"agent-calls": "R221", "times": "R222", "satisfaction": "R223", "work-volume": "R225", "agent-inbound": "R226",
           "department-inbound": "R227", "department-waiting": "R228", "department-analysis": "R229",
           "dialled-numbers": "R230", "agent-satisfaction": "R231", "unanswered-queue-wait": "R232",
           "unanswered-ring-wait": "R233", "answered-queue-wait": "R234", "answered-ring-wait": "R235",
           "agent-telephone": "R236", "department-telephone": "R237", "agent-outbound": "R238", "queue-service": "B08",
           "service-times": "B08"}


class Reports(CallCentreCase):
    """Agent 1 answers one call of queue 600 and misses another; agent 3 of queue 601 dials one that is answered and one
    that is refused. The leader leads queue 600."""

    server_options = ("--lookup-hosts", "127.0.0.1")

    @classmethod
    def site(cls, carrier_address):
        cls.zone = noon_zone()  # so that the day does not turn between the calls and the reports of today
        return (Site(zone=cls.zone).agents(4).leader().queue(600, [1], leaders=["10090"]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .dial_out())

    def setUp(self):
        super().setUp()
        if not hasattr(type(self), "made"):
            self.make_calls()
            type(self).made = True
        self.leader = Api.sign_in(self.server, "10090", "Leader-10090")

    def make_calls(self):
        first, third = self.agent_phone(1), self.agent_phone(3)
        call, ringing = self.connected(first)
        time.sleep(1.2)
        call.bye()
        ringing.wait_ended()
        call = self.customer_calls()
        first.expect_call().ring()
        time.sleep(0.3)
        call.hang_up()
        for answered in (True, False):
            call = third.call("13800138000")
            customer = self.carrier.expect_call()
            if answered:
                customer.answer(450)
                call.wait_up()
                call.bye()
                customer.wait_ended()
            else:
                customer.refuse(486)
                call.wait_ended()
        self.admin.wait_records(4)

    def report(self, key, who=None, **query):
        reply = (who or self.admin).get(f"/api/v1/reports/{key}?{urllib.parse.urlencode(query)}")
        self.assertEqual(reply.status, 200, (key, query, reply))
        return reply.json

    def catalogue(self, who=None):
        reply = (who or self.admin).get("/api/v1/reports")
        self.assertEqual(reply.status, 200, reply)
        return {each["key"]: each for each in reply.json["items"]}

    def figures(self, key, row=None, **query):
        """The values of the total, or of the row of this number, by their measures."""
        answer = self.report(key, **query)
        found = answer["total"] if row is None else next(each["values"] for each in answer["rows"] if each["number"] == row)
        return dict(zip([each["key"] for each in self.catalogue()[key]["measures"]], found))

    def test_every_report_is_declared_with_its_formulas(self):
        """R221 R222 R223 R225 R226 R227 R228 R229 R230 R231 R232 R233 R234 R235 R236 R237 R238 B08: each answers by each
        period it offers, as many values as it has measures, and says what each of them means."""
        catalogue = self.catalogue()
        self.assertEqual(set(catalogue), set(REPORTS))
        for key, report in catalogue.items():
            for measure in report["measures"]:
                self.assertTrue(measure["title"] and measure["formula"] and measure["words"], (key, measure))
            for period in report["periods"]:
                answer = self.report(key, period=period)
                self.assertEqual(len(answer["total"]), len(report["measures"]), (key, period))
                self.assertGreater(answer["counted_at_ms"], self.started_ms - 3_600_000)
        english = self.admin.get("/api/v1/reports", headers={"Accept-Language": "en"}).json["items"]
        self.assertNotEqual({each["title"] for each in english}, {each["title"] for each in catalogue.values()})

    def test_figures_of_agents_and_queues(self):
        """R221 R226 R236 R238 B08: what two agents and a queue did today."""
        inbound = self.figures("agent-inbound", "10001")
        self.assertEqual([inbound[key] for key in ("inbound", "inbound_answered", "abandoned", "answer_rate")],
                         [2, 1, 1, 0.5])
        self.assertGreater(inbound["inbound_talk"], 0.5)
        outbound = self.figures("agent-outbound", "10003")
        self.assertEqual([outbound[key] for key in ("outbound", "outbound_connected", "outbound_failed", "connect_rate")],
                         [2, 1, 1, 0.5])
        both = self.figures("agent-telephone")
        self.assertEqual([both[key] for key in ("all", "all_answered", "inbound", "outbound")], [4, 2, 2, 2])
        queue = self.figures("queue-service", "600")
        self.assertEqual([queue[key] for key in ("visits", "answered", "abandoned", "abandoned_in_5", "answered_in_20")],
                         [2, 1, 1, 1, 1])
        self.assertEqual(queue["service_level"], 1)
        numbers = self.figures("dialled-numbers", "13800138000")
        self.assertEqual(numbers["attempts"], 2)
        self.assertEqual(sum(value for key, value in numbers.items() if key != "attempts"), 2)

    def test_the_company_chooses_the_formula_of_its_service_level(self):
        """B08: the same calls by another formula, which is printed with the figure; other seconds are refused."""
        options = self.admin.get("/api/v1/config/options").json
        usual = options["service_level"]
        self.assertEqual(usual, {"formula": "without_early", "answer_within_s": 20, "abandoned_from_s": 5})
        self.addCleanup(self.admin.put, "/api/v1/config/options", options)
        changed = options | {"service_level": usual | {"formula": "of_all", "answer_within_s": 30}}
        self.assertEqual(self.admin.put("/api/v1/config/options", changed).status, 204)
        self.assertEqual(self.figures("queue-service", "600")["service_level"], 0.5)
        level = next(each for each in self.catalogue()["queue-service"]["measures"] if each["key"] == "service_level")
        self.assertIn("30", level["formula"])
        wrong = options | {"service_level": usual | {"answer_within_s": 21}}
        reply = self.admin.put("/api/v1/config/options", wrong)
        self.assertEqual((reply.status, reply.json["error"]["fields"][0]["field"]),
                         (422, "service_level.answer_within_s"), reply)

    def test_every_count_opens_as_its_calls(self):
        """R221 R222 R226 R238 B08: the list of calls behind each count is as long as the count is high; here no call
        counts twice."""
        opened = 0
        for key, report in self.catalogue().items():
            answer = self.report(key, page_size=100)
            rows = [(answer["total"], answer["total_calls"])] + [(row["values"], row["calls"]) for row in answer["rows"]]
            for values, calls in rows:
                for measure, value in zip(report["measures"], values):
                    if not measure["calls"] or not value:
                        continue
                    figure = urllib.parse.quote(f"{key}.{measure['key']}")
                    reply = self.admin.get(f"/api/v1/call-records?{calls}&figure={figure}")
                    self.assertEqual((reply.status, reply.json.get("total")), (200, value), (key, measure["key"], calls))
                    opened += 1
        self.assertGreater(opened, 40)

    def test_only_of_what_one_may_see(self):
        """U19: a leader's reports are those of the queue, an agent has none."""
        reply = self.agent_api(1).get("/api/v1/reports")
        self.assertEqual(reply.status, 403, reply)
        self.assertEqual(self.agent_api(1).get("/api/v1/call-records?figure=times.calls").status, 403)
        self.assertEqual(set(self.catalogue(self.leader)), set(REPORTS))
        rows = self.report("agent-telephone", self.leader)["rows"]
        self.assertEqual([row["number"] for row in rows], ["10001"])
        self.assertEqual([row["number"] for row in self.report("queue-service", self.leader)["rows"]], ["600"])
        calls = self.report("times", self.leader)
        self.assertEqual(calls["total"][0], 2)
        reply = self.leader.get(f"/api/v1/call-records?{calls['total_calls']}&figure=times.calls")
        self.assertEqual(reply.json["total"], 2, reply)

    def test_questions_that_cannot_be_answered(self):
        """Each mistake has its own words."""
        for path, code in (("nothing", "report.unknown"), ("times?period=none", "report.no_period"),
                           ("times?from=2026-02-02&to=2026-02-01", "report.dates"),
                           ("times?from=2024-01-01&to=2026-02-01", "report.too_long"),
                           ("times?agents=99999", "agent.unknown"), ("agent-calls?number=13912345678", "report.no_filter"),
                           ("times?sort=nothing", "sort.unknown")):
            reply = self.admin.get(f"/api/v1/reports/{path}")
            self.assertIn(reply.status, (400, 404, 422), (path, reply))
            self.assertEqual(reply.json["error"]["code"], code, path)
            self.assertNotEqual(reply.json["error"]["message"], code, path)

    def test_a_report_narrowed_by_a_number(self):
        """R222 R232: from the few calls of one customer."""
        self.assertEqual(self.report("times", number=CUSTOMER)["total"][0], 2)
        self.assertEqual(self.report("times", number="13800138000")["total"][0], 2)
        self.assertEqual(self.report("times", number="13900000000")["total"][0], 0)
        self.assertEqual(self.report("times", agents="10003")["total"][0], 2)

    def test_a_report_as_a_file(self):
        """R226 R240: what the page shows, with the total; it stands in the log of exports. Records are exported as they
        are listed."""
        wish = {"list": "reports.agent-inbound", "format": "csv", "query": "period=none&sort=-inbound"}
        job = self.admin.job_done(self.admin.post("/api/v1/exports", wish, headers={"Accept-Language": "en"}))
        file = self.admin.get(f"/api/v1/data-jobs/{job['id']}/file")
        rows = list(csv.reader(io.StringIO(file.body.decode("utf-8-sig"))))
        self.assertEqual(rows[0][:4], ["Agent", "Agent name", "Inbound", "Answered"])
        self.assertEqual(rows[1][:4], ["10001", "坐席1", "2", "1"])
        self.assertEqual(rows[-1][0], "Total")
        sheet = self.admin.job_done(self.admin.post("/api/v1/exports", wish | {"format": "xlsx"}))
        self.assertTrue(self.admin.get(f"/api/v1/data-jobs/{sheet['id']}/file").body.startswith(b"PK"))
        for name in ("call-records", "missed-calls", "voicemails"):
            self.admin.job_done(self.admin.post("/api/v1/exports", {"list": name, "format": "csv", "query": ""}))

    # ---- by e-mail

    def make_due(self):
        """Puts the clock of all scheduled reports to now."""
        with sqlite3.connect(self.server.data / "yinghe.db", timeout=20) as database:
            database.execute("UPDATE report_schedules SET next_at_ms = 1")
        database.close()

    def scheduled(self, **changes):
        wish = {"report": "agent-inbound", "query": "period=none", "language": "english", "every": "day", "weekday": 1,
                "month_day": 1, "hour": 8, "recipients": ["boss@example.com"], "format": "csv", "active": True} | changes
        reply = self.leader.post("/api/v1/report-schedules", wish)
        self.assertEqual(reply.status, 201, reply)
        self.addCleanup(self.leader.delete, f"/api/v1/report-schedules/{reply.json['id']}")
        return reply.json["id"]

    def test_a_report_goes_out_by_mail(self):
        """R240: of yesterday, as a file, in the owner's language; what was sent is written down."""
        server = SmtpServer()
        self.addCleanup(server.close)
        mail = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "robot@example.com"}
        reply = self.admin.put("/api/v1/config/mail", mail)
        self.assertEqual(reply.status, 204, reply)
        made = self.scheduled()
        self.make_due()
        [message] = server.wait_mails(1, patient(40))
        self.assertEqual(message.recipients, ["boss@example.com"])
        self.assertIn("Inbound calls of agents", message.subject)
        text, file = message.message.iter_parts()
        self.assertIn("attached", text.get_content())
        self.assertTrue(file.get_filename().endswith(".csv"), file.get_filename())
        rows = list(csv.reader(io.StringIO(file.get_content().encode("utf-8").decode("utf-8-sig"))))
        self.assertEqual((rows[0][0], rows[-1][0]), ("Agent", "Total"))
        found = self.leader.wait(lambda: next((each for each in self.schedules(self.leader) if each["last_at_ms"]), None),
                                 10, "the sending is written down")
        self.assertEqual((found["id"], found["last_problem"]), (made, ""))
        self.assertGreater(found["next_at_ms"], self.started_ms)
        hour = datetime.datetime.fromtimestamp(found["next_at_ms"] / 1000, zoneinfo.ZoneInfo(self.zone)).hour
        self.assertEqual(hour, 8, "where the company is")

    def schedules(self, who):
        return who.get("/api/v1/report-schedules").json["items"]

    def test_schedules_are_ones_own(self):
        """An administrator sees and changes them all: they stay their owners'. What could never be sent is refused."""
        made = self.scheduled()
        self.assertEqual([each["owner"] for each in self.schedules(self.admin)], ["10090"])
        body = {key: value for key, value in self.schedules(self.leader)[0].items()
                if key in ("report", "query", "language", "every", "weekday", "month_day", "hour", "recipients", "format",
                           "active")}
        self.assertEqual(self.leader.put(f"/api/v1/report-schedules/{made}", body | {"hour": 9}).status, 204)
        fridays = body | {"every": "week", "weekday": 5, "hour": 20, "active": False}
        self.assertEqual(self.admin.put(f"/api/v1/report-schedules/{made}", fridays).status, 204)
        seen, = self.schedules(self.leader)
        self.assertEqual((seen["owner"], seen["weekday"], seen["hour"], seen["active"]), ("10090", 5, 20, False))
        at = datetime.datetime.fromtimestamp(seen["next_at_ms"] / 1000, zoneinfo.ZoneInfo(self.zone))
        self.assertEqual((at.isoweekday(), at.hour, at.minute), (5, 20, 0))
        for wrong, code in (({"recipients": []}, "report_schedule.recipients"),
                            ({"recipients": ["x"]}, "report_schedule.recipients"), ({"hour": 24}, "report_schedule.when"),
                            ({"weekday": 8}, "report_schedule.when"), ({"month_day": 31}, "report_schedule.when"),
                            ({"report": "nothing"}, "report.unknown"), ({"query": "period=hour"}, "report.no_period"),
                            ({"format": "zip"}, "report_schedule.format")):
            reply = self.leader.post("/api/v1/report-schedules", body | wrong)
            self.assertEqual(reply.json["error"]["code"], code, reply)
        self.assertEqual(self.admin.delete(f"/api/v1/report-schedules/{made}").status, 204)
        self.assertEqual(self.schedules(self.leader), [])
        options = self.admin.get("/api/v1/config/options").json
        self.addCleanup(self.admin.put, "/api/v1/config/options", options)
        self.assertEqual(self.admin.put("/api/v1/config/options", options | {"approve_exports": True}).status, 204)
        reply = self.leader.post("/api/v1/report-schedules", body)
        self.assertEqual((reply.status, reply.json["error"]["code"]), (403, "report.needs_approval"), reply)
