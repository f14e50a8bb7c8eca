#!/usr/bin/env python3
"""Takes a picture of every page, living: the demo company with simulated calls runs while they are taken, and callers
have left something in every list.

usage: tests/browser/screenshots.py FOLDER [--server BINARY] [--web DIST] [--only PAGE,…] [--who agent,…] [--looks LOOK,…] [--turn] [--quick]
Four looks a page and size: light and dark, Chinese and English, at 1440×900 and 1280×720 (--quick: light, Chinese,
1440 only). With --turn a way is walked once a language, and each page is turned to one theme and size after the other
where it stands: much faster. Files are named PAGE-SIZE-THEME-LANGUAGE.png. Needs `tools/install_packages.sh pictures` for Chinese letters.
"""
import argparse
import itertools
import json
import os
import pathlib
import sqlite3
import subprocess
import sys

TREE = pathlib.Path(__file__).resolve().parents[2]
sys.path[0] = str(TREE / "tests")

from browser.crm_act_pictures import crm_acts_journey  # noqa: E402 (the path must be set first)
from browser.door_pictures import door_journey  # noqa: E402 (the path must be set first)
from browser.field_pictures import fields_journey  # noqa: E402 (the path must be set first)
from browser.crm_settings_pictures import crm_settings_journey  # noqa: E402
from browser.report_pictures import reports_journey  # noqa: E402
from browser.object_pictures import objects_journey  # noqa: E402
from browser.order_pictures import orders_journey  # noqa: E402
from browser.questionnaire_pictures import questionnaires_journey  # noqa: E402
from harness.admin_desk import AdminDesk  # noqa: E402 (the path must be set first)
from harness.browser import Browser  # noqa: E402 (the path must be set first)
from harness.browser_case import DEVICES_CHECKED, demo_site  # noqa: E402
from harness.callers import Callers, with_callers  # noqa: E402
from harness.desk import Desk  # noqa: E402 (the path must be set first)
from harness.frame_desk import FrameDesk  # noqa: E402 (the path must be set first)
from harness.import_desk import ImportDesk  # noqa: E402
from harness.people_desk import PeopleDesk  # noqa: E402 (the path must be set first)
from harness.server import Server, binary, rtp_range  # noqa: E402
from harness.table import csv_file  # noqa: E402

SIZES = {"1440": (1440, 900), "1280": (1280, 720), "1920": (1920, 1080)}
AGENT, LEADER, ADMIN = ("10001", "demo-10001"), ("10010", "demo-10010"), ("admin", "demo-admin")
PAGES_OF_A_LEADER = ("wall", "queues", "rooms", "records", "recordings", "missed_calls", "voicemails", "surveys",
                     "customers", "follow_ups", "service_records", "sms", "settings", "help")
# What the first row of a list opens.
WITH_A_DRAWER = {"records": "record", "voicemails": "voicemail", "customers": "customer"}
# Lists that stand beside each other under one entry of the menu.
BESIDE_OPERATIONS = ("agent_states", "sign_ins", "export_log")
BESIDE_MISSED_CALLS = ("lost_calls", "forwarded_calls", "callbacks")
PAGES_OF_AN_ADMIN = ("admin_flows", "admin_queues", "admin_hours", "admin_voices", "admin_trunks", "admin_inbound",
                     "admin_outbound", "admin_sms", "admin_sign_in", "admin_platform", "admin_options")
# Pages of the set-up that show something only when an item is chosen.
FIRST_ITEM = {"admin_queues": "item-601", "admin_hours": "item-work", "admin_trunks": "item-robots"}
LIVE_AFTER_S = 30
# Ways that show nothing of calls: nobody need have telephoned before. To the rest of these it is all one whether anybody
# telephones meanwhile.
WITH_OWN_ROWS = {"orders", "questionnaires"}
WITHOUT_CALLS = {"door", "imports", "advanced", "objects", "fields", "crm", "pools", "acts", *WITH_OWN_ROWS}
SPEECH = "您好，售后服务，请问有什么可以帮您？好的，我看一下您的订单，请稍等。您的订单已经发出，预计明天送到。"


