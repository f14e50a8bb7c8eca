"""Full disk, locked database: calls go on, and it is said."""
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time
import unittest

from harness.api import Api
from harness.case import CARRIER_IP
from harness.phone import Phone
from harness.server import Server
from harness.site import ADMIN, Site

SERIAL = True


class SmallDisk:
    """A file system of a few megabytes, mounted for one test (needs root)."""

    def __init__(self, megabytes):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-disk-"))
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(self.path)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.path.rmdir()
            raise unittest.SkipTest(f"cannot mount a small disk: {done.stderr.strip()}")

    def fill(self):
        """Leaves no free byte; returns the file that took them."""
        ballast = self.path / "ballast"
        with ballast.open("wb", buffering=0) as out:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        out.write(b"\0" * size)
                except OSError:
                    pass
        return ballast

    def close(self):
        subprocess.run(["umount", "-l", str(self.path)], check=False)
        self.path.rmdir()


class StorageTrouble(unittest.TestCase):
    def serve(self, data=None):
        self.carrier = Phone(("127.0.0.1", 9), "carrier", ip=CARRIER_IP)
        self.addCleanup(self.carrier.close)
        site = (Site().agents(2).queue(600, [1, 2]).trunk("carrier", self.carrier.address)
                .did("4008001234", "queue:600"))
        self.server = Server(site, data=data)
        self.addCleanup(self.server.close)
        self.server.__enter__()
        self.carrier.server = self.server.sip
        self.agent = Phone(self.server.sip, "8001", "secret-8001", domain="demo")
        self.addCleanup(self.agent.close)
        self.assertEqual(self.agent.register().status, 200)
        self.agent.answer_automatically(850)

    def call(self, n):
        call = self.carrier.call(f"sip:4008001234@{self.server.sip[0]}:{self.server.sip[1]}",
                                 from_address=f"<sip:1390000{n:04}@{CARRIER_IP}>")
        call.wait_up(10)
        call.media.play_tone(450)
        call.media.wait_heard(850, 0.5)
        return call

    def unhealthy(self):
        """What the health page says is wrong; empty when it says all is well."""
        reply = Api(self.server).get("/healthz")
        text = reply.body.decode()
        return text if reply.status != 200 or "degraded" in text else ""

    def test_full_disk(self):
        disk = SmallDisk(48)
        self.addCleanup(disk.close)
        self.serve(disk.path)
        self.call(1).bye()
        talking = self.call(2)
        ballast = disk.fill()
        talking.media.wait_heard(850, 2, since=talking.media.mark())
        talking.bye()
        self.call(3).bye()  # a new call, with nothing left on the disk
        deadline = time.monotonic() + 10
        while not self.unhealthy():
            self.assertLess(time.monotonic(), deadline, "a full disk is not said at /healthz")
            time.sleep(0.2)
        self.assertTrue(self.server.alive())
        ballast.unlink()
        deadline = time.monotonic() + 30
        while self.unhealthy():
            self.assertLess(time.monotonic(), deadline, f"free again, but: {self.unhealthy()}")
            time.sleep(0.2)
        admin = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])
        customers = sorted(record.customer for record in admin.wait_records(3, 15))
        self.assertEqual(customers, ["13900000001", "13900000002", "13900000003"])
        self.server.stop()
        check = self.server.check()
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def test_locked_database(self):
        self.serve()
        files = [path for path in self.server.data.rglob("*") if path.suffix in (".db", ".sqlite", ".sqlite3")]
        self.assertEqual(len(files), 1, list(self.server.data.rglob("*")))
        other = sqlite3.connect(files[0], isolation_level=None, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        self.call(1).bye()
        self.call(2).bye()
        self.assertLess(time.monotonic() - started, 8, "calls waited for the database")
        deadline = time.monotonic() + 15
        while not self.unhealthy():
            self.assertLess(time.monotonic(), deadline, "a database that cannot be written is not said at /healthz")
            time.sleep(0.2)
        other.execute("ROLLBACK")
        other.close()
        admin = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])
        self.assertEqual(len(admin.wait_records(2, 20)), 2)

    def test_recordings_folder_is_read_only(self):
        self.serve()
        self.call(1).bye()
        folders = [path for path in self.server.data.iterdir() if path.is_dir() and "rec" in path.name]
        self.assertTrue(folders, list(self.server.data.iterdir()))
        if os.geteuid() == 0:
            subprocess.run(["mount", "--bind", "-o", "ro", str(folders[0]), str(folders[0])], check=False)
            done = subprocess.run(["mount", "-o", "remount,bind,ro", str(folders[0])], check=False)
            if done.returncode != 0:
                self.skipTest("cannot make a folder read-only for root")
            self.addCleanup(subprocess.run, ["umount", "-l", str(folders[0])], check=False)
        else:
            folders[0].chmod(0o500)
        self.call(2).bye()
        admin = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])
        self.assertEqual(len(admin.wait_records(2)), 2)


if __name__ == "__main__":
    unittest.main()
