"""An agent who refuses, is busy, or does not answer: the next one, and the caller never hears it."""
import time

from harness.case import CallCentreCase
from harness.site import Site


class NextAgent(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(4).queue(600, [1, 2], ring_timeout_s=2)
                .queue(601, [3], max_wait_s=2).trunk("carrier", carrier_address)
                .did("4008001234", "queue:600").did("4008001235", "queue:601"))

    def offered_to_the_second(self, first_does):
        first, second = self.agent_phone(1), self.agent_phone(2)
        call = self.customer_calls()
        self.wait(lambda: first.incoming or second.incoming, 5, "an agent rings")
        if second.incoming:
            first, second = second, first
        first_call = first.expect_call()
        first_does(first_call)
        second_call = second.expect_call(15)  # a phone that failed is left alone for ten seconds
        second_call.answer(850)
        call.wait_up()
        self.assertTrue(all(status in (100, 180, 183, 200) for status in call.statuses), call.statuses)
        call.media.wait_heard(850, 0.5)
        first_call.wait_ended()
        call.bye()
        second_call.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual(record.result, "answered")

    def test_after_a_refusal(self):
        self.offered_to_the_second(lambda ringing: ringing.refuse(603))

    def test_after_busy(self):
        self.offered_to_the_second(lambda ringing: ringing.refuse(486))

    def test_after_a_server_error(self):
        self.offered_to_the_second(lambda ringing: ringing.refuse(500))

    def test_after_no_answer(self):
        self.offered_to_the_second(lambda ringing: ringing.ring())

    def test_after_a_redirection_it_is_not_followed(self):
        # RFC 3261 §8.1.3.4 leaves it to us: a phone must not send our customer to an address of its choice.
        def redirect(ringing):
            ringing.phone.reply(ringing.invite, 302, to_tag=ringing.local_tag,
                                headers=[("Contact", f"<sip:evil@{self.carrier.address[0]}:{self.carrier.address[1]}>")])
            ringing.final_status = 302
            ringing._end("here")
        self.offered_to_the_second(redirect)
        self.assertFalse([call for call in self.carrier.incoming], "the redirection was followed")

    def test_phone_that_vanished_is_passed_over(self):
        first = self.agent_phone(1)
        second = self.agent_phone(2)
        first.on_request = lambda request: True  # hears everything, answers nothing
        call = self.customer_calls()
        second.expect_call(8).answer(850)
        call.wait_up()
        call.bye()

    def test_caller_gives_up_while_ringing(self):
        agent = self.agent_phone(1)
        call = self.customer_calls()
        ringing = agent.expect_call()
        ringing.ring()
        call.hang_up()
        ringing.wait_ended()
        call.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual((record.result, record.side), ("abandoned", "caller"))
        # The agent must be free at once.
        again, second_ringing = self.connected(agent)
        again.bye()
        second_ringing.wait_ended()

    def test_caller_gives_up_while_waiting(self):
        call = self.customer_calls()
        time.sleep(0.5)
        call.hang_up()
        call.wait_ended()
        self.assertEqual(self.new_records(1)[-1].result, "abandoned")

    def test_nobody_for_too_long(self):
        call = self.customer_calls("4008001235")
        call.wait_ended(8)
        self.assertEqual(call.ended_by, "there")
        record = self.new_records(1)[-1]
        self.assertIn(record.result, ("no_answer", "abandoned", "failed"))
        self.assertEqual(record.side, "us")

    def test_cancel_races_the_answer(self):
        agent = self.agent_phone(1)
        for _ in range(10):
            call = self.customer_calls()
            ringing = agent.expect_call()
            ringing.answer()
            call.hang_up()
            call.wait_ended()
            ringing.wait_ended()
            self.admin.wait_no_calls()
        call, ringing = self.connected(agent)
        call.bye()
        ringing.wait_ended()
