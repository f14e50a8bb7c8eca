"""The server ends in mid-call and comes back: the page says what happened and works again by itself."""
from harness.browser_case import BrowserCase


class Restart(BrowserCase):
    def test_killed_in_mid_call_and_started_again(self):
        self.forgive_network()
        self.forgive("Failed to load resource: the server responded with a status of 4")
        desk = self.agent(1)
        call = self.in_call(desk)
        self.server.kill()
        desk.page.at("strip-offline").wait(15)
        self.server.start()
        self.carrier.server = self.server.sip
        call.abandon()
        desk.wait_telephone("online", timeout=45)
        desk.page.at("strip-offline").wait_gone(15)
        desk.wait_after_call(15)
        desk.set_ready()
        again = self.in_call(desk)
        again.bye()
        desk.wait_after_call()
