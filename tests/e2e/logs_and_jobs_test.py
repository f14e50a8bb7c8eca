"""Logs of sign-ins, operations, states and configuration; lists as files, as jobs; recordings in one zip."""
import io
import time
import urllib.parse
import zipfile

from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase


class LogsAndJobs(CallCentreCase):
    """One call is made, recorded, and looked at from all sides."""

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
            type(self).made = True

    def leader(self):
        return Api.sign_in(self.server, "10090", "Leader-10090")

    def rows(self, path, who=None):
        reply = (who or self.admin).get(path)
        self.assertEqual(reply.status, 200, reply)
        return reply.json["items"]

    def sign_in(self, account, password):
        return Api(self.server).post("/api/v1/sessions", {"tenant": "demo", "account": account, "password": password})

    def export(self, who=None, **wish):
        reply = (who or self.admin).post("/api/v1/exports", {"format": "csv", "query": ""} | wish)
        return reply

    # ---- logs

    def test_sign_ins(self):
        """R214: who came in, who was turned away, who left; leaders see the members of their queues."""
        self.assertEqual(self.sign_in("10002", "wrong").status, 401)
        agent = self.agent_api(2)
        self.assertEqual(agent.delete("/api/v1/sessions/current").status, 204)
        mine = self.rows("/api/v1/sign-ins?agent=10002")
        self.assertEqual([row["outcome"] for row in mine][:3], ["signed_out", "signed_in", "wrong_password"])
        self.assertEqual({row["address"] for row in mine}, {"127.0.0.1"})
        self.assertEqual([row["outcome"] for row in self.rows("/api/v1/sign-ins?agent=10002&outcome=wrong_password")],
                         ["wrong_password"])
        both = self.admin.get("/api/v1/sign-ins?agent=10002&department=x")
        self.assertEqual((both.status, both.json["error"]["code"]), (400, "filter.not_together"))
        self.agent_api(3)
        seen = {row["agent"] for row in self.rows("/api/v1/sign-ins?size=100", self.leader())}
        self.assertIn("10002", seen)
        self.assertFalse({"10003", "10000"} & seen, "not of the queue that is led")
        self.assertEqual(self.agent_api(1).get("/api/v1/sign-ins").status, 403)

    def test_too_many_wrong_passwords_are_told(self):
        """R010, R214."""
        for _ in range(5):
            self.sign_in("10004", "wrong")
        self.assertEqual(self.sign_in("10004", "wrong").status, 423)
        self.admin.wait(lambda: self.rows("/api/v1/sign-ins?agent=10004&outcome=locked"), 5, "nothing of the lock")

    def test_operations_and_states(self):
        """R212, R213: each switch with its reason, that of the step before it beside; 未知 when there was none."""
        agent = self.agent_api(1)
        for wish in ({"state": "busy", "reason": "培训"}, {"state": "ready"}, {"state": "busy"}):
            self.assertEqual(agent.put("/api/v1/me/state", wish).status, 204)
        self.admin.wait(lambda: len(self.rows("/api/v1/agent-states?agent=10001&state=busy")) >= 2, 5,
                        "the states are not written")
        newest = self.rows("/api/v1/agent-states?agent=10001")[:3]
        self.assertEqual([(row["state"], row["reason"]) for row in newest],
                         [("busy", "未知"), ("ready", "未知"), ("busy", "培训")])
        self.assertEqual(newest[1]["last_reason"], "培训")
        self.assertEqual([row["state"] for row in self.rows(
            "/api/v1/agent-states?agent=10001&reason=" + urllib.parse.quote("培训"))], ["ready"])
        told = self.rows("/api/v1/operations?agent=10001&size=100")
        self.assertEqual([(row["event"], row["detail"]) for row in told[:3]],
                         [("busy", "未知"), ("ready", "未知"), ("busy", "培训")])
        self.assertEqual({row["extension"] for row in told}, {"8001"})
        self.assertIn("signed_in", {row["event"] for row in told})
        admins = self.rows("/api/v1/operations?agent=10000")
        self.assertEqual({(row["agent"], row["agent_name"], row["extension"]) for row in admins},
                         {("管理员", "管理员", "管理员")})
        self.assertEqual({row["agent"] for row in self.rows("/api/v1/operations?size=100", self.leader())}
                         - {"10001", "10002", "10090"}, set(), "members of led queues, and oneself")

    def test_changes_of_the_configuration(self):
        """Who changed what, from what to what; no password in it."""
        self.assertEqual({row["agent"] for row in self.rows("/api/v1/config-changes?sort=at_ms")}, {""},
                         "the site file is nobody's")
        queue = next(one for one in self.admin.get("/api/v1/config/queues").json["items"] if one["number"] == "601")
        queue["ring_timeout_s"] = 17
        self.assertEqual(self.admin.put("/api/v1/config/queues/601", queue).status, 204)
        [change] = self.rows("/api/v1/config-changes?place=queue&name=601&action=changed")
        self.assertEqual(change["agent"], "10000")
        detail = self.admin.get(f"/api/v1/config-changes/{change['id']}").json
        self.assertIn('"ring_timeout_s":20', detail["old_value"])
        self.assertIn('"ring_timeout_s":17', detail["new_value"])
        for row in self.rows("/api/v1/config-changes?size=100"):
            whole = self.admin.get(f"/api/v1/config-changes/{row['id']}").json
            for secret in ("secret-8001", "Agent-10001", "argon2"):
                self.assertNotIn(secret, whole["old_value"] + whole["new_value"])
        self.assertEqual(self.leader().get("/api/v1/config-changes").status, 403)

    # ---- files

    def test_list_as_a_job(self):
        """R215: exactly what is shown, as a file that is kept for seven days, for whom it was made."""
        query = "result=answered&columns=customer_number,agent,result"
        job = self.admin.job_done(self.export(list="call-records", query=query))
        file = self.admin.get(f"/api/v1/data-jobs/{job['id']}/file")
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertEqual(file.body.decode("utf-8-sig"), f"客户号码,工号,结果\r\n{CUSTOMER},10001,已接听\r\n")
        [row] = [one for one in self.rows("/api/v1/data-jobs") if one["id"] == job["id"]]
        self.assertEqual((row["state"], row["rows_done"], row["list"], row["mine"]), ("done", 1, "call-records", True))
        week = 7 * 24 * 3600 * 1000
        self.assertAlmostEqual(row["expires_at_ms"] - row["ended_at_ms"], week, delta=1000)
        self.assertEqual(self.leader().get(f"/api/v1/data-jobs/{job['id']}/file").status, 404, "somebody else's")
        self.assertEqual(self.admin.delete(f"/api/v1/data-jobs/{job['id']}").status, 404, "nothing to give up")

    def test_one_page_of_a_list_is_a_file(self):
        """R168, R215: 下载分页: the page that was looked at, in its order, and nothing else; the log says which."""
        for n in range(12):
            made = self.admin.post("/api/v1/customers", {
                "name": f"分页{n:02}", "gender": "unknown", "level": "", "note": "",
                "numbers": [{"number": f"1375555{n:04}", "kind": ""}]})
            self.assertEqual(made.status, 201, made)
        query = "sort=name&columns=name&search=" + urllib.parse.quote("分页")
        for more, expected in (("", range(12)), ("&only=page&page=1&size=10", range(10)),
                               ("&only=page&page=2&size=10", range(10, 12))):
            job = self.admin.job_done(self.export(list="customers", query=query + more))
            file = self.admin.get(f"/api/v1/data-jobs/{job['id']}/file").body.decode("utf-8-sig")
            self.assertEqual(file.split("\r\n")[1:-1], [f"分页{n:02}" for n in expected])
        self.assertIn("第 2 页", str(self.rows("/api/v1/export-log?size=100")))

    def test_list_as_a_spreadsheet(self):
        """R215."""
        job = self.admin.job_done(self.export(list="call-records", format="xlsx", query="columns=customer_number,talk_s"))
        book = zipfile.ZipFile(io.BytesIO(self.admin.get(f"/api/v1/data-jobs/{job['id']}/file").body))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        self.assertIn("通话秒", sheet)
        self.assertIn(CUSTOMER, sheet)
        self.assertRegex(sheet, r'<c r="B2"><v>[0-9.]+</v>', "a length is a number, to be calculated with")

    def test_exports_are_refused(self):
        for wish, status in (({"list": "nothing"}, 404), ({"list": "call-records", "query": "columns=password"}, 400),
                             ({"list": "call-records", "query": "sort=password"}, 400),
                             ({"list": "call-records", "format": "zip"}, 404)):
            self.assertEqual(self.export(**wish).status, status, wish)
        self.assertEqual(self.export(self.agent_api(1), list="config-changes").status, 403)

    def test_recordings_in_one_zip(self):
        """R099: at most 20 at a time."""
        [recording] = self.rows("/api/v1/recordings")
        twice = {"ids": [recording["id"]] * 2}
        job = self.admin.job_done(self.admin.post("/api/v1/recordings/zip", twice))
        file = self.admin.get(f"/api/v1/data-jobs/{job['id']}/file")
        names = zipfile.ZipFile(io.BytesIO(file.body)).namelist()
        self.assertEqual(len(set(names)), 2)
        self.assertRegex(names[0], rf"^\d{{8}}-\d{{6}}_{CUSTOMER}_10001\.wav$")
        self.assertEqual(zipfile.ZipFile(io.BytesIO(file.body)).read(names[0])[:4], b"RIFF")
        self.assertEqual(self.admin.post("/api/v1/recordings/zip", {"ids": [recording["id"]] * 21}).status, 400)
        self.assertEqual(self.admin.post("/api/v1/recordings/zip", {"ids": []}).status, 400)
        self.assertEqual(self.agent_api(3).post("/api/v1/recordings/zip", twice).status, 404, "not one's own")
