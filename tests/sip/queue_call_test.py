"""A customer's call through a queue to an agent: voice, recording, record."""
import time

from harness import tone
from harness.case import CUSTOMER, CallCentreCase


class QueueCall(CallCentreCase):
    def test_customer_and_agent_hear_each_other(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()

    def test_agent_sees_the_customers_number(self):
        agent = self.agent_phone(1)
        call = self.customer_calls()
        ringing = agent.expect_call()
        self.assertIn(CUSTOMER, [ringing.invite.user_of("From"), ringing.invite.user_of("P-Asserted-Identity")])
        call.hang_up()
        ringing.wait_ended()

    def test_customer_hears_something_while_waiting(self):
        agent = self.agent_phone(1)
        call = self.customer_calls()
        ringing = agent.expect_call()
        ringing.ring()
        # Either our music or ring-back, or the carrier's own ring-back because we said 180.
        self.wait(lambda: 180 in call.statuses or len(call.media.packets) > 25, 5, "ring-back or music")
        call.hang_up()
        ringing.wait_ended()

    def test_recording_has_the_customer_left_and_the_agent_right(self):
        """B03."""
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        call.media.wait_sent(150)
        call.bye()
        ringing.wait_ended()
        record = self.new_records(1)[-1]
        wav = self.recording_of(record)
        self.assertEqual(wav.channel_count, 2)
        left, right = wav.channels
        for channel, own_hz, other_hz in ((left, 450, 850), (right, 850, 450)):
            heard = tone.Heard(channel, own_hz)
            self.assertGreater(heard.seconds, 2.5, heard)
            self.assertAlmostEqual(heard.level_db, -12, delta=1.5)
            self.assertLessEqual(heard.dropouts, 1, heard)
            self.assertLess(tone.Heard(channel, other_hz).seconds, 0.1, "the other side leaks in")
        self.assertLess(abs(wav.seconds - 3), 1.5)

    def test_record_tells_the_call(self):
        """B18: with the quality of every leg."""
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        time.sleep(2)
        call.bye()
        ringing.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual((record.direction, record.result), ("inbound", "answered"))
        self.assertEqual((record.customer, record.called), (CUSTOMER, "4008001234"))
        self.assertEqual(record.side, "caller")
        self.assertTrue(1 <= record.talk_s <= 3, record)
        self.assertIn("600", str(record.queue))
        self.assertIn("10001", str(record.agents))

    def test_agent_hangs_up(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        ringing.bye()
        call.wait_ended()
        self.assertEqual(call.ended_by, "there")
        self.assertEqual(self.new_records(1)[-1].side, "agent")

    def test_unrecorded_queue_leaves_no_recording(self):
        agent = self.agent_phone(3)
        call, ringing = self.connected(agent, number="4008001235")
        time.sleep(1)
        call.bye()
        ringing.wait_ended()
        self.assertEqual(self.new_records(1)[-1].recordings, [])

    def test_u_law_customer_talks_with_a_law_agent(self):
        agent = self.agent_phone(1)
        agent_codecs = (8, 101)
        call = self.customer_calls(codecs=(0, 101))
        ringing = agent.expect_call()
        ringing.codecs = agent_codecs
        ringing.media.payload_type = 8
        ringing.answer(850)
        call.wait_up()
        call.media.payload_type = 0
        call.media.play_tone(450)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()

    def test_voice_delay_is_small(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        time.sleep(0.5)
        # The quickest of some: a machine that is busy with other things adds to one, a delay of ours is in each.
        delays = [self.voice_delay(call, ringing) for _ in range(8)]
        self.assertLess(min(delays), 0.05, delays)
        call.bye()
        ringing.wait_ended()

    def voice_delay(self, speaker, listener):
        speaker.media.play_silence()
        time.sleep(0.3)
        mark = listener.media.mark()
        started = time.monotonic()
        speaker.media.play_tone(650)
        listener.media.wait_heard(650, 0.1, since=mark)
        first = next(p for p in listener.media.packets[mark:]
                     if tone.tone_db([tone.ALAW[byte] for byte in p.payload], 650) > -30)
        return first.arrival - started

    def test_digits_pass_through(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        call.media.dtmf("159#")
        self.wait(lambda: ringing.media.digits() == "159#", 5, lambda: f"digits (heard {ringing.media.digits()})")
        call.bye()
        ringing.wait_ended()
