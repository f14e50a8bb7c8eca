"""号码隐藏 (R264, U16, U17): whoever may not see customers' numbers finds them nowhere; he can dial them all the same."""
import io
import json
import re
import unittest
import urllib.parse
import zipfile

from harness import postgres
from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.site import Site
from harness.websocket import WebSocket

SHOWN = {"all": "*****", "partial": CUSTOMER[:3] + "****" + CUSTOMER[7:]}
# What changes with every asking, or is none of the API's.
FORMATS = ("", "?format=csv", "?format=xlsx", "?page=1&size=100", "?search=" + CUSTOMER[3:7])


class NumberWalk(CallCentreCase):
    """Everything that a person can ask for, looked through for the customer's whole number."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(4).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)

    def lists(self, api):
        """Every GET route without a place in its path that this person may ask."""
        for method, path in self.document.operations("/api/v1/"):
            if method == "GET" and "{" not in path and api.get(path).status != 403:
                yield path

    def details(self, api, path):
        """The routes below this list, filled with the ids and numbers that it shows."""
        reply = api.get(f"{path}?size=100")
        rows = reply.json.get("items", []) if reply.status == 200 and reply.body[:1] == b"{" else []
        below = [one for method, one in self.document.operations(path + "/{")
                 if method == "GET" and one.count("{") == 1]
        for row in rows[:5]:
            for pattern in below:
                key = row.get("id") or row.get("number")
                if key:
                    filled = re.sub(r"\{\w+\}", urllib.parse.quote(str(key), safe=""), pattern)
                    yield filled
                    yield filled + "?download=1"

    def find_number(self, api):
        """Every place where the whole number stands that this person can reach; and how many places were looked at."""
        found, looked = [], 0
        for path in list(self.lists(api)):
            asked = [path + query for query in FORMATS] + list(self.details(api, path))
            for address in asked:
                reply = api.get(address)
                looked += 1
                text = str(list(reply.headers.items())).encode() + reply.body
                # A search says again what was searched for, and that is no whole number.
                if CUSTOMER.encode() in text:
                    found.append(f"{address}: {reply}")
        return found, looked

    def assert_hidden(self, api):
        found, looked = self.find_number(api)
        self.assertEqual(found, [])
        self.assertGreater(looked, 60)


class HiddenNumbers(NumberWalk):
    def hide(self, how):
        options = self.admin.get("/api/v1/config/options").json
        reply = self.admin.put("/api/v1/config/options", {**options, "hide_numbers": how})
        self.assertEqual(reply.status, 204, reply)

    def test_nobody_who_may_not_finds_the_number(self):
        for how in ("partial", "all"):
            with self.subTest(how):
                self.hide(how)
                phone = self.agent_phone(1)
                agent = self.agent_api(1)
                with WebSocket(self.server, "/ws", agent.token) as socket:
                    # From here on what happens is told as it happens, and not as the picture one begins with.
                    self.assertEqual(json.loads(socket.receive()[1])["type"], "snapshot")
                    call, ringing = self.connected(phone)
                    # Another one waits: the queue shows whom.
                    waiting = self.customer_calls()
                    self.admin.wait(lambda: agent.get("/api/v1/queues/600/live").json["waiting"], 5, "somebody waits")
                    self.assertEqual(agent.get("/api/v1/queues/600/live").json["waiting"][0]["customer_number"],
                                     SHOWN[how])
                    self.assert_hidden(agent)
                    waiting.hang_up()
                    live = agent.calls()[0]
                    self.assertEqual(live["customer_number"], SHOWN[how])
                    self.assertTrue(live["number_token"].startswith("token:"))
                    call.bye()
                    ringing.wait_ended()
                    told = socket.messages(1)
                self.assertIn("call", [message["type"] for message in told])
                self.assertNotIn(CUSTOMER, str(told))
                # And one that nobody took: missed, lost.
                lost = self.customer_calls()
                phone.expect_call().ring()
                lost.hang_up()
                self.admin.wait(lambda: not self.admin.calls(), 5, "the calls are over")
                self.admin.wait(lambda: agent.items("/api/v1/missed-calls"), 5, "the missed call is listed")
                self.assert_hidden(agent)
                self.assertEqual({row["customer_number"] for row in agent.items("/api/v1/call-records")}, {SHOWN[how]})
                leader = Api.sign_in(self.server, "10090", "Leader-10090")
                self.assertEqual({row["customer_number"] for row in leader.items("/api/v1/call-records")}, {CUSTOMER})
                self.assertTrue(self.find_number(leader)[0], "the search of this test finds what is there")
                phone.unregister()

    def file_of(self, api, path, wish):
        """A file that is made for this person, and its name."""
        done = api.job_done(api.post(path, wish))
        file = api.get(f"/api/v1/data-jobs/{done['id']}/file")
        self.assertEqual(file.status, 200, file)
        return file.body, file.headers["Content-Disposition"] + str(done)

    def test_files_that_are_made_for_somebody(self):
        """U17: exports obey it too, and the names of recordings in a file."""
        self.hide("partial")
        phone, agent = self.agent_phone(2), self.agent_api(2)
        call, ringing = self.connected(phone)
        call.bye()
        ringing.wait_ended()
        self.admin.wait(lambda: agent.items("/api/v1/recordings"), 5, "it is recorded")
        listed, _ = self.file_of(agent, "/api/v1/exports", {"list": "call-records", "format": "csv", "query": ""})
        self.assertIn(SHOWN["partial"].encode(), listed)
        self.assertNotIn(CUSTOMER.encode(), listed)
        book, _ = self.file_of(agent, "/api/v1/exports", {"list": "recordings", "format": "xlsx", "query": ""})
        ids = [agent.items("/api/v1/recordings")[0]["id"]]
        sounds, about = self.file_of(agent, "/api/v1/recordings/zip", {"ids": ids})
        self.assertNotIn(CUSTOMER, about)
        for data in (book, sounds):
            archive = zipfile.ZipFile(io.BytesIO(data))
            for name in archive.namelist():
                self.assertNotIn(CUSTOMER, name)
                self.assertNotIn(CUSTOMER.encode(), archive.read(name), name)

    def test_a_hidden_number_can_be_dialled(self):
        """The token stands for the number where somebody dials, consults or transfers; others' tokens do not."""
        self.hide("all")
        phone, agent = self.agent_phone(2), self.agent_api(2)
        call, ringing = self.connected(phone)
        token = agent.calls()[0]["number_token"]
        call.bye()
        ringing.wait_ended()
        self.admin.wait_no_calls()
        phone.answer_automatically()
        self.carrier.answer_automatically()
        try:
            reply = agent.post("/api/v1/calls", {"to": token})
            self.assertEqual(reply.status, 202, reply)
            self.admin.wait(lambda: any(one["phase"] == "talking" for one in self.admin.calls()), 8, "they talk")
            self.assertEqual(self.admin.calls()[0]["customer_number"], CUSTOMER)
            self.assertEqual(agent.calls()[0]["customer_number"], "*****")
            self.assertEqual(agent.calls()[0]["called_number"], "*****")
            self.assertEqual(agent.act(agent.calls()[0]["id"], "hangup").status, 204)
            self.admin.wait_no_calls(patient(5))
        finally:
            phone.on_call = None
        for made_up in ("token:AAAA", token[:-6] + "AAAAAA", "token:"):
            reply = agent.post("/api/v1/calls", {"to": made_up})
            self.assertEqual((reply.status, reply.json["error"]["code"]), (400, "number.bad_token"), reply)

    def test_a_right_shows_what_is_hidden(self):
        """U17: who has the right sees whole numbers, from the moment it is given and on pages that are open."""
        self.hide("partial")
        role = {"code": "sees", "name": "看号码", "base": "agent", "data": "own",
                "rights": ["phone.use", "records.see", "queues.see"]}
        self.assertEqual(self.admin.put("/api/v1/config/roles/sees", role).status, 204)
        whole = self.admin.get("/api/v1/config/users/10001").json
        self.assertEqual(self.admin.put("/api/v1/config/users/10001", {**whole, "custom_role": "sees"}).status, 204)
        self.addCleanup(self.admin.put, "/api/v1/config/users/10001", whole)
        phone, agent = self.agent_phone(1), self.agent_api(1)
        call, ringing = self.connected(phone)
        self.assertEqual(agent.get("/api/v1/me").json["hides_numbers"], "partial")
        self.assertEqual(agent.calls()[0]["customer_number"], SHOWN["partial"])
        with WebSocket(self.server, "/ws", agent.token) as socket:
            self.assertNotIn(CUSTOMER, str(socket.snapshot()))
            self.assertNotIn(CUSTOMER, str(socket.messages(0.5)))
            role["rights"].append("numbers.full")
            self.assertEqual(self.admin.put("/api/v1/config/roles/sees", role).status, 204)
            socket.messages_until(lambda message: CUSTOMER in str(message), "the whole number")
        self.assertEqual(agent.get("/api/v1/me").json["hides_numbers"], "off")
        self.assertEqual(agent.calls()[0]["customer_number"], CUSTOMER)
        call.bye()
        ringing.wait_ended()


