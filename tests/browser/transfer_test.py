"""Passing a call on, asking a colleague, talking with three: at the pages of two agents, heard by the customer."""
from harness.browser_case import BrowserCase


class Transfer(BrowserCase):
    def talk(self):
        """Agent 1 talks with a customer, agent 2 is free."""
        first = self.agent(1)
        call = self.in_call(first)
        return first, self.agent(2), call

    def test_blind_transfer_to_a_colleague(self):
        first, second, call = self.talk()
        first.choose_target("transfer", "members", "10002")
        first.page.at("do-transfer").click()
        first.wait_after_call()
        second.wait_ring()
        call.media.play_tone(450)
        second.answer()
        second.wait_talking()
        self.assert_talking(second, call)
        second.hang_up()
        call.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual((record.direction, record.result), ("inbound", "answered"))

    def test_blind_transfer_to_a_queue_by_keyboard(self):
        first, second, call = self.talk()
        first.press("Shift+F8")
        first.page.at("target-tab-queues").wait()
        first.page.at("target-tab-queues").click()
        first.page.at("target-600").wait()
        first.press("Enter")
        first.wait_after_call()
        second.wait_ring()
        second.answer()
        self.assert_talking(second, call)
        call.bye()
        second.wait_after_call()

    def test_consult_then_hand_over(self):
        first, second, call = self.talk()
        first.choose_target("consult", "members", "10002")
        first.page.at("do-consult").click()
        first.wait_kind("consulting")
        self.assertFalse(first.page.at("consult-complete").enabled(), "handing over before the answer (R054)")
        self.assertFalse(first.page.at("conference").enabled(), "a conference before the answer")
        self.wait_music(call)
        second.wait_ring()
        second.answer()
        second.wait_talking()
        first.page.wait_for(first.page.at("consult-complete").enabled, 5, "handing over is possible")
        first.page.wait_tone(self.voice_hz)  # they hear each other, and not the customer
        first.page.wait_silent(450)
        first.page.at("consult-complete").click()
        first.wait_after_call()
        self.assert_talking(second, call)
        second.hang_up()
        call.wait_ended()

    def test_swapping_and_ending_a_consultation_keep_the_customer(self):
        first, second, call = self.talk()
        first.choose_target("consult", "members", "10002")
        first.page.at("do-consult").click()
        second.wait_ring()
        second.answer()
        first.page.wait_for(first.page.at("swap").enabled, 5, "swapping is possible")
        first.page.at("swap").click()
        first.page.wait_tone(450)
        first.hang_up_by_key()  # F4 ends the consultation only
        second.wait_after_call()
        first.wait_talking()
        self.assert_talking(first, call)
        first.hang_up()
        call.wait_ended()

    def test_three_talk_and_one_is_taken_out(self):
        first, second, call = self.talk()
        first.choose_target("consult", "members", "10002")
        first.page.at("do-consult").click()
        second.wait_ring()
        second.answer()
        first.page.wait_for(first.page.at("conference").enabled, 5, "a conference is possible")
        first.page.at("conference").click()
        for desk in (first, second):
            desk.wait_kind("conference")
            desk.page.wait_tone(450)
            desk.page.wait_tone(self.voice_hz)  # the colleague
        first.page.at("party-remove-8002").click()
        second.wait_after_call()
        first.wait_talking()
        self.assert_talking(first, call)
        first.hang_up()
        call.wait_ended()

    def test_refused_target_is_said_in_the_panel(self):
        first = self.agent(1)
        call = self.in_call(first)
        self.forgive("Failed to load resource")
        first.choose_target("transfer", "outside", None)
        first.page.type("8777777777777")
        first.page.at("do-transfer").click()
        # Whatever the site says to such a number: the talk is still there, or has honestly gone on.
        first.page.wait_for(lambda: first.page.at("transfer-problem").visible() or not first.call_id(), 15, "an answer")
        call.bye()
        first.wait_after_call()
