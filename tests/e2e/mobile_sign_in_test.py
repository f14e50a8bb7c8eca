"""手机签入: the calls of an agent who has no seat ring the mobile (R024, R025)."""
from harness.case import CallCentreCase
from harness.site import Site


class MobileSignIn(CallCentreCase):

    @classmethod
    def site(cls, carrier_address):
        return (Site().agent(1, mobile="13811112222").agent(2).queue(600, [1])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    def test_calls_ring_the_mobile_until_it_is_signed_out(self):
        api = self.agent_api(1)
        self.assertEqual(api.put("/api/v1/me/mobile", {"on": True}).status // 100, 2)
        api.wait(lambda: api.state() == "ready", 3, "signed in")
        call = self.customer_calls()
        mobile = self.carrier.expect_call()
        self.assertIn("13811112222", mobile.invite.uri)
        mobile.answer(850)
        call.wait_up()
        call.media.play_tone(450)
        self.assert_both_hear(call, 450, mobile, 850)
        call.bye()
        mobile.wait_ended()
        [record] = self.new_records(1)
        self.assertEqual((record.item["result"], record.item["agent"]), ("answered", "10001"))
        self.assertEqual(api.put("/api/v1/me/mobile", {"on": False}).status // 100, 2)
        api.wait(lambda: api.state() == "offline", 3, "nobody there any more")

    def test_desk_phone_takes_over_once_its_user_is_ready(self):
        phone, api = self.agent_phone(1), self.agent_api(1)
        self.assertEqual(api.put("/api/v1/me/mobile", {"on": True}).status // 100, 2)
        self.assertIn(api.put("/api/v1/me/state", {"state": "ready"}).status, (200, 202, 204))
        call, ringing = self.connected(phone)
        ringing.bye()
        call.wait_ended()

    def test_who_has_no_mobile_is_told_so(self):
        reply = self.agent_api(2).put("/api/v1/me/mobile", {"on": True})
        self.assertEqual((reply.status, reply.json["error"]["code"]), (400, "mobile.no_number"))
