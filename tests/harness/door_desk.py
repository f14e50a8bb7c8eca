"""The way in, in the words of the trade: sign-in page, first steps, second factor. Their test ids stand here only."""
from harness.authenticator import Authenticator


class DoorDesk:
    """Owner: a test. Wraps a desk before which nobody has signed in yet."""

    def __init__(self, desk):
        self.desk, self.page = desk, desk.page

    # ---- the sign-in page

    def by_sms(self, tenant="demo"):
        self.page.at("sign-in-way-sms").wait().click()
        self.page.at("sign-in-mobile").wait()
        self.page.at("sign-in-tenant").fill(tenant)
        return self

    def ask_for_code(self, mobile):
        self.page.at("sign-in-mobile").fill(mobile)
        self.page.at("sign-in-send-code").click()
        return self

    def wait_code_sent(self):
        self.page.at("sign-in-code-sent").wait()
        return self.page.at("sign-in-send-code").text()

    def enter_sms_code(self, code):
        self.page.at("sign-in-sms_code").fill(code)
        self.page.at("sign-in-submit").click()
        return self

    def wait_code_asked(self):
        self.page.at("sign-in-code").wait()
        return self

    def enter_code(self, code):
        self.page.at("sign-in-code").fill(code)
        self.page.at("sign-in-submit").click()
        return self

    def back(self):
        self.page.at("sign-in-back").click()
        self.page.at("sign-in-account").wait()
        return self

    def remembers(self):
        return self.page.at("sign-in-remember").evaluate("box => box.checked")

    def remember(self):
        self.page.at("sign-in-remember").click()
        return self

    def typed(self, name):
        return self.page.at(f"sign-in-{name}").value()

    # ---- first steps

    def wait_duty(self):
        self.page.at("page-duty").wait()
        return self

    def asks_old_password(self):
        return self.page.at("old-password").visible()

    def choose_password(self, new, old=None):
        self.page.at("new-password").wait()
        if old is not None:
            self.page.at("old-password").fill(old)
        self.page.at("new-password").fill(new)
        self.page.at("again-password").fill(new)
        self.page.at("change-password").click()
        return self

    def password_problem(self, *words):
        return self.page.css('[data-testid="password-card"] [data-testid="field-problem"]').wait_text(*words)

    def leave(self):
        self.page.at("duty-leave").click()
        self.page.at("page-sign-in").wait()
        return self

    # ---- the second factor, in one's own settings or as a first step

    def own_settings(self):
        self.desk.open("/settings")
        self.page.at("two-factor-card").wait()
        return self

    def begin_two_factor(self):
        self.page.at("two-factor-begin").wait().click()
        return self

    def enter_password(self, password):
        self.page.at("two-factor-password").wait().fill(password)
        self.page.at("two-factor-next").click()
        return self

    def scan(self):
        """What an app makes of the page: the secret that stands beside the picture."""
        self.page.at("two-factor-picture").wait()
        return Authenticator(self.page.at("two-factor-secret").text())

    def confirm_app(self, code):
        self.page.at("two-factor-code").fill(code)
        self.page.at("two-factor-confirm").click()
        return self

    def recovery_codes(self):
        self.page.at("recovery-kept").wait()
        return self.page.at("recovery-code").evaluate_all("all => all.map(one => one.textContent.trim())")

    def keep_codes(self):
        self.page.at("recovery-kept").click()
        return self

    def wait_codes_left(self, count):
        self.page.at("recovery-left").wait_text(str(count))
        return self

    def switch_off(self, password):
        self.page.at("two-factor-off").click()
        self.enter_password(password)
        self.page.at("two-factor-begin").wait()
        return self