class Pictures:
    def __init__(self, folder, only, turns=()):
        """`turns`: the looks that a page is turned to where it stands, if they speak its language."""
        self.folder, self.only, self.turns = folder, only, turns
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, desk, page, look):
        if self.only and page not in self.only:
            return
        desk.pause(0.5)  # what a page asks the server for is there, and nothing moves any more
        turns = [one for one in self.turns if look.endswith(one[2])]
        for one in turns:
            self._turn(desk, *one[:2])
            self._take(desk, page, "-".join(one))
        if turns:
            self._turn(desk, *turns[0][:2])
        else:
            self._take(desk, page, look)

    def _take(self, desk, page, look):
        path = self.folder / f"{page}-{look}.png"
        desk.settle()
        desk.page.screenshot(path)
        print(path, flush=True)

    def _turn(self, desk, size, theme):
        width, height = SIZES[size]
        desk.page.ask("call", method="setViewportSize", args=[{"width": width, "height": height}])
        desk.page.ask("call", method="emulateMedia", args=[{"colorScheme": theme}])
        desk.pause(0.3)

    def take_popup(self, desk, button, look, page):
        """What a button of the bar opens."""
        if not desk.page.at(button).visible():
            return  # folded away in a narrow bar
        desk.page.at(button).click()
        self.take(desk, page, look)
        desk.press("Escape")


def looks(quick, wanted=""):
    sizes, themes, languages = (["1440"], ["light"], ["zh-CN"]) if quick else (["1440", "1280"], ["light", "dark"], ["zh-CN", "en"])
    if wanted:
        return [one for one in itertools.product(SIZES, ["light", "dark"], ["zh-CN", "en"])
                if "-".join(one) in wanted.split(",")]
    return list(itertools.product(sizes, themes, languages))


def first_of_each_language(wanted):
    return list({one[2]: one for one in reversed(wanted)}.values())


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
    if desk.page.at("call-tab-calls").visible():
        desk.page.at("call-tab-calls").click()
        pictures.take(desk, "call-before", look)
        desk.page.at("customer-query-open").click()
        pictures.take(desk, "customer-query", look)
        desk.press("Escape")
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
    for part in ("announcement", "voicemail", "feature", "numbers", "service", "calls"):
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


