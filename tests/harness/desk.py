"""An agent's page in the words of the trade. Test ids of the pages stand here (web/README.md lists them) and nowhere else."""
import re
import time

from harness.browser import BrowserError
from harness.patience import patient
from harness.player import Player
from harness.ring_scripts import REFUSE_NEXT, RING_WATCH

# A button that has just changed its meaning ignores clicks for a moment: nobody hangs up by a double click.
HASTE_S = 0.7

PASTE = """field => {
  const data = new DataTransfer();
  data.setData('text/plain', 'TEXT');
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


class Desk:
    """Owner: a test. One tab with one person before it."""

    def __init__(self, page, url):
        self.page, self.url = page, url

    # ---- signing in

    def open(self, path=""):
        self.page.goto(self.url + path)
        return self

    def sign_in(self, account, password, tenant="demo"):
        self.page.at("sign-in-account").wait()
        self.page.at("sign-in-tenant").fill(tenant)
        self.page.at("sign-in-account").fill(account)
        self.page.at("sign-in-password").fill(password)
        self.page.at("sign-in-submit").click()
        return self

    def wait_sign_in_page(self, timeout=10):
        self.page.at("sign-in-submit").wait(timeout)
        return self

    def wait_sign_in_problem(self, *words, timeout=8):
        """Waits for the one sentence that says what is wrong, and returns it."""
        return self.page.at("sign-in-error").wait_text(*words, timeout=timeout)

    def typed_account(self):
        return self.page.at("sign-in-account").value()

    def focus_first_field(self):
        self.page.at("sign-in-tenant").wait().evaluate("field => field.focus()")

    def replace_typed(self, text):
        """Types into whatever has the focus, over what is there."""
        self.page.press("Control+A")
        self.page.type(text)

    def press(self, key):
        self.page.press(key)

    # ---- the bar

    @property
    def bar(self):
        return self.page.at("softphone-bar")

    def kind(self):
        """The row of the table of states that the bar shows."""
        return self.bar.attribute("data-kind")

    def telephone(self):
        """off, connecting, online, retrying, elsewhere, taken_over or ended."""
        return self.bar.attribute("data-line")

    def call_id(self):
        return self.bar.attribute("data-call")

    def wait_kind(self, *kinds, timeout=8):
        return self._wait(lambda: self.kind() in kinds, timeout, lambda: f"bar {kinds}, is {self.kind()}")

    def wait_telephone(self, *lines, timeout=10):
        return self._wait(lambda: self.telephone() in lines, timeout, lambda: f"line {lines}, is {self.telephone()}")

    def _wait(self, predicate, timeout, what):
        self.page.wait_for(predicate, timeout, what)
        return self

    def wait_ready_to_work(self, timeout=15):
        """Signed in, and the telephone of the page is registered."""
        self.bar.wait(timeout)
        return self.wait_telephone("online", timeout=timeout)

    def set_ready(self):
        """Ready for calls (a waiting call may ring at once); after-call work, if there is any, is over with it."""
        self.wait_kind("idle", "busy", "rest", "wrap_up", "offline", "ringing")
        return self._press_state("idle", "ringing")

    def _press_state(self, *wanted):
        for attempt in (1, 2):
            if self.kind() not in wanted:
                self._toggle_state()
            # The page swallows a click as the word changes (signing in makes ready by itself): then once more.
            if attempt == 1 and self.became(*wanted, timeout=2):
                return self
        return self.wait_kind(*wanted)

    def _toggle_state(self):
        try:
            self.page.at("state-toggle").click(timeout=int(patient(2) * 1000))
        except BrowserError:
            pass  # A call rang between the look at the bar and the click, and the button is gone: the bar is asked next.

    def became(self, *kinds, timeout):
        try:
            self.wait_kind(*kinds, timeout=timeout)
        except AssertionError:
            return False
        return True

    def set_busy(self):
        return self._press_state("busy")

    # ---- a call comes

    def watch_ring(self):
        self.page.evaluate(RING_WATCH)

    def ring_moments(self):
        seen = self.page.evaluate("window.yingheRing")
        return seen["shown"], seen["sounded"]

    def wait_ring(self, timeout=8):
        # Busy until the server has told who calls: the telephone rings over a socket of its own.
        self.page.css("[data-testid=ring-card][aria-busy=false]").wait(timeout)
        return self

    def wait_ring_gone(self, timeout=8):
        # The card may stay a moment to say why it stopped: what counts is that it can no longer be answered.
        self.page.at("ring-answer").wait_gone(timeout)
        return self

    def ring_text(self):
        return self.page.at("ring-card").text()

    def wait_ring_text(self, *wanted):
        return self.page.at("ring-card").wait_text(*wanted)

    def answer(self):
        self.page.at("ring-answer").click()

    def ring_promise(self):
        """What the ring that was watched said of being answered by itself."""
        return self.page.evaluate("window.yingheRing.promised")

    def refuse(self):
        time.sleep(HASTE_S)
        self.page.at("ring-reject").click()

    def refuse_next(self):
        """The next call that rings is refused; wait_refused() waits for it."""
        self.page.evaluate(REFUSE_NEXT, int(HASTE_S * 1000))

    def wait_refused(self, timeout=8):
        return self._wait(lambda: self.page.evaluate("window.yingheRefused"), timeout, "a ring that is refused")

    # ---- in the call

    def wait_talking(self, timeout=8):
        return self.wait_kind("talking", timeout=timeout)

    def hold(self):
        self.page.at("hold").click()
        return self.wait_kind("held")

    def retrieve(self):
        self.page.at("hold").click()
        return self.wait_talking()

    def mute(self):
        self.page.at("mute").click()
        return self._wait(lambda: self.page.at("mute").attribute("aria-pressed") == "true", 5, "muted")

    def unmute(self):
        self.page.at("mute").click()
        return self._wait(lambda: self.page.at("mute").attribute("aria-pressed") != "true", 5, "no longer muted")

    def keypad(self, digits):
        self.page.at("keypad").click()
        for digit in digits:
            # The dial field has a keypad of the same kind: the one that is seen is meant.
            self.page.css(f'[data-testid="keypad-{digit}"]:visible').click()
        self.page.press("Escape")

    def choose_target(self, how, tab, number):
        """Opens the panel that passes the call on (how: transfer, consult) and chooses somebody in it."""
        self.page.at(how).click()
        self.page.at("transfer-panel").wait()
        self.page.at(f"target-tab-{tab}").click()
        if number:
            self.page.at(f"target-{number}").click()
        return self

    def wait_level(self, mode, timeout=8):
        """Supervising, at this level."""
        level = self.page.at("supervision-level")
        return self._wait(lambda: level.attribute("data-mode") == mode, timeout, f"level {mode}")

    def hang_up(self):
        time.sleep(HASTE_S)
        self.page.at("slot-b").click()

    def hang_up_by_key(self):
        time.sleep(HASTE_S)
        self.press("F4")

    # ---- after and before

    def wait_after_call(self, timeout=8):
        """The call is gone from the bar (wrap-up, or already free for the next)."""
        return self._wait(lambda: not self.call_id(), timeout, lambda: f"no call in the bar, is {self.call_id()}")

    def dial(self, number):
        self.page.at("dial-field").fill(number)
        self.page.at("slot-a").click()

    def paste_number(self, text):
        self.page.at("dial-field").click()
        self.page.at("dial-field").evaluate(PASTE.replace("TEXT", text))
        return self

    def problem(self):
        return self.page.at("phone-problem")

    # ---- going about

    def go(self, route):
        """To a page by the menu."""
        self.page.at(f"nav-{route}").click()
        self.page.at(f"page-{route}").wait()
        return self

    def go_to_list(self, name):
        """One of the lists that stand beside the missed calls."""
        self.go("missed_calls")
        if name != "missed_calls":
            self.page.at(f"list-{name}").click()
            self.page.at(f"page-{name}").wait()
        return self

    def row(self, name, nth=0):
        """A row of a list that is open."""
        return self.page.css(f'[data-testid="page-{name}"] [data-testid="list-row"]', nth=nth)

    def on_page(self, name, test_id):
        """Something on one page: those behind other tabs stay in the document."""
        return self.page.css(f'[data-testid="page-{name}"] [data-testid="{test_id}"]', nth=0)

    def play_first_recording(self):
        """On the page of recordings: the newest one, played."""
        self.page.at("row-play", nth=0).click()
        return Player(self.page)

    def sign_out(self):
        self.page.at("avatar-menu").click()
        self.page.at("menu-sign-out").click()
        return self.wait_sign_in_page()

    def switch_simulation(self, on, timeout=90):
        """The demo's simulated calls. The robots learn their sentences first, which takes a slow machine a while."""
        switch = self.page.at("simulation-switch")
        switch.click()
        inside = "one => one.matches('.is-checked') || Boolean(one.querySelector('[aria-checked=true], :checked'))"
        return self._wait(lambda: switch.evaluate(inside) == on, timeout, f"simulated calls {on}")

    def pause(self, seconds):
        """Somebody looks at the page for so long."""
        time.sleep(seconds)
        return self

    def settle(self):
        self.page.settle()

    def seconds_shown(self):
        """The timer beside the state, in seconds."""
        found = re.search(r"(?:(\d+):)?(\d+):(\d+)", self.page.at("state-timer").text())
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
