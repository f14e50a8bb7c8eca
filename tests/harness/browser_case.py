"""The base of browser tests: a call centre whose agents sit before a browser, and customers who telephone.

After every case: no page has complained, no call is left. A page that failed leaves its picture beside the reports.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from harness.browser import Browser
from harness.browser_line import Line
from harness.case import CallCentreCase
from harness.desk import Desk
from harness.ports import free_ports
from harness.server import binary
from harness import tone
from harness.site import ADMIN, Site

TREE = pathlib.Path(__file__).resolve().parents[2]
PAGES = pathlib.Path(os.environ.get("YINGHE_WEB") or TREE / "web/dist")
# A browser whose owner has been through the check of microphone and speaker, as on every day but the first.
DEVICES_CHECKED = """if (location.protocol.startsWith('http')) {
  localStorage['yinghe.preferences'] ??= JSON.stringify({ devicesChecked: true });
}"""
# Every load asks who is signed in; "nobody" is an answer, which Chromium writes to the console as a failure.
NOBODY_YET = "status of 401 (Unauthorized)"
# Chromium itself writes these to the console when the server is away: no mistake of the page.
NETWORK_COMPLAINTS = ("Failed to load resource: net::", "WebSocket connection to", "net::ERR_CONNECTION", "net::ERR_EMPTY")


def needs_pages():
    """Skips, loudly, in a tree without pages. Pages that are there but not built are a mistake, not a reason to skip."""
    if not (TREE / "web/package.json").exists():
        raise unittest.SkipTest("THE BROWSER SUITE DOES NOT RUN: there is no web/ in this tree")
    if not (PAGES / "index.html").exists():
        raise AssertionError(f"the pages are not built: no {PAGES}/index.html (tools/build_web.sh)")


def demo_site(carrier_address=("127.0.0.2", 9)):
    """The demo company with ports of its own: the usual ones belong to whoever runs the demo on this machine."""
    text = subprocess.run([binary(), "demo"], check=True, stdout=subprocess.PIPE, text=True).stdout
    host, port = carrier_address
    return text.replace("127.0.0.1:5070", f"{host}:{port}").replace("127.0.0.1:5072", f"127.0.0.1:{free_ports()}")


class BrowserCase(CallCentreCase):
    """Agents 1 and 2 work in the page (queue 600), agent 3 at a desk phone (queue 601); a leader and an administrator."""

    voice_hz = 850  # what every agent of this class says
    microphone = "granted"
    kind = "chromium"
    voices = {}  # tones that stand for sentences: name of the voice → (Hz, seconds)
    more_server_options = ()

    @classmethod
    def site(cls, carrier_address):
        site = (Site().agent(1, **AT_PAGE).agent(2, **AT_PAGE).agent(3)
                .leader(extension_type="web", sign_in="page")
                .queue(600, [1, 2], leaders=["10090"]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .dial_out())
        return site

    @classmethod
    def setUpClass(cls):
        needs_pages()
        cls.voice_folder = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-test-voices-"))
        cls.addClassCleanup(shutil.rmtree, cls.voice_folder, ignore_errors=True)
        for name, (hertz, seconds) in cls.voices.items():
            tone.write_voice(cls.voice_folder / f"{name}.wav", hertz, seconds)
        prompts = ("--prompts", str(cls.voice_folder)) if cls.voices else ()
        cls.server_options = ("--web", str(PAGES), *prompts, *cls.more_server_options)
        super().setUpClass()
        cls.line = Line(cls.server)
        cls.addClassCleanup(cls.line.close)
        cls.browser = cls.open_browser()
        cls.addClassCleanup(cls.browser.close)

    @classmethod
    def open_browser(cls):
        return Browser(cls.voice_hz, cls.microphone, kind=cls.kind)

    def setUp(self):
        super().setUp()
        self.desks, self.contexts = [], []
        self.forgiven = [NOBODY_YET]

    def tearDown(self):
        try:
            self._look_at_pages()
        finally:
            for context in self.contexts:
                context.close()
            super().tearDown()

    def _look_at_pages(self):
        failed = self._outcome_failed()
        complaints = []
        for number, desk in enumerate(self.desks):
            if not desk.page.open:
                continue
            if failed:
                self._picture(desk, number)
            elif os.environ.get("YINGHE_PICTURES"):  # a folder: how every page looked at the end of its journey
                desk.page.screenshot(pathlib.Path(os.environ["YINGHE_PICTURES"], f"{self.id()}-{number}.png"))
            complaints += [one for one in desk.page.complaints()
                           if not any(words in one for words in self.forgiven)]
        if complaints and not failed:
            self.fail("the page complained:\n" + "\n".join(complaints[:10]))

    def _picture(self, desk, number):
        folder = pathlib.Path(os.environ.get("YINGHE_REPORTS") or "/tmp")
        path = folder / f"{self.id()}-{number}.png"
        desk.page.screenshot(path)
        print(f"picture: {path}\n{desk.page.url()}\n{desk.page.css('body').text()[:1500]}\n"
              f"complaints: {desk.page.complaints()[:10]}")

    def forgive(self, *words):
        """Complaints with these words are what the test is about."""
        self.forgiven += words

    def forgive_network(self):
        self.forgive(*NETWORK_COMPLAINTS)

    # ---- people

    def desk(self, context=None, devices_checked=True, scripts=(), **options):
        """A fresh tab (of a fresh browser, if no context is given) at the sign-in page."""
        if context is None:
            scripts = [*scripts, *([DEVICES_CHECKED] if devices_checked else [])]
            context = self.browser.context(scripts=scripts, **options)
            self.contexts.append(context)
        desk = Desk(context.page(), self.line.url)
        self.desks.append(desk)
        return desk

    def agent(self, n=1, **options):
        """Agent n at work: signed in, telephone ready, in state ready."""
        desk = self.desk(**options)
        desk.open().sign_in(*agent_account(n)).wait_ready_to_work()
        desk.set_ready()
        return desk

    def admin_desk(self, **options):
        desk = self.desk(**options)
        desk.open().sign_in(ADMIN["account"], ADMIN["password"])
        return desk

    def leader_desk(self, **options):
        desk = self.desk(**options)
        desk.open().sign_in("10090", "Leader-10090")
        return desk

    # ---- calls

    def customer_rings(self, desk, customer_hz=450, **options):
        """A customer's call that rings this desk; he speaks as soon as somebody answers."""
        call = self.customer_calls(**options)
        desk.wait_ring()
        # The page shows an offer before its telephone rings: a caller who leaves in between was never rung for.
        def rings():
            return any(leg["ringing"] and leg["user"] for live in self.admin.calls() for leg in live["legs"])
        self.admin.wait(rings, 5, lambda: f"a telephone that rings: {self.admin.calls()}")
        call.media.play_tone(customer_hz)
        return call

    def in_call(self, desk, customer_hz=450, **options):
        """A customer's call answered at this desk, both directions heard."""
        call = self.customer_rings(desk, customer_hz, **options)
        desk.answer()
        call.wait_up()
        self.assert_talking(desk, call, customer_hz)
        return call

    # ---- claims

    def wait_seconds(self, seconds):
        """Only where an outage or a silence has to last so long."""
        time.sleep(seconds)

    def assert_talking(self, desk, call, customer_hz=450, seconds=0.8):
        """The page hears the customer, the customer hears the page; steady, and nobody himself."""
        desk.page.wait_tone(customer_hz)
        mark = call.media.mark()
        heard = call.media.wait_heard(self.voice_hz, seconds, since=mark)
        self.assertAlmostEqual(heard.level_db, -12, delta=2, msg=str(heard))
        desk.page.wait_level(customer_hz, -12, 2)
        self.assertLess(desk.page.loudest(self.voice_hz, 0.2), -40, "the agent hears himself")
        self.assertLess(call.media.heard(customer_hz, mark).seconds, 0.05, "the customer hears himself")

    def assert_music(self, call):
        """The customer hears something that is not the agent, most of a second long."""
        since, step = call.media.mark(), tone.RATE_HZ // 10

        def music():
            samples = call.media.samples(since)
            pieces = [samples[at:at + step] for at in range(0, len(samples) - step + 1, step)]
            heard = [one for one in pieces if tone.level_db(one) > -45 and tone.tone_db(one, self.voice_hz) < -35]
            # Music has quiet moments: a good part of what was heard, and in all most of a second.
            return len(heard) >= 8 and len(heard) >= len(pieces) // 3
        self.admin.wait(music, 8, "music for the customer")

    def assert_agent_silent(self, call):
        """The customer does not hear the agent, for a while without a break (what was on its way may still arrive)."""
        def silent():
            mark = call.media.mark()
            self.wait_seconds(0.6)
            return call.media.heard(self.voice_hz, mark).seconds < 0.05
        self.admin.wait(silent, 5, "silence of the agent at the customer")

    def wait_music(self, call, timeout=8):
        """Waits until the customer hears music and no agent."""
        def music():
            mark = max(0, call.media.mark() - 25)
            samples = call.media.samples(mark)
            return (len(samples) > 2000 and tone.level_db(samples) > -45
                    and tone.tone_db(samples, self.voice_hz) < -35)
        self.wait(music, timeout, "music at the customer")


AT_PAGE = {"extension_type": "web", "sign_in": "page"}


def agent_account(n):
    return str(10000 + n), f"Agent-{10000 + n}"
