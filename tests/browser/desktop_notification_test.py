"""A real notification on a real desktop (R066): a Chromium with windows, whose notifications go over the session bus."""
from harness.browser import Browser
from harness.browser_case import BrowserCase
from harness.case import CUSTOMER
from harness.desktop import Desktop


class OnTheDesktop(BrowserCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = Desktop()
        cls.addClassCleanup(cls.desktop.close)
        super().setUpClass()

    @classmethod
    def open_browser(cls):
        return Browser(cls.voice_hz, cls.microphone, desktop=cls.desktop)

    def test_r066_a_call_is_shown_on_the_desktop_and_taken_back(self):
        """R066: who calls and for which queue; a click brings the page; gone when nobody calls any more."""
        desk = self.agent(1)
        seen = len(self.desktop.events)
        call = self.customer_rings(desk)
        note = self.desktop.wait("shown", seen)
        self.assertIn("来电", note["title"])
        self.assertIn(CUSTOMER[-4:], note["body"])
        self.assertNotIn(CUSTOMER, note["title"] + note["body"], "others look at a desktop, too")
        call.hang_up()
        gone = self.desktop.wait("closed", seen)
        self.assertEqual(gone["id"], note["id"])

        seen = len(self.desktop.events)
        call = self.customer_rings(desk)
        self.desktop.click(self.desktop.wait("shown", seen))
        self.desktop.wait("closed", seen)
        desk.answer()
        desk.wait_talking()
        call.hang_up()
        desk.wait_after_call()
