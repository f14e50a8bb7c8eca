"""Hold by re-INVITE: music for the other side, then voice again."""
import time

from harness import tone
from harness.case import CallCentreCase


class Hold(CallCentreCase):
    def test_customer_hears_music_while_held(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        call.media.wait_heard(850, 0.5)
        self.assertEqual(ringing.hold().status, 200)
        ringing.media.stop()
        time.sleep(0.3)
        mark = call.media.mark()
        time.sleep(2)
        held = call.media.samples(mark)
        self.assertGreater(len(held), 1.5 * tone.RATE_HZ, "the stream stopped")
        self.assertGreater(tone.level_db(held), -45, "silence instead of music")
        self.assertLess(tone.tone_db(held, 850), -40, "the agent is heard while holding")
        self.assertEqual(ringing.retrieve().status, 200)
        ringing.media.play_tone(850)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()
        record = self.new_records(1)[-1]
        self.assertTrue(1 <= record.hold_s <= 4, record)

    def test_agent_does_not_hear_the_customer_while_holding(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        ringing.reinvite("inactive")
        time.sleep(0.3)
        mark = ringing.media.mark()
        time.sleep(1)
        self.assertLess(ringing.media.heard(450, mark).seconds, 0.1)
        ringing.retrieve()
        ringing.media.wait_heard(450, 0.5, since=ringing.media.mark())
        call.bye()
        ringing.wait_ended()

    def test_customer_side_holds(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        self.assertEqual(call.hold().status, 200)
        self.assertEqual(call.retrieve().status, 200)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()

    def test_hang_up_while_held(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        ringing.hold()
        call.bye()
        ringing.wait_ended()
        self.assertEqual(self.new_records(1)[-1].result, "answered")

    def test_held_and_retrieved_ten_times(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        for _ in range(10):
            self.assertEqual(ringing.hold().status, 200)
            self.assertEqual(ringing.retrieve().status, 200)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()
