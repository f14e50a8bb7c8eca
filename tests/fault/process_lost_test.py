"""kill -9 with calls up: at the next start every call has one honest record and a playable recording."""
import shutil
import subprocess
import tempfile
import time
import unittest

from harness import postgres
from harness.api import Api
from harness.case import CARRIER_IP
from harness.phone import Phone
from harness.server import Server
from harness.site import ADMIN, Site
from harness.tone import Heard, Wav

SERIAL = True
CALLS = 20


class ProcessLost(unittest.TestCase):
    db = None

    def start_site(self):
        self.carrier = Phone(("127.0.0.1", 9), "carrier", ip=CARRIER_IP)
        self.addCleanup(self.carrier.close)
        site = (Site().agents(CALLS + 2).queue(600, range(1, CALLS + 3), strategy="round_robin")
                .trunk("carrier", self.carrier.address).did("4008001234", "queue:600"))
        self.server = Server(site, db=self.db)
        self.addCleanup(self.server.close)
        self.server.__enter__()
        self.carrier.server = self.server.sip
        self.phones = []
        for n in range(1, CALLS + 3):
            phone = Phone(self.server.sip, str(8000 + n), f"secret-{8000 + n}", domain="demo")
            self.assertEqual(phone.register().status, 200)
            phone.answer_automatically(850)
            self.phones.append(phone)
            self.addCleanup(phone.close)

    def call(self, n):
        address = f"sip:4008001234@{self.server.sip[0]}:{self.server.sip[1]}"
        return self.carrier.call(address, from_address=f"<sip:1390000{n:04}@{CARRIER_IP}>")

    def admin(self):
        return Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])

    def test_twenty_calls_up(self):
        self.start_site()
        calls = [self.call(n) for n in range(CALLS)]
        for call in calls:
            call.wait_up(10)
            call.media.play_tone(450)
        time.sleep(5)
        waiting = [self.call(100 + n) for n in range(2)]
        waiting[0].wait_up()
        waiting[0].bye()  # one that ended before the crash: its own record must not be touched
        waiting[1].wait_up()
        waiting[1].bye()
        self.admin().wait_records(2)
        self.server.kill()

        started = time.monotonic()
        self.server.start()
        print(f"  restart after kill -9: {time.monotonic() - started:.1f} s")
        admin = self.admin()
        self.assertEqual(admin.calls(), [])
        records = admin.records()
        lost = [record for record in records if record.reason == "process_lost"]
        self.assertEqual(len(lost), CALLS, records)
        self.assertEqual(len(records), CALLS + 2)
        self.assertEqual({record.side for record in lost}, {"us"})
        self.assertEqual({record.customer for record in lost}, {f"1390000{n:04}" for n in range(CALLS)})
        for record in lost:
            self.assert_playable(admin, record)
        self.assert_nobody_is_stuck()
        self.server.stop()
        check = self.server.check()
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def assert_playable(self, admin, record):
        self.assertEqual(len(record.recordings), 1, record)
        entry = record.recordings[0]
        data = admin.audio(entry["id"] if isinstance(entry, dict) else entry)
        wav = Wav(data)
        self.assertEqual(wav.channel_count, 2)
        self.assertGreater(wav.seconds, 2.5)
        self.assertLessEqual(wav.declared_bytes, len(data) + 1, "the header promises more than the file has")
        self.assertGreater(Heard(wav.channels[0], 450).seconds, 2)
        self.assertGreater(Heard(wav.channels[1], 850).seconds, 2)
        if shutil.which("sox"):  # a player that is not ours must agree
            with tempfile.NamedTemporaryFile(suffix=".wav") as file:
                file.write(data)
                file.flush()
                done = subprocess.run(["sox", file.name, "-n", "stat"], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertNotIn("WARN", done.stderr)

    def assert_nobody_is_stuck(self):
        """Every agent registers again and takes a call."""
        for phone in self.phones:
            phone.server = self.server.sip
            for call in list(phone.calls.values()):
                call.abandon()
            phone.calls.clear()
            self.assertEqual(phone.register().status, 200)
        for call in list(self.carrier.calls.values()):
            call.abandon()
        self.carrier.calls.clear()
        self.carrier.server = self.server.sip
        calls = [self.call(500 + n) for n in range(CALLS + 2)]
        for call in calls:
            call.wait_up(10)
        for call in calls:
            call.bye()
        self.admin().wait_no_calls()

    def test_killed_again_and_again_under_traffic(self):
        self.start_site()
        made = 0
        for _ in range(3):
            calls = [self.call(1000 + made + n) for n in range(8)]
            made += len(calls)
            for call in calls[:4]:
                call.wait_up(10)
            time.sleep(0.3)
            self.admin()  # written behind those that were answered, so that they are when it is
            self.server.kill()
            self.server.start()
            for phone in [*self.phones, self.carrier]:
                phone.server = self.server.sip
                for call in list(phone.calls.values()):
                    call.abandon()
                phone.calls.clear()
            for phone in self.phones:
                self.assertEqual(phone.register().status, 200)
        records = self.admin().records()
        customers = [record.customer for record in records]
        self.assertEqual(len(customers), len(set(customers)), "a call has two records")
        # What was journalled at most 50 ms before the end may be missing, but nothing that had been answered.
        self.assertGreaterEqual(len(records), made // 2)
        self.server.stop()
        check = self.server.check()
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)


@unittest.skipUnless(postgres.available(), "PostgreSQL is not installed")
class ProcessLostOnPostgres(ProcessLost):
    @classmethod
    def setUpClass(cls):
        cls.postgres = postgres.Postgres()
        cls.addClassCleanup(cls.postgres.close)
        cls.db = cls.postgres.url

    def setUp(self):
        self.postgres.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def test_database_goes_away_and_comes_back_during_calls(self):
        self.start_site()
        first = self.call(1)
        first.wait_up(10)
        self.postgres.stop()
        second = self.call(2)
        second.wait_up(10)
        first.bye()
        time.sleep(1)
        second.bye()
        third = self.call(3)
        third.wait_up(10)
        self.postgres.start()
        time.sleep(1)
        third.bye()
        admin = self.admin()
        customers = sorted(record.customer for record in admin.wait_records(3, 20))
        self.assertEqual(customers, ["13900000001", "13900000002", "13900000003"])



if __name__ == "__main__":
    unittest.main()
