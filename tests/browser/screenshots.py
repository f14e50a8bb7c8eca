#!/usr/bin/env python3
"""Takes a picture of every page, living: the demo company with simulated calls runs while they are taken, and callers
have left something in every list.

usage: tests/browser/screenshots.py FOLDER [--server BINARY] [--web DIST] [--only PAGE,…] [--who agent,…] [--looks LOOK,…] [--quick]
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
from harness.callers import Callers, with_callers  # noqa: E402
from harness.desk import Desk  # noqa: E402
from harness.frame_desk import FrameDesk  # noqa: E402 (the path must be set first)
from harness.people_desk import PeopleDesk  # noqa: E402 (the path must be set first)
from harness.server import Server, binary, rtp_range  # noqa: E402

SIZES = {"1440": (1440, 900), "1280": (1280, 720)}
AGENT, LEADER, ADMIN = ("10001", "demo-10001"), ("10010", "demo-10010"), ("admin", "demo-admin")
PAGES_OF_A_LEADER = ("wall", "queues", "rooms", "records", "recordings", "missed_calls", "voicemails", "surveys",
                     "customers", "sms", "settings", "help")
# What the first row of a list opens.
WITH_A_DRAWER = {"records": "record", "voicemails": "voicemail", "customers": "customer"}
# Lists that stand beside each other under one entry of the menu.
BESIDE_OPERATIONS = ("agent_states", "sign_ins")
BESIDE_MISSED_CALLS = ("lost_calls", "forwarded_calls", "callbacks")
PAGES_OF_AN_ADMIN = ("admin_flows", "admin_queues", "admin_hours", "admin_voices", "admin_trunks", "admin_inbound",
                     "admin_outbound", "admin_sms", "admin_platform", "admin_options")
# Pages of the set-up that show something only when an item is chosen.
FIRST_ITEM = {"admin_queues": "item-601", "admin_hours": "item-work", "admin_trunks": "item-robots"}
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


    def take_popup(self, desk, button, look, page):
        """What a button of the bar opens."""
        if not desk.page.at(button).visible():
            return  # folded away in a narrow bar
        desk.page.at(button).click()
        self.take(desk, page, look)
        desk.press("Escape")


def looks(quick, wanted=""):
    sizes, themes, languages = (["1440"], ["light"], ["zh-CN"]) if quick else (SIZES, ["light", "dark"], ["zh-CN", "en"])
    every = list(itertools.product(sizes, themes, languages))
    return [one for one in every if not wanted or "-".join(one) in wanted.split(",")]


def options_of(size, theme, language):
    width, height = SIZES[size]
    return {"viewport": {"width": width, "height": height}, "colorScheme": theme, "locale": language,
            "deviceScaleFactor": 1}


def agent_journey(desk, pictures, look, colleague):
    """Signing in, idle, the ring, the call and everything that can be done with it."""
    desk.open().wait_sign_in_page()
    pictures.take(desk, "sign-in", look)
    desk.sign_in(AGENT[0], "wrong-password").wait_sign_in_problem("密码", "assword")
    pictures.take(desk, "sign-in-error", look)
    desk.sign_in(*AGENT).wait_ready_to_work()
    desk.page.at("device-check-open").click()
    desk.page.at("device-check").wait()
    pictures.take(desk, "device-check", look)
    desk.press("Escape")
    pictures.take_popup(desk, "state-menu", look, "state-menu")
    pictures.take_popup(desk, "queues-chip", look, "queues-menu")
    pictures.take_popup(desk, "dial-keypad", look, "dial-keypad")
    pictures.take_popup(desk, "recent-calls", look, "recent-calls")
    pictures.take_popup(desk, "sms", look, "sms-panel")
    pictures.take_popup(desk, "avatar-menu", look, "avatar-menu")
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
    pictures.take_popup(desk, "keypad", look, "keypad")
    desk.choose_target("transfer", "members", None)
    pictures.take(desk, "transfer", look)
    desk.press("Escape")
    desk.hold()
    pictures.take(desk, "held", look)
    desk.retrieve()
    consult(desk, pictures, look, colleague)
    for one in (desk, colleague):
        if one.call_id():
            one.hang_up()  # who is left of the three talks on
        one.wait_after_call()
    pictures.take(desk, "after-call", look)
    for path, name in (("/admin/flows", "no-permission"), ("/nowhere", "not-found")):
        desk.open(path)
        desk.page.at(f"page-{name}").wait()
        pictures.take(desk, name, look)


def consult(desk, pictures, look, colleague):
    """The leader is asked, then all three talk."""
    desk.choose_target("consult", "leaders", LEADER[0])
    pictures.take(desk, "consult", look)
    desk.page.at("do-consult").click()
    desk.wait_kind("consulting")
    colleague.wait_ring(20)
    pictures.take(desk, "consulting-rings", look)
    colleague.answer()
    desk.page.wait_for(desk.page.at("conference").enabled, 10, "a conference is possible")
    pictures.take(desk, "consulting", look)
    desk.page.at("conference").click()
    desk.wait_kind("conference")
    desk.pause(1)
    pictures.take(desk, "conference", look)


def leader_journey(desk, pictures, look, _):
    desk.open().sign_in(*LEADER).wait_ready_to_work()
    for route in PAGES_OF_A_LEADER:
        desk.go(route)
        pictures.take(desk, route, look)
        if route == "recordings":
            desk.play_first_recording()
            desk.pause(1.5)
            pictures.take(desk, "player", look)
        if route in WITH_A_DRAWER:
            desk.on_page(route, "row-open").click()
            desk.page.at("drawer").wait()
            desk.pause(1)
            pictures.take(desk, WITH_A_DRAWER[route], look)
            desk.press("Escape")
        if route == "operations":
            other_logs(desk, pictures, look, BESIDE_OPERATIONS)
        if route == "recordings":
            list_parts(desk, pictures, look)
        if route == "missed_calls":
            for name in BESIDE_MISSED_CALLS:
                desk.go_to_list(name)
                pictures.take(desk, name, look)
    frame_parts(desk, pictures, look)
    rooms(desk, pictures, look)
    supervise_somebody(desk, pictures, look)


def other_logs(desk, pictures, look, names):
    here = "operations"
    for name in names:
        desk.on_page(here, f"log-{name}").click()
        desk.page.at(f"page-{name}").wait()
        pictures.take(desk, name, look)
        here = name


def list_parts(desk, pictures, look):
    """Rows that are ticked, what a list can be taken away as, and a view that was saved."""
    desk.press("Escape")
    desk.on_page("recordings", "tick-page").click()
    pictures.take(desk, "list-batch", look)
    desk.on_page("recordings", "batch-clear").click()
    desk.on_page("recordings", "view-save").click()
    desk.on_page("recordings", "view-name").fill("今天的录音")
    desk.on_page("recordings", "view-keep").click()
    desk.on_page("recordings", "list-export").click()
    pictures.take(desk, "list-export", look)
    desk.press("Escape")


def rooms(desk, pictures, look):
    desk.go("rooms")
    desk.page.at("room-edit", nth=0).click()
    desk.page.at("room-form").wait()
    pictures.take(desk, "room-form", look)
    desk.press("Escape")


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
        desk.page.at("level-takeover").click()
        desk.page.at("confirm-dialog").wait()
        pictures.take(desk, "supervision-takeover", look)
        desk.press("Escape")
    if desk.kind() == "supervising":
        desk.page.at("leave").click()
    desk.wait_after_call()


def admin_journey(desk, pictures, look, _):
    """Every page of the set-up, and the editor with a flow made from its template."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    admin = AdminDesk(desk)
    desk.open("/screen").page.at("screen-queue-600").wait(15)
    pictures.take(desk, "big_screen", look)
    desk.open("/admin/dashboard").page.at("dashboard-system").wait(15)
    pictures.take(desk, "dashboard", look)
    for route in PAGES_OF_AN_ADMIN:
        admin.go(route.removeprefix("admin_"))
        if route in FIRST_ITEM:
            desk.page.at(FIRST_ITEM[route]).click()
        pictures.take(desk, route, look)
    people_pages(desk, pictures, look)
    desk.go("operations")
    pictures.take(desk, "operations-admin", look)
    other_logs(desk, pictures, look, ("config_changes",))
    desk.on_page("config_changes", "row-open").click()
    desk.page.at("change-fields").wait()
    pictures.take(desk, "config_change", look)
    for part in ("sms_templates", "sms_signatures"):
        admin.go("sms")
        desk.page.at(f"sms-tab-{part}", nth=0).click()
        desk.page.at(f"page-admin_{part}").wait()
        pictures.take(desk, f"admin_{part}", look)
    admin.go("options")
    for part in ("announcement", "voicemail", "feature", "numbers", "calls"):
        desk.page.at(f"options-{part}").click()
        pictures.take(desk, f"admin_options_{part}", look)
    admin.go("outbound").try_dialling("10001", "13812345678")
    pictures.take(desk, "admin_outbound_test", look)
    admin.go("queues").create()
    pictures.take(desk, "admin_queue_new", look)
    admin.go("voices")
    desk.page.at("voice-way-text").click()
    pictures.take(desk, "admin_voice_text", look)
    flow_editor(desk, admin, pictures, look)


