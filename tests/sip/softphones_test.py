"""The same calls with telephones that others wrote: baresip, SIPp, linphone; and behind Kamailio."""
import time
import unittest

from harness import tone
from harness.baresip import Baresip
from harness.case import CARRIER_IP, CallCentreCase
from harness.kamailio import Kamailio
from harness.linphone import Linphone
from harness.phone import Phone
from harness.ports import free_ports
from harness.sipp import Sipp, registration_rows


class Softphones(CallCentreCase):
    def baresip(self, n, **options):
        phone = Baresip(self.server.sip, str(8000 + n), f"secret-{8000 + n}", **options)
        self.addCleanup(phone.close)
        phone.wait_registered()
        return phone

    def test_baresip_agent_takes_a_customers_call(self):
        agent = self.baresip(1, tone_hz=700)
        call = self.customer_calls()
        agent.wait_event("CALL_INCOMING")
        agent.answer()
        call.wait_up()
        call.media.play_tone(450)
        heard = call.media.wait_heard(700, 2)
        self.assertEqual(heard.dropouts, 0, heard)
        call.media.wait_sent(125)
        call.bye()
        agent.wait_event("CALL_CLOSED")
        heard = tone.Heard(agent.heard().channels[0], 450)
        self.assertGreater(heard.seconds, 1.5, heard)
        self.assertLessEqual(heard.dropouts, 1, heard)
        left, right = self.recording_of(self.new_records(1)[-1]).channels
        self.assertGreater(tone.Heard(left, 450).seconds, 1.5)
        self.assertGreater(tone.Heard(right, 700).seconds, 1.5)

    def test_baresip_agent_dials_out_holds_and_sends_digits(self):
        agent = self.baresip(1, tone_hz=700)
        agent.dial("13800138000")
        customer = self.carrier.expect_call()
        customer.answer(450)
        customer.media.wait_heard(700, 1)
        agent.digits("42")
        self.wait(lambda: customer.media.digits() == "42", 5, lambda: f"digits ({customer.media.digits()})")
        agent.hold()
        customer.media.wait_not_heard(700)
        mark = customer.media.mark()
        time.sleep(1)
        held = customer.media.samples(mark)
        self.assertLess(tone.tone_db(held, 700), -40)
        agent.resume()
        customer.media.wait_heard(700, 0.5, since=customer.media.mark())
        agent.hang_up()
        customer.wait_ended()

    def test_sipp_customers_and_sipp_agents(self):
        port = free_ports()
        with Sipp("desk_phone_registers", self.server.sip, port=port, calls=2,
                  rows=registration_rows([8001, 8002])) as sipp:
            result = sipp.wait()
            self.assertEqual((result.successful, result.failed), (2, 0), result)
        with Sipp("desk_phone_answers", port=port, calls=0, duration_ms=100, echo=True, media_port=free_ports(8)):
            carrier_port = self.carrier.address[1]
            self.carrier.transport.close()  # SIPp takes the carrier's place
            with Sipp("customer_calls_and_hangs_up", self.server.sip, ip=CARRIER_IP, port=carrier_port,
                      number="4008001234", calls=10, rate=2, duration_ms=700, media_port=free_ports(8)) as customers:
                result = customers.wait()
            self.carrier.reopen()
            self.assertEqual((result.successful, result.failed), (10, 0), result)
        self.admin.wait_no_calls()
        records = self.new_records(10)
        self.assertEqual({record.result for record in records}, {"answered"})

    def test_sipp_customers_abandon(self):
        carrier_port = self.carrier.address[1]
        self.carrier.transport.close()
        with Sipp("customer_abandons", self.server.sip, ip=CARRIER_IP, port=carrier_port, number="4008001234",
                  calls=20, rate=20, duration_ms=300) as customers:
            result = customers.wait()
        self.carrier.reopen()
        self.assertEqual((result.successful, result.failed), (20, 0), result)
        self.assertEqual({record.result for record in self.new_records(20)}, {"abandoned"})

    def test_linphone_agent_takes_a_customers_call(self):
        """R016: a SIP extension may be any telephone."""
        agent = Linphone(self.server.sip, "8001", "secret-8001")
        self.addCleanup(agent.close)
        agent.wait_registered()
        call = self.customer_calls()
        call.media.play_tone(450)
        agent.wait_text("receiving new incoming call")
        agent.answer()
        call.wait_up()
        call.media.wait_heard(550, 1)
        call.bye()

    def test_phone_behind_kamailio(self):
        edge = Kamailio(self.server.sip)
        self.addCleanup(edge.close)
        agent = Phone(edge.address, "8001", "secret-8001", domain="demo")
        self.phones.append(agent)
        self.assertEqual(agent.register().status, 200, edge.log())
        call, ringing = self.connected(agent)
        self.assert_both_hear(call, 450, ringing, 850)
        self.assertEqual(ringing.hold().status, 200)
        self.assertEqual(ringing.retrieve().status, 200)
        ringing.bye()
        call.wait_ended()


if __name__ == "__main__":
    unittest.main()
