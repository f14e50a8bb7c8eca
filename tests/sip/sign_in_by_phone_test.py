"""sign_in = "phone": the agent works while the desk phone is registered. Digest, lock-out, wrap-up."""
import time

from harness.case import CallCentreCase
from harness.patience import patient
from harness.phone import Phone
from harness.site import Site


class SignInByPhone(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(2).agent(3, after_call="wrap_up", wrap_up_s=3).agent(4)
                .queue(600, [1, 2]).queue(601, [3]).trunk("carrier", carrier_address)
                .did("4008001234", "queue:600").did("4008001235", "queue:601"))

    def test_not_signed_in_without_the_phone(self):
        """R019: a SIP extension is there when its telephone is registered."""
        call = self.customer_calls()
        time.sleep(0.5)
        self.assertNotEqual(call.state, "ended")  # he waits
        agent = self.agent_phone(1)
        agent.expect_call().answer()  # waiting callers are offered as soon as he is there
        call.wait_up()
        call.bye()

    def test_signed_out_when_the_phone_unregisters(self):
        agent = self.agent_phone(1)
        agent.unregister()
        call = self.customer_calls()
        time.sleep(0.7)
        self.assertFalse(agent.incoming)
        call.hang_up()
        call.wait_ended()

    def test_registration_runs_out(self):
        agent = self.agent_phone(1)
        self.assertEqual(agent.register(expires=1).status in (200, 423), True)
        agent.registered = False

    def test_md5_and_sha_256(self):
        for algorithm in ("MD5", "SHA-256"):
            phone = Phone(self.server.sip, "8001", "secret-8001", domain="demo")
            self.phones.append(phone)
            reply = phone.ask(phone._register_request(300))
            self.assertEqual(reply.status, 401)
            if any(algorithm in challenge or (algorithm == "MD5" and "algorithm" not in challenge)
                   for challenge in reply.all("WWW-Authenticate")):
                self.assertEqual(phone.register(algorithm=algorithm).status, 200, algorithm)
            phone.unregister()

    def test_registers_by_address_as_domain(self):
        phone = Phone(self.server.sip, "8001", "secret-8001")
        self.phones.append(phone)
        self.assertEqual(phone.register().status, 200)

    def test_registers_over_tcp_and_is_called_there(self):
        agent = self.agent_phone(1, transport="tcp")
        call, ringing = self.connected(agent)
        self.assert_both_hear(call, 450, ringing, 850)
        call.bye()
        ringing.wait_ended()

    def test_wrong_password_is_refused(self):
        phone = Phone(self.server.sip, "8002", "wrong", domain="demo")
        self.phones.append(phone)
        self.assertIn(phone.register().status, (401, 403))

    def test_a_nonce_cannot_be_used_for_another_request(self):
        phone = Phone(self.server.sip, "8001", "secret-8001", domain="demo")
        self.phones.append(phone)
        challenge = phone.ask(phone._register_request(300))
        answer = phone.authorization(challenge, "REGISTER", "sip:demo")
        self.assertEqual(phone.ask(phone._register_request(300, answer)).status, 200)
        self.assertNotEqual(phone.ask(phone._register_request(300, answer)).status, 200, "replayed nonce count")
        self.assertEqual(phone.unregister().status, 200)

    def test_wrap_up_then_ready(self):
        agent = self.agent_phone(3)
        call, ringing = self.connected(agent, number="4008001235")
        call.bye()
        ringing.wait_ended()
        ended = time.monotonic()
        second = self.customer_calls("4008001235")
        again = agent.expect_call(8)
        waited = time.monotonic() - ended
        self.assertTrue(2.5 <= waited <= patient(4.5), f"offered after {waited:.1f} s of 3 s wrap-up")
        again.answer()
        second.wait_up()
        second.bye()
        again.wait_ended()

    def test_z_guessing_passwords_is_stopped(self):
        # Runs last (alphabetical order): the address may stay locked out for a while.
        phone = Phone(self.server.sip, "8004", "wrong", domain="demo", ip="127.0.0.7")
        self.phones.append(phone)
        statuses = []
        for guess in range(25):
            try:
                statuses.append(phone.register(password=f"guess-{guess}", timeout=1).status)
            except AssertionError:
                statuses.append(None)  # no answer at all is a lock-out too
        self.assertNotIn(200, statuses)
        phone.password = "secret-8004"
        try:
            reply = phone.register(timeout=1).status
        except AssertionError:
            reply = None
        self.assertNotEqual(reply, 200, f"25 wrong passwords and the right one still works: {statuses}")
