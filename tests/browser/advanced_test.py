"""The advanced settings as an administrator meets them, and the third party's page that opens for an agent's calls."""
import http.server
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.parse

from harness.admin_desk import AdminDesk
from harness.browser_case import BrowserCase
from harness.patience import patient
from harness.smtp_server import SmtpServer

PAGE = b"""<!doctype html><title>CRM</title><script>
fetch('/seen?opener=' + (window.opener === null ? 'none' : 'ours'));
</script>"""


class ThirdParty:
    """A customer system on another host: keeps what was asked for."""

    def __init__(self):
        self.asked, self.openers = [], []
        third = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                place = urllib.parse.urlsplit(self.path)
                if place.path == "/seen":
                    third.openers.append(place.query)
                elif place.path != "/favicon.ico":
                    third.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(PAGE)))
                self.end_headers()
                self.wfile.write(PAGE)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://localhost:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Popups(BrowserCase):
    def setUp(self):
        super().setUp()
        self.third = ThirdParty()
        self.addCleanup(self.third.close)

    def configure(self, when="ringing"):
        reply = self.admin.put("/api/v1/config/popup", {
            "inbound": self.third.url + "/in?tel={number}&queue={queue}&agent={agent}",
            "outbound": self.third.url + "/out?tel={number}&how={direction}", "open": when})
        self.assertEqual(reply.status, 204, reply)

    def test_opens_once_for_a_call_when_it_rings(self):
        """R068: with what is known of the call, and without a hold on our page."""
        self.configure()
        desk = self.agent(1)
        call = self.customer_rings(desk)
        self.wait(lambda: self.third.asked, 8, "the page")
        self.assertEqual(self.third.asked, ["/in?tel=13912345678&queue=600&agent=10001"])
        self.wait(lambda: self.third.openers, 8, "what the page sees of us")
        self.assertEqual(self.third.openers, ["opener=none"])
        desk.answer()
        call.wait_up()
        desk.page.at("call-popup").wait()
        self.assertEqual(desk.page.at("call-popup").attribute("data-blocked"), "false")
        call.bye()
        desk.wait_after_call()
        self.assertEqual(len(self.third.asked), 1)

    def test_a_blocked_page_is_opened_by_hand(self):
        self.configure("answered")
        desk = self.agent(1, scripts=["const real = window.open; window.open = () => null; window.yingheOpen = real;"])
        call = self.customer_rings(desk)
        desk.answer()
        call.wait_up()
        desk.page.wait_for(lambda: desk.page.at("call-popup").count() and
                           desk.page.at("call-popup").attribute("data-blocked") == "true", 8, "blocked, and it is said")
        self.assertEqual(self.third.asked, [])
        desk.page.at("call-popup-open").click()
        self.wait(lambda: self.third.asked, 8, "the page")
        self.assertEqual(desk.page.at("call-popup").attribute("data-blocked"), "false")
        call.bye()
        desk.wait_after_call()

    def test_outgoing_calls_have_their_own(self):
        self.configure()
        desk = self.agent(1)
        desk.dial("13800000009")
        call = self.carrier.expect_call()
        call.answer(450)
        self.wait(lambda: self.third.asked, 8, "the page")
        self.assertEqual(self.third.asked, ["/out?tel=13800000009&how=outbound"])
        call.bye()
        desk.wait_after_call()


