"""Customers and their own agents: who answers an unknown caller saves the customer, and is rung first the next time."""
import threading
import unittest
import urllib.parse

from harness import postgres
from harness.api import Api
from harness.case import CallCentreCase
from harness.site import Site, toml_table


class OwnAgentFirst(Site):
    options = {"assigned_agent_first": True}

    def text(self):
        return toml_table("tenant", self.tenant | {"options": self.options}) + super().text().split("\n\n", 1)[1]


def card(name, *numbers, **more):
    return {"name": name, "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": number, "kind": ""} for number in numbers], **more}


class Customers(CallCentreCase):
    """Queue 600, linear: agent 1 before agent 2; leader 10090 leads it. Agent 3 has a queue of his own."""

    @classmethod
    def site(cls, carrier_address):
        return (OwnAgentFirst().agents(4).leader()
                .queue(600, [1, 2], ring_timeout_s=2, leaders=["10090"]).queue(601, [3])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").did("4008001235", "queue:601")
                .dial_out())

    @classmethod
    def setUpClass(cls):
        cls.signed_in = {}  # nobody signs in so often that the server asks for patience
        super().setUpClass()

    def agent_api(self, n):
        if n not in self.signed_in:
            self.signed_in[n] = super().agent_api(n)
        return self.signed_in[n]

    def leader(self):
        if "leader" not in self.signed_in:
            self.signed_in["leader"] = Api.sign_in(self.server, "10090", "Leader-10090")
        return self.signed_in["leader"]

    def save(self, who, draft, status=201):
        reply = who.post("/api/v1/customers", draft)
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def live(self, customer):
        return [call for call in self.admin.calls() if call["customer_number"] == customer]

    def test_who_answers_and_saves_the_customer_rings_first_the_next_time(self):
        """R088, R089: the whole way, with two free agents of whom the other one is first in turn."""
        number = "13711110001"
        first = self.agent_phone(1)
        second = self.agent_phone(2)
        call = self.customer_calls(customer=number)
        first.expect_call().refuse(603)
        ringing = second.expect_call()
        ringing.answer()
        call.wait_up()
        [live] = self.live(number)
        self.assertIsNone(live["customer"])
        agent = self.agent_api(2)
        known = agent.get(f"/api/v1/calls/{live['id']}/customer")
        self.assertEqual((known.status, known.json["number"], known.json["customer"]), (200, number, None))
        saved = self.save(agent, card("陈女士", number, call=live["id"]))
        self.assertEqual(saved["owner"]["number"], "10002")
        self.admin.wait(lambda: (self.live(number)[0]["customer"] or {}).get("id") == saved["id"], 5,
                        "the call learns of its customer")
        call.bye()
        ringing.wait_ended()

        # As another network writes the same number: agent 1 is first in turn, agent 2 is the customer's own.
        call = self.customer_calls(customer="0" + number)
        ringing = second.expect_call()
        [live] = self.live("0" + number)
        self.assertEqual((live["customer"]["id"], live["customer_name"]), (saved["id"], "陈女士"))
        self.assertFalse(first.incoming, "only the customer's own agent rings")
        # Who does not answer leaves it to the queue.
        ringing.ring()
        other = first.expect_call()
        other.answer()
        call.wait_up()
        # Who answers a customer that has an owner does not become it, and may still write down what was said.
        draft = card("陈女士", number, note="想退货", version=saved["version"], call=self.live("0" + number)[0]["id"])
        changed = self.agent_api(1).put(f"/api/v1/customers/{saved['id']}", draft)
        self.assertEqual((changed.status, changed.json["owner"]["number"]), (200, "10002"), changed)
        call.bye()
        other.wait_ended()
        history = self.agent_api(2).get(f"/api/v1/customers/{saved['id']}/history").json["items"]
        self.assertEqual([(line["what"], line["user"]) for line in history],
                         [("changed", "10001"), ("created", "10002")])
        self.assertEqual(history[0]["changes"], [{"field": "note", "before": "", "after": "想退货"}])
        # R072: both calls stand on the card, though the networks wrote the number differently.
        self.admin.wait(lambda: len(agent.get(f"/api/v1/customers/{saved['id']}").json["calls"]) == 2, 5, "two calls")
        calls = agent.get(f"/api/v1/customers/{saved['id']}").json["calls"]
        self.assertEqual([one["agent"] for one in calls], ["10001", "10002"])
        self.assertEqual(calls[0]["queue"], "600")
        # R096, R098: the lists name the customer of both, and find them by the name, exact or in part.
        for asked in ("customer=陈女士", "search=陈女"):
            found = self.admin.items("/api/v1/call-records?" + urllib.parse.quote(asked, safe="=&"))
            self.assertEqual([one["customer_name"] for one in found], ["陈女士"] * 2, asked)
            self.assertEqual({one["customer_number"] for one in found}, {number, "0" + number})
            recorded = self.admin.items("/api/v1/recordings?" + urllib.parse.quote(asked, safe="=&"))
            self.assertEqual([one["customer_name"] for one in recorded], ["陈女士"] * 2, asked)
        self.assertEqual(self.admin.items("/api/v1/call-records?" + urllib.parse.quote("customer=陈女", safe="=&")), [])

    def test_owner_who_is_away_does_not_keep_the_caller_waiting(self):
        """R088."""
        number = "13711110002"
        self.save(self.leader(), card("王先生", number, owner="10002"))
        first = self.agent_phone(1)
        call = self.customer_calls(customer=number)
        ringing = first.expect_call()
        ringing.answer()
        call.wait_up()
        call.bye()
        ringing.wait_ended()

    def test_saved_during_after_call_work(self):
        """R089: the card is often filled in when the customer has hung up."""
        number = "13711110003"
        phone = self.agent_phone(1)
        self.save(self.leader(), card("李先生", number, owner=""))
        call = self.customer_calls(customer=number)
        ringing = phone.expect_call()
        ringing.answer()
        call.wait_up()
        [live] = self.live(number)
        call.bye()
        ringing.wait_ended()
        agent = self.agent_api(1)
        found = agent.get(f"/api/v1/calls/{live['id']}/customer").json["customer"]
        self.assertIsNone(found["owner"])
        draft = card("李先生", number, note="已答复", call=live["id"])
        self.assertEqual(self.agent_api(3).put(f"/api/v1/customers/{found['id']}", draft).status, 404, "not his call")
        changed = agent.put(f"/api/v1/customers/{found['id']}", draft)
        self.assertEqual((changed.status, changed.json["owner"]["number"]), (200, "10001"), changed)
        # R073, R165: what was said is written down, and stands on the card.
        service = {"result": "已解决", "note": "已告知营业时间", "call": live["id"]}
        self.assertEqual(agent.post(f"/api/v1/customers/{found['id']}/services", service).status, 204)
        file = agent.get(f"/api/v1/customers/{found['id']}").json
        self.assertEqual([(one["note"], one["agent"]) for one in file["services"]], [("已告知营业时间", "10001")])

    def test_two_who_save_one_number_at_once_leave_one_customer(self):
        """R161: the database decides, whoever comes second is told whose it is."""
        for attempt in range(5):
            number = f"1371112000{attempt}"
            written = (number, f"+86 {number[:3]} {number[3:7]} {number[7:]}")
            agents = [self.agent_api(1), self.agent_api(2)]
            start, replies = threading.Barrier(2), [None, None]

            def save(n):
                start.wait()
                replies[n] = agents[n].post("/api/v1/customers", card(f"客户{n}", written[n]))

            threads = [threading.Thread(target=save, args=(n,)) for n in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(reply.status for reply in replies), [201, 409], replies)
            winner = 0 if replies[0].status == 201 else 1
            error = replies[1 - winner].json["error"]
            self.assertEqual(error["code"], "customer.exists")
            named = [field["message"] for field in error["fields"] if field["field"] == "customer"]
            self.assertEqual(named, [replies[winner].json["id"]])
            found = agents[1 - winner].get(f"/api/v1/customers/by-number/{number}")
            self.assertEqual(found.json["customer"]["name"], f"客户{winner}")
            self.assertEqual(len(self.admin.items(f"/api/v1/customers?number={number}")), 1)

    def test_one_sees_ones_own_and_what_one_leads(self):
        """R137, R139, U20."""
        mine = self.save(self.agent_api(1), card("我的客户", "13711130001"))
        theirs = self.save(self.agent_api(3), card("三号的客户", "13711130003"))
        names = lambda who: {item["name"] for item in who.items("/api/v1/customers")}
        self.assertIn("我的客户", names(self.agent_api(1)))
        self.assertNotIn("三号的客户", names(self.agent_api(1)))
        self.assertIn("我的客户", names(self.leader()))
        self.assertNotIn("三号的客户", names(self.leader()), "agent 3 is in none of his queues")
        self.assertIn("三号的客户", names(self.admin))
        path = f"/api/v1/customers/{theirs['id']}"
        self.assertEqual(self.agent_api(1).get(path).status, 404)
        self.assertEqual(self.agent_api(1).delete(path).status, 403, "agents do not delete")
        self.assertEqual(self.leader().delete(path).status, 404)
        gone = f"/api/v1/customers/{mine['id']}"
        self.assertEqual(self.leader().delete(gone).status, 204)
        self.assertEqual(self.agent_api(1).get(gone).status, 404)
        self.assertEqual(self.leader().post(f"{gone}/restore").status, 200)
        self.assertEqual(self.agent_api(1).get(gone).status, 200)

    def test_what_is_wrong_is_said_by_field(self):
        agent = self.agent_api(1)
        wrong = agent.post("/api/v1/customers", card("", "12", "13711140001", "+8613711140001"))
        self.assertEqual(wrong.status, 422, wrong)
        self.assertEqual([field["field"] for field in wrong.json["error"]["fields"]], ["name"])
        wrong = agent.post("/api/v1/customers", card("名字", "12", "13711140001", "+8613711140001"))
        self.assertEqual([(field["field"], field["code"]) for field in wrong.json["error"]["fields"]],
                         [("numbers[0].number", "number.malformed"), ("numbers[2].number", "config.twice")])
        saved = self.save(agent, card("名字", "13711140001"))
        draft = card("新名字", "13711140001", version=saved["version"])
        path = f"/api/v1/customers/{saved['id']}"
        self.assertEqual(agent.put(path, draft).status, 200)
        late = agent.put(path, draft | {"name": "旧页面"})
        self.assertEqual((late.status, late.json["error"]["code"]), (409, "customer.changed"))
        self.assertEqual(agent.get(path).json["customer"]["name"], "新名字")


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class CustomersOnPostgres(Customers):
    """The same on the other database."""

    @classmethod
    def setUpClass(cls):
        cls.postgres = postgres.Postgres()
        cls.addClassCleanup(cls.postgres.close)
        cls.db = cls.postgres.url
        super().setUpClass()
