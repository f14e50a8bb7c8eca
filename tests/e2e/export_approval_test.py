"""Exports that somebody must approve first (B14): asked for with a reason, approved or refused, made with what the asker
may see then, all of it written down."""
import io
import threading
import time
import zipfile

from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase

WHY = "给客户李总核对上月账单"


class ExportApproval(CallCentreCase):
    """Two administrators may approve; agent 10001 has one call, which was recorded."""

    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.queues[0]["leaders"] = ["10090"]
        return site

    def setUp(self):
        super().setUp()
        if not hasattr(type(self), "made"):
            call, ringing = self.connected(self.agent_phone(1))
            time.sleep(0.5)
            call.bye()
            ringing.wait_ended()
            self.admin.wait_records(1)
            second = {"number": "10009", "name": "第二位", "role": "admin", "account": "second",
                      "password": "Second-1009"}
            self.ok(self.admin.put("/api/v1/config/users/10009", second))
            type(self).made = True
        self.switch(True)
        self.agent = self.agent_api(1)
        for waiting in self.waiting():
            self.decide(waiting["id"], False, "清理")
        self.logged_before = {row["id"] for row in self.log_rows()}

    def ok(self, reply, status=204):
        self.assertEqual(reply.status, status, reply)
        return reply.json if status != 204 else None

    def refused(self, reply, status, code):
        self.assertEqual((reply.status, reply.json["error"]["code"]), (status, code), reply)
        self.assertTrue(reply.json["error"]["message"])

    def switch(self, on):
        options = self.admin.get("/api/v1/config/options").json
        self.ok(self.admin.put("/api/v1/config/options", options | {"approve_exports": on}))

    def second(self):
        return Api.sign_in(self.server, "second", "Second-1009")

    def ask(self, who=None, **wish):
        body = {"list": "call-records", "format": "csv", "query": "columns=customer_number,agent", "reason": WHY} | wish
        return (who or self.agent).post("/api/v1/exports", body)

    def asked(self, who=None, **wish):
        job = self.ok(self.ask(who, **wish), 202)
        self.assertEqual(job["state"], "asked")
        return job

    def decide(self, job, approve=True, reason="", who=None):
        return (who or self.admin).post(f"/api/v1/data-jobs/{job}/decision", {"approve": approve, "reason": reason})

    def waiting(self, who=None):
        return (who or self.admin).get("/api/v1/export-approvals?state=asked&size=100").json["items"]

    def job(self, job, who=None):
        return next(one for one in (who or self.agent).get("/api/v1/data-jobs?size=100").json["items"]
                    if one["id"] == job)

    def wait_state(self, job, state):
        self.wait(lambda: self.job(job)["state"] == state, 10, f"not {state}: {self.job(job)}")

    def file(self, job, who=None):
        return (who or self.agent).get(f"/api/v1/data-jobs/{job}/file")

    def log_rows(self):
        return self.admin.get("/api/v1/export-log?size=100").json["items"]

    def log(self):
        """What was written down in this test, the oldest first."""
        return [(row["event"], row["agent"]) for row in reversed(self.log_rows())
                if row["id"] not in self.logged_before]

    def messages(self, api):
        return [one["text"] for one in api.get("/api/v1/system-messages").json["items"] if one["kind"] == "export"]

    def test_asked_approved_made_and_fetched(self):
        """B14: who may not approve asks with a reason; the file is made after the yes; each step is in the log."""
        self.refused(self.ask(reason="  "), 400, "export.reason_needed")
        self.refused(self.ask(reason="长" * 201), 400, "export.reason_needed")
        self.refused(self.agent.get("/api/v1/call-records?format=csv"), 403, "export.needs_approval")
        job = self.asked(query="result=answered&agent=10001&columns=customer_number,agent&utc_offset_min=480")
        self.assertEqual((job["why"], job["rows_total"]), (WHY, 1))
        self.assertEqual(self.file(job["id"]).status, 404, "nothing is made yet")
        [seen] = self.waiting()
        self.assertEqual((seen["agent"], seen["why"], seen["rows_total"], seen["list"], seen["said_zh"]),
                         ("10001", WHY, 1, "call-records", "坐席：10001；结果：已接听"))
        self.assertIn("asked " + job["file_name"], self.messages(self.admin))
        self.refused(self.decide(job["id"], who=self.agent), 403, "http.forbidden")
        self.ok(self.decide(job["id"], reason="同意"))
        self.wait_state(job["id"], "done")
        self.assertEqual(self.job(job["id"])["decision"], "同意")
        self.assertEqual(self.file(job["id"]).body.decode("utf-8-sig"), f"客户号码,工号\r\n{CUSTOMER},10001\r\n")
        self.assertEqual(self.file(job["id"], self.admin).status, 404, "approving is not fetching")
        self.assertIn("approved " + job["file_name"], self.messages(self.agent))
        self.assertEqual(self.log(), [("asked", "10001"), ("approved", "10000"), ("exported", "10001"),
                                         ("downloaded", "10001")])
        rows = self.admin.get("/api/v1/export-log?event=downloaded").json["items"]
        self.assertEqual((rows[0]["row_count"], rows[0]["said_zh"], rows[0]["address"]),
                         (1, "坐席：10001；结果：已接听", "127.0.0.1"))

    def test_refused_with_its_reason(self):
        """B14: a no says why, and nothing is made."""
        job = self.asked()
        self.refused(self.decide(job["id"], False), 400, "export.reason_needed")
        self.ok(self.decide(job["id"], False, "用途不明"))
        row = self.job(job["id"])
        self.assertEqual((row["state"], row["decision"], row["decided_by"] != ""), ("refused", "用途不明", True))
        self.assertEqual(self.file(job["id"]).status, 404)
        self.assertIn("refused " + job["file_name"], self.messages(self.agent))
        self.refused(self.decide(job["id"]), 409, "export.decided")
        self.refused(self.decide("12345"), 404, "job.unknown")

    def test_the_second_click_and_two_at_once(self):
        """B14: asking twice is asking once; of two who decide at once one does, and a second click changes nothing."""
        job = self.asked(query="columns=agent")
        self.assertEqual(self.asked(query="columns=agent")["id"], job["id"])
        self.assertEqual(len(self.waiting()), 1)
        replies = []
        second = self.second()
        both = [threading.Thread(target=lambda: replies.append(self.decide(job["id"], True))),
                threading.Thread(target=lambda: replies.append(self.decide(job["id"], False, "不行", second)))]
        for one in both:
            one.start()
        for one in both:
            one.join()
        self.assertEqual(sorted(reply.status for reply in replies), [204, 409])
        row = self.admin.get("/api/v1/export-approvals").json["items"][0]
        again = self.decide(job["id"], row["state"] != "refused", "不行",
                            second if row["state"] == "refused" else self.admin)
        self.assertEqual(again.status, 204, "the same person, the same answer")
        events = [event for event, _ in self.log()]
        self.assertEqual(sum(event in ("approved", "refused") for event in events), 1)

    def test_who_may_approve_needs_none(self):
        """B14: no approval for oneself is needed by who has the right; it is written down all the same."""
        self.switch(True)
        job = self.admin.job_done(self.ask(self.admin, reason=""))
        self.assertEqual(self.file(job["id"], self.admin).status, 200)
        self.assertEqual(self.log(), [("exported", "10000"), ("downloaded", "10000")])
        self.assertEqual(self.admin.get("/api/v1/call-records?format=csv").status, 200)
        newest = self.admin.get("/api/v1/export-log").json["items"][0]
        self.assertEqual((newest["event"], newest["row_count"]), ("exported", 1))
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        self.asked(leader)
        self.refused(leader.get("/api/v1/export-approvals"), 403, "http.forbidden")

    def test_switched_off(self):
        """B14: without the option everybody exports as before, and that is in the log, too."""
        self.switch(False)
        self.agent.job_done(self.ask(reason=""))
        self.assertEqual(self.log(), [("exported", "10001")])

    def test_recordings_in_a_zip(self):
        """B14, R099: a zip waits for an approval like a list does; the recording tells who took it when it is made."""
        [recording] = self.agent.get("/api/v1/recordings").json["items"]
        self.refused(self.agent.post("/api/v1/recordings/zip", {"ids": [recording["id"]]}), 400,
                     "export.reason_needed")
        job = self.ok(self.agent.post("/api/v1/recordings/zip", {"ids": [recording["id"]], "reason": WHY}), 202)
        accesses = f"/api/v1/recordings/{recording['id']}/accesses"
        self.assertEqual(len(self.admin.get(accesses).json["items"]), 0)
        self.ok(self.decide(job["id"]))
        self.wait_state(job["id"], "done")
        names = zipfile.ZipFile(io.BytesIO(self.file(job["id"]).body)).namelist()
        self.assertEqual(len(names), 1)
        self.wait(lambda: self.admin.get(accesses).json["items"], 5, "nobody is written down")

    def test_made_with_the_rights_of_that_moment(self):
        """B14: who lost the right to export meanwhile gets no file, whoever said yes."""
        role = {"code": "clerk", "name": "文员", "description": "", "base": "agent", "data": "own",
                "rights": ["phone.use", "records.see", "records.export"]}
        self.ok(self.admin.put("/api/v1/config/roles/clerk", role))
        user = self.admin.get("/api/v1/config/users/10001").json
        self.ok(self.admin.put("/api/v1/config/users/10001", user | {"custom_role": "clerk"}))
        job = self.asked(query="columns=agent,result")
        self.ok(self.admin.put("/api/v1/config/roles/clerk", role | {"rights": ["phone.use", "records.see"]}))
        self.ok(self.decide(job["id"]))
        self.wait_state(job["id"], "failed")
        self.assertEqual(self.job(job["id"])["problem"], "no_right")
        self.ok(self.admin.put("/api/v1/config/users/10001", user))

    def test_taken_back_and_kept_over_a_restart(self):
        """B14: who asked may take it back; what waits is there after a restart, and is made then."""
        job = self.asked(query="columns=agent,queue")
        self.assertEqual(self.agent_api(2).delete(f"/api/v1/data-jobs/{job['id']}").status, 404, "somebody else's")
        self.ok(self.agent.delete(f"/api/v1/data-jobs/{job['id']}"))
        self.assertEqual(self.job(job["id"])["state"], "cancelled")
        self.refused(self.decide(job["id"]), 409, "export.decided")
        kept = self.asked(query="columns=agent,direction")
        self.server.stop()
        self.server.start()
        self.assertEqual([row["id"] for row in self.waiting()], [kept["id"]])
        self.ok(self.decide(kept["id"]))
        self.wait_state(kept["id"], "done")
