"""Texts to customers: from the wish to the gateway and back, through a scripted gateway."""
import threading

from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.ports import free_ports
from harness.site import Site
from harness.sms_gateway import SmsGateway
from harness.websocket import WebSocket

SECRET = "s3cret-of-the-gateway"


def gateway_config(gateway, **changes):
    return {"enabled": True, "url": gateway.url if hasattr(gateway, "url") else gateway, "secret": SECRET,
            "headers": [{"name": "Content-Type", "value": "application/json"},
                        {"name": "Authorization", "value": "Bearer {secret}"}],
            "sender": "10086", "success_field": "code", "success_value": "0", "problem_field": "why",
            "same_number_every_s": 0, "same_number_a_day": 1000, "per_minute": 1000, "timeout_s": 2, "attempts": 3,
            **changes}


class SmsCase(CallCentreCase):
    server_options = ("--lookup-hosts", "127.0.0.1")

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(2).leader().queue(600, [1], leaders=["10090"]).trunk("carrier", carrier_address)
                .did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        cls.gateway = SmsGateway()
        cls.addClassCleanup(cls.gateway.close)
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.agent = Api.sign_in(cls.server, "10001", "Agent-10001")

    def setUp(self):
        super().setUp()
        self.gateway.clear()
        self.configure()

    def configure(self, gateway=None, **changes):
        reply = self.admin.put("/api/v1/config/sms", gateway_config(gateway or self.gateway, **changes))
        self.assertEqual(reply.status, 204, reply)

    def send(self, number="13800000001", text="您好", api=None, **more):
        reply = (api or self.agent).post("/api/v1/sms", {"number": number, "text": text, **more})
        self.assertEqual(self.document.problems("POST", "/api/v1/sms", reply), [], reply)
        return reply

    def outcome(self, reply, seconds=15):
        self.assertEqual(reply.status, 201, reply)
        place = f"/api/v1/sms/{reply.json['id']}"
        self.admin.wait(lambda: self.admin.get(place).json["state"] not in ("queued", "sending"), seconds,
                        lambda: f"an outcome: {self.admin.get(place).json}")
        found = self.admin.get(place)
        self.assertEqual(self.document.problems("GET", "/api/v1/sms/{id}", found), [], found)
        return found.json["state"], found.json["reason"], found.json["detail"]

    def refused(self, reply):
        return reply.status, reply.json["error"]["code"]


