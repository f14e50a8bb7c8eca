"""A leader in an agent's call: one session from listening to taking over, and who hears whom at each level."""
from harness.browser_case import BrowserCase


class Supervision(BrowserCase):
    def begin(self):
        leader = self.leader_desk()
        leader.wait_ready_to_work()
        agent = self.agent(1)
        call = self.in_call(agent)
        leader.go("wall")
        leader.page.at("supervise-10001").click()
        leader.wait_kind("supervising")
        leader.wait_level("listen")
        return leader, agent, call

    def assert_agent_hears_no_leader(self, agent):
        self.assertLess(agent.page.loudest(self.voice_hz, 0.4), -40, "the agent hears the leader")

    def test_ladder_in_one_session(self):
        leader, agent, call = self.begin()
        leader.page.wait_tone(450)
        self.assert_agent_hears_no_leader(agent)
        leader.press("2")
        leader.wait_level("whisper")
        agent.page.wait_tone(self.voice_hz)
        agent.page.at("call-identity").wait_text("耳语")
        leader.press("3")
        leader.wait_level("barge")
        agent.page.wait_tone(self.voice_hz)
        leader.press("1")
        leader.wait_level("listen")
        agent.page.wait_silent(self.voice_hz)
        leader.hang_up_by_key()  # F4 leaves, the call goes on
        leader.wait_after_call()
        self.assert_talking(agent, call)
        agent.hang_up()
        call.wait_ended()

    def test_folding_the_panel_keeps_the_session(self):
        leader, agent, call = self.begin()
        leader.page.at("supervision-fold").click()
        leader.page.at("supervision-panel").wait_gone()
        leader.go("queues")
        leader.page.wait_tone(450)
        leader.page.at("supervised").click()
        leader.page.at("supervision-panel").wait()
        leader.page.at("leave").click()
        leader.wait_after_call()
        agent.hang_up()
        call.wait_ended()

    def test_taking_over_asks_first(self):
        leader, agent, call = self.begin()
        leader.page.at("level-takeover").click()
        leader.page.at("confirm-dialog").wait_text("继续通话")
        leader.page.at("confirm-do").click()
        agent.wait_after_call()
        leader.wait_talking()
        self.assert_talking(leader, call)
        leader.hang_up()
        call.wait_ended()

    def level(self, leader, who):
        return int(leader.page.at(f"meter-{who}").attribute("data-level"))

    def test_meters_show_how_loud_both_sides_are_and_how_good_the_line_is(self):
        """B13: measured twice a second, for the leader alone."""
        leader, agent, call = self.begin()
        leader.page.wait_for(lambda: abs(self.level(leader, "other") - 80) <= 6, 8,  # −12 dB of sixty
                             lambda: f"the customer's tone on the meter: {self.level(leader, 'other')}")
        leader.page.wait_for(lambda: self.level(leader, "agent") > 40, 8,
                             lambda: f"the agent's tone on the meter: {self.level(leader, 'agent')}")
        line = leader.page.at("supervision-line")
        leader.page.wait_for(lambda: float(line.attribute("data-mos")) > 3.5, 8,
                             lambda: f"a good line, MOS {line.attribute('data-mos')}")
        call.media.play_silence()
        leader.page.wait_for(lambda: self.level(leader, "other") <= 2, 8,
                             lambda: f"silence on the meter: {self.level(leader, 'other')}")
        leader.page.at("leave").click()
        leader.wait_after_call()
        agent.hang_up()
        call.wait_ended()

    def test_company_that_keeps_modes_greys_the_other_levels(self):
        """U15: and says why."""
        options = self.admin.get("/api/v1/config/options").json
        changed = self.admin.put("/api/v1/config/options", {**options, "supervision_keeps_mode": True})
        self.assertEqual(changed.status, 204, changed)
        self.addCleanup(self.admin.put, "/api/v1/config/options", options)
        leader, agent, call = self.begin()
        leader.page.at("supervision-fixed").wait_text("先退出")
        for other in ("whisper", "barge", "takeover"):
            self.assertFalse(leader.page.at(f"level-{other}").enabled(), other)
            self.assertIn("先退出", leader.page.at(f"level-{other}").attribute("title"))
        leader.press("3")
        leader.pause(0.5)
        leader.wait_level("listen")
        leader.page.at("leave").click()
        leader.wait_after_call()
        agent.hang_up()
        call.wait_ended()

    def test_leader_who_refreshes_listens_on(self):
        """B01."""
        leader, agent, call = self.begin()
        leader.press("2")
        leader.wait_level("whisper")
        leader.page.reload()
        leader.wait_kind("supervising", timeout=20)
        leader.wait_level("whisper")
        leader.page.wait_tone(450)
        agent.page.wait_tone(self.voice_hz)  # the whisper, as before
        self.assertEqual(call.state, "up")
        leader.page.at("leave").click()
        leader.wait_after_call()
        agent.hang_up()
        call.wait_ended()
