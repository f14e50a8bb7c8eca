"""A busy hour before the big screen, six times as fast: it keeps nothing of what is over, and tells what reports tell."""
import contextlib
import math
import os
import pathlib
import re
import socket
import subprocess

from harness.browser_case import BrowserCase
from harness.case import NIGHTLY
from harness.server import binary, rtp_range
from harness.site import Site

SERIAL = True  # it measures memory, and it keeps a core busy
ROBOT_IP = "127.0.0.3"
AGENTS = 14
# 60 minutes of a company with 1,200 calls an hour pass in ten; a run by day takes the first six of them.
CALLS = 1_200 if NIGHTLY else 120
RATE_PER_S = 2
TALK_S = 6
ABNORMAL_S = 4
MAY_GROW_BYTES = 3_000_000 if NIGHTLY else 1_500_000
FULL_HD = {"width": 1920, "height": 1080}


def free_port(ip):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((ip, 0))
        return probe.getsockname()[1]


def percent(part):
    """As the screen writes it."""
    return "–" if part is None else f"{100 * part:.1f}"


class WallDay(BrowserCase):
    """Robots call two queues and answer them; besides, people of flesh give up waiting, let it ring, and dial out."""

    @classmethod
    def site(cls, carrier_address):
        site = Site(options={"abnormal_call_s": ABNORMAL_S}).agents(AGENTS).agent(15).agent(16)
        return (site.queue(600, list(range(1, 9)), name="售前").queue(601, list(range(7, AGENTS + 1)), name="售后")
                .queue(602, [15], name="投诉", ring_timeout_s=3)
                .trunk("robots", (ROBOT_IP, free_port(ROBOT_IP))).trunk("carrier", carrier_address)
                .did("4008001234", "queue:600", trunk="robots").did("4008001235", "queue:601", trunk="robots")
                .did("40080012*", "queue:602").dial_out())

    # ---- who calls

    @contextlib.contextmanager
    def robots(self):
        """Customers and agents of `yinghe robots`, in a process of their own, until they have made all their calls."""
        server = self.server
        command = ["robots", "--site", server.data.parent / f"{server.data.name}.site.toml", "--server",
                   f"{server.sip[0]}:{server.sip[1]}", "--calls", CALLS, "--agents", AGENTS, "--rate", RATE_PER_S,
                   "--talk-s", TALK_S, "--rtp", rtp_range()]
        process = subprocess.Popen([binary(), *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(30)
            process.stdout.close()

    def gives_up(self):
        call = self.customer_calls("4008001299", customer="13811110001")
        self.admin.wait(lambda: any(one["customer_number"] == "13811110001" for one in self.admin.calls()), 10, "he waits")
        call.hang_up()

    def lets_it_ring(self, phone):
        call = self.customer_calls("4008001299", customer="13811110002")
        phone.expect_call().ring()
        self.admin.wait(lambda: any(leg["ringing"] for one in self.admin.calls() for leg in one["legs"]
                                    if one["customer_number"] == "13811110002"), 10, "it rings")
        call.hang_up()

    def dials_out(self, phone, answered):
        call = phone.call("13800138000")
        customer = self.carrier.expect_call()
        if answered:
            customer.answer(450)
            call.wait_up()
            call.bye()
            customer.wait_ended()
        else:
            customer.refuse(486)
            call.wait_ended()

    # ---- what is seen

    def number(self, screen, name):
        text = screen.page.css(f'[data-testid="screen-{name}"] dd').text()
        return int(re.sub(r"\D", "", text))

    def on_screen(self, screen):
        figures = {name: self.number(screen, name) for name in ("inbound", "queued", "abandoned", "missed", "outbound",
                                                                 "outbound_connected", "outbound_failed", "abnormal")}
        figures["answered"], figures["of_inbound"] = (
            int(found.replace(",", "")) for found in
            re.search(r"接听 ([\d,]+) / 呼入 ([\d,]+)", screen.page.at("screen-rate").text()).groups())
        for name in ("level", "response"):
            figures[name] = re.search(r"[\d.]+", screen.page.css(f'[data-testid="screen-{name}"] .value').text()).group()
        for number in ("600", "601", "602"):
            level = screen.page.css(f'[data-testid="screen-queue-{number}"] td:last-child').text()
            figures[f"level of {number}"] = level.removesuffix("%")
        return figures

    def report(self, key):
        """The totals of today, and each row, by the names of their measures."""
        catalogue = {each["key"]: each for each in self.admin.get("/api/v1/reports").json["items"]}
        measures = [measure["key"] for measure in catalogue[key]["measures"]]
        answer = self.admin.get(f"/api/v1/reports/{key}?period=day").json
        rows = {row["number"]: dict(zip(measures, row["values"], strict=True)) for row in answer["rows"]}
        return dict(zip(measures, answer["total"], strict=True)), rows

    def longer_than(self, seconds):
        """How many records say that somebody talked for longer."""
        found, page = 0, 1
        while True:
            items = self.admin.get(f"/api/v1/call-records?size=100&page={page}").json["items"]
            found += sum(item["talk_s"] > seconds for item in items)
            if len(items) < 100:
                return found
            page += 1

    def in_reports(self):
        (times, _), (service, queues) = self.report("times"), self.report("queue-service")
        (inbound, _), (outbound, _) = self.report("agent-inbound"), self.report("agent-outbound")
        levels = {f"level of {number}": percent(row["service_level"]) for number, row in queues.items()}
        return {"inbound": times["inbound"], "queued": service["visits"], "abandoned": service["abandoned"],
                "missed": inbound["abandoned"], "outbound": times["outbound"],
                "outbound_connected": outbound["outbound_connected"], "outbound_failed": outbound["outbound_failed"],
                "abnormal": self.longer_than(ABNORMAL_S), "answered": times["answered"] - outbound["outbound_connected"],
                "of_inbound": times["inbound"], "level": percent(service["service_level"]),
                "response": str(math.floor(service["answer_speed"] + 0.5)), **levels}

    # ---- the hour

    def people_of_flesh(self):
        self.gives_up()
        self.lets_it_ring(self.agent_phone(15))
        phone = self.agent_phone(16)
        self.dials_out(phone, answered=True)
        self.dials_out(phone, answered=False)

    def look_in_between(self, screen):
        """For whoever wants to see it: YINGHE_PICTURES names a folder."""
        if os.environ.get("YINGHE_PICTURES"):
            screen.page.screenshot(pathlib.Path(os.environ["YINGHE_PICTURES"], f"{self.id()}-in-between.png"))

    def test_an_hour_passes(self):
        """R248: nothing is kept of what is over, and in the end each figure is that of the report."""
        screen = self.admin_desk(viewport=FULL_HD)
        screen.bar.wait(15)
        screen.open("/screen").page.at("page-big-screen").wait()
        page = screen.page
        with self.robots() as robots:
            def quarter():
                self.assertIsNone(robots.poll(), "the robots have left")
                return self.number(screen, "inbound") >= CALLS // 4
            page.wait_for(quarter, 600, "a quarter of the calls")
            before = page.heap()
            self.people_of_flesh()
            self.look_in_between(screen)
            said, _ = robots.communicate(timeout=1800)
        self.admin.wait_no_calls()
        placed = int(re.search(r"placed (\d+)", said).group(1))
        self.assertEqual(placed, CALLS, said)
        page.wait_for(lambda: self.number(screen, "inbound") == placed + 2, 60, "all calls are on the screen")
        # The last record may still be on its way to the database.
        page.wait_for(lambda: self.on_screen(screen) == self.in_reports(), 15,
                      lambda: f"{self.on_screen(screen)}, not {self.in_reports()}")
        wanted = self.in_reports()
        self.assertEqual(page.at("page-big-screen").attribute("data-stale"), "false")
        after = page.heap()
        print(f"{said.splitlines()[-1]}\n{wanted}\n{before} → {after}")
        self.assertLess(after["bytes"] - before["bytes"], MAY_GROW_BYTES, f"{before} → {after}")
        self.assertLess(after["nodes"] - before["nodes"], 500)
        self.assertLess(after["listeners"] - before["listeners"], 100)
        checked = self.server.check()
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
