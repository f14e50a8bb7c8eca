"""Two administrators at the same queue: the second is told who was first, keeps what was typed, and chooses."""
from harness.admin_desk import AdminDesk
from harness.api import Api
from harness.browser_case import BrowserCase

SECOND = {"number": "10009", "name": "第二位", "role": "admin", "account": "second", "password": "Second-10009"}


class TwoAdministrators(BrowserCase):
    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.users.append(SECOND)
        return site

    def queue(self):
        return next(one for one in self.admin.get("/api/v1/config/queues").json["items"] if one["number"] == "600")

    def somebody_else_calls_it(self, name):
        second = Api.sign_in(self.server, SECOND["account"], SECOND["password"])
        saved = second.put("/api/v1/config/queues/600", {**self.queue(), "name": name})
        self.assertEqual(saved.status, 204, saved)

    def typed_too_late(self):
        """The page of an administrator who typed while somebody else saved."""
        self.assertEqual(self.admin.put("/api/v1/config/queues/600", {**self.queue(), "name": "售后"}).status, 204)
        desk = self.admin_desk()
        desk.bar.wait(15)
        AdminDesk(desk).go("queues")
        desk.page.at("item-600").click()
        desk.page.at("field-name").fill("我的名字")
        self.somebody_else_calls_it("别人的名字")
        self.forgive("status of 412")
        desk.page.at("save").click()
        desk.page.at("save-problem").wait_text("第二位 10009")
        self.assertEqual(desk.page.at("field-name").value(), "我的名字", "what was typed stays")
        self.assertEqual(self.queue()["name"], "别人的名字")
        return desk

    def test_he_insists(self):
        desk = self.typed_too_late()
        desk.page.at("save").click()
        desk.page.at("toast-ok").wait()
        self.assertEqual(self.queue()["name"], "我的名字")

    def test_he_takes_what_is_saved(self):
        desk = self.typed_too_late()
        desk.page.at("load-anew").click()
        desk.page.wait_for(lambda: desk.page.at("field-name").value() == "别人的名字", 8, "what is saved")
        self.assertFalse(desk.page.at("save-problem").visible())
        self.assertFalse(desk.page.at("save").enabled())
