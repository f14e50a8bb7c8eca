"""Plans, memos and announcements at the page: they remind by themselves, and the desk shows them."""
import time

from harness.browser_case import BrowserCase


class Agenda(BrowserCase):
    def task(self, api, content, due_in_ms):
        reply = api.post("/api/v1/tasks", {"kind": "memo", "content": content, "related": "", "people": [],
                                           "due_at_ms": int(time.time() * 1000) + due_in_ms})
        self.assertEqual(reply.status, 201, reply)

    def test_a_memo_pops_up_at_its_time(self):
        """R209, R208: wherever one is, and is gone when it is done."""
        desk = self.agent(1)
        self.task(self.agent_api(1), "给李清禾回电", 3000)  # one that is past when it arrives is refused
        desk.go("records")
        desk.page.at("reminder").wait_text("给李清禾回电", timeout=10)
        desk.page.at("reminder-done").click()
        desk.page.at("reminder").wait_gone()
        done = self.agent_api(1).get("/api/v1/tasks?state=completed").json["items"]
        self.assertEqual([item["content"] for item in done], ["给李清禾回电"])

    def test_a_plan_is_made_and_done(self):
        """R208."""
        self.forgive("status of 400")
        desk = self.agent(1)
        desk.go("tasks")
        page = desk.page
        page.at("task-new").click()
        page.at("task-form").wait()
        page.at("task-kind-plan").click()
        page.at("task-content").fill("一起回访")
        page.css('[data-testid="task-due"] input').fill("2020-01-01 08:00")
        page.at("task-save").click()
        page.at("task-problem").wait()
        page.css('[data-testid="task-due"] input').fill("2099-01-01 08:00")
        page.at("task-save").click()
        page.at("task-form").wait_gone()
        desk.row("tasks").wait_text("一起回访")
        desk.go("desk")
        page.at("desk-task").wait_text("一起回访")
        page.at("desk-task-done").click()
        page.at("desk-task").wait_gone()

    def test_an_announcement_reaches_the_desk(self):
        """R207, R211."""
        desk = self.agent(1)
        admin = self.admin_desk()
        admin.go("announcements")
        admin.page.at("announcement-new").click()
        admin.page.at("announcement-title").fill("今晚升级")
        admin.page.at("announcement-content").fill("二十二点开始")
        admin.page.at("announcement-save").click()
        admin.page.at("announcement").wait_text("今晚升级")
        desk.page.at("desk-announcement").wait_text("今晚升级")
        desk.go("system_messages")
        desk.page.at("system-message", nth=0).wait_text("今晚升级")
        desk.page.at("messages-read").click()
        newest = desk.page.at("system-message", nth=0)
        desk.page.wait_for(lambda: newest.attribute("data-read") == "true", 5, "it is read")

    def test_an_announcement_for_departments(self):
        """R207: several are chosen by keyboard; what is chosen can be read."""
        for code, name in (("north", "华北区"), ("south", "华南区")):
            made = self.admin.put(f"/api/v1/config/departments/{code}",
                                  {"code": code, "name": name, "parent": "", "managers": []})
            self.assertIn(made.status, (200, 201, 204), made)
        admin = self.admin_desk()
        admin.go("announcements")
        page = admin.page
        page.at("announcement-new").click()
        page.at("announcement-title").fill("十月值班")
        page.at("announcement-content").fill("见附表")
        page.css('[data-testid="field-departments"] [role="combobox"]').press("ArrowDown")
        page.at("choice-south").wait()
        for key in ("ArrowDown", "Enter", "ArrowDown", "Enter", "Tab"):
            page.press(key)
        page.at("field-departments").wait_text("华北区")
        page.at("field-departments").wait_text("华南区")
        page.at("announcement-save").click()
        page.at("announcement", nth=0).wait_text("华北区、华南区", "华南区、华北区")
