"""Texts from the softphone bar, the gateway's page and the list; the platform's page; notes beside the player."""
from harness.admin_desk import AdminDesk
from harness.browser_case import BrowserCase
from harness.case import CUSTOMER
from harness.sms_gateway import SmsGateway


class SmsPages(BrowserCase):
    more_server_options = ("--lookup-hosts", "127.0.0.1")

    @classmethod
    def setUpClass(cls):
        cls.gateway = SmsGateway()
        cls.addClassCleanup(cls.gateway.close)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.gateway.clear()

    def configure(self, **changes):
        reply = self.admin.put("/api/v1/config/sms", {
            "enabled": True, "url": self.gateway.url, "success_field": "code", "success_value": "0",
            "problem_field": "why", "same_number_every_s": 0, "same_number_a_day": 1000, "timeout_s": 5, **changes})
        self.assertEqual(reply.status, 204, reply)

    def template(self, name, text):
        self.assertEqual(self.admin.put("/api/v1/config/sms-signatures/YH", {"name": "YH"}).status, 204)
        self.assertEqual(self.admin.put(f"/api/v1/config/sms-templates/{name}", {
            "name": name, "text": text, "signature": "YH", "approved": True}).status, 204)

    def open_panel(self, desk):
        desk.page.at("sms").click()
        desk.page.at("sms-panel").wait()
        return desk.page

    def wait_outcome(self, page, state, *words):
        page.wait_for(lambda: page.at("sms-outcome").count() and
                      page.at("sms-outcome").attribute("data-state") == state, 10, f"outcome {state}")
        page.at("sms-outcome").wait_text(*words)


class ThePanel(SmsPages):
    def test_number_and_text_by_keyboard(self):
        """R064, R048: the counter, Ctrl Enter, the outcome; another text forgets it."""
        self.configure()
        desk = self.agent(1)
        page = self.open_panel(desk)
        page.at("sms-number").wait()
        page.type("138 0000-0001")
        page.press("Tab")
        page.press("Tab")
        page.type("字" * 71)
        self.assertEqual(page.at("sms-size").attribute("data-segments"), "2")
        page.at("sms-text").fill("您好")
        self.assertEqual(page.at("sms-size").attribute("data-segments"), "1")
        page.press("Control+Enter")
        self.wait_outcome(page, "sent", "成功", "Sent")
        self.assertEqual(self.gateway.texts[0].json["to"], "13800000001")
        page.at("sms-text").fill("再来一条")
        page.at("sms-outcome").wait_gone()
        self.gateway.script = [lambda text: (200, '{"code":7,"why":"余额不足"}')]
        page.at("sms-send").click()
        self.wait_outcome(page, "failed", "余额不足")
        page.press("Escape")
        page.at("sms-panel").wait_gone()
        desk.go("sms")
        desk.row("sms").wait_text("再来一条")
        desk.row("sms", 1).wait_text("您好")

    def test_in_a_call_it_is_for_the_customer(self):
        """R064, R048: in and after the call the number is the customer's; a template shows as it will be read."""
        self.configure()
        self.template("later", "{customer}您好，我是{agent}")
        desk = self.agent(1)
        call = self.in_call(desk)
        page = self.open_panel(desk)
        page.at("sms-customer").wait_text(CUSTOMER)
        page.at("sms-template").choose("later")
        self.assertIn("【YH】", page.at("sms-preview").value())
        page.at("sms-send").click()
        self.wait_outcome(page, "sent", "成功", "Sent")
        self.assertEqual(self.gateway.texts[0].json["to"], CUSTOMER)
        self.assert_talking(desk, call)
        page.press("Escape")
        call.bye()
        desk.wait_after_call()
        self.assertEqual(self.admin.get("/api/v1/sms").json["items"][0]["template"], "later")

    def test_without_a_gateway_it_says_who_can_help(self):
        """R064."""
        self.configure(enabled=False)
        page = self.open_panel(self.agent(1))
        page.at("sms-none").wait_text("Admin 10000")