class HiddenByAPool(NumberWalk):
    """号码隐藏 of a public pool (R151, R265, B14): 10001 and 10002 are members, 10003 administers it."""

    def setUp(self):
        super().setUp()
        reply = self.admin.post("/api/v1/crm/pools", {
            "object": "customer", "name": "隐藏公海", "admins": ["10003"], "hide_numbers": True,
            "members": {"everybody": False, "roles": [], "departments": [], "people": ["10001", "10002"]}})
        self.assertEqual(reply.status, 201, reply)
        self.pool = reply.json["id"]
        self.addCleanup(self.admin.delete, f"/api/v1/crm/pools/{self.pool}")
        self.customer = self.card(pool=self.pool)
        self.addCleanup(lambda: self.act(self.admin, "delete", self.customer))

    def card(self, **more):
        reply = self.admin.post("/api/v1/customers", {
            "name": "公海客户", "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": CUSTOMER, "kind": ""}], **more})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def act(self, who, action, customer):
        reply = who.post("/api/v1/objects/actions", {"action": action, "ids": [customer]})
        self.assertEqual(reply.status, 200, reply)

    def rings(self, phone, answer=True, meanwhile=lambda: None):
        """What the telephone shows of the customer's call, which is over when this returns."""
        call = self.customer_calls()
        ringing = phone.expect_call()
        shown = ringing.invite
        meanwhile()
        if answer:
            ringing.answer()
            call.wait_up()
            call.bye()
            ringing.wait_ended()
        else:
            ringing.ring()
            call.hang_up()
        self.admin.wait_no_calls()
        return shown

    def records_of(self, who):
        return who.items("/api/v1/call-records")

    def test_a_member_finds_the_number_nowhere(self):
        """Telephone, first frames, live views, records, details, files; who claims him sees him whole from then on, in
        what was written before, too."""
        hidden = SHOWN["partial"]
        phone, agent = self.agent_phone(1), self.agent_api(1)
        with WebSocket(self.server, "/ws", agent.token) as socket:
            self.assertEqual(json.loads(socket.receive()[1])["type"], "snapshot")
            told = []  # a busy server tells nothing of a call that comes and goes in one moment
            invite = self.rings(phone, meanwhile=lambda: told.extend(
                socket.messages_until(lambda message: message["type"] == "call", "the call")))
            told += socket.messages(1)
        self.assertEqual(invite.user_of("From"), hidden)
        self.assertNotIn(CUSTOMER, invite.encode().decode())
        self.assertNotIn(CUSTOMER, str(told), "not in the first frames either, when nobody knew yet who calls")
        self.rings(phone, answer=False)
        self.admin.wait(lambda: agent.items("/api/v1/missed-calls"), 5, "the missed call is listed")
        self.admin.wait(lambda: len(self.records_of(agent)) == 2, 5, "both calls have records")
        self.assert_hidden(agent)
        self.assertEqual({row["customer_number"] for row in self.records_of(agent)}, {hidden})
        [token] = {row["number_token"] for row in self.records_of(agent)}
        self.assertTrue(token.startswith("token:"))
        self.assertTrue(self.find_number(self.admin)[0], "the search of this test finds what is there")
        # Who may not read it may not find it out by asking, either; who has it whole may ask for it.
        for asked, rows in ((f"number={CUSTOMER[3:8]}", 0), (f"search={CUSTOMER[3:8]}", 0), (f"number={CUSTOMER}", 2)):
            self.assertEqual(len(agent.items("/api/v1/call-records?" + asked)), rows, asked)
        self.assertEqual(agent.get("/api/v1/call-records?sort=customer_number").status, 200)
        self.act(agent, "claim", self.customer)
        self.assertEqual({row["customer_number"] for row in self.records_of(agent)}, {CUSTOMER})
        self.assertEqual(self.rings(phone).user_of("From"), CUSTOMER)
        phone.unregister()

    def test_files_are_as_hidden_as_lists(self):
        """U17: a file that a job makes."""
        phone, agent = self.agent_phone(2), self.agent_api(2)
        self.rings(phone)
        self.admin.wait(lambda: self.records_of(agent), 5, "the call has its record")
        job = agent.job_done(agent.post("/api/v1/exports", {"list": "call-records", "format": "csv", "query": ""}))
        file = agent.get(f"/api/v1/data-jobs/{job['id']}/file")
        self.assertIn(SHOWN["partial"].encode(), file.body)
        self.assertNotIn(CUSTOMER.encode(), file.body)
        phone.unregister()

    def test_strangers_are_shown(self):
        """The pool hides who lies in it, and nobody else."""
        phone, agent = self.agent_phone(1), self.agent_api(1)
        call = self.customer_calls(customer="13700001234")
        ringing = phone.expect_call()
        self.assertEqual(ringing.invite.user_of("From"), "13700001234")
        call.hang_up()
        ringing.wait_ended()
        self.admin.wait_no_calls()
        self.admin.wait(lambda: "13700001234" in str(self.records_of(agent)), 5, "the stranger's call has its record")
        self.assertEqual(agent.items("/api/v1/call-records?search=0001234")[0]["customer_number"], "13700001234")
        phone.unregister()


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class HiddenByAPoolOnPostgres(HiddenByAPool):
    @classmethod
    def setUpClass(cls):
        cluster = postgres.Postgres()
        cls.addClassCleanup(cluster.close)
        cls.db = cluster.url
        super().setUpClass()
