"""After-call work, and since when an agent is what he is, as pages are told."""
import time

from harness.case import CallCentreCase
from harness.site import Site
from harness.websocket import WebSocket

WRAP_UP_S = 30


class AfterCall(CallCentreCase):
    """Agent 1 has after-call work, agent 2 none."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agent(1, after_call="wrap_up", wrap_up_s=WRAP_UP_S).agent(2).leader()
                .queue(600, [1]).queue(601, [2])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601"))

    def talk(self, n, number):
        call, ringing = self.connected(self.agent_phone(n), number)
        time.sleep(0.3)
        call.bye()
        ringing.wait_ended()

    def test_its_end_is_told_and_taken_back(self):
        api = self.agent_api(1)
        self.talk(1, "4008001234")
        api.wait(lambda: api.state() == "wrap_up", 3, "after-call work")
        me = api.get("/api/v1/me").json
        self.assertAlmostEqual(me["wrap_up_until_ms"] - me["since_ms"], WRAP_UP_S * 1000, delta=5)
        self.assertLess(abs(me["since_ms"] - time.time() * 1000), 10_000)
        with WebSocket(self.server, "/ws", api.token) as page:
            [mine] = [agent for agent in page.snapshot()["agents"] if agent["number"] == "10001"]
            self.assertLess(abs(mine["wrap_up_until_ms"] - me["wrap_up_until_ms"]), 50)
            self.assertIn(api.put("/api/v1/me/state", {"state": "ready"}).status, (200, 202, 204))
            told = page.messages_until(lambda message: message["type"] == "agent" and message["data"]["state"] == "ready",
                                       "ready again")[-1]["data"]
            self.assertEqual(told["wrap_up_until_ms"], 0)
        self.assertEqual(api.get("/api/v1/me").json["wrap_up_until_ms"], 0)

    def test_ready_again_counts_from_the_end_of_the_call(self):
        before_ms = time.time() * 1000
        self.talk(2, "4008001235")
        api = self.agent_api(2)
        api.wait(lambda: api.get("/api/v1/me").json["activity"] == "idle", 3, "free")
        me = api.get("/api/v1/me").json
        record = self.new_records(1)[-1].item
        self.assertEqual((me["state"], me["wrap_up_until_ms"]), ("ready", 0))
        self.assertGreater(record["ended_at_ms"], before_ms)
        self.assertLess(abs(me["since_ms"] - record["ended_at_ms"]), 200)
