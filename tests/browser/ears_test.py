"""The measuring itself: two telephones in one page talk to each other, and what the page hears is known beforehand."""
import http.server
import threading
import unittest

from harness.browser import Browser
from harness.browser_case import needs_pages

PAGE = b"""<!doctype html><html lang="en"><title>ears</title><link rel="icon" href="data:,"><main><h1>Ears</h1>
<button data-testid="connect">connect</button><button data-testid="mute">mute</button><p data-testid="says"></p></main>
<script>
const says = document.querySelector('[data-testid=says]');
let track;
document.querySelector('[data-testid=connect]').onclick = async () => {
  const here = new RTCPeerConnection(), there = new RTCPeerConnection();
  here.onicecandidate = (e) => there.addIceCandidate(e.candidate);
  there.onicecandidate = (e) => here.addIceCandidate(e.candidate);
  there.ontrack = (e) => { const audio = new Audio(); audio.srcObject = e.streams[0]; audio.play(); window.audio = audio; };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  [track] = stream.getAudioTracks();
  here.addTrack(track, stream);
  await here.setLocalDescription();
  await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription();
  await here.setRemoteDescription(there.localDescription);
  says.textContent = 'connected';
};
document.querySelector('[data-testid=mute]').onclick = () => { track.enabled = false; };
document.querySelector('[data-testid=connect]').addEventListener('dblclick', () => { throw new Error('asked for'); });
</script></html>"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == "/"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE if found else b"")

    def log_message(self, *_):
        pass


class Ears(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        needs_pages()
        cls.web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=cls.web.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.web.server_close)
        cls.addClassCleanup(cls.web.shutdown)
        cls.browser = Browser(voice_hz=850)
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        context = self.browser.context()
        self.addCleanup(context.close)
        self.page = context.page()
        self.page.goto(f"http://127.0.0.1:{self.web.server_port}/")

    def test_a_tone_is_measured_where_it_is_and_only_there(self):
        self.assertIsNone(self.page.levels(850))
        self.page.at("connect").click()
        self.page.at("says").wait_text("connected")
        self.page.wait_tone(850)
        self.page.wait_level(850, -12, 1)
        self.page.wait_silent(450, below_db=-45)
        self.page.at("mute").click()
        self.page.wait_for(lambda: self.page.levels(850)[850] < -60, 3, "silence after mute")

    def test_complaints_of_the_page_are_noticed(self):
        self.page.at("connect").click()
        self.assertEqual(self.page.complaints(forget=True), [])
        self.page.at("connect").evaluate("button => button.dispatchEvent(new Event('dblclick'))")
        self.page.evaluate("console.error('wrong')")
        self.page.wait_for(lambda: len(self.page.complaints()) == 2, 3, self.page.complaints)

    def test_memory_and_accessibility_can_be_asked(self):
        self.assertGreater(self.page.heap()["bytes"], 100_000)
        self.assertEqual(self.page.accessibility_problems(), [])
        self.page.evaluate("document.querySelector('html').removeAttribute('lang')")
        self.assertEqual([found["id"] for found in self.page.accessibility_problems()], ["html-has-lang"])

    def test_what_a_load_brings_is_counted(self):
        files = self.page.transferred(f"http://127.0.0.1:{self.web.server_port}/")
        self.assertGreaterEqual(files[0]["bytes"], len(PAGE))
