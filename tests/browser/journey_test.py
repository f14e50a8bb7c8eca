"""One customer's whole way: a menu drawn and published a moment before, the queue, two agents, and the rating."""
from harness.admin_desk import AdminDesk
from harness.browser import Browser
from harness.browser_case import AT_PAGE, DEVICES_CHECKED, BrowserCase
from harness.case import CUSTOMER
from harness.player import Player
from harness.site import Site
from harness.tone import write_voice

CUSTOMER_HZ, FIRST_HZ, SECOND_HZ = 450, 850, 650
GREETING_HZ, QUESTION_HZ, THANKS_HZ = 1000, 1200, 1400
SURVEY = {"trigger": "automatic", "question": "prompt:question", "thanks": "prompt:thanks"}


class Journey(BrowserCase):
    """Agents 1 and 2 sit before two browsers, so that each has a voice of his own."""

    voice_hz = FIRST_HZ
    voices = {"question": (QUESTION_HZ, 3), "thanks": (THANKS_HZ, 0.6)}

    @classmethod
    def site(cls, carrier_address):
        return (Site(options={"survey": SURVEY}).agent(1, **AT_PAGE).agent(2, **AT_PAGE).queue(600, [1, 2])
                .trunk("carrier", carrier_address).did("4008001234", "hangup"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_browser = Browser(SECOND_HZ)
        cls.addClassCleanup(cls.second_browser.close)

    def colleague(self):
        """Agent 2, before the browser with the other voice."""
        context = self.second_browser.context(scripts=[DEVICES_CHECKED])
        self.contexts.append(context)
        return self.agent(2, context=context)

    # ---- what the administrator does

    def draw_the_menu(self, admin):
        """A template, changed: a voice file in place of its words, key 1 to the queue, key 2 taken out."""
        greeting = self.voice_folder / "greeting.wav"
        write_voice(greeting, GREETING_HZ, 2)
        admin.go("voices").upload_voice("greeting", greeting)
        admin.go("flows").new_flow("来电主流程", "main", "menu")
        admin.choose("menu1").play_file("greeting")
        admin.choose("go1").go_to("queue", "600")
        admin.choose("go2")
        admin.press("Delete")
        admin.choose("menu1").use_key("2", False)
        admin.wait_problems(0).wait_saved().publish()

    def give_it_a_number(self, admin):
        admin.go("inbound").add_route("4008001300", "ivr", "main").save().wait_form_saved()

    # ---- what everybody hears

    def assert_three_hear_each_other(self, first, second, call):
        mark = self.wait_hears(call, FIRST_HZ, SECOND_HZ)
        self.assertLess(call.media.heard(CUSTOMER_HZ, mark).seconds, 0.1, "the customer hears himself")
        for desk, own, other in ((first, FIRST_HZ, SECOND_HZ), (second, SECOND_HZ, FIRST_HZ)):
            desk.page.wait_tone(CUSTOMER_HZ)
            desk.page.wait_tone(other)
            self.assertLess(desk.page.loudest(own, 0.4), -40, f"{own} Hz hears himself")

    def wait_hears(self, call, *those):
        """The customer hears these from now on, most of a second of each."""
        mark = call.media.mark()
        for hertz in those:
            call.media.wait_heard(hertz, 0.7, since=mark)
        return mark

    def wait_hears_not(self, call, hertz):
        def silent():
            mark = call.media.mark()
            self.wait_seconds(0.5)
            return call.media.heard(hertz, mark).seconds < 0.05
        self.admin.wait(silent, 5, f"the customer hears no {hertz} Hz")

    # ---- the way itself

    def test_menu_queue_consultation_conference_and_rating(self):
        desk = self.admin_desk()
        desk.bar.wait(15)
        admin = AdminDesk(desk)
        self.draw_the_menu(admin)
        self.give_it_a_number(admin)
        first, second = self.agent(1), self.colleague()

        call = self.customer_calls("4008001300")
        call.wait_up()
        greeted = call.media.wait_heard(GREETING_HZ, 0.6)
        self.assertAlmostEqual(greeted.level_db, -12, delta=1.5, msg=str(greeted))
        self.assertEqual((first.kind(), second.kind()), ("idle", "idle"), "nobody rings before a key")
        call.media.dtmf("1")
        first.wait_ring()
        self.assertIn("队列600", first.ring_text())
        call.media.play_tone(CUSTOMER_HZ)
        first.answer()
        first.wait_talking()
        self.assert_talking(first, call, CUSTOMER_HZ)

        self.consult(first, second, call)
        first.page.at("conference").click()
        for one in (first, second):
            one.wait_kind("conference")
        self.assert_three_hear_each_other(first, second, call)

        first.hang_up()
        first.wait_after_call()
        second.wait_talking()
        self.wait_hears_not(call, FIRST_HZ)
        self.wait_hears(call, SECOND_HZ)
        second.page.wait_tone(CUSTOMER_HZ)

        mark = call.media.mark()
        second.hang_up()
        second.wait_after_call()
        call.media.wait_heard(QUESTION_HZ, 0.5, since=mark)
        call.media.dtmf("1")
        call.media.wait_heard(THANKS_HZ, 0.3, since=mark)
        call.wait_ended()

        [record] = self.new_records(1)
        self.read_the_record(desk, record)
        self.hear_the_recording(desk, record)
        self.read_the_rating(desk)

    def consult(self, first, second, call):
        first.choose_target("consult", "members", "10002")
        first.page.at("do-consult").click()
        first.wait_kind("consulting")
        second.wait_ring()
        second.answer()
        second.wait_talking()
        first.page.wait_tone(SECOND_HZ)
        second.page.wait_tone(FIRST_HZ)
        first.page.wait_silent(CUSTOMER_HZ)
        self.wait_music(call)
        first.page.wait_for(first.page.at("conference").enabled, 5, "a conference is possible")

    # ---- what the pages say afterwards

    def read_the_record(self, desk, record):
        desk.go("records")
        row = desk.row("records")
        row.wait_text(CUSTOMER)
        self.assertEqual(desk.page.css('[data-testid="page-records"] [data-testid="list-row"]').count(), 1)
        for words in ("坐席2", "队列600", "接听", "非常满意"):
            self.assertIn(words, row.text())
        desk.on_page("records", "row-open").click()
        desk.page.at("record-legs").wait_text(CUSTOMER)
        legs = desk.page.at("record-legs").text()
        self.assertEqual(desk.page.at("record-leg").count(), 3)
        for who in (CUSTOMER, "坐席1", "坐席2"):
            self.assertIn(who, legs)
        self.assertIn("按键菜单 · 按 1", desk.page.css('[data-testid="record-marks"] li', nth=0).text())
        kinds = desk.page.css('[data-testid="record-marks"] li').evaluate_all("all => all.map(one => one.dataset.kind)")
        self.assertEqual(kinds, ["flow", "flow", "consult", "consult_ended", "joined", "left",
                                 "survey", "survey_answered"])
        desk.page.at("record-survey").wait_text("非常满意")
        detail = self.admin.get(f"/api/v1/call-records/{record.id}").json
        self.assertEqual([leg["number"] for leg in detail["legs"]][1:], ["8001", "8002"])

    def hear_the_recording(self, desk, record):
        """It covers the talk from the first agent's answer to the second one's good-bye, each in his place."""
        player = Player(desk.page)
        player.play_from(0.3).wait_playing()
        self.assertAlmostEqual(player.length(), record.talk_s, delta=0.8)
        for side in ("left", "right"):
            self.assertGreater(player.drawn_pixels(side), 500, f"the {side} channel is empty")
        player.play_from(0.3)
        player.wait_heard(left=[CUSTOMER_HZ], right=[FIRST_HZ], silent=[SECOND_HZ, GREETING_HZ, QUESTION_HZ])
        player.play_from(player.length() - 1.5)
        player.wait_heard(left=[CUSTOMER_HZ], right=[SECOND_HZ], silent=[FIRST_HZ, GREETING_HZ, QUESTION_HZ])

    def read_the_rating(self, desk):
        desk.go("surveys")
        row = desk.row("surveys")
        row.wait_text("非常满意")
        for words in (CUSTOMER, "坐席2", "队列600"):
            self.assertIn(words, row.text())
        best = desk.page.css('[data-testid="survey-chart"] [data-level="非常满意"]')
        best.wait_text("100.0%")
