"""Transfer by a desk phone: blind and after consultation (REFER, Replaces)."""
from harness.case import CallCentreCase


class Transfer(CallCentreCase):
    def setUp(self):
        super().setUp()
        self.needs_method("REFER")

    def test_blind_to_a_colleague(self):
        first, second = self.agent_phone(1), self.agent_phone(2)
        second.unregister()  # so that the queue offers to the first
        call, ringing = self.connected(first)
        self.assertEqual(second.register().status, 200)
        self.assertEqual(ringing.refer("8002").status, 202)
        target = second.expect_call()
        target.answer(650)
        call.media.wait_heard(650, 0.7, since=call.media.mark())
        target.media.wait_heard(450, 0.7)
        ringing.hang_up()
        call.bye()
        target.wait_ended()
        record = self.new_records(1)[-1]
        self.assertIn("10002", str(record.agents))

    def test_after_consultation(self):
        first, second = self.agent_phone(1), self.agent_phone(2)
        second.unregister()
        call, ringing = self.connected(first)
        self.assertEqual(second.register().status, 200)
        ringing.hold()
        consult = first.call("8002")
        asked = second.expect_call()
        asked.answer(650)
        consult.wait_up()
        self.assertEqual(ringing.refer_replacing(consult).status, 202)
        call.media.wait_heard(650, 0.7, since=call.media.mark())
        asked.media.wait_heard(450, 0.7, since=asked.media.mark())
        ringing.hang_up()
        consult.hang_up()
        call.bye()
        asked.wait_ended()

    def test_to_a_colleague_who_refuses_comes_back(self):
        first, second = self.agent_phone(1), self.agent_phone(2)
        second.unregister()
        call, ringing = self.connected(first)
        self.assertEqual(second.register().status, 200)
        ringing.refer("8002")
        second.expect_call().refuse(486)
        self.wait(lambda: ringing.refer_notifies or ringing.state == "ended", 5, "the result of the transfer")
        call.hang_up()
        call.wait_ended()
