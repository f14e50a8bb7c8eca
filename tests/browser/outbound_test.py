"""Calls that the agent makes from the page."""
from harness.browser_case import BrowserCase

NUMBER = "13800138000"


class Outbound(BrowserCase):
    def dialled(self, desk, number=NUMBER):
        desk.dial(number)
        far = self.carrier.expect_call()
        desk.wait_kind("dialling")
        return far

    def test_voice_both_ways_and_the_far_end_hangs_up(self):
        """R048, R049."""
        desk = self.agent(1)
        far = self.dialled(desk)
        far.ring()
        far.answer(450)
        desk.wait_talking()
        self.assert_talking(desk, far)
        far.bye()
        desk.wait_after_call()
        record = self.new_records(1)[-1]
        self.assertEqual((record.direction, record.result), ("manual_outbound", "answered"))

    def test_r042_called_first_and_then_it_rings_there(self):
        """R042: the bar says 呼叫对方中 until the far end says that it rings."""
        desk = self.agent(1)
        far = self.dialled(desk)
        desk.page.at("call-phase").wait_text("呼叫对方中")
        far.ring()
        desk.page.at("call-phase").wait_text("对方振铃")
        far.refuse(486)
        desk.wait_after_call()

    def test_dialled_by_key(self):
        desk = self.agent(1)
        desk.page.at("dial-field").fill(NUMBER)
        desk.press("F2")
        far = self.carrier.expect_call()
        far.ring()
        far.answer(450)
        desk.wait_talking()
        desk.hang_up_by_key()
        far.wait_ended()
        desk.wait_after_call()

    def test_number_pasted_with_spaces_and_country(self):
        """R032: the number is picked out of what was pasted; R049."""
        desk = self.agent(1)
        desk.paste_number("+86 138-0013-8000")
        desk.page.at("slot-a").click()
        far = self.carrier.expect_call()
        self.assertEqual(far.invite.uri.split("@")[0], f"sip:{NUMBER}")
        far.refuse(486)
        desk.wait_after_call()

    def test_busy_and_no_answer_are_told(self):
        desk = self.agent(1)
        far = self.dialled(desk)
        far.refuse(486)
        desk.wait_after_call()
        self.assertEqual(self.new_records(1)[-1].result, "busy")
        desk.set_ready()
        far = self.dialled(desk)
        far.ring()
        far.refuse(480)
        desk.wait_after_call()
        self.assertEqual(self.new_records(2)[-1].result, "no_answer")

    def test_hung_up_while_it_rings(self):
        desk = self.agent(1)
        far = self.dialled(desk)
        far.ring()
        desk.hang_up()
        far.wait_ended()
        desk.wait_after_call()
        # The next call works.
        far = self.dialled(desk)
        far.answer(450)
        self.assert_talking(desk, far)
        far.bye()
