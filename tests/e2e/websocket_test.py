"""/ws and /sip: who may open them, what they say, and frames that nobody should send."""
import json
import os
import struct
import time

from harness.api import Api
from harness.case import CUSTOMER, CallCentreCase
from harness.patience import patient
from harness.server import Server
from harness.site import ADMIN, Site
from harness.websocket import CLOSE, PING, PONG, TEXT, WebSocket


def needs_socket(case, path):
    """Skips where the server does not offer this socket yet."""
    with WebSocket(case.server, path, case.admin.token, protocol="sip" if path == "/sip" else None) as socket:
        if socket.status == 404:
            case.skipTest(f"not offered yet: {path}")


class Events(CallCentreCase):
    def setUp(self):
        super().setUp()
        needs_socket(self, "/ws")

    def test_only_for_those_who_are_signed_in(self):
        with WebSocket(self.server, "/ws") as socket:
            self.assertIn(socket.status, (401, 403))

    def test_page_of_another_origin_is_refused(self):
        # A strange web page must not be able to use the cookie of somebody who is signed in.
        with WebSocket(self.server, "/ws", self.admin.token, origin="http://evil.example") as socket:
            self.assertIn(socket.status, (401, 403))

    def test_a_call_is_told_as_it_happens(self):
        agent = self.agent_phone(1)
        with WebSocket(self.server, "/ws", self.admin.token) as socket:
            self.assertEqual(socket.status, 101)
            call, ringing = self.connected(agent)
            self.assert_both_hear(call, 450, ringing, 850, seconds=0.3)
            call.bye()
            ringing.wait_ended()
            messages = socket.messages(1.5)
        self.assertTrue(messages, "nothing was told")
        for message in messages:
            self.assertTrue({"seq", "type", "data"} <= set(message), message)
        numbers = [message["seq"] for message in messages]
        self.assertEqual(numbers, sorted(set(numbers)), "sequence numbers repeat or go back")
        self.assertIn(CUSTOMER, json.dumps(messages))

    def test_agent_is_not_told_of_another_agents_call(self):
        agent = self.agent_phone(1)
        with WebSocket(self.server, "/ws", self.agent_api(3).token) as socket:
            call, ringing = self.connected(agent)
            call.bye()
            ringing.wait_ended()
            self.assertNotIn(CUSTOMER, json.dumps(socket.messages(1)))

    def test_slow_reader_does_not_hold_up_the_others(self):
        agent = self.agent_phone(1)
        slow = [WebSocket(self.server, "/ws", self.admin.token) for _ in range(5)]  # never read
        with WebSocket(self.server, "/ws", self.admin.token) as socket:
            for _ in range(10):
                call, ringing = self.connected(agent)
                call.bye()
                ringing.wait_ended()
            self.assertTrue(socket.messages(1))
        for one in slow:
            one.close()


