"""Every route of the server, and everybody who might ask: refused exactly where the catalogue of rights says so."""
import re

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.site import Site
from harness.websocket import WebSocket

SAFE = ("GET", "HEAD")
# Asking would sign the one out who asks.
ENDS_THE_ASKER = ("DELETE", "/api/v1/sessions/current")


class EveryRoute(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(4).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.catalogue = {line["key"]: line for line in cls.admin.get("/api/v1/rights").json["items"]}
        cls.routes = [(method, path, cls.document.document["paths"][path][method.lower()]["x-permission"])
                      for method, path in cls.document.operations("/api/")]
        cls.nobody = Api(cls.server)
        cls.fourth = Api.sign_in(cls.server, "10004", "Agent-10004")
        cls.base = {"agent": Api.sign_in(cls.server, "10001", "Agent-10001"),
                    "leader": Api.sign_in(cls.server, "10090", "Leader-10090"), "admin": cls.admin}

    def put(self, path, body):
        reply = self.admin.put(f"/api/v1{path}", body)
        self.assertEqual(reply.status, 204, reply)

    def somebody_with(self, *rights, data="own"):
        """Agent 4 in a role of exactly these rights."""
        self.put("/config/roles/tested", {"code": "tested", "name": "测试角色", "base": "agent",
                                          "rights": list(rights), "data": data})
        user = next(one for one in self.admin.get("/api/v1/config/users").json["items"] if one["number"] == "10004")
        if user["custom_role"] != "tested":
            whole = self.admin.get("/api/v1/config/users/10004").json
            self.put("/config/users/10004", {**whole, "custom_role": "tested"})
        return self.fourth

    def ask(self, api, method, path):
        # Numbers that nothing has: whoever is let in changes nothing.
        filled = re.sub(r"\{\w+\}", "999999", path)
        return api.ask(method, filled, None if method in SAFE else b"{}")

    def is_refused(self, reply):
        return reply.status == 403 and reply.json["error"]["code"] == "http.forbidden"

    def test_every_route_names_a_right_of_the_catalogue(self):
        """R002, R254: there is no route of which nobody thought who may."""
        self.assertGreater(len(self.routes), 100)
        for method, path, permission in self.routes:
            with self.subTest(f"{method} {path}"):
                self.assertTrue(permission in ("public", "signed_in", "platform") or permission in self.catalogue,
                                permission)

    def test_nobody_gets_nowhere(self):
        for method, path, permission in self.routes:
            if permission not in ("public", "platform"):
                with self.subTest(f"{method} {path}"):
                    self.assertEqual(self.ask(self.nobody, method, path).status, 401)
        for path in ("/ws", "/sip"):
            with WebSocket(self.server, path) as socket:
                self.assertIn(socket.status, (401, 403), path)

    def test_base_roles_are_refused_where_the_catalogue_says_so(self):
        """R001."""
        refused = {role: 0 for role in self.base}
        for role, api in self.base.items():
            for method, path, permission in self.routes:
                if permission not in self.catalogue:
                    continue
                may = self.catalogue[permission][role]
                if may and method not in SAFE:
                    continue
                with self.subTest(f"{role} {method} {path}"):
                    self.assertEqual(self.is_refused(self.ask(api, method, path)), not may)
                    refused[role] += not may
        self.assertGreater(refused["agent"], refused["leader"])
        self.assertGreater(refused["leader"], 30)
        self.assertEqual(refused["admin"], 0)

    def test_a_role_without_rights_is_refused_everywhere(self):
        """R002, R255."""
        api = self.somebody_with()
        for method, path, permission in self.routes:
            if permission in self.catalogue:
                with self.subTest(f"{method} {path}"):
                    self.assertTrue(self.is_refused(self.ask(api, method, path)), permission)
            elif permission == "signed_in" and method in SAFE and (method, path) != ENDS_THE_ASKER:
                with self.subTest(f"{method} {path}"):
                    self.assertFalse(self.is_refused(self.ask(api, method, path)))
        self.assertEqual(api.get("/api/v1/me").json["rights"], [])
        with WebSocket(self.server, "/sip", api.token, protocol="sip") as socket:
            self.assertEqual(socket.status, 403)

    def test_each_right_opens_its_routes_and_no_others(self):
        """R255: what is ticked works, from the moment it is saved and without signing in again."""
        one_each = {}
        for method, path, permission in self.routes:
            if permission in self.catalogue and (permission not in one_each or method in SAFE):
                one_each[permission] = (method, path)
        api = self.somebody_with()
        for key in self.catalogue:
            self.somebody_with(key)
            held = set(api.get("/api/v1/me").json["rights"])
            self.assertIn(key, held)
            for permission, (method, path) in one_each.items():
                if permission in held and method not in SAFE:
                    continue
                with self.subTest(f"{key}: {method} {path}"):
                    self.assertEqual(self.is_refused(self.ask(api, method, path)), permission not in held)
