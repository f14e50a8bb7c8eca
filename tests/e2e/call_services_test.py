"""Lists around calls: missed and lost calls and who handles them, voicemails, surveys, call-backs, time lines."""
import csv
import io
import threading
import time
import urllib.parse

from harness.api import Api
from harness.case import CallCentreCase
from harness.site import Site, toml_table


class WithOptions(Site):
    """A site with a survey and keys while waiting."""

    options = {"call_waiting": True, "auto_answer": True,
               "survey": {"trigger": "both", "question": "tone:beep", "reason_question": "tone:beep",
                          "thanks": "tone:beep", "timeout_s": 3},
               "voicemail": {"greeting": "tone:beep", "min_s": 1}}

    def text(self):
        return toml_table("tenant", self.tenant | {"options": self.options}) + super().text().split("\n\n", 1)[1]


class CallServices(CallCentreCase):
    """Queue 600: agents 1 and 2; 601: agent 3, without recording; leader of 600: 10090."""

    @classmethod
    def site(cls, carrier_address):
        return (WithOptions().agents(4).leader()
                .queue(600, [1, 2], leaders=["10090"]).queue(601, [3], record=False)
                .queue(602, [4], ring_timeout_s=1, max_wait_s=1, on_timeout="voicemail:602", leaders=["10090"])
                .queue(603, [4], callback_key="2", leaders=["10090"])
                .queue(604, [4], callback_lost=True, leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .did("4008001236", "queue:602").did("4008001237", "queue:603")
                .did("4008001238", "queue:604").dial_out())

    def leader(self):
        return Api.sign_in(self.server, "10090", "Leader-10090")

    def items(self, path, who=None, count=None):
        """The rows of a list; waits for `count` of them."""
        api = who or self.admin
        if count is not None:
            api.wait(lambda: len(api.items(path)) == count, 5, lambda: f"{path}: {api.items(path)}")
        return api.items(path)

    def lose(self, customer, number="4008001234"):
        """A customer gives up while agent 1 rings."""
        phone = self.agent_phone(1)
        call = self.customer_calls(number, customer)
        phone.expect_call().ring()
        time.sleep(0.3)
        call.hang_up()
        self.items(f"/api/v1/missed-calls?number={customer}", count=1)

    def test_missed_until_called_back(self):
        """R109."""
        self.lose("13811110001")
        path = "/api/v1/missed-calls?number=13811110001"
        mine = self.agent_api(1)
        [missed] = self.items(path, mine)
        self.assertEqual((missed["agent"], missed["how"], missed["handled"]), ("10001", "given_up", False))
        self.assertGreater(missed["ring_ms"], 200)
        self.assertEqual((missed["queue"], missed["answered"]), ("600", False))
        self.assertEqual((missed["number"], missed["region"]), ("13811110001", "北京市"))
        self.assertEqual(self.items(path, self.agent_api(2)), [], "rang only at agent 1")
        self.assertEqual(len(self.items(path, self.leader())), 1)
        phone = self.phones[0]
        self.assertEqual(mine.post("/api/v1/calls", {"to": "13811110001"}).status, 202)
        own = phone.expect_call()
        self.items(path + "&handled=true", mine, count=1)
        own.refuse(603)
        [missed] = self.items(path, mine)
        self.assertEqual(missed["handled_by"], "10001")
        self.assertEqual(mine.patch(f"/api/v1/missed-calls/{missed['id']}", {"handled": False}).status, 204)
        self.assertEqual(len(self.items(path + "&handled=false", mine)), 1)
        self.assertEqual(self.agent_api(2).patch(f"/api/v1/missed-calls/{missed['id']}", {"handled": True}).status, 404)

    def test_refused_by_one_and_answered_by_the_other(self):
        # U23: that is a missed ring of one, and no lost call.
        first, second = self.agent_phone(1), self.agent_phone(2)
        call = self.customer_calls(customer="13811110002")
        ringing = first.expect_call()
        ringing.ring()
        ringing.refuse(603)
        answered = second.expect_call()
        answered.ring()
        answered.answer()
        call.wait_up()
        time.sleep(0.2)
        answered.bye()
        call.bye()  # out of the survey
        [missed] = self.items("/api/v1/missed-calls?number=13811110002", count=1)
        self.assertEqual((missed["agent"], missed["how"], missed["answered"]), ("10001", "refused", True))
        self.assertEqual(self.items("/api/v1/lost-calls?number=13811110002"), [])

    def test_lost_call_is_taken_by_one(self):
        """R110."""
        self.lose("13811110003")
        path = "/api/v1/lost-calls?number=13811110003"
        agents = [self.agent_api(1), self.agent_api(2)]
        [lost] = self.items(path, agents[0], count=1)
        self.assertEqual((lost["state"], lost["calls"], lost["queue"]), ("free", 1, "600"))
        replies = [None, None]

        def occupy(n):
            replies[n] = agents[n].post(f"/api/v1/lost-calls/{lost['id']}/occupy")

        threads = [threading.Thread(target=occupy, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(reply.status for reply in replies), [204, 409], replies)
        winner = 0 if replies[0].status == 204 else 1
        owner, other = agents[winner], agents[1 - winner]
        self.assertEqual(replies[1 - winner].json["error"]["code"], "lost_call.occupied")
        self.assertTrue(self.items(path, owner)[0]["mine"])
        self.assertEqual(self.items(path, other), [], "hidden from others")
        for verb in ("release", "complete"):
            self.assertEqual(other.post(f"/api/v1/lost-calls/{lost['id']}/{verb}").status, 409)
        self.assertEqual(self.items(path, self.leader())[0]["owner"], owner.user["number"])
        self.assertEqual(owner.post(f"/api/v1/lost-calls/{lost['id']}/release").status, 204)
        self.assertEqual(len(self.items(path, other)), 1, "back in the pool")
        self.assertEqual(other.post(f"/api/v1/lost-calls/{lost['id']}/occupy").status, 204)
        self.assertEqual(other.post(f"/api/v1/lost-calls/{lost['id']}/complete").status, 204)
        self.assertEqual(other.post(f"/api/v1/lost-calls/{lost['id']}/release").status, 409)
        self.assertEqual(len(self.items(path + "&state=completed")), 1)
        self.assertEqual(self.agent_api(3).post(f"/api/v1/lost-calls/{lost['id']}/occupy").status, 404)

    def test_lists_keep_the_conventions(self):
        for path in ("voicemails", "surveys", "missed-calls", "lost-calls", "forwarded-calls", "callbacks"):
            reply = self.admin.get(f"/api/v1/{path}?page=1&size=25")
            self.assertEqual(reply.status, 200, reply)
            self.assertEqual(set(reply.json), {"items", "total", "total_is_least", "page", "size", "next",
                                              "searched_from_ms"}, path)
            self.assertEqual(self.admin.get(f"/api/v1/{path}?sort=password_hash").status, 400, path)
            self.assertEqual(self.admin.get(f"/api/v1/{path}?number=12").status, 400, path)
            self.assertEqual(Api(self.server).get(f"/api/v1/{path}").status, 401, path)
            exported = self.admin.get(f"/api/v1/{path}?format=csv")
            self.assertEqual(exported.status, 200, exported)
            self.assertTrue(exported.body.startswith(b"\xef\xbb\xbf"), path)
        self.lose("13811110004")
        exported = self.admin.get("/api/v1/missed-calls?number=13811110004&format=csv&columns=agent,number,region,how")
        rows = list(csv.reader(io.StringIO(exported.body.decode("utf-8-sig"))))
        self.assertEqual(rows, [["工号", "客户号码", "归属地", "挂断状态"], ["10001", "13811110004", "北京市", "主叫放弃"]])

    def test_survey_of_a_talk(self):
        """R112, R117."""
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        time.sleep(0.3)
        ringing.bye()
        time.sleep(0.6)
        call.media.dtmf("1")
        call.wait_ended(15)
        [survey] = self.items(f"/api/v1/surveys?from_ms={self.started_ms}", self.leader(), count=1)
        self.assertEqual((survey["level"], survey["agent"], survey["queue"]), ("非常满意", "10001", "600"))
        chart = self.leader().get(f"/api/v1/surveys/chart?from_ms={self.started_ms}").json
        self.assertEqual([(item["level"], item["count"]) for item in chart["items"]],
                         [("非常满意", 1), ("满意", 0), ("不满意", 0)])
        self.assertEqual((chart["total"], chart["items"][0]["percent"]), (1, 100))
        [record] = self.items(f"/api/v1/call-records?survey={urllib.parse.quote('非常满意')}&from_ms={self.started_ms}")
        self.assertEqual(record["survey"], "非常满意")
        detail = self.admin.get(f"/api/v1/call-records/{record['id']}").json
        self.assertEqual(detail["survey"]["level"], "非常满意")
        self.assertEqual([mark["kind"] for mark in detail["marks"]], ["survey", "survey_answered"])
        self.assertEqual(self.items(f"/api/v1/surveys?from_ms={self.started_ms}", self.agent_api(2)), [])

    def test_agent_asks_for_the_survey(self):
        """R062, R113: the button ends the agent's part, and the customer rates him."""
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        call_id = self.agent_api(1).calls()[0]["id"]
        self.assertIn(self.agent_api(1).act(call_id, "survey").status, (200, 202, 204))
        ringing.wait_ended()
        time.sleep(0.6)
        call.media.dtmf("2")
        call.wait_ended(15)
        [survey] = self.items(f"/api/v1/surveys?from_ms={self.started_ms}", self.leader(), count=1)
        self.assertEqual((survey["level"], survey["agent"]), ("满意", "10001"))
        self.assertIn(self.agent_api(1).act(call_id, "survey").status, (404, 409), "over")

    def test_lost_call_is_called_back(self):
        """B02: by itself, as soon as somebody is free; it has been abandoned all the same."""
        call = self.customer_calls("4008001238", "13811110008")
        call.wait_up()
        call.bye()
        [place] = self.items("/api/v1/callbacks?number=13811110008", self.leader(), count=1)
        self.assertEqual(place["state"], "open")
        [record] = self.items("/api/v1/call-records?number=13811110008", count=1)
        self.assertEqual(record["result"], "abandoned")
        self.assertEqual(self.items("/api/v1/lost-calls?number=13811110008"), [], "promised")
        ringing = self.agent_phone(4).expect_call()
        ringing.answer(850)
        customer = self.carrier.expect_call()
        customer.answer(450)
        self.assert_both_hear(customer, 450, ringing, 850)
        customer.bye()
        ringing.wait_ended()
        [place] = self.items("/api/v1/callbacks?number=13811110008&state=answered", self.leader(), count=1)

    def test_direct_call_knocks_and_offers_answer_themselves(self):
        """R063 and call waiting, which this company has switched on."""
        agent, colleague = self.agent_phone(3), self.agent_phone(2)
        call, ringing = self.connected(agent, "4008001235")
        self.assertIn("answer-after=0", ringing.header("Call-Info"))
        knocking = colleague.call("8003")
        second = agent.expect_call()
        self.assertFalse(second.header("Call-Info"), "no phone opens itself to a colleague")
        ringing.hold()
        second.answer(650)
        knocking.wait_up()
        self.assertEqual(len(self.admin.calls()), 2)
        knocking.bye()
        second.wait_ended()
        ringing.retrieve()
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()

    def test_voicemail_heard_marked_deleted(self):
        leader = self.leader()
        """R106, R107: deleting is a right; R108."""
        call = self.customer_calls("4008001236", "13811110006")
        call.wait_up()
        time.sleep(2.5)
        call.media.play_tone(450)
        time.sleep(2.5)
        call.bye()
        [message] = self.items("/api/v1/voicemails?number=13811110006", leader, count=1)
        self.assertEqual((message["queue"], message["listened"]), ("602", False))
        self.assertEqual(message["called_number"], "4008001236")
        self.assertEqual(len(self.items("/api/v1/voicemails?called_number=4008001236&number=13811110006", leader)), 1)
        self.assertEqual(self.items("/api/v1/voicemails?called_number=4008001234", leader), [])
        self.assertGreater(message["duration_ms"], 1000)
        path = f"/api/v1/voicemails/{message['id']}"
        audio = leader.get(f"{path}/audio")
        self.assertEqual(audio.status, 200)
        self.assertGreater(len(audio.body), 8000)
        drawn = leader.get(f"{path}/peaks?points=800").json
        self.assertEqual(len(drawn["customer"]), 800)
        self.assertGreater(max(drawn["customer"]), 0.2, "what he said is drawn")
        self.assertEqual(leader.get(f"{path}/peaks?points=99999").status, 400)
        for sound in ("audio", "peaks"):
            self.assertEqual(self.agent_api(1).get(f"{path}/{sound}").status, 404, "not his queue")
        self.assertEqual(leader.patch(path, {"listened": True}).status, 204)
        [heard] = self.items("/api/v1/voicemails?number=13811110006", leader)
        self.assertEqual((heard["listened_by"], heard["listened_by_name"]), ("10090", "组长"))
        self.assertEqual(self.items("/api/v1/voicemails?number=13811110006&listened=false"), [])
        [record] = self.items("/api/v1/call-records?number=13811110006")
        self.assertEqual((record["recordings"], record["result"]), ([], "voicemail"), "no recording of a talk")
        detail = self.admin.get(f"/api/v1/call-records/{record['id']}").json
        self.assertEqual(detail["voicemail"]["id"], message["id"])
        self.assertEqual(leader.delete(path).status, 403)
        self.assertEqual(self.admin.delete(path).status, 204)
        self.assertEqual(self.admin.get(f"{path}/audio").status, 404)
        self.assertEqual(self.items("/api/v1/voicemails?number=13811110006"), [])
        self.assertIsNone(self.admin.get(f"/api/v1/call-records/{record['id']}").json["voicemail"])

    def test_callback_is_cancelled_by_a_leader(self):
        """B02."""
        call = self.customer_calls("4008001237", "13811110007")
        call.wait_up()
        time.sleep(0.5)
        call.media.dtmf("2")
        time.sleep(1.5)
        call.media.dtmf("1")  # at the number I call from
        path = "/api/v1/callbacks?number=13811110007"
        [place] = self.items(path + "&state=open", self.leader(), count=1)
        self.assertEqual((place["queue"], place["attempts"], place["state"]), ("603", 0, "open"))
        call.wait_ended(20)
        self.admin.wait_no_calls(10)
        one = f"/api/v1/callbacks/{place['id']}"
        self.assertEqual(self.agent_api(4).delete(one).status, 403)
        self.assertEqual(len(self.items(path, self.agent_api(4))), 1, "waits in the queue he works in")
        self.assertEqual(self.items(path, self.agent_api(1)), [])
        self.assertEqual(self.leader().delete(one).status, 204)
        self.assertEqual(len(self.items(path + "&state=cancelled")), 1, "at once: a page asks at once")
        self.assertEqual(self.leader().delete(one).status, 404)
        self.assertEqual(self.items("/api/v1/lost-calls?number=13811110007"), [])

    def test_transfer_keeps_one_record(self):
        first, second = self.agent_phone(1), self.agent_phone(2)
        call, ringing = self.connected(first)
        [live] = self.agent_api(1).calls()
        self.assertIn(self.agent_api(1).act(live["id"], "transfer", {"to": "8002"}).status, (200, 202, 204))
        ringing.wait_ended()
        taken = second.expect_call()
        taken.ring()
        taken.answer(950)
        time.sleep(0.5)
        call.bye()
        taken.wait_ended()
        [record] = self.new_records(1)
        self.assertEqual((record.item["agent"], record.agents), ("10002", ["10001", "10002"]))
        self.assertEqual(len(record.recordings), 1, "one recording on one time line")
        detail = self.admin.get(f"/api/v1/call-records/{record.id}").json
        self.assertEqual([(mark["kind"], mark["text"], mark["agent"]) for mark in detail["marks"]],
                         [("transfer", "8002", "10001")])
        self.assertEqual(len(detail["legs"]), 3)

    def test_hold_is_on_the_time_line(self):
        agent = self.agent_phone(3)
        call, ringing = self.connected(agent, "4008001235")
        api = self.agent_api(3)
        [live] = api.calls()
        self.assertEqual(api.act(live["id"], "hold").status, 204)
        time.sleep(0.2)
        self.assertEqual(api.act(live["id"], "retrieve").status, 204)
        call.bye()
        ringing.wait_ended()
        record = self.new_records(1)[-1]
        detail = self.admin.get(f"/api/v1/call-records/{record.id}").json
        marks = [mark for mark in detail["marks"] if mark["kind"] in ("hold", "retrieve")]
        self.assertEqual([(mark["kind"], mark["agent"]) for mark in marks], [("hold", "10003"), ("retrieve", "10003")])
        self.assertGreater(marks[1]["at_ms"], marks[0]["at_ms"])
