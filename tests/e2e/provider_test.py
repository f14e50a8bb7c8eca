"""A second call centre as our carrier, another process with other data: as a peer, and where we register."""
import time

from harness.case import CallCentreCase
from harness.ports import free_ports
from harness.provider import CUSTOMER_EXTENSION, LINE, LINE_SECRET, Provider, line_site
from harness.site import Site


class ProviderCase(CallCentreCase):
    """Our server and the provider's, whose customer has a telephone there."""

    @classmethod
    def site(cls, carrier_address):
        cls.carrier_address = carrier_address
        cls.provider = Provider()
        cls.addClassCleanup(cls.provider.close)
        return cls.our_site(cls.provider.address)

    @classmethod
    def setUpClass(cls):
        cls.own_address = ("127.0.0.1", free_ports())
        cls.server_options = ("--sip", "{}:{}".format(*cls.own_address))
        super().setUpClass()
        cls.provider.serve(cls.provider_site())

    def trunk(self, name="provider"):
        items = self.admin.get("/api/v1/trunks/status").json["items"]
        return next(item for item in items if item["name"] == name)

    def wait_trunk(self, state, name="provider", timeout=20):
        return self.admin.wait(lambda: (now := self.trunk(name))["state"] == state and now, timeout,
                               lambda: f"trunk {name} is {state}: {self.trunk(name)}")

    def talk(self, caller, call, callee, ringing):
        """Both in tones, both ways; then the caller hangs up."""
        ringing.ring()
        ringing.answer(850)
        call.wait_up()
        call.media.play_tone(450)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()

    def provider_record(self, count):
        records = self.provider.api.wait(
            lambda: (found := self.provider.api.records()) and len(found) >= count and found, 5,
            lambda: f"{count} records of the provider: {self.provider.api.records()}")
        return max(records, key=lambda record: record.item["created_at_ms"])

    def tearDown(self):
        try:
            self.provider.api.wait_no_calls()
        finally:
            super().tearDown()


class Peer(ProviderCase):
    """Each is a trusted address for the other."""

    @classmethod
    def our_site(cls, provider_address):
        return (Site().agents(2).queue(600, [1]).trunk("provider", provider_address)
                .did("4008001234", "queue:600", trunk="provider").dial_out("138*", trunk="provider"))

    @classmethod
    def provider_site(cls):
        return (line_site().trunk("company", cls.own_address)
                .did("138*", f"extension:{CUSTOMER_EXTENSION}", trunk="company")
                .dial_out("400*", trunk="company", caller_id="13800138000"))

    def test_calls_in_both_directions(self):
        self.wait_trunk("up")
        customer, agent = self.provider.customer(), self.agent_phone(1)

        call = agent.call("13800138000")
        ringing = customer.expect_call()
        self.assertEqual(ringing.invite.user_of("From"), "4008001234")
        self.talk(agent, call, customer, ringing)
        ours = self.new_records(1)[-1]
        self.assertEqual((ours.direction, ours.result, ours.customer, ours.item["trunk"]),
                         ("manual_outbound", "answered", "13800138000", "provider"))
        theirs = self.provider_record(1)
        self.assertEqual((theirs.direction, theirs.result, theirs.customer, theirs.item["trunk"]),
                         ("inbound", "answered", "4008001234", "company"))

        call = customer.call("4008001234")
        ringing = agent.expect_call()
        self.talk(customer, call, agent, ringing)
        ours = self.new_records(2)[-1]
        self.assertEqual((ours.direction, ours.result, ours.customer, ours.item["trunk"]),
                         ("inbound", "answered", "13800138000", "provider"))
        theirs = self.provider_record(2)
        self.assertEqual((theirs.direction, theirs.result, theirs.customer, theirs.item["trunk"]),
                         ("manual_outbound", "answered", "4008001234", "company"))


