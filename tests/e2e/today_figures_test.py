"""The day so far: the figures of the big screen and the dashboard, pushed as they change (R242, R243, R245, R247, R248)."""
import json
import time

from harness.case import CallCentreCase
from harness.site import Site
from harness.websocket import WebSocket

LONG_S = 1  # from here on a call is abnormal


class TodayFigures(CallCentreCase):
    """One call answered, and talked for too long; one that rings at agent 1 and gives up; one dialled out, answered; one
    refused by the carrier."""

    @classmethod
    def site(cls, carrier_address):
        return (Site(options={"abnormal_call_s": LONG_S}).agents(4).queue(600, [1, 2]).queue(601, [3], record=False)
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .dial_out())

    def setUp(self):
        super().setUp()
        if not hasattr(type(self), "made"):
            self.make_calls()
            type(self).made = True

    def make_calls(self):
        first = self.agent_phone(1)
        call, ringing = self.connected(first)
        time.sleep(LONG_S + 0.4)
        call.bye()
        ringing.wait_ended()
        call = self.customer_calls()
        first.expect_call().ring()
        time.sleep(0.1)
        call.hang_up()
        self.admin.wait_records(2)
        self.dial_out(first, answered=True)
        self.dial_out(first, answered=False)
        self.admin.wait_records(4)

    def dial_out(self, phone, answered):
        call = phone.call("13800138000")
        customer = self.carrier.expect_call()
        if answered:
            customer.answer(450)
            call.wait_up()
            call.bye()
            customer.wait_ended()
        else:
            customer.refuse(486)
            call.wait_ended()

    def today(self, who):
        reply = who.get("/api/v1/figures/today")
        self.assertEqual(reply.status, 200, reply)
        return reply.json

    def test_every_figure_of_the_day(self):
        today = self.today(self.admin)
        wanted = {"inbound": 2, "inbound_answered": 1, "abandoned": 1, "missed": 1, "outbound": 2,
                  "outbound_connected": 1, "outbound_failed": 1, "abnormal": 1, "queued": 2, "abnormal_over_s": LONG_S}
        self.assertEqual({key: today[key] for key in wanted}, wanted)
        self.assertGreater(today["response_s"], 0)
        hours = today["hours"]
        self.assertEqual(sum(hour["inbound"] for hour in hours), 2)
        self.assertEqual(sum(hour["outbound_connected"] for hour in hours), 1)
        # B08: the other call was given up at once, which the usual formula leaves out.
        self.assertEqual(today["service_level"],
                         {"formula": "without_early", "answer_within_s": 20, "abandoned_from_s": 5})
        self.assertEqual({"number": "600", "entered": 2, "answered": 1, "in_time": 1, "abandoned": 1, "measured": 1},
                         {key: value for key, value in today["queues"][0].items() if key != "name"})

    def test_only_of_calls_that_one_may_see(self):
        self.assertEqual(self.agent_api(1).get("/api/v1/figures/today").status, 403)

    def test_the_day_is_the_companys(self):
        """R248: it begins at midnight where the company is, wherever somebody looks from."""
        options = self.admin.get("/api/v1/config/options").json
        self.assertEqual(options["zone"], "Asia/Shanghai")
        day_ms = 24 * 3_600_000
        self.assertEqual((self.today(self.admin)["from_ms"] + 8 * 3_600_000) % day_ms, 0)
        refused = self.admin.put("/api/v1/config/options", {**options, "zone": "Mars/Olympus"})
        self.assertEqual(refused.status, 422)
        self.assertIn("zone.unknown", str(refused.json))
        self.assertEqual(self.admin.put("/api/v1/config/options", {**options, "zone": "Asia/Kolkata"}).status, 204)
        self.assertEqual((self.today(self.admin)["from_ms"] + 5.5 * 3_600_000) % day_ms, 0)
        self.assertEqual(self.admin.get("/api/v1/config/options").json["zone"], "Asia/Kolkata")
        self.assertEqual(self.admin.put("/api/v1/config/options", options).status, 204)

    def test_screens_are_told_what_changes(self):
        before = self.today(self.admin)["inbound"]
        with WebSocket(self.server, "/ws/today", self.admin.token) as screen:
            self.assertEqual(self.snapshot(screen)["inbound"], before)
            call = self.customer_calls("4008001235")  # nobody serves this queue now
            time.sleep(0.1)
            call.hang_up()
            while self.snapshot(screen)["inbound"] == before:  # what the call before left may be told first
                pass
            screen.send("anything")
            self.assertTrue(screen.is_closed(), "nothing is to be said here")
        with WebSocket(self.server, "/ws/today", self.agent_api(1).token) as refused:
            self.assertEqual(refused.status, 403)

    def snapshot(self, screen):
        while True:
            frame = screen.receive(15)
            self.assertIsNotNone(frame, "no figures came")
            message = json.loads(frame[1])
            if message["type"] == "snapshot":
                return message["data"]

    def test_machine_and_counters(self):
        system = self.admin.get("/api/v1/system").json
        self.assertEqual(system["database"], "ok")
        # B24: nothing has been stuck.
        self.assertEqual((system["healed"], system["healed_last"]), (0, []), self.server.log()[-3000:])
        self.assertTrue(system["disks"][0]["ours"])
        for key in ("memory_total_bytes", "memory_free_bytes", "process_bytes", "machine_up_s", "version"):
            self.assertTrue(system[key], key)
        self.assertGreater(system["disks"][0]["total_bytes"], system["disks"][0]["free_bytes"])
        def overview():
            return self.admin.get("/api/v1/figures/overview").json
        self.assertEqual((overview()["queues"], overview()["trunks"]), (2, 1))
        self.assertEqual(overview()["recordings"], 2)
        # That a telephone was signed off a moment ago may be written between the two looks.
        self.admin.wait(lambda: overview()["operations"] == self.admin.get("/api/v1/operations").json["total"], 5,
                        "as many as its page shows")
        self.assertEqual(self.agent_api(1).get("/api/v1/system").status, 403)