class Settings(BrowserCase):
    more_server_options = ("--lookup-hosts", "127.0.0.1", "--https", "127.0.0.1:0")

    @classmethod
    def setUpClass(cls):
        cls.smtp = SmtpServer()
        cls.addClassCleanup(cls.smtp.close)
        super().setUpClass()

    def part(self, name):
        desk = AdminDesk(self.admin_desk()).go("advanced")
        if name != "advanced":
            desk.page.at(f"advanced-tab-{name}").click()
            desk.page.at(f"page-admin_{name}").wait()
        return desk.page

    def save(self, page):
        page.at("save").click()
        page.wait_for(lambda: page.at("save-bar").attribute("data-dirty") == "false", 8, "saved")

    def test_addresses_are_checked_where_they_stand(self):
        """R068."""
        page = self.part("advanced")
        self.forgive("status of 422")
        page.at("field-inbound").fill("javascript:alert(1)")
        page.at("save").click()
        page.at("field-problem").wait_text("http")
        page.at("field-inbound").fill("https://crm.example.com/in?tel={number}")
        page.at("popup-example-inbound").wait_text("tel=13800001234")
        self.save(page)
        self.assertEqual(self.admin.get("/api/v1/config/popup").json["inbound"],
                         "https://crm.example.com/in?tel={number}")
        self.assertEqual(page.accessibility_problems(), [])

    def test_a_mail_server_is_tried_and_an_alert_switched_on(self):
        """R266."""
        page = self.part("disk_alert")
        self.forgive("status of 422")
        page.at("field-enabled").click()
        page.at("add-mailbox").click()
        page.at("field-to[0]").fill("admin@example.com")
        page.at("save").click()
        page.at("mail-missing").wait()
        page.at("advanced-tab-mail").click()
        page.at("page-admin_mail").wait()
        page.at("field-host").fill("127.0.0.1")
        page.at("field-security").choose("none")
        page.at("field-port").fill(str(self.smtp.port))
        page.at("field-sender").fill("robot@example.com")
        page.at("mail-test-to").fill("admin@example.com")
        page.at("mail-test-run").click()
        page.wait_for(lambda: page.at("mail-test-outcome").count() and
                      page.at("mail-test-outcome").attribute("data-sent") == "true", 15, "sent")
        self.smtp.wait_mails(1, 1)
        self.save(page)
        self.assertEqual(page.accessibility_problems(), [])
        page.at("advanced-tab-disk_alert").click()
        page.at("field-below_percent").fill("100")
        self.save(page)
        self.smtp.wait_mails(2, patient(30))
        self.wait(lambda: self.admin.get("/api/v1/disk-alerts").json["items"][0]["state"] == "sent", 10, "written down")
        page.at("advanced-tab-mail").click()
        page.at("advanced-tab-disk_alert").click()
        page.at("disk-alert").wait()
        self.assertEqual(page.at("disk-alert").attribute("data-state"), "sent")
        self.assertEqual(page.accessibility_problems(), [])

    def test_days_are_saved_like_everything_else(self):
        """B03: what is kept how long, and what the law holds."""
        page = self.part("retention")
        self.forgive("status of 422")
        page.at("field-hold_days").fill("180")
        page.at("field-recording_days").fill("90")
        page.at("save").click()
        page.at("field-problem").wait_text("法定", "law")
        page.at("field-recording_days").fill("365")
        self.save(page)
        self.assertEqual(self.admin.get("/api/v1/config/retention").json, {"recording_days": 365, "hold_days": 180})
        self.assertEqual(page.accessibility_problems(), [])

    def test_deleting_needs_the_company_typed(self):
        """R267; R140: what has to be kept of customers is exported first."""
        with sqlite3.connect(self.server.data / "yinghe.db", timeout=20) as database:
            tenant = database.execute("SELECT id FROM tenants").fetchone()[0]
            old = int(time.time() * 1000) - 90 * 24 * 3600 * 1000
            database.executemany("INSERT INTO sign_ins (id, tenant_id, user_id, at_ms, address, outcome) VALUES "
                                 "(?, ?, 1, ?, '192.0.2.1', 'signed_in')", [(n, tenant, old + n) for n in range(1, 251)])
        database.close()
        page = self.part("deletion")
        page.at("deletion-new").click()
        page.at("deletion-form").wait()
        page.at("field-kind").choose("customers")
        page.at("deletion-form").wait_text("请先导出备份")
        page.at("field-kind").choose("logs")
        day = time.strftime("%Y-%m-%d", time.localtime(time.time() - 30 * 24 * 3600))
        box = page.css("[data-testid=deletion-form] .el-date-editor input")
        box.fill(day)
        box.press("Enter")
        page.at("deletion-count").click()
        page.at("deletion-of-sign_ins").wait_text("250")
        self.assertFalse(page.at("deletion-do").enabled())
        self.assertEqual(page.accessibility_problems(), [])
        page.at("deletion-typed").fill("demo")
        page.wait_for(lambda: page.at("deletion-do").enabled(), 5, "allowed")
        page.at("deletion-do").click()
        page.at("deletion-form").wait_gone()
        page.wait_for(lambda: "250" in page.at("list-row").text_now(), 15, "the deletion in the log, told by the server")
        self.assertEqual(self.admin.get("/api/v1/sign-ins?address=192.0.2.1").json["total"], 0)
        self.assertEqual(page.accessibility_problems(), [])

    def test_a_certificate_is_refused_with_its_reason_and_used_when_good(self):
        """R034."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-pem-"))
        self.addCleanup(shutil.rmtree, folder)
        for name in ("good", "other"):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                            "-nodes", "-keyout", str(folder / f"{name}-key.pem"), "-out", str(folder / f"{name}.pem"),
                            "-days", "20", "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:call.example.com"],
                           check=True, capture_output=True)
        page = self.part("certificate")
        page.at("certificate-facts").wait()
        self.assertEqual(page.at("certificate").attribute("data-source"), "self_signed")
        page.at("certificate-chain").give_file(folder / "good.pem")
        page.at("certificate-key").give_file(folder / "other-key.pem")
        self.forgive("status of 400")
        page.at("certificate-send").click()
        page.at("certificate-problem").wait_text("不匹配", "does not fit")
        page.at("certificate-key").give_file(folder / "good-key.pem")
        page.at("certificate-send").click()
        page.wait_for(lambda: page.at("certificate").attribute("data-source") == "uploaded", 10, "used")
        self.assertEqual(page.at("certificate-validity").attribute("data-validity"), "soon")
        self.assertEqual(page.accessibility_problems(), [])
        page.at("certificate-drop").click()
        page.css(".question .el-button--danger").click()
        page.wait_for(lambda: page.at("certificate").attribute("data-source") == "self_signed", 10, "our own again")


class Custody(BrowserCase):
    def test_who_heard_a_recording_stands_beside_it(self):
        """B03: who heard it or took it away, and its checksum."""
        call, ringing = self.connected(self.agent_phone(3), number="4008001235")
        self.wait_seconds(1.5)  # enough to be played, and seen to be playing
        call.bye()
        ringing.wait_ended()
        recording = self.new_records(1)[-1].recordings[0]["id"]
        self.wait(lambda: self.admin.get(f"/api/v1/recordings/{recording}/accesses").json["checksum"], 15, "the checksum")
        desk = self.admin_desk()
        desk.go("recordings")
        desk.play_first_recording().wait_playing()
        page = desk.page
        page.at("custody-open").click()
        page.at("custody-row").wait_text("播放", "played")
        self.assertIn("10000", page.at("custody-row").text())
        self.assertEqual(page.accessibility_problems(), [])
