"""Work orders: from a service record to its end, who may do what, counters, urging, the list, settings, erasure."""
import concurrent.futures
import re
import time
import unittest
import urllib.parse

from harness import postgres
from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.site import Site
from harness.websocket import WebSocket

OPEN = {"kind": "", "concerns": "", "description": "", "priority": "normal"}


class WorkOrders(CallCentreCase):
    """Agents 1 and 2 are in queue 600, which leader 10090 leads; 3 to 5 handle orders."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(6).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.one, cls.two, cls.three, cls.four, cls.five, cls.six = (
            Api.sign_in(cls.server, f"1000{n}", f"Agent-1000{n}") for n in range(1, 7))
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")
        cls.tokens = 0
        saved = cls.admin.put("/api/v1/work-orders/settings", {
            "kinds": [{"name": "报修", "low": 0, "normal": 240, "high": 60, "urgent": 30}],
            "systems": ["邮箱", "门禁"], "urge_minutes": 30,
            "groups": [{"name": "基础人事组", "people": ["10003", "10004"]}, {"name": "IT 组", "people": ["10005"]}]})
        assert saved.status == 200, saved
        cls.hr, cls.it = (group["id"] for group in saved.json["groups"])

    def ask(self, api, method, pattern, body=None, query="", **places):
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", value)
        reply = api.ask(method, f"/api/v1{path}{query}", body)
        self.assertEqual(self.document.problems(method, f"/api/v1{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def customer(self, api, name, number):
        reply = api.post("/api/v1/customers", {"name": name, "gender": "female", "level": "一般", "note": "",
                                              "numbers": [{"number": number, "kind": ""}]})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def service(self, api, customer, note, **more):
        reply = api.post(f"/api/v1/customers/{customer}/services", {
            "note": note, "result": "", "kind": "报修", "concerns": "邮箱", "state": "open", "priority": "high", **more})
        self.assertEqual(reply.status, 204, reply)
        return api.get("/api/v1/service-records?customer=" + customer).json["items"][0]["id"]

    def create(self, api=None, status=201, **wish):
        type(self).tokens += 1
        reply = self.ask(api or self.one, "POST", "/work-orders", {"token": f"t{self.tokens}", **wish})
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def act(self, api, order, act, status=200, **wish):
        """With the version that this person sees, unless the test names one."""
        version = wish.pop("version", None)
        if version is None:
            version = api.get(f"/api/v1/work-orders/{order}").json.get("version", 0)
        reply = self.ask(api, "POST", "/work-orders/{id}/acts", {"act": act, "version": version, **wish}, id=order)
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def sent(self, api=None, people=(("10003", None),), **content):
        order = self.create(api, description="邮箱打不开", kind="报修", concerns="邮箱", **content)
        return self.act(api or self.one, order["id"], "send", people=self.people(people))

    def people(self, people):
        return [{"number": number, "group": group or self.hr} for number, group in people]

    def counts(self, api):
        return self.ask(api, "GET", "/work-orders/mine").json

    def listed(self, api, query):
        return [one["order_number"] for one in self.ask(api, "GET", "/work-orders", query=query).json["items"]]

    def messages(self, api):
        return [one["text"] for one in api.get("/api/v1/system-messages").json["items"] if one["kind"] == "work_order"]

    def code(self, said):
        return said["error"]["code"]

    def test_from_a_service_record_to_its_end(self):
        """R076, R166, R167, R170, R171, R172, R174: written down, turned into an order, sent, handled, closed."""
        customer = self.customer(self.one, "林晓", "13750000001")
        record = self.service(self.one, customer, "打不开邮箱，提示密码错误")
        before, threes, fives = (self.counts(api) for api in (self.one, self.three, self.five))
        order = self.create(service=record)
        self.assertRegex(order["order_number"], r"^20\d{4}-\d{5}$")
        self.assertEqual([order[key] for key in ("state", "step", "kind", "concerns", "description", "priority",
                                                 "customer_name", "number", "author", "mine", "deletable", "acts")],
                         ["draft", 1, "报修", "邮箱", "打不开邮箱，提示密码错误", "high", "林晓", "13750000001", "10001", True,
                          True, ["send"]])
        self.assertIn({"key": "gender", "name": "", "value": "female"}, order["customer_facts"])
        # 转工单 once more leads to the same order; the record's lists name it and find it.
        self.assertEqual(self.create(service=record)["id"], order["id"])
        row = self.one.get(f"/api/v1/service-records/{record}").json
        self.assertEqual((row["order_number"], row["order_id"]), (order["order_number"], order["id"]))
        for query, found in ((f"?order={order['order_number']}", 1), ("?order=any", 1), ("?order=none", 0)):
            for path in ("/service-records", "/contact-history"):
                rows = self.one.get(f"/api/v1{path}{query}&customer={customer}").json["items"]
                self.assertEqual(len(rows), found, path + query)
        last = self.one.get(f"/api/v1/customers/{customer}").json["services"][0]
        self.assertEqual(last["order_number"], order["order_number"])
        self.assertEqual(self.listed(self.three, "?state=draft"), [], "a draft is its author's")
        self.assertEqual(self.listed(self.admin, "?state=draft"), [])

        form = self.ask(self.one, "GET", "/work-orders/form").json
        self.assertEqual([(group["name"], [one["number"] for one in group["people"]]) for group in form["groups"]],
                         [("基础人事组", ["10003", "10004"]), ("IT 组", ["10005"])])
        self.assertEqual((form["kinds"], form["systems"]), (["报修"], ["邮箱", "门禁"]))
        with WebSocket(self.server, "/ws", self.three.token) as socket:
            socket.snapshot()
            sent = self.act(self.one, order["id"], "send", people=self.people([("10003", None)]), remark="请尽快",
                            content={**OPEN, "kind": "报修", "concerns": "邮箱", "description": "密码错误", "priority": "urgent"})
            socket.messages_until(lambda one: one["data"] == {"about": "work_order", "id": order["id"]}, "the new order")
        self.assertIn(f"send {order['order_number']} 坐席1", self.messages(self.three))
        self.assertEqual([sent[key] for key in ("state", "step", "description", "priority", "handlers", "group_names")],
                         ["handling", 2, "密码错误", "urgent", "坐席3", "基础人事组"])
        self.assertEqual(sent["due_at_ms"] - sent["sent_at_ms"], 30 * 60_000, "by its kind and priority")
        self.assertEqual(self.counts(self.one)["in_transit"], before["in_transit"] + 1)
        self.assertIn(order["order_number"], self.listed(self.three, "?mine=todo&size=100"))
        self.assertEqual(self.counts(self.three)["todo"], threes["todo"] + 1)

        passed = self.act(self.three, order["id"], "pass_on", people=self.people([("10005", self.it)]), remark="属于 IT")
        self.assertEqual((passed["step"], passed["transfers"], passed["handlers"]), (3, 1, "坐席5"))
        self.assertEqual((self.counts(self.three)["todo"], self.counts(self.five)["todo"]),
                         (threes["todo"], fives["todo"] + 1))
        self.assertIn(order["order_number"], self.listed(self.three, "?mine=in_transit&size=100"),
                      "who had it sees it still")
        self.assertEqual(self.act(self.five, order["id"], "finish", remark="已重置密码")["state"], "finished")
        self.assertIn(order["order_number"], self.listed(self.one, "?mine=todo&size=100"), "the author confirms it")
        self.assertIn(f"finish {order['order_number']} 坐席5", self.messages(self.one))
        returned = self.act(self.one, order["id"], "return", remark="仍然打不开")
        self.assertEqual((returned["state"], returned["handlers"]), ("handling", "坐席5"))
        self.act(self.five, order["id"], "finish", remark="换了密码")
        closed = self.act(self.one, order["id"], "close")
        self.assertEqual((closed["state"], closed["acts"]), ("closed", ["note"]))
        self.assertEqual([(one["step"], one["act"], one["user"], one["from_state"], one["to_state"], one["to_people"],
                           one["remark"]) for one in closed["steps"]],
                         [(1, "send", "10001", "draft", "handling", "坐席3", "请尽快"),
                          (2, "pass_on", "10003", "handling", "handling", "坐席5", "属于 IT"),
                          (3, "finish", "10005", "handling", "finished", "坐席5", "已重置密码"),
                          (4, "return", "10001", "finished", "handling", "坐席5", "仍然打不开"),
                          (5, "finish", "10005", "handling", "finished", "坐席5", "换了密码"),
                          (6, "close", "10001", "finished", "closed", "坐席5", "")])
        self.assertEqual(self.counts(self.one), {**before, "history": before["history"] + 1})
        self.assertIn(order["order_number"], self.listed(self.one, f"?customer={customer}&state=closed"))

    def test_a_draft_is_changed_and_deleted_and_nothing_else_is(self):
        """R173."""
        order = self.create(description="先记下来")
        saved = self.ask(self.one, "PUT", "/work-orders/{id}", {**OPEN, "description": "改好了"}, id=order["id"])
        self.assertEqual((saved.status, saved.json["description"]), (200, "改好了"))
        for api in (self.two, self.leader, self.admin):
            self.assertEqual(self.ask(api, "DELETE", "/work-orders/{id}", id=order["id"]).status, 404)
        self.assertEqual(self.ask(self.one, "DELETE", "/work-orders/{id}", id=order["id"]).status, 204)
        self.assertEqual(self.ask(self.one, "GET", "/work-orders/{id}", id=order["id"]).status, 404)
        after = self.create(description="下一张")
        self.assertNotEqual(after["order_number"], order["order_number"], "a number comes back to nobody")
        refused = self.act(self.one, after["id"], "send", 400, people=self.people([("10003", None)]))
        self.assertEqual({(one["field"], one["code"]) for one in refused["error"]["fields"]},
                         {("kind", "config.required"), ("concerns", "config.required")})
        sent = self.sent()
        for method, body in (("DELETE", None), ("PUT", OPEN)):
            reply = self.ask(self.one, method, "/work-orders/{id}", body, id=sent["id"])
            self.assertEqual((reply.status, self.code(reply.json)), (409, "work_order.not_draft"))

    def test_numbers_are_each_ones_own_however_many_are_made_at_once(self):
        """R170."""
        token = f"same-{time.time()}"
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda n: self.admin.post("/api/v1/work-orders", {"token": f"{token}-{n % 20}"}), range(40)))
        self.assertEqual({reply.status for reply in made}, {201})
        ids = {reply.json["id"] for reply in made}
        numbers = {reply.json["order_number"] for reply in made}
        self.assertEqual((len(ids), len(numbers)), (20, 20), "a second click is the same order")

    def test_two_at_once_and_one_twice(self):
        """R171: the second one is told who did what; the same click again is no second act."""
        order = self.sent(people=[("10003", None), ("10004", None)])
        version = order["version"]
        self.act(self.three, order["id"], "finish", version=version, remark="好了")
        again = self.act(self.three, order["id"], "finish", version=version, remark="好了")
        self.assertEqual((again["state"], [one["act"] for one in again["steps"]]), ("finished", ["send", "finish"]))
        late = self.act(self.four, order["id"], "finish", 409, version=version, remark="我也好了")
        self.assertEqual(self.code(late), "work_order.changed")
        self.assertEqual([(one["field"], one["message"]) for one in late["error"]["fields"]], [("finish", "坐席3")])
        # Sending twice sends once.
        draft = self.create(description="x", kind="报修", concerns="邮箱")
        for _ in range(2):
            sent = self.act(self.one, draft["id"], "send", version=draft["version"], people=self.people([("10003", None)]))
        self.assertEqual(len(sent["steps"]), 1)
        # One of two takes it: then it is his alone.
        both = self.sent(people=[("10003", None), ("10004", None)])
        taken = self.act(self.four, both["id"], "take")
        self.assertEqual((taken["handlers"], taken["acts"]), ("坐席4", ["finish", "pass_on", "note"]))
        self.assertNotIn(both["order_number"], self.listed(self.three, "?mine=todo&size=100"))
        self.assertIn(f"take {both['order_number']} 坐席4", self.messages(self.three))
        refused = self.act(self.three, both["id"], "finish", 409)
        self.assertEqual(self.code(refused), "work_order.not_allowed")

    def test_urging(self):
        """R175: counted, told to whoever has it, once in so many minutes."""
        order = self.sent(people=[("10005", self.it)])
        urged = self.act(self.one, order["id"], "urge", remark="客户又来电")
        self.assertEqual((urged["urges"], urged["version"]), (1, order["version"]))
        self.assertGreater(urged["urge_from_ms"], time.time() * 1000)
        self.assertEqual(self.counts(self.five)["urged"], 1)
        self.assertEqual(self.listed(self.five, "?mine=urged"), [order["order_number"]])
        self.assertIn(f"urge {order['order_number']} 坐席1", self.messages(self.five))
        self.assertEqual(self.code(self.act(self.one, order["id"], "urge", 409)), "work_order.urged_lately")
        self.assertEqual(self.code(self.act(self.leader, order["id"], "urge", 409)), "work_order.urged_lately")
        self.assertEqual(self.code(self.act(self.five, order["id"], "urge", 409)), "work_order.not_allowed")
        # It does not come between what the handler does.
        self.assertEqual(self.act(self.five, order["id"], "finish", version=order["version"])["state"], "finished")
        self.assertEqual(self.counts(self.five)["urged"], 0)

    def test_who_sees_and_does_what(self):
        """U19, R176: one's own, one's people's, all; and nothing that is not for one."""
        order = self.sent(people=[("10003", None)])
        number = order["order_number"]
        for api, sees in ((self.one, True), (self.three, True), (self.four, True), (self.leader, True),
                          (self.admin, True), (self.two, False), (self.five, False)):
            with self.subTest(api.user):
                self.assertEqual(number in self.listed(api, "?size=100"), sees)
                self.assertEqual(self.ask(api, "GET", "/work-orders/{id}", id=order["id"]).status, 200 if sees else 404)
        acts = lambda api: api.get(f"/api/v1/work-orders/{order['id']}").json["acts"]
        self.assertEqual(acts(self.three), ["finish", "pass_on", "note"])
        self.assertEqual(acts(self.four), ["take", "note"], "of the same group")
        self.assertEqual(acts(self.leader), ["close", "pass_on", "urge", "note"])
        self.assertEqual(self.code(self.act(self.two, order["id"], "close", 404, version=2, remark="x")), "work_order.unknown")
        self.assertEqual(self.code(self.act(self.one, order["id"], "close", 400)), "work_order.remark_needed")
        self.assertEqual(self.code(self.act(self.one, order["id"], "pass_on", 400, remark="换人")), "work_order.no_handlers")
        # Conditions of the list, and the file of it.
        query = "?" + urllib.parse.urlencode({"author": "10001", "handler": "10003", "kind": "报修", "state": "open", "size": 100})
        self.assertIn(number, self.listed(self.admin, query))
        self.assertNotIn(number, self.listed(self.admin, query + "&priority=low"))
        self.assertIn(number, self.listed(self.admin, "?search=" + number))
        table = self.admin.get("/api/v1/work-orders?format=csv").body.decode("utf-8-sig")
        self.assertRegex(table, re.escape(number))
        self.assertIn("工单编号", table.splitlines()[0])
        # Somebody else's customer or record makes no order.
        hers = self.customer(self.two, "外人", "13750000009")
        self.assertEqual(self.create(customer=hers, status=404)["error"]["code"], "customer.unknown")
        record = self.service(self.two, hers, "x")
        self.assertEqual(self.create(service=record, status=404)["error"]["code"], "service.unknown")
        self.assertEqual(self.code(self.create(self.leader, service=record) and self.create(self.two, service=record, status=409)),
                         "work_order.of_others")

    def test_a_handler_who_left_or_moved(self):
        """R171: nobody sends to him; what he had is found, and one of his group or its author takes it on."""
        whole = self.admin.get("/api/v1/config/users/10006").json
        settings = self.admin.get("/api/v1/work-orders/settings").json
        night = {"name": "夜班组", "people": ["10006", "10004"]}
        saved = self.ask(self.admin, "PUT", "/work-orders/settings", {**settings, "groups": [*settings["groups"], night]})
        self.assertEqual(saved.status, 200, saved)
        group = saved.json["groups"][-1]["id"]
        first, second = (self.sent(people=[("10006", group)]) for _ in range(2))
        self.assertEqual(self.admin.put("/api/v1/config/users/10006", {**whole, "status": "left"}).status, 204)
        try:
            self.assertLessEqual({first["order_number"], second["order_number"]},
                                 set(self.listed(self.leader, "?nobody=true")))
            seen = self.one.get(f"/api/v1/work-orders/{first['id']}").json
            self.assertEqual((seen["nobody"], seen["holders"][0]["left"]), (True, True))
            self.assertEqual(self.act(self.four, first["id"], "take")["handlers"], "坐席4")
            passed = self.act(self.one, second["id"], "pass_on", people=self.people([("10003", None)]), remark="已离职")
            self.assertEqual((passed["handlers"], passed["nobody"]), ("坐席3", False))
            draft = self.create(description="x", kind="报修", concerns="邮箱")
            gone = self.act(self.one, draft["id"], "send", 409, people=self.people([("10006", group)]))
            self.assertEqual((self.code(gone), gone["error"]["fields"][0]["message"]), ("work_order.handler_gone", "10006"))
            self.assertEqual(self.act(self.one, draft["id"], "send", 409, people=self.people([("10005", None)]))["error"]["code"],
                             "work_order.handler_gone", "he is of another group")
            kept = self.ask(self.admin, "PUT", "/work-orders/settings", saved.json)
            self.assertEqual(kept.status, 200, "who left may stay where he was")
        finally:
            self.admin.put("/api/v1/config/users/10006", whole)
            self.assertEqual(self.ask(self.admin, "PUT", "/work-orders/settings", settings).status, 200)

    def test_settings_are_checked(self):
        """R170, R171, R175."""
        settings = self.admin.get("/api/v1/work-orders/settings").json
        wrong = {**settings, "urge_minutes": 0, "systems": ["邮箱", "邮箱"],
                 "kinds": [{"name": "", "low": -1, "normal": 0, "high": 0, "urgent": 0}],
                 "groups": [{"id": "0", "name": "甲", "people": ["77777"]}]}
        refused = self.ask(self.admin, "PUT", "/work-orders/settings", wrong)
        self.assertEqual(refused.status, 422, refused)
        self.assertEqual({(one["field"], one["code"]) for one in refused.json["error"]["fields"]},
                         {("urge_minutes", "config.out_of_range"), ("systems[1]", "config.twice"),
                          ("kinds[0].name", "config.required"), ("kinds[0].low", "config.out_of_range"),
                          ("groups[0].people[0]", "config.unknown_user")})
        self.assertEqual(self.ask(self.one, "PUT", "/work-orders/settings", settings).status, 403)
        self.assertEqual(self.admin.get("/api/v1/work-orders/settings").json, settings)

    def test_hidden_numbers_stay_hidden(self):
        """R264: in the list, in one order and in files."""
        customer = self.customer(self.one, "隐号", "13750000055")
        order = self.create(service=self.service(self.one, customer, "x"))
        options = self.admin.get("/api/v1/config/options").json
        self.assertEqual(self.admin.put("/api/v1/config/options", {**options, "hide_numbers": "all"}).status, 204)
        try:
            self.act(self.one, order["id"], "send", people=self.people([("10003", None)]))
            for api in (self.one, self.three):
                texts = [str(api.get(f"/api/v1/work-orders/{order['id']}").json),
                         str(api.get("/api/v1/work-orders?size=100").json),
                         api.get("/api/v1/work-orders?format=csv").body.decode(), str(self.messages(api))]
                for text in texts:
                    self.assertNotIn("13750000055", text)
            self.assertEqual(self.three.get(f"/api/v1/work-orders/{order['id']}").json["number"], "*****")
        finally:
            self.admin.put("/api/v1/config/options", options)

    def test_a_person_is_forgotten_with_the_orders(self):
        """B20, R267: found by number, handed out, gone; and old ones go on purpose."""
        number = "13750000077"
        customer = self.customer(self.one, "要走的", number)
        order = self.sent(customer=customer)
        found = self.admin.post("/api/v1/persons/find", {"number": number}).json
        self.assertIn({"what": "work_orders", "count": 1}, found["counts"])
        gone = self.admin.post("/api/v1/persons/erase", {"number": number, "reason": "来信", "confirmation": number,
                                                         "counted": found["total"]})
        self.assertEqual(gone.status, 202, gone)
        self.admin.wait(lambda: self.admin.get(f"/api/v1/work-orders/{order['id']}").status == 404, patient(15), "forgotten")
        closed = self.sent()
        self.act(self.one, closed["id"], "close", remark="不用了")
        self.assertEqual(self.admin.get(f"/api/v1/work-orders/{closed['id']}").json["state"], "closed")
        counted = self.admin.post("/api/v1/data-deletions/count", {
            "kind": "work_orders", "before_ms": int((time.time() - 40 * 86400) * 1000), "utc_offset_min": 480})
        self.assertEqual((counted.status, counted.json["counts"]), (200, [{"what": "work_orders", "count": 0}]))


