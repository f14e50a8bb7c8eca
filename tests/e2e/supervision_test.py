"""A leader listens, whispers, barges in, takes over and releases; who hears whom is measured."""
import time

from harness import tone
from harness.api import Api
from harness.case import CallCentreCase
from harness.phone import Phone
from harness.websocket import WebSocket

OK = (200, 201, 202, 204)


class Supervision(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.queues[0]["leaders"] = ["10090"]
        return site

    def setUp(self):
        super().setUp()
        if "release" not in self.id() and "forced" not in self.id():
            self.needs("/api/v1/calls/{id}/supervise")
        self.agent = self.agent_phone(1)
        self.leader_phone = Phone(self.server.sip, "8090", "secret-8090", domain="demo")
        self.phones.append(self.leader_phone)
        self.assertEqual(self.leader_phone.register().status, 200)
        self.leader = Api.sign_in(self.server, "10090", "Leader-10090")
        self.call, self.ringing = self.connected(self.agent)
        self.call_id = self.leader.calls()[0]["id"]

    def join(self, mode):
        reply = self.leader.post(f"/api/v1/calls/{self.call_id}/supervise", {"mode": mode})
        self.assertIn(reply.status, OK, reply)
        own = self.leader_phone.expect_call()
        own.answer(650)
        return own

    def claim(self, leader, agent_hears, customer_hears):
        """The leader hears both, and who is said to hear the leader does; nobody else."""
        time.sleep(0.3)
        marks = {who: who.media.mark() for who in (leader, self.ringing, self.call)}
        time.sleep(1.0)
        for who, hz in ((leader, 450), (leader, 850), *((who, 650) for who, hears in (
                (self.ringing, agent_hears), (self.call, customer_hears)) if hears)):
            who.media.wait_heard(hz, 0.6, timeout=3, since=marks[who])
        for who, hears in ((self.ringing, agent_hears), (self.call, customer_hears)):
            if not hears:
                self.assertLess(who.media.heard(650, marks[who]).seconds, 0.1, "hears the leader")

    def test_listen(self):
        """R249, R251."""
        leader = self.join("listen")
        self.claim(leader, agent_hears=False, customer_hears=False)
        leader.bye()
        self.assert_both_hear(self.call, 450, self.ringing, 850)

    def test_meters_are_told_twice_a_second_to_who_supervises(self):
        """B13: measured, and to nobody else."""
        agent = Api.sign_in(self.server, "10001", "Agent-10001")
        pages = {who: WebSocket(self.server, "/ws", api.token)
                 for who, api in (("leader", self.leader), ("agent", agent), ("admin", self.admin))}
        for page in pages.values():
            self.addCleanup(page.close)
        leader = self.join("listen")
        told = {who: [message["data"] for message in page.messages(3) if message["type"] == "meters"]
                for who, page in pages.items()}
        self.assertEqual((told["agent"], told["admin"]), ([], []))
        self.assertGreaterEqual(len(told["leader"]), 3)
        self.assertLessEqual(len(told["leader"]), 8, "three seconds of listening, read one page after the other")
        last = told["leader"][-1]
        self.assertEqual(last["call"], self.call_id)
        loud = sorted(leg["level"] for leg in last["legs"])
        self.assertEqual(len(loud), 3)
        for level in loud[1:]:
            self.assertAlmostEqual(level, 80, delta=6)  # −12 dB of sixty
        self.assertGreater(min(leg["mos"] for leg in last["legs"] if leg["level"] > 50), 3.5)
        leader.bye()

    def test_the_agent_does_not_see_who_listens(self):
        agent = Api.sign_in(self.server, "10001", "Agent-10001")
        leader = self.join("listen")
        self.leader.wait(lambda: self.leader.calls()[0]["supervision"]["answered"], 5, "the leader is in the call")
        seen = agent.calls()[0]
        self.assertIsNone(seen["supervision"])
        self.assertNotIn("8090", [leg["number"] for leg in seen["legs"]])
        self.assertIn(self.leader.patch(f"/api/v1/calls/{self.call_id}/supervise", {"mode": "whisper"}).status, OK)
        agent.wait(lambda: agent.calls()[0]["supervision"]["mode"] == "whisper", 5, "who whispers is seen")
        leader.bye()

    def test_listen_then_whisper_then_barge_without_ringing_again(self):
        """B13, R253."""
        leader = self.join("listen")
        path = f"/api/v1/calls/{self.call_id}/supervise"
        self.assertIn(self.leader.patch(path, {"mode": "whisper"}).status, OK)
        self.claim(leader, agent_hears=True, customer_hears=False)
        self.assertIn(self.leader.patch(path, {"mode": "barge"}).status, OK)
        self.claim(leader, agent_hears=True, customer_hears=True)
        self.assertFalse(self.leader_phone.incoming)
        self.assertIn(self.leader.delete(path).status, OK)
        leader.wait_ended()
        self.assert_both_hear(self.call, 450, self.ringing, 850)

    def test_take_over(self):
        leader = self.join("takeover")
        self.ringing.wait_ended()
        self.call.media.wait_heard(650, 0.5)
        leader.media.wait_heard(450, 0.5)
        leader.bye()
        self.call.wait_ended()

    def test_whisper_is_on_the_agents_channel_and_listening_on_none(self):
        leader = self.join("listen")
        leader.media.wait_heard(450, 0.5)
        path = f"/api/v1/calls/{self.call_id}/supervise"
        time.sleep(1.0)
        self.assertIn(self.leader.patch(path, {"mode": "whisper"}).status, OK)
        self.ringing.media.wait_heard(650, 1.0)
        self.call.bye()
        leader.wait_ended()
        recording = self.recording_of(self.new_records(1)[-1])
        left, right = (tone.Heard(channel, 650) for channel in recording.channels)
        self.assertLess(left.seconds, 0.05, "a whisper on the customer's channel")
        self.assertGreater(right.seconds, 0.6, right)
        self.assertLess(right.seconds, recording.seconds - 0.8, "the listening leader was recorded")

    def test_release_and_talk_drops_the_customer_alone(self):
        """R252, U14: the leader keeps the agent."""
        reply = self.leader.post(f"/api/v1/calls/{self.call_id}/release", {"talk_to_agent": True})
        self.assertIn(reply.status, OK, reply)
        leader = self.leader_phone.expect_call()
        self.assertEqual(self.call.state, "up", "not before the leader is there")
        leader.answer(650)
        self.call.wait_ended()
        self.assert_both_hear(self.ringing, 850, leader, 650)
        leader.bye()
        self.ringing.wait_ended()

    def test_second_leader_is_refused(self):
        leader = self.join("listen")
        reply = self.admin.post(f"/api/v1/calls/{self.call_id}/supervise", {"mode": "listen"})
        self.assertEqual((reply.status, reply.json["error"]["code"]), (409, "call.supervised"))
        leader.bye()

    def test_release_ends_the_call(self):
        """R249, R252, U14: the call is over."""
        self.assertIn(self.leader.post(f"/api/v1/calls/{self.call_id}/release").status, OK)
        self.call.wait_ended()
        self.ringing.wait_ended()
        self.assertEqual(self.new_records(1)[-1].side, "us")

    def test_an_agent_may_not(self):
        other = self.agent_api(2)
        for mode in ("listen", "barge"):
            self.assertIn(other.post(f"/api/v1/calls/{self.call_id}/supervise", {"mode": mode}).status, (403, 404))

    def test_forced_state(self):
        """R249."""
        self.call.bye()
        self.ringing.wait_ended()
        self.assertIn(self.leader.put("/api/v1/users/10001/state", {"state": "busy"}).status, OK)
        self.assertEqual(self.agent_api(1).state(), "busy")
        self.assertIn(self.leader.put("/api/v1/users/10001/state", {"state": "ready"}).status, OK)