class Stream(CallCentreCase):
    """What each viewer is told, and how a connection ends."""

    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.queues[0]["leaders"] = ["10090"]
        return site

    def open(self, token):
        socket = WebSocket(self.server, "/ws", token)
        self.addCleanup(socket.close)
        self.assertEqual(socket.status, 101)
        return socket

    def next(self, socket, kind, timeout=3, where=lambda data: True):
        """The next message of that kind; every other one on the way must have a whole sequence number too."""
        deadline = time.monotonic() + patient(timeout)
        while (left := deadline - time.monotonic()) > 0:
            frame = socket.receive(left)
            if frame is None or frame[0] == CLOSE:
                break
            if frame[0] != TEXT:
                continue
            message = json.loads(frame[1])
            socket.seq = getattr(socket, "seq", 0) + 1
            self.assertEqual(message["seq"], socket.seq, "a gap")
            if message["type"] == kind and where(message["data"]):
                return message["data"]
        self.fail(f"no {kind} within {timeout} s")

    def close_code(self, socket, timeout=5):
        deadline = time.monotonic() + patient(timeout)
        while (left := deadline - time.monotonic()) > 0:
            frame = socket.receive(left)
            if frame is None:
                return None
            if frame[0] == CLOSE:
                return struct.unpack("!H", frame[1][:2])[0]
        return None

    def test_snapshot_comes_first_and_when_asked(self):
        socket = self.open(self.agent_api(1).token)
        first = self.next(socket, "snapshot")
        self.assertEqual(first["me"]["number"], "10001")
        self.assertEqual([agent["number"] for agent in first["agents"]], ["10001"], "an agent sees himself only")
        self.assertEqual([queue["number"] for queue in first["queues"]], ["600"])
        self.assertEqual(first["queues"][0]["members"], ["10001", "10002"])
        self.assertLess(abs(first["server_ms"] - time.time() * 1000), 2000)
        socket.send(json.dumps({"type": "snapshot"}))
        self.next(socket, "snapshot")

    def test_anything_else_from_a_page_is_refused(self):
        for text in ('{"type":"call"}', "x", '{"type":"snapshot","more":1}', "[]"):
            socket = self.open(self.admin.token)
            socket.send(text)
            self.assertEqual(self.close_code(socket), 1008, text)

    def test_an_agent_is_told_of_the_own_call_from_ringing_to_the_record(self):
        phone = self.agent_phone(1)
        socket = self.open(self.agent_api(1).token)
        self.next(socket, "snapshot")
        call = self.customer_calls()
        ringing = phone.expect_call()
        ringing.ring()
        told = self.next(socket, "call", where=lambda data: data["phase"] == "ringing")
        self.assertEqual(told["customer_number"], CUSTOMER)
        self.assertEqual(told["queue"]["number"], "600")
        self.assertGreater(told["offer_ends_at_ms"], told["ringing_at_ms"])
        ringing.answer(850)
        call.wait_up()
        talking = self.next(socket, "call", where=lambda data: data["phase"] == "talking")
        self.assertEqual(talking["recording"], "on")
        self.next(socket, "agent", where=lambda data: data["activity"] == "talking" and data["call"] == told["id"])
        call.bye()
        ended = self.next(socket, "call.ended")
        self.assertEqual((ended["id"], ended["result"], ended["ending"]["side"]), (told["id"], "answered", "caller"))
        self.assertEqual(self.next(socket, "record", 5)["id"], told["id"])

    def test_a_call_that_goes_to_somebody_else_is_over_for_who_refused_it(self):
        first, second = self.agent_phone(1), self.agent_phone(2)
        socket = self.open(self.agent_api(1).token)
        self.next(socket, "snapshot")
        call = self.customer_calls()
        refused = first.expect_call()
        self.next(socket, "call")  # a busy server tells nothing of what comes and goes in one moment
        refused.refuse(486)
        other = second.expect_call()
        other.answer(850)
        call.wait_up()
        gone = self.next(socket, "call.ended")
        self.assertEqual(gone["ending"], {"side": "us", "reason": "left_view"})
        call.bye()
        other.wait_ended()

    def test_leader_sees_the_members_and_calls_of_the_queue_led(self):
        phone = self.agent_phone(1)
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        socket = self.open(leader.token)
        snapshot = self.next(socket, "snapshot")
        self.assertEqual({agent["number"] for agent in snapshot["agents"]}, {"10001", "10002", "10090"})
        self.assertEqual([queue["number"] for queue in snapshot["queues"]], ["600"])
        call, ringing = self.connected(phone)
        self.next(socket, "queue", where=lambda data: data["talking"] == 1)
        call.bye()
        ringing.wait_ended()
        self.next(socket, "call.ended")

    def test_who_signs_out_is_out(self):
        api = self.agent_api(2)
        socket = self.open(api.token)
        self.next(socket, "snapshot")
        self.assertEqual(api.delete("/api/v1/sessions/current").status, 204)
        self.assertEqual(self.close_code(socket), 4401)

    def test_a_session_may_open_sixteen_sockets(self):
        api = self.agent_api(3)
        sockets = [self.open(api.token) for _ in range(16)]
        for socket in sockets:
            self.next(socket, "snapshot")
        self.assertEqual(self.close_code(self.open(api.token)), 1013)

    def test_the_time_is_told_every_five_seconds(self):
        socket = self.open(self.admin.token)
        self.next(socket, "tick", 7)

    def test_server_says_that_it_goes(self):
        with Server(Site().agents(1)) as server:
            admin = Api.sign_in(server, ADMIN["account"], ADMIN["password"])
            with WebSocket(server, "/ws", admin.token) as socket:
                self.next(socket, "snapshot")
                server.terminate()
                server.terminate()
                self.assertEqual(self.close_code(socket), 1001)
                server.wait_exit()


