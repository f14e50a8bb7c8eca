"""The web server whole: TLS with the certificate it makes itself, /ws over TLS, pages, caches, headers."""
import gzip
import http.client
import pathlib
import re
import shutil
import ssl
import tempfile
import unittest

from harness.api import Api
from harness.server import Server
from harness.site import ADMIN, Site
from harness.websocket import WebSocket

PAGE = b"<!doctype html><title>Yinghe</title>"
SCRIPT = b"console.log('hello');\n" * 200


class Https(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pages = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-pages-"))
        cls.addClassCleanup(shutil.rmtree, cls.pages)
        (cls.pages / "assets").mkdir()
        (cls.pages / "index.html").write_bytes(PAGE)
        (cls.pages / "assets/index-4f3a9c1b.js").write_bytes(SCRIPT)
        (cls.pages / "assets/index-4f3a9c1b.js.gz").write_bytes(gzip.compress(SCRIPT))
        cls.server = Server(Site().agents(1), options=["--https", "127.0.0.1:0", "--web", cls.pages])
        cls.addClassCleanup(cls.server.close)
        cls.server.__enter__()
        cls.https = re.search(r"^ready .* https=([\d.]+):(\d+)", cls.server.log(), re.M).groups()

    def trust(self):
        """Trusts exactly the certificate that the server made for itself, names and all."""
        return ssl.create_default_context(cafile=str(self.server.data / "self_signed.pem"))

    def get(self, path, **headers):
        connection = http.client.HTTPSConnection(self.https[0], int(self.https[1]), timeout=10, context=self.trust())
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def test_page_comes_over_tls_with_the_headers_that_guard_it(self):
        """R034."""
        status, headers, body = self.get("/")
        self.assertEqual((status, body), (200, PAGE))
        self.assertIn("default-src 'self'", headers["Content-Security-Policy"])
        self.assertIn("media-src 'self' blob:", headers["Content-Security-Policy"])
        host = f"{self.https[0]}:{self.https[1]}"
        self.assertIn(f"connect-src 'self' ws://{host} wss://{host};", headers["Content-Security-Policy"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("microphone=(self)", headers["Permissions-Policy"])
        self.assertTrue(headers["Referrer-Policy"])

    def test_addresses_of_the_page_itself_can_be_reloaded(self):
        for path in ("/calls/today", "/records?page=2"):
            self.assertEqual(self.get(path)[2], PAGE, path)
        for path in ("/api/v1/nothing", "/assets/gone-00000000.js"):
            self.assertEqual(self.get(path)[0], 404, path)

    def test_assets_are_compressed_and_kept_and_the_page_is_asked_for_again(self):
        path = "/assets/index-4f3a9c1b.js"
        status, headers, body = self.get(path, Accept_Encoding="gzip, br")
        self.assertEqual((status, headers["Content-Encoding"], gzip.decompress(body)), (200, "gzip", SCRIPT))
        self.assertIn("immutable", headers["Cache-Control"])
        self.assertEqual(self.get(path)[2], SCRIPT)
        self.assertEqual(self.get(path, Accept_Encoding="gzip", If_None_Match=headers["ETag"])[0], 304)
        self.assertEqual(self.get("/")[1]["Cache-Control"], "no-cache")

    def test_events_over_tls(self):
        admin = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])

        class OverTls:
            http = (self.https[0], int(self.https[1]))
        with WebSocket(OverTls, "/ws", admin.token, context=self.trust()) as socket:
            self.assertEqual(socket.status, 101)
            self.assertTrue(socket.snapshot()["me"])

    def test_cookie_over_tls_is_secure(self):
        connection = http.client.HTTPSConnection(self.https[0], int(self.https[1]), timeout=10, context=self.trust())
        connection.request("POST", "/api/v1/sessions", f'{{"tenant":"demo","account":"{ADMIN["account"]}",'
                           f'"password":"{ADMIN["password"]}"}}', {"Content-Type": "application/json"})
        cookie = connection.getresponse().headers["Set-Cookie"]
        connection.close()
        for part in ("HttpOnly", "Secure", "SameSite=Lax"):
            self.assertIn(part, cookie)

    def test_the_certificate_stays(self):
        """R034."""
        before = (self.server.data / "self_signed.pem").read_bytes()
        self.assertIn(b"BEGIN CERTIFICATE", before)
        key = self.server.data / "self_signed_key.pem"
        self.assertEqual(key.stat().st_mode & 0o077, 0, "the key is for the server only")


if __name__ == "__main__":
    unittest.main()