class Registered(ProviderCase):
    """We sign in there as a telephone does; the provider knows us by our account."""

    @classmethod
    def our_site(cls, provider_address):
        return (Site().agents(2).queue(600, [1])
                .trunk("provider", provider_address, kind="register", username=LINE, password=LINE_SECRET,
                       expires_s=60)
                .did(LINE, "queue:600", trunk="provider").dial_out("*", trunk="provider", caller_id=LINE))

    @classmethod
    def provider_site(cls):
        return line_site()

    def call_out_and_in(self):
        customer, agent = self.provider.customer(), self.agent_phone(1)
        call = agent.call(CUSTOMER_EXTENSION)
        ringing = customer.expect_call()
        self.assertEqual(ringing.invite.user_of("From"), LINE)
        self.talk(agent, call, customer, ringing)
        call = customer.call(LINE)
        ringing = agent.expect_call()
        self.talk(customer, call, agent, ringing)

    def test_a_calls_over_the_registered_line(self):
        self.wait_trunk("registered")
        self.call_out_and_in()
        out, into = self.new_records(2)
        self.assertEqual((out.direction, out.result, out.customer),
                         ("manual_outbound", "answered", CUSTOMER_EXTENSION))
        self.assertEqual((into.direction, into.result, into.customer, into.item["trunk"]),
                         ("inbound", "answered", CUSTOMER_EXTENSION, "provider"))
        self.assertEqual({(record.direction, record.result) for record in
                          [self.provider_record(2), *self.provider.api.records()]}, {("internal", "answered")})

    def test_b_provider_stops_and_comes_back(self):
        self.wait_trunk("registered")
        self.provider.stop()
        down = self.wait_trunk("failed", timeout=90)
        self.assertEqual(down["reason"], "cannot be reached")
        self.provider.serve(None)
        self.wait_trunk("registered", timeout=90)
        self.call_out_and_in()

    def test_c_wrong_password_says_so_and_makes_no_storm(self):
        trunk = next(item for item in self.admin.get("/api/v1/config/trunks").json["items"]
                     if item["name"] == "provider")
        before = self.provider.requests("REGISTER")
        path = "/api/v1/config/trunks/provider"
        self.assertEqual(self.admin.put(path, {**trunk, "password": "not-the-secret"}).status, 204)
        failed = self.wait_trunk("failed")
        self.assertIn("401", failed["reason"])
        # It goes on trying, seldom: two attempts of two messages each, and the end of the old registration.
        self.admin.wait(lambda: self.provider.api.metric("yinghe_sip_auth_failures_total") >= 2, 20, "a second attempt")
        self.assertLessEqual(self.provider.requests("REGISTER") - before, 6)
        self.assertIn("401", self.trunk()["reason"])
        self.assertEqual(self.admin.put(path, {**trunk, "password": LINE_SECRET}).status, 204)
        self.wait_trunk("registered")
        self.call_out_and_in()


