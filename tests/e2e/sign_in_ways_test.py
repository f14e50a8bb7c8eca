"""Ways in: a first password that must be changed, codes by SMS, the second factor, and from where one may come."""
import itertools
import json
import re

from harness.api import Api
from harness.authenticator import Authenticator
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.site import Site
from harness.sms_gateway import SmsGateway
from harness.websocket import WebSocket

OWN_PASSWORD = "Mine-12345"
MOBILE = "13912340003"
ELSEWHERE = "127.0.0.9"


class Door(CallCentreCase):
    server_options = ("--lookup-hosts", "127.0.0.1")
    places = itertools.count(1)

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(6).agent(7, password="", mobile="139 1234 0007").leader()
                .queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        cls.gateway = SmsGateway()
        cls.addClassCleanup(cls.gateway.close)
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)

    def ask(self, method, path, body=None, api=None, pattern=None):
        reply = (api or self.admin).ask(method, f"/api/v1{path}", body)
        problems = self.document.problems(method, f"/api/v1{pattern or path}", reply)
        self.assertEqual(problems, [], f"{method} {path}: {reply}")
        return reply

    def done(self, reply):
        self.assertEqual(reply.status, 204, reply)

    def refused(self, reply, status, code):
        self.assertEqual((reply.status, reply.json["error"]["code"]), (status, code), reply)
        self.assertTrue(reply.json["error"]["message"])

    def stranger(self):
        """Somebody at a desk of his own: an address is only let try thirty times a minute."""
        return Api(self.server, source=f"127.0.1.{next(self.places)}")

    def try_in(self, account, password=None, code=None, api=None):
        return self.ask("POST", "/sessions", {"tenant": "demo", "account": account,
                                              "password": password or f"Agent-{account}", "code": code},
                        api or self.stranger())

    def let_in(self, reply):
        self.assertEqual(reply.status, 201, reply)
        return Api(self.server, reply.json["token"], reply.json["user"])

    def change_user(self, number, **fields):
        whole = self.admin.get(f"/api/v1/config/users/{number}").json
        self.done(self.ask("PUT", f"/config/users/{number}", {**whole, **fields}, pattern="/config/users/{name}"))

    def listed(self, number):
        return next(one for one in self.admin.get("/api/v1/config/users").json["items"] if one["number"] == number)

    def rules(self, **changes):
        old = self.ask("GET", "/config/sign-in").json
        address = old.pop("your_address")
        self.assertEqual(address, "127.0.0.1")
        return self.ask("PUT", "/config/sign-in", {**old, **changes})

    def change_password(self, api, old, new):
        return self.ask("PUT", "/me/password", {"old_password": old, "new_password": new}, api)

    def enrol(self, api, password):
        """Sets the second factor up: the app, and the recovery codes."""
        begun = self.ask("POST", "/me/two-factor", {"password": password}, api)
        self.assertEqual(begun.status, 201, begun)
        app = Authenticator.scan(begun.json["uri"])
        self.assertEqual(app.secret, begun.json["secret"])
        on = self.ask("PUT", "/me/two-factor", {"code": app.code()}, api)
        self.assertEqual(on.status, 200, on)
        self.assertEqual(len(set(on.json["codes"])), 10)
        return app, on.json["codes"]

    def outcomes(self, number):
        rows = self.admin.items(f"/api/v1/sign-ins?agent={number}&sort=-at_ms")
        return [row["outcome"] for row in rows]


