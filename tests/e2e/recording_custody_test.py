"""Recordings are kept, watched and whole: checksum, who heard them, how long they stay (B03)."""
import hashlib
import pathlib
import time

from harness.case import CallCentreCase
from harness.patience import patient


class RecordingCustody(CallCentreCase):
    def recorded(self):
        call, ringing = self.connected(self.agent_phone(1))
        time.sleep(0.5)
        call.bye()
        ringing.wait_ended()
        return self.new_records(1)[-1].recordings[0]["id"]

    def custody(self, recording, who=None):
        return (who or self.admin).get(f"/api/v1/recordings/{recording}/accesses")

    def test_checksum_accesses_and_a_file_that_was_changed(self):
        recording = self.recorded()
        found = self.wait(lambda: self.custody(recording).json["checksum"], patient(15), "the checksum")
        sound = self.admin.get(f"/api/v1/recordings/{recording}/audio").body
        self.assertEqual(found, hashlib.sha256(sound).hexdigest())
        agent = self.agent_api(1)
        agent.get(f"/api/v1/recordings/{recording}/audio", headers={"Range": "bytes=0-"})
        agent.get(f"/api/v1/recordings/{recording}/audio", headers={"Range": "bytes=100-200"})
        self.admin.get(f"/api/v1/recordings/{recording}/audio?download=1")
        self.wait(lambda: len(self.custody(recording).json["items"]) == 3, patient(5), "three accesses")
        heard = sorted((item["number"], item["how"]) for item in self.custody(recording).json["items"])
        self.assertEqual(heard, [("10000", "downloaded"), ("10000", "played"), ("10001", "played")])
        self.assertEqual(self.custody(recording, agent).status, 403)
        self.assertEqual(self.custody("1").status, 404)
        self.assertEqual(self.server.check().returncode, 0)
        file = next(path for path in pathlib.Path(self.server.data, "recordings").rglob("*.wav")
                    if hashlib.sha256(path.read_bytes()).hexdigest() == found)
        with file.open("r+b") as bytes_of:
            bytes_of.seek(-10, 2)
            bytes_of.write(b"changed!")
        checked = self.server.check()
        self.assertNotEqual(checked.returncode, 0)
        self.assertIn("not what was recorded", checked.stdout + checked.stderr)

    def test_how_long_they_are_kept_is_configured(self):
        self.assertEqual(self.admin.get("/api/v1/config/retention").json, {"recording_days": 0, "hold_days": 0})
        self.assertEqual(self.admin.put("/api/v1/config/retention", {"recording_days": -1}).status, 422)
        self.assertEqual(self.admin.put("/api/v1/config/retention", {"recording_days": 365}).status, 204)
        self.assertEqual(self.admin.get("/api/v1/config/retention").json, {"recording_days": 365, "hold_days": 0})
        self.assertEqual(self.agent_api(1).get("/api/v1/config/retention").status, 403)
        self.assertEqual(self.admin.put("/api/v1/config/retention", {"recording_days": 0}).status, 204)
