"""SIGTERM: no new calls, a drain time, every call ended with its reason, exit 0. A second one ends at once."""
import time
import unittest

from harness.api import Api
from harness.case import CARRIER_IP
from harness.patience import patient
from harness.phone import Phone
from harness.server import Server
from harness.site import ADMIN, Site


class Shutdown(unittest.TestCase):
    def serve(self, *options):
        self.carrier = Phone(("127.0.0.1", 9), "13900000001", ip=CARRIER_IP)
        self.addCleanup(self.carrier.close)
        site = (Site().agents(2).queue(600, [1, 2]).trunk("carrier", self.carrier.address)
                .did("4008001234", "queue:600"))
        self.server = Server(site, options=options)
        self.addCleanup(self.server.close)
        self.server.__enter__()
        self.carrier.server = self.server.sip
        self.agent = Phone(self.server.sip, "8001", "secret-8001", domain="demo")
        self.addCleanup(self.agent.close)
        self.assertEqual(self.agent.register().status, 200)
        self.agent.answer_automatically(850)

    def call(self):
        return self.carrier.call(f"sip:4008001234@{self.server.sip[0]}:{self.server.sip[1]}",
                                 from_address=f"<sip:13900000001@{CARRIER_IP}>")

    def test_idle_server_ends_at_once(self):
        self.serve()
        started = time.monotonic()
        self.assertEqual(self.server.stop(), 0)
        self.assertLess(time.monotonic() - started, patient(3))

    def test_new_calls_are_refused_and_old_ones_drain(self):
        self.serve("--drain-s", "60")
        call = self.call().wait_up()
        self.server.terminate()
        time.sleep(0.5)
        refused = self.call()
        refused.wait_ended()
        self.assertEqual(refused.final_status, 503)
        call.media.wait_heard(850, 0.5, since=call.media.mark())  # the old call talks on
        call.bye()
        self.assertEqual(self.server.wait_exit(6), 0)

    def test_after_the_drain_time_calls_are_ended_and_written(self):
        self.serve("--drain-s", "2")
        call = self.call().wait_up()
        self.server.terminate()
        call.wait_ended(6)
        self.assertEqual(call.ended_by, "there")
        self.assertEqual(self.server.wait_exit(5), 0)
        self.server.start()
        record = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"]).wait_records(1)[0]
        self.assertEqual(record.side, "us")
        self.assertNotEqual(record.reason, "process_lost")

    def test_second_sigterm_ends_at_once(self):
        self.serve("--drain-s", "30")
        self.call().wait_up()
        self.server.terminate()
        time.sleep(0.3)
        self.server.terminate()
        self.server.wait_exit(5)
        self.server.start()
        records = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"]).wait_records(1)
        self.assertEqual(len(records), 1)
        self.assertEqual(records[0].side, "us")


if __name__ == "__main__":
    unittest.main()
