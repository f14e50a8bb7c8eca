"""The advanced settings: pages of third parties, mail and the disk alert, deletion of old data, the TLS certificate."""
import pathlib
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import time
import unittest

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.ports import free_ports
from harness.server import Server
from harness.site import ADMIN, Site
from harness.smtp_server import SmtpServer
from harness.websocket import WebSocket

DAY_MS = 24 * 3600 * 1000


def now_ms():
    return int(time.time() * 1000)


def fields_of(reply):
    return [(field["field"], field["code"]) for field in reply.json["error"]["fields"]]


class Popups(CallCentreCase):
    def test_what_opens_in_browsers_is_checked_and_told_to_those_whose_calls_they_are(self):
        """R068, R266."""
        agent = self.agent_api(1)
        self.assertEqual(agent.get("/api/v1/popup").json, {"inbound": "", "outbound": "", "open": "ringing"})
        wish = {"inbound": "https://crm.example.com/in?tel={number}&call={call}",
                "outbound": "http://crm.example.com/out/{number}", "open": "answered"}
        self.assertEqual(self.admin.put("/api/v1/config/popup", wish).status, 204)
        self.assertEqual(agent.get("/api/v1/popup").json, wish)
        for inbound in ("javascript:alert(1)", "https://{number}/", "https://a@crm.example.com/"):
            refused = self.admin.put("/api/v1/config/popup", {**wish, "inbound": inbound})
            self.assertEqual((refused.status, fields_of(refused)), (422, [("inbound", "config.popup_address")]))
        refused = self.admin.put("/api/v1/config/popup", {**wish, "outbound": "https://crm.example.com/{nummer}"})
        self.assertEqual(fields_of(refused), [("outbound", "config.unknown_popup_word")])
        self.assertEqual(self.admin.get("/api/v1/config/popup").json, wish, "nothing of what was refused")
        for path in ("popup", "mail", "disk-alert"):
            self.assertEqual(agent.get(f"/api/v1/config/{path}").status, 403)
            self.assertEqual(agent.put(f"/api/v1/config/{path}", {}).status, 403)
        changes = self.admin.get("/api/v1/config-changes?place=popup").json["items"]
        self.assertEqual(changes[0]["place"], "popup")


