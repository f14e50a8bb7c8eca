"""A day of robots before the big screen: its totals are those of the reports, and nothing grows.

YINGHE_WALL_MINUTES=60 plays an hour of calls as fast as the machine takes them; the usual run half a minute.
"""
import os
import subprocess
import time

from golden import asking
from harness.browser_case import BrowserCase
from harness.case import NIGHTLY
from harness.patience import patient
from harness.server import binary, rtp_range
from harness.site import Site

SERIAL = True  # it measures memory, and it keeps the machine busy
MINUTES = float(os.environ.get("YINGHE_WALL_MINUTES") or (60 if NIGHTLY else 0.5))
AGENTS = 10
RATE = os.environ.get("YINGHE_WALL_RATE") or "4"
PAGE_MAY_GROW_BYTES = 3_000_000
SERVER_MAY_GROW_KB = 40_000


class WallDay(BrowserCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(AGENTS, after_call="ready").leader(extension_type="web", sign_in="page")
                .queue(600, range(1, AGENTS + 1), leaders=["10090"], max_wait_s=6, ring_timeout_s=3, record=False)
                .trunk("carrier", carrier_address).did("4008001234", "queue:600"))

    def play(self):
        """Customers and agents of their own process; more customers than agents, so that some wait and give up."""
        path = self.server.data.parent / f"{self.server.data.name}.site.toml"
        self.robots = subprocess.Popen(
            [binary(), "robots", "--site", str(path), "--server", f"{self.server.sip[0]}:{self.server.sip[1]}", "--calls", "0",
             "--agents", str(AGENTS), "--rate", RATE, "--talk-s", "3", "--rtp", rtp_range()],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.end_robots)

    def end_robots(self):
        if self.robots.poll() is None:
            self.robots.terminate()
            self.robots.wait(30)

    def today(self):
        return self.admin.get("/api/v1/figures/today").json

    def test_totals_of_the_wall_are_those_of_the_reports(self):
        """R248, B08: what the wall counted live and what the reports add up are the same calls."""
        self.carrier.close()  # the robots' customers call from its address
        screen = self.admin_desk()
        screen.bar.wait(15)
        screen.open("/screen")
        screen.page.at("page-big-screen").wait()
        self.play()
        self.admin.wait(lambda: self.today()["inbound_answered"] > 10, patient(60), "robots have talked")
        before, memory = screen.page.heap(), self.server.memory_kb()
        time.sleep(MINUTES * 60)
        after, memory_after = screen.page.heap(), self.server.memory_kb()
        self.end_robots()
        self.admin.wait_no_calls(patient(30))
        today = self.same_totals()
        print(f"  {MINUTES} minutes, {today['inbound']} calls, {today['abandoned']} given up, {today['missed']} rings missed; "
              f"page {before['bytes']} → {after['bytes']} bytes, nodes {before['nodes']} → {after['nodes']}; "
              f"server {memory} → {memory_after} kB", flush=True)
        screen.page.at("screen-inbound").wait_text(str(today["inbound"]), timeout=15)
        self.assertLess(after["bytes"] - before["bytes"], PAGE_MAY_GROW_BYTES)
        self.assertLess(after["nodes"] - before["nodes"], 2000)
        self.assertLess(memory_after - memory, SERVER_MAY_GROW_KB)

    def same_totals(self):
        reports = asking.Reports(self.admin)

        def both():
            today, day = self.today(), time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
            asked = {"from": day, "to": day}
            times = reports.ask("times", **asked, period="hour")
            rings, queues = reports.ask("agent-inbound", **asked), reports.ask("queue-service", **asked)
            wall = {"inbound": today["inbound"], "answered": today["inbound_answered"], "outbound": today["outbound"],
                    "missed": today["missed"], **{key: sum(queue[key] for queue in today["queues"])
                                                  for key in ("entered", "abandoned")},
                    "hours": {f"{hour['hour']:02d}": hour["inbound"] for hour in today["hours"]}}
            told = {"inbound": times.total["inbound"], "answered": times.total["answered"],
                    "outbound": times.total["outbound"], "missed": rings.total["abandoned"],
                    "entered": queues.total["visits"], "abandoned": queues.total["abandoned"],
                    "hours": {place[0]: row["inbound"] for place, row in times.rows.items()}}
            return today, wall, told
        self.admin.wait(lambda: both()[1] == both()[2], patient(10), lambda: f"the wall and the reports differ: {both()[1:]}")
        return both()[0]
