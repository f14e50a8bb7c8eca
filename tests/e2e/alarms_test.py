"""Alarms: thresholds of the big screen, how they rise and fall, and who is told (R248)."""
import hashlib
import hmac
import json

from harness.api import Api
from harness.case import CallCentreCase
from harness.patience import patient
from harness.ports import free_ports
from harness.site import Site
from harness.sms_gateway import SmsGateway
from harness.smtp_server import SmtpServer
from harness.websocket import WebSocket

SECRET = "a-word-that-both-know"
RULES = "/api/v1/alarm-rules"


def fields_of(reply):
    return [(field["field"], field["code"]) for field in reply.json["error"]["fields"]]


class AlarmCase(CallCentreCase):
    """Agent 1 serves queue 600; nobody serves queue 601."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(3).leader().queue(600, [1], leaders=["10090"]).queue(601, [2])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")

    def tearDown(self):
        for rule in self.rules():
            self.admin.delete(f"{RULES}/{rule['id']}")
        super().tearDown()

    def rule(self, **changes):
        return {"name": "售后排队", "figure": "waiting", "queue": "601", "compare": "above", "threshold": 0, "for_s": 0,
                "sound": True, "mail_to": [], "webhook": "", "webhook_secret": "", "active": True, **changes}

    def rules(self):
        return self.admin.get(RULES).json["items"]

    def add(self, **changes):
        reply = self.admin.post(RULES, self.rule(**changes))
        self.assertEqual(reply.status, 204, reply)
        return next(rule for rule in self.rules() if rule["name"] == self.rule(**changes)["name"])

    def events(self, query=""):
        return self.admin.get(f"/api/v1/alarm-events{query}").json["items"]

    def wait_raised(self, name, raised=True):
        def found():
            return bool(next(one for one in self.rules() if one["name"] == name).get("raised_at_ms")) == raised
        self.wait(found, patient(20), f"{name} raised: {raised}")


class RiseAndFall(AlarmCase):
    server_options = ("--lookup-hosts", "127.0.0.1")

    @classmethod
    def setUpClass(cls):
        cls.hook, cls.smtp = SmsGateway(), SmtpServer()
        cls.addClassCleanup(cls.hook.close)
        cls.addClassCleanup(cls.smtp.close)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.hook.clear()
        self.smtp.clear()

    def settled(self):
        """A change of the configuration shows every screen the door, twice: what a test changed is over. The second time
        is when the server next looks whether somebody else changed something, every two seconds."""
        while True:
            screen = WebSocket(self.server, "/ws/today", self.admin.token)
            if not screen.is_closed(timeout=patient(4)):
                return screen
            screen.close()

    def alarms_on(self, screen, wanted):
        """Reads frames until these are raised."""
        while True:
            frame = screen.receive(patient(20))
            self.assertIsNotNone(frame, f"never {wanted}")
            message = json.loads(frame[1])
            if message["type"] == "alarms" and [one["name"] for one in message["data"]] == wanted:
                return message["data"]

    def test_it_rises_is_told_and_falls(self):
        """R248: on the big screen, to a webhook that is signed and tried again, by e-mail, and in the log."""
        self.assertEqual(self.admin.put("/api/v1/config/mail", {
            "host": "127.0.0.1", "port": self.smtp.port, "security": "none", "sender": "robot@example.com"}).status, 204)
        rule = self.add(webhook=f"http://127.0.0.1:{self.hook.port}/alarm", webhook_secret=SECRET,
                        mail_to=["boss@example.com"])
        self.assertNotIn("webhook_secret", rule)
        self.assertTrue(rule["has_secret"])
        self.hook.script = [lambda text: (500, "not now")]
        with self.settled() as screen:
            call = self.customer_calls("4008001235")
            alarm = self.alarms_on(screen, ["售后排队"])[0]
            self.assertEqual((alarm["figure"], alarm["queue"], alarm["value"], alarm["sound"]),
                             ("waiting", "601", 1, True))
            self.hook.wait(2, patient(20))
            refused, told = self.hook.texts[:2]
            self.assertEqual(refused.body, told.body, "the same once more")
            self.assertEqual((told.method, told.json["event"], told.json["queue"]["number"], told.json["value"]),
                             ("POST", "raised", "601", 1))
            signature = hmac.new(SECRET.encode(), told.body.encode(), hashlib.sha256).hexdigest()
            headers = {name.lower(): value for name, value in told.headers.items()}
            self.assertEqual(headers["x-yinghe-signature"], f"sha256={signature}")
            mail = self.smtp.wait_mails(1, patient(20))[0]
            self.assertEqual(mail.recipients, ["boss@example.com"])
            self.assertIn("售后排队", mail.subject)
            self.assertEqual([event["cleared_at_ms"] for event in self.events("?open=yes")], [None])
            call.hang_up()
            self.alarms_on(screen, [])
        self.hook.wait(3, patient(20))
        self.assertEqual(self.hook.texts[2].json["event"], "cleared")

        def over():
            event = self.events()[0]
            return event["cleared_at_ms"] and (event["mail"], event["webhook"]) == ("sent", "sent")
        self.wait(over, patient(20), lambda: f"{self.events()}")
        self.assertEqual(self.events("?open=yes"), [])
        with WebSocket(self.server, "/ws/today", self.admin.token) as later:
            frame = json.loads(later.receive(patient(20))[1])
            self.assertEqual(frame["type"], "snapshot", "whoever comes later hears nothing of what is over")

    def test_a_test_tells_what_is_wrong(self):
        hook = f"http://127.0.0.1:{self.hook.port}/alarm"
        trial = self.admin.post(f"{RULES}/test", self.rule(webhook=hook), timeout=60).json["ways"]
        self.assertEqual([(way["way"], way["sent"]) for way in trial], [("webhook", True)])
        self.assertEqual(self.hook.texts[0].json["event"], "test")
        self.assertNotIn("X-Yinghe-Signature", self.hook.texts[0].headers)
        self.hook.usual = lambda text: (404, "")
        self.addCleanup(setattr, self.hook, "usual", lambda text: (200, "{}"))
        trial = self.admin.post(f"{RULES}/test", self.rule(webhook=hook), timeout=60).json["ways"]
        self.assertEqual((trial[0]["reason"], trial[0]["detail"]), ("alarm.hook_refused", "HTTP 404"))
        closed = self.rule(webhook=f"http://127.0.0.1:{free_ports()}/")
        self.assertEqual(self.admin.post(f"{RULES}/test", closed, timeout=60).json["ways"][0]["reason"],
                         "alarm.hook_unreachable")
        self.assertEqual(self.admin.post(f"{RULES}/test", self.rule()).json["ways"], [])

    def test_what_was_saved_for_one_address_goes_to_no_other(self):
        hook = f"http://127.0.0.1:{self.hook.port}/alarm"
        rule = self.add(webhook=hook, webhook_secret=SECRET)
        other = self.rule(id=rule["id"], webhook=f"{hook}/other")
        self.admin.post(f"{RULES}/test", other, timeout=60)
        self.assertNotIn("X-Yinghe-Signature", self.hook.texts[0].headers)
        self.assertEqual(self.admin.put(f"{RULES}/{rule['id']}", {**other, "webhook": hook}).status, 204)
        self.assertTrue(self.rules()[0]["has_secret"], "an empty secret keeps the one that is there")
        self.assertEqual(self.admin.put(f"{RULES}/{rule['id']}", other).status, 204)
        self.assertFalse(self.rules()[0]["has_secret"])
        changes = self.admin.get("/api/v1/config-changes?place=alarm").json["items"]
        self.assertTrue(changes)
        self.assertNotIn(SECRET, json.dumps([self.admin.get(f"/api/v1/config-changes/{one['id']}").json
                                             for one in changes]))


class Rules(AlarmCase):
    def test_an_address_inside_is_not_asked_unless_the_operator_named_it(self):
        rule = self.rule(webhook=f"http://127.0.0.1:{free_ports()}/")
        trial = self.admin.post(f"{RULES}/test", rule, timeout=60).json["ways"]
        self.assertEqual(trial[0]["reason"], "alarm.hook_inside")

    def test_what_is_wrong_is_said_at_its_field(self):
        refused = self.admin.post(RULES, self.rule(name="", queue="699", threshold=-1, mail_to=["nobody"],
                                                   webhook="ftp://x/"))
        self.assertEqual((refused.status, fields_of(refused)),
                         (422, [("name", "config.required"), ("queue", "config.unknown_queue"),
                                ("threshold", "config.out_of_range"), ("mail_to[0]", "config.mailbox"),
                                ("webhook", "alarm.address")]))
        self.assertEqual(self.rules(), [])
        self.assertEqual(self.admin.put(f"{RULES}/4711", self.rule()).status, 404)
        self.assertEqual(self.admin.delete(f"{RULES}/4711").status, 404)

    def test_only_who_configures_may(self):
        for who in (self.agent_api(1), self.leader):
            self.assertEqual(who.get(RULES).status, 403)
            self.assertEqual(who.post(RULES, self.rule()).status, 403)
            self.assertEqual(who.get("/api/v1/alarm-events").status, 403)

    def test_the_day_is_looked_at_too_and_nothing_outside_ones_scope_is_told(self):
        """R248: calls given up today; a leader's screen hears only of the queues that he sees."""
        self.add(name="放弃太多", figure="abandoned", queue="", threshold=0)
        self.add(name="无人服务", queue="601", figure="ready", compare="below", threshold=1)
        self.wait_raised("无人服务")
        call = self.customer_calls("4008001235")
        self.admin.wait(lambda: self.admin.calls(), 10, lambda: "a call that waits")
        call.hang_up()
        self.wait_raised("放弃太多")
        with WebSocket(self.server, "/ws/today", self.leader.token) as screen:
            first = json.loads(screen.receive(patient(20))[1])
            self.assertEqual(first["type"], "snapshot")
            for _ in range(3):
                frame = screen.receive(3)
                self.assertFalse(frame and json.loads(frame[1])["type"] == "alarms", "nothing of queue 601")

    def test_what_is_raised_still_is_after_a_restart(self):
        self.add(name="无人服务", queue="601", figure="ready", compare="below", threshold=1)
        self.wait_raised("无人服务")
        raised = self.rules()[0]["raised_at_ms"]
        self.admin.wait(lambda: len(self.events("?open=yes")) == 1, 5, "that it is raised is written")
        self.server.kill()
        self.server.start()
        self.carrier.server = self.server.sip
        type(self).admin = Api.sign_in(self.server, *self.admin_account)
        type(self).leader = Api.sign_in(self.server, "10090", "Leader-10090")
        self.wait(lambda: self.rules()[0].get("value") is not None, patient(20), "it is looked at again")
        self.assertEqual(self.rules()[0]["raised_at_ms"], raised)
        self.assertEqual(len(self.events("?open=yes")), 1)
        rule = self.rules()[0]
        off = self.admin.put(f"{RULES}/{rule['id']}", self.rule(name="无人服务", figure="ready", active=False))
        self.assertEqual(off.status, 204)
        self.wait(lambda: not self.events("?open=yes"), patient(20), "nothing lasts that nobody looks at")
