"""What callers leave behind, in the pages: messages, ratings, call-backs, calls that a mobile answered (R105–R117, B02)."""
from harness.browser_case import AT_PAGE, BrowserCase
from harness.player import Player
from harness.site import Site

CUSTOMER_HZ, MOBILE_HZ, MOBILE = 450, 650, "13811112222"
GREETING_HZ, QUESTION_HZ, REASON_HZ = 1000, 1200, 1400
OPTIONS = {"survey": {"trigger": "automatic", "question": "prompt:question", "reason_question": "prompt:reason",
                      "thanks": "tone:beep"},
           "voicemail": {"greeting": "prompt:greeting", "min_s": 1}}


class Services(BrowserCase):
    """Queue 600: agent 1. 602: nobody, takes messages. 603: agent 1, calls back. 604: agent 2, at his mobile only."""

    voices = {"greeting": (GREETING_HZ, 0.6), "question": (QUESTION_HZ, 3), "reason": (REASON_HZ, 3)}

    @classmethod
    def site(cls, carrier_address):
        leads = {"leaders": ["10090"]}
        return (Site(options=OPTIONS).agent(1, **AT_PAGE).agent(2, mobile=MOBILE)
                .leader(extension_type="web", sign_in="page")
                .queue(600, [1], **leads)
                .queue(602, [2], max_wait_s=1, on_timeout="voicemail:602", **leads)
                .queue(603, [1], callback_key="2", **leads)
                .queue(604, [2], max_wait_s=1, forward_to_mobiles=True, **leads)
                .trunk("carrier", carrier_address).did("4008001600", "queue:600").did("4008001602", "queue:602")
                .did("4008001603", "queue:603").did("4008001604", "queue:604").dial_out())

    def leader(self):
        desk = self.leader_desk()
        return desk.wait_ready_to_work()

    def test_message_is_shown_played_and_marked(self):
        leader = self.leader()
        leader.go("voicemails")
        call = self.customer_calls("4008001602", "13811110001")
        call.wait_up()
        call.media.wait_heard(GREETING_HZ, 0.4)
        call.media.play_tone(CUSTOMER_HZ)
        self.wait_seconds(3)  # so long is the message
        call.media.dtmf("#")
        call.wait_ended(10)
        self.new_records(1)
        leader.page.at("list-refresh").click()
        row = leader.row("voicemails")
        text = row.wait_text("13811110001")
        self.assertIn("队列602", text)
        self.assertIn("未听", text)
        leader.on_page("voicemails", "row-play").click()
        player = Player(leader.page)
        player.wait_heard(left=[CUSTOMER_HZ], silent=[MOBILE_HZ])
        self.assertGreater(player.drawn_pixels("left"), 500, "the message is drawn")
        self.assertFalse(player.problem())
        row.wait_text("已听")
        self.assertIn("组长", row.text())
        leader.page.reload()  # the server knows it, not the page alone
        leader.wait_ready_to_work()
        leader.row("voicemails").wait_text("已听")

    def test_bad_rating_stands_with_its_reason_and_in_the_chart(self):
        leader, agent = self.leader(), self.agent(1)
        for key, reason in (("1", ""), ("3", "2")):
            call = self.customer_rings(agent, number="4008001600", customer=f"1381111001{key}")
            agent.answer()
            agent.wait_talking()
            self.assert_talking(agent, call)
            mark = call.media.mark()
            agent.hang_up()
            agent.wait_after_call()
            for question_hz, pressed in zip((QUESTION_HZ, REASON_HZ), key + reason):
                call.media.wait_heard(question_hz, 0.3, since=mark)
                call.media.dtmf(pressed)
            call.wait_ended(15)
        self.new_records(2)
        leader.go("surveys")
        bad = leader.row("surveys")
        text = bad.wait_text("13811110013")
        for words in ("不满意", "服务不满意", "坐席1", "队列600"):
            self.assertIn(words, text)
        leader.row("surveys", 1).wait_text("非常满意")
        for level, share in (("非常满意", "50.0%"), ("满意", "0.0%"), ("不满意", "50.0%")):
            leader.page.css(f'[data-testid="survey-chart"] [data-level="{level}"]').wait_text(share)
        leader.on_page("surveys", "row-open").click()  # the call that was rated
        leader.page.at("record-survey").wait_text("服务不满意")
        agent.go("surveys")
        agent.row("surveys").wait_text("13811110013")

    def reserves(self, customer):
        """A caller keeps his place by key, at the number he calls from."""
        call = self.customer_calls("4008001603", customer)
        call.wait_up()
        self.wait_seconds(0.5)
        call.media.dtmf("2")
        self.wait_seconds(1.5)
        call.media.dtmf("1")
        call.wait_ended(20)

    def test_reserved_callback_is_made(self):
        leader = self.leader()
        self.reserves("13811110021")
        leader.go_to_list("callbacks")
        row = leader.row("callbacks")
        text = row.wait_text("13811110021")
        self.assertIn("等待回呼", text)
        self.assertIn("队列603", text)
        agent = self.agent(1)
        agent.wait_ring()
        agent.answer()
        customer = self.carrier.expect_call()
        self.assertIn("13811110021", customer.invite.uri)
        customer.answer(CUSTOMER_HZ)
        agent.wait_talking()
        self.assert_talking(agent, customer)
        agent.hang_up()
        customer.wait_ended()
        agent.wait_after_call()
        leader.on_page("callbacks", "list-refresh").click()
        text = row.wait_text("已接通")
        self.assertIn("坐席1", text)
        self.assertIn("接通", text)

    def test_reserved_callback_is_cancelled_by_the_leader(self):
        leader = self.leader()
        self.reserves("13811110022")
        leader.go_to_list("callbacks")
        row = leader.row("callbacks")
        row.wait_text("13811110022")
        leader.on_page("callbacks", "row-cancel").click()
        leader.page.at("confirm-dialog").wait_text("13811110022")
        leader.page.at("confirm-do").click()
        row.wait_text("已取消")
        self.assertEqual(leader.on_page("callbacks", "row-cancel").count(), 0, "it can be given up once")

    def test_call_answered_by_a_mobile_is_listed_and_heard(self):
        leader = self.leader()
        call = self.customer_calls("4008001604", "13811110031")
        mobile = self.carrier.expect_call(8)
        self.assertIn(MOBILE, mobile.invite.uri)
        mobile.answer(MOBILE_HZ)
        call.wait_up()
        call.media.play_tone(CUSTOMER_HZ)
        self.assert_both_hear(call, CUSTOMER_HZ, mobile, MOBILE_HZ)
        self.wait_seconds(1.5)
        call.bye()
        mobile.wait_ended()
        self.new_records(1)
        leader.go_to_list("forwarded_calls")
        row = leader.row("forwarded_calls")
        text = row.wait_text("13811110031")
        for words in (MOBILE, "坐席2", "队列604"):
            self.assertIn(words, text)
        leader.on_page("forwarded_calls", "row-play").click()
        Player(leader.page).wait_heard(left=[CUSTOMER_HZ], right=[MOBILE_HZ])
        leader.page.at("record-marks").wait_text("转手机接听")
