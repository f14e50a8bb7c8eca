"""A caller was promised a call-back; then the server is killed, or stopped. The next process keeps the promise."""
import time
import unittest

from harness import postgres
from harness.api import Api
from harness.case import CARRIER_IP
from harness.phone import Phone
from harness.server import Server
from harness.site import ADMIN, Site

SERIAL = True
CUSTOMER = "13900000007"


class PromiseKept(unittest.TestCase):
    db = None

    def start_site(self):
        self.carrier = Phone(("127.0.0.1", 9), "carrier", ip=CARRIER_IP)
        self.addCleanup(self.carrier.close)
        site = (Site().agents(1).queue(600, [1], callback_key="2")
                .trunk("carrier", self.carrier.address).did("4008001234", "queue:600").dial_out())
        self.server = Server(site, db=self.db)
        self.addCleanup(self.server.close)
        self.server.__enter__()
        self.carrier.server = self.server.sip

    def admin(self):
        return Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])

    def open_callbacks(self):
        return self.admin().items("/api/v1/callbacks?state=open")

    def ask_for_callback(self):
        address = f"sip:4008001234@{self.server.sip[0]}:{self.server.sip[1]}"
        call = self.carrier.call(address, from_address=f"<sip:{CUSTOMER}@{CARRIER_IP}>")
        call.wait_up()
        time.sleep(0.5)
        call.media.dtmf("2")
        time.sleep(1.5)
        call.media.dtmf("1")  # at the number I call from
        admin = self.admin()
        admin.wait(lambda: len(admin.items("/api/v1/callbacks?state=open")) == 1, 10, "the promise")
        if call.state == "up":
            time.sleep(0.5)
            call.bye()
        admin.wait_records(1, 20)

    def is_kept(self):
        [place] = self.open_callbacks()
        self.assertEqual((place["number"], place["queue"], place["attempts"]), (CUSTOMER, "600", 0))
        self.carrier.server = self.server.sip
        agent = Phone(self.server.sip, "8001", "secret-8001", domain="demo")
        self.addCleanup(agent.close)
        self.assertEqual(agent.register().status, 200)
        ringing = agent.expect_call(10)
        ringing.answer(850)
        back = self.carrier.expect_call(10)
        back.answer(450)
        admin = self.admin()
        admin.wait(lambda: not self.open_callbacks(), 5, "the end of the promise")
        [place] = admin.items("/api/v1/callbacks")
        self.assertEqual((place["state"], place["attempts"], place["agent"]), ("answered", 1, "10001"))
        back.bye()
        ringing.wait_ended()
        admin.wait_records(2)
        asked, kept = sorted(admin.records(), key=lambda record: record.item["created_at_ms"])
        self.assertEqual(asked.reason, "callback_asked")
        self.assertEqual((kept.direction, kept.result, kept.agents), ("auto_outbound", "answered", ["10001"]))
        detail = admin.get(f"/api/v1/call-records/{kept.id}").json
        self.assertIn("callback_ended", [mark["kind"] for mark in detail["marks"]])
        self.assertEqual(admin.items("/api/v1/lost-calls"), [], "who was called back is not lost")
        self.server.stop()
        self.assertEqual(self.server.check().returncode, 0, self.server.check().stdout)

    def test_killed(self):
        self.start_site()
        self.ask_for_callback()
        self.server.kill()
        self.server.start()
        self.is_kept()

    def test_stopped(self):
        self.start_site()
        self.ask_for_callback()
        self.server.stop()
        self.server.start()
        self.is_kept()


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class PromiseKeptWithPostgres(PromiseKept):
    def setUp(self):
        cluster = postgres.Postgres()
        self.addCleanup(cluster.close)
        self.db = cluster.url