class MailAndDisk(CallCentreCase):
    server_options = ("--lookup-hosts", "127.0.0.1")

    @classmethod
    def setUpClass(cls):
        cls.smtp = SmtpServer(password=("robot", "s3cret-word"))
        cls.addClassCleanup(cls.smtp.close)
        cls.open_smtp = SmtpServer()
        cls.addClassCleanup(cls.open_smtp.close)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        for server in (self.smtp, self.open_smtp):
            server.clear()
            server.refuses_recipients = ()

    def mail(self, server=None, **changes):
        return {"host": "127.0.0.1", "port": (server or self.open_smtp).port, "security": "none",
                "sender": "robot@example.com", **changes}

    def trial(self, mail, to="admin@example.com"):
        reply = self.admin.post("/api/v1/config/mail/test", {"mail": mail, "to": to}, timeout=60)
        self.assertEqual(reply.status, 200, reply)
        return reply.json

    def test_a_test_message_tells_what_is_wrong(self):
        """R266: the button that sends one message by what stands in the form."""
        sent = self.trial(self.mail())
        self.assertTrue(sent["sent"], sent)
        mail = self.open_smtp.wait_mails(1, 1)[0]
        self.assertEqual((mail.sender, mail.recipients), ("robot@example.com", ["admin@example.com"]))
        self.assertIn("测试邮件", mail.subject)
        self.assertIn("设置正确", mail.text)
        self.open_smtp.refuses_recipients = ("nobody@example.com",)
        refused = self.trial(self.mail(), "nobody@example.com")
        self.assertEqual((refused["sent"], refused["reason"]), (False, "mail.refused"))
        self.assertIn("no such mailbox", refused["detail"])
        closed = free_ports()
        self.assertEqual(self.trial(self.mail(port=closed))["reason"], "mail.unreachable")
        # A server that does not speak TLS, and nothing of the password goes to it.
        for security in ("tls", "start_tls"):
            wrong = self.trial(self.mail(self.smtp, security=security, username="robot", secret="s3cret-word"))
            self.assertEqual((wrong["sent"], wrong["reason"]), (False, "mail.tls"), wrong)
        self.assertFalse([line for line in self.smtp.seen if line.upper().startswith("AUTH")])
        self.assertEqual(len(self.open_smtp.mails), 1)

    def test_what_cannot_be_tried_is_refused_at_its_field(self):
        def faults(mail, to="admin@example.com"):
            reply = self.admin.post("/api/v1/config/mail/test", {"mail": mail, "to": to})
            self.assertEqual(reply.status, 422, reply)
            return fields_of(reply)
        self.assertEqual(faults(self.mail(), "x\r\nRCPT TO:<y@z>"), [("test_to", "config.mailbox")])
        self.assertEqual(faults(self.mail(sender="robot")), [("sender", "config.mailbox")])
        self.assertEqual(faults(self.mail(username="robot")), [("security", "config.mail_in_clear")])
        self.assertEqual(faults(self.mail(host="")), [("host", "config.required")])

    def test_the_password_is_kept_and_told_to_nobody(self):
        mail = self.mail(security="tls", username="robot", secret="s3cret-word")
        self.assertEqual(self.admin.put("/api/v1/config/mail", mail).status, 204)
        shown = self.admin.get("/api/v1/config/mail").json
        self.assertEqual((shown["secret"], shown["has_secret"]), ("", True))
        self.assertEqual(self.admin.put("/api/v1/config/mail", {**mail, "secret": "", "port": 25}).status, 204)
        self.assertTrue(self.admin.get("/api/v1/config/mail").json["has_secret"])
        self.assertNotIn(b"s3cret-word", self.admin.get("/api/v1/site").body)
        changes = self.admin.get("/api/v1/config-changes?place=mail").json["items"]
        for change in changes:
            self.assertNotIn(b"s3cret-word", self.admin.get(f"/api/v1/config-changes/{change['id']}").body)
        self.assertEqual(self.admin.put("/api/v1/config/mail", self.mail()).status, 204)

    def test_the_disk_alert_is_sent_once_for_each_crossing(self):
        """R266."""
        missing = self.admin.put("/api/v1/config/disk-alert", {"enabled": True, "to": []})
        self.assertIn(("to", "config.required"), fields_of(missing))
        self.assertEqual(self.admin.put("/api/v1/config/mail", self.mail()).status, 204)
        alert = {"enabled": True, "below_percent": 100, "to": ["admin@example.com", "boss@example.com"]}
        self.assertEqual(self.admin.put("/api/v1/config/disk-alert", alert).status, 204)
        mail = self.open_smtp.wait_mails(1, patient(30))[0]
        self.assertEqual(mail.recipients, ["admin@example.com", "boss@example.com"])
        self.assertIn("测试公司", mail.subject)
        self.assertIn("磁盘空间不足", mail.subject)

        def alerts():
            return self.admin.get("/api/v1/disk-alerts").json["items"]
        self.wait(lambda: alerts()[0]["state"] == "sent", patient(10), "the delivery written down")
        # A restart does not tell it again, nor does time.
        self.server.stop()
        self.server.start()
        type(self).admin = Api.sign_in(self.server, *self.admin_account)
        self.carrier.server = self.server.sip
        self.assertEqual(self.admin.put("/api/v1/config/disk-alert", {**alert, "below_percent": 1}).status, 204)
        self.wait(lambda: alerts()[0]["over_at_ms"], patient(30), "room again")
        self.assertEqual(len(self.open_smtp.mails), 1)
        self.assertEqual(self.admin.put("/api/v1/config/disk-alert", alert).status, 204)
        self.open_smtp.wait_mails(2, patient(30))
        self.wait(lambda: [row["state"] for row in alerts()] == ["sent", "sent"], patient(10), "both written down")
        self.assertEqual(self.admin.put("/api/v1/config/disk-alert", {"enabled": False, "to": []}).status, 204)


