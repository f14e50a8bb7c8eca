"""Every page, light and dark: accessible to everybody, and light enough to load."""
import json

from harness.browser_case import BrowserCase

PAGES_OF_A_LEADER = ("desk", "call", "wall", "queues", "rooms", "records", "recordings", "missed_calls", "voicemails",
                     "surveys", "settings")
FIRST_LOAD_LIMIT_BYTES = 300 * 1024


class Accessible(BrowserCase):
    def no_problem(self, desk, where):
        problems = desk.page.accessibility_problems()
        if problems:
            self.fail(f"{where}: {json.dumps(problems, indent=1, ensure_ascii=False)}")

    def test_sign_in(self):
        for scheme in ("light", "dark"):
            desk = self.desk(colorScheme=scheme).open()
            desk.wait_sign_in_page()
            with self.subTest(scheme):
                self.no_problem(desk, f"sign-in, {scheme}")

    def every_page(self, scheme):
        call = self.customer_calls()  # somebody waits: lists are not empty
        desk = self.leader_desk(colorScheme=scheme)
        desk.wait_ready_to_work()
        for route in PAGES_OF_A_LEADER:
            desk.go(route)
            with self.subTest(page=route, scheme=scheme):
                self.no_problem(desk, f"{route}, {scheme}")
        call.hang_up()

    def test_every_page_in_light(self):
        self.every_page("light")

    def test_every_page_in_dark(self):
        self.every_page("dark")

    def test_ring_and_call(self):
        desk = self.agent(1)
        call = self.customer_rings(desk)
        self.no_problem(desk, "ring card")
        desk.answer()
        call.wait_up()
        desk.wait_talking()
        self.no_problem(desk, "in a call")
        call.bye()


class Light(BrowserCase):
    def test_first_load(self):
        desk = self.desk()
        files = [one for one in desk.page.transferred(self.line.url + "/") if one["url"].startswith("http")]
        total = sum(one["bytes"] for one in files)
        print(f"first load: {total} bytes in {len(files)} files")
        self.assertGreater(total, 10_000, files)
        self.assertLess(total, FIRST_LOAD_LIMIT_BYTES, files)
        desk.wait_sign_in_page()
        desk.sign_in("10001", "Agent-10001").wait_ready_to_work()
        # Time to ready is printed for the notes; a busy machine must not fail it.
        ready_ms = desk.page.evaluate("performance.now()")
        print(f"sign-in page to ready: {ready_ms:.0f} ms after the load began")