# A small company for the pictures of people: departments and one role of its own.
COMPANY = """async () => {
  const put = (path, body) => fetch(`/api/v1/config/${path}`, {
    method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  for (const [code, name, parent] of [['sales', '销售部', ''], ['north', '华北区', 'sales'], ['south', '华南区', 'sales'],
                                      ['service', '客服中心', '']])
    await put(`departments/${code}`, { code, name, parent, managers: code === 'sales' ? ['10010'] : [] });
  await put('roles/quality', { code: 'quality', name: '质检员', description: '听录音、做批注', base: 'agent', data: 'all',
                               rights: ['records.see', 'recordings.play', 'recordings.annotate'] });
  for (const [number, department] of [['10001', 'north'], ['10002', 'north'], ['10003', 'south']]) {
    const user = await (await fetch(`/api/v1/config/users/${number}`)).json();
    await put(`users/${number}`, { ...user, department });
  }
}"""


def people_pages(desk, pictures, look):
    desk.page.evaluate(f"({COMPANY})()")
    people = PeopleDesk(desk).go("users")
    pictures.take(desk, "admin_users", look)
    people.tick("10001", "10002")
    pictures.take(desk, "admin_users_batch", look)
    people.open("10001")
    pictures.take(desk, "admin_user", look)
    people.ask_for_password()
    pictures.take(desk, "admin_user_password", look)
    desk.press("Escape")
    people.page.at("password-dialog").wait_gone()
    people.close().act("10002", "move")
    pictures.take(desk, "admin_user_move", look)
    desk.press("Escape")
    people.page.at("move-dialog").wait_gone()
    people.go("roles").open_item("quality")
    pictures.take(desk, "admin_roles", look)
    people.go("departments").open_item("north")
    pictures.take(desk, "admin_departments", look)


