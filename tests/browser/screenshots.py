#!/usr/bin/env python3
"""Takes a picture of every page, living: the demo company with simulated calls runs while they are taken.

usage: tests/browser/screenshots.py FOLDER [--server BINARY] [--web DIST] [--only PAGE,…] [--quick]
Four looks a page and size: light and dark, Chinese and English, at 1440×900 and 1280×720 (--quick: light, Chinese,
1440 only). Files are named PAGE-SIZE-THEME-LANGUAGE.png. Needs `tools/install_packages.sh pictures` for Chinese letters.
"""
import argparse
import itertools
import os
import pathlib
import subprocess
import sys

TREE = pathlib.Path(__file__).resolve().parents[2]
sys.path[0] = str(TREE / "tests")

from harness.admin_desk import AdminDesk  # noqa: E402 (the path must be set first)
from harness.browser import Browser  # noqa: E402 (the path must be set first)
from harness.browser_case import DEVICES_CHECKED, demo_site  # noqa: E402
from harness.desk import Desk  # noqa: E402
from harness.server import Server, binary, rtp_range  # noqa: E402

SIZES = {"1440": (1440, 900), "1280": (1280, 720)}
AGENT, LEADER, ADMIN = ("10001", "demo-10001"), ("10010", "demo-10010"), ("admin", "demo-admin")
PAGES_OF_A_LEADER = ("wall", "queues", "rooms", "records", "recordings", "missed_calls", "voicemails", "surveys",
                     "settings")
# Lists that stand beside each other under one entry of the menu.
BESIDE_MISSED_CALLS = ("lost_calls", "forwarded_calls", "callbacks")
PAGES_OF_AN_ADMIN = ("admin_flows", "admin_queues", "admin_hours", "admin_voices", "admin_trunks", "admin_inbound",
                     "admin_outbound", "admin_options")
LIVE_AFTER_S = 30
SPEECH = "您好，售后服务，请问有什么可以帮您？好的，我看一下您的订单，请稍等。您的订单已经发出，预计明天送到。"


class Pictures:
    def __init__(self, folder, only):
        self.folder, self.only = folder, only
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, desk, page, look):
        if self.only and page not in self.only:
            return
        path = self.folder / f"{page}-{look}.png"
        desk.pause(0.5)  # what a page asks the server for is there, and nothing moves any more
        desk.settle()
        desk.page.screenshot(path)
        print(path, flush=True)


def looks(quick):
    sizes, themes, languages = (["1440"], ["light"], ["zh-CN"]) if quick else (SIZES, ["light", "dark"], ["zh-CN", "en"])
    return itertools.product(sizes, themes, languages)


def options_of(size, theme, language):
    width, height = SIZES[size]
    return {"viewport": {"width": width, "height": height}, "colorScheme": theme, "locale": language,
            "deviceScaleFactor": 1}


def agent_journey(desk, pictures, look):
    """Signing in, idle, the ring and the call."""
    desk.open().wait_sign_in_page()
    pictures.take(desk, "sign-in", look)
    desk.sign_in(*AGENT).wait_ready_to_work()
    desk.set_ready()
    pictures.take(desk, "desk", look)
    if not desk.call_id():
        desk.page.at("call-me").click()
    desk.wait_ring(60)
    pictures.take(desk, "ring", look)
    desk.answer()
    desk.wait_talking()
    desk.go("call")
    desk.pause(8)
    pictures.take(desk, "call", look)
    desk.page.at("transfer").click()
    desk.page.at("transfer-panel").wait()
    pictures.take(desk, "transfer", look)
    desk.press("Escape")
    desk.hang_up()
    desk.wait_after_call()


def leader_journey(desk, pictures, look):
    desk.open().sign_in(*LEADER).wait_ready_to_work()
    for route in PAGES_OF_A_LEADER:
        desk.go(route)
        pictures.take(desk, route, look)
        if route == "recordings":
            desk.play_first_recording()
            desk.pause(1.5)
            pictures.take(desk, "player", look)
        if route == "missed_calls":
            for name in BESIDE_MISSED_CALLS:
                desk.page.at(f"list-{name}").click()
                desk.page.at(f"page-{name}").wait()
                pictures.take(desk, name, look)
    supervise_somebody(desk, pictures, look)


def supervise_somebody(desk, pictures, look):
    """The ladder, in whichever simulated call is up."""
    desk.go("wall")
    desk.page.css('[data-testid^="supervise-"]', nth=0).wait(30)
    desk.page.css('[data-testid^="supervise-"]', nth=0).click()
    desk.wait_kind("supervising")
    desk.page.at("level-whisper").click()
    desk.wait_level("whisper")
    pictures.take(desk, "supervision", look)
    if desk.kind() == "supervising":
        desk.page.at("leave").click()
    desk.wait_after_call()


def admin_journey(desk, pictures, look):
    """Every page of the set-up, and the editor with a flow made from its template."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    admin = AdminDesk(desk)
    for route in PAGES_OF_AN_ADMIN:
        admin.go(route.removeprefix("admin_"))
        pictures.take(desk, route, look)
    admin.go("flows").new_flow("来电主流程", look.lower().replace("-", "_"), "menu")
    pictures.take(desk, "admin_flow", look)
    admin.choose("menu1")
    pictures.take(desk, "admin_flow_node", look)
    admin.look_at("list")
    pictures.take(desk, "admin_flow_list", look)


def agent_voice(folder):
    """What the agent says in the pictures of recordings: speech, not a tone."""
    path = folder / "agent.wav"
    subprocess.run(["espeak-ng", "-v", "cmn", "-w", str(path), SPEECH], check=True)
    return path


def take_all(arguments, server, browser):
    url = f"http://{server.http[0]}:{server.http[1]}"
    pictures = Pictures(pathlib.Path(arguments.folder), [one for one in arguments.only.split(",") if one])
    context = browser.context(scripts=[DEVICES_CHECKED])
    starter = Desk(context.page(), url)
    starter.open().sign_in(*LEADER).wait_ready_to_work()
    starter.switch_simulation(True)
    starter.pause(LIVE_AFTER_S)
    for journey in (agent_journey, leader_journey, admin_journey):
        for one in looks(arguments.quick):
            context = browser.context(scripts=[DEVICES_CHECKED], **options_of(*one))
            desk = Desk(context.page(), url)
            try:
                journey(desk, pictures, "-".join(one))
            except AssertionError:
                desk.page.screenshot(pictures.folder / "failed.png")
                print(server.log()[-3000:])
                raise
            desk.sign_out()
            context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--server", default=binary())
    parser.add_argument("--web", default=str(TREE / "web/dist"))
    parser.add_argument("--only", default="")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    os.environ["YINGHE_SERVER"] = os.path.abspath(arguments.server)
    os.environ.setdefault("YINGHE_TEST_SLOT", "3")  # ports that no running test uses
    server = Server(options=("--web", arguments.web, "--simulation-rtp", rtp_range()))
    applied = server.apply(demo_site())
    if applied.returncode:
        sys.exit(applied.stderr)
    server.start()
    try:
        browser = Browser(voice_file=agent_voice(server.data))
        try:
            take_all(arguments, server, browser)
        finally:
            browser.close()
    finally:
        server.close()


if __name__ == "__main__":
    main()