class Sending(SmsCase):
    def test_a_text_reaches_the_gateway_and_its_end_is_told(self):
        """R064: number and text; the outcome is pushed to the page that sent it."""
        with WebSocket(self.server, "/ws", self.agent.token) as socket:
            socket.snapshot()
            reply = self.send(text='他说"好"')
            self.assertEqual(reply.json["segments"], 1)
            self.assertEqual(self.outcome(reply), ("sent", "", ""))
            socket.messages_until(lambda message: message["type"] == "notice" and
                                  message["data"] == {"about": "sms", "id": reply.json["id"]}, "the outcome")
        text = self.gateway.texts[0]
        self.assertEqual(text.json, {"to": "13800000001", "text": '他说"好"', "from": "10086"})
        self.assertEqual(text.headers["Authorization"], f"Bearer {SECRET}")
        self.assertEqual(len(self.gateway.texts), 1)

    def test_a_refusal_says_why(self):
        """R064, R202."""
        self.gateway.script = [lambda text: (200, '{"code":7,"why":"余额不足"}'), lambda text: (403, "no")]
        self.assertEqual(self.outcome(self.send()), ("failed", "sms.refused", "余额不足"))
        self.assertEqual(self.outcome(self.send()), ("failed", "sms.refused", "HTTP 403 no"))
        self.assertEqual(len(self.gateway.texts), 2, "a refusal is final")

    def test_what_may_have_been_delivered_is_never_sent_again(self):
        """R064: silence, nonsense and a cut connection are unknown."""
        over = threading.Event()
        self.addCleanup(over.set)
        self.gateway.script = [lambda text: over.wait(60) and None, lambda text: (200, "<html>garbage"),
                               lambda text: None, lambda text: (200, "x" * 100_000)]
        self.assertEqual(self.outcome(self.send())[:2], ("unknown", "sms.no_answer"))
        self.assertEqual(self.outcome(self.send())[:2], ("unknown", "sms.not_understood"))
        self.assertEqual(self.outcome(self.send())[:2], ("unknown", "sms.no_answer"))
        self.assertEqual(self.outcome(self.send())[:2], ("unknown", "sms.no_answer"))
        self.assertEqual(len(self.gateway.texts), 4)

    def test_a_gateway_that_is_away_for_a_moment_is_tried_again(self):
        """R064: only what never left us is tried anew, and not for ever."""
        port = free_ports()
        self.configure(f"http://127.0.0.1:{port}/send", attempts=5)
        reply = self.send()
        self.admin.wait(lambda: "sms.outcome" in self.server.log() and "not_reached" in self.server.log(), 10,
                        "a first attempt")
        back = SmsGateway(port)
        self.addCleanup(back.close)
        self.assertEqual(self.outcome(reply, 30), ("sent", "", ""))
        self.assertEqual(len(back.texts), 1)
        self.configure(f"http://127.0.0.1:{free_ports()}/send", attempts=1)
        state, reason, detail = self.outcome(self.send())
        self.assertEqual((state, reason), ("failed", "sms.unreachable"))
        self.assertNotIn("13800000001", detail)

    def test_a_slow_gateway_keeps_order_and_loses_nothing(self):
        """R064."""
        self.configure(timeout_s=20)
        gate = threading.Event()
        self.addCleanup(gate.set)
        self.gateway.usual = lambda text: gate.wait(60) and (200, '{"code":0}')
        self.addCleanup(setattr, self.gateway, "usual", lambda text: (200, '{"code":0}'))
        replies = [self.send(f"1380000001{n}") for n in range(8)]
        self.assertEqual(len(self.gateway.wait(2, patient(10))), 2, "two of one company at once")
        gate.set()
        self.assertEqual({self.outcome(reply, 30)[0] for reply in replies}, {"sent"})
        self.assertEqual(sorted(text.json["to"] for text in self.gateway.texts),
                         sorted(f"1380000001{n}" for n in range(8)))

    def test_addresses_inside_are_asked_only_when_the_operator_named_them(self):
        """R064: a gateway's address is no way into our own network."""
        self.configure(f"http://localhost:{self.gateway.port}/send")
        self.assertEqual(self.outcome(self.send())[:2], ("failed", "sms.gateway_inside"))
        self.assertEqual(self.gateway.texts, [])

    def test_no_gateway_says_who_can_set_it(self):
        """R064."""
        self.configure(enabled=False)
        self.assertEqual(self.refused(self.send()), (409, "sms.no_gateway"))
        desk = self.agent.get("/api/v1/sms/desk").json
        self.assertEqual((desk["enabled"], desk["administrators"]), (False, ["Admin 10000"]))


class InACall(SmsCase):
    def test_the_customer_of_my_call_needs_no_number(self):
        """R064, R048: in a call the number is the customer's; it is bound to the call, also when that is over."""
        phone = self.agent_phone(1)
        call, ringing = self.connected(phone)
        live = self.agent.calls()[0]["id"]
        stranger = Api.sign_in(self.server, "10002", "Agent-10002")
        self.assertEqual(self.refused(self.send(None, api=stranger, call=live)), (400, "sms.no_number"))
        reply = self.send(None, call=live)
        self.assertEqual(self.outcome(reply)[0], "sent")
        self.assertEqual((reply.json["call"], self.gateway.texts[0].json["to"]), (live, CUSTOMER))
        call.bye()
        ringing.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual(self.outcome(self.send(None, call=live))[0], "sent")
        self.assertEqual(self.gateway.texts[1].json["to"], CUSTOMER)
        self.assertEqual(record.id, live)


