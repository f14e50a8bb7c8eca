"""`yinghe robots`: simulated customers and agents over real SIP, RTP and speech."""
import socket
import unittest

from harness.api import Api
from harness.server import Server, rtp_range
from harness.site import ADMIN, Site


def free_port(ip):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((ip, 0))
        return probe.getsockname()[1]


class Robots(unittest.TestCase):
    def test_every_robot_customer_talks_to_a_robot_agent(self):
        carrier = ("127.0.0.3", free_port("127.0.0.3"))
        site = (Site().agents(3).queue(600, [1, 2, 3]).trunk("carrier", carrier).did("4008001234", "queue:600"))
        with Server(site) as server:
            played = server.run("robots", "--site", server.data.parent / f"{server.data.name}.site.toml", "--server", f"{server.sip[0]}:{server.sip[1]}",
                                "--calls", 3, "--agents", 3, "--rate", 5, "--talk-s", 12, "--rtp", rtp_range(), timeout=120)
            self.assertEqual(played.returncode, 0, played.stdout + played.stderr)
            self.assertIn("placed 3 answered 3 failed 0", played.stdout)
            self.assertIn("lost 0", played.stdout)
            admin = Api.sign_in(server, ADMIN["account"], ADMIN["password"])
            records = admin.wait_records(3, 10)
            self.assertEqual([record.result for record in records], ["answered"] * 3)


if __name__ == "__main__":
    unittest.main()
