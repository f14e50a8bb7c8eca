"""The HTTP interface of the contract: signing in, states, calls and what each person may see."""
import http.client
import json
import time

from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase
from harness.site import Site


class SigningIn(CallCentreCase):
    def test_right_password(self):
        reply = Api(self.server).post("/api/v1/sessions", {"tenant": "demo", "account": "10001", "password": "Agent-10001"})
        self.assertEqual(reply.status, 201)
        self.assertTrue(reply.json["token"])
        cookie = reply.headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite", cookie)
        self.assertNotIn("password", json.dumps(reply.json["user"]).lower())

    def test_wrong_password_and_unknown_account_look_the_same(self):
        replies = [Api(self.server).post("/api/v1/sessions", {"tenant": "demo", "account": account, "password": "wrong"})
                   for account in ("10002", "99999")]
        self.assertEqual([reply.status for reply in replies], [401, 401])
        self.assertEqual(*[reply.json["error"]["code"] for reply in replies])

    def test_session_ends(self):
        api = self.agent_api(2)
        self.assertEqual(api.get("/api/v1/me").status, 200)
        self.assertIn(api.delete("/api/v1/sessions/current").status, (200, 204))
        self.assertEqual(api.get("/api/v1/me").status, 401)

    def test_nothing_without_signing_in(self):
        stranger = Api(self.server)
        for path in ("/api/v1/me", "/api/v1/calls", "/api/v1/call-records", "/api/v1/recordings", "/api/v1/queues"):
            reply = stranger.get(path)
            self.assertEqual(reply.status, 401, path)
            self.assertIn("request_id", reply.json["error"])

    def test_locked_after_five_wrong_passwords(self):
        body = {"tenant": "demo", "account": "10004", "password": "wrong"}
        statuses = [Api(self.server).post("/api/v1/sessions", body).status for _ in range(7)]
        self.assertEqual(statuses[0], 401)
        self.assertIn(statuses[-1], (423, 429), statuses)
        right = Api(self.server).post("/api/v1/sessions", {**body, "password": "Agent-10004"})
        self.assertIn(right.status, (423, 429))
        if right.status == 423:
            # A quarter of an hour from the fifth failure, which was a moment ago.
            left_s = right.json["error"]["retry_after_s"]
            self.assertTrue(15 * 60 - 60 < left_s <= 15 * 60, left_s)
            self.assertEqual(right.headers["Retry-After"], str(left_s))

    def test_leader_unlocks_an_agent_and_nobody_above(self):
        wrong = {"tenant": "demo", "account": "10003", "password": "wrong"}
        right = {**wrong, "password": "Agent-10003"}
        for _ in range(5):
            Api(self.server).post("/api/v1/sessions", wrong)
        self.assertEqual(Api(self.server).post("/api/v1/sessions", right).status, 423)
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        self.assertEqual(self.agent_api(1).post("/api/v1/users/10003/unlock").status, 403)
        self.assertEqual(leader.post("/api/v1/users/99999/unlock").status, 404)
        self.assertEqual(leader.post("/api/v1/users/10000/unlock").status, 403)
        self.assertEqual(leader.post("/api/v1/users/10003/unlock").status, 204)
        self.assertEqual(Api(self.server).post("/api/v1/sessions", right).status, 201)
        self.assertEqual(self.admin.post("/api/v1/users/10090/unlock").status, 204)

    def test_body_that_is_no_json(self):
        reply = Api(self.server).post("/api/v1/sessions", b"{nonsense")
        self.assertEqual(reply.status, 400)

    def test_body_that_is_too_large(self):
        connection = http.client.HTTPConnection(*self.server.http, timeout=10)
        connection.putrequest("POST", "/api/v1/sessions")
        connection.putheader("Content-Length", str(8 << 30))
        connection.endheaders()
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()


