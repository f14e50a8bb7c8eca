"""Which codecs are spoken with a trunk is its configuration's choice; transcoding to everybody else's is ours."""
from harness.case import CallCentreCase
from harness.site import Site

EVENTS = 101
A_LAW, U_LAW = 8, 0


class TrunkCodecs(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(1).queue(600, [1])
                .trunk("carrier", carrier_address, codecs="PCMU").did("4008001234", "queue:600").dial_out())

    def talk(self, agent, customer):
        self.assert_both_hear(agent, 850, customer, 450)
        agent.bye()
        customer.wait_ended()

    def test_offered_and_taken_whatever_the_agent_speaks(self):
        agent = self.agent_phone(1)
        call = agent.call("13800138000", codecs=(A_LAW, EVENTS))
        customer = self.carrier.expect_call()
        voices = [codec for codec in customer.remote_sdp.codecs if codec < 96]
        self.assertEqual(voices, [U_LAW])
        customer.answer(450)
        call.wait_up()
        call.media.play_tone(850)
        self.talk(call, customer)

    def test_chosen_from_what_a_caller_offers(self):
        agent = self.agent_phone(1)
        call = self.customer_calls(codecs=(A_LAW, U_LAW, EVENTS))
        ringing = agent.expect_call()
        ringing.answer(850)
        call.wait_up()
        self.assertEqual(call.remote_sdp.codecs[0], U_LAW)
        self.assertNotIn(A_LAW, call.remote_sdp.codecs)
        call.media.play_tone(450)
        self.talk(ringing, call)

    def test_a_caller_without_any_of_them_is_refused(self):
        call = self.customer_calls(codecs=(A_LAW, EVENTS))
        call.wait_ended()
        self.assertEqual(call.final_status, 488)
