"""All of one person by number: found, handed out, forgotten; and the table of where numbers belong."""
import io
import json
import zipfile

from harness.case import CallCentreCase
from harness.patience import patient


class Persons(CallCentreCase):
    """The administrator answers a customer who wants to see, or to be forgotten."""

    number = "13650000001"

    def wish(self, **more):
        return {"number": self.number, "reason": "来信 2026-17", "confirmation": self.number, "counted": 0, **more}

    def find(self):
        reply = self.admin.post("/api/v1/persons/find", {"number": self.number})
        self.assertEqual(reply.status, 200, reply)
        return reply.json

    def counts(self, found):
        return {one["what"]: one["count"] for one in found["counts"] if one["count"]}

    def requests(self):
        return self.admin.get("/api/v1/person-requests").json["items"]

    def call(self):
        phone = self.agent_phone(1)
        call = self.customer_calls(customer=self.number)
        ringing = phone.expect_call()
        ringing.answer()
        call.wait_up()
        call.bye()
        ringing.wait_ended()

    def test_found_handed_out_and_forgotten(self):
        """B20: by number, however it is written; every step is in the log, without the number when it is done."""
        card = self.admin.post("/api/v1/crm/fields", {"object": "customer", "name": "会员卡", "type": "select",
                                                      "choices": [{"name": "金卡"}, {"name": "银卡"}]}).json
        [tag] = self.admin.post("/api/v1/crm/tag-groups", {"object": "customer", "name": "偏好", "colour": "brand",
                                                           "tags": [{"name": "安静"}]}).json["tags"]
        draft = {"name": "陈女士", "gender": "female", "level": "", "note": "怕吵", "numbers": [{"number": "136 5000 0001", "kind": ""}],
                 "tags": [tag["id"]], "fields": {card["key"]: card["choices"][1]["key"]}}
        saved = self.admin.post("/api/v1/customers", draft)
        self.assertEqual(saved.status, 201, saved)
        self.call()
        self.admin.wait(lambda: self.counts(self.find()).get("recordings"), 10, "the call is written down")
        # Two entries of lists are this number, and one only begins like it.
        options = self.admin.get("/api/v1/config/options").json
        lists = {"vip": [{"pattern": self.number, "priority": 5, "name": "陈女士"}],
                 "blocked": [{"pattern": self.number, "note": "曾骚扰"}, {"pattern": self.number[:7] + "*", "note": "号段"}]}
        self.assertEqual(self.admin.put("/api/v1/config/options", {**options, **lists}).status, 204)
        self.assertEqual(self.admin.put("/api/v1/me/drafts/call-5", {"note": f"打 {self.number} 没人接"}).status, 204)
        found = self.find()
        self.assertEqual([one["name"] for one in found["cards"]], ["陈女士"])
        self.assertEqual(self.counts(found), {"cards": 1, "calls": 1, "recordings": 1, "drafts": 1, "lists": 2})
        for who, status in ((self.agent_api(2), 403), (self.admin, 422)):
            self.assertEqual(who.post("/api/v1/persons/find", {"number": "abc"}).status, status)

        job = self.admin.post("/api/v1/persons/export", self.wish())
        self.assertIn(job.status, (200, 202), job)
        self.admin.wait(lambda: self.admin.get(f"/api/v1/data-jobs/{job.json['id']}/file").status == 200, 10, "the zip")
        file = self.admin.get(f"/api/v1/data-jobs/{job.json['id']}/file").body
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            told = json.loads(parts.read("person.json"))
            self.assertEqual([(one["name"], one["tags"], one["fields"]) for one in told["cards"]],
                             [("陈女士", "安静", {"会员卡": "银卡"})], "in words that the person reads")
            self.assertEqual([json.loads(one["written"])["note"] for one in told["drafts"]], [f"打 {self.number} 没人接"])
            self.assertEqual([one["customer_number"] for one in told["calls"]], [self.number])
            self.assertIn("calls.csv", parts.namelist())
            [sound] = told["recordings"]
            self.assertEqual(parts.read(sound["file"])[:4], b"RIFF")
        self.assertNotIn(self.number, str(self.admin.get("/api/v1/data-jobs").json))

        found = self.find()
        for wrong, code in (({"confirmation": "13650000002"}, "person.confirmation"), ({"reason": " "}, "config.required"),
                            ({"counted": 1}, "person.changed")):
            reply = self.admin.post("/api/v1/persons/erase", self.wish(**{"counted": found["total"], **wrong}))
            said = reply.json["error"]
            self.assertIn(code, [said["code"], *(one["code"] for one in said.get("fields", []))], reply)
        [recording] = self.admin.items("/api/v1/recordings")
        reply = self.admin.post("/api/v1/persons/erase", self.wish(counted=found["total"]))
        self.assertEqual(reply.status, 202, reply)
        self.admin.wait(lambda: self.requests()[0]["state"] == "done", 15, lambda: f"forgotten: {self.requests()}")
        self.assertEqual(self.find()["total"], 0)
        self.assertEqual(self.admin.get(f"/api/v1/customers/{saved.json['id']}").status, 404)
        self.assertEqual(self.admin.get("/api/v1/customers/by-number/" + self.number).status, 404)
        [record] = self.admin.items("/api/v1/call-records")
        self.assertEqual((record["customer_number"], record["result"]), ("", "answered"), "it stays in the figures")
        self.assertEqual(self.admin.items("/api/v1/recordings"), [])
        options = self.admin.get("/api/v1/config/options").json
        self.assertEqual((options["vip"], [one["note"] for one in options["blocked"]]), ([], ["号段"]))
        self.assertEqual(self.admin.get("/api/v1/me/drafts").json["items"], [])
        for row in self.admin.items("/api/v1/config-changes"):
            whole = self.admin.get(f"/api/v1/config-changes/{row['id']}").json
            self.assertNotIn(self.number, str(whole), "nor in the log of the configuration")
        self.admin.wait(lambda: not list(self.server.data.glob("recordings/**/*.wav")), patient(10), "the sound goes")
        self.assertTrue(recording["id"])
        self.assertEqual([(one["what"], one["number"]) for one in self.requests()],
                         [("erased", "136****0001"), ("exported", "136****0001")])
        self.assertEqual(self.requests()[0]["reason"], "来信 2026-17")
        again = self.admin.post("/api/v1/persons/erase", self.wish())
        self.assertEqual((again.status, again.json["error"]["code"]), (404, "person.unknown"))