class FailOver(ProviderCase):
    """Two carriers: the other server, and a scripted one. A call that the first cannot serve goes over the second."""

    @classmethod
    def our_site(cls, provider_address):
        return (Site().agents(2).queue(600, [1], callback_key="2").trunk("provider", provider_address)
                .trunk("second", cls.carrier_address).did("4008001234", "queue:600", trunk="second")
                .dial_out("138*", trunk="provider", backup_trunks=["second"])
                .dial_out("139*", trunk="second", backup_trunks=["provider"]))

    @classmethod
    def provider_site(cls):
        return (line_site().trunk("company", cls.own_address)
                .did("13*", f"extension:{CUSTOMER_EXTENSION}", trunk="company"))

    def setUp(self):
        super().setUp()
        self.dialled = 0
        self.wait_trunk("up", timeout=60)
        self.wait_trunk("up", "second", timeout=60)

    def call_arrives(self, number, at, trunk, timeout=5):
        """The agent dials, and the call comes out at the phone `at`; the record names the trunk."""
        self.dialled += 1
        agent = self.agent_phone(1)
        call = agent.call(number)
        self.talk(agent, call, at, at.expect_call(timeout))
        agent.unregister()
        record = self.new_records(self.dialled)[-1]
        self.assertEqual((record.result, record.customer, record.item["trunk"]), ("answered", number, trunk))
        return self.admin.get(f"/api/v1/call-records/{record.id}").json

    def outside_legs(self, record):
        return [(leg["ending_reason"], leg["sip_status"]) for leg in record["legs"] if leg["role"] == "customer"]

    def test_a_refusal_and_silence_take_the_next_trunk(self):
        customer = self.provider.customer()
        self.call_arrives("13800138000", customer, "provider")

        def refuse(call):
            call.refuse(503)
        self.carrier.on_call = refuse
        record = self.call_arrives("13900139000", customer, "provider")
        self.assertEqual(self.outside_legs(record)[0], ("sip_503", 503))

        # Busy is the person's, not the trunk's.
        self.carrier.on_call = lambda call: call.refuse(486)
        agent = self.agent_phone(1)
        call = agent.call("13900139000")
        call.wait_ended()
        self.assertEqual(call.final_status, 486)
        self.dialled += 1
        agent.unregister()

        # Nothing at all comes back, not even 100.
        self.carrier.on_call = None
        self.carrier.on_request = lambda request: request.method in ("INVITE", "CANCEL", "ACK")
        try:
            record = self.call_arrives("13900139000", customer, "provider", timeout=15)
        finally:
            self.carrier.on_request = None
        self.assertEqual(self.outside_legs(record)[0], ("sip_408", 408))

    def test_b_first_carrier_stops_and_comes_back(self):
        self.provider.stop()
        record = self.call_arrives("13800138000", self.carrier, "second")
        self.assertEqual(len(self.outside_legs(record)), 2)
        self.assertEqual(self.wait_trunk("down")["reason"], "cannot be reached")
        # Known to be down by now: not even asked.
        self.call_arrives("13800138001", self.carrier, "second")
        self.provider.serve(None)
        self.wait_trunk("up", timeout=60)
        self.call_arrives("13800138002", self.provider.customer(), "provider")

    def refuse_once_asked(self):
        """The scripted carrier takes no call; what it refused is counted."""
        self.refused = 0

        def refuse(call):
            self.refused += 1
            call.refuse(503)
        self.carrier.on_call = refuse

    def test_c_transfer_to_the_outside_takes_the_next_trunk(self):
        customer, first, second = self.provider.customer(), self.agent_phone(1), self.agent_phone(2)
        self.refuse_once_asked()
        call = first.call("8002")
        stays = second.expect_call()
        stays.answer(850)
        call.wait_up()
        api = self.agent_api(1)
        [live] = self.admin.calls()
        self.assertEqual(api.act(live["id"], "transfer", {"to": "13900139000"}).status, 204)
        ringing = customer.expect_call()
        ringing.answer(450)
        self.assert_both_hear(stays, 850, ringing, 450)
        self.assertEqual(self.refused, 1)
        ringing.bye()
        stays.wait_ended()

    def test_d_call_back_takes_the_next_trunk(self):
        """B02."""
        customer = self.provider.customer()
        call = self.customer_calls("4008001234")
        call.wait_up()
        time.sleep(0.3)
        for key in "21":
            call.media.dtmf(key)
            time.sleep(0.6)
        call.bye()
        [place] = self.admin.wait(lambda: self.admin.items("/api/v1/callbacks"), 5, "the place")
        self.refuse_once_asked()
        ringing = self.agent_phone(1).expect_call()
        ringing.ring()
        ringing.answer(850)
        arrives = customer.expect_call()
        arrives.answer(450)
        self.assert_both_hear(ringing, 850, arrives, 450)
        self.assertEqual(self.refused, 1)
        arrives.bye()
        ringing.wait_ended()
        [place] = self.admin.wait(
            lambda: [one for one in self.admin.items("/api/v1/callbacks") if one["state"] == "answered"], 5,
            lambda: self.admin.items("/api/v1/callbacks"))
        self.assertEqual(place["attempts"], 1, "the trunk that failed is no attempt of ours")


del ProviderCase, CallCentreCase  # they are no tests themselves
