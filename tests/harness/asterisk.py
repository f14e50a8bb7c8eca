"""Asterisk as the carrier, for interoperability tests; only where PEER_DIR says that one is installed.

PEER_DIR/root is a system of its own with the asterisk package in it; we run it there with a configuration of our own.
"""
import os
import pathlib
import shutil
import subprocess
import time

from harness import tone
from harness.ports import free_ports

MODULES = """pbx_config app_dial app_echo app_playback app_verbose app_read bridge_simple bridge_native_rtp
bridge_builtin_features bridge_holding chan_pjsip codec_alaw codec_ulaw format_wav format_pcm func_callerid
func_channel res_musiconhold res_pjproject res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_pjsip_caller_id
res_pjsip_endpoint_identifier_ip res_pjsip_rfc3326 res_pjsip_nat res_pjsip_dtmf_info res_rtp_asterisk res_pjsip_pubsub
res_sorcery_astdb res_sorcery_config res_sorcery_memory res_timing_timerfd res_stasis res_pjsip_refer
res_clioriginate""".split()
FOLDERS = {"astmoddir": "/usr/lib/x86_64-linux-gnu/asterisk/modules", "astdatadir": "/usr/share/asterisk",
           "astvarlibdir": "{0}", "astdbdir": "{0}", "astkeydir": "{0}", "astspooldir": "{0}", "astrundir": "{0}",
           "astlogdir": "{0}", "astcachedir": "{0}", "astetcdir": "{0}", "astagidir": "{0}", "astsbindir": "/usr/sbin"}
MUSIC_HZ = 450


def root():
    folder = os.environ.get("PEER_DIR")
    return pathlib.Path(folder) / "root" if folder else None


def available():
    return os.geteuid() == 0 and root() is not None and (root() / "usr/sbin/asterisk").exists()


class Asterisk:
    """Owner: a test. Extensions: anything dialled echoes, except 1386… (busy), 1387… (rings and never answers)."""

    def __init__(self, ip="127.0.0.2"):
        self.process, self._log = None, None
        self.address = (ip, free_ports())
        self.inside = f"/var/tmp/asterisk-{self.address[1]}"
        self.folder = pathlib.Path(f"{root()}{self.inside}")
        (self.folder / "moh").mkdir(parents=True)
        (self.folder / "moh/tone.alaw").write_bytes(tone.encode_alaw(tone.sine(MUSIC_HZ, tone.RATE_HZ)) * 30)

    def start(self, server):
        self._configure(server)
        self._log = open(self.folder / "out", "wb")
        self.process = subprocess.Popen(["chroot", str(root()), "/usr/sbin/asterisk", "-f", "-C",
                                         f"{self.inside}/asterisk.conf"], stdin=subprocess.DEVNULL, stdout=self._log,
                                        stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 20
        while self.command("core waitfullybooted").returncode != 0:
            assert self.process.poll() is None and time.monotonic() < deadline, self.log()
            time.sleep(0.1)

    def _configure(self, server):
        def write(name, text):
            (self.folder / name).write_text(text)
        folders = "".join(f"{key} => {value.format(self.inside)}\n" for key, value in FOLDERS.items())
        write("asterisk.conf", f"[directories]\n{folders}")
        write("modules.conf", "[modules]\nautoload=no\n" + "".join(f"load => {name}.so\n" for name in MODULES))
        write("logger.conf", "[general]\n[logfiles]\nmessages => notice,warning,error\n")
        write("rtp.conf", "[general]\nrtpstart=41000\nrtpend=41998\nstrictrtp=yes\nicesupport=no\n")
        write("musiconhold.conf", f"[general]\n[default]\nmode=files\ndirectory={self.inside}/moh\nformat=alaw\n")
        for name in ("manager.conf", "http.conf", "features.conf", "udptl.conf", "stasis.conf", "cdr.conf"):
            write(name, "[general]\nenabled=no\n" if name in ("manager.conf", "http.conf") else "[general]\n")
        write("pjsip.conf", f"""[u]
type=transport
protocol=udp
bind={self.address[0]}:{self.address[1]}
[yinghe]
type=endpoint
transport=u
disallow=all
allow=alaw,ulaw
direct_media=no
context=incoming
aors=yinghe
[yinghe]
type=aor
contact=sip:{server[0]}:{server[1]}
[yinghe]
type=identify
endpoint=yinghe
match={server[0]}
""")
        write("extensions.conf", """[incoming]
exten => _1386X.,1,Hangup(17)
exten => _1387X.,1,Ringing()
 same => n,Wait(60)
exten => _X.,1,Answer()
 same => n,Echo()
""")

    def command(self, text):
        return subprocess.run(["chroot", str(root()), "/usr/sbin/asterisk", "-C", f"{self.inside}/asterisk.conf", "-rx", text],
                              capture_output=True, text=True, check=False)

    def call(self, number):
        """A customer behind Asterisk dials us and then plays music."""
        done = self.command(f"channel originate PJSIP/{number}@yinghe application MusicOnHold")
        assert "No such" not in done.stdout, done.stdout

    def hang_up_all(self):
        self.command("channel request hangup all")

    def log(self):
        return (self.folder / "out").read_text(errors="replace")

    def close(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
            self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
