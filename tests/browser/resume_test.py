"""The tab, the network or the server goes away in mid-call: the call does not, or says honestly why it does."""
from harness.browser_case import BrowserCase


class Resume(BrowserCase):
    # A busy machine loads a page in more than the usual 20 s: how long the call waits is shown by Lost.
    more_server_options = ("--resume-grace-s", "90")

    def one_record_with_both_ends(self, call):
        call.bye()
        records = self.new_records(1)
        self.assertEqual(len(records), 1, "one call, one record")
        self.assertEqual(records[0].result, "answered")
        self.assertEqual(len(records[0].recordings), 1, "one recording on one time line")
        return records[0]

    def test_refreshed_twice_in_mid_call(self):
        """B01."""
        desk = self.agent(1)
        call = self.in_call(desk)
        call_id = desk.call_id()
        for refresh in (self.refresh_at_once, self.refresh_slowly):
            refresh(desk, call)
            desk.wait_ready_to_work()
            desk.wait_talking(15)
            self.assertEqual(desk.call_id(), call_id, "the same call")
            self.assert_talking(desk, call)
        self.assertGreater(desk.seconds_shown(), 2, "the timer counts from the answer, not from the refresh")
        self.one_record_with_both_ends(call)
        desk.wait_after_call()

    def refresh_at_once(self, desk, _call):
        desk.page.reload()

    def refresh_slowly(self, desk, call):
        """The page is away for long enough that the customer's music can be measured, however fast it loads."""
        desk.page.goto("about:blank")
        self.wait_music(call)
        desk.open()

    def test_network_away_for_five_seconds(self):
        self.forgive_network()
        desk = self.agent(1)
        call = self.in_call(desk)
        call_id = desk.call_id()
        self.line.cut()
        try:
            desk.page.at("strip-offline").wait()
            self.wait_music(call)
            self.wait_seconds(5)
        finally:
            self.line.mend()
        desk.wait_telephone("online", timeout=15)
        desk.page.at("strip-offline").wait_gone(10)
        desk.wait_talking(15)
        self.assertEqual(desk.call_id(), call_id)
        self.assert_talking(desk, call)
        self.one_record_with_both_ends(call)

    def test_network_silent_without_a_word(self):
        """A closed lid, a lift: no connection breaks, and nothing comes any more. The customer hears music long before
        anything times out, and they talk on: once with the old connections, once after the server gave them up."""
        self.forgive_network()
        desk = self.agent(1)
        call = self.in_call(desk)
        call_id = desk.call_id()
        me = self.agent_api(1)
        for outage in ("noticed by the sound", "noticed by the connection too"):
            with self.subTest(outage):
                self.browser.freeze()
                try:
                    self.wait_music(call, timeout=12)
                    if outage != "noticed by the sound":
                        me.wait(lambda: not me.get("/api/v1/me").json["device_online"], 12, "the telephone is away")
                finally:
                    self.browser.thaw()
                desk.wait_telephone("online", timeout=20)
                desk.page.at("strip-offline").wait_gone(20)
                desk.wait_talking(20)
                self.assertEqual(desk.call_id(), call_id)
                self.assert_talking(desk, call)
        self.one_record_with_both_ends(call)

    def test_refreshed_while_holding(self):
        desk = self.agent(1)
        call = self.in_call(desk)
        desk.hold()
        desk.page.reload()
        desk.wait_ready_to_work()
        desk.wait_kind("held", timeout=15)
        self.wait_music(call)
        self.assert_music(call)
        desk.retrieve()
        self.assert_talking(desk, call)
        self.one_record_with_both_ends(call)

    def test_refreshed_while_it_rings(self):
        desk = self.agent(1)
        call = self.customer_rings(desk)
        desk.page.reload()
        desk.wait_ready_to_work()
        desk.wait_ring(15)
        desk.answer()
        call.wait_up()
        self.assert_talking(desk, call)
        self.one_record_with_both_ends(call)

    def test_customer_hangs_up_while_the_page_is_away(self):
        desk = self.agent(1)
        call = self.in_call(desk)
        desk.page.goto("about:blank")
        self.wait_music(call)
        call.bye()
        self.new_records(1)
        desk.open().wait_ready_to_work()
        desk.wait_after_call()


class Lost(BrowserCase):
    more_server_options = ("--resume-grace-s", "3")

    def test_tab_closed_and_not_back_in_time(self):
        # The customer must not pay for a closed tab: he is the next to be served, before those who came later.
        other = self.agent(2).set_busy()
        desk = self.agent(1)
        call = self.in_call(desk)
        later = self.customer_calls(customer="13700000007")
        self.wait_phases("talking", "waiting")
        desk.page.close()
        self.wait_music(call)
        self.wait_phases("waiting", "waiting")
        other.set_ready()
        other.wait_ring(15)
        self.assertIn("139", other.ring_text(), "the lost customer comes first")
        other.answer()
        self.assert_talking(other, call)
        later.hang_up()
        call.bye()
        record = [one for one in self.new_records(2) if one.customer != "13700000007"][0]
        details = self.admin.get(f"/api/v1/call-records/{record.id}").body.decode()
        self.assertIn("connection_lost", details, "the reason is recorded")

    def wait_phases(self, *phases):
        """Waits until these are the phases of the calls there are."""
        self.admin.wait(lambda: sorted(call["phase"] for call in self.admin.calls()) == sorted(phases), 8,
                        lambda: f"calls {phases}: {self.admin.calls()}")

    def test_outbound_call_of_a_closed_tab_ends_honestly(self):
        desk = self.agent(1)
        desk.dial("13800138000")
        far = self.carrier.expect_call()
        far.answer(450)
        desk.wait_talking()
        desk.page.close()
        far.wait_ended(10)
        self.assertEqual(self.new_records(1)[-1].side, "agent")
