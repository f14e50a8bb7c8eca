"""Call records and recordings at the page: their views and conditions, the player, and the ways that lead to it."""
from harness.browser_case import BrowserCase
from harness.case import CUSTOMER
from harness.player import Player

NUMBER = "13800138000"
AGENTS_VIEWS = ["all", "ordinary", "inbound", "unanswered", "outbound", "auto", "internal"]


class CallListCase(BrowserCase):
    def talked(self, desk, call):
        """Some seconds pass while both talk; then the customer hangs up."""
        mark = call.media.mark()
        desk.keypad("5")
        self.wait(lambda: call.media.digits(mark) == "5", 8, "the key at the customer")
        call.bye()
        desk.wait_after_call()


class WaysToRecordings(CallListCase):
    def test_recording_is_found_by_its_customer_heard_and_taken_away(self):
        """R101, R102, R104."""
        desk = self.agent(1)
        self.talked(desk, self.in_call(desk))
        self.new_records(1)
        desk.go("recordings")
        desk.on_page("recordings", "list-search").fill(CUSTOMER[3:8])
        desk.on_page("recordings", "list-query").click()
        desk.row("recordings").wait_text(CUSTOMER[:3])
        player = desk.play_first_recording().wait_playing()
        audio = desk.page.at("player-audio")
        desk.page.at("player-volume").fill("0.3")
        self.assertEqual(audio.evaluate("audio => [audio.volume, audio.muted]"), [0.3, False])
        desk.page.at("player-mute").click()
        self.assertEqual(audio.evaluate("audio => [audio.volume, audio.muted]"), [0.3, True])
        self.assertEqual(desk.page.at("player-volume").value(), "0", "the slider says that nothing is heard")
        desk.page.at("player-mute").click()
        self.assertEqual(audio.evaluate("audio => [audio.volume, audio.muted]"), [0.3, False])
        desk.page.at("player-speed").choose("2")
        self.assertEqual(audio.evaluate("audio => audio.playbackRate"), 2)
        audio.evaluate("audio => audio.pause()")
        desk.page.css('[data-testid="player"][data-state="paused"]').wait()
        desk.page.at("player-wave-left").click()
        self.assertAlmostEqual(player.seconds(), player.length() / 2, delta=0.3, msg="the middle of the line was clicked")
        # A plain download: no window that a browser could hold back.
        link = desk.page.at("player-download")
        self.assertIsNone(link.attribute("target"))
        disposition = link.evaluate("link => fetch(link.href).then(answer => answer.headers.get('content-disposition'))")
        self.assertRegex(disposition, rf'^attachment; filename="\d{{8}}-\d{{6}}_{CUSTOMER}_10001\.wav"')

        desk.press("Escape")
        desk.page.at("drawer").wait_gone()
        desk.on_page("recordings", "list-more").click()
        desk.on_page("recordings", "length-least").fill("600")
        desk.on_page("recordings", "list-query").click()
        desk.on_page("recordings", "block-empty").wait()

    def test_missed_ring_leads_to_what_the_colleague_talked(self):
        """R103."""
        desk, other = self.agent(1), self.agent(2)
        call = self.customer_rings(desk)
        desk.refuse()
        desk.wait_ring_gone()
        other.wait_ring()
        other.answer()
        call.wait_up()
        self.talked(other, call)
        self.new_records(1)
        desk.go("missed_calls")
        desk.row("missed_calls").wait_text("其他坐席已接")
        desk.on_page("missed_calls", "row-more").click()
        desk.page.at("row-play", nth=0).click()
        Player(desk.page).wait_playing()
        desk.page.at("record-legs").wait_text("坐席2")

    def test_what_was_written_about_a_call_leads_to_its_recording(self):
        """R103: contact history, service records and follow-ups."""
        desk = self.agent(1)
        self.talked(desk, self.in_call(desk))
        [record] = self.new_records(1)
        one, about = self.agent_api(1), {"note": "打印机卡纸", "call": record.item["id"]}
        made = one.post("/api/v1/customers", {"name": "陈女士", "gender": "unknown", "level": "一般", "note": "",
                                              "numbers": [{"number": CUSTOMER, "kind": ""}]})
        place = f"/api/v1/customers/{made.json['id']}"
        self.assertEqual(one.post(f"{place}/services", {**about, "result": ""}).status, 204)
        self.assertEqual(one.post(f"{place}/follow-ups", {**about, "files": []}).status, 201)
        desk.go("service_records")
        self.heard_from_row(desk, "service_records")
        desk.page.at("list-contact_history", nth=0).click()
        self.heard_from_row(desk, "contact_history")
        desk.go("follow_ups")
        self.heard_from_row(desk, "follow_ups")

    def heard_from_row(self, desk, name):
        desk.row(name).wait_text("打印机卡纸")
        desk.on_page(name, "row-play").click()
        Player(desk.page).wait_playing()
        desk.press("Escape")
        desk.page.at("drawer").wait_gone()


