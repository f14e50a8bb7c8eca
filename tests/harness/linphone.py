"""Drives linphonec, a third independent softphone, through its command prompt. No sound card: files in and out."""
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

from harness import tone
from harness.patience import patient
from harness.ports import free_ports, is_heard_over_udp


def write_wav(path, samples):
    import wave
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(tone.RATE_HZ)
        out.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))


class Linphone:
    """Owner: a test. Ends with close()."""

    def __init__(self, server, user, password, domain=None, tone_hz=550):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linphone-"))
        domain = domain or server[0]
        write_wav(self.folder / "tone.wav", tone.sine(tone_hz, 8000 * 20))
        (self.folder / ".local/share/linphone").mkdir(parents=True)
        port = free_ports()
        (self.folder / "rc").write_text(f"""[sip]
sip_port={port}
sip_tcp_port=-1
sip_tls_port=-1
guess_hostname=0
[sound]
echocancellation=0
""")
        self._lines, self._lock = [], threading.Lock()
        self.process = subprocess.Popen(
            ["linphonec", "-c", str(self.folder / "rc"), "-d", "0"], text=True, cwd=self.folder, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
        threading.Thread(target=self._listen, daemon=True).start()
        self.say("soundcard use files")
        self.say(f"play {self.folder}/tone.wav")
        self.say(f"record {self.folder}/heard.wav")
        self._wait(lambda: is_heard_over_udp(port), 10, "opened its port")  # a moment after the prompt is there
        self.say(f"register sip:{user}@{domain} sip:{server[0]}:{server[1]} {password}")

    def _listen(self):
        for line in self.process.stdout:
            with self._lock:
                self._lines.append(line)

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def log(self):
        with self._lock:
            return "".join(self._lines)

    def _wait(self, predicate, timeout, what):
        deadline = time.monotonic() + patient(timeout)
        while not predicate():
            assert time.monotonic() < deadline, f"linphone never {what}:\n{self.log()[-1500:]}"
            time.sleep(0.05)

    def wait_text(self, text, timeout=10):
        self._wait(lambda: text.lower() in self.log().lower(), timeout, f"said {text!r}")

    def wait_registered(self, timeout=10):
        """It does not tell by itself: ask until it says so."""
        def registered():
            self.say("status register")
            time.sleep(0.2)
            return "registered, identity=" in self.log()
        self._wait(registered, timeout, "registered")

    def dial(self, address):
        self.say(f"call {address}")

    def answer(self):
        self.say("answer")

    def hang_up(self):
        self.say("terminate")

    def close(self):
        if self.process.poll() is None:
            try:
                self.say("quit")
                self.process.wait(5)
            except (OSError, subprocess.TimeoutExpired):
                self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
