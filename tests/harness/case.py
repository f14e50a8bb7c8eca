"""The base of black-box tests: a running call centre, its phones and its carrier.

After every case: no call is left, the server lives, and no phone was left ringing.
"""
import os
import time
import unittest

from harness.api import Api
from harness.phone import Phone
from harness.reactor import reactor
from harness.server import Server
from harness.site import ADMIN, Site
from harness.tone import Wav

NIGHTLY = bool(os.environ.get("YINGHE_NIGHTLY"))
CUSTOMER = "13912345678"
CARRIER_IP = "127.0.0.2"


class CallCentreCase(unittest.TestCase):
    """One server for the class. Override site(carrier_address) for another company."""

    server_options = ()
    db = None  # another database than the data folder's own
    admin_account = (ADMIN["account"], ADMIN["password"])

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(4).leader()
                .queue(600, [1, 2]).queue(601, [3], record=False)
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .dial_out())

    @classmethod
    def setUpClass(cls):
        # The carrier's port must be known before the site is written, and lives as long as the class. Clean-ups, and no
        # tearDownClass: they run too when what a class sets up besides comes to nothing, and no server stays behind.
        cls.carrier = Phone(("127.0.0.1", 9), CUSTOMER, ip=CARRIER_IP)
        cls.addClassCleanup(cls.carrier.close)
        cls.server = Server(cls.site(cls.carrier.address), db=cls.db, options=cls.server_options)
        cls.addClassCleanup(cls.server.close)
        cls.server.__enter__()
        cls.carrier.server = cls.server.sip
        cls.admin = Api.sign_in(cls.server, *cls.admin_account)

    def setUp(self):
        self.phones = []
        self.carrier.incoming.clear()
        self.carrier.on_call = None
        self.started_ms = int(time.time() * 1000)

    def tearDown(self):
        for phone in [self.carrier, *self.phones]:
            for call in list(phone.calls.values()):
                call.hang_up()
        try:
            self.assertTrue(self.server.alive(), "the server died")
            self.admin.wait_no_calls()
        finally:
            for phone in self.phones:
                if phone.registered and self.server.alive():
                    phone.unregister()
                phone.close()
            for call in list(self.carrier.calls.values()):
                call.media.close()
            self.carrier.calls.clear()
            if self._outcome_failed():
                print(self.server.log()[-3000:])

    def _outcome_failed(self):
        result = getattr(self._outcome, "result", None)
        return bool(result and any(test is self for test, _ in result.failures + result.errors))

    # ---- the people

    def agent_phone(self, n, **options):
        """The desk phone of agent n, registered: the agent is signed in and ready."""
        extension = str(8000 + n)
        phone = Phone(self.server.sip, extension, f"secret-{extension}", domain="demo", **options)
        self.phones.append(phone)
        self.assertEqual(phone.register().status, 200, f"registration of {extension}")
        return phone

    def agent_api(self, n):
        number = str(10000 + n)
        return Api.sign_in(self.server, number, f"Agent-{number}")

    def customer_calls(self, number="4008001234", customer=CUSTOMER, **options):
        """A customer dials us through the carrier."""
        return self.carrier.call(f"sip:{number}@{self.server.sip[0]}:{self.server.sip[1]}",
                                 from_address=f"<sip:{customer}@{CARRIER_IP}>", **options)

    def connected(self, agent, number="4008001234", customer_hz=450, agent_hz=850):
        """A customer's call, answered by the agent's phone, both talking in tones."""
        call = self.customer_calls(number)
        ringing = agent.expect_call()
        ringing.ring()
        ringing.answer(agent_hz)
        ringing.wait_confirmed()
        call.wait_up()
        call.media.play_tone(customer_hz)
        return call, ringing

    def needs(self, *paths):
        """Skips the case, and says so, where the server does not offer these paths of the contract yet."""
        offered = self.admin.get("/api/openapi.json").json["paths"]
        missing = [path for path in paths if path not in offered]
        if missing:
            self.skipTest(f"not offered yet: {' '.join(missing)}")

    def needs_method(self, method):
        """Skips the case, and says so, where the server's Allow does not name the SIP method yet."""
        allowed = self.carrier.options().get("Allow") or ""
        if method not in allowed:
            self.skipTest(f"not offered yet: {method}")

    # ---- claims

    def new_records(self, count, timeout=5):
        """The records of this case's calls, oldest first. The record of an earlier case may still be on its way
        to the database: it does not count."""
        def found():
            records = [record for record in self.admin.records() if record.item["created_at_ms"] >= self.started_ms]
            return records if len(records) >= count else None
        records = self.admin.wait(found, timeout, lambda: f"{count} call records: {self.admin.records()[-count:]}")
        return sorted(records, key=lambda record: record.item["created_at_ms"])

    def assert_both_hear(self, first, first_hz, second, second_hz, seconds=1.0):
        """Each hears the other's tone without a drop-out, and not its own."""
        # The music and the ring-back tone before that are tones too.
        first.media.wait_heard(second_hz, 0.1, since=first.media.mark())
        second.media.wait_heard(first_hz, 0.1, since=second.media.mark())
        first_mark, second_mark = first.media.mark(), second.media.mark()
        heard_by_first = first.media.wait_heard(second_hz, seconds, since=first_mark)
        heard_by_second = second.media.wait_heard(first_hz, seconds, since=second_mark)
        for heard in (heard_by_first, heard_by_second):
            self.assertAlmostEqual(heard.level_db, -12, delta=1.5, msg=str(heard))
            self.assertEqual(heard.dropouts, 0, heard)
        self.assertLess(first.media.heard(first_hz, first_mark).seconds, 0.05, "hears itself")
        self.assertLess(second.media.heard(second_hz, second_mark).seconds, 0.05, "hears itself")

    def recording_of(self, record):
        """The WAV of a record's only recording."""
        self.assertEqual(len(record.recordings), 1, record)
        entry = record.recordings[0]
        return Wav(self.admin.audio(entry["id"] if isinstance(entry, dict) else entry))

    def wait(self, predicate, timeout, what):
        return reactor().wait_until(predicate, timeout, what)
