"""A customer's call at the agent's page, from the ring to the recording."""
from harness.browser_case import BrowserCase
from harness.case import CUSTOMER


class Inbound(BrowserCase):
    def test_ring_card_tells_who_calls_before_anything_sounds(self):
        desk = self.agent(1)
        desk.watch_ring()
        call = self.customer_rings(desk)
        card = desk.ring_text()
        self.assertIn(CUSTOMER[:3], card)
        self.assertIn("江苏省常州市", card)
        self.assertIn("队列600", card)
        self.assertRegex(card, r"等待")
        shown_ms, sounded_ms = desk.ring_moments()
        self.assertTrue(sounded_ms is None or shown_ms <= sounded_ms, f"shown {shown_ms}, sounded {sounded_ms}")
        call.hang_up()
        desk.wait_ring_gone()

    def test_whole_call_by_mouse(self):
        desk = self.agent(1)
        call = self.in_call(desk)

        desk.hold()
        self.wait_music(call)
        self.assert_music(call)
        desk.page.wait_silent(450)  # the agent does not hear the customer while holding
        desk.retrieve()
        self.assert_talking(desk, call)

        desk.mute()
        self.assert_agent_silent(call)
        desk.page.wait_tone(450)
        desk.unmute()
        self.assert_talking(desk, call)

        mark = call.media.mark()
        desk.keypad("12#")
        self.wait(lambda: call.media.digits(mark) == "12#", 8, lambda: f"digits 12#: {call.media.digits(mark)!r}")

        desk.hang_up()
        call.wait_ended()
        desk.wait_after_call()
        desk.set_ready()
        record = self.new_records(1)[-1]
        self.assertEqual((record.direction, record.result, record.side), ("inbound", "answered", "agent"))
        self.assertEqual(len(record.recordings), 1)

    def test_line_beside_the_tabs_counts_the_day(self):
        """R078."""
        desk = self.agent(1)
        line = desk.page.at("today-line").wait()
        self.assertIn("10001", line.text())
        answered = desk.page.at("today-answered")
        before = int(answered.wait_text(*"0123456789").split()[-1])
        call = self.in_call(desk)
        desk.page.at("today-current").wait_text("00:")
        desk.hang_up()
        call.wait_ended()
        answered.wait_text(f"{before + 1}")
        desk.page.at("today-current").wait_text("–")
        desk.page.at("today-average").wait_text("00:")

    def test_answered_by_key_and_hung_up_by_key(self):
        desk = self.agent(1)
        call = self.customer_rings(desk)
        desk.press("F2")
        call.wait_up()
        self.assert_talking(desk, call)
        desk.hang_up_by_key()
        call.wait_ended()
        desk.wait_after_call()

    def test_customer_hangs_up(self):
        desk = self.agent(1)
        call = self.in_call(desk)
        call.bye()
        desk.wait_after_call()
        self.assertEqual(self.new_records(1)[-1].side, "caller")

    def test_refused_by_the_agent_waits_for_the_next(self):
        desk, other = self.agent(1), self.agent(2)
        call = self.customer_rings(desk)
        desk.refuse()
        desk.wait_ring_gone()
        other.wait_ring()
        other.answer()
        call.wait_up()
        self.assert_talking(other, call)
        call.bye()

    def test_customer_gives_up_while_it_rings(self):
        desk = self.agent(1)
        call = self.customer_rings(desk)
        call.hang_up()
        desk.wait_ring_gone(2)
        self.assertEqual(self.new_records(1)[-1].result, "abandoned")

    def test_recording_plays_in_the_page(self):
        desk = self.agent(1)
        call = self.in_call(desk)
        mark = call.media.mark()
        desk.keypad("5")  # some seconds pass while both talk
        self.wait(lambda: call.media.digits(mark) == "5", 8, "the key at the customer")
        call.bye()
        desk.wait_after_call()
        self.new_records(1)
        desk.go("recordings")
        player = desk.play_first_recording().wait_playing()
        self.assertFalse(player.problem())
        for channel in ("left", "right"):
            self.assertGreater(player.drawn_pixels(channel), 500, f"the {channel} channel is empty")
