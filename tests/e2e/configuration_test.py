"""Configuring a company over HTTP: every list, its errors, who may, and that calls follow at once."""
import http.client
import re
import struct
import urllib.parse

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.server import Server
from harness.site import Site


def wav(seconds=0.5, channels=1, rate=8000):
    data = b"\x10\x00" * int(seconds * rate * channels)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, channels, rate,
                       rate * channels * 2, channels * 2, 16, b"data", len(data))
    return head + data


def mp3(frames=40):
    """Silence: MPEG-1 layer III, 128 kbit/s, 44.1 kHz, mono; a frame is 417 bytes and 1152 samples."""
    return (b"\xff\xfb\x90\xc4" + bytes(413)) * frames


def flow(code="main", **changes):
    return {"code": code, "name": "总机", "start": "hello",
            "node": [{"id": "hello", "kind": "play", "prompt": "say:您好",
                      "exits": [{"on": "next", "to": "agents"}]},
                     {"id": "agents", "kind": "go", "value": "queue:600"}], **changes}


class ConfigurationCase(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(4).leader().queue(600, [1, 2]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)

    def ask(self, method, pattern, body=None, api=None, query="", headers=None, **places):
        """Asks one route as the administrator; the answer must be what the document promises."""
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", urllib.parse.quote(value, safe=""))
        reply = (api or self.admin).ask(method, f"/api/v1{path}{query}", body, headers=headers)
        self.assertEqual(self.document.problems(method, f"/api/v1{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def permission(self, method, path):
        return self.document.document["paths"][path][method.lower()]["x-permission"]

    def items(self, pattern):
        reply = self.ask("GET", pattern)
        self.assertEqual(reply.status, 200, reply)
        return reply.json["items"]

    def one(self, pattern, key, value):
        return next(item for item in self.items(pattern) if item[key] == value)

    def assert_refused(self, reply, field, code):
        """422, and this field with this code."""
        self.assertEqual(reply.status, 422, reply)
        self.assertIn((field, code), [(fault["field"], fault["code"]) for fault in reply.json["error"]["fields"]])
        self.assertTrue(all(fault["message"] for fault in reply.json["error"]["fields"]))

    def done(self, reply):
        self.assertEqual(reply.status, 204, reply)


class WhoMay(ConfigurationCase):
    def test_administrators_only(self):
        """R036: the switchboard is set up in the product, by administrators."""
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        agent = self.agent_api(1)
        routes = [route for prefix in ("/api/v1/config/", "/api/v1/voices", "/api/v1/trunks/")
                  for route in self.document.operations(prefix)
                  # A leader sees his own people (people_test.py); every right of every route: rights_test.py.
                  if self.permission(*route) != "people.see"]
        self.assertGreaterEqual(len(routes), 30)
        for method, path in routes:
            with self.subTest(f"{method} {path}"):
                path = re.sub(r"\{\w+\}", "600", path)
                self.assertEqual(Api(self.server).ask(method, path, {}).status, 401)
                self.assertEqual(agent.ask(method, path, {}).status, 403)
                self.assertEqual(leader.ask(method, path, {}).status, 403)


class Queues(ConfigurationCase):
    def test_what_is_put_is_got(self):
        """R031, R085."""
        queue = self.one("/config/queues", "number", "601")
        queue.update(name="销售", announce_position=True, announce_every_s=30, voicemail_key="1", callback_key="2",
                     keys_hint="say:留言请按1", overflow_after_s=60, overflow_to="600", required_skill=2,
                     survey=False, members=[{"user": "10003", "penalty": 0, "skill_level": 3}], leaders=["10090"])
        self.done(self.ask("PUT", "/config/queues/{name}", queue, name="601"))
        self.assertEqual(self.one("/config/queues", "number", "601"), queue)
        self.admin.wait(lambda: re.search(r"config\.changed.*10000.*queue 601 overflow_to", self.server.log()), 5,
                        "the log tells of it")  # which a thread of its own writes

    def test_faults_name_their_fields(self):
        queue = self.one("/config/queues", "number", "600")
        for change, field, code in (
                ({"overflow_to": "699"}, "overflow_to", "config.unknown_queue"),
                ({"overflow_after_s": 5}, "overflow_to", "config.required"),
                ({"on_timeout": "ivr:nothing"}, "on_timeout", "config.leads_nowhere"),
                ({"on_timeout": "nonsense"}, "on_timeout", "config.malformed"),
                ({"hours": "never"}, "hours", "config.unknown_schedule"),
                ({"greeting": "prompt:nothing"}, "greeting", "config.unknown_voice"),
                ({"members": [{"user": "19999", "penalty": 0, "skill_level": 0}]}, "members[0].user",
                 "config.unknown_user"),
                ({"voicemail_key": "1", "callback_key": "1"}, "callback_key", "config.twice"),
                ({"max_waiting": -1}, "max_waiting", "config.out_of_range"),
                ({"name": "a\r\nb"}, "name", "config.malformed"),
                ({"number": "699"}, "number", "config.name_differs"),
                ({"strategy": "fastest"}, "strategy", "enum.unknown"),
                ({"overflw_to": "601"}, "overflw_to", "json.unknown_field"),
                ({"ring_timeout_s": "20"}, "ring_timeout_s", "json.wrong_type")):
            with self.subTest(str(change)):
                self.assert_refused(self.ask("PUT", "/config/queues/{name}", {**queue, **change}, name="600"),
                                    field, code)
        self.assertEqual(self.ask("PUT", "/config/queues/{name}", b"{nonsense", name="600").status, 400)
        self.assertEqual(self.one("/config/queues", "number", "600"), queue)

    def test_a_new_queue_takes_calls_at_once_and_goes_again(self):
        """R031, R085."""
        agent = self.agent_phone(4)
        self.done(self.ask("PUT", "/config/queues/{name}",
                           {"number": "602", "name": "新队列", "members": [{"user": "10004"}]}, name="602"))
        before = self.items("/config/inbound")
        self.done(self.ask("PUT", "/config/inbound", {"items": [
            *before, {"did": "4008009999", "trunk": "carrier", "destination": "queue:602"}]}))
        call, ringing = self.connected(agent, "4008009999")
        call.bye()
        ringing.wait_ended()
        used = self.ask("DELETE", "/config/queues/{name}", name="602")
        self.assertEqual((used.status, used.json["error"]["code"]), (409, "config.in_use"))
        self.assertIn("inbound 4008009999", used.json["error"]["fields"][0]["field"])
        self.done(self.ask("PUT", "/config/inbound", {"items": before}))
        self.done(self.ask("DELETE", "/config/queues/{name}", name="602"))
        self.assertEqual(self.ask("DELETE", "/config/queues/{name}", name="602").status, 404)
        self.assertEqual(self.new_records(1)[-1].queue, "602", "the record has lost its queue's number")
        self.done(self.ask("PUT", "/config/queues/{name}", {"number": "602", "name": "又来"}, name="602"))
        self.done(self.ask("DELETE", "/config/queues/{name}", name="602"))


class TrunksAndRoutes(ConfigurationCase):
    def test_a_password_is_never_told_and_kept_when_it_is_not_sent(self):
        trunk = {"name": "line", "kind": "register", "address": "127.0.0.9:5060", "username": "u1",
                 "password": "very-secret", "max_calls": 2, "expires_s": 300, "proxy": "127.0.0.8:5070"}
        self.done(self.ask("PUT", "/config/trunks/{name}", trunk, name="line"))
        listed = self.one("/config/trunks", "name", "line")
        self.assertEqual((listed["password"], listed["proxy"], listed["expires_s"]), ("", "127.0.0.8:5070", 300))
        self.assertNotIn("very-secret", self.server.log())
        self.done(self.ask("PUT", "/config/trunks/{name}", {**listed, "max_calls": 3}, name="line"))
        exported = self.server.run("export", "--secrets", *self.server.where()).stdout
        self.assertIn("very-secret", exported)
        self.done(self.ask("DELETE", "/config/trunks/{name}", name="line"))
        self.assertEqual([one["name"] for one in self.items("/config/trunks")], ["carrier"])

    def test_trunk_faults(self):
        good = {"name": "x", "address": "10.0.0.1"}
        for change, field, code in (({"address": ""}, "address", "config.required"),
                                    ({"address": "a b"}, "address", "config.malformed"),
                                    ({"proxy": "<sip:a>"}, "proxy", "config.malformed"),
                                    ({"kind": "register"}, "username", "config.required"),
                                    ({"expires_s": 1}, "expires_s", "config.out_of_range"),
                                    ({"name": "y"}, "name", "config.name_differs")):
            with self.subTest(str(change)):
                self.assert_refused(self.ask("PUT", "/config/trunks/{name}", {**good, **change}, name="x"), field, code)
        used = self.ask("DELETE", "/config/trunks/{name}", name="carrier")
        self.assertEqual(used.status, 409)
        fields = [fault["field"] for fault in used.json["error"]["fields"]]
        self.assertTrue(any(field.startswith("outbound ") for field in fields), fields)

    def test_status_of_every_trunk(self):
        status = self.one("/trunks/status", "name", "carrier")
        self.assertEqual((status["kind"], status["calls"], status["max_calls"]), ("peer", 0, 0))
        self.admin.wait(lambda: self.one("/trunks/status", "name", "carrier")["state"] == "up", 5,
                        "the carrier answers OPTIONS and is up")
        self.done(self.ask("PUT", "/config/trunks/{name}", {"name": "deaf", "kind": "register", "username": "u",
                                                            "address": "127.0.0.9:5999"}, name="deaf"))
        self.assertIn(self.one("/trunks/status", "name", "deaf")["state"], ("registering", "failed"))
        self.done(self.ask("DELETE", "/config/trunks/{name}", name="deaf"))

    def test_ordered_lists(self):
        for pattern, entry, changes in (
                ("/config/inbound", {"did": "4001", "trunk": "carrier", "destination": "queue:600"},
                 (({"did": ""}, "did", "config.required"), ({"trunk": "x"}, "trunk", "config.unknown_trunk"),
                  ({"destination": "queue:1"}, "destination", "config.leads_nowhere"))),
                ("/config/outbound", {"pattern": "9*", "trunk": "carrier", "strip": 1, "prepend": "0", "caller_id": "",
                                      "backup_trunks": []},
                 (({"pattern": ""}, "pattern", "config.required"), ({"trunk": ""}, "trunk", "config.unknown_trunk"),
                  ({"backup_trunks": ["x"]}, "backup_trunks[0]", "config.unknown_trunk"),
                  ({"backup_trunks": ["carrier"]}, "backup_trunks[0]", "config.twice"),
                  ({"strip": 99}, "strip", "config.out_of_range")))):
            with self.subTest(pattern):
                before = self.items(pattern)
                self.done(self.ask("PUT", pattern, {"items": [entry, *before]}))
                self.assertEqual(self.items(pattern), [entry, *before])
                for change, field, code in changes:
                    reply = self.ask("PUT", pattern, {"items": [*before, {**entry, **change}]})
                    self.assert_refused(reply, f"items[{len(before)}].{field}", code)
                self.done(self.ask("PUT", pattern, {"items": before}))
                self.assertEqual(self.items(pattern), before)

    def test_what_would_happen(self):
        """R029."""
        def test(number, user="10001"):
            return self.ask("POST", "/config/outbound/test", {"user": user, "number": number})
        outside = test("13800138000").json
        self.assertEqual((outside["allowed"], outside["rule"], outside["trunk"], outside["dialled"]),
                         (True, "0*|1*", "carrier", "13800138000"))
        self.assertEqual(outside["caller_id"], "4008001234")
        self.assertGreater(len(outside["steps"]), 1)
        self.assertEqual(test("600").json["reason"], "queue")
        self.assertEqual((test("95588").json["allowed"], test("95588").json["reason"]), (False, "number.no_route"))
        self.assert_refused(test("1380", "77777"), "user", "config.unknown_user")


class OptionsAndHours(ConfigurationCase):
    def test_options(self):
        before = self.ask("GET", "/config/options").json
        self.assertEqual(before["feature"]["ready"], "*71")
        wanted = {**before, "call_waiting": True, "blocked": [{"pattern": "13900000000", "note": "骚扰"}],
                  "survey": {**before["survey"], "trigger": "both",
                             "level": [{"key": "1", "name": "好", "ask_reason": False}]}}
        self.done(self.ask("PUT", "/config/options", wanted))
        self.assertEqual(self.ask("GET", "/config/options").json, wanted)
        for change, field, code in (
                ({"survey": {**before["survey"], "timeout_s": 0}}, "survey.timeout_s", "config.out_of_range"),
                ({"survey": {**before["survey"], "question": "prompt:none"}}, "survey.question",
                 "config.unknown_voice"),
                ({"feature": {**before["feature"], "busy": "*71"}}, "feature.busy", "config.twice"),
                ({"vip": [{"pattern": "", "priority": 10, "name": ""}]}, "vip[0].pattern", "config.required"),
                ({"agent_announcement": {"start_voice": "say:" + "工号为您服务" * 12, "number": True, "end_voice": ""}},
                 "agent_announcement.start_voice", "config.announcement_too_long"),
                ({"voicemail": {**before["voicemail"], "max_s": 0}}, "voicemail.max_s", "config.out_of_range")):
            with self.subTest(str(change)):
                self.assert_refused(self.ask("PUT", "/config/options", {**before, **change}), field, code)
        self.done(self.ask("PUT", "/config/options", before))

    def test_schedules(self):
        hours = {"code": "work", "name": "工作时间", "zone": "Asia/Shanghai",
                 "open": [{"days": "12345", "from": "09:00", "to": "18:00"}],
                 "special": [{"date": "2026-10-01", "name": "国庆节", "from": "", "to": ""}],
                 "when_open": "queue:600", "when_closed": "hangup", "when_holiday": ""}
        self.done(self.ask("PUT", "/config/schedules/{name}", hours, name="work"))
        self.assertEqual(self.items("/config/schedules"), [hours])
        bad = {**hours, "open": [{"days": "8", "from": "9", "to": "18:00"}]}
        self.assert_refused(self.ask("PUT", "/config/schedules/{name}", bad, name="work"), "open[0].days",
                            "schedule.days")
        self.assert_refused(self.ask("PUT", "/config/schedules/{name}", bad, name="work"), "open[0].from",
                            "schedule.time")
        self.assert_refused(self.ask("PUT", "/config/schedules/{name}", {**hours, "when_open": "queue:1"}, name="work"),
                            "when_open", "config.leads_nowhere")
        queue = self.one("/config/queues", "number", "601")
        self.done(self.ask("PUT", "/config/queues/{name}", {**queue, "hours": "work"}, name="601"))
        self.assertEqual(self.ask("DELETE", "/config/schedules/{name}", name="work").status, 409)
        self.done(self.ask("PUT", "/config/queues/{name}", queue, name="601"))
        self.done(self.ask("DELETE", "/config/schedules/{name}", name="work"))
        self.assertEqual(self.items("/config/schedules"), [])

    def test_rooms(self):
        room = {"number": "1", "name": "早会", "description": "每天九点", "participants": ["10002", "10001"]}
        self.done(self.ask("PUT", "/config/rooms/{name}", room, name="1"))
        self.assertEqual(self.items("/config/rooms"), [room])
        self.assert_refused(self.ask("PUT", "/config/rooms/{name}", {**room, "participants": ["1"]}, name="1"),
                            "participants[0]", "config.unknown_user")
        self.done(self.ask("DELETE", "/config/rooms/{name}", name="1"))


class Flows(ConfigurationCase):
    def test_from_the_first_draft_to_the_end(self):
        self.assertEqual(self.ask("GET", "/config/flows/{code}", code="main").status, 404)
        self.assertEqual(self.ask("POST", "/config/flows/{code}/publish", {}, code="main").status, 404)
        half = flow(start="")
        self.done(self.ask("PUT", "/config/flows/{code}/draft", half, code="main"))
        shown = self.ask("GET", "/config/flows/{code}", code="main").json
        self.assertIsNone(shown["published"])
        self.assertEqual(shown["draft"]["node"][1]["value"], "queue:600")
        summary = self.one("/config/flows", "code", "main")
        self.assertEqual((summary["name"], summary["published_at_ms"]), ("总机", 0))
        self.assertGreater(summary["draft_at_ms"], 0)
        problems = self.ask("POST", "/config/flows/check", half).json["problems"]
        self.assertIn("flow.no_start", [problem["code"] for problem in problems])
        refused = self.ask("POST", "/config/flows/{code}/publish", {}, code="main")
        self.assert_refused(refused, "", "config.flow_fault")
        self.assertIn(problems[0]["message"], [fault["message"] for fault in refused.json["error"]["fields"]])

        self.done(self.ask("PUT", "/config/flows/{code}/draft", flow(), code="main"))
        self.assertEqual(self.ask("POST", "/config/flows/check", flow()).json["problems"], [])
        self.assertEqual(self.ask("POST", "/config/flows/{code}/publish", {}, code="main").status, 200)
        shown = self.ask("GET", "/config/flows/{code}", code="main").json
        self.assertIsNone(shown["draft"])
        self.assertEqual(shown["published"]["start"], "hello")
        again = self.ask("POST", "/config/flows/{code}/publish", {}, code="main")
        self.assertEqual((again.status, again.json["error"]["code"]), (409, "flow.no_draft"))
        self.assertEqual(self.ask("POST", "/config/flows/{code}/publish", flow(name="新总机"), code="main").status, 200)
        self.assertEqual(self.one("/config/flows", "code", "main")["name"], "新总机")

        routes = self.items("/config/inbound")
        self.done(self.ask("PUT", "/config/inbound",
                           {"items": [*routes, {"did": "4008005678", "trunk": "", "destination": "ivr:main"}]}))
        self.assertEqual(self.ask("DELETE", "/config/flows/{code}", code="main").status, 409)
        self.done(self.ask("PUT", "/config/inbound", {"items": routes}))
        self.done(self.ask("DELETE", "/config/flows/{code}", code="main"))
        self.assertEqual(self.items("/config/flows"), [])
        self.assertEqual(self.ask("DELETE", "/config/flows/{code}", code="main").status, 404)

    def test_faults_of_names(self):
        self.assert_refused(self.ask("PUT", "/config/flows/{code}/draft", flow("other"), code="main"), "code",
                            "config.name_differs")
        self.assert_refused(self.ask("PUT", "/config/flows/{code}/draft", flow("a b"), code="a b"), "code",
                            "config.malformed")
        self.assert_refused(self.ask("POST", "/config/flows/{code}/publish",
                                     flow(node=[{"id": "hello", "kind": "go", "value": "queue:1"}]), code="main"),
                            "node[hello]", "config.flow_fault")


class Voices(ConfigurationCase):
    def upload(self, name, body, query="", kind="audio/wav"):
        return self.ask("POST", "/voices", body, query=f"?name={urllib.parse.quote(name)}{query}",
                        headers={"Content-Type": kind})

    def status_of_length(self, length):
        """What is answered to a body of this length before any of it is sent."""
        connection = http.client.HTTPConnection(*self.server.http, timeout=10)
        connection.putrequest("POST", "/api/v1/voices?name=big")
        connection.putheader("Authorization", f"Bearer {self.admin.token}")
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        try:
            return connection.getresponse().status
        finally:
            connection.close()

    def assert_code(self, reply, status, code):
        self.assertEqual((reply.status, reply.json["error"]["code"]), (status, code), reply)

    def test_upload_play_use_delete(self):
        """R260, R263."""
        stored = self.upload("欢迎", wav(0.5))
        self.assertEqual(stored.status, 201, stored)
        self.assertEqual((stored.json["format"], stored.json["duration_ms"]), ("wav", 500))
        self.assertEqual(self.items("/voices"), [stored.json])
        self.assertEqual(self.ask("GET", "/voices/{name}/audio", name="欢迎").body, wav(0.5))
        self.assert_code(self.upload("欢迎", wav(0.5)), 409, "voice.exists")
        self.assertEqual(self.upload("欢迎", wav(0.7), "&replace=1").json["duration_ms"], 700)

        queue = self.one("/config/queues", "number", "601")
        self.done(self.ask("PUT", "/config/queues/{name}", {**queue, "greeting": "prompt:欢迎"}, name="601"))
        self.assertEqual(self.one("/voices", "name", "欢迎")["used_by"], ["queue 601"])
        self.assert_code(self.ask("DELETE", "/voices/{name}", name="欢迎"), 409, "voice.in_use")
        self.done(self.ask("PUT", "/config/queues/{name}", queue, name="601"))
        self.done(self.ask("DELETE", "/voices/{name}", name="欢迎"))
        self.assertEqual(self.items("/voices"), [])
        self.assertEqual(list((self.server.data / "voices" / "demo").iterdir()), [])
        self.assertEqual(self.ask("GET", "/voices/{name}/audio", name="欢迎").status, 404)
        self.assertNotIn("db.write_failed", self.server.log(), "a person's mistake is no trouble of the database")
        self.assertEqual(self.ask("DELETE", "/voices/{name}", name="欢迎").status, 404)

    def test_mp3(self):
        """R260."""
        stored = self.upload("music", mp3(), kind="audio/mpeg")
        self.assertEqual(stored.status, 201, stored)
        self.assertEqual(stored.json["format"], "mp3")
        self.assertAlmostEqual(stored.json["duration_ms"], 40 * 1152 / 44.1, delta=80)
        self.done(self.ask("DELETE", "/voices/{name}", name="music"))

    def test_what_is_no_voice(self):
        self.assert_code(self.upload("x", wav(channels=2)), 422, "voice.not_8k_mono")
        self.assert_code(self.upload("x", wav(rate=44100)), 422, "voice.not_8k_mono")
        self.assert_code(self.upload("x", b"OggS" + bytes(500)), 422, "voice.format")
        self.assert_code(self.upload("x", b"ID3" + bytes(900)), 422, "voice.unreadable")
        self.assert_code(self.upload("x", b""), 422, "voice.empty")
        self.assert_refused(self.upload("", wav()), "name", "config.required")
        for name in ("../x", "a/b", ".hidden", "a b", "长" * 21):
            with self.subTest(name):
                self.assert_refused(self.upload(name, wav()), "name", "voice.bad_name")
        self.assertEqual(self.status_of_length(10 * 1024 * 1024 + 1), 413)
        self.assertEqual(self.items("/voices"), [])
        self.assertEqual(list(self.server.data.glob("upload-*")), [], "an upload was left behind")

    def test_speech(self):
        """R262."""
        reply = self.ask("POST", "/voices/speech", {"text": "您好"})
        if reply.status == 503 and reply.json["error"]["code"] == "speech.missing":
            self.skipTest("no speech program here")
        self.assertEqual((reply.status, reply.headers["Content-Type"], reply.body[:4]), (200, "audio/wav", b"RIFF"))
        stored = self.upload("said", reply.body)
        self.assertEqual(stored.status, 201, stored)
        self.assertGreater(stored.json["duration_ms"], 200)
        self.done(self.ask("DELETE", "/voices/{name}", name="said"))
        self.assert_refused(self.ask("POST", "/voices/speech", {"text": ""}), "text", "config.required")


class WhatPagesChangedIsInTheFile(ConfigurationCase):
    def test_export_and_apply_elsewhere(self):
        self.ask("POST", "/config/flows/{code}/publish", flow(), code="main")
        options = self.ask("GET", "/config/options").json
        self.done(self.ask("PUT", "/config/options", {**options, "vip": [{"pattern": "138*", "priority": 5,
                                                                           "name": "贵宾"}]}))
        self.done(self.ask("PUT", "/config/rooms/{name}", {"number": "1", "name": "早会"}, name="1"))
        exported = self.server.run("export", "--secrets", *self.server.where())
        self.assertIn("[[tenant.flow.node]]", exported.stdout)
        other = Server()
        self.addCleanup(other.close)
        applied = other.apply(exported.stdout)
        self.assertEqual(applied.returncode, 0, applied.stderr)
        self.assertEqual(other.run("export", "--secrets", *other.where()).stdout, exported.stdout)
        again = self.server.apply(exported.stdout)
        self.assertFalse(re.search(r"^\s*[+~-]", again.stdout, re.M), again.stdout)

    def test_a_change_by_apply_reaches_the_pages(self):
        """R018: telephones and pages have one configuration."""
        changed = self.server.run("export", "--secrets", *self.server.where()).stdout.replace("队列601", "改名了")
        self.assertEqual(self.server.apply(changed).returncode, 0)
        self.assertEqual(self.one("/config/queues", "number", "601")["name"], "改名了")
