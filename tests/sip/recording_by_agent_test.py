"""R044, U4: an agent's own word about recording goes before the queue's, also where a call is sent on."""
from harness import tone
from harness.case import CallCentreCase
from harness.site import Site

CUSTOMER_HZ, CUSTOMER_LATER_HZ, FIRST_HZ, SECOND_HZ = 450, 1050, 850, 650
RECORDED, UNRECORDED = "4008001234", "4008001235"


class RecordingByAgent(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agent(1, record_calls="always").agent(2, record_calls="never").agent(3)
                .queue(600, [2, 3]).queue(601, [1], record=False)
                .trunk("carrier", carrier_address).did(RECORDED, "queue:600").did(UNRECORDED, "queue:601"))

    def seconds(self, channel, frequency_hz):
        return tone.Heard(channel, frequency_hz).seconds

    def talk(self, agent, number):
        """Two seconds and a half of it."""
        call, ringing = self.connected(agent, number, CUSTOMER_HZ, FIRST_HZ)
        call.media.wait_sent(125)
        return call, ringing

    def send_on(self, ringing, colleague):
        self.assertEqual(ringing.refer(colleague.user).status, 202)
        target = colleague.expect_call()
        target.answer(SECOND_HZ)
        return target

    def talk_there(self, call, ringing, target):
        """As long."""
        target.media.wait_heard(CUSTOMER_LATER_HZ, 2)
        target.media.wait_sent(25)
        ringing.hang_up()
        call.bye()
        target.wait_ended()

    def end(self, call, ringing):
        call.bye()
        ringing.wait_ended()

    def test_always_is_recorded_in_a_queue_that_is_not(self):
        self.end(*self.talk(self.agent_phone(1), UNRECORDED))
        left, right = self.recording_of(self.new_records(1)[-1]).channels
        self.assertGreater(self.seconds(left, CUSTOMER_HZ), 1.5)
        self.assertGreater(self.seconds(right, FIRST_HZ), 1.5)

    def test_never_leaves_no_recording_in_a_queue_that_is_recorded(self):
        self.end(*self.talk(self.agent_phone(2), RECORDED))
        self.assertEqual(self.new_records(1)[-1].recordings, [])

    def test_sent_on_by_never_it_is_recorded_from_there(self):
        never, colleague = self.agent_phone(2), self.agent_phone(3)
        call, ringing = self.talk(never, RECORDED)
        call.media.play_tone(CUSTOMER_LATER_HZ)
        self.talk_there(call, ringing, self.send_on(ringing, colleague))
        left, right = self.recording_of(self.new_records(1)[-1]).channels
        self.assertGreater(self.seconds(left, CUSTOMER_LATER_HZ), 1.5)
        self.assertGreater(self.seconds(right, SECOND_HZ), 1.5)
        self.assertLess(self.seconds(left, CUSTOMER_HZ), 0.1, "what was told who is never recorded")
        self.assertLess(self.seconds(right, FIRST_HZ), 0.1, "what who is never recorded said")

    def test_sent_on_to_never_the_rest_is_not_recorded(self):
        colleague, never = self.agent_phone(3), self.agent_phone(2)
        never.unregister()  # so that the queue offers to the colleague
        call, ringing = self.talk(colleague, RECORDED)
        self.assertEqual(never.register().status, 200)
        target = self.send_on(ringing, never)
        call.media.wait_heard(SECOND_HZ, 0.2)
        call.media.play_tone(CUSTOMER_LATER_HZ)
        self.talk_there(call, ringing, target)
        left, right = self.recording_of(self.new_records(1)[-1]).channels
        self.assertGreater(self.seconds(left, CUSTOMER_HZ), 1.5)
        self.assertGreater(self.seconds(right, FIRST_HZ), 1.5)
        self.assertLess(self.seconds(left, CUSTOMER_LATER_HZ), 0.1, "what was told who is never recorded")
        self.assertLess(self.seconds(right, SECOND_HZ), 0.1, "what who is never recorded said")
