"""The big screen and the administrator's overview: the day, told as it happens (R242–R248)."""
from harness.browser_case import BrowserCase


class ScreenCase(BrowserCase):
    def admin_at(self, path, page):
        desk = self.admin_desk()
        desk.bar.wait(15)
        desk.open(path)
        desk.page.at(page).wait()
        return desk

    def figure(self, desk, name, text):
        desk.page.at(f"screen-{name}").wait_text(text, timeout=15)


class TheDay(ScreenCase):
    """A server of its own: every call of the day is this one's."""

    def test_the_day_is_told_as_it_happens(self):
        screen = self.admin_at("/screen", "page-big-screen")
        self.figure(screen, "inbound", "0")
        self.figure(screen, "waiting", "没有人在等")
        # Signed in before he calls: how long a browser takes to start must not count as waiting.
        agent = self.agent(1).set_busy()
        call = self.customer_calls()
        self.figure(screen, "waiting", "1")
        agent.set_ready().wait_ring()
        screen.page.css('[data-kind="ringing"]').wait_text("1")
        agent.answer()
        agent.wait_talking()
        self.figure(screen, "waiting", "0")
        call.bye()
        agent.wait_after_call()
        self.figure(screen, "inbound", "1")
        self.figure(screen, "rate", "接听 1 / 呼入 1")
        self.figure(screen, "level", "20 秒内接听 ÷（接听 + 等待 5 秒及以上才放弃）")
        self.figure(screen, "queued", "1")
        screen.page.at("screen-queue-600").wait_text("100.0%")
        agent.set_ready()
        lost = self.customer_rings(agent, customer="13811110002")
        lost.hang_up()
        agent.wait_ring_gone()
        self.figure(screen, "abandoned", "1")
        self.figure(screen, "missed", "1")
        self.assertGreater(screen.page.evaluate("document.querySelectorAll('svg path').length"), 2, "the chart is drawn")


class Alarms(ScreenCase):
    def rule(self, **changes):
        return {"name": "售后排队", "figure": "waiting", "queue": "", "compare": "above", "threshold": 0, "for_s": 0,
                "sound": True, "mail_to": [], "webhook": "", "webhook_secret": "", "active": True, **changes}

    def test_a_threshold_turns_it_orange_and_it_is_calm_again(self):
        """R248: orange with a triangle and words, a sound that can be muted, and all of it over when it is over."""
        screen = self.admin_at("/screen", "page-big-screen")
        page = screen.page
        self.figure(screen, "waiting", "没有人在等")
        self.assertNotEqual(page.at("screen-waiting").attribute("data-alarm"), "true")
        desk = self.admin_desk()
        desk.bar.wait(15)
        desk.go("admin_alarms")
        desk.page.at("create", nth=0).click()
        desk.page.at("field-name").fill("有人排队")
        desk.page.at("field-threshold").fill("0")
        desk.page.at("field-for_s").fill("0")
        desk.page.at("field-sound").click()
        desk.page.at("save").click()
        desk.page.at("alarm-now").wait_text("现在")
        self.assertEqual(self.admin.post("/api/v1/alarm-rules", self.rule(name="二队列", queue="601")).status, 204)
        call = self.customer_calls("4008001235")
        page.at("screen-alarm").wait_text("正在排队 1", timeout=20)
        page.wait_for(lambda: page.at("screen-waiting").attribute("data-alarm") == "true", 10, "an orange figure")
        page.wait_for(lambda: page.css('[data-testid="screen-queue-601"].alarm').count() == 1, 10, "an orange queue")
        self.assertIn(page.at("screen-sound").attribute("data-silent"), ("true", "false"))
        page.at("screen-sound").click()
        page.at("screen-sound").click()
        self.assertEqual(page.accessibility_problems(), [])
        call.hang_up()
        page.at("screen-alarm").wait_gone(25)
        self.assertNotEqual(page.at("screen-waiting").attribute("data-alarm"), "true")
        desk.page.at("alarm-tab-alarm_events", nth=0).click()
        row = desk.on_page("admin_alarm_events", "list-row")
        row.wait_text("高于 0")
        self.assertEqual(desk.page.accessibility_problems(), [])
        for rule in self.admin.get("/api/v1/alarm-rules").json["items"]:
            self.assertEqual(self.admin.delete(f"/api/v1/alarm-rules/{rule['id']}").status, 204)

    def test_it_is_heard_once_and_not_when_it_was_muted(self):
        """R248: two tones, measured at the loudspeaker, when a threshold is passed."""
        screen = self.admin_at("/screen", "page-big-screen")
        page = screen.page
        self.figure(screen, "waiting", "没有人在等")
        page.hear_speaker()
        for name, queue in (("售前排队", "600"), ("售后排队", "601")):
            self.assertEqual(self.admin.post("/api/v1/alarm-rules", self.rule(name=name, queue=queue)).status, 204)
        first = self.customer_calls()
        page.at("screen-alarm").wait_text("正在排队 1", timeout=20)
        tones = (880, 660, 500)

        def both():
            heard = page.speaker(880, 660)
            return min(heard[880], heard[660]) > -15
        page.wait_for(both, 10, lambda: f"two tones of -12 dB: {page.speaker(*tones)}")
        heard = page.speaker(*tones)
        self.assertLess(max(heard.values()), -10, heard)
        self.assertLess(heard[500], -30, heard)
        self.wait_seconds(1)  # the second tone has died away
        page.hear_speaker()
        self.wait_seconds(2)
        self.assertLess(page.speaker()["all"], -60, "it goes on sounding while nothing new is raised")
        page.at("screen-sound").click()
        page.wait_for(lambda: page.at("screen-sound").attribute("data-silent") == "true", 5, "it is muted")
        second = self.customer_calls("4008001235")
        page.wait_for(lambda: page.css('[data-testid="screen-queue-601"].alarm').count() == 1, 20, "an orange queue")
        self.wait_seconds(2)
        self.assertLess(page.speaker()["all"], -60, "it is muted, and heard")
        first.hang_up()
        second.hang_up()
        for rule in self.admin.get("/api/v1/alarm-rules").json["items"]:
            self.assertEqual(self.admin.delete(f"/api/v1/alarm-rules/{rule['id']}").status, 204)


