"""What each telephone does, beside what its agent chose, as an administrator sees it."""
from harness.browser_case import BrowserCase


class Devices(BrowserCase):
    def dashboard(self):
        desk = self.admin_desk()
        desk.bar.wait(15)
        desk.open("/admin/dashboard")
        desk.page.at("page-dashboard").wait()
        return desk.page

    def wait_device(self, page, number, state, timeout=8):
        row = f'[data-testid="dashboard-agent-{number}"]'
        page.wait_for(lambda: page.css(f'{row} [data-device="{state}"]').count() == 1, timeout,
                      lambda: f"telephone of {number} {state}: {page.css(row).text()}")

    def test_idle_ringing_in_use_held_and_offline(self):
        """R045: whatever the agent's own state is, which stands beside it."""
        page = self.dashboard()
        self.wait_device(page, "10001", "offline")
        desk = self.agent(1)
        self.wait_device(page, "10001", "idle")
        desk.set_busy()
        self.wait_device(page, "10001", "idle")
        page.css('[data-testid="dashboard-agent-10001"] [data-state="busy"]').wait()
        desk.set_ready()
        call = self.customer_rings(desk)
        self.wait_device(page, "10001", "ringing")
        desk.answer()
        call.wait_up()
        desk.wait_talking()
        self.wait_device(page, "10001", "busy")
        desk.hold()
        self.wait_device(page, "10001", "held")
        desk.retrieve()
        self.wait_device(page, "10001", "busy")
        call.bye()
        self.wait_device(page, "10001", "idle")

    def test_a_pause_in_one_queue_stands_apart(self):
        """R045."""
        page = self.dashboard()
        self.agent(1)
        api = self.agent_api(1)
        self.assertEqual(api.put("/api/v1/me/queues/600", {"paused": True, "reason": "休息"}).status, 204)
        page.css('[data-testid="dashboard-agent-10001"] td:last-child').wait_text("队列600")
        self.wait_device(page, "10001", "idle")
        self.assertEqual(api.put("/api/v1/me/queues/600", {"paused": False}).status, 204)
        page.css('[data-testid="dashboard-agent-10001"] td:last-child').wait_text("–")

    def test_nothing_is_said_of_telephones_while_the_server_is_not_heard(self):
        """R045: unknown is unknown."""
        self.forgive_network()
        page = self.dashboard()
        self.wait_device(page, "10003", "offline")
        page.context.offline()
        self.wait_device(page, "10003", "unknown", timeout=60)
        page.context.offline(False)
        self.wait_device(page, "10003", "offline", timeout=40)
