"""The same pages in Debian's Firefox: an agent signs in, answers and is heard.

The machines that run this have no sound card, where Firefox plays nothing and its audio contexts stand still: what it
hears is read from its own figures. The descriptions of `server/media/samples` were recorded by this file: with
YINGHE_SAMPLES=FOLDER it writes them anew.
"""
import os
import pathlib
import re
import subprocess
import unittest

from harness.browser import EXECUTABLES
from harness.browser_case import BrowserCase

CUSTOMER_HZ = 450
SILENT_DB = -50
# The first one that answers all that the driver asks at its start (network.addDataCollector).
OLDEST_DRIVEN = 143
# What a page in Firefox says when it is the one that asks: before and after it knows its addresses.
OFFERS = """async () => {
  const connection = new RTCPeerConnection();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  stream.getTracks().forEach(track => connection.addTrack(track, stream));
  const offer = await connection.createOffer();
  await connection.setLocalDescription(offer);
  while (connection.iceGatheringState !== 'complete') {
    await new Promise(done => connection.addEventListener('icegatheringstatechange', done, { once: true }));
  }
  const candidates = connection.localDescription.sdp;
  connection.close();
  stream.getTracks().forEach(track => track.stop());
  return { offer: offer.sdp, candidates };
}"""


class Firefox(BrowserCase):
    kind = "firefox"

    @classmethod
    def setUpClass(cls):
        said = subprocess.run([EXECUTABLES["firefox"], "--version"], capture_output=True, text=True, check=True).stdout
        version = int(re.search(r"Firefox (\d+)", said).group(1))
        if version < OLDEST_DRIVEN:
            raise unittest.SkipTest(f"Firefox {version} cannot be driven, {OLDEST_DRIVEN} can: take Debian's updates")
        super().setUpClass()

    def desk(self, *arguments, **options):
        # Firefox knows no permission of that name for a driver to give; its preferences let the microphone through.
        return super().desk(*arguments, permissions=(), **options)

    def assert_customer_hears(self, call):
        """The agent's tone, without a hole; how loud it is Firefox decides."""
        mark = call.media.mark()
        heard = call.media.wait_heard(self.voice_hz, 0.8, since=mark)
        self.assertGreater(heard.level_db, -30, heard)
        self.assertLess(call.media.heard(CUSTOMER_HZ, mark).seconds, 0.05, "the customer hears himself")

    def assert_agent_hears(self, desk, level_db, delta_db=2):
        last = [None]

        def right():
            last[0] = desk.page.received_level()
            return abs(last[0] - level_db) < delta_db
        desk.page.wait_for(right, 10, lambda: f"{level_db} dB at Firefox, not {last[0]}")

    def test_a_customers_call_from_the_ring_to_the_record(self):
        desk = self.agent(1)
        call = self.customer_rings(desk, CUSTOMER_HZ)
        desk.answer()
        call.wait_up()
        desk.wait_talking()
        self.assert_customer_hears(call)
        self.assert_agent_hears(desk, -12)
        self.keep_samples(desk)

        desk.hold()
        self.wait_music(call)
        desk.page.wait_for(lambda: desk.page.received_level() < SILENT_DB, 8, "silence while the agent holds")
        desk.retrieve()
        self.assert_customer_hears(call)
        self.assert_agent_hears(desk, -12)

        mark = call.media.mark()
        desk.keypad("12#")
        self.wait(lambda: call.media.digits(mark) == "12#", 8, lambda: f"digits 12#: {call.media.digits(mark)!r}")
        desk.hang_up()
        call.wait_ended()
        desk.wait_after_call()
        record = self.new_records(1)[-1]
        self.assertEqual((record.result, record.side), ("answered", "agent"))

    def keep_samples(self, desk):
        folder = os.environ.get("YINGHE_SAMPLES")
        if not folder:
            return
        offers = desk.page.evaluate(OFFERS)
        for name, text in (("firefox_answer", desk.page.evaluate("window.yingheEars.descriptions().local")),
                           ("firefox_offer", offers["offer"]), ("firefox_offer_candidates", offers["candidates"])):
            pathlib.Path(folder, f"{name}.sdp").write_text(text.replace("\r\n", "\n"))