class Interface(CallCentreCase):
    def test_health_metrics_and_description(self):
        stranger = Api(self.server)
        self.assertEqual(stranger.get("/healthz").status, 200)
        self.assertIn(b"# TYPE", stranger.get("/metrics").body)
        described = stranger.get("/api/openapi.json").json
        self.assertTrue(described["openapi"].startswith("3."))
        for path in ("/api/v1/sessions", "/api/v1/me", "/api/v1/me/state", "/api/v1/calls", "/api/v1/call-records",
                     "/api/v1/recordings", "/api/v1/queues"):
            self.assertIn(path, described["paths"])

    def test_unknown_path_and_wrong_method(self):
        self.assertEqual(self.admin.get("/api/v1/nothing").status, 404)
        self.assertEqual(self.admin.delete("/api/v1/me").status, 405)

    def test_lists_are_paged(self):
        reply = self.admin.get("/api/v1/call-records?page=1&size=10")
        self.assertEqual(set(reply.json) & {"items", "total", "page", "size"}, {"items", "total", "page", "size"})

    def test_agent_changes_state(self):
        agent = self.agent_phone(1)
        api = self.agent_api(1)
        for state in ("busy", "rest", "ready"):
            self.assertIn(api.set_state(state, "上班" if state == "busy" else None).status, (200, 204))
            self.assertEqual(api.state(), state)
        self.assertIn(api.set_state("sleeping").status, (400, 422))
        self.assertTrue(agent.registered)

    def test_busy_agent_is_not_offered_a_call(self):
        agent = self.agent_phone(1)
        api = self.agent_api(1)
        api.set_state("busy")
        call = self.customer_calls()
        time.sleep(0.7)
        self.assertFalse(agent.incoming)
        api.set_state("ready")
        ringing = agent.expect_call()
        ringing.answer()
        call.wait_up().bye()
        ringing.wait_ended()

    def test_agent_paused_in_one_queue(self):
        agent = self.agent_phone(1)
        api = self.agent_api(1)
        self.assertIn(api.put("/api/v1/me/queues/600", {"paused": True, "reason": "休息"}).status, (200, 204))
        call = self.customer_calls()
        time.sleep(0.7)
        self.assertFalse(agent.incoming)
        api.put("/api/v1/me/queues/600", {"paused": False})
        agent.expect_call().answer()
        call.wait_up().bye()

    def test_click_to_dial(self):
        # R028: first the agent's desk phone rings, then the customer.
        agent = self.agent_phone(1)
        reply = self.agent_api(1).post("/api/v1/calls", {"to": "13800138000"})
        self.assertEqual(reply.status, 202, reply)
        self.assertTrue(reply.json["id"])
        own = agent.expect_call()
        own.answer(850)
        customer = self.carrier.expect_call()
        customer.answer(450)
        self.assert_both_hear(own, 850, customer, 450)
        own.bye()
        customer.wait_ended()
        self.assertEqual(self.new_records(1)[-1].direction, "manual_outbound")

    def test_call_control_from_the_page(self):
        agent = self.agent_phone(1)
        api = self.agent_api(1)
        call, ringing = self.connected(agent)
        live = api.calls()
        self.assertEqual(len(live), 1)
        call_id = live[0]["id"]
        self.assertIn(api.act(call_id, "hold").status, (200, 202, 204))
        time.sleep(0.5)
        mark = call.media.mark()
        time.sleep(0.7)
        self.assertLess(call.media.heard(850, mark).seconds, 0.1, "held, but the agent is heard")
        self.assertIn(api.act(call_id, "retrieve").status, (200, 202, 204))
        call.media.wait_heard(850, 0.5, since=call.media.mark())
        self.assertIn(api.act(call_id, "hangup").status, (200, 202, 204))
        call.wait_ended()
        ringing.wait_ended()

    def test_agent_is_muted_from_the_page(self):
        self.needs("/api/v1/calls/{id}/mute")
        agent = self.agent_phone(1)
        api = self.agent_api(1)
        call, ringing = self.connected(agent)
        call.media.wait_heard(850, 0.3)
        call_id = api.calls()[0]["id"]
        self.assertIn(api.act(call_id, "mute").status, (200, 202, 204))
        time.sleep(0.3)
        mark = call.media.mark()
        time.sleep(0.7)
        self.assertLess(call.media.heard(850, mark).seconds, 0.1, "muted, but the agent is heard")
        api.act(call_id, "unmute")
        call.media.wait_heard(850, 0.5, since=call.media.mark())
        call.bye()
        ringing.wait_ended()

    def test_recording_is_paused_for_the_card_number(self):
        self.needs("/api/v1/calls/{id}/record/pause")
        agent = self.agent_phone(1)
        api = self.agent_api(1)
        call, ringing = self.connected(agent)
        time.sleep(1)
        call_id = api.calls()[0]["id"]
        self.assertIn(api.act(call_id, "record/pause").status, (200, 202, 204))
        time.sleep(0.3)
        call.media.play_tone(650)
        time.sleep(1)
        call.media.play_tone(450)
        time.sleep(0.3)
        self.assertIn(api.act(call_id, "record/resume").status, (200, 202, 204))
        time.sleep(1)
        call.bye()
        ringing.wait_ended()
        from harness.tone import Heard
        wav = self.recording_of(self.new_records(1)[-1])
        self.assertLess(Heard(wav.channels[0], 650).seconds, 0.1, "the card number is in the recording")
        self.assertGreater(Heard(wav.channels[0], 450).seconds, 1.5)

    def test_audio_by_ranges(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        time.sleep(1)
        call.bye()
        ringing.wait_ended()
        entry = self.new_records(1)[-1].recordings[0]
        path = f"/api/v1/recordings/{entry['id'] if isinstance(entry, dict) else entry}/audio"
        whole = self.admin.get(path).body
        part = self.admin.get(path, headers={"Range": "bytes=44-143"})
        self.assertEqual((part.status, part.body), (206, whole[44:144]))
        self.assertEqual(self.admin.get(path, headers={"Range": f"bytes={len(whole)}-"}).status, 416)
        stranger = Api(self.server)
        self.assertEqual(stranger.get(path).status, 401)

    def test_another_agent_does_not_see_or_touch_the_call(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        call_id = self.admin.calls()[0]["id"]
        other = self.agent_api(3)
        self.assertEqual(other.calls(), [])
        for action in ("hangup", "hold", "release"):
            self.assertIn(other.act(call_id, action).status, (403, 404), action)
        call.bye()
        ringing.wait_ended()

    def test_number_of_the_customer_is_in_the_live_call(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        self.assertIn(CUSTOMER, json.dumps(self.admin.calls()))
        call.bye()
        ringing.wait_ended()

    def test_queue_figures(self):
        agent = self.agent_phone(1)
        self.agent_api(1).set_state("busy")
        call = self.customer_calls()
        def waiting():
            return len(self.admin.get("/api/v1/queues/600/live").json["waiting"])
        self.admin.wait(lambda: waiting() == 1, 5, "one waiting")
        call.wait_up()  # a queue answers; a call given up in that very moment would be another test
        call.hang_up()
        call.wait_ended()
        self.admin.wait(lambda: waiting() == 0, 5, "nobody waiting")
        self.agent_api(1).set_state("ready")
        self.assertTrue(agent.registered)


class TwoTenants(CallCentreCase):
    """The same numbers in two companies do not meet."""

    @classmethod
    def site(cls, carrier_address):
        first = Site().agents(1).queue(600, [1]).trunk("carrier", carrier_address).did("4008001234", "queue:600")
        second = Site("other").agents(1).queue(600, [1])
        return first.text() + second.text()

    def test_phones_register_with_their_companys_code(self):
        here = self.agent_phone(1)
        from harness.phone import Phone
        there = Phone(self.server.sip, "8001", "secret-8001", domain="other")
        self.phones.append(there)
        self.assertEqual(there.register().status, 200)
        call, ringing = self.connected(here)
        self.assertFalse(there.incoming)
        other_admin = Api.sign_in(self.server, "10000", "Admin-10000", "other")
        self.assertEqual(other_admin.calls(), [])
        call.bye()
        ringing.wait_ended()
        self.new_records(1)
        self.assertEqual(other_admin.records(), [])