class InsideTheNetwork(CallCentreCase):
    def test_no_mail_server_inside_unless_the_operator_says_so(self):
        smtp = SmtpServer()
        self.addCleanup(smtp.close)
        for host in ("127.0.0.1", "localhost"):
            reply = self.admin.post("/api/v1/config/mail/test", {
                "mail": {"host": host, "port": smtp.port, "security": "none", "sender": "a@example.com"},
                "to": "b@example.com"})
            self.assertEqual(reply.json["reason"], "mail.inside", reply)
        self.assertEqual(smtp.seen, [])


class Deletions(CallCentreCase):
    """R267. What is made here is of today: it is made old while the server sleeps."""

    def setUp(self):
        super().setUp()
        self.document = OpenApi(self.admin.get("/api/openapi.json").json)

    def sleep_and(self, change):
        """Whatever is changed in the database while the server sleeps."""
        for phone in self.phones:
            phone.unregister()
            phone.close()
        self.phones.clear()
        self.server.stop()
        with sqlite3.connect(self.server.data / "yinghe.db") as database:
            change(database)
        database.close()
        self.server.start()
        type(self).admin = Api.sign_in(self.server, *self.admin_account)
        self.carrier.server = self.server.sip

    def make_old(self, days):
        def change(database):
            for table, column in (("calls", "started_at_ms"), ("recordings", "started_at_ms"),
                                  ("sign_ins", "at_ms"), ("customers", "updated_at_ms"),
                                  ("service_records", "created_at_ms")):
                database.execute(f"UPDATE {table} SET {column} = {column} - ?", (days * DAY_MS,))
        self.sleep_and(change)

    def question(self, kind, days=30):
        return {"kind": kind, "before_ms": now_ms() - days * DAY_MS, "utc_offset_min": 480}

    def count(self, question, who=None):
        return (who or self.admin).post("/api/v1/data-deletions/count", question)

    def order(self, question, counted, confirmation="demo", who=None):
        return (who or self.admin).post("/api/v1/data-deletions",
                                        {**question, "counted": counted, "confirmation": confirmation})

    def ended(self, deletion):
        def row():
            return next(one for one in self.admin.get("/api/v1/data-deletions").json["items"] if one["id"] == deletion)
        self.wait(lambda: row()["state"] != "running", patient(15), "the end of the deletion")
        return row()

    def recorded(self):
        call, ringing = self.connected(self.agent_phone(1))
        time.sleep(0.5)
        call.bye()
        ringing.wait_ended()
        return self.new_records(1)[-1]

    def files(self):
        return sorted(path for path in pathlib.Path(self.server.data, "recordings").rglob("*.wav"))

    def test_counted_confirmed_deleted_and_written_down(self):
        record = self.recorded()
        self.make_old(90)
        young = self.recorded()
        question = self.question("call_records")
        counted = self.count(question)
        self.assertEqual(self.document.problems("POST", "/api/v1/data-deletions/count", counted), [])
        counts = {one["what"]: one["count"] for one in counted.json["counts"]}
        many = counts["call_records"]
        self.assertGreaterEqual(many, 1)
        self.assertGreaterEqual(counts["recordings"], 1)
        self.assertEqual(len(self.admin.records()), many + 1, "counting deletes nothing")
        wrong = self.order(question, many, confirmation="DEMO")
        self.assertEqual((wrong.status, wrong.json["error"]["code"]), (400, "deletion.confirmation"))
        changed = self.order(question, many + 1)
        self.assertEqual((changed.status, changed.json["error"]["code"]), (409, "deletion.changed"))
        self.assertEqual(len(self.admin.records()), many + 1)
        ordered = self.order(question, many)
        self.assertEqual(ordered.status, 202, ordered)
        self.assertEqual(self.document.problems("POST", "/api/v1/data-deletions", ordered), [])
        row = self.ended(ordered.json["id"])
        self.assertEqual((row["state"], row["kind"], row["counted"], row["deleted"]), ("done", "call_records", many, many))
        self.assertEqual((row["agent"], row["address"]), ("10000", "127.0.0.1"))
        self.assertEqual([one.id for one in self.admin.records()], [young.id])
        self.assertEqual(self.admin.get(f"/api/v1/call-records/{record.id}").status, 404)
        self.wait(lambda: len(self.files()) == 1, patient(10), "the file gone")
        self.assertEqual(self.server.check().returncode, 0)
        nothing = self.order(question, 0)
        self.assertEqual((nothing.status, nothing.json["error"]["code"]), (409, "deletion.nothing"))

    def test_neither_today_nor_what_the_law_holds(self):
        today = {"kind": "call_records", "before_ms": now_ms(), "utc_offset_min": 480}
        self.assertEqual(self.count(today).json["error"]["code"], "deletion.too_recent")
        self.assertEqual(self.order(today, 0).json["error"]["code"], "deletion.too_recent")
        record = self.recorded()
        self.make_old(40)
        self.assertEqual(self.admin.put("/api/v1/config/retention", {"hold_days": 60}).status, 204)
        self.addCleanup(lambda: self.admin.put("/api/v1/config/retention", {}))
        for kind in ("call_records", "recordings", "voicemails"):
            refused = self.count(self.question(kind))
            self.assertEqual((refused.status, refused.json["error"]["code"]), (409, "deletion.too_recent"), kind)
        self.assertEqual(self.count(self.question("logs")).status, 200)
        recording = self.admin.get(f"/api/v1/recordings?call={record.id}").json["items"][0]["id"]
        kept = self.admin.delete(f"/api/v1/recordings/{recording}")
        self.assertEqual((kept.status, kept.json["error"]["code"]), (409, "recording.on_hold"))
        self.assertEqual(self.admin.put("/api/v1/config/retention", {"hold_days": 30}).status, 204)
        self.assertEqual(self.admin.delete(f"/api/v1/recordings/{recording}").status, 204)

    def test_a_restart_goes_on_where_it_was(self):
        """An order that a killed process left behind is carried out by the next one."""
        self.recorded()
        self.make_old(90)
        before = len(self.files())
        question = self.question("recordings")
        count = self.count(question).json["counts"][0]["count"]

        def left_behind(database):
            tenant = database.execute("SELECT id FROM tenants").fetchone()[0]
            database.execute("INSERT INTO data_deletions VALUES (7, ?, 1, 'recordings', ?, '', 'running', '', ?, 0, ?, "
                             "NULL)", (tenant, question["before_ms"], count, now_ms()))
        self.sleep_and(left_behind)
        row = self.ended("7")
        self.assertEqual((row["state"], row["deleted"]), ("done", count))
        self.wait(lambda: len(self.files()) == before - count, patient(10), "the files gone")
        self.assertEqual(self.admin.delete("/api/v1/data-deletions/7").json["error"]["code"], "deletion.ended")

    def test_only_who_may(self):
        agent = self.agent_api(1)
        question = self.question("logs")
        self.assertEqual(self.count(question, agent).status, 403)
        self.assertEqual(self.order(question, 1, who=agent).status, 403)
        self.assertEqual(agent.get("/api/v1/data-deletions").status, 403)
        self.assertEqual(self.count({**question, "utc_offset_min": 9999}).status, 400)
        self.assertEqual(self.count({**question, "kind": "everything"}).status, 400)