class WithoutGroups(CallCentreCase):
    """A company that has set nothing up: orders go to anybody, in the words of service records."""

    @classmethod
    def site(cls, carrier_address):
        return Site().agents(2).trunk("carrier", carrier_address)

    def test_orders_work_from_the_first_day(self):
        """R171."""
        one, two = self.agent_api(1), self.agent_api(2)
        form = one.get("/api/v1/work-orders/form").json
        self.assertEqual([one["number"] for one in form["groups"][0]["people"]], ["10000", "10001", "10002"])
        order = one.post("/api/v1/work-orders", {"token": "a", "description": "装机"}).json
        sent = one.post(f"/api/v1/work-orders/{order['id']}/acts", {
            "act": "send", "version": order["version"], "people": [{"number": "10002", "group": form["groups"][0]["id"]}]})
        self.assertEqual((sent.status, sent.json["handlers"]), (200, "坐席2"))
        self.assertEqual(two.get("/api/v1/work-orders/mine").json["todo"], 1)


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class WorkOrdersOnPostgres(WorkOrders):
    """The same on the other engine."""

    @classmethod
    def setUpClass(cls):
        cls.postgres = postgres.Postgres()
        cls.addClassCleanup(cls.postgres.close)
        cls.db = cls.postgres.url
        super().setUpClass()
