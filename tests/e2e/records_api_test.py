"""Lists of call records and recordings: filters, order, export, waveform; an agent's figures of the day."""
import csv
import io
import time

from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase


class Records(CallCentreCase):
    """Three calls are made once: two answered by agents 1 and 3, one given up."""

    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.queues[1]["record"] = True
        return site

    def setUp(self):
        super().setUp()
        if not hasattr(type(self), "made"):
            self.make_calls()
            type(self).made = True

    def make_calls(self):
        first, third = self.agent_phone(1), self.agent_phone(3)
        for phone, number, seconds in ((first, "4008001234", 1.2), (third, "4008001235", 0.4)):
            call, ringing = self.connected(phone, number)
            time.sleep(seconds)
            call.bye()
            ringing.wait_ended()
        call = self.customer_calls()
        first.expect_call().ring()
        time.sleep(0.1)
        call.hang_up()
        self.admin.wait_records(3)

    def list(self, query, who=None):
        reply = (who or self.admin).get(f"/api/v1/call-records?{query}")
        self.assertEqual(reply.status, 200, reply)
        return reply.json["items"]

    def test_filters(self):
        self.assertEqual(len(self.list("queue=600")), 2)
        self.assertEqual(len(self.list("result=answered")), 2)
        self.assertEqual(len(self.list("direction=inbound")), 3)
        self.assertEqual(len(self.list(f"number={CUSTOMER[3:8]}")), 3)
        self.assertEqual(len(self.list("search=4008001235")), 1)
        self.assertEqual(len(self.list("search=%25")), 0, "a percent sign is no wildcard")
        self.assertEqual(len(self.list(f"from_ms={int(time.time() * 1000) + 60_000}")), 0)
        self.assertEqual(len(self.list("agent=10003")), 1)
        self.assertEqual(self.admin.get("/api/v1/call-records?number=12").status, 400)

    def test_answers_kinds_and_lengths(self):
        """R217, R220: what was not answered is one condition, and so is what people dialled or took themselves."""
        answers = {"answered": 2, "unanswered": 1, "busy": 0, "voicemail": 0, "no_voicemail": 3}
        self.assertEqual({answer: len(self.list(f"result={answer}")) for answer in answers}, answers)
        self.assertEqual(len(self.list("direction=ordinary")), 3)
        self.assertEqual(len(self.list("queue=DOUT")), 0)
        between = int(500 * sum(item["talk_s"] for item in self.list("result=answered")))
        self.assertEqual(len(self.list(f"min_ms={between}")), 1)
        self.assertEqual(len(self.list(f"max_ms={between}&result=answered")), 1)
        self.assertEqual(len(self.list("direction=ordinary&result=unanswered&queue=600&agent=10001")), 1)
        for nonsense in ("result=nobody", "direction=ordinary_ones", "min_ms=long"):
            self.assertEqual(self.admin.get(f"/api/v1/call-records?{nonsense}").status, 400, nonsense)
        file = self.admin.get("/api/v1/call-records?format=csv&result=unanswered").body.decode("utf-8-sig")
        self.assertEqual(len(file.splitlines()), 2, "everything that was found, and its head")

    def test_agent_me_and_scope(self):
        mine = self.list("agent=me", self.agent_api(1))
        self.assertEqual(len(mine), 2, "answered, and rung for")
        self.assertEqual(len(self.list("", self.agent_api(3))), 1)
        self.assertEqual(len(self.list("", self.agent_api(4))), 0)

    def test_order_by_any_column(self):
        talks = [item["talk_s"] for item in self.list("sort=-talk_s")]
        self.assertEqual(talks, sorted(talks, reverse=True))
        queues = [item["queue"] for item in self.list("sort=queue")]
        self.assertEqual(queues, sorted(queues))
        self.assertEqual(self.admin.get("/api/v1/call-records?sort=password_hash").status, 400)
        for column in ("created_at_ms", "ringing_at_ms", "answered_at_ms", "ended_at_ms", "customer_number",
                       "called_number", "direction", "result", "agent", "ring_s", "wait_s", "hold_s", "trunk"):
            self.list(f"sort={column}")

    def test_export_is_what_the_list_shows(self):
        reply = self.admin.get("/api/v1/call-records?format=csv&result=answered&sort=-talk_s"
                               "&columns=created_at_ms,customer_number,agent,talk_s,result")
        self.assertEqual(reply.status, 200, reply)
        self.assertIn("attachment", reply.headers["Content-Disposition"])
        self.assertTrue(reply.body.startswith(b"\xef\xbb\xbf"), "spreadsheets want the mark")
        rows = list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"))))
        self.assertEqual(rows[0], ["开始时间", "客户号码", "工号", "通话秒", "结果"])
        self.assertEqual([row[2] for row in rows[1:]], ["10001", "10003"])
        self.assertEqual([row[4] for row in rows[1:]], ["已接听"] * 2)
        english = self.admin.get("/api/v1/call-records?format=csv&columns=result", headers={"Accept-Language": "en"})
        self.assertTrue(english.body.decode("utf-8-sig").startswith("Result\r\n"))
        self.assertEqual(self.admin.get("/api/v1/call-records?format=csv&columns=secret").status, 400)

    def test_detail_tells_legs_and_queue_visits_by_numbers_and_names(self):
        record = self.list("agent=10003")[0]
        detail = self.admin.get(f"/api/v1/call-records/{record['id']}").json
        legs = {leg["role"]: leg for leg in detail["legs"]}
        self.assertEqual(set(legs), {"customer", "agent"})
        for leg in detail["legs"]:
            # Beyond 2^53 a page would round a JSON number: two legs could become one.
            self.assertIsInstance(leg["id"], str)
            self.assertGreater(int(leg["id"]), 2 ** 53)
            self.assertFalse({"call_id", "tenant_id", "user_id"} & set(leg), "ids of rows are nobody's business")
        self.assertEqual((legs["agent"]["agent"], legs["agent"]["agent_name"]), ("10003", "坐席3"))
        self.assertEqual((legs["customer"]["agent"], legs["customer"]["number"]), ("", CUSTOMER))
        [visit] = detail["visits"]
        self.assertEqual((visit["visit"], visit["queue"], visit["queue_name"], visit["agent"]),
                         (1, "601", "队列601", "10003"))
        self.assertFalse({"call_id", "tenant_id", "queue_id", "agent_id"} & set(visit))

    def test_recordings_say_whose_they_are(self):
        reply = self.admin.get("/api/v1/recordings?sort=-duration_ms")
        items = reply.json["items"]
        self.assertEqual([item["agent"] for item in items], ["10001", "10003"])
        self.assertEqual({item["customer_number"] for item in items}, {CUSTOMER})
        self.assertEqual(len(self.agent_api(3).get("/api/v1/recordings").json["items"]), 1)
        exported = self.admin.get("/api/v1/recordings?format=csv")
        self.assertEqual(len(exported.body.decode("utf-8-sig").splitlines()), 3)

    def test_waveform_without_the_sound(self):
        recording = self.admin.get("/api/v1/recordings?sort=-duration_ms").json["items"][0]
        path = f"/api/v1/recordings/{recording['id']}"
        reply = self.admin.get(f"{path}/peaks?points=100")
        self.assertEqual(reply.status, 200, reply)
        peaks = reply.json
        self.assertEqual((len(peaks["customer"]), len(peaks["agent"])), (100, 100))
        self.assertLess(abs(peaks["duration_ms"] - recording["duration_ms"]), 5)
        # Both speak a tone of -12 dB: a quarter of full scale.
        for side in ("customer", "agent"):
            self.assertAlmostEqual(sorted(peaks[side])[50], 0.25, delta=0.12, msg=side)
            self.assertLessEqual(max(peaks[side]), 1)
        self.assertIn("max-age", reply.headers["Cache-Control"])
        self.assertEqual(self.agent_api(4).get(f"{path}/peaks").status, 404)
        self.assertEqual(self.admin.get(f"{path}/peaks?points=0").status, 400)
        saved = self.admin.get(f"{path}/audio?download=1")
        self.assertRegex(saved.headers["Content-Disposition"], rf'filename="\d{{8}}-\d{{6}}_{CUSTOMER}_10001\.wav"')

    def test_figures_of_my_day(self):
        figures = self.agent_api(1).get(f"/api/v1/me/figures?from_ms={int(time.time() * 1000) - 3_600_000}").json
        self.assertEqual((figures["answered"], figures["outbound"]), (1, 0))
        [talk] = [item["talk_s"] for item in self.list("agent=10001&result=answered")]
        self.assertGreater(talk, 1.1)
        self.assertAlmostEqual(figures["talk_s"], talk, delta=0.05)
        self.assertEqual(figures["average_talk_s"], figures["talk_s"])
        self.assertGreater(figures["signed_in_at_ms"], 0)
        self.assertEqual(self.agent_api(4).get("/api/v1/me/figures").json["signed_in_at_ms"], 0)


class DialledInVain(CallCentreCase):
    """U19: what an agent did outside of all queues is seen by who leads him, whether the customer answered or not."""

    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address).leader("10091", extension="8091", extension_secret="secret-8091")
        site.queues[0]["leaders"], site.queues[1]["leaders"] = ["10090"], ["10091"]
        return site

    def test_leaders_see_the_unanswered_calls_of_their_agents(self):
        call = self.agent_phone(1).call("13800138000")
        self.carrier.expect_call().refuse(486)
        call.wait_ended()
        [record] = self.new_records(1)
        self.assertEqual((record.item["talk_s"], record.result), (0, "busy"), "R219: what rang is no talk")
        leaders = [Api.sign_in(self.server, number, f"Leader-{number}") for number in ("10090", "10091")]
        for who, sees in ((self.agent_api(1), 1), (self.agent_api(2), 0), (leaders[0], 1), (leaders[1], 0)):
            items = who.get("/api/v1/call-records").json["items"]
            self.assertEqual([item["id"] for item in items], [record.item["id"]] * sees)
        self.assertEqual([who.get("/api/v1/figures/today").json["outbound"] for who in leaders], [1, 0], "as on the wall")
