"""Two administrators at the same settings: the second is told, and replaces nothing unseen."""
from harness.api import Api
from harness.case import CallCentreCase
from harness.site import Site

SECOND = {"number": "10009", "name": "第二位", "role": "admin", "account": "second", "password": "Second-10009"}


class TwoAdministrators(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        site = Site().agents(2).queue(600, [1]).queue(601, [2])
        site.users.append(SECOND)
        return site

    def setUp(self):
        super().setUp()
        self.second = Api.sign_in(self.server, SECOND["account"], SECOND["password"])

    def revision(self, api):
        return api.get("/api/v1/config-revision").json["revision"]

    def queue(self, number="600"):
        return next(one for one in self.admin.get("/api/v1/config/queues").json["items"] if one["number"] == number)

    def save(self, api, queue, seen=None):
        headers = {"If-Match": f'"{seen}"'} if seen else None
        return api.put(f"/api/v1/config/queues/{queue['number']}", queue, headers=headers)

    def done(self, reply):
        self.assertEqual(reply.status, 204, reply)

    def test_the_second_is_told_who_was_first_and_may_insist(self):
        mine, seen = self.queue(), self.revision(self.admin)
        self.done(self.save(self.second, {**self.queue(), "name": "售后二部"}, self.revision(self.second)))
        refused = self.save(self.admin, {**mine, "name": "售后三部"}, seen)
        self.assertEqual((refused.status, refused.json["error"]["code"]), (412, "config.changed"), refused)
        said = {one["field"]: one["message"] for one in refused.json["error"]["fields"]}
        self.assertEqual(said["by"], "第二位 10009")
        self.assertGreater(int(said["revision"]), int(seen))
        self.assertEqual(self.queue()["name"], "售后二部", "nothing was changed")
        self.done(self.save(self.admin, {**mine, "name": "售后三部"}, said["revision"]))
        self.assertEqual(self.queue()["name"], "售后三部")

    def test_what_others_do_elsewhere_and_oneself_does_is_in_nobodys_way(self):
        seen = self.revision(self.admin)
        self.done(self.save(self.second, {**self.queue("601"), "name": "销售二部"}))
        self.done(self.save(self.admin, {**self.queue(), "name": "一"}, seen))
        self.done(self.save(self.admin, {**self.queue(), "name": "二"}, seen))
        self.done(self.save(self.second, {**self.queue(), "name": "三"}))  # who does not say what he saw replaces it
        self.assertEqual(self.queue()["name"], "三")

    def test_single_settings_and_whole_lists(self):
        for path in ("config/options", "config/inbound", "config/retention", "config/popup", "config/sign-in"):
            with self.subTest(path):
                address = f"/api/v1/{path}"
                mine, seen = self.admin.get(address).json, self.revision(self.admin)
                mine.pop("your_address", None)
                theirs = self.changed(path, mine)
                self.done(self.second.put(address, theirs))
                refused = self.admin.put(address, mine, headers={"If-Match": f'"{seen}"'})
                self.assertEqual(refused.status, 412, refused)

    @staticmethod
    def changed(path, body):
        return {"config/options": lambda: {**body, "page_watermark": not body.get("page_watermark", False)},
                "config/inbound": lambda: {"items": [{"did": "4008001234", "destination": "queue:600"}]},
                "config/retention": lambda: {**body, "recording_days": 365},
                "config/popup": lambda: {**body, "inbound": "https://crm.example.com/in?tel={number}"},
                "config/sign-in": lambda: {**body, "sms_text": "您的验证码是 {code}"},
                }[path]()

    def test_people_roles_and_departments(self):
        department = {"code": "north", "name": "华北区", "parent": "", "managers": []}
        self.done(self.admin.put("/api/v1/config/departments/north", department))
        seen = self.revision(self.admin)
        person = self.admin.get("/api/v1/config/users/10001").json
        for path, mine, theirs in (("departments/north", department, {**department, "name": "北区"}),
                                   ("users/10001", person, {**person, "nickname": "小王"})):
            with self.subTest(path):
                self.done(self.second.put(f"/api/v1/config/{path}", theirs))
                refused = self.admin.put(f"/api/v1/config/{path}", mine, headers={"If-Match": f'"{seen}"'})
                self.assertEqual(refused.status, 412, refused)