class ViewsOfCallRecords(CallListCase):
    def dialled_in_vain(self, desk, status):
        """It rings there, and nobody answers."""
        far = self.carrier.expect_call()
        desk.wait_kind("dialling")
        far.ring()
        desk.page.at("call-phase").wait_text("对方振铃")
        self.wait_seconds(1.2)
        far.refuse(status)
        desk.wait_after_call()
        desk.set_ready()

    def views(self, desk):
        return desk.page.css('[data-testid="page-records"] .presets button').evaluate_all(
            "all => all.map(one => one.dataset.testid.replace('preset-', ''))")

    def rows(self, desk, many):
        """Waits until the list of call records has so many rows."""
        rows = desk.page.css('[data-testid="page-records"] [data-testid="list-row"]')
        desk.page.wait_for(lambda: rows.count() == many, 8, lambda: f"{many} rows: {rows.count()}")

    def show(self, desk, view, many):
        desk.on_page("records", f"preset-{view}").click()
        self.rows(desk, many)

    def test_views_and_conditions_of_call_records(self):
        """R217–R220: one's own calls by kind and answer; how long; a row is dialled."""
        desk = self.agent(1)
        self.talked(desk, self.in_call(desk))
        desk.set_ready()
        desk.dial(NUMBER)
        self.dialled_in_vain(desk, 486)
        self.customer_rings(desk).hang_up()
        desk.wait_ring_gone()
        self.new_records(3)

        desk.go("records")
        self.rows(desk, 3)
        self.assertEqual(self.views(desk), AGENTS_VIEWS)
        self.assertEqual(desk.on_page("records", "filter-agent").count(), 0, "one's own, nobody else's")
        for view, many in zip(AGENTS_VIEWS, (3, 3, 2, 1, 1, 0, 0)):
            self.show(desk, view, many)
        self.show(desk, "outbound", 1)
        row = desk.row("records")
        self.assertIn("对方忙", row.text())
        row.evaluate("row => row.querySelector('button.dial').click()")
        self.dialled_in_vain(desk, 480)
        self.new_records(4)
        self.show(desk, "all", 4)
        self.show(desk, "outbound", 2)
        self.assertIn("无人接听", desk.row("records").wait_text("无人接听"))

        desk.on_page("records", "preset-all").click()
        desk.on_page("records", "filter-queue").click()
        desk.page.css('.el-select-dropdown__item:visible:has-text("直接外呼")').click()
        desk.on_page("records", "list-query").click()
        desk.on_page("records", "chip-queue").wait_text("直接外呼")
        self.assertIn("queue=DOUT", desk.page.url())
        self.rows(desk, 2)
        desk.on_page("records", "chip-queue").click()

        # Nobody talked in these: they are found by no length, and rang all the same.
        self.show(desk, "all", 4)
        desk.on_page("records", "list-more").click()
        desk.on_page("records", "length-least").fill("1 s")
        self.assertEqual(desk.on_page("records", "length-least").value(), "1")
        desk.on_page("records", "list-query").click()
        self.rows(desk, 1)
        self.assertIn("1 秒起", desk.on_page("records", "chip-length").text())
        self.assertIn("length=1..", desk.page.url())
        desk.on_page("records", "chip-length").click()
        self.rows(desk, 4)
        desk.row("records").evaluate("row => row.querySelector('[data-testid=\"row-open\"]').click()")
        ring, talk = (desk.page.css(f'[data-fact="{fact}"]') for fact in ("ring", "talk"))
        self.assertRegex(ring.wait_text("00:0"), "00:0[1-9]")
        self.assertEqual(talk.text(), "–")

    def test_leaders_views_have_messages_and_agents(self):
        """R217, R218."""
        leader = self.leader_desk().wait_ready_to_work()
        leader.go("records")
        leader.on_page("records", "filter-agent").wait()
        self.assertEqual(self.views(leader), [*AGENTS_VIEWS, "voicemail", "mine"])
        self.show(leader, "voicemail", 0)
        self.assertIn("result=voicemail", leader.page.url())