class Templates(SmsCase):
    def put(self, kind, name, **fields):
        return self.admin.put(f"/api/v1/config/{kind}/{name}", {"name": name, **fields})

    def test_template_is_filled_signed_and_approved_before_it_is_sent(self):
        """R064, R205, R206."""
        self.assertEqual(self.put("sms-signatures", "Yinghe", remark="客服").status, 204)
        wrong = self.put("sms-templates", "later", text="{custmer}", signature="Yinghe")
        self.assertEqual((wrong.status, wrong.json["error"]["fields"][0]["code"]), (422, "config.unknown_word"))
        unsigned = self.put("sms-templates", "later", text="x")
        self.assertEqual((unsigned.status, unsigned.json["error"]["fields"][0]["field"]), (422, "signature"))
        text = "{customer}您好，我是{company}的{agent}（{agent_number}）"
        self.assertEqual(self.put("sms-templates", "later", text=text, signature="Yinghe").status, 204)
        self.assertEqual(self.agent.get("/api/v1/sms/desk").json["items"], [])
        self.assertEqual(self.refused(self.send(template="later", text=None)), (403, "sms.not_approved"))
        self.assertEqual(self.put("sms-templates", "later", text=text, signature="Yinghe", approved=True).status, 204)
        said = "【Yinghe】李清禾您好，我是测试公司的坐席1（10001）"
        desk = self.agent.get("/api/v1/sms/desk?customer=%E6%9D%8E%E6%B8%85%E7%A6%BE").json
        self.assertEqual(desk["items"], [{"name": "later", "text": said, "segments": 1}])
        self.outcome(self.send(template="later", text=None, customer="李清禾"))
        self.assertEqual(self.gateway.texts[0].json["text"], said)
        used = self.admin.delete("/api/v1/config/sms-signatures/Yinghe")
        self.assertEqual((used.status, used.json["error"]["code"]), (409, "config.in_use"))
        self.configure(free_text=False)
        self.assertEqual(self.refused(self.send()), (403, "sms.no_free_text"))
        self.assertEqual(self.admin.delete("/api/v1/config/sms-templates/later").status, 204)
        self.assertEqual(self.admin.delete("/api/v1/config/sms-signatures/Yinghe").status, 204)
        self.assertEqual(self.refused(self.send(template="later", text=None)), (404, "sms.template_unknown"))

    def test_own_texts_are_signed_where_the_company_says_so(self):
        """R206."""
        self.assertEqual(self.put("sms-signatures", "YH").status, 204)
        self.configure(signature="YH")
        self.outcome(self.send(text="您好"))
        self.assertEqual(self.gateway.texts[0].json["text"], "【YH】您好")


class Limits(SmsCase):
    def test_nobody_is_sent_texts_too_often(self):
        """R203."""
        self.configure(same_number_every_s=60)
        self.outcome(self.send("13811110001"))
        self.assertEqual(self.refused(self.send("13811110001")), (429, "sms.too_soon"))
        self.configure(same_number_a_day=1)
        self.assertEqual(self.refused(self.send("13811110001")), (429, "sms.too_many_today"))
        self.configure(per_minute=1)
        self.assertEqual(self.refused(self.send("13811110002")), (429, "sms.too_many"))

    def test_what_cannot_be_sent_is_refused_at_once(self):
        for wish, code in ((("138****0001", "x"), "sms.no_number"), (("", "x"), "sms.no_number"),
                           (("13811110003", ""), "sms.empty"), (("13811110003", "长" * 700), "sms.too_long")):
            with self.subTest(code):
                self.assertEqual(self.refused(self.send(*wish)), (400, code))
        self.assertEqual(self.gateway.texts, [])


class TheList(SmsCase):
    def test_everybody_sees_the_own_leaders_their_members_administrators_all(self):
        """R202, R064."""
        other = Api.sign_in(self.server, "10002", "Agent-10002")
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        self.outcome(self.send("13822220001", "甲"))
        self.gateway.script = [lambda text: (200, '{"code":7}')]
        self.outcome(self.send("13822220002", "乙", api=other))
        def numbers(api, query=""):
            reply = api.get("/api/v1/sms?search=1382222" + query)
            self.assertEqual(self.document.problems("GET", "/api/v1/sms", reply), [], reply)
            return [item["number"] for item in reply.json["items"]]
        self.assertEqual(numbers(self.agent), ["13822220001"])
        self.assertEqual(numbers(other), ["13822220002"])
        self.assertEqual(numbers(leader), ["13822220001"])
        self.assertEqual(numbers(self.admin), ["13822220002", "13822220001"])
        self.assertEqual(numbers(self.admin, "&state=failed"), ["13822220002"])
        self.assertEqual(numbers(self.admin, "&number=220001"), ["13822220001"])
        self.assertEqual(numbers(self.admin, "&agent=10002"), ["13822220002"])
        self.assertEqual(numbers(self.admin, "&sort=number"), ["13822220001", "13822220002"])
        mine = self.agent.get("/api/v1/sms?size=10").json["items"][0]["id"]
        self.assertEqual(other.get(f"/api/v1/sms/{mine}").status, 404)
        self.assertEqual(self.admin.get("/api/v1/sms?number=12").status, 400)
        self.assertEqual(self.admin.get("/api/v1/sms?sort=reasons").status, 400)


