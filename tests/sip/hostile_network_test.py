"""Broken bytes in thousands: SIP over UDP and TCP, RTP and RTCP into a call, HTTP. The server lives and still works."""
import random
import socket
import struct
import time

from harness.case import NIGHTLY, CallCentreCase
from harness.wire import Wire

SERIAL = True
SEED = 20240601
METHODS = ["INVITE", "ACK", "BYE", "CANCEL", "INFO", "REFER", "REGISTER", "OPTIONS", "UPDATE", "PRACK", "SUBSCRIBE"]
SPOILERS = ["", "\x00", "<", ">", ";", ":", "\"", "@", "%", "\\", "9" * 20, "-1", " ", "\t", "\r", "\n"]


def sip_lines(chance, server, port, transport="UDP", numbers=("8001", "600", "4008001234", "x")):
    method = chance.choice(METHODS)
    to_tag = chance.choice(["", ";tag=zz"])
    host = f"{server[0]}:{server[1]}"
    lines = [f"{method} sip:{chance.choice(numbers)}@{host} SIP/2.0",
             f"Via: SIP/2.0/{transport} 127.0.0.1:{port};branch=z9hG4bK{chance.randrange(10 ** 9)};rport",
             f"From: <sip:t@x>;tag=f{chance.randrange(999)}", f"To: <sip:8001@x>{to_tag}",
             f"Call-ID: c{chance.randrange(999)}", f"CSeq: {chance.randrange(1, 99)} {method}",
             f"Contact: <sip:t@127.0.0.1:{port}>", "Max-Forwards: 70", "Content-Type: application/sdp",
             "Content-Length: 0"]
    if chance.random() < 0.2:
        lines[0] = chance.choice(["SIP/2.0 200 OK", "SIP/2.0 180 Ringing", "SIP/2.0 401 x", "SIP/2.0 999 x"])
    if chance.random() < 0.1:
        lines.insert(1, "Authorization: Digest username=\"8001\", realm=\"demo\", nonce=\"x\", uri=\"sip:x\", response=\"y\"")
    return lines


def spoil(chance, lines):
    """One mutation of a message: headers lost, characters changed, a line emptied, the end cut off."""
    kind = chance.random()
    if kind < 0.35:
        for _ in range(chance.randrange(1, 4)):
            lines.pop(chance.randrange(1, len(lines)))
    elif kind < 0.7:
        at = chance.randrange(len(lines))
        text = list(lines[at])
        for _ in range(chance.randrange(1, 6)):
            text[chance.randrange(len(text))] = chance.choice(SPOILERS + [chr(chance.randrange(32, 255))])
        lines[at] = "".join(text)
    elif kind < 0.8:
        lines[chance.randrange(len(lines))] = ""
    elif kind < 0.85:
        lines.insert(chance.randrange(1, len(lines)), chance.choice(["X" * 9000, "Via: " * 300, ":" * 100, "a:b\r\n c"]))
    data = ("\r\n".join(lines) + "\r\n\r\n").encode("latin1")
    return data[:chance.randrange(len(data))] if kind > 0.95 else data


