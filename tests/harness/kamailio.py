"""Kamailio as a proxy between us and the world: what stands at the edge of a large installation."""
import pathlib
import shutil
import subprocess
import tempfile
import time

from harness.patience import patient
from harness.ports import free_ports, is_heard_over_udp

CONFIG = """
#!KAMAILIO
debug=1
log_stderror=yes
fork=no
children=1
listen=udp:{ip}:{port}
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
loadmodule "kex.so"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "path.so"
loadmodule "textops.so"
modparam("path", "use_received", 1)
modparam("rr", "enable_full_lr", 1)

request_route {{
    if (!mf_process_maxfwd_header("10")) {{ sl_send_reply("483", "Too Many Hops"); exit; }}
    if (has_totag()) {{
        if (loose_route()) {{ t_relay(); exit; }}
        if (is_method("ACK") && t_check_trans()) {{ t_relay(); exit; }}
        sl_send_reply("404", "Not here"); exit;
    }}
    if (is_method("CANCEL")) {{ if (t_check_trans()) {{ t_relay(); }} exit; }}
    if (is_method("REGISTER")) {{ add_path(); }}
    if (is_method("INVITE|SUBSCRIBE")) {{ record_route(); }}
    # A request from the server carries a Route to us (Path); all else goes to the server.
    if (loose_route()) {{ t_relay(); exit; }}
    if ($si == "{server_ip}" && $sp == {server_port}) {{ t_relay(); exit; }}
    $du = "sip:{server_ip}:{server_port}";
    t_relay();
}}
"""


class Kamailio:
    """Owner: a test. Phones use `address` as their server. Ends with close()."""

    def __init__(self, server, ip="127.0.0.3"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kamailio-"))
        self.address = (ip, free_ports())
        (self.folder / "kamailio.cfg").write_text(CONFIG.format(
            ip=ip, port=self.address[1], server_ip=server[0], server_port=server[1]).lstrip())
        self._log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(["kamailio", "-f", str(self.folder / "kamailio.cfg"), "-DD", "-E", "-Y",
                                         str(self.folder), "-m", "16", "-M", "4"], stdout=self._log,
                                        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + patient(5)
        while not is_heard_over_udp(self.address[1]):
            assert self.process.poll() is None and time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