def make_pair(folder, name, days=30, host="127.0.0.1"):
    """A certificate that vouches for itself, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", str(key), "-out", str(certificate), "-days", str(days), "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName=IP:{host},DNS:localhost"], check=True, capture_output=True)
    return certificate, key


class Certificates(unittest.TestCase):
    """R034: HTTPS, WSS and SIP over TLS, and a certificate that takes the place of another while all of them go on."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-pem-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.sip_tls = free_ports()
        cls.server = Server(Site().agents(1), options=["--https", "127.0.0.1:0", "--sip-tls",
                                                       f"127.0.0.1:{cls.sip_tls}"])
        cls.addClassCleanup(cls.server.close)
        cls.server.__enter__()
        cls.find_https()

    @classmethod
    def find_https(cls):
        cls.https = re.findall(r"^ready .* https=[\d.]+:(\d+)", cls.server.log(), re.M)[-1]
        cls.admin = Api.sign_in(cls.server, ADMIN["account"], ADMIN["password"])

    def shown_at(self, port):
        """What a connection that comes now is shown."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", int(port)), timeout=10) as plain:
            with context.wrap_socket(plain) as secure:
                return secure.getpeercert(binary_form=True)

    @staticmethod
    def der(path):
        return ssl.PEM_cert_to_DER_cert(path.read_text())

    def upload(self, certificate, key):
        return self.admin.put("/api/v1/certificate", {"chain": certificate.read_text(), "key": key.read_text()})

    def kept(self):
        return sorted(path.name for path in self.server.data.glob("certificate*"))

    def test_a_new_certificate_is_shown_at_once_and_outlives_a_restart(self):
        self.assertEqual(self.admin.get("/api/v1/certificate").json["source"], "self_signed")
        old = self.shown_at(self.https)
        before = ssl.create_default_context(cafile=str(self.server.data / "self_signed.pem"))

        class OverTls:
            http = ("127.0.0.1", int(self.https))
        with WebSocket(OverTls, "/ws", self.admin.token, context=before) as socket_of_before:
            self.assertEqual(socket_of_before.status, 101)
            first = make_pair(self.folder, "first")
            used = self.upload(*first)
            self.assertEqual(used.status, 200, used)
            self.assertEqual((used.json["source"], used.json["facts"]["subject"]), ("uploaded", "first"))
            self.assertNotIn("PRIVATE", used.body.decode())
            self.wait(lambda: self.shown_at(self.https) == self.der(first[0]), "HTTPS")
            self.wait(lambda: self.shown_at(self.sip_tls) == self.der(first[0]), "SIP over TLS")
            self.assertNotEqual(old, self.der(first[0]))
            # WSS with the new one, strictly checked; and the socket that was open before goes on.
            with WebSocket(OverTls, "/ws", self.admin.token,
                           context=ssl.create_default_context(cafile=str(first[0]))) as another:
                self.assertEqual(another.status, 101)
            self.assertTrue(socket_of_before.receive())
        self.assertEqual((self.server.data / "certificate.pem").stat().st_mode & 0o077, 0, "for us only")
        self.server.stop()
        self.server.start()
        self.find_https()
        self.assertEqual(self.shown_at(self.https), self.der(first[0]))
        second = make_pair(self.folder, "second")
        self.assertEqual(self.upload(*second).status, 200)
        self.wait(lambda: self.shown_at(self.https) == self.der(second[0]), "the second one")
        changes = self.admin.get("/api/v1/config-changes?place=certificate").json["items"]
        self.assertGreaterEqual(len(changes), 2)
        dropped = self.admin.delete("/api/v1/certificate")
        self.assertEqual((dropped.status, dropped.json["source"]), (200, "self_signed"))
        own = self.server.data / "self_signed.pem"
        self.wait(lambda: self.shown_at(self.https) == self.der(own), "our own again")
        self.wait(lambda: self.shown_at(self.sip_tls) == self.der(own), "our own again for telephones")
        self.assertEqual(self.kept(), [])
        again = self.admin.delete("/api/v1/certificate")
        self.assertEqual((again.status, again.json["error"]["code"]), (404, "certificate.not_uploaded"))

    def test_what_is_no_good_is_refused_and_leaves_nothing(self):
        good, key = make_pair(self.folder, "good")
        _, other_key = make_pair(self.folder, "other")
        locked = self.folder / "locked.pem"
        subprocess.run(["openssl", "pkey", "-in", str(key), "-aes256", "-passout", "pass:x", "-out", str(locked)],
                       check=True, capture_output=True)
        over, over_key = self.folder / "over.pem", self.folder / "over-key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(over_key), "-out",
                        str(over), "-days", "-1", "-subj", "/CN=over", "-addext", "subjectAltName=DNS:localhost"],
                       check=False, capture_output=True)
        torn = self.folder / "torn.pem"
        torn.write_text(good.read_text()[:300])
        before = self.shown_at(self.https)
        cases = [(good, other_key, "certificate.key_differs"), (key, key, "certificate.none"),
                 (good, good, "certificate.no_key"), (torn, key, "certificate.malformed"),
                 (good, locked, "certificate.key_locked")]
        if over.exists() and over.read_text():
            cases.append((over, over_key, "certificate.expired"))
        for chain, secret, code in cases:
            refused = self.upload(chain, secret)
            self.assertEqual((refused.status, refused.json["error"]["code"]), (400, code))
            self.assertTrue(refused.json["error"]["message"])
        self.assertEqual(self.admin.put("/api/v1/certificate", {"chain": "x" * 2_000_000, "key": ""}).status, 413)
        self.assertEqual(self.shown_at(self.https), before)
        self.assertEqual(self.kept(), [])
        agent = Api.sign_in(self.server, "10001", "Agent-10001")
        self.assertEqual(agent.get("/api/v1/certificate").status, 403)
        self.assertEqual(agent.put("/api/v1/certificate", {"chain": "", "key": ""}).status, 403)

    def wait(self, is_so, what):
        limit = time.monotonic() + patient(10)
        while not is_so():
            self.assertLess(time.monotonic(), limit, what)
            time.sleep(0.05)


class CertificatesOfTheOperator(unittest.TestCase):
    def serve(self, *options):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-pem-"))
        self.addCleanup(shutil.rmtree, folder)
        certificate, key = make_pair(folder, "operator")
        named = [str(one) for pair in zip(("--certificate", "--certificate-key"), (certificate, key))
                 for one in pair] if "--https" in options else []
        self.server = Server(Site().agents(1), options=[*options, *named])
        self.addCleanup(self.server.close)
        self.server.__enter__()
        return Api.sign_in(self.server, ADMIN["account"], ADMIN["password"]), certificate, key

    def refusal(self, api, certificate, key):
        reply = api.put("/api/v1/certificate", {"chain": certificate.read_text(), "key": key.read_text()})
        return reply.status, reply.json["error"]["code"]

    def test_what_the_configuration_names_is_not_changed_by_a_page(self):
        api, *pair = self.serve("--https", "127.0.0.1:0")
        shown = api.get("/api/v1/certificate").json
        self.assertEqual((shown["source"], shown["fixed"], shown["facts"]["subject"]),
                         ("operator", "certificate.by_operator", "operator"))
        self.assertEqual(self.refusal(api, *pair), (409, "certificate.by_operator"))

    def test_where_several_companies_share_it_none_sets_it_for_the_others(self):
        api, *pair = self.serve("--sip-tls", f"127.0.0.1:{free_ports()}")
        self.assertEqual(self.server.apply(Site("other").agents(1)).returncode, 0)
        api.wait(lambda: api.get("/api/v1/certificate").json["fixed"] == "certificate.shared", patient(15), "shared")
        self.assertEqual(self.refusal(api, *pair), (403, "certificate.shared"))

    def test_where_nothing_speaks_tls(self):
        api, *pair = self.serve()
        self.assertEqual(api.get("/api/v1/certificate").json["fixed"], "certificate.no_tls")
        self.assertEqual(self.refusal(api, *pair), (409, "certificate.no_tls"))
