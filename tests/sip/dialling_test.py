"""What an agent's phone can dial: outside numbers, colleagues, queues."""
import time

from harness.case import CallCentreCase
from harness.site import Site


class Dialling(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(4).queue(600, [1, 2])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600")
                .dial_out("9*", strip=1, prepend="0086").dial_out("0*|1*"))

    def test_outside_number_over_the_trunk(self):
        agent = self.agent_phone(1)
        call = agent.call("13800138000")
        customer = self.carrier.expect_call()
        self.assertEqual(customer.invite.uri.split(":")[1].split("@")[0], "13800138000")
        caller_ids = [customer.invite.user_of("From"), customer.invite.user_of("P-Asserted-Identity")]
        self.assertIn("4008001234", caller_ids)
        customer.ring()
        call.wait_ringing()
        customer.answer(450)
        call.wait_up()
        call.media.play_tone(850)
        self.assert_both_hear(call, 850, customer, 450)
        call.bye()
        customer.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual((record.direction, record.result), ("manual_outbound", "answered"))
        self.assertEqual(record.customer, "13800138000")

    def test_prefix_is_stripped_and_another_put_in_front(self):
        agent = self.agent_phone(1)
        call = agent.call("95551234")
        customer = self.carrier.expect_call()
        self.assertEqual(customer.invite.uri.split(":")[1].split("@")[0], "00865551234")
        call.hang_up()
        customer.wait_ended()

    def test_customer_is_busy(self):
        agent = self.agent_phone(1)
        call = agent.call("13800138000")
        self.carrier.expect_call().refuse(486)
        call.wait_ended()
        self.assertEqual(call.final_status, 486)
        self.assertEqual(self.new_records(1)[-1].result, "busy")

    def test_customer_does_not_answer_and_the_agent_gives_up(self):
        agent = self.agent_phone(1)
        call = agent.call("13800138000")
        customer = self.carrier.expect_call()
        customer.ring()
        call.wait_ringing()
        call.cancel()
        customer.wait_ended()
        call.wait_ended()
        self.assertEqual(self.new_records(1)[-1].result, "no_answer")

    def test_early_media_reaches_the_agent(self):
        # 被叫彩铃透传 (R027): the ring-back tone of the called network.
        agent = self.agent_phone(1)
        call = agent.call("13800138000")
        customer = self.carrier.expect_call()
        self.carrier.reply(customer.invite, 183, to_tag=customer.local_tag, body=customer._description())
        customer.media.play_tone(450)
        call.media.wait_heard(450, 0.5)
        call.cancel()
        customer.wait_ended()

    def test_colleague(self):
        first, second = self.agent_phone(1), self.agent_phone(2)
        call = first.call("8002")
        ringing = second.expect_call()
        self.assertEqual(ringing.invite.user_of("From"), "8001")
        ringing.answer(650)
        call.wait_up()
        call.media.play_tone(850)
        self.assert_both_hear(call, 850, ringing, 650)
        call.bye()
        ringing.wait_ended()
        self.assertEqual(self.new_records(1)[-1].direction, "internal")

    def test_queue(self):
        # Agent 3 dials the queue: a member rings.
        caller, member = self.agent_phone(3), self.agent_phone(1)
        call = caller.call("600")
        ringing = member.expect_call()
        ringing.answer(650)
        call.wait_up()
        call.media.wait_heard(650, 0.5)
        call.bye()
        ringing.wait_ended()

    def test_number_that_leads_nowhere(self):
        agent = self.agent_phone(1)
        call = agent.call("7777")
        call.wait_ended()
        self.assertIn(call.final_status, (404, 484, 403))

    def test_phone_that_is_not_registered_cannot_dial(self):
        agent = self.agent_phone(1)
        agent.unregister()
        from harness.phone import Phone
        stranger = Phone(self.server.sip, "8001", domain="demo")
        self.phones.append(stranger)
        call = stranger.call("13800138000")
        call.wait_ended()
        self.assertIn(call.final_status, (401, 403, 407))

    def test_stranger_cannot_dial_out_through_us(self):
        # From an address that is no trunk, without a password: the toll-fraud call.
        from harness.phone import Phone
        stranger = Phone(self.server.sip, "1001", ip="127.0.0.9")
        self.phones.append(stranger)
        call = stranger.call("0085212345678")
        call.wait_ended()
        self.assertIn(call.final_status, (401, 403, 404, 407))
        self.assertFalse(self.carrier.incoming)

    def test_called_colleague_is_not_there(self):
        agent = self.agent_phone(1)
        call = agent.call("8002")
        call.wait_ended(8)
        self.assertIn(call.final_status, (404, 480, 486))

    def test_agent_in_a_call_is_not_offered_another(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        second = self.customer_calls(customer="13900000002")
        time.sleep(1)
        self.assertFalse(agent.incoming, "offered a second call")
        call.bye()
        ringing.wait_ended()
        next_call = agent.expect_call()
        next_call.answer()
        second.wait_up()
        second.bye()
        next_call.wait_ended()