class Frames(CallCentreCase):
    def setUp(self):
        super().setUp()
        needs_socket(self, "/ws")

    def open(self):
        socket = WebSocket(self.server, "/ws", self.admin.token)
        self.addCleanup(socket.close)
        self.assertEqual(socket.status, 101)
        return socket

    def test_ping_is_answered(self):
        socket = self.open()
        socket.send(b"hello", PING)
        deadline = time.monotonic() + patient(3)
        while time.monotonic() < deadline:
            frame = socket.receive(1)
            if frame and frame[0] == PONG:
                self.assertEqual(frame[1], b"hello")
                return
        self.fail("no pong")

    def refused(self, raw):
        socket = self.open()
        before = self.server.memory_kb()
        socket.send_raw(raw)
        self.assertTrue(socket.is_closed(), f"{raw[:14]!r}… and the connection stands")
        self.assertTrue(self.server.alive())
        self.assertLess(self.server.memory_kb() - before, 50_000)

    def test_frame_that_claims_two_gibibytes(self):
        self.refused(b"\x82\xff" + struct.pack("!Q", 2 << 30) + b"mask" + bytes(64))

    def test_frame_with_the_largest_length_there_is(self):
        self.refused(b"\x82\xff" + b"\xff" * 8 + b"\x01\x02\x03\x04" + bytes(64))

    def test_frame_without_mask(self):
        self.refused(b"\x81\x05hello")

    def test_reserved_bits_and_unknown_kinds(self):
        self.refused(b"\xf1\x85mask" + b"hello")
        self.refused(b"\x83\x85mask" + b"hello")

    def test_control_frame_in_pieces_or_too_long(self):
        self.refused(b"\x09\x80mask")
        self.refused(b"\x89\xfe\x00\xc8mask" + bytes(200))

    def test_continuation_of_nothing(self):
        self.refused(b"\x80\x85mask" + b"hello")

    def test_text_that_is_no_utf8(self):
        socket = self.open()
        socket.send(b"\xff\xfe\xc0", TEXT)
        self.assertTrue(socket.is_closed())

    def test_message_in_a_thousand_pieces(self):
        socket = self.open()
        for piece in range(1000):
            socket.send(os.urandom(4000), TEXT if piece == 0 else 0, final=False)
        self.assertTrue(socket.is_closed(10))
        self.assertTrue(self.server.alive())

    def test_close_is_answered(self):
        socket = self.open()
        socket.send(struct.pack("!H", 1000), CLOSE)
        self.assertTrue(socket.is_closed())


class SipOverWebSocket(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.users[1].update(extension_type="web", sign_in="page", extension_secret="")
        return site

    REQUEST = ("OPTIONS sip:demo SIP/2.0\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bKa1\r\nMax-Forwards: 70\r\n"
               "From: <sip:x@demo>;tag=a\r\nTo: <sip:demo>\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")

    def setUp(self):
        super().setUp()
        needs_socket(self, "/sip")

    def open(self):
        socket = WebSocket(self.server, "/sip", self.agent_api(1).token, protocol="sip")
        self.addCleanup(socket.close)
        return socket

    def test_sub_protocol_is_echoed(self):
        # Chromium refuses the connection without it.
        socket = self.open()
        self.assertEqual((socket.status, socket.protocol), (101, "sip"))

    def test_without_the_sub_protocol_it_is_refused(self):
        with WebSocket(self.server, "/sip", self.agent_api(1).token) as socket:
            self.assertIn(socket.status, (400, 403, 426))

    def test_request_is_answered(self):
        socket = self.open()
        socket.send(self.REQUEST)
        frame = socket.receive()
        self.assertTrue(frame and frame[1].startswith(b"SIP/2.0 "), frame)

    def registration_of(self, extension):
        """The status that REGISTER without a password gets here."""
        socket = self.open()
        socket.send(self.REQUEST.replace("OPTIONS", "REGISTER").replace("sip:x@", f"sip:{extension}@")
                    .replace("To: <sip:demo>", f"To: <sip:{extension}@demo>")
                    .replace("Content-Length", "Contact: <sip:a@x.invalid;transport=ws>\r\nContent-Length"))
        frame = socket.receive()
        return int(frame[1][8:11]) if frame else None

    def test_session_registers_its_own_extension_and_no_other(self):
        self.assertEqual(self.registration_of("8002"), 403)
        self.assertEqual(self.registration_of("8099"), 403)
        self.assertEqual(self.registration_of("8001"), 200)

    def test_keep_alive_of_rfc_5626(self):
        socket = self.open()
        socket.send("\r\n\r\n")
        socket.send(self.REQUEST)
        self.assertIsNotNone(socket.receive())

    def test_nonsense_does_no_harm(self):
        socket = self.open()
        for text in ("", "x", "\0" * 100, "SIP/2.0 200 OK\r\n\r\n", "INVITE\r\n\r\n", self.REQUEST[:60]):
            socket.send(text)
        time.sleep(0.3)
        self.assertTrue(self.server.alive())
