"""A day of events in a minute: the page forgets what is over."""
import json
import time

from harness.browser_case import BrowserCase
from harness.case import NIGHTLY
from harness.websocket import WebSocket

SERIAL = True  # it measures memory, and it keeps a core busy
PORTION = 2_000
EVENTS = 60_000 if NIGHTLY else 4_000
MAY_GROW_BYTES = 3_000_000 if NIGHTLY else 1_500_000


class LongDay(BrowserCase):
    def templates(self):
        """Real objects of this server, told again under ever new numbers."""
        with WebSocket(self.server, "/ws", self.admin.token) as socket:
            snapshot = json.loads(socket.receive()[1])["data"]
        agent, queue = snapshot["agents"][0], snapshot["queues"][0]
        call = {
            "id": "{n}", "direction": "inbound", "phase": "waiting", "customer_number": "1391{n}", "customer_name": "",
            "called_number": "4008001234", "queue": {"number": "600", "name": "队列600"}, "started_at_ms": self.started_ms,
            "queued_at_ms": self.started_ms, "ringing_at_ms": 0, "offer_ends_at_ms": 0, "answered_at_ms": 0,
            "held_since_ms": 0, "resume_until_ms": 0, "recording": "none", "legs": []}
        over = {"id": "{n}", "result": "abandoned", "ending": {"side": "caller", "reason": "abandoned"}}
        messages = [("call", call), ("call.ended", over), ("agent", agent), ("queue", queue), ("record", {"id": "{n}"})]
        return [json.dumps({"type": kind, "data": data}, ensure_ascii=False) for kind, data in messages]

    def flood(self, desk, templates, count):
        """Seconds until the page has read them all. What a busy machine makes of it is read by people, not asserted."""
        began = time.monotonic()
        desk.page.ask("flood", templates=templates, count=count, limit_s=300)
        return time.monotonic() - began

    def test_memory_is_flat_over_thousands_of_events(self):
        leader = self.desk()
        leader.page.ask("joinSocket", pattern="/ws$")
        leader.open().sign_in("10090", "Leader-10090")
        leader.wait_ready_to_work()
        leader.go("queues").go("wall").go("desk")
        templates = self.templates()
        self.flood(leader, templates, PORTION)  # caches fill, code is compiled
        before = leader.page.heap()
        took_s = [self.flood(leader, templates, PORTION) for _ in range(EVENTS // PORTION)]
        after = leader.page.heap()
        print(f"seconds for {PORTION} events: the first {took_s[0]:.1f}, the last {took_s[-1]:.1f}")
        grown = after["bytes"] - before["bytes"]
        print(f"heap before {before}, after {EVENTS} events {after}")
        self.assertLess(grown, MAY_GROW_BYTES, f"{before} → {after}")
        self.assertLess(after["nodes"] - before["nodes"], 500)
        self.assertLess(after["listeners"] - before["listeners"], 100)

    def test_memory_is_flat_over_calls(self):
        desk = self.agent(1)

        def some_calls(count):
            for _ in range(count):
                call = self.customer_rings(desk)
                desk.answer()
                call.wait_up()
                desk.wait_talking()
                call.bye()
                desk.wait_after_call()
                desk.set_ready()
            return desk.page.heap()
        before = some_calls(3)
        after = some_calls(60 if NIGHTLY else 6)
        self.assertLess(after["bytes"] - before["bytes"], MAY_GROW_BYTES, f"{before} → {after}")
        self.assertLess(after["nodes"] - before["nodes"], 500)