def frame_parts(desk, pictures, look):
    """The menu of a tab, and the search."""
    frame = FrameDesk(desk)
    frame.tab_menu("help")
    pictures.take(desk, "tab-menu", look)
    desk.press("Escape")
    frame.search("100").wait_hit("person:10001")
    pictures.take(desk, "search", look)
    frame.close_search()


def flow_editor(desk, admin, pictures, look):
    admin.go("flows")
    desk.page.at("flow-open-main").click()
    desk.page.at("flow-editor").wait()
    desk.page.at("flow-help").wait()
    pictures.take(desk, "admin_flow_help", look)
    desk.page.at("flow-help-close").click()
    admin.choose("welcome")
    pictures.take(desk, "admin_flow_main", look)
    admin.back_to_flows().new_flow("来电主流程", look.lower().replace("-", "_"), "menu")
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
    journeys = {"agent": agent_journey, "leader": leader_journey, "admin": admin_journey}
    for who in arguments.who.split(","):
        for one in looks(arguments.quick, arguments.looks):
            context = browser.context(scripts=[DEVICES_CHECKED], **options_of(*one))
            desk = Desk(context.page(), url)
            try:
                journeys[who](desk, pictures, "-".join(one), starter)
            except AssertionError:
                desk.page.screenshot(pictures.folder / "failed.png")
                print(server.log()[-3000:])
                raise
            context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--server", default=binary())
    parser.add_argument("--web", default=str(TREE / "web/dist"))
    parser.add_argument("--only", default="")
    parser.add_argument("--who", default="agent,leader,admin")
    parser.add_argument("--looks", default="", help="SIZE-THEME-LANGUAGE,…")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    os.environ["YINGHE_SERVER"] = os.path.abspath(arguments.server)
    os.environ.setdefault("YINGHE_TEST_SLOT", "3")  # ports that no running test uses
    server, callers = Server(options=("--web", arguments.web, "--simulation-rtp", rtp_range())), Callers()
    applied = server.apply(with_callers(demo_site(callers.address)))
    if applied.returncode:
        sys.exit(applied.stderr)
    server.start()
    try:
        callers.live(server)
        browser = Browser(voice_file=agent_voice(server.data))
        try:
            take_all(arguments, server, browser)
        finally:
            browser.close()
    finally:
        callers.close()
        server.close()


if __name__ == "__main__":
    main()
