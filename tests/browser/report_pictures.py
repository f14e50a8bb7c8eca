"""What screenshots.py shows of reports, of alarms, and of the big screen when something is past its threshold."""

KEYS = "async () => (await (await fetch('/api/v1/reports')).json()).items.map(({ key }) => key)"
LEADER, ADMIN = ("10010", "demo-10010"), ("admin", "demo-admin")
# Rules that a company with robots passes at once.
RULES = """async () => {
  const all = await (await fetch('/api/v1/alarm-rules')).json();
  if (all.items.length) return;
  const rule = (changes) => fetch('/api/v1/alarm-rules', { method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: '', figure: 'waiting', queue: '', compare: 'above', threshold: 0, for_s: 0, sound: false,
      mail_to: [], webhook: '', webhook_secret: '', active: true, ...changes }) });
  await rule({ name: '服务水平不足', figure: 'service_level', compare: 'below', threshold: 100 });
  await rule({ name: '售后没有空闲坐席', figure: 'ready', queue: '600', compare: 'below', threshold: 50, sound: true,
    mail_to: ['manager@example.com'], webhook: 'https://hooks.example.com/alarm' });
  await rule({ name: '排队过多', threshold: 500, for_s: 30, active: false });
}"""


def reports_journey(desk, pictures, look, _):
    """A leader's reports; an administrator's alarms; the big screen with something orange on it."""
    desk.open().sign_in(*LEADER).wait_ready_to_work()
    desk.go("reports")
    desk.page.at("report-agent-inbound").wait(15)
    pictures.take(desk, "reports", look)
    for report in desk.page.evaluate(f"({KEYS})()"):
        query = "?period=day" if report == "department-waiting" else ""
        desk.open(f"/reports/{report}{query}")
        desk.page.at("report-table").wait(15)
        desk.pause(0.5)
        pictures.take(desk, f"report-{report}", look)
    desk.open("/reports/agent-inbound")
    desk.page.at("hint-answer_rate").click()
    pictures.take(desk, "report-hint", look)
    desk.press("Escape")
    desk.page.css('[data-testid="report-row"] [data-measure="inbound"] button', nth=0).click()
    desk.page.at("report-peek-row", nth=0).wait()
    pictures.take(desk, "report-peek", look)
    desk.page.at("report-open-list").click()
    desk.on_page("records", "chip-figure").wait()
    pictures.take(desk, "records-figure", look)
    desk.open("/reports/agent-inbound?days=2020-01-01_2020-01-02&agents=10001")
    desk.page.at("block-empty").wait()
    pictures.take(desk, "report-empty", look)
    desk.open("/reports/agent-inbound?days=2020-01-01_2026-01-02")
    desk.page.at("block-error").wait()
    pictures.take(desk, "report-error", look)
    desk.page.at("report-schedule").click()
    pictures.take(desk, "report-schedule", look)
    desk.page.at("schedule-month").click()
    desk.page.at("schedule-month-day").choose("0")
    desk.page.at("schedule-recipients").fill("manager@example.com")
    pictures.take(desk, "report-schedule-month", look)
    desk.page.at("schedule-save").click()
    desk.page.at("schedule-dialog").wait_gone()
    desk.open("/report-schedules")
    desk.page.at("page-report_schedules").wait()
    desk.on_page("report_schedules", "list-row").wait()
    pictures.take(desk, "report_schedules", look)
    desk.page.evaluate("fetch('/api/v1/sessions/current', { method: 'DELETE' }).then(answer => answer.status)")
    desk.open().sign_in(*ADMIN).bar.wait(15)
    desk.page.evaluate(f"({RULES})()")
    desk.open("/report-schedules").on_page("report_schedules", "list-row").wait()
    pictures.take(desk, "report_schedules-all", look)
    desk.open("/admin/options").page.at("options-service").click()
    pictures.take(desk, "admin_options-service", look)
    desk.open("/admin/alarms").page.css('[data-testid^="item-"]', nth=0).wait()
    desk.pause(6)
    desk.page.reload()
    desk.page.css('[data-testid^="item-"]', nth=0).wait()
    pictures.take(desk, "admin_alarms", look)
    desk.open("/admin/alarm_events").page.at("page-admin_alarm_events").wait()
    pictures.take(desk, "admin_alarm_events", look)
    desk.open("/screen").page.at("screen-alarm").wait(30)
    pictures.take(desk, "screen-alarms", look)
