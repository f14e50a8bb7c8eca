"""What an agent has done by itself at his telephone, how it is reset, and when a page opens by itself."""
from harness.browser_case import AT_PAGE, BrowserCase, agent_account
from harness.site import Site

WRAP_UP_S = 60


class CallOptions(BrowserCase):
    """Who signs in is busy, as everywhere unless a company wants otherwise (U3). Agent 3 has a desk phone."""

    @classmethod
    def site(cls, carrier_address):
        return (Site(state_after_login="busy")
                .agent(1, **AT_PAGE, after_call="wrap_up", wrap_up_s=WRAP_UP_S).agent(2, **AT_PAGE).agent(3)
                .leader(extension_type="web", sign_in="page")
                .queue(600, [1, 2], leaders=["10090"]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .did("4008001236", "extension:8003").dial_out())

    def signed_in(self, n=1, **options):
        # Whoever was here in the test before has left; his state would be kept for a while.
        self.agent_api(n).put("/api/v1/me/state", {"state": "offline", "reason": "sign_out"})
        return self.desk(**options).open().sign_in(*agent_account(n)).wait_ready_to_work()

    def choose(self, desk, option):
        desk.go("settings")
        desk.page.at(option).click()
        desk.go("desk")
        return desk

    def talk_and_end(self, desk):
        call = self.customer_rings(desk)
        desk.answer()
        call.wait_up()
        desk.wait_talking()
        call.bye()

    def wait_logged(self, number, state, reason):
        """The newest line of the log of states; it is written a moment after the state has changed."""
        def newest():
            row = self.admin.get(f"/api/v1/agent-states?agent={number}&size=10").json["items"][0]
            return row["state"], row["reason"]
        self.admin.wait(lambda: newest() == (state, reason), 5, lambda: f"{state}, {reason} in the log: {newest()}")


class ByItself(CallOptions):
    def test_auto_idle_after_signing_in_and_after_the_call(self):
        """R044."""
        desk = self.signed_in().wait_kind("busy")
        self.choose(desk, "auto-state-idle").wait_kind("idle")
        self.talk_and_end(desk)
        desk.wait_kind("idle")
        desk.page.reload()
        desk.wait_ready_to_work().wait_kind("idle")
        desk.sign_out()
        desk.wait_sign_in_page().sign_in(*agent_account(1)).wait_ready_to_work().wait_kind("idle")

    def test_auto_idle_leaves_what_somebody_chose(self):
        """R044: busy stays busy, over a reload too; and so does who missed a call."""
        desk = self.signed_in().wait_kind("busy")
        self.choose(desk, "auto-state-idle").wait_kind("idle")
        desk.page.at("state-menu").click()
        desk.page.at("state-busy-training").click()
        desk.wait_kind("busy")
        desk.page.reload()
        desk.wait_ready_to_work().wait_kind("busy")
        self.assertIn("培训", desk.page.at("state-chip").text())

    def test_auto_idle_waits_for_the_check_of_the_devices(self):
        """R044, R023: nobody becomes idle whose microphone was never tried."""
        desk = self.signed_in(devices_checked=False).wait_kind("busy")
        desk.go("settings")
        desk.page.at("auto-state-idle").click()
        desk.page.at("device-check").wait()
        self.assertEqual(desk.kind(), "busy")
        desk.page.at("check-done").click()
        desk.wait_kind("idle")

    def test_auto_busy_after_each_call(self):
        """R044: no second call can come in between."""
        desk = self.signed_in().wait_kind("busy")
        self.choose(desk, "auto-state-busy").set_ready()
        first = self.customer_rings(desk)
        second = self.customer_calls(customer="13811110002")
        desk.answer()
        first.wait_up()
        desk.wait_talking()
        api = self.agent_api(1)
        desk.pause(0.5)  # for the order to have arrived
        first.bye()
        desk.wait_kind("busy")
        self.assertIn("自动置忙", desk.page.at("state-chip").text())
        self.assertEqual(api.state(), "busy")
        second.hang_up()
        desk.set_ready()

    def test_auto_answer_after_a_tone_and_only_for_who_chose_it(self):
        """R044, R063."""
        desk = self.signed_in().wait_kind("busy")
        self.choose(desk, "auto-answer").set_ready()
        desk.page.at("line-quality").wait_text("自动应答")
        desk.watch_ring()
        call = self.customer_calls()
        desk.wait_talking(timeout=15)
        call.wait_up()
        self.assertIn("自动应答", desk.ring_promise())
        call.media.play_tone(450)
        self.assert_talking(desk, call)
        call.bye()
        desk.set_ready()
        desk.sign_out()
        # The next person at the same browser has not asked for it.
        desk.wait_sign_in_page().sign_in(*agent_account(2)).wait_ready_to_work()
        desk.go("settings")
        self.assertEqual(desk.page.css('[data-testid="auto-answer"] input').attribute("aria-checked"), "false")
        desk.go("desk").set_ready()
        again = self.customer_rings(desk)
        desk.pause(2)
        self.assertEqual(desk.kind(), "ringing")
        again.hang_up()
        desk.wait_ring_gone()

    def test_a_call_can_be_refused_before_it_is_answered_by_itself(self):
        """R044."""
        desk = self.signed_in().wait_kind("busy")
        self.choose(desk, "auto-answer").set_ready()
        desk.refuse_next()
        call = self.customer_calls()
        desk.wait_refused().wait_ring_gone()
        self.assertNotEqual(desk.kind(), "talking")
        call.hang_up()


class Reset(CallOptions):
    def reset(self, desk):
        desk.page.at("state-menu").click()
        desk.page.at("state-reset").click()

    def test_a_rest_becomes_what_it_was_after_signing_in(self):
        """R046."""
        desk = self.signed_in().wait_kind("busy")
        desk.page.at("state-menu").click()
        desk.page.at("state-rest").click()
        desk.wait_kind("rest")
        self.reset(desk)
        desk.page.at("toast-ok").wait_text("重置")
        desk.wait_ready_to_work().wait_kind("busy")
        self.wait_logged("10001", "busy", "reset")

    def test_a_call_is_ended_only_by_who_confirms_that(self):
        """R046."""
        desk = self.signed_in().set_ready()
        call = self.in_call(desk)
        self.reset(desk)
        desk.page.at("confirm-dialog").wait_text("挂断")
        desk.page.press("Escape")
        desk.page.at("confirm-dialog").wait_gone()
        self.assertEqual(desk.kind(), "talking")
        self.reset(desk)
        desk.page.at("confirm-do").click()
        call.wait_ended(10)
        desk.wait_ready_to_work().wait_kind("busy")
        desk.set_ready()
        self.talk_and_end(desk)  # the telephone is whole again

    def test_a_desk_phone_is_reset_too(self):
        """R046."""
        self.agent_phone(3)
        desk = self.desk().open().sign_in(*agent_account(3))
        desk.bar.wait(15)
        desk.set_ready()
        self.reset(desk)
        desk.wait_kind("busy")
        self.wait_logged("10003", "busy", "reset")


class PagesThatOpen(CallOptions):
    def at_desk_phone(self):
        phone = self.agent_phone(3)
        desk = self.desk().open().sign_in(*agent_account(3))
        desk.bar.wait(15)
        desk.set_ready()
        return desk, phone

    def talk(self, desk, phone, number):
        call = self.customer_calls(number)
        ringing = phone.expect_call()
        ringing.ring()
        ringing.answer(850)
        call.wait_up()
        desk.wait_talking()
        return call

    def test_a_desk_phones_call_out_of_a_queue_opens_its_page(self):
        """R067."""
        desk, phone = self.at_desk_phone()
        call = self.talk(desk, phone, "4008001235")
        desk.page.at("page-call").wait()
        call.bye()

    def test_a_desk_phones_direct_call_leaves_the_page_where_it_is(self):
        """R067: the bar shows it all the same, and its page is one click away."""
        desk, phone = self.at_desk_phone()
        desk.go("records")
        call = self.talk(desk, phone, "4008001236")
        desk.pause(1)
        self.assertEqual(desk.page.at("page-call").count(), 0)
        self.assertTrue(desk.page.at("page-records").visible())
        desk.go("call")
        desk.page.at("page-call").wait()
        call.bye()
