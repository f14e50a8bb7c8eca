"""What stands at the top right of every page: one's own menu, what the product is, system messages, the way out."""
import pathlib
import re

from harness.browser_case import TREE, BrowserCase, agent_account
from harness.case import CUSTOMER
from harness.patience import patient

REFUSED = "Failed to load resource: the server responded with a status of 4"
ITEM = re.compile("[\u4e00-\u9fff]+")


class OwnMenu(BrowserCase):
    def announce(self, title):
        reply = self.admin.post("/api/v1/announcements", {"title": title, "content": "内容", "departments": []})
        self.assertEqual(reply.status, 204, reply)

    def open_menu(self, desk):
        desk.page.at("avatar-menu").click()
        desk.page.at("menu-sign-out").wait()
        return desk.page

    def test_who_one_is_settings_about_and_the_way_out(self):
        """R011, R012."""
        page = self.open_menu(self.agent(1))
        page.at("menu-about").wait_text("关于我们")
        page.at("menu-settings").wait_text("设置")
        page.at("menu-sign-out").wait_text("退出登录")
        self.assertEqual(page.at("menu-system").count(), 0, "an agent has no system to look after")
        page.at("menu-settings").click()
        page.at("page-settings").wait()

    def test_the_product_its_licence_what_it_is_made_of_and_who_helps(self):
        """R012."""
        desk = self.agent(1)
        page = self.open_menu(desk)
        page.at("menu-about").click()
        page.at("page-about").wait_text("应和")
        version = self.admin.get("/api/v1/product").json["version"]
        page.at("about-version").wait_text(version)
        page.at("about-licence").wait_text("Apache")
        page.at("component-vue").wait_text("3.", "MIT")
        page.at("component-OpenSSL").wait_text("Apache-2.0")
        page.at("about-help").wait_text("demo", "管理员")
        page.at("about-licence-read").click()
        text = page.at("about-licence-text").wait().text()
        self.assertIn((TREE / "LICENSE").read_text().strip().splitlines()[0].strip(), text)
        page.press("Escape")
        page.at("about-manual").click()
        page.at("page-help").wait()

    def test_a_server_that_does_not_answer_is_said_in_place_of_the_version(self):
        """R012."""
        self.forgive("status of 503")
        desk = self.agent(1)
        desk.page.stand_in("/api/v1/product$", 503, {"error": {
            "code": "storage.unavailable", "message": "数据库暂时不可用，请稍后重试", "request_id": "1"}})
        page = self.open_menu(desk)
        page.at("menu-about").click()
        page.at("about-components").wait()
        page.wait_for(lambda: ITEM.search(page.at("about-version").text()), 8, "a sentence that says what is wrong")

    def test_an_administrator_has_the_system_explained(self):
        """R007."""
        desk = self.admin_desk(permissions=("clipboard-read", "clipboard-write"))
        desk.bar.wait(15)
        page = self.open_menu(desk)
        page.at("menu-system").wait_text("系统说明")
        page.at("menu-system").click()
        page.at("page-system-info").wait()
        page.at("dashboard-system").wait_text("正常", self.admin.get("/api/v1/system").json["version"])
        page.at("system-company").wait_text("demo")
        page.at("system-phone").wait_text("/sip")
        page.at("system-copy").click()
        page.at("toast-ok").wait_text("系统说明")
        copied = page.evaluate("navigator.clipboard.readText()")
        self.assertIn("demo", copied)
        self.assertIn("/sip", copied)
        self.open_menu(desk)
        self.assertTrue(page.at("menu-settings").visible())

    def test_nobody_else_reaches_the_system_by_its_address(self):
        """R007."""
        desk = self.agent(1)
        desk.open("/admin/system-info")
        desk.page.css("body").wait_text("权限")
        self.assertEqual(desk.page.at("page-system-info").count(), 0)
        self.assertEqual(self.agent_api(1).get("/api/v1/system").status, 403)

    def test_out_is_out_of_pages_and_telephone(self):
        """R004, R011: one sign-in opened both, and one way out closes both."""
        self.forgive(REFUSED)
        desk = self.agent(1)
        api = self.agent_api(1)
        self.assertTrue(api.get("/api/v1/me").json["device_online"], "signing in at the page signed in the telephone")
        page = self.open_menu(desk)
        page.at("menu-sign-out").click()
        desk.wait_sign_in_page()
        api.wait(lambda: not api.get("/api/v1/me").json["device_online"], 10, "the telephone is gone")
        desk.open("/records").wait_sign_in_page()
        desk.sign_in(*agent_account(1)).wait_ready_to_work()

    def test_system_messages_are_one_click_away(self):
        """R082."""
        desk = self.agent(1)
        page = desk.page
        page.at("messages").click()
        page.at("messages-panel").wait()
        page.press("Escape")
        page.at("messages-panel").wait_gone()
        self.announce("明早例会")
        page.at("messages-count").wait_text("1")
        page.at("messages").click()
        page.at("messages-panel").wait_text("明早例会")
        page.at("messages-panel-read").click()
        page.at("messages-count").wait_gone()
        page.at("messages-all").click()
        page.at("page-system_messages").wait_text("明早例会")
        page.at("device-check-open").click()
        page.at("device-check").wait()

    def test_the_desk_leads_to_the_announcement_and_to_every_whole_page(self):
        """R080."""
        titles = ["第一条", "第二条"]
        for title in titles:
            self.announce(title)
        desk = self.agent(1)
        page = desk.page
        page.css(f'[data-testid="desk-announcement"]:has-text("{titles[0]}")').click()
        page.at("page-announcements").wait()
        page.css('[data-testid="announcement"][data-wanted="true"]').wait_text(titles[0])
        self.assertEqual(page.css('[data-wanted="true"]').count(), 1)
        desk.go("desk")
        page.at("desk-statistics").click()
        page.at("page-records").wait()
        for place, target in (("desk-tasks", "tasks"), ("desk-announcements", "announcements"),
                              ("desk-missed", "missed_calls"), ("desk-follow-ups", "follow_ups")):
            desk.go("desk")
            page.css(f'[data-testid="{place}"] header a').click()
            page.at(f"page-{target}").wait()

    def test_calls_i_missed_are_mine_and_gone_when_handled(self):
        """R080: of two who were rung in turn, each sees his own."""
        colleague = self.agent(2)
        colleague.set_busy()
        desk = self.agent(1)
        call = self.customer_rings(desk)
        call.hang_up()
        desk.wait_ring_gone()
        desk.go("desk")
        desk.page.at("desk-missed-call").wait_text(CUSTOMER)
        self.assertEqual(colleague.page.at("desk-missed-call").count(), 0)
        desk.page.at("desk-missed-handled").click()
        desk.page.at("desk-missed-call").wait_gone()
        desk.page.at("desk-missed").wait_text("没有未接来电")
        [row] = self.agent_api(1).get("/api/v1/missed-calls?agent=10001").json["items"]
        self.assertTrue(row["handled"])


