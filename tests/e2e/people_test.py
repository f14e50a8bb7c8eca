"""Employees, roles and departments over HTTP; one's own password, profile and picture; who leaves is out."""
import struct
import zlib

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.site import Site
from harness.websocket import WebSocket


def png(width=1, height=1, behind=b""):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\0" * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + behind + chunk(b"IEND", b""))


class PeopleCase(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(6).leader().queue(600, [1, 2], leaders=["10090"]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")

    def ask(self, method, path, body=None, api=None, pattern=None, headers=None):
        reply = (api or self.admin).ask(method, f"/api/v1{path}", body, headers=headers)
        problems = self.document.problems(method, f"/api/v1{pattern or path}", reply)
        self.assertEqual(problems, [], f"{method} {path}: {reply}")
        return reply

    def done(self, reply):
        self.assertEqual(reply.status, 204, reply)

    def refused(self, reply, status, code):
        self.assertEqual((reply.status, reply.json["error"]["code"]), (status, code), reply)
        self.assertTrue(reply.json["error"]["message"])

    def assert_fault(self, reply, field, code):
        self.assertEqual(reply.status, 422, reply)
        self.assertIn((field, code), [(fault["field"], fault["code"]) for fault in reply.json["error"]["fields"]])

    def put_user(self, number, api=None, **fields):
        old = self.admin.get(f"/api/v1/config/users/{number}")
        whole = old.json if old.status == 200 else {"number": number, "name": f"新{number}"}
        return self.ask("PUT", f"/config/users/{number}", {**whole, **fields}, api, "/config/users/{name}")

    def put_role(self, code, rights, api=None, **fields):
        role = {"code": code, "name": f"角色{code}", "description": "", "base": "agent", "rights": rights, "data": "own"}
        return self.ask("PUT", f"/config/roles/{code}", {**role, **fields}, api, "/config/roles/{name}")

    def put_department(self, code, parent="", managers=()):
        body = {"code": code, "name": f"部门{code}", "parent": parent, "managers": list(managers)}
        return self.ask("PUT", f"/config/departments/{code}", body, None, "/config/departments/{name}")

    def user(self, number):
        return next(one for one in self.ask("GET", "/config/users").json["items"] if one["number"] == number)


class Employees(PeopleCase):
    def test_an_employee_from_first_day_to_last(self):
        """R257, R017, R259."""
        self.done(self.put_department("sales"))
        self.done(self.put_role("clerk", ["phone.use", "records.see"]))
        self.done(self.put_user("10050", name="周一", nickname="小周", email="zhou@example.com", mobile="13900000050",
                                password="Zhou1234", department="sales", custom_role="clerk", extension="8050"))
        listed = self.user("10050")
        self.assertEqual((listed["nickname"], listed["department"], listed["custom_role"], listed["status"],
                          listed["has_password"], listed["locked"]), ("小周", "sales", "clerk", "active", True, False))
        self.assertNotIn("Zhou1234", str(self.ask("GET", "/config/users").body))
        api = Api.sign_in(self.server, "10050", "Zhou1234")
        me = self.ask("GET", "/me", api=api).json
        self.assertEqual((me["rights"], me["data"], me["department"], me["nickname"]),
                         (["phone.use", "records.see"], "own", "部门sales", "小周"))
        # Nothing sent for the password leaves it.
        self.done(self.put_user("10050", name="周一一"))
        self.assertEqual(Api.sign_in(self.server, "10050", "Zhou1234").get("/api/v1/me").json["name"], "周一一")
        # R258: the order is enforced.
        self.assert_fault(self.put_user("10051", department="nowhere"), "department", "config.unknown_department")
        self.assert_fault(self.put_user("10051", custom_role="nobody"), "custom_role", "config.unknown_role")
        self.assert_fault(self.put_user("10051", password="short1"[:5]), "password", "password.weak")
        self.assert_fault(self.put_user("10051", extension="8050"), "extension", "config.twice")
        self.assertEqual(self.ask("PUT", "/config/users/10051", {"number": "10052", "name": "x"}, None,
                                  "/config/users/{name}").status, 422, "a number never changes")
        self.done(self.ask("DELETE", "/config/users/10050", pattern="/config/users/{name}"))
        self.assertEqual(api.get("/api/v1/me").status, 401)
        self.assertNotIn("10050", [one["number"] for one in self.ask("GET", "/config/users").json["items"]])
        # The extension is free for somebody else.
        self.done(self.put_user("10053", extension="8050"))

    def test_who_is_used_is_not_deleted(self):
        reply = self.ask("DELETE", "/config/users/10001", pattern="/config/users/{name}")
        self.refused(reply, 409, "config.in_use")
        self.refused(self.ask("DELETE", "/config/users/77777", pattern="/config/users/{name}"), 404, "config.unknown")

    def test_secrets_of_extensions_are_for_those_who_configure(self):
        """R259: the password of an extension is shown to nobody but who sets the site up."""
        self.done(self.put_role("personnel", ["people.manage"], data="all"))
        self.done(self.put_user("10054", password="Pers1234", custom_role="personnel"))
        personnel = Api.sign_in(self.server, "10054", "Pers1234")
        one = "/config/users/{name}"
        self.assertEqual(self.ask("GET", "/config/users/10001", pattern=one).json["extension_secret"], "secret-8001")
        self.assertEqual(self.ask("GET", "/config/users/10001", api=personnel, pattern=one).json["extension_secret"],
                         "")
        self.assertNotIn(b"secret-800", personnel.get("/api/v1/config/users").body)
        self.assertTrue(self.user("10001")["has_extension_secret"])

    def test_nobody_rises_above_himself(self):
        """R255: who manages people gives away no right that he lacks, and touches nobody above him."""
        self.done(self.put_role("hr", ["people.manage", "roles.manage", "phone.use"]))
        self.done(self.put_role("plain", ["phone.use"]))
        self.done(self.put_user("10055", password="Hire1234", custom_role="hr"))
        api = Api.sign_in(self.server, "10055", "Hire1234")
        self.done(self.put_user("10056", api, name="新人", custom_role="plain"))
        self.done(self.put_user("10056", api, password="Given123"))
        self.assertEqual(Api.sign_in(self.server, "10056", "Given123").user["number"], "10056")
        for refused in (self.put_user("10056", api, custom_role="", role="admin"),
                        self.put_user("10055", api, custom_role="", role="admin"),
                        self.put_user("10000", api, password="Taken123"),
                        self.put_user("10000", api, status="left"),
                        self.put_role("hr", ["people.manage", "site.configure"], api),
                        self.put_role("better", ["phone.use"], api, data="all"),
                        self.ask("DELETE", "/config/users/10000", api=api, pattern="/config/users/{name}")):
            self.refused(refused, 403, "rights.beyond_yours")
        self.assertEqual(Api.sign_in(self.server, *self.admin_account).user["role"], "admin")

    def test_somebody_is_left_to_manage(self):
        self.refused(self.put_user("10000", status="left"), 409, "people.yourself")
        self.refused(self.put_user("10000", role="agent"), 409, "people.last_admin")
        self.refused(self.ask("POST", "/config/users/status", {"numbers": ["10000"], "status": "left"}), 409,
                     "people.yourself")


class RolesAndDepartments(PeopleCase):
    def test_roles(self):
        """R255: made, changed, found, deleted when nobody has it; changes act at once."""
        self.done(self.put_role("watcher", ["queues.see"], base="leader", data="led", description="看板"))
        role = next(one for one in self.ask("GET", "/config/roles").json["items"] if one["code"] == "watcher")
        self.assertEqual((role["base"], role["data"], role["description"], role["rights"]),
                         ("leader", "led", "看板", ["queues.see"]))
        self.assert_fault(self.put_role("bad", ["moon.fly"]), "rights[0]", "config.unknown_right")
        self.assert_fault(self.put_role("admin", []), "code", "config.reserved")
        self.done(self.put_user("10004", custom_role="watcher"))
        api = self.agent_api(4)
        self.assertEqual(api.get("/api/v1/queues").status, 200)
        self.assertEqual(api.get("/api/v1/call-records").status, 403)
        self.done(self.put_role("watcher", ["records.see"], base="leader", data="led"))
        self.assertEqual(api.get("/api/v1/queues").status, 403)
        self.assertEqual(api.get("/api/v1/call-records").status, 200)
        one = "/config/roles/{name}"
        self.refused(self.ask("DELETE", "/config/roles/watcher", pattern=one), 409, "config.in_use")
        self.done(self.put_user("10004", custom_role="", role="agent"))
        self.done(self.ask("DELETE", "/config/roles/watcher", pattern=one))

    def test_departments(self):
        """R256: a tree, several managers, deleted only when empty; a manager sees his department at once."""
        self.done(self.put_department("top", managers=["10005", "10090"]))
        self.done(self.put_department("below", "top"))
        self.assert_fault(self.put_department("top", "below"), "parent", "config.circle")
        self.assert_fault(self.put_department("lost", "nowhere"), "parent", "config.unknown_department")
        self.done(self.put_user("10003", department="below"))
        one = "/config/departments/{name}"
        for code in ("top", "below"):
            self.refused(self.ask("DELETE", f"/config/departments/{code}", pattern=one), 409, "config.in_use")
        numbers = [row["number"] for row in self.leader.get("/api/v1/config/users").json["items"]]
        self.assertEqual(numbers, ["10001", "10002", "10003", "10090"])
        self.done(self.put_department("top", managers=["10005"]))
        numbers = [row["number"] for row in self.leader.get("/api/v1/config/users").json["items"]]
        self.assertEqual(numbers, ["10001", "10002", "10090"])
        self.done(self.put_user("10003", department=""))
        for code in ("below", "top"):
            self.done(self.ask("DELETE", f"/config/departments/{code}", pattern=one))

    def test_filters_know_who_was_there(self):
        """R094: what a leader may choose in a filter; who or what is gone is marked."""
        queue = next(one for one in self.ask("GET", "/config/queues").json["items"] if one["number"] == "601")

        def put(**fields):
            self.done(self.ask("PUT", "/config/queues/601", {**queue, **fields}, None, "/config/queues/{name}"))

        def choices():
            found = self.ask("GET", "/filter-choices", api=self.leader).json
            return [[one["number"] + ("*" if one["former"] else "") for one in found[kind]]
                    for kind in ("queues", "agents")]
        self.assertEqual(choices(), [["600"], ["10001", "10002", "10090"]])
        put(leaders=["10090"], members=[{"user": "10003"}, {"user": "10006"}])
        self.assertEqual(choices(), [["600", "601"], ["10001", "10002", "10003", "10006", "10090"]])
        put(leaders=["10090"], members=[{"user": "10003"}])
        self.assertEqual(choices(), [["600", "601"], ["10001", "10002", "10003", "10090", "10006*"]])
        put(leaders=[], members=[{"user": "10003"}])
        self.assertEqual(choices(), [["600", "601*"], ["10001", "10002", "10090"]])

    def test_a_site_file_says_it_all(self):
        """R255-R257: what `yinghe export` prints, `yinghe apply` takes, and nothing changes."""
        self.done(self.put_department("it", managers=["10006"]))
        self.done(self.put_role("filed", ["phone.use"], data="led"))
        self.done(self.put_user("10006", department="it", custom_role="filed", nickname="阿六", status="active"))
        text = self.admin.get("/api/v1/site").body
        self.assertIn("[[tenant.department]]".encode(), text)
        reply = self.admin.ask("POST", "/api/v1/site?dry_run=1", text, headers={"Content-Type": "application/toml"})
        self.assertEqual((reply.status, reply.json["changes"]), (200, []), reply)
        # Who may set up the site, and not more, makes nobody an administrator by a file.
        self.done(self.put_role("technician", ["site.configure", "phone.use"], data="all"))
        self.done(self.put_user("10006", custom_role="technician"))
        self.refused(self.agent_api(6).ask("POST", "/api/v1/site", text, headers={"Content-Type": "application/toml"}),
                     403, "rights.beyond_yours")
        self.done(self.put_user("10006", custom_role="", role="agent", department=""))


class Leaving(PeopleCase):
    def test_who_left_is_out_at_once_and_keeps_his_records(self):
        """R257: session, page and telephone end; what he did stays; he can come back."""
        phone = self.agent_phone(2)
        call, ringing = self.connected(phone)
        call.bye()
        ringing.wait_ended()
        self.admin.wait(lambda: self.admin.items("/api/v1/call-records?agent=10002"), 5, "the record of his call")
        api = self.agent_api(2)
        with WebSocket(self.server, "/ws", api.token) as socket:
            self.assertEqual(socket.status, 101)
            socket.snapshot()
            self.done(self.ask("POST", "/config/users/status", {"numbers": ["10002", "10005"], "status": "left"}))
            self.assertTrue(socket.is_closed(patient(5)))
        self.assertEqual(self.user("10002")["status"], "left")
        self.assertEqual(api.get("/api/v1/me").status, 401)
        reply = Api(self.server).post("/api/v1/sessions", {"tenant": "demo", "account": "10002",
                                                           "password": "Agent-10002"})
        self.assertEqual(reply.json["error"]["code"], "session.wrong_credentials", "nobody learns that he was here")
        self.assertIn(phone.register().status, (401, 403, 404), "his telephone is no telephone of ours")
        phone.registered = False
        # The queue does not offer him calls, and the record still names him.
        self.assertEqual([one["number"] for one in self.admin.get("/api/v1/queues/600/live").json["agents"]], ["10001"])
        self.assertEqual(len(self.admin.items("/api/v1/call-records?agent=10002")), 1)
        self.assertEqual(self.user("10001")["status"], "active")
        self.done(self.ask("POST", "/config/users/status", {"numbers": ["10002", "10005"], "status": "active"}))
        self.assertEqual(self.agent_api(2).get("/api/v1/me").status, 200)
        self.refused(self.ask("POST", "/config/users/status", {"numbers": ["77777"], "status": "left"}), 404,
                     "user.unknown")


    def test_leaving_in_mid_call(self):
        """R257: the customer he talks with is not cut off; then it is over."""
        phone = self.agent_phone(1)
        call, ringing = self.connected(phone)
        self.done(self.ask("POST", "/config/users/status", {"numbers": ["10001"], "status": "left"}))
        self.assert_both_hear(call, 450, ringing, 850, seconds=0.3)
        call.bye()
        ringing.wait_ended()
        self.admin.wait_no_calls()
        self.assertEqual(self.admin.wait_records(1)[0].result, "answered")
        self.done(self.ask("POST", "/config/users/status", {"numbers": ["10001"], "status": "active"}))
        self.assertEqual(phone.register().status, 200)
        call, ringing = self.connected(phone)
        call.bye()
        ringing.wait_ended()


class Oneself(PeopleCase):
    def test_password(self):
        """R008, R009: the old one is asked for; other pages are out; a wrong one counts."""
        here, there = self.agent_api(1), self.agent_api(1)
        put = lambda old, new: self.ask("PUT", "/me/password", {"old_password": old, "new_password": new}, here)
        self.refused(put("Agent-10001", "short"), 400, "password.weak")
        self.refused(put("Agent-10001", "onlyletters"), 400, "password.weak")
        self.refused(put("Wrong-10001", "Fresh1234"), 403, "password.wrong")
        self.done(put("Agent-10001", "Fresh1234"))
        self.assertEqual(here.get("/api/v1/me").status, 200)
        self.assertEqual(there.get("/api/v1/me").status, 401)
        Api.sign_in(self.server, "10001", "Fresh1234")
        for _ in range(5):
            self.refused(put("Wrong-10001", "Other1234"), 403, "password.wrong")
        self.assertEqual(put("Fresh1234", "Other1234").status, 423)
        self.assertTrue(self.user("10001")["locked"])
        self.done(self.ask("POST", "/users/10001/unlock", {}, pattern="/users/{number}/unlock"))
        self.done(put("Fresh1234", "Agent-10001"))

    def test_profile(self):
        """R013."""
        api = self.agent_api(3)
        self.done(self.ask("PUT", "/me/profile", {"name": "不能改", "nickname": "三哥", "email": "3@example.com",
                                                  "mobile": "13900000003", "after_call": "wrap_up"}, api))
        profile = self.ask("GET", "/me/profile", api=api).json
        self.assertEqual(profile, {"name": "坐席3", "nickname": "三哥", "email": "3@example.com",
                                   "mobile": "13900000003", "after_call": "wrap_up"})
        self.assertEqual(api.get("/api/v1/me").json["nickname"], "三哥")
        for field, bad in (("mobile", "call me"), ("email", "nobody"), ("after_call", "sleep")):
            reply = self.ask("PUT", "/me/profile", {**profile, field: bad}, api)
            self.assertEqual(reply.status, 422, reply)
            self.assertEqual([fault["field"] for fault in reply.json["error"]["fields"]], [field])
        self.assertEqual(self.ask("GET", "/me/profile", api=api).json, profile)

    def test_picture(self):
        """R013: jpg or png by what it holds, at most 1 MB; a bad one changes nothing."""
        api, other = self.agent_api(4), self.agent_api(3)
        show = lambda asker=other: asker.get("/api/v1/users/10004/avatar")
        put = lambda data, kind="image/png": api.put("/api/v1/me/avatar", data, headers={"Content-Type": kind})
        self.assertEqual(show().status, 404)
        self.assertEqual(self.ask("GET", "/me", api=api).json["avatar"], "")
        self.done(put(png(3, 2)))
        self.assertEqual((show().status, show().headers["Content-Type"], show().body), (200, "image/png", png(3, 2)))
        at = self.ask("GET", "/me", api=api).json["avatar"]
        self.assertNotEqual(at, "")
        self.assertEqual(self.user("10004")["avatar_at_ms"], int(at))
        for bad, code in ((b"", "avatar.format"), (b"GIF89a", "avatar.format"), (b"<svg/>", "avatar.format"),
                          (png()[:-1], "avatar.broken"), (png()[:30], "avatar.broken"), (png() + b"x", "avatar.broken"),
                          (png(5000, 1), "avatar.too_large"), (b"\xff\xd8\xff\xe0\x00\x10JFIF", "avatar.broken")):
            self.refused(put(bad), 400, code)
        self.assertEqual(put(b"\x89PNG\r\n\x1a\n" + b"\0" * (1024 * 1024)).status, 413)
        for name in ("..%2F..%2Fyinghe.db", "10004%00", "%2e%2e", "10004/../10003"):
            self.assertEqual(other.get(f"/api/v1/users/{name}/avatar").status in (400, 404), True, name)
        self.assertEqual(show().body, png(3, 2), "what was there is there still")
        self.assertEqual(Api(self.server).get("/api/v1/users/10004/avatar").status, 401)
        self.done(api.delete("/api/v1/me/avatar"))
        self.assertEqual(show().status, 404)
