"""字段权限 (R255): what a role hides is nowhere that its people can reach; what it fixes they cannot change."""
import json
import re
import urllib.parse

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.site import Site
from harness.websocket import WebSocket

LEVEL, NOTE, MOBILE, EMAIL, OWN = "暗号类型", "暗号备注", "13955550077", "hidden@fields.example", "暗号字段"
SECRETS = (LEVEL, NOTE, MOBILE, EMAIL, OWN)
CUSTOMER_FIELDS = ["customer.gender", "customer.level", "customer.owner", "customer.note", "customer.fields"]
EMPLOYEE_FIELDS = ["employee.mobile", "employee.email"]
FORMATS = ("", "?format=csv", "?page=1&size=100", "?search=" + urllib.parse.quote("暗号"))


class FieldRights(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(6).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.every_right = [line["key"] for line in cls.admin.get("/api/v1/rights").json["items"]]
        whole = cls.admin.get("/api/v1/config/users/10003").json
        cls.admin.put("/api/v1/config/users/10003", {**whole, "mobile": MOBILE, "email": EMAIL})
        made = cls.admin.post("/api/v1/customers", {
            "name": "陈女士", "gender": "female", "level": LEVEL, "note": NOTE, "owner": "10002",
            "numbers": [{"number": "13711119999", "kind": ""}], "fields": {"x": OWN}})
        assert made.status == 201, made
        cls.customer = made.json

    def somebody(self, number, name, hidden=(), fixed=()):
        """An employee with every right, whose role keeps these fields from him."""
        role = {"code": name, "name": name, "base": "admin", "data": "all", "rights": self.every_right,
                "hidden_fields": list(hidden), "fixed_fields": list(fixed)}
        self.done(self.admin.put(f"/api/v1/config/roles/{name}", role))
        whole = self.admin.get(f"/api/v1/config/users/{number}").json
        self.done(self.admin.put(f"/api/v1/config/users/{number}", {**whole, "custom_role": name}))
        return Api.sign_in(self.server, number, f"Agent-{number}")

    def done(self, reply):
        self.assertEqual(reply.status, 204, reply)

    def refused(self, reply, status, code):
        self.assertEqual((reply.status, reply.json["error"]["code"]), (status, code), reply)
        self.assertTrue(reply.json["error"]["message"])

    def lists(self, api):
        for method, path in self.document.operations("/api/v1/"):
            if method == "GET" and "{" not in path and api.get(path).status != 403:
                yield path

    def details(self, api, path):
        """The routes below this list, filled with the ids and numbers that it shows."""
        reply = api.get(f"{path}?size=100")
        rows = reply.json.get("items", []) if reply.status == 200 and reply.body[:1] == b"{" else []
        below = [one for method, one in self.document.operations(path + "/{")
                 if method == "GET" and one.count("{") == 1]
        for row in rows[:20]:
            for pattern in below:
                key = row.get("id") or row.get("number") if isinstance(row, dict) else None
                if key:
                    yield re.sub(r"\{\w+\}", urllib.parse.quote(str(key), safe=""), pattern)

    def find_secrets(self, api):
        """Every place where one of the secrets stands that this person can reach; and how many were looked at."""
        found, looked = [], 0
        for path in list(self.lists(api)):
            for address in [path + query for query in FORMATS] + list(self.details(api, path)):
                reply = api.get(address)
                looked += 1
                text = reply.body.decode("utf-8", "replace")
                found += [f"{address}: {secret}" for secret in SECRETS if secret in text]
        return found, looked

    def test_what_is_hidden_is_nowhere(self):
        """R255: lists, details, histories, logs, exports, events."""
        narrow = self.somebody("10005", "narrow", CUSTOMER_FIELDS + EMPLOYEE_FIELDS)
        me = narrow.get("/api/v1/me").json
        self.assertEqual(me["hidden_fields"], CUSTOMER_FIELDS + EMPLOYEE_FIELDS)
        found, looked = self.find_secrets(narrow)
        self.assertEqual(found, [])
        self.assertGreater(looked, 100)
        self.assertTrue(set(SECRETS) <= {one.split(": ")[1] for one in self.find_secrets(self.admin)[0]},
                        "the search of this test finds what is there")
        row = narrow.items("/api/v1/customers")[0]
        self.assertEqual((row["name"], row["level"], row["note"], row["owner"], row["gender"]),
                         ("陈女士", "", "", "", "unknown"))
        shown = narrow.get(f"/api/v1/customers/{self.customer['id']}").json["customer"]
        self.assertEqual((shown["owner"], shown["fields"]), (None, {}))
        self.assertEqual(narrow.get("/api/v1/customers/by-number/13711119999").json["customer"]["note"], "")
        with WebSocket(self.server, "/ws", narrow.token) as socket:
            self.assertEqual(json.loads(socket.receive()[1])["type"], "snapshot")
            call = self.customer_calls(customer="13711119999")
            narrow.wait(lambda: any((one["customer"] or {}).get("name") == "陈女士" for one in narrow.calls()), 5,
                        "the call shows its customer")
            told = str(socket.messages(1))
            call.hang_up()
        self.assertEqual([secret for secret in SECRETS if secret in told], [])

    def test_what_is_hidden_cannot_be_found_out_by_asking(self):
        """R255: neither searched, narrowed nor sorted by; and in no file."""
        narrow = self.somebody("10005", "narrow", CUSTOMER_FIELDS + EMPLOYEE_FIELDS)
        search = "/api/v1/customers?search=" + urllib.parse.quote(NOTE)
        self.assertEqual((narrow.get(search).json["total"], self.admin.get(search).json["total"]), (0, 1))
        for query in ("level=" + urllib.parse.quote(LEVEL), "owner=10002", "owned=none", "gender=female", "sort=level",
                      "sort=-owner", "sort=note"):
            with self.subTest(query):
                self.assertEqual(self.admin.get("/api/v1/customers?" + query).status, 200)
                self.refused(narrow.get("/api/v1/customers?" + query), 403, "field.hidden")
        wish = {"list": "customers", "format": "csv", "query": ""}
        done = narrow.job_done(narrow.post("/api/v1/exports", wish))
        text = narrow.get(f"/api/v1/data-jobs/{done['id']}/file").body.decode()
        self.assertIn("陈女士", text)
        self.assertEqual([secret for secret in (*SECRETS, "备注", "所属人") if secret in text], [])
        # A site without the hidden fields would, declared again, take them away.
        self.refused(narrow.get("/api/v1/site"), 403, "field.hidden")
        self.assertEqual(self.admin.get("/api/v1/site").status, 200)

    def test_saving_loses_nothing_that_was_not_shown(self):
        """R255: the page sends back what it was shown."""
        narrow = self.somebody("10005", "narrow", CUSTOMER_FIELDS + EMPLOYEE_FIELDS)
        path = f"/api/v1/customers/{self.customer['id']}"
        shown = narrow.get(path).json["customer"]
        draft = {key: shown[key] for key in ("gender", "level", "note", "fields")}
        draft |= {"name": "陈小姐", "numbers": [{"number": "13711119999", "kind": ""}]}
        self.assertEqual(narrow.put(path, draft).status, 200)
        now = self.admin.get(path).json["customer"]
        self.assertEqual((now["name"], now["level"], now["note"], now["gender"], now["owner"]["number"], now["fields"]),
                         ("陈小姐", LEVEL, NOTE, "female", "10002", {"x": OWN}))
        self.done(self.admin.put("/api/v1/config/users/10003", self.admin.get("/api/v1/config/users/10003").json))
        person = narrow.get("/api/v1/config/users/10003").json
        self.assertEqual((person["mobile"], person["email"]), ("", ""))
        self.done(narrow.put("/api/v1/config/users/10003", {**person, "nickname": "三号"}))
        kept = self.admin.get("/api/v1/config/users/10003").json
        self.assertEqual((kept["mobile"], kept["email"], kept["nickname"]), (MOBILE, EMAIL, "三号"))
        self.refused(narrow.put("/api/v1/config/users/10003", {**person, "mobile": "13900000000"}), 403, "field.fixed")
        self.assertEqual(self.admin.put(path, draft | {"name": "陈女士", "level": LEVEL, "note": NOTE,
                                                       "gender": "female", "fields": {"x": OWN}}).status, 200)

    def test_what_is_fixed_is_read_and_not_changed(self):
        """R255."""
        reader = self.somebody("10006", "reads", (), ["customer.level", "customer.numbers", "employee.email"])
        path = f"/api/v1/customers/{self.customer['id']}"
        shown = reader.get(path).json["customer"]
        self.assertEqual(shown["level"], LEVEL)
        draft = {key: shown[key] for key in ("name", "gender", "level", "note", "fields")}
        draft["numbers"] = [{"number": "13711119999", "kind": ""}]
        self.assertEqual(reader.put(path, draft).status, 200)
        for change in ({"level": "VIP"}, {"numbers": [{"number": "13711118888", "kind": ""}]}):
            reply = reader.put(path, draft | change)
            self.assertEqual(reply.status, 422, reply)
            self.assertEqual([(one["field"], one["code"]) for one in reply.json["error"]["fields"]],
                             [(list(change)[0], "field.fixed")])
        person = reader.get("/api/v1/config/users/10003").json
        self.assertEqual(person["email"], EMAIL)
        self.refused(reader.put("/api/v1/config/users/10003", {**person, "email": "x@example.com"}), 403, "field.fixed")
        # R084: one's own is one's own.
        own = {"nickname": "自己", "email": "own@example.com", "mobile": "", "after_call": "ready"}
        self.done(reader.put("/api/v1/me/profile", own))

    def test_nobody_gives_a_field_that_is_kept_from_himself(self):
        """R255: neither a role, nor a colleague, nor a whole site."""
        narrow = self.somebody("10005", "narrow", EMPLOYEE_FIELDS)
        wider = {"code": "wider", "name": "wider", "base": "agent", "data": "own", "rights": ["phone.use"]}
        self.refused(narrow.put("/api/v1/config/roles/wider", wider), 403, "rights.beyond_yours")
        self.done(narrow.put("/api/v1/config/roles/wider", {**wider, "hidden_fields": EMPLOYEE_FIELDS}))
        own = self.admin.get("/api/v1/config/roles").json["items"]
        mine = next(one for one in own if one["code"] == "narrow")
        self.refused(narrow.put("/api/v1/config/roles/narrow", {**mine, "hidden_fields": []}), 403,
                     "rights.beyond_yours")
        wrong = self.admin.put("/api/v1/config/roles/wider", {**wider, "hidden_fields": ["customer.name", "moon"]})
        self.assertEqual([(one["field"], one["code"]) for one in wrong.json["error"]["fields"]],
                         [("hidden_fields[0]", "config.not_hideable"), ("hidden_fields[1]", "config.unknown_field")])