class TheGateway(SmsPages):
    def test_it_is_set_up_tried_and_kept(self):
        """R064: the administrator's page; the test shows what came back, the secret is not shown again."""
        self.forgive("status of 422")
        desk = self.admin_desk()
        page = desk.page
        admin = AdminDesk(desk)
        admin.go("sms")
        page.at("field-url").fill(self.gateway.url)
        page.at("field-secret").fill("geheim")
        page.at("field-success_field").fill("code")
        page.at("field-success_value").fill("0")
        page.at("sms-test-number").fill("13800000001")
        page.at("sms-test-run").click()
        page.wait_for(lambda: page.at("sms-test-outcome").count() and
                      page.at("sms-test-outcome").attribute("data-outcome") == "sent", 10, "a test that arrived")
        admin.save()
        admin.wait_form_saved()
        self.assertTrue(self.admin.get("/api/v1/config/sms").json["has_secret"])
        self.assertEqual(page.at("field-secret").value(), "")
        page.at("field-url").fill("ftp://nowhere/")
        admin.save()
        admin.wait_refused()

    def test_templates_and_signatures(self):
        """R205, R206."""
        desk = self.admin_desk()
        admin = AdminDesk(desk)
        admin.go("sms")
        desk.page.at("sms-tab-sms_signatures").click()
        desk.page.at("page-admin_sms_signatures").wait()
        desk.on_page("admin_sms_signatures", "create").click()
        desk.on_page("admin_sms_signatures", "field-name").fill("Yinghe")
        desk.on_page("admin_sms_signatures", "save").click()
        desk.page.at("item-Yinghe").wait()
        desk.on_page("admin_sms_signatures", "sms-tab-sms_templates").click()
        desk.page.at("page-admin_sms_templates").wait()
        desk.on_page("admin_sms_templates", "create").click()
        desk.on_page("admin_sms_templates", "field-name").fill("later")
        desk.on_page("admin_sms_templates", "field-text").fill("{customer}您好")
        desk.on_page("admin_sms_templates", "field-signature").choose("Yinghe")
        desk.on_page("admin_sms_templates", "save").click()
        desk.page.at("item-later").wait()
        self.assertEqual(self.admin.get("/api/v1/config/sms-templates").json["items"][-1]["text"], "{customer}您好")


class ThePlatform(SmsPages):
    def test_a_key_is_shown_once_and_revoked(self):
        """R035."""
        desk = self.admin_desk()
        page = desk.page
        admin = AdminDesk(desk)
        admin.go("platform")
        page.at("field-address").fill("https://platform.example")
        page.at("field-enabled").click()
        admin.save()
        admin.wait_form_saved()
        self.assertEqual(page.at("platform-console").attribute("target"), "_blank")
        self.assertEqual(page.at("platform-console").attribute("href"), "https://platform.example")
        page.at("key-name").fill("office")
        page.at("key-create").click()
        key = page.at("key-shown")
        key.wait()
        self.assertTrue(key.text().startswith("ymk_"))
        page.at("key-revoke").click()
        page.at("confirm-do").click()
        page.at("key-revoke").wait_gone()
        self.assertTrue(self.admin.get("/api/v1/platform/keys").json["items"][0]["revoked_at_ms"])


class Notes(SmsPages):
    def test_a_leader_notes_an_agent_reads_an_administrator_deletes(self):
        """R099, R100: marks on the player and the list beside it."""
        first = self.agent(1)
        call = self.in_call(first)
        self.wait_seconds(1)
        call.bye()
        first.wait_after_call()
        self.new_records(1)
        leader = self.leader_desk()
        leader.go("recordings")
        leader.row("recordings").wait()
        leader.play_first_recording()
        page = leader.page
        page.at("note-text").fill("开场白很好")
        page.at("note-save").click()
        page.at("note").wait_text("开场白很好")
        page.at("note-at").click()
        page.at("note-text").fill("整体不错")
        page.press("Control+Enter")
        page.wait_for(lambda: page.at("note").count() == 2, 5, "two notes")
        page.wait_for(lambda: page.css('[data-testid="page-recordings"] [data-testid="list-row"] '
                                       '[data-column="annotated"]', nth=0).text().strip(), 5, "the date of the note")
        first.go("recordings")
        first.row("recordings").wait()
        first.play_first_recording()
        first.page.at("note", nth=0).wait_text("整体不错")
        self.assertEqual(first.page.at("note-text").count(), 0)
        page.at("note-delete", nth=0).click()
        page.wait_for(lambda: page.at("note").count() == 1, 5, "one note")
        boss = self.admin_desk()
        boss.go("recordings")
        boss.row("recordings").wait()
        boss.play_first_recording()
        boss.page.at("recording-delete").click()
        boss.page.at("confirm-do").click()
        boss.page.at("drawer").wait_gone()
        boss.go("records")
        boss.row("records").wait()
        boss.page.at("row-open", nth=0).click()
        boss.page.at("recording-deleted").wait_text("Admin 10000")