class Languages(BrowserCase):
    def test_a_chinese_browser_gets_chinese_and_no_page_needs_more_than_a_browser(self):
        """R015: every entry of the menu opens, in words of the chosen language."""
        desk = self.admin_desk(locale="zh-CN")
        desk.bar.wait(15)
        self.assertEqual(desk.page.evaluate("document.documentElement.lang"), "zh-CN")
        entries = desk.page.css('[data-testid^="nav-"]').evaluate_all(
            "entries => entries.map(entry => [entry.dataset.testid.slice(4), entry.textContent.trim()])")
        self.assertGreater(len(entries), 20, entries)
        for name, words in entries:
            with self.subTest(page=name):
                self.assertRegex(words, ITEM)
                if name != "big_screen":
                    desk.go(name)
                    desk.page.wait_for(lambda: re.search(ITEM, desk.page.css("#content").text()), patient(8), "words")

    def test_built_pages_carry_no_other_program(self):
        """R015: nothing but what a browser reads."""
        kinds = {path.suffix for path in pathlib.Path(self.server_options[1]).rglob("*") if path.is_file()}
        self.assertLessEqual(kinds, {".html", ".js", ".css", ".svg", ".json", ".br", ".gz", ".md", ".txt", ".webmanifest",
                                     ".png", ".ico", ".woff2", ".map"})


class Accessible(BrowserCase):
    def looked_at(self, scheme):
        desk = self.admin_desk(colorScheme=scheme)
        desk.bar.wait(15)
        for path, page in (("/about", "page-about"), ("/admin/system-info", "page-system-info")):
            with self.subTest(page=page, scheme=scheme):
                desk.open(path).page.at(page).wait()
                desk.page.at("messages").click()
                desk.page.at("messages-panel").wait()
                desk.settle()
                self.assertEqual(desk.page.accessibility_problems(), [])

    def test_pages_out_of_the_menu_in_light(self):
        """R007, R012, R082."""
        self.looked_at("light")

    def test_pages_out_of_the_menu_in_dark(self):
        """R007, R012, R082."""
        self.looked_at("dark")


class Narrow(BrowserCase):
    def test_ones_own_menu_is_in_sight_on_a_narrow_screen(self):
        """R012: in the longer language, with a reason and everything that a bar may show."""
        desk = self.agent(1, viewport={"width": 1280, "height": 720}, locale="en-US")
        desk.go("settings")
        desk.page.at("auto-answer").click()
        reply = self.agent_api(1).put("/api/v1/me/state", {"state": "busy", "reason": "training"})
        self.assertEqual(reply.status, 204, reply)
        desk.wait_kind("busy")
        desk.page.at("line-quality").wait_text("Auto-answer")
        box = desk.page.at("avatar-menu").box()
        self.assertLessEqual(box["x"] + box["width"], 1280, "one's own picture")
