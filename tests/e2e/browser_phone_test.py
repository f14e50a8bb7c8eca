"""The telephone in the browser, seen from the wire: registration by session, take-over, and a call that survives the
loss of its page. Sound through a real page is measured in tests/browser."""
import base64
import hmac
import time

from harness.case import CARRIER_IP, CUSTOMER, CallCentreCase
from harness.server import Server
from harness.site import Site
from harness.tone import Heard, level_db
from harness.web_phone import WebPhone
from harness.websocket import WebSocket


class BrowserPhoneCase(CallCentreCase):
    server_options = ("--resume-grace-s", "4")

    @classmethod
    def site(cls, carrier_address):
        return (Site().agent(1, extension_type="web", sign_in="page", extension_secret="").agent(2)
                .agent(3, extension_type="web", sign_in="page", extension_secret="").leader()
                .queue(600, [1, 2]).trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    def setUp(self):
        super().setUp()
        self.browsers = []
        self.agent = self.agent_api(1)

    def tearDown(self):
        for browser in self.browsers:
            browser.cut()
        super().tearDown()

    def browser(self, api=None, extension="8001", **options):
        phone = WebPhone(self.server, (api or self.agent).token, extension, **options)
        self.browsers.append(phone)
        return phone

    def talking(self, browser):
        """A customer in queue 600, answered by the page."""
        call = self.customer_calls()
        ring = browser.expect_invite("ring").answer()
        call.wait_up()
        self.wait_phase("talking")
        return call, ring

    def wait_phase(self, phase, timeout=5):
        self.admin.wait(lambda: [c for c in self.admin.calls() if c["phase"] == phase], timeout,
                        lambda: f"{phase}: {self.admin.calls()}")

    def hears_music(self, call, seconds=0.6):
        mark = call.media.mark()
        time.sleep(seconds)
        return level_db(call.media.samples(mark)) > -50


class Registration(BrowserPhoneCase):
    def test_session_is_enough_for_the_own_extension_and_for_no_other(self):
        """R016, R019, R021: a web extension needs the sign-in only."""
        browser = self.browser(register=False)
        self.assertEqual(browser.register("8003").status, 403)
        self.assertEqual(browser.register("8002").status, 403)
        self.assertEqual(browser.invite("600", "8003").status, 403)
        self.assertEqual(browser.register().status, 200)
        self.agent.wait(lambda: self.agent.get("/api/v1/me").json["device_online"], 3, "device online")
        self.assertEqual(self.agent.state(), "ready")

    def test_desk_phone_user_has_no_telephone_in_the_page(self):
        self.assertEqual(self.browser(self.agent_api(2), "8002", register=False).register().status, 403)

    def test_page_is_told_everything_but_a_password(self):
        device = self.agent.get("/api/v1/me/device").json
        self.assertEqual((device["kind"], device["extension"], device["uri"], device["socket_path"]),
                         ("web", "8001", "sip:8001@demo", "/sip"))
        self.assertEqual((device["ice_servers"], device["relay_only"]), ([], False))
        desk = self.agent_api(2).get("/api/v1/me/device")
        self.assertEqual((desk.json["kind"], desk.json["socket_path"]), ("sip", ""))
        self.assertNotIn(b"secret", desk.body)

    def test_relay_and_its_credentials_come_from_the_configuration(self):
        """R033."""
        site = self.site(self.carrier.address)
        site.users[1]["network_proxy"] = True
        options = ["--ice-urls", "stun:stun.example", "turn:turn.example", "--turn-secret", "x"]
        with Server(site, options=options) as server:
            api = type(self.agent).sign_in(server, "10001", "Agent-10001")
            device = api.get("/api/v1/me/device").json
        self.assertTrue(device["relay_only"])
        stun, turn = device["ice_servers"]
        self.assertEqual(stun["urls"], ["stun:stun.example"])
        expires_at_s, user = turn["username"].split(":")
        self.assertEqual(user, "10001")
        self.assertGreater(int(expires_at_s), time.time() + 3600)
        mac = hmac.new(b"x", turn["username"].encode(), "sha1").digest()
        self.assertEqual(turn["credential"], base64.b64encode(mac).decode())

    def test_keep_alive_is_answered(self):
        browser = self.browser()
        browser.socket.send("\r\n\r\n")
        self.assertEqual(browser.socket.receive()[1], b"\r\n")

    def test_newer_browser_takes_over(self):
        older = self.browser()
        newer = self.browser(self.agent_api(1))
        self.assertEqual(older.wait_closed(), 4409)
        call, ring = self.talking(newer)
        ring.bye()
        call.wait_ended()

    def test_sign_out_closes_the_telephone_and_signs_the_agent_off(self):
        session = self.agent_api(1)
        browser = self.browser(session)
        self.assertEqual(session.delete("/api/v1/sessions/current").status, 204)
        self.assertEqual(browser.wait_closed(), 4401)
        self.agent.wait(lambda: self.agent.state() == "offline", 3, "state offline")

    def test_other_peoples_sockets_stay_open_at_sign_out(self):
        session, other = self.agent_api(1), self.agent_api(3)
        browser, bystander = self.browser(session), self.browser(other, "8003")
        session.delete("/api/v1/sessions/current")
        browser.wait_closed()
        self.assertEqual(bystander.register().status, 200)

    def test_shutdown_says_1001(self):
        with Server(self.site(self.carrier.address)) as server:
            token = type(self.agent).sign_in(server, "10001", "Agent-10001").token
            browser = WebPhone(server, token, "8001")
            server.terminate()
            self.assertEqual(browser.wait_closed(15), 1001)
            server.wait_exit()
            browser.cut()

    def test_flood_is_cut(self):
        browser = self.browser()
        for _ in range(2000):
            browser.socket.send("OPTIONS nonsense\r\n\r\n")
        self.assertEqual(browser.wait_closed(10), 1008)
        self.assertTrue(self.server.alive())


class Silent(BrowserPhoneCase):
    def test_page_whose_network_is_silent_is_gone_in_about_ten_seconds(self):
        """No connection breaks; pings are not answered, nothing comes."""
        browser, other = self.browser(), self.browser(self.agent_api(3), "8003")
        with WebSocket(self.server, "/ws", self.agent_api(1).token) as viewer:
            viewer.deaf = True
            self.assertEqual(viewer.status, 101)
            self.agent.wait(lambda: self.agent.get("/api/v1/me").json["device_online"], 3, "device online")
            began = time.monotonic()

            def cut():
                other.expect_nothing(0.2)  # this one lives: it answers pings
                return viewer.is_closed(0.2)
            self.agent.wait(cut, 14, "a page that answers no ping is cut")
            self.assertGreater(time.monotonic() - began, 4, "a page that was heard a moment ago is cut")

            def gone():
                other.expect_nothing(0.2)
                return not self.agent.get("/api/v1/me").json["device_online"]
            self.agent.wait(gone, 6, "the silent telephone is away")
        self.assertEqual(other.register().status, 200)
        browser.cut()


class Calls(BrowserPhoneCase):
    def test_ring_tells_call_and_purpose(self):
        browser = self.browser()
        call = self.customer_calls()
        ring = browser.expect_invite("ring")
        self.assertEqual(ring.call, str(self.agent.calls()[0]["id"]))
        self.assertEqual(ring.request.user_of("From"), CUSTOMER)
        ring.refuse(603)
        call.hang_up()

    def test_click_to_dial_goes_through_the_page(self):
        browser = self.browser()
        self.assertIn(self.agent.post("/api/v1/calls", {"to": "13800138000"}).status, (201, 202))
        browser.expect_invite("dial").answer()
        outside = self.carrier.expect_call()
        outside.answer(450)
        self.wait_phase("talking")
        outside.bye()
        browser.wait(lambda: browser.byes, "BYE")

    def test_no_browser_no_dialling(self):
        refused = self.agent.post("/api/v1/calls", {"to": "13800138000"})
        self.assertEqual(refused.status, 409)
        self.assertIn(refused.json["error"]["code"], ("device.offline", "agent.offline"))  # signed in before, or never

    def test_answer_by_command_is_for_ringing_pages(self):
        browser = self.browser()
        call = self.customer_calls()
        ring = browser.expect_invite("ring")
        self.assertIn(self.agent.act(ring.call, "answer").status, (200, 202, 204))
        self.assertIn(self.agent_api(3).act(ring.call, "answer").status, (403, 404))
        ring.answer()
        call.wait_up()
        self.wait_phase("talking")
        self.assertEqual(self.agent.act(ring.call, "answer").status, 409)
        ring.bye()
        call.wait_ended()


class Resume(BrowserPhoneCase):
    def test_page_that_comes_back_has_the_same_call(self):
        """B01."""
        browser = self.browser()
        call, first = self.talking(browser)
        browser.cut()
        self.wait_phase("resuming")
        self.assertTrue(self.hears_music(call))
        back = self.browser()
        ring = back.expect_invite("resume")
        self.assertEqual(ring.call, first.call)
        ring.answer()
        self.wait_phase("talking")
        self.assertEqual(len(self.admin.calls()), 1)
        time.sleep(4.5)
        self.wait_phase("talking")
        ring.bye()
        call.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual((record.result, record.side, record.reason), ("answered", "agent", "hangup"))
        self.assertEqual(len(record.recordings), 1)
        self.recording_of(record)

    def test_take_over_in_mid_call_takes_the_call_along(self):
        browser = self.browser()
        call, first = self.talking(browser)
        newer = self.browser(self.agent_api(1))
        self.assertEqual(browser.wait_closed(), 4409)
        ring = newer.expect_invite("resume")
        self.assertEqual(ring.call, first.call)
        ring.answer()
        self.wait_phase("talking")
        ring.bye()
        call.wait_ended()
        self.assertEqual(len(self.new_records(1)), 1)

    def test_page_that_stays_away_sends_the_caller_to_the_head_of_the_queue(self):
        browser = self.browser()
        call, _ = self.talking(browser)
        call.media.play_tone(450)
        browser.cut()
        later = self.customer_calls(customer="13900000002")
        later.wait_up()
        self.admin.wait(lambda: [c["phase"] for c in self.admin.calls()] == ["waiting"] * 2, 8,
                        lambda: f"both wait: {self.admin.calls()}")
        self.assertTrue(self.hears_music(call))
        colleague = self.agent_phone(2)
        ringing = colleague.expect_call()
        self.assertEqual(ringing.header("From").count(CUSTOMER), 1, "the one who came back is not the first")
        ringing.answer(850)
        self.wait_phase("talking")
        call.media.wait_heard(850, 0.5)
        self.assertEqual(self.agent.get("/api/v1/me").json["state"], "offline")
        self.assertEqual(self.agent.get("/api/v1/me").json["reason"], "connection_lost")
        later.hang_up()
        call.bye()
        ringing.wait_ended()
        first, second = self.new_records(2)
        self.assertEqual((first.result, second.result), ("answered", "abandoned"))
        self.assertEqual(len(first.recordings), 1)
        wav = self.recording_of(first)
        self.assertGreater(wav.seconds, 4, "one recording from the first agent to the second")
        self.assertGreater(Heard(wav.channels[0], 450).seconds, 3, "the customer, all the time")
        heard = Heard(wav.channels[1], 850)
        self.assertGreater(heard.seconds, 0.4, "the second agent is on the right channel")
        self.assertGreater(heard.onset_s, 3.5, "after the time that nobody was there")
        visits = self.admin.get(f"/api/v1/call-records/{first.id}").json["visits"]
        self.assertEqual([visit["entered_reason"] for visit in visits], ["", "connection_lost"])

    def asking(self):
        """The page's user talks with a customer and has asked agent 2, at a desk phone, who is there."""
        browser = self.browser()
        call, ring = self.talking(browser)
        colleague = self.agent_phone(2)
        self.assertIn(self.agent.act(ring.call, "consult", {"to": "8002"}).status, (200, 202, 204))
        asked = colleague.expect_call()
        asked.answer(850)
        call.media.play_tone(450)
        self.wait_phase("consulting")
        return browser, call, ring, asked

    def test_page_comes_back_into_its_consultation(self):
        """B01: the customer and who is asked wait; nobody is put through to anybody."""
        browser, call, first, asked = self.asking()
        browser.cut()
        self.wait_phase("resuming")
        self.assertTrue(self.hears_music(call))
        self.assertTrue(self.hears_music(asked))
        ring = self.browser().expect_invite("resume")
        self.assertEqual(ring.call, first.call)
        ring.answer()
        self.wait_phase("consulting")
        self.assertIn(self.agent.act(ring.call, "consult/complete").status, (200, 202, 204))
        asked.media.wait_heard(450, 0.5)
        call.media.wait_heard(850, 0.5)
        call.bye()
        asked.wait_ended()
        self.assertEqual(len(self.new_records(1)), 1)

    def test_page_comes_back_into_its_three_way(self):
        """B01: the two others talk on meanwhile."""
        browser, call, first, asked = self.asking()
        self.assertIn(self.agent.act(first.call, "conference").status, (200, 202, 204))
        self.wait_phase("conference")
        browser.cut()
        self.admin.wait(lambda: [leg for c in self.admin.calls() for leg in c["legs"] if leg["away"]], 5, "lost")
        self.assert_both_hear(call, 450, asked, 850)
        self.assertEqual(self.admin.calls()[0]["phase"], "conference")
        ring = self.browser().expect_invite("resume")
        self.assertEqual(ring.call, first.call)
        ring.answer()
        self.admin.wait(lambda: len(self.admin.calls()[0]["parties"]) == 3, 5, lambda: str(self.admin.calls()))
        ring.bye()
        self.wait_phase("talking")
        self.assert_both_hear(call, 450, asked, 850)
        call.bye()
        asked.wait_ended()
        record = self.new_records(1)[-1]
        marks = [mark["kind"] for mark in self.admin.get(f"/api/v1/call-records/{record.id}").json["marks"]]
        self.assertEqual(marks, ["consult", "consult_ended", "joined", "connection_lost", "resumed", "left"])

    def test_customer_hangs_up_meanwhile(self):
        browser = self.browser()
        call, _ = self.talking(browser)
        browser.cut()
        self.wait_phase("resuming")
        call.bye()
        record = self.new_records(1)[-1]
        self.assertEqual((record.result, record.side), ("answered", "caller"))
        self.browser().expect_nothing(1)

    def test_agent_hangs_up_by_command_meanwhile(self):
        browser = self.browser()
        call, ring = self.talking(browser)
        browser.cut()
        self.wait_phase("resuming")
        self.assertIn(self.agent.act(ring.call, "hangup").status, (200, 202, 204))
        call.wait_ended()

    def test_crash_while_a_call_waits_for_its_page_leaves_one_honest_record(self):
        with Server(self.site(self.carrier.address)) as server:
            api = type(self.agent).sign_in(server, "10001", "Agent-10001")
            browser = WebPhone(server, api.token, "8001")
            own, self.carrier.server = self.carrier.server, server.sip
            self.addCleanup(setattr, self.carrier, "server", own)
            call = self.carrier.call(f"sip:4008001234@{server.sip[0]}:{server.sip[1]}",
                                     from_address=f"<sip:{CUSTOMER}@{CARRIER_IP}>")
            browser.expect_invite("ring").answer()
            call.wait_up()
            api.wait(lambda: [c for c in api.calls() if c["phase"] == "talking"], 5, "talking")
            browser.cut()
            api.wait(lambda: [c for c in api.calls() if c["phase"] == "resuming"], 5, "resuming")
            time.sleep(0.1)  # a call hands over what it has to say within 20 ms
            type(self.agent).sign_in(server, "10000", "Admin-10000")  # and this is written after it
            server.kill()
            call.abandon()
            server.start()
            records = type(self.agent).sign_in(server, "10000", "Admin-10000").wait_records(1)
            self.assertEqual(len(records), 1)
            self.assertEqual((records[0].result, records[0].reason), ("answered", "process_lost"))
            self.assertEqual(server.check().returncode, 0)
