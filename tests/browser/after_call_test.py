"""What the page says after a call, and after a call that nobody here took."""
import re

from harness.browser_case import AT_PAGE, BrowserCase
from harness.case import CUSTOMER
from harness.site import Site

WRAP_UP_S = 40
QUESTION_HZ = 1200
RING_S = 8


class AfterCall(BrowserCase):
    """Agent 1 has after-call work; his telephone rings for a few seconds only, then that of agent 3, if he is there."""

    voices = {"question": (QUESTION_HZ, 3)}

    @classmethod
    def site(cls, carrier_address):
        survey = {"trigger": "button", "question": "prompt:question", "thanks": "tone:beep"}
        return (Site(options={"survey": survey})
                .agent(1, **AT_PAGE, after_call="wrap_up", wrap_up_s=WRAP_UP_S).agent(3)
                .queue(600, [1, 3], ring_timeout_s=RING_S)
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    def test_after_call_work_is_counted_down_and_can_be_finished(self):
        """R052."""
        # A clock here that is wrong by minutes must not matter: what counts is the server's.
        wrong_clock = "const now = Date.now; Date.now = () => now.call(Date) + 400_000;"
        desk = self.agent(1, scripts=[wrong_clock])
        call = self.customer_rings(desk)
        desk.answer()
        call.wait_up()
        desk.wait_talking()
        call.bye()
        desk.wait_kind("wrap_up")
        first = desk.seconds_shown()
        self.assertLessEqual(first, WRAP_UP_S)
        desk.page.wait_for(lambda: 0 < desk.seconds_shown() <= first - 2, 8, lambda: (
            f"counts down from {first}, is at {desk.seconds_shown()}"))
        desk.set_ready()
        self.assertLess(desk.seconds_shown(), WRAP_UP_S - 10, "ready counts up from now")

    def test_customer_is_asked_by_button_while_the_agent_goes_on(self):
        desk = self.agent(1)
        call = self.in_call(desk)
        mark = call.media.mark()
        desk.page.at("survey").click()
        desk.wait_kind("wrap_up")
        call.media.wait_heard(QUESTION_HZ, 0.5, since=mark)
        call.media.dtmf("2")
        call.wait_ended(15)
        self.assertEqual(self.new_records(1)[-1].item["survey"], "满意")
        desk.go("surveys")
        desk.row("surveys").wait_text("满意")

    def test_missed_call_is_shown_until_it_was_seen(self):
        desk, colleague = self.agent(1), self.agent_phone(3)
        call = self.customer_rings(desk)
        desk.wait_ring_gone(RING_S + 6)  # nobody answers
        colleague.expect_call()
        row = desk.page.at("missed-offer")
        row.wait()
        text = row.text()
        self.assertIn("未接来电", text)
        self.assertIn(CUSTOMER, text)
        self.assertTrue(re.search(r"\d\d:\d\d", text), text)
        call.hang_up()
        desk.page.reload()
        desk.wait_ready_to_work()
        row.wait()
        desk.page.at("missed-dismiss").click()
        row.wait_gone()

    def test_caller_who_gave_up_is_called_back(self):
        """R049: dialled by a click in the list; R109."""
        desk = self.agent(1)
        call = self.customer_rings(desk)
        call.hang_up()
        desk.wait_ring_gone()
        desk.page.at("missed-call-back").click()
        far = self.carrier.expect_call()
        self.assertEqual(far.invite.uri.split("@")[0], f"sip:{CUSTOMER}")
        far.answer(450)
        desk.wait_talking()
        far.bye()
        desk.wait_after_call()
        desk.go("desk")
        self.assertEqual(desk.page.at("missed-offer").count(), 0, "they talked: nothing is owed")

    def test_refused_call_was_not_missed(self):
        desk = self.agent(1)
        call = self.customer_rings(desk)
        desk.refuse()
        desk.wait_ring_gone()
        call.hang_up()
        self.assertEqual(desk.page.at("missed-offer").count(), 0)


class BusyInOneQueue(BrowserCase):
    def test_work_desk_asks_why_as_the_bar_does(self):
        desk = self.agent(1)
        row = desk.page.at("my-queue-600")
        desk.page.at("my-queue-pause-600").click()
        self.assertEqual(self.agent_api(1).get("/api/v1/me").json["queues"][0]["paused"], False, "nobody said why")
        desk.page.at("my-queue-reason-break").click()
        row.wait_text("已置忙")
        desk.page.at("queues-chip").click()
        desk.page.at("queue-resume-600").click()
        row.wait_text("接听中")
