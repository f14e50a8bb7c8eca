"""A browser's telephone without a browser: SIP over /sip (RFC 7118), signalling only.

It answers WebRTC offers with a description that is whole but leads nowhere, so its own sound is silence; what the other
party hears is measured there.
"""
import re
import secrets
import struct
import time

from harness.patience import patient
from harness.sip_message import Message, parse, token
from harness.websocket import CLOSE, WebSocket

FINGERPRINT = ":".join(["AB"] * 32)


def answer_to(offer):
    """The least a browser could answer to our WebRTC offer."""
    media = re.search(r"^m=audio \d+ (\S+) ([\d ]+)", offer, re.M)
    mid = re.search(r"^a=mid:(\S+)", offer, re.M)
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", f"m=audio 9 {media.group(1)} 8",
             "c=IN IP4 0.0.0.0", f"a=mid:{mid.group(1) if mid else 0}", "a=sendrecv", "a=rtcp-mux",
             "a=rtpmap:8 PCMA/8000", "a=ice-ufrag:abcd", "a=ice-pwd:0123456789012345678901",
             f"a=fingerprint:sha-256 {FINGERPRINT}", "a=setup:active"]
    return "\r\n".join(lines) + "\r\n"


class WebPhone:
    """Owner: a test. Speaks only while it is asked to wait for something."""

    def __init__(self, server, session_token, extension, register=True):
        self.extension, self.invites, self.byes = extension, [], []
        self.close_code, self.lost = None, False
        self._host = token() + ".invalid"
        self._contact = f"sip:{token()}@{self._host};transport=ws"
        self._call_id, self._cseq, self._responses = token(), 0, []
        self.socket = WebSocket(server, "/sip", session_token, protocol="sip")
        if register:
            assert self.register().status == 200, f"registration of {extension}"

    # ---- asking

    def register(self, extension=None, expires=600):
        return self.ask("REGISTER", "sip:demo", extension or self.extension,
                        [("Contact", f"<{self._contact}>;expires={expires}")])

    def invite(self, number, extension=None):
        """What a page never does; the first final answer."""
        return self.ask("INVITE", f"sip:{number}@demo", extension or self.extension,
                        [("Contact", f"<{self._contact}>")])

    def ask(self, method, uri, extension, headers=()):
        self._cseq += 1
        request = Message(f"{method} {uri} SIP/2.0", [
            ("Via", f"SIP/2.0/WS {self._host};branch=z9hG4bK{token()}"), ("Max-Forwards", 70),
            ("From", f"<sip:{extension}@demo>;tag={token()}"),
            ("To", f"<sip:{extension}@demo>" if method == "REGISTER" else f"<{uri}>"),
            ("Call-ID", self._call_id if method == "REGISTER" else token()), ("CSeq", f"{self._cseq} {method}"),
            *headers])
        self.socket.send(request.encode())
        return self.wait(lambda: next((r for r in self._responses if r.branch == request.branch and r.status >= 200),
                                      None), f"an answer to {method}")

    # ---- waiting

    def wait(self, predicate, what, timeout=5):
        deadline = time.monotonic() + patient(timeout)
        while True:
            value = predicate()
            if value:
                return value
            left = deadline - time.monotonic()
            if left <= 0 or not self._take(min(left, 0.1)):
                raise AssertionError(f"no {what} at {self.extension}; closed: {self.close_code}, lost: {self.lost}")

    def expect_invite(self, purpose=None, timeout=5):
        """The next INVITE, ringing; with its purpose."""
        ring = self.wait(lambda: self.invites.pop(0) if self.invites else None, "INVITE", timeout)
        if purpose is not None:
            assert ring.purpose == purpose, f"{ring.purpose} instead of {purpose}"
        return ring

    def expect_nothing(self, seconds):
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and self._take(left):
            pass
        assert not self.invites, "rings"

    def wait_closed(self, timeout=5):
        """The code with which the server closed."""
        return self.wait(lambda: self.close_code, "close", timeout)

    def _take(self, seconds):
        """One frame, if it comes in time. False: the connection is over."""
        frame = self.socket.receive(seconds)
        if frame is None:
            return not self.lost
        kind, payload = frame
        if kind == CLOSE:
            self.close_code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
            self.socket.send(payload, CLOSE)
        elif payload.startswith(b"SIP/2.0 "):
            self._responses.append(parse(payload))
        elif payload.strip():
            self._on_request(parse(payload))
        return True

    def _on_request(self, request):
        if request.method == "INVITE":
            self.invites.append(Ring(self, request))
        elif request.method == "BYE":
            self.byes.append(request)
            self.respond(request, 200)
        elif request.method == "CANCEL":
            self.respond(request, 200)
            self.invites = [ring for ring in self.invites if ring.request.call_id != request.call_id]
        elif request.method != "ACK":
            self.respond(request, 200)

    def respond(self, request, status, tag="web", headers=(), body=""):
        names = ("via", "from", "to", "call-id", "cseq")
        copied = [(name, value) for name, value in request.headers if name.lower() in names]
        copied = [(name, value + (f";tag={tag}" if name.lower() == "to" and ";tag=" not in value else ""))
                  for name, value in copied]
        self.socket.send(Message(f"SIP/2.0 {status} Whatever", copied + list(headers), body).encode())

    # ---- going

    def cut(self):
        """The network is gone: no goodbye."""
        self.lost = True
        self.socket.close()

    close = cut


class Ring:
    """An INVITE that came to a WebPhone."""

    def __init__(self, phone, request):
        self.phone, self.request, self.tag = phone, request, secrets.token_hex(4)
        self.call, self.purpose = request.get("X-Yinghe-Call"), request.get("X-Yinghe-Purpose")
        phone.respond(request, 180, self.tag, [("Contact", f"<{phone._contact}>")])

    def answer(self):
        offer = self.request.body.decode()
        assert "fingerprint" in offer and "SAVPF" in offer, f"no WebRTC offer:\n{offer}"
        self.phone.respond(self.request, 200, self.tag,
                           [("Contact", f"<{self.phone._contact}>"), ("Content-Type", "application/sdp")],
                           answer_to(offer))
        return self

    def refuse(self, status=486):
        self.phone.respond(self.request, status, self.tag)

    def bye(self):
        contact = re.search(r"<([^>]+)>", self.request.get("Contact")).group(1)
        self.phone.socket.send(Message(f"BYE {contact} SIP/2.0", [
            ("Via", f"SIP/2.0/WS {self.phone._host};branch=z9hG4bK{token()}"), ("Max-Forwards", 70),
            ("From", f"{self.request.get('To')};tag={self.tag}"), ("To", self.request.get("From")),
            ("Call-ID", self.request.call_id), ("CSeq", "1 BYE")]).encode())