def imports_journey(desk, pictures, look, _):
    """A file of customers from the first look to its end, and the pages that tell of it."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    desk.go("customers")
    one = ImportDesk(desk).open("customers")
    pictures.take(desk, "import-file", look)
    number = sum(map(ord, look))  # each look has numbers of its own
    rows = [[f"客户{n}", f"13{number % 10}{number:04}{n:04}", "女" if n % 2 else "", "VIP" if n % 5 == 0 else "", "金牛"]
            for n in range(240)]
    one.upload("客户资料2026.csv", csv_file(
        ["客户名称", "电话", "性别", "客户类型", "星座"], *rows, ["号码太短的人", "12", "", "", ""], ["", "13012340000", "", "", ""],
        ["重复的人", rows[0][1], "", "", ""], ["类型不对的人", "13012340001", "", "白金", ""]))
    one.wait_state("checked")
    pictures.take(desk, "import-checked", look)
    one.run().wait_state("done")
    pictures.take(desk, "import-done", look)
    one.close()
    desk.go("data_jobs")
    pictures.take(desk, "data_jobs", look)
    desk.on_page("data_jobs", "jobs-imports").click()
    desk.on_page("imports", "list-row").wait()
    pictures.take(desk, "imports", look)
    desk.on_page("imports", "row-open").click()
    one.wait_state("done")
    pictures.take(desk, "import", look)
    AdminDesk(desk).go("options")
    desk.page.at("options-numbers").click()
    ImportDesk(desk).open("admin_options")
    pictures.take(desk, "import-black-list", look)


def approvals_journey(desk, pictures, look, _):
    """An export that must be approved, from asking to the log."""
    def sign_in(account):
        desk.page.evaluate("fetch('/api/v1/sessions/current', { method: 'DELETE' }).then(answer => answer.status)")
        desk.open().sign_in(*account)
        desk.bar.wait(15)

    def ask(query, why):
        desk.page.evaluate(f"""fetch('/api/v1/exports', {{ method: 'POST', headers: {{ 'Content-Type':
            'application/json' }}, body: JSON.stringify({{ list: 'call-records', format: 'xlsx', query: '{query}',
            reason: '{why}' }}) }}).then(answer => answer.status)""")

    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    set_options(desk, {"approve_exports": True})
    sign_in(LEADER)
    ask("result=answered&direction=inbound&columns=agent", "核对上月账单")
    ask("result=abandoned&columns=agent", "漏话回访名单")
    desk.go("records")
    desk.on_page("records", "list-row").wait()
    desk.on_page("records", "list-export").click()
    desk.page.at("export-xlsx").click()
    desk.page.at("reason-text").fill("客户李总要求提供十月的通话明细")
    pictures.take(desk, "export-ask", look)
    desk.page.at("reason-send").click()
    desk.on_page("data_jobs", "list-row").wait()
    pictures.take(desk, "data_jobs-asked", look)
    sign_in(ADMIN)
    desk.go("data_jobs")
    desk.on_page("data_jobs", "jobs-export_approvals").click()
    desk.on_page("export_approvals", "row-refuse").click()
    desk.page.at("reason-text").fill("请先与主管确认")
    pictures.take(desk, "export-refuse", look)
    desk.page.at("reason-send").click()
    desk.page.at("reason-dialog").wait_gone()
    desk.on_page("export_approvals", "row-approve").click()
    desk.page.at("reason-send").click()
    desk.page.at("reason-dialog").wait_gone()
    pictures.take(desk, "export_approvals", look)
    desk.go("system_messages")
    pictures.take(desk, "system_messages-exports", look)
    desk.go("operations")
    other_logs(desk, pictures, look, ("export_log",))
    set_options(desk, {"approve_exports": False})


# What the pages of the advanced settings show when somebody has used them.
ADVANCED = """async () => {
  const send = (method, path, body) => fetch(`/api/v1/${path}`, {
    method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  await send('PUT', 'config/popup', { inbound: 'https://crm.example.com/in?tel={number}&name={customer_name}',
                                      outbound: 'https://crm.example.com/out?tel={number}', open: 'by_hand' });
  await send('PUT', 'config/mail', { host: 'smtp.example.com', username: 'callcentre@example.com', secret: 'x',
                                     sender: 'callcentre@example.com' });
  await send('PUT', 'config/disk-alert', { enabled: true, below_percent: 100, to: ['admin@example.com'] });
  await send('PUT', 'config/retention', { recording_days: 365, hold_days: 180 });
}"""


def leave_old_logs(server):
    """Something that can be deleted: what a demo company has is of today."""
    with sqlite3.connect(server.data / "yinghe.db", timeout=20) as database:
        tenant = database.execute("SELECT id FROM tenants").fetchone()[0]
        at_ms = 1_760_000_000_000
        database.executemany("INSERT INTO sign_ins (id, tenant_id, user_id, at_ms, address, outcome) VALUES "
                             "(?, ?, 1, ?, '192.0.2.1', 'signed_in')",
                             [(n, tenant, at_ms + n) for n in range(1, 2501)])
    database.close()


def advanced_journey(desk, pictures, look, _):
    """The advanced settings, one beside the other, and a deletion before it is confirmed."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    desk.page.evaluate(f"({ADVANCED})()")
    AdminDesk(desk).go("advanced")
    pictures.take(desk, "admin_advanced", look)
    desk.pause(12)  # the disk is looked at every few seconds
    for part in ("mail", "disk_alert", "retention", "deletion", "persons", "regions", "certificate"):
        desk.page.at(f"advanced-tab-{part}").click()
        desk.page.at(f"page-admin_{part}").wait()
        pictures.take(desk, f"admin_{part}", look)
    desk.page.at("advanced-tab-deletion").click()
    desk.page.at("deletion-new").click()
    desk.page.at("deletion-form").wait()
    desk.page.at("field-kind").choose("logs")
    box = desk.page.css("[data-testid=deletion-form] .el-date-editor input")
    box.fill("2026-01-01")
    box.press("Enter")
    desk.page.at("deletion-count").click()
    desk.page.at("deletion-of-sign_ins").wait()
    pictures.take(desk, "admin_deletion_count", look)
    desk.page.at("deletion-typed").fill("demo")
    desk.page.at("deletion-do").click()
    desk.page.at("deletion-form").wait_gone()
    desk.on_page("admin_deletion", "list-row").wait()
    pictures.take(desk, "admin_deletion_log", look)
    desk.go("recordings")
    desk.on_page("recordings", "row-play").click()
    desk.page.at("custody-open").wait(15).click()
    desk.page.at("custody-row").wait()
    desk.page.at("custody-open").evaluate("button => button.scrollIntoView({ block: 'start' })")
    pictures.take(desk, "recording_custody", look)


# A small company for the pictures of people: departments and one role of its own.
COMPANY = """async () => {
  const put = (path, body) => fetch(`/api/v1/config/${path}`, {
    method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  for (const [code, name, parent] of [['sales', '销售部', ''], ['north', '华北区', 'sales'], ['south', '华南区', 'sales'],
                                      ['service', '客服中心', '']])
    await put(`departments/${code}`, { code, name, parent, managers: code === 'sales' ? ['10010'] : [] });
  await put('roles/quality', { code: 'quality', name: '质检员', description: '听录音、做批注', base: 'agent', data: 'all',
                               rights: ['records.see', 'recordings.play', 'recordings.annotate'],
                               hidden_fields: ['employee.mobile', 'customer.note'], fixed_fields: ['customer.level'] });
  for (const [number, department] of [['10001', 'north'], ['10002', 'north'], ['10003', 'south']]) {
    const user = await (await fetch(`/api/v1/config/users/${number}`)).json();
    await put(`users/${number}`, { ...user, department });
  }
}"""


SET_OPTIONS = """async (changes) => {
  const path = '/api/v1/config/options';
  const options = await (await fetch(path)).json();
  await fetch(path, { method: 'PUT', headers: { 'Content-Type': 'application/json' },
                      body: JSON.stringify({ ...options, ...changes }) });
}"""


def set_options(desk, changes):
    desk.page.evaluate(f"({SET_OPTIONS})({json.dumps(changes)})")


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
    desk.page.at("access-employee.email-hidden").evaluate("box => box.scrollIntoView({ block: 'end' })")
    pictures.take(desk, "admin_roles_fields", look)
    people.go("departments").open_item("north")
    pictures.take(desk, "admin_departments", look)
    set_options(desk, {"page_watermark": True})
    desk.page.reload()
    desk.page.at("watermark").wait()
    pictures.take(desk, "watermark", look)
    set_options(desk, {"page_watermark": False})
    desk.page.reload()
    desk.bar.wait(15)


def frame_parts(desk, pictures, look):
    """The menu of a tab, and the search."""
    frame = FrameDesk(desk)
    frame.tab_menu("help")
    pictures.take(desk, "tab-menu", look)
    desk.press("Escape")
    frame.search("100").wait_hit("person:10001")
    pictures.take(desk, "search", look)
    frame.close_search()


# Pools with something in them, tags, and customers of whom some are ticked.
POOLS = """async () => {
  const send = async (path, body) => (await fetch(`/api/v1/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
  const have = await (await fetch('/api/v1/crm/pools')).json();
  if (have.items.some(pool => pool.name === '华东公海')) return;
  const nobody = { everybody: false, roles: [], departments: [], people: [] };
  const pools = [];
  for (const [name, object] of [['华东公海', 'customer'], ['华南公海', 'customer'], ['展会线索公海', 'lead']])
    pools.push((await send('crm/pools', { name, object, admins: ['10010'], hide_numbers: name === '华南公海',
      members: { ...nobody, everybody: true }, claim: { limited: true, a_day: 3, holding: 50, cooling_days: 7 } })).id);
  await send('crm/tag-groups', { object: 'customer', name: '意向', colour: 'blue',
                                 tags: [{ name: '高意向' }, { name: '中意向' }, { name: '低意向' }] });
  await send('crm/tag-groups', { object: 'customer', name: '来源渠道', colour: 'green',
                                 tags: [{ name: '展会' }, { name: '转介绍' }] });
  const names = ['和平医疗器械', '云帆物流', '锦程汽配', '青禾农资', '海川电子', '泰丰建材', '新月教育', '百合家纺'];
  for (const [n, name] of names.entries()) {
    const draft = { name, gender: 'unknown', level: '一般', note: n % 3 ? '' : '上月询价，未成交',
                    numbers: [{ number: `1390000${String(n).padStart(4, '0')}`, kind: '手机' }] };
    await send('customers', { ...draft, pool: pools[n % 2] });
    await send('customers', { ...draft, object: 'lead', pool: pools[2] });
    await send('customers', { ...draft, name: `${name}（在跟）`, owner: n % 2 ? '10001' : '10010',
                              numbers: [{ number: `1370000${String(n).padStart(4, '0')}`, kind: '手机' }] });
  }
}"""


def pools_journey(desk, pictures, look, _):
    """What lies in pools, what is done with it, and with many customers at once."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    desk.page.evaluate(f"({POOLS})()")
    for name in ("lead_pools", "customer_pools"):
        desk.go(name)
        desk.on_page(name, "list-row").wait()
        pictures.take(desk, name, look)
    desk.on_page("customer_pools", "row-open").click()
    desk.page.at("drawer").wait()
    pictures.take(desk, "customer_pool-drawer", look)
    desk.press("Escape")
    desk.on_page("customer_pools", "tick-page").click()
    desk.page.at("batch-assign").click()
    pictures.take(desk, "pool-assign", look)
    desk.press("Escape")
    desk.go("customers")
    desk.on_page("customers", "funnel-toggle").click()
    desk.on_page("customers", "tick-page").click()
    pictures.take(desk, "customers-batch", look)
    for action in ("tags", "give_up", "plan", "delete"):
        if not desk.page.at(f"batch-{action}").visible():
            desk.page.at("batch-more").click()
        desk.page.at(f"batch-{action}").click()
        desk.page.at("action-do").wait()
        pictures.take(desk, f"action-{action}", look)
        desk.press("Escape")
        desk.page.at("action-do").wait_gone()
    desk.page.at("batch-change_owner").click()
    desk.page.at("field-owner").choose("10001")
    desk.page.at("action-do").click()
    desk.page.at("action-figures").wait()
    pictures.take(desk, "action-outcome", look)
    desk.page.at("action-close").click()


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
    wanted, journeys_wanted = looks(arguments.quick, arguments.looks), arguments.who.split(",")
    pictures = Pictures(pathlib.Path(arguments.folder), [one for one in arguments.only.split(",") if one],
                        wanted if arguments.turn else ())
    starter = None
    if not set(journeys_wanted) <= WITHOUT_CALLS:
        starter = Desk(browser.context(scripts=[DEVICES_CHECKED]).page(), url)
        starter.open().sign_in(*LEADER).wait_ready_to_work()
        starter.switch_simulation(True)
        starter.pause(LIVE_AFTER_S)
    journeys = {"door": door_journey, "agent": agent_journey, "leader": leader_journey, "admin": admin_journey,
                "imports": imports_journey, "approvals": approvals_journey, "advanced": advanced_journey,
                "objects": objects_journey, "crm": crm_settings_journey, "acts": crm_acts_journey,
                "fields": fields_journey, "pools": pools_journey, "reports": reports_journey, "orders": orders_journey,
                "questionnaires": questionnaires_journey}
    for who in journeys_wanted:
        for one in first_of_each_language(wanted) if arguments.turn else wanted:
            if who == "advanced":
                leave_old_logs(server)
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
    parser.add_argument("--who", default="door,agent,leader,admin,imports,approvals,advanced,objects,fields,crm,pools,acts,reports,orders,questionnaires")
    parser.add_argument("--looks", default="", help="SIZE-THEME-LANGUAGE,…")
    parser.add_argument("--turn", action="store_true")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    os.environ["YINGHE_SERVER"] = os.path.abspath(arguments.server)
    os.environ.setdefault("YINGHE_TEST_SLOT", "3")  # ports that no running test uses
    options = ("--web", arguments.web, "--simulation-rtp", rtp_range(), "--https", "127.0.0.1:0")
    server, callers = Server(options=options), Callers()
    applied = server.apply(with_callers(demo_site(callers.address)))
    if applied.returncode:
        sys.exit(applied.stderr)
    server.start()
    try:
        if not set(arguments.who.split(",")) <= WITH_OWN_ROWS:
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