class FirstPassword(Door):
    def test_a_password_given_by_another_must_be_changed_before_anything_else(self):
        """R006: after an administrator's reset nothing else is answered, by the server and not only by the page."""
        before = self.agent_api(1)
        self.change_user("10001", password="Given-1234", first_password=True)
        self.assertTrue(self.listed("10001")["first_password"])
        self.assertEqual(before.get("/api/v1/me").status, 401, "whoever was in with the old one is out")
        api = self.let_in(self.try_in("10001", "Given-1234"))
        self.assertTrue(self.ask("GET", "/me", api=api).json["must_change_password"])
        for method, path in (("GET", "/api/v1/call-records"), ("PUT", "/api/v1/me/state"), ("GET", "/api/v1/rights"),
                             ("GET", "/api/v1/me/two-factor"), ("GET", "/api/v1/me/"), ("GET", "/api/v1/me/profile")):
            with self.subTest(path):
                reply = api.ask(method, path, None if method == "GET" else b"{}")
                self.assertIn(reply.status, (403, 404), reply)
                if reply.status == 403:
                    self.assertEqual(reply.json["error"]["code"], "session.new_password")
        with WebSocket(self.server, "/ws", api.token) as socket:
            self.assertEqual(socket.status, 403)
        same = self.change_password(api, "Given-1234", "Given-1234")
        self.refused(same, 400, "password.same")
        self.assertEqual(same.json["error"]["fields"][0]["field"], "new_password")
        self.refused(self.change_password(api, "Wrong-1234", OWN_PASSWORD), 403, "password.wrong")
        self.done(self.change_password(api, "Given-1234", OWN_PASSWORD))
        self.assertFalse(self.ask("GET", "/me", api=api).json["must_change_password"])
        self.assertEqual(api.get("/api/v1/call-records").status, 200)
        self.assertFalse(self.listed("10001")["first_password"])
        self.let_in(self.try_in("10001", OWN_PASSWORD))
        self.done(self.change_password(api, OWN_PASSWORD, "Agent-10001"))

    def test_whoever_must_may_also_leave(self):
        """R006."""
        self.change_user("10002", password="Given-1234", first_password=True)
        api = self.let_in(self.try_in("10002", "Given-1234"))
        self.done(self.ask("DELETE", "/sessions/current", api=api))
        self.assertEqual(api.get("/api/v1/me").status, 401)
        self.change_user("10002", password="Agent-10002", first_password=False)
        api = self.let_in(self.try_in("10002"))
        self.assertFalse(self.ask("GET", "/me", api=api).json["must_change_password"])

    def test_the_log_of_changes_tells_of_it_and_not_what_it_is(self):
        """R006, B19."""
        self.change_user("10002", password="Secret-98765", first_password=True)
        changes = self.admin.items("/api/v1/config-changes")
        self.assertNotIn("Secret-98765", json.dumps(changes))
        self.assertIn("10002", [change["name"] for change in changes])
        self.change_user("10002", password="Agent-10002")


