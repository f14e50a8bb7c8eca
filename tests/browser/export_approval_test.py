"""导出审批 in the pages (B14): an agent asks with a reason, an administrator says no and then yes, the agent fetches it."""
from harness.browser_case import BrowserCase


class ExportApproval(BrowserCase):
    def setUp(self):
        super().setUp()
        options = self.admin.get("/api/v1/config/options").json
        self.assertEqual(self.admin.put("/api/v1/config/options", options | {"approve_exports": True}).status, 204)

    def ask(self, desk, reason):
        desk.on_page("records", "list-export").click()
        desk.page.at("export-csv").click()
        desk.page.at("reason-text").fill(reason)
        desk.page.at("reason-send").click()

    def decide(self, admin, act, reason=""):
        row = admin.on_page("export_approvals", "list-row")
        row.wait_text("王客户对账" if act == "refuse" else "已说明用途")
        admin.on_page("export_approvals", f"row-{act}").click()
        if reason:
            admin.page.at("reason-text").fill(reason)
        admin.page.at("reason-send").click()

    def test_b14_asked_refused_asked_again_and_approved(self):
        """B14: both sides see the state and the reasons without reloading anything."""
        desk = self.agent(1)
        self.customer_rings(desk).hang_up()
        desk.wait_ring_gone()
        self.new_records(1)
        desk.go("records")
        desk.on_page("records", "list-row").wait()
        admin = self.admin_desk()
        admin.bar.wait(15)
        admin.go("data_jobs")
        admin.on_page("data_jobs", "jobs-export_approvals").click()

        self.ask(desk, "王客户对账")
        desk.on_page("data_jobs", "list-row").wait_text("通话记录", "待审批")
        self.decide(admin, "refuse", "请写明用途")
        admin.on_page("export_approvals", "list-row").wait_text("未批准", "请写明用途")
        desk.on_page("data_jobs", "list-row").wait_text("未批准", "请写明用途")

        desk.go("records")
        self.ask(desk, "已说明用途")
        self.decide(admin, "approve")
        desk.on_page("data_jobs", "list-row").wait_text("已完成", "下载")
        desk.go("system_messages")
        desk.page.css('[data-testid="system-message"]', nth=0).wait_text("已批准", "通话记录")

        admin.go("operations")
        admin.on_page("operations", "log-export_log").click()
        admin.on_page("export_log", "list-row").wait_text("导出", "通话记录")
