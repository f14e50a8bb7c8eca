"""A caller who hung up keeps the place in the queue, even when the server is killed meanwhile, and is called back."""
import time
import unittest

from harness.api import Api
from harness.case import CARRIER_IP, CUSTOMER
from harness.phone import Phone
from harness.server import Server
from harness.site import ADMIN, Site


class CallbackSurvives(unittest.TestCase):

    def setUp(self):
        self.carrier = Phone(("127.0.0.1", 9), "carrier", ip=CARRIER_IP)
        self.addCleanup(self.carrier.close)
        site = (Site().agents(2, mobile="13811112222").queue(600, [1], callback_key="2", callback_attempts=2)
                .queue(601, [2], max_wait_s=1, forward_to_mobiles=True, on_timeout="hangup")
                .trunk("carrier", self.carrier.address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .dial_out())
        self.server = Server(site)
        self.addCleanup(self.server.close)
        self.server.__enter__()
        self.carrier.server = self.server.sip

    def admin(self):
        return Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])

    def calls(self, number):
        address = f"sip:{number}@{self.server.sip[0]}:{self.server.sip[1]}"
        call = self.carrier.call(address, from_address=f"<sip:{CUSTOMER}@{CARRIER_IP}>")
        call.wait_up()
        return call

    def asks(self):
        call = self.calls("4008001234")
        time.sleep(0.3)
        for key in "21":
            call.media.dtmf(key)
            time.sleep(0.6)
        admin = self.admin()
        admin.wait(lambda: len(admin.items("/api/v1/callbacks")) == 1, 5, "the place")
        call.bye()
        admin.wait_records(1)  # else the process is lost in the middle of the call
        return admin

    def agent(self):
        phone = Phone(self.server.sip, "8001", "secret-8001", domain="demo")
        self.addCleanup(phone.close)
        self.assertEqual(phone.register().status, 200)
        return phone

    def is_called_back(self):
        ringing = self.agent().expect_call()
        ringing.ring()
        ringing.answer(850)
        customer = self.carrier.expect_call()
        self.assertIn(CUSTOMER, customer.invite.uri)
        customer.answer(450)
        ringing.media.wait_heard(450, 1.0, since=ringing.media.mark())
        customer.media.wait_heard(850, 1.0, since=customer.media.mark())
        customer.bye()
        ringing.wait_ended()

    def test_place_outlives_the_process(self):
        admin = self.asks()
        [asked] = admin.items("/api/v1/callbacks")
        self.server.kill()
        self.server.start()
        self.carrier.server = self.server.sip
        self.is_called_back()
        admin = self.admin()
        admin.wait(lambda: admin.items("/api/v1/callbacks")[0]["state"] == "answered", 5,
                   lambda: admin.items("/api/v1/callbacks"))
        self.assertEqual(admin.items("/api/v1/callbacks")[0]["number"], asked["number"])
        records = sorted(admin.wait(lambda: len(admin.records()) == 2 and admin.records(), 5, "two records"),
                         key=lambda record: record.item["created_at_ms"])
        self.assertEqual([(record.item["direction"], record.item["result"]) for record in records],
                         [("inbound", "no_answer"), ("auto_outbound", "answered")])
        self.assertEqual(records[0].reason, "callback_asked")

    def test_who_is_reached_by_mobile_still_is(self):
        """R024: the next process rings the mobile as the one before did; who was busy stays so."""
        mine = Api.sign_in(self.server, "10001", "Agent-10001")
        self.assertEqual(mine.put("/api/v1/me/mobile", {"on": True}).status // 100, 2)
        mine.wait(lambda: mine.state() == "ready", 5, "signed in")
        self.restarted("ready")
        mine.wait(lambda: mine.state() == "ready", 5, "signed in again")
        call = self.calls("4008001234")
        mobile = self.carrier.expect_call(8)
        self.assertIn("13811112222", mobile.invite.uri)
        mobile.answer(850)
        call.media.wait_heard(850, 1.0, since=call.media.mark())
        call.bye()
        mobile.wait_ended()

        mine.put("/api/v1/me/state", {"state": "busy", "reason": "lunch"})
        mine.wait(lambda: mine.state() == "busy", 5, "busy")
        self.restarted("busy")
        mine.wait(lambda: mine.state() == "busy", 5, "busy still")
        self.assertEqual(mine.put("/api/v1/me/mobile", {"on": False}).status // 100, 2)
        mine.wait(lambda: mine.state() == "offline", 5, "signed out")
        self.restarted("offline")
        time.sleep(0.5)
        self.assertEqual(mine.state(), "offline", "signed out for good")

    def restarted(self, last_state):
        """Killed when the agent's last step is written, and started."""
        admin = self.admin()
        admin.wait(lambda: [row["state"] for row in admin.items("/api/v1/agent-states?agent=10001")][:1] == [last_state],
                   5, lambda: f"the state log ends with {last_state}: {admin.items('/api/v1/agent-states')}")
        self.server.kill()
        self.server.start()
        self.carrier.server = self.server.sip

    def test_nobody_at_a_seat_but_a_mobile_answers(self):
        call = self.calls("4008001235")
        mobile = self.carrier.expect_call(8)
        mobile.answer(850)
        call.media.play_tone(450)
        call.media.wait_heard(850, 1.0, since=call.media.mark())
        mobile.media.wait_heard(450, 1.0, since=mobile.media.mark())
        call.bye()
        mobile.wait_ended()
        admin = self.admin()
        admin.wait(lambda: len(admin.items("/api/v1/forwarded-calls")) == 1, 5, "the forwarded call")
        self.assertEqual(admin.items("/api/v1/lost-calls"), [])


if __name__ == "__main__":
    unittest.main()
