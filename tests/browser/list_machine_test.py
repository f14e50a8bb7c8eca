"""What every list can do: views under a name, files as jobs, ticked rows; the logs (R084, R099, R212–R215)."""
from harness.browser_case import BrowserCase


class ListMachine(BrowserCase):
    def lost(self, agent):
        """A call that leaves a record, a missed ring and a lost number."""
        self.customer_rings(agent).hang_up()
        agent.wait_ring_gone()
        self.new_records(1)

    def test_views_and_files(self):
        desk = self.agent(1)
        self.lost(desk)
        desk.go("records")
        desk.on_page("records", "list-row").wait()
        desk.on_page("records", "preset-unanswered").click()
        desk.on_page("records", "view-save").click()
        desk.on_page("records", "view-name").fill("今天漏的")
        desk.on_page("records", "view-keep").click()
        desk.on_page("records", "preset-outbound").click()
        desk.page.css('[data-testid="page-records"] [data-testid="block-empty"]', nth=0).wait()
        desk.on_page("records", "view-今天漏的").click()
        desk.on_page("records", "list-row").wait()
        self.assertIn("result=unanswered", desk.page.url())

        # R084: two digits are looked for in everything that a row shows.
        desk.on_page("records", "list-search").fill("12")
        desk.on_page("records", "list-query").click()
        desk.on_page("records", "list-row").wait()

        desk.on_page("records", "list-export").click()
        desk.page.at("export-xlsx").click()
        desk.go("data_jobs")
        row = desk.on_page("data_jobs", "list-row")
        row.wait_text("通话记录", ".xlsx", "已完成", "下载")

    def test_rows_and_what_is_done_with_them_by_keys(self):
        desk = self.agent(1)
        self.lost(desk)
        desk.go("missed_calls")
        row = desk.row("missed_calls").wait()
        focus = "document.activeElement.dataset.testid"
        row.evaluate("row => row.focus()")
        seen = []
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"):
            desk.press(key)
            seen.append(desk.page.evaluate(focus))
        self.assertEqual((seen[0], seen[3]), ("row-open", "list-row"), seen)
        self.assertNotIn(seen[1], ("row-open", "list-row"))
        desk.press("Enter")
        desk.page.at("drawer").wait()

    def test_logs_of_what_people_and_administrators_did(self):
        self.agent(1)
        desk = self.desk()
        desk.open().sign_in(*self.admin_account)
        desk.bar.wait(15)
        desk.go("operations")
        desk.on_page("operations", "list-row").wait_text("登录")
        desk.on_page("operations", "log-sign_ins").click()
        desk.on_page("sign_ins", "list-row").wait_text("127.0.0.1")
        desk.on_page("sign_ins", "log-agent_states").click()
        desk.on_page("agent_states", "list-row").wait()
        self.admin.put("/api/v1/config/queues/601", next(
            one for one in self.admin.get("/api/v1/config/queues").json["items"] if one["number"] == "601")
            | {"ring_timeout_s": 33})
        desk.on_page("agent_states", "log-config_changes").click()
        desk.on_page("config_changes", "list-row").wait_text("队列", "601", "修改")
        desk.on_page("config_changes", "row-open").click()
        desk.page.css('[data-field="ring_timeout_s"]', nth=0).wait_text("20", "33")