class BySms(Door):
    def setUp(self):
        super().setUp()
        self.gateway.clear()
        self.done(self.ask("PUT", "/config/sms", {"enabled": True, "url": self.gateway.url, "success_field": "code",
                                                  "success_value": "0", "signature": ""}))
        self.done(self.rules(sms=True, sms_text="Code {code}, {code}!"))

    def code_for(self, mobile, tenant="demo"):
        self.gateway.clear()
        self.done(self.ask("POST", "/sign-in-codes", {"tenant": tenant, "mobile": mobile}, self.stranger()))
        texts = self.gateway.wait(1, patient(5))
        self.assertEqual(len(texts), 1)
        code = re.search(r"\d{6}", texts[0].json["text"]).group()
        self.assertEqual(texts[0].json["text"], f"Code {code}, {code}!")
        return code

    def by_sms(self, mobile, sms_code, code=None):
        return self.ask("POST", "/sessions/by-sms", {"tenant": "demo", "mobile": mobile, "sms_code": sms_code,
                                                     "code": code}, self.stranger())

    def test_a_mobile_and_the_code_sent_to_it_open_the_door_once(self):
        """R003, U1: beside the password; however the number is written."""
        self.change_user("10003", mobile=MOBILE)
        code = self.code_for("+86 139-1234-0003")
        self.assertNotIn(code, self.server.log(), "a code is no business of the log")
        self.refused(self.by_sms(MOBILE, "000000" if code != "000000" else "111111"), 401, "session.wrong_sms_code")
        api = self.let_in(self.by_sms("139 1234 0003", code))
        me = self.ask("GET", "/me", api=api).json
        self.assertEqual((me["number"], me["by_sms"], me["must_change_password"]), ("10003", True, False))
        self.refused(self.by_sms(MOBILE, code), 401, "session.wrong_sms_code")
        self.assertEqual(self.outcomes("10003")[:3], ["wrong_code", "signed_in", "wrong_code"])
        again = self.ask("POST", "/sign-in-codes", {"tenant": "demo", "mobile": MOBILE}, self.stranger())
        self.refused(again, 429, "session.code_too_soon")
        self.assertNotIn(code, json.dumps(self.admin.items("/api/v1/sms")), "it is in no list of texts")

    def test_first_activation_by_sms(self):
        """R003, U1: whoever has no password yet comes in by SMS and chooses one."""
        self.refused(self.try_in("10007", "anything-1"), 401, "session.wrong_credentials")
        api = self.let_in(self.by_sms("13912340007", self.code_for("13912340007")))
        self.assertTrue(self.ask("GET", "/me", api=api).json["must_change_password"])
        self.refused(api.get("/api/v1/call-records"), 403, "session.new_password")
        self.done(self.change_password(api, "", OWN_PASSWORD))
        self.assertEqual(api.get("/api/v1/call-records").status, 200)
        self.let_in(self.try_in("10007", OWN_PASSWORD))

    def test_who_forgot_his_password_chooses_a_new_one(self):
        """R003, R008: the mobile stands for the old password; other pages are out."""
        self.change_user("10001", mobile="13912340001")
        before = self.agent_api(1)
        api = self.let_in(self.by_sms("13912340001", self.code_for("13912340001")))
        self.done(self.change_password(api, "", OWN_PASSWORD))
        self.assertEqual(before.get("/api/v1/me").status, 401)
        other = self.let_in(self.try_in("10001", OWN_PASSWORD))
        self.refused(self.change_password(other, "", "Again-12345"), 403, "password.wrong")

    def test_nobody_learns_whose_mobile_it_is(self):
        """R003: the answer is the same for a stranger, and nothing is sent."""
        self.change_user("10004", mobile="13912340004")
        self.change_user("10005", mobile="13912340004")
        self.gateway.clear()
        for mobile in ("13900000099", "13912340004"):
            self.done(self.ask("POST", "/sign-in-codes", {"tenant": "demo", "mobile": mobile}, self.stranger()))
            self.refused(self.by_sms(mobile, "123456"), 401, "session.wrong_sms_code")
        self.done(self.ask("POST", "/sign-in-codes", {"tenant": "nowhere", "mobile": MOBILE}, self.stranger()))
        self.refused(self.ask("POST", "/sign-in-codes", {"tenant": "demo", "mobile": "call me"}, self.stranger()), 400,
                     "number.malformed")
        self.change_user("10004", mobile="13912340014")
        self.code_for("13912340014")
        self.assertEqual(len(self.gateway.texts), 1, "nobody else got one")

    def test_wrong_codes_lock_like_wrong_passwords(self):
        """R003, R010."""
        self.change_user("10005", mobile="13912340015")
        code = self.code_for("13912340015")
        for _ in range(5):
            self.refused(self.by_sms("13912340015", "999999" if code != "999999" else "888888"), 401,
                         "session.wrong_sms_code")
        self.assertEqual(self.by_sms("13912340015", code).status, 423)
        self.done(self.ask("POST", "/users/10005/unlock", {}, pattern="/users/{number}/unlock"))
        self.refused(self.by_sms("13912340015", code), 401, "session.wrong_sms_code")
        self.let_in(self.try_in("10005"))

    def test_the_company_decides_and_needs_a_gateway(self):
        """R003."""
        self.change_user("10006", mobile="13912340006")
        code = self.code_for("13912340006")
        self.done(self.rules(sms=False))
        self.refused(self.by_sms("13912340006", code), 401, "session.wrong_sms_code")
        self.done(self.ask("PUT", "/config/sms", {"enabled": False}))
        self.refused(self.rules(sms=True), 409, "sms.no_gateway")
        reply = self.rules(sms_text="no code")
        self.assertEqual((reply.status, reply.json["error"]["fields"][0]["code"]), (422, "config.needs_code"), reply)