class Regions(CallCentreCase):
    def region(self, number):
        return self.admin.get(f"/api/v1/regions?number={number}").json["region"]

    def put(self, text):
        return self.admin.put("/api/v1/regions", text.encode(), headers={"Content-Type": "text/csv"})

    def test_new_ranges_of_numbers_need_no_new_program(self):
        """R109: a file takes the table's place at once and after a restart; a wrong one changes nothing."""
        before = self.region("13912345678")
        self.assertEqual(before, "江苏省常州市")
        wrong = self.put("prefix,chinese,english\n1391234,月球,Moon\n021,上海,Shanghai\n")
        self.assertEqual((wrong.status, wrong.json["error"]["fields"][0]["code"]), (422, "regions.bad_line"))
        self.assertEqual(self.region("13912345678"), before)
        table = self.admin.get("/api/v1/regions/file").body.decode("utf-8-sig")
        self.assertIn("江苏省常州市", table)
        replaced = self.put("prefix,chinese,english\n1391234,月球,Moon\n")
        self.assertEqual((replaced.status, replaced.json["built_in"], replaced.json["prefixes"]), (200, False, 1))
        self.assertEqual(self.region("13912345678"), "月球")
        self.assertEqual(self.agent_api(1).get("/api/v1/regions").status, 403)
        self.server.kill()
        self.server.start()
        type(self).admin = type(self.admin).sign_in(self.server, *self.admin_account)
        self.assertEqual(self.region("13912345678"), "月球")
        self.assertTrue(self.admin.delete("/api/v1/regions").json["built_in"])
        self.assertEqual(self.region("13912345678"), before)
