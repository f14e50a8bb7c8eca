"""Whom a leader has on the wall, what its cards tell of them, and a call to one of them (R249, R250, U19)."""
from harness.browser_case import AT_PAGE, BrowserCase
from harness.site import Site


class WallPeople(BrowserCase):
    """Agent 4 only calls out: a member of no queue, and one of the department that the leader manages."""

    @classmethod
    def site(cls, carrier_address):
        site = Site(department=[{"code": "field", "name": "外勤部", "managers": ["10090"]}])
        site.agent(1, **AT_PAGE).agent(3).agent(4, department="field", **AT_PAGE)
        site.leader(extension_type="web", sign_in="page")
        site.queue(600, [1], leaders=["10090"]).queue(601, [3])
        return site.trunk("carrier", carrier_address).did("4008001234", "queue:600")

    def wall_of(self, desk):
        desk.bar.wait(15)
        desk.go("wall").page.at("agent-card-10004").wait(15)
        return desk.page

    def test_who_is_in_no_queue_is_there_too(self):
        page = self.wall_of(self.leader_desk())
        page.at("agent-card-10001").wait()
        self.assertEqual(page.at("agent-card-10003").count(), 0, "he leads neither the queue nor the department")
        self.assertEqual(page.at("agent-card-10090").count(), 0, "his own telephone is in the bar")
        page.at("wall-facts").wait_text("2 名坐席")
        page.at("wall-queue").choose("600")
        page.at("agent-card-10004").wait_gone()
        page.at("agent-card-10001").wait()

        page = self.wall_of(self.admin_desk())
        for number in ("10001", "10003", "10090"):
            page.at(f"agent-card-{number}").wait()
        self.assertEqual(page.at("agent-card-10000").count(), 0, "an administrator without a telephone")

    def test_a_card_tells_more_and_calls(self):
        agent, leader = self.agent(1), self.leader_desk()
        leader.wait_ready_to_work()
        page = self.wall_of(leader)
        page.at("agent-name-10001").evaluate("name => name.focus()")  # as by the keyboard; the pointer does the same
        page.at("agent-details-10001").wait_text("10001", "8001", "队列600", "空闲")
        self.assertEqual(page.at("call-10004").count(), 0, "there is no telephone that could ring")
        page.at("call-10001").click()
        agent.wait_ring()
        agent.answer()
        for one in (agent, leader):
            one.wait_talking()
            one.page.wait_tone(self.voice_hz)
        leader.go("wall")
        page.css('[data-testid="agent-card-10001"][data-kind="talking"]').wait()
        self.assertEqual(page.at("call-10001").count(), 0, "his telephone is in use")
        leader.hang_up()
        agent.wait_after_call()
        page.at("call-10001").wait()