class SecondFactor(Door):
    def test_a_code_of_the_app_is_needed_and_fits_once(self):
        """B19: enrolled in two steps; a code is spent; recovery codes open the door, each once."""
        api = self.agent_api(1)
        self.assertEqual(self.ask("GET", "/me/two-factor", api=api).json,
                         {"on": False, "since_ms": None, "recovery_codes_left": 0, "needed": False})
        self.refused(self.ask("POST", "/me/two-factor", {"password": "Wrong-1"}, api), 403, "password.wrong")
        self.assertEqual(self.ask("POST", "/me/two-factor", {"password": "Agent-10001"}, api).status, 201)
        self.refused(self.ask("PUT", "/me/two-factor", {"code": "12"}, api), 400, "two_factor.wrong_code")
        self.let_in(self.try_in("10001")).delete("/api/v1/sessions/current")  # half set up, it stands in nobody's way
        app, recovery = self.enrol(api, "Agent-10001")
        self.assertTrue(self.listed("10001")["has_two_factor"])
        self.refused(self.ask("POST", "/me/two-factor", {"password": "Agent-10001"}, api), 409,
                     "two_factor.on_already")
        self.refused(self.try_in("10001"), 401, "session.code_needed")
        self.refused(self.try_in("10001", "Wrong-10001"), 401, "session.wrong_credentials")
        self.refused(self.try_in("10001", code="000000"), 401, "session.wrong_code")
        code = app.code()
        self.let_in(self.try_in("10001", code=code))
        self.refused(self.try_in("10001", code=code), 401, "session.wrong_code")
        self.let_in(self.try_in("10001", code=recovery[0].upper().replace("-", " ")))
        self.refused(self.try_in("10001", code=recovery[0]), 401, "session.wrong_code")
        self.assertEqual(self.ask("GET", "/me/two-factor", api=api).json["recovery_codes_left"], 9)
        self.assertIn("wrong_code", self.outcomes("10001"))
        renewed = self.ask("POST", "/me/two-factor/recovery-codes", {"password": "Agent-10001"}, api).json["codes"]
        self.refused(self.try_in("10001", code=recovery[1]), 401, "session.wrong_code")
        self.let_in(self.try_in("10001", code=renewed[1]))
        self.done(self.ask("POST", "/me/two-factor/off", {"password": "Agent-10001"}, api))
        self.let_in(self.try_in("10001"))
        with open(self.server.data / "yinghe.db", "rb") as database:
            self.assertNotIn(app.secret.encode(), database.read(), "secrets are sealed")

    def test_guessed_codes_lock_the_account(self):
        """B19, R010."""
        app, recovery = self.enrol(self.agent_api(2), "Agent-10002")
        for _ in range(5):
            self.refused(self.try_in("10002", code="000000"), 401, "session.wrong_code")
        self.assertEqual(self.try_in("10002", code=recovery[0]).status, 423)
        self.done(self.ask("POST", "/users/10002/unlock", {}, pattern="/users/{number}/unlock"))
        self.let_in(self.try_in("10002", code=app.code()))

    def test_an_administrator_takes_it_away(self):
        """B19: for who lost telephone and codes; nobody's above oneself, not one's own, and it is written down."""
        self.enrol(self.agent_api(3), "Agent-10003")
        one = "/users/{number}/two-factor"
        self.assertEqual(self.ask("DELETE", "/users/10003/two-factor", api=self.agent_api(4), pattern=one).status, 403)
        self.done(self.ask("DELETE", "/users/10003/two-factor", pattern=one))
        self.refused(self.ask("DELETE", "/users/10003/two-factor", pattern=one), 409, "two_factor.off")
        self.refused(self.ask("DELETE", "/users/10000/two-factor", pattern=one), 409, "two_factor.own")
        self.refused(self.ask("DELETE", "/users/77777/two-factor", pattern=one), 404, "user.unknown")
        self.let_in(self.try_in("10003"))
        change = self.admin.items("/api/v1/config-changes?sort=-at_ms")[0]
        self.assertEqual((change["name"], change["action"]), ("10003", "changed"), change)
        self.done(self.ask("PUT", "/config/roles/hr", {"code": "hr", "name": "人事", "base": "agent", "data": "own",
                                                       "rights": ["people.manage"]}, pattern="/config/roles/{name}"))
        self.change_user("10004", custom_role="hr")
        self.refused(self.ask("DELETE", "/users/10090/two-factor", api=self.agent_api(4), pattern=one), 403,
                     "rights.beyond_yours")
        self.change_user("10004", custom_role="", role="agent")

    def test_a_company_that_wants_it_of_its_leaders(self):
        """B19: leaders and administrators reach nothing until it is set up; agents are not asked."""
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        app, _ = self.enrol(self.admin, "Admin-10000")
        self.done(self.rules(two_factor="leaders"))
        try:
            self.refused(leader.get("/api/v1/call-records"), 403, "session.two_factor")
            self.assertTrue(self.ask("GET", "/me", api=leader).json["must_set_two_factor"])
            self.assertEqual(self.agent_api(5).get("/api/v1/call-records").status, 200)
            self.assertEqual(self.admin.get("/api/v1/call-records").status, 200)
            self.enrol(leader, "Leader-10090")
            self.assertEqual(leader.get("/api/v1/call-records").status, 200)
            self.assertFalse(self.ask("GET", "/me", api=leader).json["must_set_two_factor"])
            self.refused(self.ask("POST", "/me/two-factor/off", {"password": "Leader-10090"}, leader), 409,
                         "two_factor.needed")
            self.assertTrue(self.ask("GET", "/me/two-factor", api=leader).json["needed"])
        finally:
            self.done(self.rules(two_factor="optional"))
            self.done(self.ask("POST", "/me/two-factor/off", {"password": "Admin-10000"}))
        self.assertTrue(app.secret)


