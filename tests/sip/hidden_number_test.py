"""What a telephone shows of a customer, to whom the company shows no numbers whole (R264, U16, U17)."""
from harness.case import CUSTOMER, CallCentreCase
from harness.phone import Phone
from harness.site import Site

HIDDEN = CUSTOMER[:3] + "****" + CUSTOMER[7:]


class HiddenNumbers(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site(options={"hide_numbers": "partial"}).agents(2).leader().queue(600, [1])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600")
                .did("4008001235", "extension:8090").dial_out())

    def test_agents_telephone_shows_it_masked(self):
        """R264."""
        agent = self.agent_phone(1)
        call = self.customer_calls()
        ringing = agent.expect_call()
        self.assertEqual(ringing.invite.user_of("From"), HIDDEN)
        self.assertIn(HIDDEN, ringing.invite.get("P-Asserted-Identity"))
        self.assertNotIn(CUSTOMER, ringing.invite.encode().decode())
        ringing.answer(850)
        call.wait_up()
        call.media.play_tone(450)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()

    def test_leaders_telephone_shows_it_whole(self):
        """U17: the right to see numbers whole."""
        leader = Phone(self.server.sip, "8090", "secret-8090", domain="demo")
        self.phones.append(leader)
        self.assertEqual(leader.register().status, 200)
        call = self.customer_calls("4008001235")
        ringing = leader.expect_call()
        self.assertEqual(ringing.invite.user_of("From"), CUSTOMER)
        call.hang_up()
        ringing.wait_ended()

    def test_colleagues_are_no_customers(self):
        first, second = self.agent_phone(1), self.agent_phone(2)
        call = first.call("8002")
        ringing = second.expect_call()
        self.assertEqual(ringing.invite.user_of("From"), "8001")
        call.hang_up()
        ringing.wait_ended()
