"""Notes on recordings, and recordings that are deleted."""
import pathlib

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.site import Site


class AnnotationCase(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(3).leader().leader("10091", extension="8091", extension_secret="secret-8091")
                .queue(600, [1], leaders=["10090"]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")
        cls.stranger = Api.sign_in(cls.server, "10091", "Leader-10091")
        cls.agent = Api.sign_in(cls.server, "10001", "Agent-10001")

    def setUp(self):
        super().setUp()
        self.calls_made = 0

    def recorded(self):
        """A talk of agent 1, recorded: its call and its recording."""
        call, ringing = self.connected(self.agent_phone(1))
        self.assert_both_hear(call, 450, ringing, 850, seconds=0.6)
        call.bye()
        ringing.wait_ended()
        self.calls_made += 1
        record = self.new_records(self.calls_made)[-1]
        found = self.admin.wait(lambda: self.admin.get(f"/api/v1/recordings?call={record.id}").json["items"], 5,
                                "a recording")
        return record.id, found[0]

    def ask(self, api, method, pattern, body=None, **places):
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", value)
        reply = api.ask(method, f"/api/v1{path}", body)
        self.assertEqual(self.document.problems(method, f"/api/v1{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def note(self, recording, text, api=None, **more):
        return self.ask(api or self.leader, "POST", "/recordings/{id}/annotations", {"text": text, **more},
                        id=recording)

    def notes(self, recording, api=None):
        return self.ask(api or self.leader, "GET", "/recordings/{id}/annotations", id=recording)

    def code(self, reply):
        return reply.status, reply.json["error"]["code"]


class Notes(AnnotationCase):
    def test_leaders_note_agents_read(self):
        """R099, R096, R100: several notes, at moments of the recording or about the whole."""
        call, recording = self.recorded()
        place = recording["id"]
        self.assertIsNone(recording["annotated_at_ms"], "blank, not an invalid date")
        self.assertEqual(self.notes(place, self.agent).json["items"], [])
        self.assertEqual(self.note(place, "开场白很好", position_ms=300).status, 201)
        self.assertEqual(self.note(place, "整体不错").status, 201)
        read = self.notes(place, self.agent).json["items"]
        self.assertEqual([(one["text"], one["position_ms"], one["author"], one["mine"]) for one in read],
                         [("整体不错", None, "10090", False), ("开场白很好", 300, "10090", False)])
        self.assertEqual(self.code(self.note(place, "x", api=self.agent)), (403, "http.forbidden"))
        listed = self.agent.get(f"/api/v1/recordings?call={call}").json["items"][0]
        self.assertEqual(listed["annotated_at_ms"], max(one["created_at_ms"] for one in read))

    def test_the_list_is_narrowed_by_notes(self):
        """R099."""
        noted, _ = self.recorded()
        plain, _ = self.recorded()
        self.note(self.admin.get(f"/api/v1/recordings?call={noted}").json["items"][0]["id"], "看这里")
        def calls(value):
            return [item["call"] for item in self.admin.get(f"/api/v1/recordings?annotated={value}&size=100")
                    .json["items"]]
        self.assertIn(noted, calls("true"))
        self.assertNotIn(noted, calls("false"))
        self.assertIn(plain, calls("false"))
        self.assertNotIn(plain, calls("true"))
        first = self.admin.get("/api/v1/recordings?sort=-annotated_at_ms").json["items"][0]
        self.assertTrue(first["annotated_at_ms"])

    def test_one_changes_and_deletes_ones_own(self):
        """R099."""
        _, recording = self.recorded()
        place = recording["id"]
        mine = self.note(place, "初稿").json["id"]
        changed = self.ask(self.leader, "PUT", "/recordings/{id}/annotations/{note}",
                           {"text": "定稿", "position_ms": 0}, id=place, note=mine)
        self.assertEqual((changed.status, changed.json["text"], changed.json["position_ms"]), (200, "定稿", 0))
        for method in ("PUT", "DELETE"):
            self.assertEqual(self.code(self.admin.ask(method, f"/api/v1/recordings/{place}/annotations/{mine}",
                                                      {"text": "x"})), (403, "annotation.not_yours"))
        self.assertEqual(self.ask(self.leader, "DELETE", "/recordings/{id}/annotations/{note}", id=place,
                                  note=mine).status, 204)
        self.assertEqual(self.code(self.leader.delete(f"/api/v1/recordings/{place}/annotations/{mine}")),
                         (404, "annotation.unknown"))
        self.assertEqual(self.notes(place).json["items"], [])

    def test_what_makes_no_sense_is_refused(self):
        _, recording = self.recorded()
        place = recording["id"]
        for wish, code in (({"text": ""}, "annotation.text"), ({"text": " \n"}, "annotation.text"),
                           ({"text": "字" * 1001}, "annotation.text"),
                           ({"text": "x", "position_ms": -1}, "annotation.position"),
                           ({"text": "x", "position_ms": recording["duration_ms"] + 1}, "annotation.position")):
            with self.subTest(str(wish)[:40]):
                self.assertEqual(self.code(self.note(place, **wish)), (400, code))
        self.assertEqual(self.note(place, "字" * 1000).status, 201)

    def test_only_within_ones_scope(self):
        """R097, R099: a leader of other queues neither reads nor writes."""
        _, recording = self.recorded()
        self.assertEqual(self.code(self.notes(recording["id"], self.stranger)), (404, "recording.unknown"))
        self.assertEqual(self.code(self.note(recording["id"], "x", api=self.stranger)), (404, "recording.unknown"))


class Deleting(AnnotationCase):
    def sounds(self):
        return set(pathlib.Path(self.server.data).rglob("*.wav"))

    def test_an_administrator_deletes_and_the_record_says_who(self):
        """R099."""
        before = self.sounds()
        call, recording = self.recorded()
        place = recording["id"]
        self.note(place, "要删了")
        files = self.sounds() - before
        self.assertEqual(len(files), 1, f"its file: {files}")
        self.assertEqual(self.code(self.leader.delete(f"/api/v1/recordings/{place}")), (403, "http.forbidden"))
        self.assertEqual(self.ask(self.admin, "DELETE", "/recordings/{id}", id=place).status, 204)
        self.assertEqual(self.sounds(), before, "the file is gone")
        self.assertEqual(self.admin.get(f"/api/v1/recordings/{place}/audio").status, 404)
        self.assertEqual(self.admin.get(f"/api/v1/recordings?call={call}").json["items"], [])
        self.assertEqual(self.code(self.notes(place)), (404, "recording.unknown"))
        detail = self.admin.get(f"/api/v1/call-records/{call}").json
        self.assertEqual(detail["record"]["recordings"], [])
        gone = detail["deleted_recordings"][0]
        self.assertEqual((gone["id"], gone["by"], gone["by_name"]), (place, "10000", "Admin"))
        self.assertTrue(gone["deleted_at_ms"])
        self.assertEqual(self.code(self.admin.delete(f"/api/v1/recordings/{place}")), (404, "recording.unknown"))
        self.assertEqual(self.server.check().returncode, 0, "the books still balance")
