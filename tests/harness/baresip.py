"""Drives baresip, an independent softphone: registers, calls, answers, plays a tone, records what it hears.

Headless: ausine speaks, sndfile writes what was heard (…-dec.wav), ctrl_tcp takes commands and tells events.
"""
import collections
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from harness import netstring
from harness.patience import patient
from harness.ports import free_ports
from harness.reactor import reactor
from harness.tone import Wav

MODULES = "/usr/lib/baresip/modules"
CONFIG = """
sip_listen {sip_listen}
sip_verify_server no
call_max_calls 8
audio_source ausine,{tone_hz}
audio_player aubridge,void
audio_alert aubridge,void
net_interface 127.0.0.1
audio_channels 1
ausrc_channels 2
ausrc_srate 48000
auplay_srate 48000
rtp_timeout 0
rtp_ports {rtp_first}-{rtp_last}
snd_path {folder}
ctrl_tcp_listen 127.0.0.1:{control_port}
module_path {modules}
module g711.so
module sndfile.so
module ausine.so
module aubridge.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
module srtp.so
"""
_next_rtp = 30000


class Baresip:
    """Owner: a test. Ends with close()."""

    def __init__(self, server, user, password, domain=None, tone_hz=700, answer="manual", transport="udp",
                 codecs="pcma,pcmu", encryption=""):
        global _next_rtp
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="baresip-"))
        self.events = collections.deque()
        self._answers = {}
        sip_port = free_ports(3)  # UDP and TCP, TLS one above, and the commands
        control_port = sip_port + 2
        domain = domain or f"{server[0]}:{server[1]}"
        (self.folder / "config").write_text(CONFIG.format(
            sip_listen=f"127.0.0.1:{sip_port}", tone_hz=tone_hz, folder=self.folder,
            control_port=control_port, modules=MODULES, rtp_first=_next_rtp, rtp_last=_next_rtp + 98))
        _next_rtp = 30000 + (_next_rtp - 30000 + 100) % 2600
        over = ";transport=tls" if transport == "tls" else ""
        account = (f'<sip:{user}@{domain}{over}>;auth_user={user};auth_pass={password};answermode={answer};'
                   f'outbound="sip:{server[0]}:{server[1]};transport={transport}";regint=300;'
                   f'audio_codecs={codecs}{f";mediaenc={encryption}" if encryption else ""}\n')
        (self.folder / "accounts").write_text(account)
        (self.folder / "contacts").write_text("")
        self._log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(["baresip", "-f", str(self.folder)], stdin=subprocess.DEVNULL,
                                        stdout=self._log, stderr=subprocess.STDOUT)
        self._control, self._pending = self._connect(control_port), b""
        reactor().add(self._control, self._read)

    def _connect(self, port):
        deadline = time.monotonic() + patient(10)
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), 1)
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise AssertionError(f"baresip did not start:\n{self.log()}") from None
                time.sleep(0.05)

    def _read(self):
        try:
            data = self._control.recv(65535)
        except BlockingIOError:
            return
        if not data:
            reactor().remove(self._control)
            return
        messages, self._pending = netstring.decode(self._pending + data)
        for text in messages:
            message = json.loads(text)
            if message.get("response"):
                self._answers[message.get("token")] = message
            else:
                self.events.append(message)

    def command(self, name, parameters="", timeout=5):
        token = f"{name}-{time.monotonic_ns()}"
        text = json.dumps({"command": name, "params": parameters, "token": token}).encode()
        self._control.send(netstring.encode(text))
        return reactor().wait_until(lambda: self._answers.pop(token, None), timeout, f"baresip: {name}")

    def wait_event(self, kind, timeout=10):
        """Waits for an event of this type (REGISTER_OK, CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED…)."""
        def found():
            for event in list(self.events):
                self.events.popleft()
                if event.get("type") == kind:
                    return event
            return None
        return reactor().wait_until(found, timeout, lambda: f"baresip event {kind}\n{self.log()[-1500:]}")

    def wait_registered(self, timeout=10):
        # The event can be told before our control connection stands; the log keeps it.
        deadline = time.monotonic() + patient(timeout)
        while " 200 OK" not in self.log():
            assert time.monotonic() < deadline, f"baresip is not registered:\n{self.log()[-1500:]}"
            time.sleep(0.05)

    def dial(self, number):
        return self.command("dial", number)

    def answer(self):
        return self.command("accept")

    def hold(self):
        return self.command("hold")

    def resume(self):
        return self.command("resume")

    def hang_up(self):
        return self.command("hangup")

    def digits(self, digits):
        for digit in digits:
            self.command("sndcode", digit)

    def transfer(self, number):
        return self.command("transfer", number)

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def heard(self, timeout=5):
        """What the newest call heard, as a WAV. It closes the file a moment after it has told that the call is over."""
        deadline = time.monotonic() + patient(timeout)
        while True:
            files = sorted(self.folder.glob("*dec*.wav"), key=lambda path: path.stat().st_mtime)
            if files and not self._writes(files[-1]):
                return Wav(files[-1].read_bytes())
            assert time.monotonic() < deadline, f"baresip recorded nothing:\n{self.log()[-1500:]}"
            time.sleep(0.05)

    def _writes(self, path):
        try:
            return any(path.samefile(file) for file in pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir())
        except FileNotFoundError:
            return True  # something was closed while we looked

    def close(self):
        if self.process.poll() is None:
            try:
                self.command("quit", timeout=2)
                self.process.wait(5)
            except (AssertionError, OSError, subprocess.TimeoutExpired):
                self.process.kill()
                self.process.wait(5)
        reactor().remove(self._control)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
