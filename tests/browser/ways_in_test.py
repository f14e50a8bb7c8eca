"""Ways in, as people see them: remembered account, first password, code by SMS, second factor, and the rules for them."""
import re

from harness.admin_desk import AdminDesk
from harness.authenticator import Authenticator
from harness.browser_case import AT_PAGE, BrowserCase, agent_account
from harness.door_desk import DoorDesk
from harness.patience import patient
from harness.people_desk import PeopleDesk
from harness.site import Site
from harness.sms_gateway import SmsGateway

REFUSED = "Failed to load resource: the server responded with a status of 4"
MOBILE = "13912340009"


class WaysIn(BrowserCase):
    more_server_options = ("--lookup-hosts", "127.0.0.1")

    @classmethod
    def site(cls, carrier_address):
        return (Site().agent(1, **AT_PAGE).agent(2, **AT_PAGE).agent(3, **AT_PAGE)
                .agent(4, **AT_PAGE, password="", mobile=MOBILE).leader(extension_type="web", sign_in="page")
                .queue(600, [1, 2], leaders=["10090"]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    def setUp(self):
        super().setUp()
        self.forgive(REFUSED)

    def door(self, **options):
        return DoorDesk(self.desk(**options).open())

    def put(self, path, body):
        reply = self.admin.put(f"/api/v1/config/{path}", body)
        self.assertEqual(reply.status, 204, reply)

    def test_the_account_is_remembered_if_one_wants_that(self):
        """R005: company code and account, never the password."""
        account, password = agent_account(1)
        door = self.door()
        door.desk.wait_sign_in_page()
        self.assertFalse(door.remembers())
        door.remember().desk.sign_in(account, password).wait_ready_to_work()
        door.page.evaluate("fetch('/api/v1/sessions/current', {method: 'DELETE'}).then(r => r.status)")
        door.desk.open().wait_sign_in_page()
        self.assertEqual((door.typed("tenant"), door.typed("account"), door.typed("password")), ("demo", account, ""))
        self.assertTrue(door.remembers())
        self.assertNotIn(password, door.page.evaluate("JSON.stringify({...localStorage})"))
        door.remember().desk.sign_in(account, password).wait_ready_to_work()
        door.page.evaluate("fetch('/api/v1/sessions/current', {method: 'DELETE'}).then(r => r.status)")
        door.desk.open().wait_sign_in_page()
        self.assertEqual((door.typed("tenant"), door.typed("account")), ("", ""))

    def test_a_reset_password_is_changed_first(self):
        """R006: from the administrator's reset to one's own password; the page one wanted comes after it."""
        admin = self.admin_desk()
        admin.bar.wait(15)
        given = PeopleDesk(admin).go("users").reset_password("10002")
        door = DoorDesk(self.desk().open("/records"))
        door.desk.sign_in("10002", given)
        door.wait_duty()
        door.choose_password(given, given).password_problem("相同")
        self.assertEqual(door.page.accessibility_problems(), [])
        door.choose_password("Mine-12345", given)
        door.page.at("page-records").wait()
        door.desk.wait_ready_to_work()
        again = self.door()
        again.desk.sign_in("10002", "Mine-12345").wait_ready_to_work()

    def test_the_first_time_by_sms(self):
        """R003, U1: no password yet; a code comes, a password is chosen, and from then on it serves."""
        gateway = SmsGateway()
        self.addCleanup(gateway.close)
        self.put("sms", {"enabled": True, "url": gateway.url, "success_field": "code", "success_value": "0"})
        rules = self.admin.get("/api/v1/config/sign-in").json
        self.put("sign-in", {**{key: value for key, value in rules.items() if key != "your_address"}, "sms": True})
        door = self.door().by_sms()
        door.ask_for_code("call me").desk.wait_sign_in_problem("号码")
        door.ask_for_code("139 1234 0009")
        self.assertIn("秒", door.wait_code_sent())
        code = re.search(r"\d{6}", gateway.wait(1, patient(5))[0].json["text"]).group()
        door.enter_sms_code("000000" if code != "000000" else "111111").desk.wait_sign_in_problem("验证码")
        self.assertEqual(door.page.accessibility_problems(), [])
        door.enter_sms_code(code)
        door.wait_duty()
        self.assertFalse(door.asks_old_password())
        door.choose_password("Mine-12345").desk.wait_ready_to_work()
        self.door().desk.sign_in("10004", "Mine-12345").wait_ready_to_work()

    def test_the_second_factor_from_setting_up_to_taking_away(self):
        """B19."""
        account, password = agent_account(1)
        door = self.door()
        door.desk.sign_in(account, password).wait_ready_to_work()
        door.own_settings().begin_two_factor().enter_password("wrong-password")
        door.page.css('[data-testid="two-factor-dialog"] [data-testid="field-problem"]').wait_text("密码不对")
        app = door.enter_password(password).scan()
        self.assertEqual(door.page.accessibility_problems(), [])
        door.confirm_app("12345")
        door.page.css('[data-testid="two-factor-dialog"] [data-testid="field-problem"]').wait_text("6 位")
        door.confirm_app(app.code())
        codes = door.recovery_codes()
        self.assertEqual(len(set(codes)), 10)
        door.keep_codes().wait_codes_left(10)

        other = self.door()
        other.desk.sign_in(account, password)
        other.wait_code_asked()
        self.assertEqual(other.page.accessibility_problems(), [])
        other.enter_code("000000").desk.wait_sign_in_problem("验证码")
        other.back().desk.sign_in(account, password)
        other.wait_code_asked().enter_code(app.code()).desk.wait_ready_to_work()
        third = self.door()
        third.desk.sign_in(account, password)
        third.wait_code_asked().enter_code(codes[0]).desk.wait_ready_to_work()

        admin = self.admin_desk()
        admin.bar.wait(15)
        PeopleDesk(admin).go("users").act(account, "two_factor").confirm()
        admin.page.at("toast-ok").wait_text("已取消")
        fourth = self.door()
        fourth.desk.sign_in(account, password).wait_ready_to_work()

    def test_the_company_wants_it_of_its_leaders(self):
        """B19: the rules are set in the page; a leader at work is led to setting it up, and back to his page."""
        leader = self.leader_desk()
        leader.bar.wait(15)
        admin = self.admin_desk()
        admin.bar.wait(15)
        page = AdminDesk(admin).go("sign_in").page
        page.at("field-allow_from").fill("10.0.0.0/8\noffice")
        page.at("save").click()
        page.css('[data-testid="page-admin_sign_in"] [data-testid="field-problem"]').wait_text("")
        page.at("field-allow_from").fill("10.0.0.0/8")
        page.at("save").click()
        page.css('[data-testid="page-admin_sign_in"] [data-testid="field-problem"]').wait_text("名单")
        page.at("add-own-address").click()
        page.at("save").click()
        page.at("toast-ok").wait_text("已保存")
        self.assertEqual(self.admin.get("/api/v1/config/sign-in").json["allow_from"], ["10.0.0.0/8", "127.0.0.1"])
        self.assertEqual(page.accessibility_problems(), [])
        self.wanted_of_leaders()
        door = DoorDesk(leader)
        leader.page.at("nav-records").click()
        app = door.wait_duty().enter_password("Leader-10090").scan()
        door.confirm_app(app.code()).keep_codes()
        leader.page.at("page-records").wait()

    def wanted_of_leaders(self):
        """The administrator has a second factor already, else he could not take the rule back."""
        begun = self.admin.post("/api/v1/me/two-factor", {"password": "Admin-10000"})
        on = self.admin.put("/api/v1/me/two-factor", {"code": Authenticator(begun.json["secret"]).code()})
        self.assertEqual(on.status, 200, on)
        rules = self.admin.get("/api/v1/config/sign-in").json
        rules.pop("your_address")
        self.put("sign-in", {**rules, "two_factor": "leaders", "allow_from": []})

        def take_back():
            self.put("sign-in", {**rules, "two_factor": "optional", "allow_from": []})
            self.assertEqual(self.admin.post("/api/v1/me/two-factor/off", {"password": "Admin-10000"}).status, 204)
        self.addCleanup(take_back)
