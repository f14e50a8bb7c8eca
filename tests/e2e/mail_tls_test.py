"""Mail over TLS with a password (R266): certificates that are trusted, and those that are not."""
import pathlib
import subprocess
import tempfile

from harness.case import CallCentreCase
from harness.smtp_server import SmtpServer

LOGIN = ("robot", "s3cret-word")


def make_pair(folder, name, host="127.0.0.1"):
    """A certificate that vouches for itself, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", str(key), "-out", str(certificate), "-days", "30", "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName=IP:{host}"], check=True, capture_output=True)
    return certificate, key


def sign(folder, authority, name):
    """A certificate for our address that `authority` (certificate, key) vouches for."""
    key, request, certificate = folder / f"{name}-key.pem", folder / f"{name}.csr", folder / f"{name}.pem"
    (folder / f"{name}.ext").write_text("subjectAltName=IP:127.0.0.1\n")
    subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                    str(key), "-out", str(request), "-subj", f"/CN={name}"], check=True, capture_output=True)
    subprocess.run(["openssl", "x509", "-req", "-in", str(request), "-CA", str(authority[0]), "-CAkey",
                    str(authority[1]), "-CAcreateserial", "-days", "30", "-extfile", str(folder / f"{name}.ext"),
                    "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


class MailOverTls(CallCentreCase):
    """Two mail servers want a password: one speaks TLS from the first byte, the other after STARTTLS."""

    server_options = ("--lookup-hosts", "127.0.0.1")

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.pair = make_pair(cls.folder, "mail.test")
        cls.servers = {"tls": SmtpServer(LOGIN, cls.pair), "start_tls": SmtpServer(LOGIN, cls.pair, start_tls=True)}
        for server in cls.servers.values():
            cls.addClassCleanup(server.close)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        for server in self.servers.values():
            server.clear()

    def trial(self, security, trusted=None, server=None, **changes):
        mail = {"host": "127.0.0.1", "port": (server or self.servers[security]).port, "security": security,
                "username": LOGIN[0], "secret": LOGIN[1], "sender": "robot@example.com",
                "certificate": trusted.read_text() if trusted else ""} | changes
        reply = self.admin.post("/api/v1/config/mail/test", {"mail": mail, "to": "admin@example.com"}, timeout=60)
        self.assertEqual(reply.status, 200, reply)
        return reply.json

    def test_r266_a_message_goes_over_tls_with_a_password(self):
        """R266: from the first byte and after STARTTLS, with the server's own certificate trusted."""
        for security, server in self.servers.items():
            sent = self.trial(security, self.pair[0])
            self.assertTrue(sent["sent"], (security, sent))
            [mail] = server.wait_mails(1, 5)
            self.assertEqual((mail.login, mail.recipients), (LOGIN, ["admin@example.com"]))
            self.assertIn("测试邮件", mail.subject)

    def test_r266_a_certificate_nobody_vouches_for_is_refused(self):
        """R266: the reason is told, and the password does not go out."""
        other, _ = make_pair(self.folder, "other.test")
        for security, server in self.servers.items():
            for trusted in (None, other):
                outcome = self.trial(security, trusted)
                self.assertEqual((outcome["sent"], outcome["reason"]), (False, "mail.untrusted"), outcome)
                self.assertIn("certificate", outcome["detail"].lower())
            self.assertFalse([line for line in server.seen if line.upper().startswith("AUTH")], server.seen)

    def test_r266_the_companys_own_authority(self):
        """R266: an authority vouches for a server; a certificate for another address stays refused."""
        authority = make_pair(self.folder, "authority.test")
        server = SmtpServer(LOGIN, sign(self.folder, authority, "signed.test"))
        self.addCleanup(server.close)
        sent = self.trial("tls", authority[0], server)
        self.assertTrue(sent["sent"], sent)
        elsewhere_pair = make_pair(self.folder, "elsewhere.test", host="127.0.0.9")
        elsewhere = SmtpServer(LOGIN, elsewhere_pair)
        self.addCleanup(elsewhere.close)
        self.assertEqual(self.trial("tls", elsewhere_pair[0], elsewhere)["reason"], "mail.untrusted")

    def test_r266_a_wrong_password_and_no_certificate(self):
        """R266: each mistake has its own words."""
        outcome = self.trial("tls", self.pair[0], secret="wrong")
        self.assertEqual((outcome["sent"], outcome["reason"]), (False, "mail.login"), outcome)
        mail = {"host": "127.0.0.1", "sender": "robot@example.com", "certificate": "no certificate"}
        reply = self.admin.put("/api/v1/config/mail", mail)
        self.assertEqual((reply.status, reply.json["error"]["fields"][0]["field"]), (422, "certificate"), reply)
        with_key = self.pair[0].read_text() + self.pair[1].read_text()
        self.assertEqual(self.admin.put("/api/v1/config/mail", mail | {"certificate": with_key}).status, 422)
        kept = self.admin.put("/api/v1/config/mail", mail | {"certificate": self.pair[0].read_text()})
        self.assertEqual(kept.status, 204, kept)
        self.assertIn("BEGIN CERTIFICATE", self.admin.get("/api/v1/config/mail").json["certificate"])
