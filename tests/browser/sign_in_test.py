"""Signing in, and what the page says when that does not work or does not last."""
from harness.browser_case import BrowserCase, agent_account

ACCOUNT, PASSWORD = agent_account(1)


class SignIn(BrowserCase):
    def setUp(self):
        super().setUp()
        # The browser's own note on the console about an answer like 401: the page is meant to live with it.
        self.forgive("Failed to load resource: the server responded with a status of 4")

    def test_right_password_leads_to_the_work_desk(self):
        desk = self.desk().open().sign_in(ACCOUNT, PASSWORD)
        desk.wait_ready_to_work()
        self.assertIn("8001", desk.bar.text())

    def test_wrong_password_says_so_and_keeps_what_was_typed(self):
        desk = self.desk().open().wait_sign_in_page()
        title = desk.page.css("h1").box()
        desk.sign_in(ACCOUNT, "wrong-password").wait_sign_in_problem("密码")
        self.assertEqual(desk.page.css("h1").box(), title, "what is said moves nothing above it")
        self.assertEqual(desk.typed_account(), ACCOUNT)
        desk.sign_in(ACCOUNT, PASSWORD).wait_ready_to_work()

    def test_by_keyboard_only(self):
        desk = self.desk().open()
        desk.focus_first_field()
        for text in ("demo", ACCOUNT, PASSWORD):
            desk.replace_typed(text)
            if text != PASSWORD:
                desk.press("Tab")
        desk.press("Enter")
        desk.wait_ready_to_work()

    def test_session_that_ended_in_mid_work(self):
        desk = self.desk().open().sign_in(ACCOUNT, PASSWORD)
        desk.wait_ready_to_work()
        desk.go("records")
        address = desk.page.url()
        # As if the session had expired: the cookie's session is closed behind the page's back.
        status = desk.page.evaluate("fetch('/api/v1/sessions/current', {method: 'DELETE'}).then(r => r.status)")
        self.assertIn(status, (200, 204), "the session was not closed")
        desk.wait_sign_in_page()
        desk.wait_sign_in_problem("登录", "重新")
        desk.sign_in(ACCOUNT, PASSWORD)
        desk.page.wait_for(lambda: desk.page.url() == address, 8, lambda: f"{address}, not {desk.page.url()}")

    def test_server_away(self):
        self.forgive_network()
        desk = self.desk().open().wait_sign_in_page()
        self.line.cut()
        try:
            desk.sign_in(ACCOUNT, PASSWORD)
            desk.wait_sign_in_problem("服务器", "连接", "网络")
        finally:
            self.line.mend()
        desk.sign_in(ACCOUNT, PASSWORD).wait_ready_to_work()


class Locked(BrowserCase):
    def test_locked_account_says_how_many_minutes(self):
        self.forgive("Failed to load resource: the server responded with a status of 4")
        account, _ = agent_account(2)
        desk = self.desk().open()
        for _ in range(5):
            desk.sign_in(account, "wrong-password")
            desk.wait_sign_in_problem("密码", "锁定", "分钟")
        desk.sign_in(account, "Agent-10002")
        text = desk.wait_sign_in_problem("分钟")
        self.assertRegex(text, r"1[0-5]\s*分钟")
