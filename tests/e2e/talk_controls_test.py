"""Transfer, consultation, three-way, pick-up and rooms over HTTP; who hears whom is measured (R051–R061, R118, R119)."""
import time

from harness import tone
from harness.api import Api
from harness.case import CallCentreCase

OK = (200, 201, 202, 204)
CUSTOMER_HZ, FIRST_HZ, SECOND_HZ, THIRD_HZ = 450, 850, 650, 1050


class TalkControls(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.queues[0]["members"] = ["10001"]
        site.queues[0]["leaders"] = ["10090"]
        return site

    def setUp(self):
        super().setUp()
        self.first, self.second, self.third = (self.agent_phone(n) for n in (1, 2, 3))
        self.api = self.agent_api(1)

    def talk(self):
        self.customer, self.agent = self.connected(self.first, customer_hz=CUSTOMER_HZ, agent_hz=FIRST_HZ)
        self.call_id = self.api.calls()[0]["id"]

    def press(self, verb, body=None, api=None):
        reply = (api or self.api).act(self.call_id, verb, body)
        self.assertIn(reply.status, OK, f"{verb}: {reply}")

    def hears(self, who, frequency_hz, mark):
        return who.media.heard(frequency_hz, mark).seconds

    def assert_hears(self, who, those, not_those):
        """Listens for a second, or until all has come that is to be heard; measured."""
        time.sleep(0.3)
        mark = who.media.mark()
        time.sleep(1.0)
        for tone in those:
            who.media.wait_heard(tone, 0.6, timeout=3, since=mark)
        for tone in not_those:
            self.assertLess(self.hears(who, tone, mark), 0.1, f"hears {tone} Hz")

    def test_consult_then_three_way_then_the_agent_leaves(self):
        self.talk()
        self.press("consult", {"to": "8002"})
        asked = self.second.expect_call()
        self.assertIn("8001", asked.header("From"))
        refused = self.api.act(self.call_id, "consult/complete")
        self.assertEqual((refused.status, refused.json["error"]["code"]), (409, "call.wrong_phase"))
        asked.answer(SECOND_HZ)
        self.assert_hears(self.agent, [SECOND_HZ], [CUSTOMER_HZ])
        self.assert_hears(asked, [FIRST_HZ], [CUSTOMER_HZ])
        self.assert_hears(self.customer, [], [FIRST_HZ, SECOND_HZ])
        live = self.api.calls()[0]
        self.assertEqual((live["phase"], live["consult"]["answered"]), ("consulting", True))

        self.press("consult/swap")
        self.assert_hears(self.agent, [CUSTOMER_HZ], [SECOND_HZ])
        self.assert_hears(asked, [], [FIRST_HZ, CUSTOMER_HZ])
        self.press("conference")
        self.assert_hears(self.customer, [FIRST_HZ, SECOND_HZ], [CUSTOMER_HZ])
        self.assert_hears(self.agent, [CUSTOMER_HZ, SECOND_HZ], [FIRST_HZ])
        self.assert_hears(asked, [CUSTOMER_HZ, FIRST_HZ], [SECOND_HZ])
        self.assertEqual(len(self.api.calls()[0]["parties"]), 3)

        self.agent.bye()
        self.assert_hears(self.customer, [SECOND_HZ], [FIRST_HZ])
        self.assert_both_hear(self.customer, CUSTOMER_HZ, asked, SECOND_HZ)
        self.customer.bye()
        asked.wait_ended()
        record = self.new_records(1)[-1]
        self.assertEqual(record.result, "answered")

    def test_consult_completed(self):
        self.talk()
        own = self.api.act(self.call_id, "consult", {"to": "8001"}).json["error"]
        self.assertEqual((own["code"], own["message"]), ("target.self", "不能转给自己"))
        self.press("consult", {"to": "8002"})
        asked = self.second.expect_call()
        asked.answer(SECOND_HZ)
        self.assert_hears(self.agent, [SECOND_HZ], [CUSTOMER_HZ])
        self.press("consult/complete")
        self.agent.wait_ended()
        self.assert_both_hear(self.customer, CUSTOMER_HZ, asked, SECOND_HZ)
        asked.bye()
        self.customer.wait_ended()

    def test_consult_refused_returns_to_the_customer(self):
        self.talk()
        self.press("consult", {"to": "8002"})
        self.second.expect_call().refuse(486)
        self.wait(lambda: self.api.calls()[0]["phase"] == "talking", 5, "the talk again")
        self.assert_both_hear(self.customer, CUSTOMER_HZ, self.agent, FIRST_HZ)
        self.press("consult", {"to": "8002"})
        asked = self.second.expect_call()
        self.press("consult/cancel")
        asked.wait_ended()
        self.assert_both_hear(self.customer, CUSTOMER_HZ, self.agent, FIRST_HZ)
        self.customer.bye()

    def test_transferred_three_times_one_record_one_recording(self):
        """B03."""
        self.talk()
        time.sleep(1.0)
        self.press("transfer", {"to": "8002"})
        self.agent.wait_ended()
        second = self.second.expect_call()
        second.answer(SECOND_HZ)
        self.customer.media.wait_heard(SECOND_HZ, 1.0)
        self.press("transfer", {"to": "8003"}, self.agent_api(2))
        second.wait_ended()
        third = self.third.expect_call()
        third.answer(THIRD_HZ)
        self.customer.media.wait_heard(THIRD_HZ, 1.0)
        self.press("transfer", {"to": "8001"}, self.agent_api(3))
        third.wait_ended()
        last = self.first.expect_call()
        last.answer(FIRST_HZ)
        self.assert_both_hear(self.customer, CUSTOMER_HZ, last, FIRST_HZ)
        self.customer.bye()
        last.wait_ended()

        record = self.new_records(1)[-1]
        self.assertEqual(len([r for r in self.admin.records() if r.item["id"] == record.item["id"]]), 1)
        details = self.admin.get(f"/api/v1/call-records/{record.item['id']}").json
        self.assertEqual(len(details["legs"]), 5, details["legs"])
        starts = [leg["started_at_ms"] for leg in details["legs"]]
        self.assertEqual(starts, sorted(starts))
        for before, after in zip(details["legs"][1:], details["legs"][2:]):
            self.assertLessEqual(before["ended_at_ms"], after["answered_at_ms"], "one agent after the other")
        item, legs = record.item, details["legs"]
        self.assertEqual([leg["number"] for leg in legs[1:]], ["8001", "8002", "8003", "8001"])
        self.assertEqual([mark["text"] for mark in details["marks"] if mark["kind"] == "transfer"],
                         ["8002", "8003", "8001"])
        self.assertEqual((item["agent"], record.agents), ("10001", ["10001", "10002", "10003"]))
        self.assertAlmostEqual(item["answered_at_ms"], legs[1]["answered_at_ms"], delta=50, msg="once, by the first")
        self.assertAlmostEqual(item["ended_at_ms"], legs[-1]["ended_at_ms"], delta=50)
        self.assertAlmostEqual(item["ended_at_ms"], legs[0]["ended_at_ms"], delta=50)
        lasted = (item["ended_at_ms"] - item["answered_at_ms"]) / 1000
        self.assertAlmostEqual(record.talk_s, lasted, delta=0.1)
        self.assertAlmostEqual(record.ring_s + record.wait_s,
                               (item["answered_at_ms"] - item["created_at_ms"]) / 1000, delta=0.2)
        recording = self.recording_of(record)
        self.assertAlmostEqual(recording.seconds, lasted, delta=0.8)
        self.assert_each_in_his_place(record, legs, recording)
        self.assert_each_answered_it(item, legs)

    def assert_each_answered_it(self, item, legs):
        """R078: one call more in everybody's figures, with the time they talked themselves."""
        for n, extension in ((1, "8001"), (2, "8002"), (3, "8003")):
            figures = self.agent_api(n).get(f"/api/v1/me/figures?from_ms={item['created_at_ms']}").json
            talked = sum(leg["ended_at_ms"] - leg["answered_at_ms"] for leg in legs if leg["number"] == extension) / 1000
            self.assertEqual(figures["answered"], 1, extension)
            self.assertAlmostEqual(figures["talk_s"], talked, delta=0.05, msg=extension)

    def assert_each_in_his_place(self, record, legs, recording):
        """The customer all through on the left; on the right each agent while he talked, and nobody else then."""
        begun_ms = record.recordings[0]["started_at_ms"]
        customer, agents = recording.channels
        heard = tone.Heard(customer, CUSTOMER_HZ)
        self.assertGreater(heard.seconds, recording.seconds - 0.6, f"the customer: {heard}")
        self.assertLessEqual(heard.dropouts, 2, f"one recording without a hole: {heard}")
        tones = [FIRST_HZ, SECOND_HZ, THIRD_HZ, FIRST_HZ]
        for leg, own in zip(legs[1:], tones):
            since, until = ((leg[name] - begun_ms) / 1000 for name in ("answered_at_ms", "ended_at_ms"))
            # What was on its way at the edges, and how exactly a clock on a busy machine is kept, is not the matter.
            since, until = max(0.0, since + 0.25), min(until - 0.15, recording.seconds)
            piece = agents[int(since * tone.RATE_HZ):int(until * tone.RATE_HZ)]
            heard = tone.Heard(piece, own)
            self.assertGreater(heard.seconds, 0.9 * (until - since), f"{leg['number']} from {since:.1f} s: {heard}")
            for other in {*tones} - {own}:
                self.assertLess(tone.Heard(piece, other).seconds, 0.1, f"{other} Hz while {leg['number']} talks")

    def test_nobody_takes_the_transfer_and_it_comes_back(self):
        self.talk()
        self.press("transfer", {"to": "8002"})
        self.agent.wait_ended()
        self.second.expect_call().refuse(486)
        again = self.first.expect_call()
        again.answer(FIRST_HZ)
        self.assert_both_hear(self.customer, CUSTOMER_HZ, again, FIRST_HZ)
        self.customer.bye()

    def test_targets_are_grouped(self):
        self.talk()
        groups = {group["key"]: group["items"]
                  for group in self.api.get(f"/api/v1/me/transfer-targets?call={self.call_id}").json["groups"]}
        self.assertEqual(sorted(groups), ["leaders", "members", "others", "queues"])
        self.assertEqual([queue["number"] for queue in groups["queues"]], ["600", "601"])
        self.assertEqual(groups["leaders"], [], "the leader is not signed in")
        self.customer.bye()

    def test_what_a_telephone_does_not_allow_now_is_a_conflict(self):
        """Decision 5: nothing of ours is out of order."""
        self.talk()
        self.third.unregister()
        for action, body, code in (("transfer", {"to": "8003"}, "target.offline"),
                                   ("consult", {"to": "8003"}, "target.offline"),
                                   ("answer", None, "device.answers_by_hand")):
            refused = self.api.act(self.call_id, action, body)
            self.assertEqual((refused.status, refused.json["error"]["code"]), (409, code), action)
        self.customer.bye()

    def test_pick_up_of_a_colleagues_call(self):
        call = self.customer_calls()
        ringing = self.first.expect_call()
        ringing.ring()
        reply = self.agent_api(2).post("/api/v1/calls/pick-up", {"of": "8001"})
        self.assertEqual(reply.status, 202, reply)
        ringing.wait_ended()
        taken = self.second.expect_call()
        taken.answer(SECOND_HZ)
        call.wait_up()
        call.media.play_tone(CUSTOMER_HZ)
        self.assert_both_hear(call, CUSTOMER_HZ, taken, SECOND_HZ)
        call.bye()
        taken.wait_ended()

    def test_pick_up_by_feature_code(self):
        call = self.customer_calls()
        ringing = self.first.expect_call()
        ringing.ring()
        taken = self.second.call("*88001")
        taken.wait_up()
        ringing.wait_ended()
        taken.media.play_tone(SECOND_HZ)
        call.wait_up()
        call.media.play_tone(CUSTOMER_HZ)
        self.assert_both_hear(call, CUSTOMER_HZ, taken, SECOND_HZ)
        call.bye()
        taken.wait_ended()

    def test_state_by_feature_code(self):
        call = self.first.call("*72")
        call.wait_up()
        call.wait_ended()
        self.assertEqual(self.api.state(), "busy")
        call = self.first.call("*71")
        call.wait_ended()
        self.assertEqual(self.api.state(), "ready")

    def test_conference_room(self):
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        made = leader.post("/api/v1/rooms", {"name": "晨会", "description": "每天九点",
                                             "participants": ["10001", "10002", "10003"]})
        self.assertIn(made.status, OK, made)
        number = made.json["number"]
        taken = leader.post("/api/v1/rooms", {"name": "晨会", "participants": []})
        self.assertEqual((taken.status, taken.json["error"]["code"]), (409, "room.name_taken"))
        self.assertEqual(self.api.get("/api/v1/rooms").status, 403)
        started = leader.post(f"/api/v1/rooms/{number}/start")
        self.assertEqual(started.status, 202, started)
        calls = []
        for phone, tone in ((self.first, FIRST_HZ), (self.second, SECOND_HZ), (self.third, THIRD_HZ)):
            ringing = phone.expect_call()
            self.assertIn("会议 晨会", ringing.header("From"))
            ringing.answer(tone)
            calls.append(ringing)
        self.assert_hears(calls[0], [SECOND_HZ, THIRD_HZ], [FIRST_HZ])
        self.assert_hears(calls[2], [FIRST_HZ, SECOND_HZ], [THIRD_HZ])
        room = leader.get("/api/v1/rooms").json["items"][0]
        self.assertEqual(room["call"], started.json["id"])
        calls[0].bye()
        self.assert_hears(calls[1], [THIRD_HZ], [FIRST_HZ])
        again = self.first.call(f"*9{number}")
        again.wait_up()
        again.media.play_tone(FIRST_HZ)
        self.assert_hears(calls[1], [THIRD_HZ, FIRST_HZ], [])
        for call in (calls[1], calls[2], again):
            call.bye()
        self.assertIn(leader.delete(f"/api/v1/rooms/{number}").status, OK)