class FromWhere(Door):
    def test_only_listed_addresses_come_in_and_stay_in(self):
        """B19: at the door, in every request of a session, and for sockets that are open."""
        outside = Api(self.server, source=ELSEWHERE)
        inside = self.agent_api(1)
        reply = self.try_in("10001", api=outside)
        self.assertEqual(reply.status, 201, reply)
        outside.token = reply.json["token"]
        self.assertEqual(outside.get("/api/v1/me").status, 200)
        carried = Api(self.server, inside.token, source=ELSEWHERE)
        self.assertEqual(carried.get("/api/v1/me").status, 200)
        refused = self.rules(allow_from=["10.0.0.0/8"])
        self.assertEqual((refused.status, refused.json["error"]["fields"][0]["code"]), (422, "sign_in.shuts_you_out"))
        malformed = self.rules(allow_from=["127.0.0.1", "office"])
        self.assertEqual(malformed.json["error"]["fields"][0]["field"], "allow_from[1]", malformed)
        self.done(self.rules(allow_from=["10.0.0.0/8", "127.0.0.0/29"]))
        try:
            self.assertEqual(outside.get("/api/v1/me").status, 401, "its session has ended")
            self.refused(carried.get("/api/v1/me"), 403, "session.address_refused")
            self.refused(self.try_in("10001", api=Api(self.server, source=ELSEWHERE)), 403, "session.address_refused")
            self.assertEqual(inside.get("/api/v1/me").status, 200)
            self.admin.wait(lambda: "address_refused" in self.outcomes("10001"), 5, "the log tells who was turned away")
        finally:
            self.done(self.rules(allow_from=[]))
        self.assertEqual(carried.get("/api/v1/me").status, 200)
        self.let_in(self.try_in("10001", api=Api(self.server, source=ELSEWHERE)))
