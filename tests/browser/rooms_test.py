"""A leader's conference room: made, started, and seen live (R118, R119)."""
from harness.browser_case import BrowserCase


class Rooms(BrowserCase):
    def test_room_is_made_started_and_seen_live(self):
        leader = self.leader_desk()
        leader.wait_ready_to_work()
        first, second = self.agent(1), self.agent(2)
        leader.go("rooms")
        page = leader.page
        page.at("room-new").click()
        page.at("room-save").click()
        page.at("room-form").wait_text("请输入会议室名称")
        page.at("room-name").fill("晨会")
        page.css('[data-testid="room-participants"] .el-select__wrapper').click()
        for number in ("10001", "10002"):
            page.css(f'.el-select-dropdown__item:visible:has-text("{number}")').click()
        page.at("room-name").click()
        page.at("room-save").click()
        page.at("room-form").wait_gone()
        page.css('[data-testid^="room-"][aria-label="晨会"]').wait()
        page.at("room-start").click()
        for desk in (first, second):
            desk.wait_ring()
            # R071: the conference's name stands where a caller's would, and answering is joining.
            self.assertIn("晨会", desk.ring_text())
            desk.answer()
        page.at("room-attendance").wait_text("已加入")
        first.page.wait_tone(self.voice_hz)
        second.page.wait_tone(self.voice_hz)
        first.hang_up()
        second.hang_up()
        for desk in (first, second):
            desk.wait_after_call()
        page.at("room-live").wait_gone()
        page.at("room-remove").click()
        page.at("confirm-do").click()
        page.at("block-empty").wait()
