"""Starts, watches and ends the server under test: free ports, a data folder of its own."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

from harness.patience import patient

RTP_FIRST, RTP_PER_SLOT, RTP_PER_SERVER = 20000, 3000, 1000
_servers_started = 0


def binary():
    """The program under test (YINGHE_SERVER, else the dev build)."""
    default = pathlib.Path(__file__).resolve().parents[2] / "build/dev/yinghe"
    return os.environ.get("YINGHE_SERVER") or str(default)


def rtp_range():
    """A port range no other server of this test run uses; below what the kernel hands out by itself."""
    global _servers_started
    first = RTP_FIRST + int(os.environ.get("YINGHE_TEST_SLOT", "0")) * RTP_PER_SLOT
    first += _servers_started % (RTP_PER_SLOT // RTP_PER_SERVER) * RTP_PER_SERVER
    _servers_started += 1
    return f"127.0.0.1:{first}-{first + RTP_PER_SERVER - 1}"


class Server:
    """Owner: a test. `with Server(site) as server:` applies the site, serves, and ends it at the close."""

    def __init__(self, site=None, data=None, db=None, options=(), environment=None):
        self._own_data = data is None
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="yinghe-test-"))
        self.db, self.options, self.environment = db, list(options), environment or {}
        self.site = site
        self.process, self.http, self.sip = None, None, None
        self.rtp = rtp_range()
        self.log_path = self.data.parent / f"{self.data.name}.log"

    def __enter__(self):
        if self.site is not None:
            done = self.apply(self.site)
            assert done.returncode == 0, f"apply failed ({done.returncode}):\n{done.stdout}{done.stderr}"
        return self.start()

    def __exit__(self, failed, _value, _trace):
        if failed:
            print(self.log()[-4000:])
        self.close()

    # ---- commands

    def run(self, *arguments, timeout=60, stdin=None):
        """Runs the program once with these arguments and returns what came out."""
        return subprocess.run([binary(), *map(str, arguments)], text=True, timeout=timeout, input=stdin,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                              env={**os.environ, **self.environment})

    def where(self):
        return ["--data", self.data] + (["--db", self.db] if self.db else [])

    def apply(self, site, *options):
        path = self.data.parent / f"{self.data.name}.site.toml"
        path.write_text(site if isinstance(site, str) else site.text())
        return self.run("apply", path, *self.where(), *options)

    def check(self):
        return self.run("check", *self.where())

    # ---- life

    def start(self, timeout=20):
        log = open(self.log_path, "ab")
        sip = [] if "--sip" in self.options else ["--sip", "127.0.0.1:0"]
        arguments = ["serve", *map(str, self.where()), "--http", "127.0.0.1:0", *sip, "--rtp", self.rtp, *self.options]
        start = self.log_path.stat().st_size
        self.process = subprocess.Popen([binary(), *arguments], stdout=log, stderr=subprocess.STDOUT,
                                        env={**os.environ, **self.environment})
        log.close()
        deadline = time.monotonic() + patient(timeout)
        while time.monotonic() < deadline:
            found = re.search(r"^ready http=(\S+):(\d+) sip=(\S+):(\d+)", self.log(start), re.M)
            if found:
                self.http = (found.group(1), int(found.group(2)))
                self.sip = (found.group(3), int(found.group(4)))
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"the server is not ready (exit {self.process.poll()}):\n{self.log()[-3000:]}")

    @property
    def pid(self):
        return self.process.pid

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def wait_exit(self, timeout=20):
        return self.process.wait(patient(timeout))

    def stop(self, timeout=20):
        """SIGTERM and, because tests leave no calls behind, a second one: exit code."""
        if not self.alive():
            return self.process.returncode if self.process else None
        self.terminate()
        try:
            return self.wait_exit(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("the server did not end on SIGTERM") from None

    def kill(self):
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self):
        """Ends it at once and removes its data."""
        if self.alive():
            self.terminate()
            self.terminate()
            try:
                self.process.wait(patient(10))
            except subprocess.TimeoutExpired:
                self.kill()
        # What the watchdog had to heal (B24) got stuck by a mistake of ours, whatever the test is about.
        wrong = r"ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:|error watch\.healed "
        complaint = re.search(rf"^.*(?:{wrong}).*$", self.log(), re.M)
        if complaint:
            raise AssertionError(f"{complaint.group(0)}\n{self.log()[complaint.start():complaint.start() + 4000]}")
        if self._own_data:
            shutil.rmtree(self.data, ignore_errors=True)
            for path in self.data.parent.glob(f"{self.data.name}.*"):
                path.unlink(missing_ok=True)

    # ---- watching

    def log(self, since_byte=0):
        return self.log_path.read_bytes()[since_byte:].decode(errors="replace") if self.log_path.exists() else ""

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_kb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.pid}/status").read_text()).group(1))

    def open_files(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))

    def udp_sockets(self):
        """How many UDP sockets it has open: telephones' ports, and those of voices."""
        folder = pathlib.Path(f"/proc/{self.pid}")
        of_all = {line.split()[9] for line in (folder / "net/udp").read_text().splitlines()[1:]}
        mine = set()
        for name in os.listdir(folder / "fd"):
            try:
                mine.add(os.readlink(folder / "fd" / name))
            except FileNotFoundError:
                pass  # closed while we looked
        return sum(f"socket:[{inode}]" in mine for inode in of_all)
