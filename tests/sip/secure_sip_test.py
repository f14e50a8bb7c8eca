"""SIP over TLS and sound by SRTP (SDES, RFC 4568): desk phones and trunks, both directions, measured."""
import pathlib
import shutil
import subprocess
import tempfile

from harness import tone
from harness.baresip import Baresip
from harness.case import CallCentreCase
from harness.ports import free_ports
from harness.provider import CUSTOMER_EXTENSION, LINE, LINE_SECRET, Provider, line_site
from harness.site import Site


def make_certificate(folder):
    """One certificate for the addresses of this machine, which is its own authority."""
    certificate, key = folder / "sip.pem", folder / "sip-key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return certificate, key


class SecurePhones(CallCentreCase):
    """A desk phone by others that registers over TLS and lets no unprotected sound in or out."""

    @classmethod
    def setUpClass(cls):
        cls.tls = ("127.0.0.1", free_ports())
        cls.server_options = ("--sip-tls", "{}:{}".format(*cls.tls))  # with the certificate it makes itself
        super().setUpClass()

    def secure_phone(self, n, encryption="srtp-mand"):
        phone = Baresip(self.tls, str(8000 + n), f"secret-{8000 + n}", domain="demo", tone_hz=700, transport="tls",
                        encryption=encryption)
        self.addCleanup(phone.close)
        phone.wait_registered()
        return phone

    def assert_phone_heard(self, phone, hertz):
        heard = tone.Heard(phone.heard().channels[0], hertz)
        self.assertGreater(heard.seconds, 1.0, heard)
        self.assertIn("SRTP is Enabled", phone.log())

    def test_customers_call_rings_it_with_a_key_of_ours(self):
        agent = self.secure_phone(1)
        call = self.customer_calls()
        agent.wait_event("CALL_INCOMING")
        agent.answer()
        call.wait_up()
        call.media.play_tone(450)
        heard = call.media.wait_heard(700, 1.5)
        self.assertEqual(heard.dropouts, 0, heard)
        call.media.wait_sent(75)
        call.bye()
        agent.wait_event("CALL_CLOSED")
        self.assert_phone_heard(agent, 450)
        left, right = self.recording_of(self.new_records(1)[-1]).channels
        self.assertGreater(tone.Heard(left, 450).seconds, 1.0)
        self.assertGreater(tone.Heard(right, 700).seconds, 1.0)

    def test_it_dials_out_with_a_key_of_its_own_and_holds(self):
        agent = self.secure_phone(1)
        agent.dial("13800138000")
        customer = self.carrier.expect_call()
        customer.answer(450)
        customer.media.wait_heard(700, 1.5)
        agent.hold()
        customer.media.wait_not_heard(700)
        agent.resume()
        customer.media.wait_heard(700, 1, since=customer.media.mark())
        agent.hang_up()
        customer.wait_ended()
        self.assert_phone_heard(agent, 450)

    def test_phone_over_tls_that_knows_no_srtp_talks_as_well(self):
        agent = self.secure_phone(1, encryption="")
        call = self.customer_calls()
        agent.wait_event("CALL_INCOMING")
        agent.answer()
        call.wait_up()
        call.media.play_tone(450)
        call.media.wait_heard(700, 1)
        call.bye()
        agent.wait_event("CALL_CLOSED")


class SecureTrunkCase(CallCentreCase):
    """Two servers that trust one certificate; the trunk between them is TLS, and its sound must be SRTP."""

    @classmethod
    def site(cls, carrier_address):
        cls.provider = Provider("127.0.0.1")
        cls.addClassCleanup(cls.provider.close)
        return cls.our_site(cls.provider.tls_address)

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-test-tls-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        certificate, key = make_certificate(folder)
        cls.own_tls = ("127.0.0.1", free_ports())
        files = ("--certificate", certificate, "--certificate-key", key, "--sip-tls-trust", certificate)
        cls.server_options = ("--sip-tls", "{}:{}".format(*cls.own_tls), *map(str, files))
        super().setUpClass()
        cls.provider.serve(cls.provider_site(),
                           ["--sip-tls", "{}:{}".format(*cls.provider.tls_address), *map(str, files)])

    def wait_trunk(self, state):
        def now():
            return self.admin.get("/api/v1/trunks/status").json["items"][0]
        self.admin.wait(lambda: now()["state"] == state, 40, lambda: f"the trunk is {state}: {now()}")

    def both_directions(self, dial_out, dial_in):
        customer, agent = self.provider.customer(), self.agent_phone(1)
        for caller, number, callee in ((agent, dial_out, customer), (customer, dial_in, agent)):
            call = caller.call(number)
            ringing = callee.expect_call()
            ringing.ring()
            ringing.answer(850)
            call.wait_up()
            call.media.play_tone(450)
            self.assert_both_hear(call, 450, ringing, 850)
            self.assertEqual(call.hold().status, 200)
            self.assertEqual(call.retrieve().status, 200)
            self.assert_both_hear(call, 450, ringing, 850)
            call.bye()
            ringing.wait_ended()
        self.assertEqual([record.result for record in self.new_records(2)], ["answered", "answered"])


class SecurePeer(SecureTrunkCase):
    @classmethod
    def our_site(cls, provider_address):
        return (Site().agents(2).queue(600, [1])
                .trunk("provider", provider_address, transport="tls", srtp=True)
                .did("4008001234", "queue:600", trunk="provider").dial_out("138*", trunk="provider"))

    @classmethod
    def provider_site(cls):
        return (line_site().trunk("company", cls.own_tls, transport="tls", srtp=True)
                .did("138*", f"extension:{CUSTOMER_EXTENSION}", trunk="company")
                .dial_out("400*", trunk="company", caller_id="13800138000"))

    def test_tones_both_ways_in_both_directions(self):
        self.wait_trunk("up")
        self.both_directions("13800138000", "4008001234")


class SecureRegistration(SecureTrunkCase):
    @classmethod
    def our_site(cls, provider_address):
        return (Site().agents(2).queue(600, [1])
                .trunk("provider", provider_address, kind="register", username=LINE, password=LINE_SECRET,
                       transport="tls", srtp=True)
                .did(LINE, "queue:600", trunk="provider").dial_out("*", trunk="provider", caller_id=LINE))

    @classmethod
    def provider_site(cls):
        return line_site()

    def test_tones_both_ways_in_both_directions(self):
        self.wait_trunk("registered")
        self.both_directions(CUSTOMER_EXTENSION, LINE)


del SecureTrunkCase, CallCentreCase  # they are no tests themselves
