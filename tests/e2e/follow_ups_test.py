"""What is written down about customers: follow-ups with forms and files, service records, plans and drafts."""
import time
import urllib.parse

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.picture import png
from harness.site import Site

A_DAY_MS = 24 * 3600 * 1000


def now_ms():
    return int(time.time() * 1000)


class FollowUps(CallCentreCase):
    """Agents 1 and 2 are in queue 600, which leader 10090 leads."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(3).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.one = Api.sign_in(cls.server, "10001", "Agent-10001")
        cls.two = Api.sign_in(cls.server, "10002", "Agent-10002")
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")

    def ask(self, api, method, pattern, body=None, query="", **places):
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", value)
        reply = api.ask(method, f"/api/v1{path}{query}", body)
        self.assertEqual(self.document.problems(method, f"/api/v1{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def customer(self, api, name, number):
        reply = api.post("/api/v1/customers", {"name": name, "gender": "unknown", "level": "一般", "note": "",
                                              "numbers": [{"number": number, "kind": ""}]})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def upload(self, api, name, content, status=201):
        reply = api.ask("POST", "/api/v1/follow-up-files?name=" + urllib.parse.quote(name), content,
                        headers={"Content-Type": "application/octet-stream"})
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def write(self, api, customer, status=201, **draft):
        reply = self.ask(api, "POST", "/customers/{id}/follow-ups", {"note": "", "files": [], **draft}, id=customer)
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def test_a_follow_up_by_the_companys_form(self):
        """R133, R164, R169: chosen, filled in, with photos; in the list of who may see it, and on the card."""
        form = {"name": "首次回访", "objects": ["customer"], "published": True,
                "audience": {"everybody": True, "roles": [], "departments": [], "people": []},
                "fields": [{"key": "", "type": "radio", "name": "意向", "width": 6, "required": True, "enabled": True,
                            "choices": [{"key": "", "name": "高", "enabled": True},
                                        {"key": "", "name": "低", "enabled": True}]},
                           {"key": "", "type": "date", "name": "下单日期", "width": 6, "required": False,
                            "enabled": True, "choices": []}]}
        made = self.admin.post("/api/v1/crm/templates", form)
        self.assertEqual(made.status, 201, made)
        wish, date = made.json["fields"]
        customer = self.customer(self.one, "陈女士", "13712000001")
        mine = [one for one in self.one.get("/api/v1/crm/book").json["templates"] if one["name"] == "首次回访"]
        self.assertEqual(len(mine), 1, "published: everybody may choose it")
        refused = self.write(self.one, customer, 422, template_id=made.json["id"], fields={date["key"]: "下周"})
        self.assertEqual({(one["field"], one["code"]) for one in refused["error"]["fields"]},
                         {("fields." + wish["key"], "config.required"),
                          ("fields." + date["key"], "follow_up.bad_value")})
        photo, paper = self.upload(self.one, "现场.png", png()), self.upload(self.one, "要求.txt", "蓝色".encode())
        self.assertEqual((photo["media_type"], paper["media_type"]), ("image/png", "text/plain"))
        written = self.write(self.one, customer, template_id=made.json["id"], note="客户要蓝色",
                             fields={wish["key"]: wish["choices"][0]["key"]}, files=[photo["id"], paper["id"]])
        self.assertEqual([(one["name"], one["text"]) for one in written["fields"]], [("意向", "高")])
        self.assertEqual([one["name"] for one in written["files"]], ["现场.png", "要求.txt"])
        # Whoever sees the follow-up opens its files; a photo in the page, a text as a download, nothing as a program.
        shown = self.leader.get(f"/api/v1/follow-up-files/{photo['id']}")
        self.assertEqual((shown.status, shown.body), (200, png()))
        self.assertEqual(shown.headers.get("X-Content-Type-Options"), "nosniff")
        saved = self.leader.get(f"/api/v1/follow-up-files/{paper['id']}")
        self.assertIn("attachment", saved.headers.get("Content-Disposition", ""))
        self.assertEqual(self.two.get(f"/api/v1/follow-up-files/{photo['id']}").status, 404)
        # The list: one's own; the leader's people; a stranger has none of it.
        for api, expected in ((self.one, 1), (self.leader, 1), (self.two, 0)):
            found = self.ask(api, "GET", "/follow-ups", query="?text=" + urllib.parse.quote("蓝色")).json["items"]
            self.assertEqual(len(found), expected)
        self.assertEqual(self.ask(self.two, "GET", "/follow-ups/{id}", id=written["id"]).status, 404)
        self.assertEqual([one["note"] for one in self.ask(self.one, "GET", "/customers/{id}/follow-ups",
                                                         id=customer).json["items"]], ["客户要蓝色"])
        # A template that is not in use any more is said; what was written stays readable.
        self.assertEqual(self.admin.put(f"/api/v1/crm/templates/{made.json['id']}",
                                        {**made.json, "published": False}).status, 200)
        self.assertEqual(self.write(self.one, customer, 404, template_id=made.json["id"], note="x")["error"]["code"],
                         "follow_up.unknown_template")
        self.assertEqual(self.one.get(f"/api/v1/follow-ups/{written['id']}").json["template_name"], "首次回访")
        # Deleted with its files, by who wrote it or by a leader; not by a colleague.
        self.assertEqual(self.ask(self.two, "DELETE", "/follow-ups/{id}", id=written["id"]).status, 404)
        folder = self.server.data / "recordings" / "attachments"
        kept = {path.name for path in folder.rglob("*") if path.is_file()}
        self.assertLessEqual({photo["id"], paper["id"]}, kept)
        self.assertEqual(self.ask(self.leader, "DELETE", "/follow-ups/{id}", id=written["id"]).status, 204)
        self.admin.wait(lambda: not {photo["id"], paper["id"]} & {path.name for path in folder.rglob("*")}, patient(5),
                        "the files go with it")

    def test_ten_files_at_the_most(self):
        """R133: ten with the photos; one's own; each once."""
        customer = self.customer(self.one, "周先生", "13712000002")
        files = [self.upload(self.one, f"{n}.txt", b"text")["id"] for n in range(11)]
        refused = self.write(self.one, customer, 422, note="x", files=files)
        self.assertEqual(refused["error"]["fields"][0]["code"], "follow_up.too_many_files")
        other = self.upload(self.two, "x.txt", b"text")["id"]
        self.assertEqual(self.write(self.one, customer, 404, note="x", files=[other])["error"]["code"],
                         "attachment.unknown")
        self.assertEqual(self.ask(self.two, "DELETE", "/follow-up-files/{id}", id=files[10]).status, 404)
        self.assertEqual(self.ask(self.one, "DELETE", "/follow-up-files/{id}", id=files[10]).status, 204)
        written = self.write(self.one, customer, note="x", files=files[:10])
        self.assertEqual(len(written["files"]), 10)
        self.assertEqual(self.write(self.one, customer, 404, note="y", files=files[:1])["error"]["code"],
                         "attachment.unknown", "it belongs to one already")

    def test_whom_i_am_to_ask_again_today(self):
        """R210: until it is done, or a new date is agreed."""
        customer = self.customer(self.one, "吴女士", "13712000003")
        past = self.write(self.one, customer, 422, note="再打", next_at_ms=now_ms() - 1000)
        self.assertEqual(past["error"]["fields"][0]["code"], "follow_up.next_is_past")
        first = self.write(self.one, customer, note="下午再打", next_at_ms=now_ms() + 3_600_000)

        def due(api=self.one):
            return [(one["customer_name"], one["note"]) for one in self.ask(
                api, "GET", "/follow-ups/due", query=f"?before_ms={now_ms() + A_DAY_MS}").json["items"]]

        self.assertEqual(due(), [("吴女士", "下午再打")])
        self.assertEqual(due(self.leader), [], "whose date it is")
        self.write(self.one, customer, note="改到明晚", next_at_ms=now_ms() + A_DAY_MS // 2)
        self.assertEqual(due(), [("吴女士", "改到明晚")])
        self.assertEqual(self.ask(self.two, "POST", "/follow-ups/{id}/met", id=first["id"]).status, 404)
        self.write(self.one, customer, note="已成交")
        self.assertEqual(due(), [], "asked again")

    def test_plans_about_a_customer(self):
        """R075, R131: on the card of whom they are about, whoever takes part; reminded like all plans."""
        customer = self.customer(self.one, "郑先生", "13712000004")
        plan = {"kind": "plan", "content": "回访郑先生", "related": "郑先生", "people": ["10002"],
                "due_at_ms": now_ms() + 1500, "customer": customer}
        made = self.ask(self.one, "POST", "/tasks", plan)
        self.assertEqual((made.status, made.json["customer"]), (201, customer), made)
        self.assertEqual(self.one.post("/api/v1/tasks", {**plan, "customer": "17"}).status, 404)
        shown = self.ask(self.one, "GET", "/customers/{id}/plans", id=customer).json["items"]
        self.assertEqual([(one["content"], one["people"], one["mine"]) for one in shown],
                         [("回访郑先生", ["10002"], True)])
        self.assertEqual(self.ask(self.two, "GET", "/customers/{id}/plans", id=customer).status, 404)
        self.admin.wait(lambda: any(one["text"] == "回访郑先生" for one in self.two.get(
            "/api/v1/system-messages").json["items"]), patient(10), "whoever takes part is reminded")
        self.assertEqual(self.two.post(f"/api/v1/tasks/{made.json['id']}/complete").status, 200)
        [done] = self.one.get(f"/api/v1/customers/{customer}/plans").json["items"]
        self.assertTrue(done["completed_at_ms"])

    def test_service_records_and_contact_history(self):
        """R076, R165, R166, R168: written about a call, found by every condition, changed, deleted, exported."""
        form = {"id": "0", "kinds": ["报修", "咨询"], "systems": ["打印", "邮件"], "results": ["已解决"]}
        self.assertEqual(self.agent_may_not_set(form), 403)
        self.assertEqual(self.ask(self.admin, "PUT", "/crm/service-form", form).status, 200)
        twice = self.admin.put("/api/v1/crm/service-form", {**form, "kinds": ["报修", " 报修"]})
        self.assertEqual((twice.status, twice.json["error"]["fields"][0]["code"]), (422, "config.twice"))
        self.assertEqual(self.one.get("/api/v1/crm/book").json["service_form"]["systems"], ["打印", "邮件"])
        phone = self.agent_phone(1)
        call = self.customer_calls(customer="13712000005")
        ringing = phone.expect_call()
        ringing.answer()
        call.wait_up()
        [live] = [one for one in self.admin.calls() if one["customer_number"] == "13712000005"]
        customer = self.customer(self.one, "冯先生", "13712000005")
        draft = {"note": "打印机卡纸", "result": "", "kind": "报修", "concerns": "打印", "state": "following",
                 "priority": "high", "call": live["id"]}
        self.assertEqual(self.one.post(f"/api/v1/customers/{customer}/services", draft).status, 204)
        call.bye()
        ringing.wait_ended()
        self.admin.wait(lambda: self.one.get("/api/v1/service-records?recorded=true").json["total"] == 1, patient(10),
                        "the recording of the call can be heard from here (R103)")
        for asked, expected in (("number=13712000005", 1), ("agent=10001", 1), ("note=卡纸", 1), ("name=冯", 1),
                                ("state=following&priority=high&kind=报修&concerns=打印", 1), ("state=solved", 0),
                                (f"from_ms={now_ms() - 60_000}", 1), (f"to_ms={now_ms() - 600_000}", 0),
                                (f"call={live['id']}", 1), ("search=卡纸", 1)):
            for name in ("service-records", "contact-history"):
                query = "?" + urllib.parse.quote(asked, safe="=&")
                found = self.ask(self.one, "GET", f"/{name}", query=query).json["items"]
                self.assertEqual(len(found), expected, f"{name} {asked}")
        [row] = self.one.get("/api/v1/contact-history").json["items"]
        self.assertEqual((row["customer_name"], row["number"], row["mine"]), ("冯先生", "13712000005", True))
        self.assertEqual(self.two.get("/api/v1/service-records").json["total"], 0, "an agent sees what he wrote")
        self.assertEqual(self.leader.get("/api/v1/service-records").json["total"], 1)
        changed = self.ask(self.one, "PUT", "/service-records/{id}", {**draft, "state": "solved", "result": "已解决"},
                           id=row["id"])
        self.assertEqual((changed.status, changed.json["state"], changed.json["call"]), (200, "solved", live["id"]))
        self.assertEqual(self.two.put(f"/api/v1/service-records/{row['id']}", draft).status, 404)
        self.assertEqual(self.one.get(f"/api/v1/customers/{customer}").json["services"][0]["state"], "solved")
        # R168: what is shown, as a file.
        asked = "/api/v1/contact-history?format=csv&columns=note,state,priority,number"
        csv = self.leader.get(asked).body.decode("utf-8-sig").split()
        self.assertEqual(csv, ["业务描述,处理状态,优先级,电话号码", "打印机卡纸,已解决,高,13712000005"])
        self.assertEqual(self.ask(self.leader, "DELETE", "/service-records/{id}", id=row["id"]).status, 204)
        self.assertEqual(self.one.get("/api/v1/service-records").json["total"], 0)
        self.assertEqual(self.one.get(f"/api/v1/customers/{customer}").json["services"], [])

    def agent_may_not_set(self, form):
        return self.one.put("/api/v1/crm/service-form", form).status

    def test_drafts_outlive_the_page(self):
        """R074: for oneself alone, until they are saved or given up."""
        self.assertEqual(self.ask(self.one, "PUT", "/me/drafts/{about}", {"note": "没写完"}, about="call-9.service").status,
                         204)
        again = Api.sign_in(self.server, "10001", "Agent-10001")
        [kept] = self.ask(again, "GET", "/me/drafts").json["items"]
        self.assertEqual((kept["about"], kept["document"]), ("call-9.service", {"note": "没写完"}))
        self.assertEqual(self.two.get("/api/v1/me/drafts").json["items"], [])
        for about, body in (("a%2Fb", {}), ("x", [1]), ("y" * 61, {})):
            self.assertEqual(self.one.put(f"/api/v1/me/drafts/{about}", body).json["error"]["code"], "draft.malformed")
        self.assertEqual(self.one.put("/api/v1/me/drafts/x", {"text": "x" * 70_000}).status, 413)
        self.assertEqual(self.ask(self.one, "DELETE", "/me/drafts/{about}", about="call-9.service").status, 204)
        self.assertEqual(self.one.get("/api/v1/me/drafts").json["items"], [])
