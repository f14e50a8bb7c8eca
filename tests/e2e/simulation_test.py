"""The demo company's switch "simulated calls", and "call me": robots inside the server, over real SIP and RTP."""
import concurrent.futures
import json
import re
import socket
import time
import unittest

from harness.api import Api
from harness.patience import patient
from harness.phone import Phone
from harness.server import Server, rtp_range
from harness.site import ADMIN, Site
from harness.websocket import WebSocket


def free_port(ip):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((ip, 0))
        return probe.getsockname()[1]


def demo_company():
    robots = ("127.0.0.4", free_port("127.0.0.4"))
    return (Site().agents(1).agent(8, name="机器人甲").agent(9, name="机器人乙").queue(600, [8, 9])
            .trunk("robots", robots).did("4008001234", "queue:600", trunk="robots")
            .did("4008008001", "extension:8001", trunk="robots"))


class Simulation(unittest.TestCase):
    def setUp(self):
        self.server = Server(demo_company(), options=["--simulation-rtp", rtp_range()])
        self.server.__enter__()
        self.addCleanup(self.server.close)
        self.admin = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])

    def switch(self, running):
        reply = self.admin.put("/api/v1/demo/simulation", {"running": running}, timeout=30)
        self.assertEqual((reply.status, reply.json), (200, {"available": True, "running": running}))

    def test_on_twice_off_in_mid_call_and_on_again(self):
        self.assertEqual(self.admin.get("/api/v1/demo/simulation").json, {"available": True, "running": False})
        with WebSocket(self.server, "/ws", self.admin.token) as page:
            self.assertEqual(page.snapshot()["simulation"], {"available": True, "running": False})
            # Robots learn their sentences first; meanwhile the page lives, as pages do.
            with concurrent.futures.ThreadPoolExecutor(1) as other:
                switched = other.submit(self.switch, True)
                told, deadline = [], time.monotonic() + 60
                while (not switched.done() or not told) and time.monotonic() < deadline:
                    told += [message["data"] for message in page.messages(0.5) if message["type"] == "simulation"]
                switched.result()
            self.assertEqual(told, [{"available": True, "running": True}])
        for _ in range(2):
            self.switch(True)
            self.switch(True)
            self.admin.wait(lambda: [call for call in self.admin.calls() if call["phase"] == "talking"], 40,
                            "robots in talk")
            self.switch(False)
            self.admin.wait_no_calls()
            self.admin.wait(lambda: not any(agent["device_online"] for agent in
                                            self.admin.get("/api/v1/queues/600/live").json["agents"]), 5,
                            "phones are unregistered")
        self.assertTrue(self.admin.records())
        self.assertEqual({record.side for record in self.admin.records()}, {"caller"})

    def test_server_stops_while_they_play(self):
        self.switch(True)
        self.admin.wait(lambda: self.admin.calls(), 40, "a call")
        began = time.monotonic()
        self.assertEqual(self.server.stop(), 0)
        self.assertLess(time.monotonic() - began, patient(8))
        checked = self.server.check()
        self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_call_me_rings_my_device_only(self):
        agent = Api.sign_in(self.server, "10001", "Agent-10001")
        refused = agent.post("/api/v1/demo/call-me")
        self.assertEqual((refused.status, refused.json["error"]["code"]), (409, "device.offline"))
        phone = Phone(self.server.sip, "8001", "secret-8001", domain="demo")
        self.addCleanup(phone.close)
        self.assertEqual(phone.register().status, 200)
        reply = agent.post("/api/v1/demo/call-me", timeout=30)
        self.assertEqual(reply.status, 202, reply)
        ringing = phone.expect_call()
        ringing.ring()
        busy = agent.post("/api/v1/demo/call-me")
        self.assertEqual((busy.status, busy.json["error"]["code"]), (409, "agent.in_call"))
        mark = ringing.media.mark()
        ringing.answer(850)
        self.admin.wait(lambda: max(map(abs, ringing.media.samples(mark)), default=0) > 3000, 5, "the robot speaks")
        self.assertEqual([call["phase"] for call in self.admin.calls()], ["talking"])
        ringing.bye()
        self.admin.wait_no_calls()

    def test_who_has_no_number_of_the_own_is_told_so(self):
        robot = Phone(self.server.sip, "8008", "secret-8008", domain="demo")
        self.addCleanup(robot.close)
        self.assertEqual(robot.register().status, 200)
        reply = Api.sign_in(self.server, "10008", "Agent-10008").post("/api/v1/demo/call-me")
        self.assertEqual((reply.status, reply.json["error"]["code"]), (409, "demo.no_number"))


class NoDemo(unittest.TestCase):
    def test_other_companies_have_none(self):
        with Server(Site().agents(1)) as server:
            admin = Api.sign_in(server, ADMIN["account"], ADMIN["password"])
            self.assertEqual(admin.get("/api/v1/demo/simulation").status, 404)
            self.assertEqual(admin.put("/api/v1/demo/simulation", {"running": True}).status, 404)
            self.assertEqual(admin.post("/api/v1/demo/call-me").status, 404)


class OpenApi(unittest.TestCase):
    def test_printed_without_a_data_folder_and_the_same_as_served(self):
        server = Server(Site())
        printed = server.run("openapi")
        self.assertEqual(printed.returncode, 0, printed.stderr)
        with server:
            served = Api(server).get("/api/openapi.json").json
        document = json.loads(printed.stdout)
        self.assertEqual(document["components"], served["components"])
        self.assertLessEqual(set(document["paths"]), set(served["paths"]))
        self.assertIn("LiveMessage", document["components"]["schemas"])
        for name in document["components"]["schemas"]:
            self.assertRegex(name, re.compile(r"^[A-Za-z0-9._-]+$"))


if __name__ == "__main__":
    unittest.main()