class HostileNetwork(CallCentreCase):
    def setUp(self):
        super().setUp()
        self.agent = self.agent_phone(1)
        self.call, self.ringing = self.connected(self.agent)

    def tearDown(self):
        # The proof after each storm: the call that was up still talks, and a new one works.
        try:
            self.assertTrue(self.server.alive(), self.server.log()[-2000:])
            self.assert_both_hear(self.call, 450, self.ringing, 850, seconds=0.5)
            self.call.bye()
            self.ringing.wait_ended()
            call, ringing = self.connected(self.agent)
            call.bye()
            ringing.wait_ended()
        finally:
            super().tearDown()

    def test_mutated_sip_over_udp(self):
        chance = random.Random(SEED)
        with Wire(self.server.sip, "127.0.0.8") as wire:
            for sent in range(60000 if NIGHTLY else 15000):
                wire.send(spoil(chance, sip_lines(chance, self.server.sip, wire.port)))
                if sent % 20 == 0:
                    wire.drain()
                    time.sleep(0.004)
        self.assertLess(self.server.memory_kb(), 500_000)

    def test_mutated_sip_from_the_carriers_own_address(self):
        # The trusted address gets further in: the same storm as if the carrier had gone mad. It does not dial
        # the queue: those would be real calls, and the agent would be busy with them.
        chance = random.Random(SEED + 1)
        for sent in range(3000):
            lines = sip_lines(chance, self.server.sip, self.carrier.address[1], numbers=("8001", "600", "x"))
            data = spoil(chance, lines)
            self.carrier.transport.send(data, self.server.sip)
            if sent % 20 == 0:
                time.sleep(0.004)
        for call in list(self.carrier.calls.values()):
            if call is not self.call:
                call.hang_up()

    def test_mutated_sip_over_tcp(self):
        chance = random.Random(SEED + 2)
        for _ in range(300):
            with socket.create_connection(self.server.sip, 2) as peer:
                lines = sip_lines(chance, self.server.sip, peer.getsockname()[1], "TCP")
                if chance.random() < 0.3:
                    lines[-1] = f"Content-Length: {chance.choice([-1, 99999999999, 4294967295, 3])}"
                data = spoil(chance, lines)
                try:
                    for at in range(0, len(data), 97):
                        peer.send(data[at:at + 97])
                except OSError:
                    pass  # the server may well hang up on us

    def test_tcp_connections_that_say_nothing(self):
        silent = [socket.create_connection(self.server.sip, 2) for _ in range(200)]
        self.assertEqual(self.agent.options().status, 200)
        for peer in silent:
            peer.close()

    def test_endless_header_over_tcp(self):
        with socket.create_connection(self.server.sip, 2) as peer:
            peer.settimeout(2)
            try:
                for _ in range(2000):
                    peer.send(b"A" * 10000)
            except OSError:
                pass
        self.assertLess(self.server.memory_kb(), 500_000)

    def test_mutated_rtp_and_rtcp_into_a_call(self):
        chance = random.Random(SEED + 3)
        target = self.ringing.media.remote
        wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for sent in range(5000):
            head = struct.pack("!BBHII", chance.choice([0x80, 0x90, 0xBF, 0x00, 0x8F]), chance.randrange(256),
                               chance.randrange(65536), chance.randrange(2 ** 32), chance.randrange(2 ** 32))
            data = head + chance.randbytes(chance.choice([0, 1, 160, 1400]))
            data = data[:chance.choice([0, 1, 11, 12, 13, len(data)])]
            if sent % 2:
                wire.sendto(data, target)  # from a stranger: must not take the stream over
            elif data[:1] != b"\x80":
                self.ringing.media.send_raw(data)  # from the phone itself
            wire.sendto(data, (target[0], target[1] + 1))
            if sent % 50 == 0:
                time.sleep(0.01)
        wire.close()

    def test_stranger_cannot_steal_a_voice_stream(self):
        # A stream, so it must flow: until the phone's first packet nobody knows where behind its NAT it is.
        self.assert_both_hear(self.call, 450, self.ringing, 850, seconds=0.3)
        thief = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        thief.bind(("127.0.0.9", 0))
        thief.settimeout(0.3)
        for sequence in range(50):
            thief.sendto(struct.pack("!BBHII", 0x80, 8, sequence, sequence * 160, 7) + b"\xd5" * 160,
                         self.ringing.media.remote)
            time.sleep(0.01)
        try:
            heard = len(thief.recv(2000))
        except OSError:
            heard = 0
        thief.close()
        self.assertEqual(heard, 0, "the customer's voice went to a stranger")

    def test_mutated_http(self):
        chance = random.Random(SEED + 4)
        lines = ["GET /api/v1/me HTTP/1.1", "Host: x", "Content-Length: 10", "Cookie: a=b", "Connection: keep-alive",
                 "Authorization: Bearer x", "Transfer-Encoding: chunked", "Expect: 100-continue", "Range: bytes=0-"]
        for _ in range(2000 if not NIGHTLY else 20000):
            with socket.create_connection(self.server.http, 2) as peer:
                head = [chance.choice(["GET", "POST", "PUT", "HEAD", "BREW", "OPTIONS"]) + " "
                        + chance.choice(["/", "/api/v1/me", "/ws", "/sip", "/metrics", "/%00", "/../../etc/passwd",
                                         "/api/v1/calls/%ff", "//" * 200]) + " HTTP/1.1"]
                head += chance.sample(lines[1:], chance.randrange(len(lines) - 1))
                try:
                    peer.sendall(spoil(chance, head if len(head) > 4 else head + lines[1:5]))
                except OSError:
                    pass
        self.assertEqual(self.admin.get("/api/v1/me").status, 200)

    def test_no_file_outside_the_web_folder(self):
        for path in ("/../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2f..%2fetc/passwd",
                     "/assets/../../../../etc/passwd"):
            self.assertNotIn(b"root:", self.admin.get(path).body, path)

    def test_sip_over_http_port_and_back(self):
        with socket.create_connection(self.server.http, 2) as peer:
            peer.sendall(b"OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP x\r\n\r\n")
        with socket.create_connection(self.server.sip, 2) as peer:
            peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
