"""Leads and contacts beside customers: lists, deletion with contacts and recovery, conversion, the telephone."""
import unittest
import urllib.parse

from harness import postgres
from harness.api import Api
from harness.case import CallCentreCase
from harness.site import Site


def draft(name, *numbers, **more):
    return {"name": name, "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": number, "kind": ""} for number in numbers], **more}


class BusinessObjects(CallCentreCase):
    """Queue 600: agents 1 and 2; leader 10090 leads it."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(3).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        cls.signed_in = {}
        super().setUpClass()

    def agent_api(self, n):
        if n not in self.signed_in:
            self.signed_in[n] = super().agent_api(n)
        return self.signed_in[n]

    def leader(self):
        if "leader" not in self.signed_in:
            self.signed_in["leader"] = Api.sign_in(self.server, "10090", "Leader-10090")
        return self.signed_in["leader"]

    def make(self, who, body):
        reply = who.post("/api/v1/customers", body)
        self.assertEqual(reply.status, 201, reply)
        return reply.json

    def setting(self, kind, body):
        reply = self.admin.post(f"/api/v1/crm/{kind}", body)
        self.assertIn(reply.status, (200, 201), reply)
        return reply.json

    def names(self, who, path):
        reply = who.get(urllib.parse.quote(path, safe="/?=&"))
        self.assertEqual(reply.status, 200, reply)
        return [row["name"] for row in reply.json["items"]]

    def test_each_object_has_its_list_and_all_of_them_one_card(self):
        """R120, R142, R145, R147: leads and contacts are listed by themselves, and seen by whoever may see them."""
        agent, colleague = self.agent_api(1), self.agent_api(2)
        customer = self.make(agent, draft("名录客户", "13500010001"))
        lead = self.make(agent, draft("名录线索", "13500010002", object="lead"))
        contact = self.make(agent, draft("名录联系人", "13500010003", object="contact", parent=customer["id"]))
        self.assertEqual((lead["object"], contact["object"]), ("lead", "contact"))
        self.assertEqual(contact["parent"], {"id": customer["id"], "name": "名录客户"})
        self.assertIsNone(contact["owner"])
        for path, name in (("customers", "名录客户"), ("leads", "名录线索"), ("contacts", "名录联系人")):
            self.assertEqual(self.names(agent, f"/api/v1/{path}?search=名录"), [name])
            self.assertEqual(self.names(colleague, f"/api/v1/{path}?search=名录"), [])
            self.assertEqual(self.names(self.leader(), f"/api/v1/{path}?search=名录"), [name])
        self.assertEqual(self.names(agent, f"/api/v1/contacts?parent={customer['id']}"), ["名录联系人"])
        for one in (lead, contact):
            self.assertEqual(agent.get(f"/api/v1/customers/{one['id']}").json["customer"]["name"], one["name"])
            self.assertEqual(colleague.get(f"/api/v1/customers/{one['id']}").status, 404)
        orphan = agent.post("/api/v1/customers", draft("孤儿", "13500010004", object="contact"))
        self.assertEqual((orphan.status, orphan.json["error"]["fields"][0]["field"]), (422, "parent"), orphan)
        file = self.leader().get("/api/v1/leads?format=csv&search=" + urllib.parse.quote("名录"))
        self.assertEqual(file.status, 200, file)
        self.assertIn("名录线索", file.body.decode())

    def test_deleting_a_customer_names_its_contacts_and_can_be_taken_back(self):
        """R130, R144 (U11): how many contacts go with it must be known; all of them come back."""
        agent, leader = self.agent_api(1), self.leader()
        customer = self.make(agent, draft("删除客户", "13500020001"))
        for n in (2, 3):
            self.make(agent, draft(f"删除联系人{n}", f"1350002000{n}", object="contact", parent=customer["id"]))
        path = f"/api/v1/customers/{customer['id']}"
        self.assertEqual(agent.delete(path).status, 403, "agents do not delete")
        self.assertEqual(leader.get(path + "/dependents").json["contacts"], 2)
        refused = leader.delete(path)
        self.assertEqual((refused.status, refused.json["error"]["code"]), (409, "customer.has_contacts"), refused)
        self.assertEqual(leader.delete(path + "?contacts=1").status, 409)
        self.assertEqual(leader.delete(path + "?contacts=2").status, 204)
        self.assertEqual(self.names(agent, "/api/v1/contacts?search=删除联系人"), [])
        self.assertEqual(leader.get("/api/v1/customers/by-number/13500020003").status, 404)
        self.assertEqual(self.names(leader, "/api/v1/deleted-objects?search=删除"), ["删除客户"])
        self.assertEqual(agent.get("/api/v1/deleted-objects").status, 403)
        self.assertEqual(leader.post(path + "/restore").status, 200)
        self.assertEqual(len(self.names(agent, "/api/v1/contacts?search=删除联系人")), 2)
        known = leader.get("/api/v1/customers/by-number/13500020003")
        self.assertEqual((known.status, known.json["customer"]["name"]), (200, "删除客户"))

    def test_a_lead_becomes_a_customer_with_fields_and_tags(self):
        """R147, R148, R163: the page is filled in by the mapping; the lead stays and names its customer."""
        target = self.setting("tag-groups", {"object": "customer", "name": "等级", "colour": "brand",
                                             "tags": [{"name": "贵宾"}]})["tags"][0]
        lead_tag = self.setting("tag-groups", {"object": "lead", "name": "热度", "colour": "warn",
                                               "tags": [{"name": "重点", "customer_tag": target["id"]}]})["tags"][0]
        agent = self.agent_api(1)
        lead = self.make(agent, draft("转化线索", "13500030001", object="lead", tags=[lead_tag["id"]], note="展会"))
        self.assertEqual([tag["name"] for tag in lead["tags"]], ["重点"])
        proposed = agent.get(f"/api/v1/leads/{lead['id']}/conversion")
        self.assertEqual(proposed.status, 200, proposed)
        self.assertIsNone(proposed.json["customer"])
        filled = {key: value for key, value in proposed.json["draft"].items() if value is not None}
        self.assertEqual((filled["name"], filled["note"], filled["tags"]), ("转化线索", "展会", [target["id"]]))
        customer = self.make(agent, filled)
        self.assertEqual((customer["object"], customer["source"]), ("customer", "lead"))
        self.assertEqual([tag["name"] for tag in customer["tags"]], ["贵宾"])
        now = agent.get(f"/api/v1/customers/{lead['id']}").json["customer"]
        self.assertEqual(now["converted_to"], {"id": customer["id"], "name": "转化线索"})
        again = agent.post("/api/v1/customers", filled)
        self.assertEqual((again.status, again.json["error"]["code"]), (409, "lead.converted"), again)
        self.assertEqual(self.names(agent, "/api/v1/leads?converted=yes&search=转化"), ["转化线索"])
        self.assertEqual(self.names(agent, "/api/v1/leads?converted=no&search=转化"), [])

    def test_a_lead_joins_the_customer_who_has_its_number(self):
        """R148: whoever has the number already is offered, and nothing of them is overwritten."""
        agent = self.agent_api(1)
        customer = self.make(agent, draft("已有客户", "13500040001", note="老客户"))
        lead = self.make(agent, draft("重号线索", "13500040001", object="lead", note="新线索"))
        proposed = agent.get(f"/api/v1/leads/{lead['id']}/conversion").json
        self.assertEqual(proposed["customer"]["id"], customer["id"])
        joined = agent.post(f"/api/v1/leads/{lead['id']}/convert", {"customer": customer["id"]})
        self.assertEqual((joined.status, joined.json["note"]), (200, "老客户"), joined)
        twice = agent.post(f"/api/v1/leads/{lead['id']}/convert", {"customer": customer["id"]})
        self.assertEqual((twice.status, twice.json["error"]["code"]), (409, "lead.converted"))

    def test_dynamics_tell_what_happened_five_at_a_time(self):
        """R134: operations, service records and calls in one list, narrowed by kind, more on demand."""
        agent = self.agent_api(1)
        customer = self.make(agent, draft("动态客户", "13500050001"))
        path = f"/api/v1/customers/{customer['id']}"
        for n in range(4):
            self.assertEqual(agent.post(path + "/services", {"note": f"第{n}次", "result": "", "call": None}).status, 204)
            changed = agent.put(path, draft("动态客户", "13500050001", note=f"改{n}"))
            self.assertEqual(changed.status, 200, changed)
        first = agent.get(path + "/dynamics")
        self.assertEqual((first.status, len(first.json["items"])), (200, 5), first)
        self.assertTrue(first.json["next"])
        rest = agent.get(path + f"/dynamics?size=50&after={first.json['next']}").json
        kinds = [one["kind"] for one in first.json["items"] + rest["items"]]
        self.assertEqual((kinds.count("service"), kinds.count("change"), rest["next"]), (4, 5, ""))
        services = agent.get(path + "/dynamics?kind=service").json["items"]
        self.assertEqual([one["note"] for one in services], ["第3次", "第2次", "第1次", "第0次"])
        self.assertEqual(agent.get(path + "/dynamics?kind=weather").status, 400)
        self.assertEqual(self.agent_api(2).get(path + "/dynamics").status, 404)

    def test_the_telephone_knows_customers_contacts_and_leads(self):
        """R069: a customer before the customer of a contact before a lead, and the page of the call says who it is."""
        agent = self.agent_api(1)
        customer = self.make(agent, draft("来电客户", "13500060001"))
        self.make(agent, draft("来电联系人", "13500060002", object="contact", parent=customer["id"]))
        self.make(agent, draft("来电线索", "13500060003", object="lead"))
        phone = self.agent_phone(1)
        for number, name, contact in (("13500060002", "来电客户", "来电联系人"), ("013500060003", "来电线索", None)):
            call = self.customer_calls(customer=number)
            ringing = phone.expect_call()
            # Whose number it is comes from the database while the telephone rings already.
            live = self.wait(lambda: next((one for one in self.admin.calls() if one["customer_number"] == number and
                                           one["customer"]), None), 5, f"{number} is known before anybody answers")
            self.assertEqual(live["customer"]["name"], name)
            shown = agent.get(f"/api/v1/calls/{live['id']}/customer").json
            self.assertEqual(shown["customer"]["name"], name)
            self.assertEqual((shown["contact"] or {}).get("name"), contact)
            call.hang_up()
            ringing.wait_ended()


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class BusinessObjectsOnPostgres(BusinessObjects):
    """The same on the other database."""

    @classmethod
    def setUpClass(cls):
        cls.postgres = postgres.Postgres()
        cls.addClassCleanup(cls.postgres.close)
        cls.db = cls.postgres.url
        super().setUpClass()
