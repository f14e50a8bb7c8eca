"""What a page does without a microphone, and when nobody looks at it."""
from harness.browser_case import BrowserCase, agent_account
from harness.case import CUSTOMER


class Refused(BrowserCase):
    microphone = "refused"

    def desk_without_microphone(self):
        return self.agent(1, permissions=("notifications",))

    def test_check_of_devices_says_what_to_do(self):
        desk = self.desk_without_microphone()
        desk.page.at("device-check-open").click()
        desk.page.at("check-microphone").wait_text("允许", "权限", timeout=10)

    def test_answering_says_what_to_do_and_the_customer_is_not_lost(self):
        desk = self.desk_without_microphone()
        other = self.agent(2)
        call = self.customer_rings(desk)
        desk.answer()
        desk.problem().wait_text("麦克风", timeout=10)
        # Who cannot be heard must not keep the customer: he goes to the next.
        other.wait_ring(10)
        self.assertNotEqual(call.state, "ended")
        call.hang_up()


class FirstDay(BrowserCase):
    def test_devices_are_checked_before_the_first_call(self):
        """R023."""
        desk = self.desk(devices_checked=False).open().sign_in(*agent_account(1)).wait_ready_to_work()
        desk.set_busy().pause(0.7)  # the switch takes no click for 600 ms after its word has changed
        desk.page.at("state-toggle").click()
        desk.page.at("device-check").wait()
        desk.page.at("check-phone").wait_text("就绪")
        desk.page.at("check-done").click()
        desk.wait_kind("idle")


class Hidden(BrowserCase):
    def test_hidden_tab_rings_in_its_title_and_as_a_notification(self):
        notes = """window.yingheNotes = [];
          window.Notification = class { constructor(title, more) { window.yingheNotes.push(title + ' ' + (more?.body ?? '')); }
            static permission = 'granted'; static requestPermission() { return Promise.resolve('granted'); } close() {} };"""
        desk = self.agent(1, scripts=[notes])
        desk.page.evaluate("""() => {
          Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
          Object.defineProperty(document, 'hidden', { get: () => true });
          document.hasFocus = () => false;
          document.dispatchEvent(new Event('visibilitychange'));
        }""")
        before = desk.page.title()
        call = self.customer_rings(desk)
        desk.page.wait_for(lambda: "来电" in desk.page.title(), 8, desk.page.title)
        desk.page.wait_for(lambda: desk.page.evaluate("window.yingheNotes.length"), 8, "a notification")
        self.assertIn(CUSTOMER[-4:], desk.page.evaluate("window.yingheNotes.join()"))
        call.hang_up()
        desk.page.wait_for(lambda: desk.page.title() == before, 5, desk.page.title)
