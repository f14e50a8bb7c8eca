"""The central management platform: keys, what they open, and what they never open."""
import re

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.websocket import WebSocket


class PlatformCase(CallCentreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)

    def setUp(self):
        super().setUp()
        self.switch(True)

    def ask(self, api, method, pattern, body=None, **places):
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", value)
        reply = api.ask(method, f"/api/v1{path}", body)
        self.assertEqual(self.document.problems(method, f"/api/v1{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def switch(self, on):
        reply = self.ask(self.admin, "PUT", "/config/platform",
                         {"enabled": on, "address": "https://platform.example/console"})
        self.assertEqual(reply.status, 204, reply)

    def key(self, name="总部"):
        reply = self.ask(self.admin, "POST", "/platform/keys", {"name": name})
        self.assertEqual(reply.status, 201, reply)
        return reply.json, Api(self.server, reply.json["key"])

    def keys(self):
        return self.ask(self.admin, "GET", "/platform/keys").json["items"]

    def uses(self):
        return self.ask(self.admin, "GET", "/platform/uses").json["items"]

    def code(self, reply):
        return reply.status, reply.json["error"]["code"]


class AKey(PlatformCase):
    def test_it_reads_and_applies_this_companys_configuration(self):
        """R035."""
        made, platform = self.key()
        site = platform.get("/api/v1/site")
        self.assertEqual(site.status, 200)
        text = site.body.decode()
        self.assertIn('number = "600"', text)
        self.assertNotIn("secret-8001", platform.get("/api/v1/site?secrets=1").body.decode(), "secrets stay here")
        queue = platform.get("/api/v1/config/queues").json["items"][0]
        queue["name"] = "总部改名"
        self.assertEqual(platform.put(f"/api/v1/config/queues/{queue['number']}", queue).status, 204)
        self.assertIn('name = "总部改名"', platform.get("/api/v1/site").body.decode())
        self.admin.wait(lambda: re.search("config.changed.*platform:总部.*queue 600 name", self.server.log()), 5,
                        "the log tells of it")  # which a thread of its own writes
        rules = '[[tenant]]\ncode = "demo"\nname = "测试公司"\n[tenant.options]\ncall_waiting = true\n'
        applied = platform.ask("POST", "/api/v1/site", rules.encode(), headers={"Content-Type": "application/toml"})
        self.assertEqual(applied.status, 200, applied)
        self.assertIn("~ options call_waiting", applied.json["changes"])
        # Who works here and what they may is decided here: a key gives nobody more than it has itself.
        people = platform.ask("POST", "/api/v1/site", text.encode(), headers={"Content-Type": "application/toml"})
        self.assertEqual(self.code(people), (403, "rights.beyond_yours"))

    def test_it_sees_live_figures_and_health(self):
        """R035."""
        _, platform = self.key()
        self.agent_phone(1)
        self.assertEqual(platform.get("/healthz").json["status"], "ok")
        self.assertEqual([queue["number"] for queue in platform.get("/api/v1/queues").json["items"]], ["600", "601"])

    def test_it_is_nobody_who_could_telephone_or_listen(self):
        """R035: an identity without a person: every route that is not named here refuses it."""
        _, platform = self.key()
        allowed = set()
        for method, path in self.document.operations("/api/v1/"):
            # What nobody needs to be known for asks for no identity.
            if path in ("/api/v1/sessions", "/api/v1/sessions/by-sms", "/api/v1/sign-in-codes", "/api/v1/site"):
                continue
            status = platform.ask(method, path.replace("{id}", "1").replace("{number}", "10001"), {}).status
            if status != 403:
                allowed.add(path.split("/")[3])
        # The company's configuration, what it looks like at this moment, and the health of the machine.
        self.assertEqual(allowed - {"config", "config-changes", "voices", "trunks", "queues", "dashboard", "figures", "system",
                                    "disk-alerts", "certificate", "users", "regions", "alarm-rules", "alarm-events"}, set())
        self.assertEqual(self.code(platform.post("/api/v1/platform/keys", {"name": "more"})), (403, "http.forbidden"))
        for path in ("/ws", "/sip"):
            with WebSocket(self.server, path, platform.token, protocol="sip" if path == "/sip" else None) as socket:
                self.assertIn(socket.status, (401, 403), path)

    def test_it_is_told_once_and_kept_as_a_hash(self):
        """R035."""
        made, _ = self.key("只见一次")
        self.assertTrue(made["key"].startswith("ymk_") and len(made["key"]) > 40)
        shown = next(key for key in self.keys() if key["id"] == made["id"])
        self.assertTrue(made["key"].startswith(shown["shown"]))
        self.assertNotIn(made["key"], str(self.keys()))
        self.assertNotIn(made["key"], self.server.log())
        for file in self.server.data.glob("*.db*"):
            self.assertNotIn(made["key"].encode(), file.read_bytes())
        for name in ("", "  ", "x" * 181):
            self.assertEqual(self.code(self.admin.post("/api/v1/platform/keys", {"name": name})),
                             (400, "platform.name"))


class Closing(PlatformCase):
    def test_a_revoked_key_opens_nothing(self):
        """R035."""
        made, platform = self.key()
        self.assertEqual(platform.get("/api/v1/queues").status, 200)
        self.assertEqual(self.ask(self.admin, "DELETE", "/platform/keys/{id}", id=made["id"]).status, 204)
        self.assertEqual(self.code(platform.get("/api/v1/queues")), (401, "platform.revoked"))
        self.assertEqual(self.ask(self.admin, "DELETE", "/platform/keys/{id}", id=made["id"]).status, 404)
        shown = next(key for key in self.keys() if key["id"] == made["id"])
        self.assertTrue(shown["revoked_at_ms"] and shown["revoked_by"])
        self.assertEqual(self.code(Api(self.server, "ymk_" + "0" * 48).get("/api/v1/queues")),
                         (401, "platform.unknown_key"))

    def test_the_switch_closes_all_keys(self):
        """R035."""
        _, platform = self.key()
        self.switch(False)
        self.assertEqual(self.code(platform.get("/api/v1/site")), (403, "platform.off"))
        self.switch(True)
        self.assertEqual(platform.get("/api/v1/site").status, 200)

    def test_every_use_is_written_down(self):
        """R035."""
        made, platform = self.key("记录")
        platform.get("/api/v1/queues")
        self.switch(False)
        platform.get("/api/v1/site")
        self.admin.wait(lambda: len([use for use in self.uses() if use["key_name"] == "记录"]) == 2, 5,
                        lambda: f"two uses: {self.uses()}")
        told = [(use["method"], use["path"], use["refused"], use["address"]) for use in self.uses()
                if use["key_name"] == "记录"]
        self.assertEqual(told, [("GET", "/api/v1/site", "platform.off", "127.0.0.1"),
                                ("GET", "/api/v1/queues", "", "127.0.0.1")])
        shown = next(key for key in self.keys() if key["id"] == made["id"])
        self.assertTrue(shown["last_used_at_ms"])


class WhoMay(PlatformCase):
    def test_administrators_only(self):
        """R035."""
        agent, leader = self.agent_api(1), Api.sign_in(self.server, "10090", "Leader-10090")
        for method, path in (("GET", "/config/platform"), ("PUT", "/config/platform"), ("GET", "/platform/keys"),
                             ("POST", "/platform/keys"), ("DELETE", "/platform/keys/1"), ("GET", "/platform/uses")):
            for api in (agent, leader):
                self.assertEqual(api.ask(method, f"/api/v1{path}", {}).status, 403, path)
        wrong = self.admin.put("/api/v1/config/platform", {"enabled": True, "address": "javascript:alert(1)"})
        self.assertEqual((wrong.status, wrong.json["error"]["fields"][0]["field"]), (422, "address"))
