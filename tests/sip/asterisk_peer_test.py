"""Asterisk as our carrier, both ways. Runs only where PEER_DIR says that one is installed."""
import time
import unittest

from harness import asterisk
from harness.case import CallCentreCase
from harness.phone import Phone


@unittest.skipUnless(asterisk.available(), "PEER_DIR names no Asterisk")
class AsteriskPeer(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        cls.peer = asterisk.Asterisk()
        cls.addClassCleanup(cls.peer.close)
        return super().site(cls.peer.address)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.peer.start(cls.server.sip)
        # The server was there first and has seen that its trunk is down: wait until it has seen it come up.
        with Phone(cls.server.sip, "8004", "secret-8004", domain="demo") as probe:
            probe.register()
            for _ in range(80):
                if probe.call("13860000000").wait_ended().final_status == 486:
                    break
                time.sleep(0.5)
            probe.unregister()

    def test_customer_behind_asterisk_talks_with_an_agent(self):
        agent = self.agent_phone(1)
        self.peer.call("4008001234")
        ringing = agent.expect_call()
        ringing.answer(850)
        ringing.media.wait_heard(asterisk.MUSIC_HZ, 1)
        self.assertEqual(ringing.hold().status, 200)
        self.assertEqual(ringing.retrieve().status, 200)
        ringing.media.wait_heard(asterisk.MUSIC_HZ, 0.5, since=ringing.media.mark())
        ringing.bye()

    def test_agent_dials_out_and_hears_his_echo(self):
        agent = self.agent_phone(1)
        call = agent.call("13800138000")
        call.wait_up()
        call.media.play_tone(650)
        call.media.wait_heard(650, 1)
        call.bye()

    def test_customer_behind_asterisk_is_busy(self):
        agent = self.agent_phone(1)
        call = agent.call("13860000000")
        call.wait_ended()
        self.assertEqual(call.final_status, 486)

    def test_agent_gives_up_while_asterisk_rings(self):
        agent = self.agent_phone(1)
        call = agent.call("13870000000")
        call.wait_ringing()
        call.cancel()
        call.wait_ended()


if __name__ == "__main__":
    unittest.main()