class TheGateway(SmsCase):
    def test_the_secret_is_never_shown_again(self):
        """R064."""
        shown = self.admin.get("/api/v1/config/sms")
        self.assertEqual((shown.json["secret"], shown.json["has_secret"]), ("", True))
        self.configure(secret="")
        self.outcome(self.send())
        self.assertEqual(self.gateway.texts[0].headers["Authorization"], f"Bearer {SECRET}", "the old one is kept")
        self.assertNotIn(SECRET, self.server.log())
        self.assertNotIn(SECRET, self.admin.get("/api/v1/site").body.decode())
        for method, path in (("GET", "/api/v1/config/sms"), ("PUT", "/api/v1/config/sms"),
                             ("POST", "/api/v1/config/sms/test")):
            self.assertEqual(self.agent.ask(method, path, {}).status, 403)

    def test_it_is_tried_before_it_is_saved(self):
        """R064: the test button tells what was asked and what came back."""
        self.gateway.script = [lambda text: (200, '{"code":1,"why":"signature"}')]
        trial = {"gateway": gateway_config(self.gateway, secret="typed"), "number": "13800000009", "text": "测试"}
        reply = self.admin.post("/api/v1/config/sms/test", trial)
        self.assertEqual(self.document.problems("POST", "/api/v1/config/sms/test", reply), [], reply)
        self.assertEqual((reply.json["outcome"], reply.json["detail"]), ("refused", "signature"))
        self.assertEqual(self.gateway.texts[0].headers["Authorization"], "Bearer typed")
        self.assertNotIn("typed", reply.body.decode())
        # Without a typed secret the saved one goes to the saved address only.
        elsewhere = SmsGateway()
        self.addCleanup(elsewhere.close)
        self.admin.post("/api/v1/config/sms/test", {**trial, "gateway": gateway_config(elsewhere, secret="")})
        self.assertEqual(elsewhere.texts[0].headers["Authorization"], "Bearer ")

    def test_faults_name_their_fields(self):
        for change, field, code in (({"url": "ftp://x/"}, "url", "config.malformed"),
                                    ({"body": "{number}"}, "body", "config.word_missing"),
                                    ({"timeout_s": 0}, "timeout_s", "config.out_of_range"),
                                    ({"signature": "none"}, "signature", "config.unknown_signature"),
                                    ({"method": "delete"}, "method", "enum.unknown")):
            with self.subTest(field):
                reply = self.admin.put("/api/v1/config/sms", gateway_config(self.gateway, **change))
                self.assertEqual(reply.status, 422, reply)
                self.assertIn((field, code), [(one["field"], one["code"]) for one in reply.json["error"]["fields"]])


class Restart(SmsCase):
    def test_queued_ones_are_sent_once_and_unfinished_ones_never_again(self):
        """R064: a server that dies in the middle sends nothing twice and forgets nothing."""
        self.configure(timeout_s=30)
        gate = threading.Event()
        self.addCleanup(gate.set)
        self.gateway.usual = lambda text: gate.wait(60) and (200, '{"code":0}')
        self.addCleanup(setattr, self.gateway, "usual", lambda text: (200, '{"code":0}'))
        replies = [self.send(f"1383333000{n}") for n in range(4)]
        under_way = {text.json["to"] for text in self.gateway.wait(2, patient(10))}
        self.server.kill()
        gate.set()
        self.server.start()
        type(self).admin = Api.sign_in(self.server, *self.admin_account)
        type(self).agent = Api.sign_in(self.server, "10001", "Agent-10001")
        for reply in replies:
            expected = ("unknown", "sms.restarted") if reply.json["number"] in under_way else ("sent", "")
            self.assertEqual(self.outcome(reply, 30)[:2], expected)
        self.assertEqual(sorted(text.json["to"] for text in self.gateway.texts),
                         [f"1383333000{n}" for n in range(4)])
