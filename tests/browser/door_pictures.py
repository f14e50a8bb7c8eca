"""What screenshots.py shows of the ways in, and of everything that keeps somebody out."""
import itertools

from harness.door_desk import DoorDesk

ADMIN = ("admin", "demo-admin")
# Somebody whose password was just given, without a second factor; and somebody who forgot his.
NEWCOMER, GIVEN = "10099", "Given-1234"
FORGETFUL = "10098"
# Wrong passwords before an account is locked.
TRIES = 5
MOBILES = itertools.count(1)
NEWCOMERS_COME = """async () => {
  await fetch('/api/v1/users/10099/two-factor', { method: 'DELETE' });
  for (const [number, name] of [['10099', '孙悦'], ['10098', '钱忘']])
    await fetch(`/api/v1/config/users/${number}`, { method: 'PUT', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ number, name, password: 'Given-1234', first_password: true }) });
  await fetch('/api/v1/users/10098/unlock', { method: 'POST' });
  await fetch('/api/v1/sessions/current', { method: 'DELETE' });
}"""


def door_journey(desk, pictures, look, _):
    """Ways in: by SMS, with a password that was given, with a second factor; and what the page says when there is none."""
    desk.open().sign_in(*ADMIN).bar.wait(15)
    desk.page.evaluate(f"({NEWCOMERS_COME})()")
    kept_out(desk, pictures, look)
    by_sms(desk, pictures, look)
    desk.page.at("sign-in-way-password").click()
    desk.sign_in(NEWCOMER, GIVEN)
    door = DoorDesk(desk).wait_duty()
    pictures.take(desk, "first-password", look)
    door.choose_password("short", GIVEN).password_problem("")
    pictures.take(desk, "first-password-short", look)
    door.choose_password("Mine-12345", "Given-4321").password_problem("")
    pictures.take(desk, "first-password-wrong", look)
    door.choose_password("Mine-12345", GIVEN)
    desk.bar.wait(15)
    second_factor(desk, door, pictures, look)


def kept_out(desk, pictures, look):
    """Nothing typed, a code that no company has, a wrong password until the account is locked, a server that is away."""
    desk.open().wait_sign_in_page()
    pictures.take(desk, "sign-in-empty", look)
    desk.page.at("sign-in-submit").click()
    pictures.take(desk, "sign-in-missing", look)
    desk.sign_in(NEWCOMER, GIVEN, tenant="nobody").wait_sign_in_problem("")
    pictures.take(desk, "sign-in-wrong-company", look)
    for _ in range(TRIES):
        desk.sign_in(FORGETFUL, "wrong-1").wait_sign_in_problem("")
    desk.sign_in(FORGETFUL, "wrong-1").wait_sign_in_problem("锁", "lock")
    pictures.take(desk, "sign-in-locked", look)
    desk.page.stand_in("/api/v1/sessions$", 503,
                       {"error": {"code": "storage.unavailable", "message": "x", "request_id": "r-0042"}})
    desk.sign_in(NEWCOMER, GIVEN).wait_sign_in_problem("r-0042")
    pictures.take(desk, "sign-in-trouble", look)
    desk.page.stand_aside()
    desk.page.context.offline()
    desk.sign_in(NEWCOMER, GIVEN).wait_sign_in_problem("连不上", "cannot")
    pictures.take(desk, "sign-in-away", look)
    desk.page.context.offline(False)


def by_sms(desk, pictures, look):
    """Forgot the password, never had one; a mobile that is none, a code, a wrong code."""
    desk.open().wait_sign_in_page()
    desk.page.at("sign-in-activate").click()
    pictures.take(desk, "sign-in-activate", look)
    desk.page.at("sign-in-way-password").click()
    desk.page.at("sign-in-forgot").click()
    pictures.take(desk, "sign-in-forgot", look)
    door = DoorDesk(desk).by_sms()
    door.ask_for_code("call me").desk.wait_sign_in_problem("")
    pictures.take(desk, "sign-in-sms-wrong-mobile", look)
    # A mobile is sent a code once a minute, and looks follow each other faster.
    mobile = f"138{next(MOBILES):08}"
    door.ask_for_code(mobile).wait_code_sent()
    pictures.take(desk, "sign-in-sms", look)
    door.enter_sms_code("123456").desk.wait_sign_in_problem("")
    pictures.take(desk, "sign-in-sms-wrong-code", look)


def second_factor(desk, door, pictures, look):
    """Set up in one's own settings, and asked for at the door."""
    door.own_settings().begin_two_factor()
    pictures.take(desk, "two-factor-password", look)
    desk.page.at("two-factor-password").fill("wrong-1")
    desk.page.at("two-factor-next").click()
    desk.page.at("field-problem").wait()
    pictures.take(desk, "two-factor-password-wrong", look)
    app = door.enter_password("Mine-12345").scan()
    pictures.take(desk, "two-factor-scan", look)
    door.confirm_app("12")
    pictures.take(desk, "two-factor-scan-wrong", look)
    door.confirm_app(app.code()).recovery_codes()
    pictures.take(desk, "two-factor-codes", look)
    door.keep_codes().wait_codes_left(10)
    pictures.take(desk, "two-factor-on", look)
    desk.page.at("two-factor-off").click()
    desk.page.at("two-factor-password").wait()
    pictures.take(desk, "two-factor-off", look)
    desk.page.evaluate("fetch('/api/v1/sessions/current', { method: 'DELETE' }).then(answer => answer.status)")
    desk.open().sign_in(NEWCOMER, "Mine-12345")
    door.wait_code_asked()
    pictures.take(desk, "sign-in-code", look)
    door.enter_code("000000")
    desk.wait_sign_in_problem("")
    pictures.take(desk, "sign-in-code-wrong", look)