class BigScreen(ScreenCase):
    def test_says_so_when_nothing_comes_any_more(self):
        self.forgive_network()
        screen = self.admin_at("/screen", "page-big-screen")
        self.figure(screen, "waiting", "没有人在等")
        screen.page.context.offline()
        screen.page.at("screen-stale").wait(timeout=40)
        self.assertEqual(screen.page.at("page-big-screen").attribute("data-stale"), "true")
        screen.page.context.offline(False)
        screen.page.at("screen-stale").wait_gone(40)

    def test_overview_counts_and_leads_on(self):
        page = self.admin_at("/admin/dashboard", "page-dashboard").page
        page.at("dashboard-queues").wait_text("2")
        page.at("dashboard-system").wait_text("正常", "版本")
        page.at("dashboard-agent-10001").wait_text("离线")
        call = self.customer_calls()
        self.admin.wait(lambda: any(one.get("queued_at_ms") for one in self.admin.calls()), 5, "he waits in the queue")
        call.hang_up()
        # B08: by the company's formula, which leaves out who hangs up at once, there is nothing to divide by.
        page.at("dashboard-counted-600").wait_text("0 / 1", timeout=15)
        self.assertNotIn("%", page.at("dashboard-queue-600").text())
        self.assertIn("等待 5 秒及以上才放弃", page.at("dashboard-level").attribute("title"))
        options = self.admin.get("/api/v1/config/options").json
        self.addCleanup(self.admin.put, "/api/v1/config/options", options)
        all_of_them = options | {"service_level": options["service_level"] | {"formula": "of_all"}}
        self.assertEqual(self.admin.put("/api/v1/config/options", all_of_them).status, 204)
        page.at("dashboard-queue-600").wait_text("0.0%", timeout=15)
        # R245: another way of ringing, and the queue counts from nothing; the day's figures stay.
        queue = next(one for one in self.admin.get("/api/v1/config/queues").json["items"] if one["number"] == "600")
        self.assertEqual(self.admin.put("/api/v1/config/queues/600", queue | {"strategy": "random"}).status, 204)
        page.at("dashboard-counted-600").wait_text("0 / 0", timeout=15)
        page.at("dashboard-queue-600").wait_text("0.0%")
        call = self.customer_calls()
        page.css('[data-testid="dashboard-waiting-600"] b').wait_text("1")
        call.hang_up()
        page.at("dashboard-refresh").click()
        page.at("dashboard-trunks").click()
        page.at("page-admin_trunks").wait()
