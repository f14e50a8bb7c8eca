"""What a leader does to an agent from the wall: busy, ready, signed out, a call cut; always asked first, always told."""
from harness.browser_case import BrowserCase


class Forces(BrowserCase):
    """R249–R253."""

    def wall(self):
        leader = self.leader_desk()
        leader.wait_ready_to_work()
        return leader.go("wall")

    def force(self, leader, what, agent="10001"):
        """By the menu of the agent's card, up to the question."""
        leader.page.at(f"agent-menu-{agent}").click()
        leader.page.at(f"force-{what}").click()
        return leader.page.at("force-dialog").wait()

    def confirm(self, leader):
        leader.page.at("force-confirm").click()
        leader.page.at("force-dialog").wait_gone()

    def wait_card(self, leader, kind, agent="10001"):
        card = leader.page.at(f"agent-card-{agent}")
        leader.page.wait_for(lambda: card.attribute("data-kind") == kind, 8, lambda: f"{kind}, is {card.text()}")
        return card

    def test_busy_with_a_reason_ready_again_and_signed_out(self):
        agent, leader = self.agent(1), self.wall()
        self.wait_card(leader, "idle")

        self.force(leader, "busy").wait_text("坐席1", "Agent")
        leader.page.at("force-reason").fill("开班会")
        self.confirm(leader)
        agent.wait_kind("busy")
        self.wait_card(leader, "busy").wait_text("开班会")

        self.force(leader, "ready")
        self.confirm(leader)
        agent.wait_kind("idle")
        self.wait_card(leader, "idle")

        self.force(leader, "offline")
        leader.press("Escape")  # asked first: nothing happened yet
        leader.page.at("force-dialog").wait_gone()
        self.assertEqual(agent.kind(), "idle")
        self.force(leader, "offline")
        self.confirm(leader)
        self.wait_card(leader, "offline")
        agent.wait_kind("offline")

        leader.go("operations").page.at("log-agent_states").click()
        leader.page.at("page-agent_states").wait_text("开班会")

    def test_a_call_is_cut_for_both(self):
        agent, leader = self.agent(1), self.wall()
        call = self.in_call(agent)
        self.wait_card(leader, "talking")
        self.force(leader, "release").wait_text("坐席1", "Agent")
        self.confirm(leader)
        call.wait_ended()
        agent.wait_after_call()

    def test_only_the_customer_is_cut_and_the_leader_talks_to_the_agent(self):
        agent, leader = self.agent(1), self.wall()
        call = self.in_call(agent)
        self.wait_card(leader, "talking")
        self.force(leader, "release")
        leader.page.at("force-talk").click()
        self.confirm(leader)
        call.wait_ended()
        for one in (agent, leader):
            one.wait_talking()
            one.page.wait_tone(self.voice_hz)  # both say the same, and nobody hears himself
        leader.hang_up()
        agent.wait_after_call()
