"""Reports as a leader reads them: figures of calls just made, what they mean, the calls behind them, files (R221, R226)."""
from harness.browser_case import BrowserCase

REPORT = "agent-inbound"


class Reports(BrowserCase):
    called = False

    def call_and_miss(self):
        """Agent 10001 answers one call and lets the next one ring; once for all cases."""
        if type(self).called:
            return
        type(self).called = True
        agent = self.agent(1)
        call = self.in_call(agent)
        call.bye()
        agent.wait_after_call()
        agent.set_ready()
        self.customer_rings(agent, customer="13811110002").hang_up()
        agent.wait_ring_gone()
        self.new_records(2)

    def open_report(self, desk, query=""):
        desk.open(f"/reports/{REPORT}{query}")
        desk.page.at("report-table").wait(15)
        return desk.page

    def cell(self, page, row, measure):
        return page.css(f'[data-testid="report-row"][data-key*="{row}"] [data-measure="{measure}"]', nth=0)

    def of_name(self, page, measure, nth=0):
        return page.css(f'[data-testid="report-row"] [data-measure="{measure}"]', nth=nth)

    def total(self, page, measure):
        return page.css(f'[data-testid="report-total"] [data-measure="{measure}"]')

    def test_from_the_figure_to_its_calls_and_away_as_a_file(self):
        """R226: sorted, explained, opened as exactly the calls that were counted."""
        self.call_and_miss()
        desk = self.leader_desk()
        desk.bar.wait(15)
        desk.go("reports")
        desk.page.at(f"report-{REPORT}").click()
        page = desk.page
        page.at("report-table").wait(15)
        self.assertIn(f"/reports/{REPORT}", page.url())
        page.at("report-row", nth=0).wait_text("10001")
        self.total(page, "inbound").wait_text("2")
        self.total(page, "answer_rate").wait_text("50.0%")
        page.at("report-counted").wait_text("统计至")

        # What a column means, by the keyboard too, with the figures of this total.
        page.css('[data-testid="hint-answer_rate"]').evaluate("one => one.focus()")
        page.at("report-hint").wait_text("接听率", "÷")
        page.at("report-hint-total").wait_text("1 ÷ 2 = 50.0%", "不是各行平均")
        desk.press("Escape")
        page.at("report-hint").wait_gone()

        # Two agents at most have rows here; descending, ascending, as it was.
        page.at("sort-inbound").click()
        page.wait_for(lambda: "sort=-inbound" in page.url() or "sort=inbound" in page.url(), 5, "an order in the address")

        # Behind a part, or a time, stand the calls that it is made of.
        for measure, counted, calls in (("answer_rate", "呼入总量", 2), ("inbound_talk", "呼入接听", 1)):
            self.total(page, measure).evaluate("cell => cell.querySelector('button').click()")
            page.at("report-peek").wait_text(counted, f"{calls} 次")
            page.wait_for(lambda wanted=calls: page.at("report-peek-row").count() == wanted, 8, f"the calls of {measure}")
            desk.press("Escape")
            page.at("report-peek").wait_gone()

        # Exactly the call that was missed stands behind the figure.
        self.of_name(page, "abandoned").wait_text("1")
        page.css('[data-testid="report-row"] [data-measure="abandoned"] button', nth=0).click()
        page.at("report-peek").wait_text("未接听", "1 次", "振铃")
        page.wait_for(lambda: page.at("report-peek-row").count() == 1, 8, "the call that was missed")
        page.css('[data-testid="hint-inbound"]').evaluate("one => one.focus()")
        page.at("report-peek").wait_gone()
        page.at("report-hint").wait()  # one at a time
        page.css('[data-testid="report-row"] [data-measure="abandoned"] button', nth=0).click()
        page.at("report-open-list").click()
        desk.on_page("records", "chip-figure").wait_text("未接听")
        desk.on_page("records", "list-row").wait_text("1381111")
        self.assertEqual(page.css('[data-testid="page-records"] [data-testid="list-row"]').count(), 1)
        desk.on_page("records", "chip-figure").click()
        page.wait_for(lambda: page.css('[data-testid="page-records"] [data-testid="list-row"]').count() == 2, 8,
                      "all calls again")

        self.open_report(desk)
        page.at("list-export").click()
        page.at("export-csv").click()
        desk.go("data_jobs")
        desk.on_page("data_jobs", "list-row").wait_text(".csv", "已完成")

    def test_conditions_live_in_the_address(self):
        self.call_and_miss()
        desk = self.leader_desk()
        desk.bar.wait(15)
        page = self.open_report(desk, "?days=this_month&period=day")
        page.at("report-row", nth=0).wait()
        self.assertEqual(page.at("period-day").attribute("aria-pressed"), "true")
        self.assertEqual(page.at("days-this_month").attribute("aria-pressed"), "true")
        page.at("period-month").click()
        page.wait_for(lambda: "period=month" in page.url(), 5, "the grain in the address")
        page.at("look-table").click()
        page.wait_for(lambda: "look=table" in page.url(), 5, "the table alone")
        self.assertEqual(page.css(".panels").count(), 0)
        page.at("view-save").click()
        page.at("view-name").fill("本月")
        page.at("view-keep").click()
        page.at("list-reset").click()
        page.wait_for(lambda: "days=" not in page.url(), 5, "today again")
        page.at("view-本月").click()
        page.wait_for(lambda: "days=this_month" in page.url() and "look=table" in page.url(), 5, "what was kept")
        page.at("days-last_month").click()
        page.at("block-empty").wait_text("这段时间没有通话")

    def test_readable_by_everybody(self):
        self.call_and_miss()
        for scheme in ("light", "dark"):
            desk = self.leader_desk(colorScheme=scheme)
            desk.bar.wait(15)
            for path, there in (("/reports", f"report-{REPORT}"), (f"/reports/{REPORT}", "report-table"),
                                ("/reports/times", "report-table"), ("/report-schedules", "page-report_schedules")):
                desk.open(path)
                desk.page.at(there).wait(15)
                desk.settle()
                with self.subTest(path, scheme=scheme):
                    self.assertEqual(desk.page.accessibility_problems(), [])
            desk.open(f"/reports/{REPORT}")
            desk.page.at("hint-inbound").click()
            desk.page.at("report-hint").wait()
            desk.settle()
            with self.subTest("hint", scheme=scheme):
                self.assertEqual(desk.page.accessibility_problems(), [])

    def test_a_report_that_is_sent_by_itself(self):
        desk = self.leader_desk()
        desk.bar.wait(15)
        page = self.open_empty(desk)
        page.at("report-schedule").click()
        page.at("schedule-week").click()
        page.at("schedule-weekday").choose("5")
        page.at("schedule-hour").choose("7")
        page.at("schedule-recipients").fill("nobody")
        page.at("schedule-save").click()
        page.at("schedule-problem").wait_text("每行输入一个邮箱地址")
        page.at("schedule-recipients").fill("boss@example.com")
        page.at("schedule-save").click()
        page.at("schedule-dialog").wait_gone()
        desk.open("/report-schedules")
        row = desk.on_page("report_schedules", "list-row")
        self.assertIn("每周五 07:00", row.wait_text("boss@example.com"))
        desk.on_page("report_schedules", "row-pause").click()
        row.wait_text("已暂停")
        desk.on_page("report_schedules", "row-more").click()
        desk.page.at("row-delete").click()
        desk.page.at("confirm-do").click()
        desk.page.css('[data-testid="page-report_schedules"] [data-testid="block-empty"]').wait()

    def test_an_administrator_changes_what_a_leader_has_sent(self):
        leader = self.leader_desk()
        leader.bar.wait(15)
        page = self.open_empty(leader)
        page.at("report-schedule").click()
        page.at("schedule-month").click()
        page.at("schedule-month-day").choose("0")
        page.at("schedule-recipients").fill("boss@example.com")
        page.at("schedule-save").click()
        page.at("schedule-dialog").wait_gone()
        admin = self.admin_desk()
        admin.bar.wait(15)
        admin.open("/report-schedules")
        row = admin.on_page("report_schedules", "list-row")
        self.assertIn("每月最后一天 08:00", row.wait_text("10090"))
        admin.on_page("report_schedules", "row-more").click()
        admin.page.at("row-edit").click()
        admin.page.at("schedule-owner").wait_text("10090")
        admin.page.at("schedule-month-day").choose("15")
        admin.page.at("schedule-hour").choose("20")
        admin.page.at("schedule-save").click()
        row.wait_text("每月 15 日 20:00")
        admin.on_page("report_schedules", "row-pause").click()
        row.wait_text("已暂停")
        leader.open("/report-schedules")
        mine = leader.on_page("report_schedules", "list-row")
        self.assertIn("每月 15 日 20:00", mine.wait_text("已暂停"))
        self.assertNotIn("10090", mine.text())
        leader.on_page("report_schedules", "row-more").click()
        leader.page.at("row-delete").click()
        leader.page.at("confirm-do").click()
        leader.page.css('[data-testid="page-report_schedules"] [data-testid="block-empty"]').wait()

    def test_the_companys_formula_is_that_of_its_reports(self):
        """B08: chosen on the page of options, printed under the figure, true for the past at once."""
        self.call_and_miss()
        options = self.admin.get("/api/v1/config/options").json
        self.addCleanup(self.admin.put, "/api/v1/config/options", options)
        desk = self.admin_desk()
        desk.bar.wait(15)
        page = desk.page
        desk.open("/reports/queue-service")

        def formula():
            page.at("report-table").wait(15)
            page.css('[data-testid="hint-service_level"]').evaluate("one => one.focus()")
            text = page.at("report-hint").wait_text("÷")
            desk.press("Escape")
            page.at("report-hint").wait_gone()
            return text
        self.assertIn("20 秒内接听 ÷ （队列接听 + 客户放弃 − 提前放弃）", formula())
        # Who gave up at once is left out: one answered, in time, of one.
        self.total(page, "service_level").wait_text("100.0%")
        desk.go("admin_options")
        page.at("options-service").click()
        page.at("field-service_level.formula").choose("of_all")
        page.at("field-service_level.answer_within_s").choose("30")
        desk.on_page("admin_options", "service-means").wait_text("30 秒内接听 ÷ 进入队列")
        self.assertEqual(page.at("field-service_level.abandoned_from_s").attribute("disabled"), "")
        self.assertEqual(page.accessibility_problems(), [])
        page.at("save").click()
        page.wait_for(lambda: page.at("save-bar").attribute("data-dirty") == "false", 8, "it is kept")
        desk.go("reports")
        page.at("report-queue-service").click()
        self.total(page, "service_level").wait_text("50.0%")
        page.wait_for(lambda: "30 秒内接听 ÷ 进入队列" in formula(), 8, "the new formula")

    def open_empty(self, desk):
        desk.open(f"/reports/{REPORT}?days=last_month")
        desk.page.at("page-reports").wait(15)
        return desk.page
