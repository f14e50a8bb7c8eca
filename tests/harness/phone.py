"""A scriptable SIP phone (or carrier): registers, calls, answers, and lets a test do odd things.

The script's thread asks and waits; messages are handled on the reactor's thread. A phone answers
OPTIONS, NOTIFY, INFO, re-INVITE, UPDATE and BYE by itself as any desk phone does.
"""
import collections

from harness.phone_call import PhoneCall
from harness.reactor import reactor
from harness.sip_message import Message, digest_answer, parse, token
from harness.sip_transport import TcpTransport, UdpTransport

T1_S = 0.5
TIMER_B_S = 32.0


class ClientTransaction:
    """A request of ours, sent again over UDP until something comes back."""

    def __init__(self, phone, request, to, on_response):
        self.request, self.responses, self._on_response = request, [], on_response
        self._phone, self._to, self._wait = phone, to, T1_S
        self._timer = None
        self._send()

    def _send(self):
        self._phone.transport.send(self.request.encode(), self._to)
        if self._phone.transport.name == "UDP" and self.request.method != "ACK" and self._wait < TIMER_B_S:
            self._timer = reactor().after(self._wait, self._send)
            self._wait *= 2

    def on_response(self, response):
        if self._timer:
            self._timer.cancel()
        self.responses.append(response)
        if self._on_response:
            self._on_response(self, response)

    @property
    def final(self):
        return next((response for response in self.responses if response.status >= 200), None)


class Phone:
    """Owner: a test. Thread: script for calls in, reactor for what arrives. Ends with close()."""

    def __init__(self, server, user, password="", domain=None, transport="udp", ip="127.0.0.1", port=0):
        self.server, self.user, self.password = server, user, password
        self.domain = domain or f"{server[0]}:{server[1]}"
        self.calls, self.incoming = {}, collections.deque()
        self.on_call = None  # called on the reactor's thread for each new incoming call
        self.on_request = None  # may return True: "handled, do nothing more"
        self.received = []  # every message, for assertions
        self._transactions, self._answered = {}, {}
        self._register_cseq, self._register_call_id = 0, token("r")
        self._nonce_count = 0
        self.registered = False
        if transport == "udp":
            self.transport = UdpTransport((ip, port), self._on_data)
        else:
            self.transport = TcpTransport((ip, port), server, self._on_data)
        self.address = self.transport.address

    # ---- building

    @property
    def contact(self):
        suffix = ";transport=tcp" if self.transport.name == "TCP" else ""
        return f"sip:{self.user}@{self.address[0]}:{self.address[1]}{suffix}"

    def via(self, branch=None):
        ip, port = self.address
        return f"SIP/2.0/{self.transport.name} {ip}:{port};branch={branch or token('z9hG4bK')};rport"

    def request(self, method, uri, to=None, call_id=None, cseq=1, from_tag=None, headers=(), body=b""):
        """A request outside any call, complete enough to be sent and free to be spoilt first."""
        message = Message(f"{method} {uri} SIP/2.0")
        message.add("Via", self.via())
        message.add("Max-Forwards", 70)
        message.add("From", f"<sip:{self.user}@{self.domain}>;tag={from_tag or token('f')}")
        message.add("To", to or f"<{uri}>")
        message.add("Call-ID", call_id or token("c"))
        message.add("CSeq", f"{cseq} {method}")
        message.add("Contact", f"<{self.contact}>")
        message.add("User-Agent", "Yinghe test phone")
        for name, value in headers:
            message.add(name, value)
        message.body = body if isinstance(body, bytes) else body.encode()
        if message.body and not message.get("Content-Type"):
            message.add("Content-Type", "application/sdp")
        return message

    # ---- asking

    def send(self, request, on_response=None, to=None):
        """Starts a client transaction."""
        with reactor().lock:
            transaction = ClientTransaction(self, request, to or self.server, on_response)
            self._transactions[(request.branch, request.cseq[1])] = transaction
            return transaction

    def ask(self, request, timeout=5):
        """Sends a request and waits for its final response."""
        transaction = self.send(request)
        reactor().wait_until(lambda: transaction.final, timeout, f"a final response to {request!r}")
        return transaction.final

    def register(self, expires=300, algorithm=None, password=None, timeout=5):
        """Registers with digest; returns the final response (200, or what came instead)."""
        response = self.ask(self._register_request(expires), timeout)
        if response.status in (401, 407):
            response = self.ask(self._register_request(expires, self.authorization(
                response, "REGISTER", f"sip:{self.domain}", algorithm, password)), timeout)
        if response.status == 200:
            self.registered = expires > 0
        return response

    def unregister(self):
        return self.register(expires=0)

    def _register_request(self, expires, authorization=None):
        self._register_cseq += 1
        headers = [("Expires", expires)] + ([("Authorization", authorization)] if authorization else [])
        address = f"<sip:{self.user}@{self.domain}>"
        return self.request("REGISTER", f"sip:{self.domain}", to=address, call_id=self._register_call_id,
                            cseq=self._register_cseq, headers=headers)

    def authorization(self, response, method, uri, algorithm=None, password=None):
        """The answer to a 401 or 407; several challenges (RFC 8760): the wanted algorithm, else the first."""
        name = "WWW-Authenticate" if response.status == 401 else "Proxy-Authenticate"
        challenges = response.all(name)
        chosen = next((c for c in challenges if algorithm and algorithm.lower() in c.lower()), challenges[0])
        self._nonce_count += 1
        return digest_answer(chosen, method, uri, self.user, password or self.password)

    def options(self, uri=None):
        return self.ask(self.request("OPTIONS", uri or f"sip:{self.domain}"))

    def call(self, number, headers=(), **options):
        """Dials; returns at once with a call that is being set up. A full sip: address is used as it is."""
        uri = number if number.startswith("sip:") else f"sip:{number}@{self.domain}"
        return PhoneCall.dial(self, uri, headers, **options)

    def expect_call(self, timeout=5):
        """The next incoming call."""
        reactor().wait_until(lambda: self.incoming, timeout, f"phone {self.user} rings")
        return self.incoming.popleft()

    def answer_automatically(self, tone_hz=None, ring_s=0.05):
        """From now on every call is answered after a short ring, with a tone if given."""
        def on_call(call):
            call.ring()
            reactor().after(ring_s, lambda: call.state == "ringing" and call.answer(tone_hz))
        self.on_call = on_call

    # ---- what arrives

    def _on_data(self, data, source):
        try:
            message = parse(data)
        except ValueError as bad:
            self.received.append(Message(f"UNREADABLE {bad} SIP/2.0"))
            return
        self.received.append(message)
        if message.is_request:
            self._on_message_request(message, source)
        else:
            transaction = self._transactions.get((message.branch, message.cseq_method))
            if transaction:
                transaction.on_response(message)

    def _on_message_request(self, request, source):
        request.source = source
        key = (request.branch, request.method, request.call_id)
        if request.method != "ACK" and key in self._answered:
            if self._answered[key]:
                self.transport.send(self._answered[key], source)
            return
        self._answered[key] = None
        if self.on_request and self.on_request(request):
            return
        call = self.calls.get(request.call_id)
        if call:
            call.on_request(request)
        elif request.method == "INVITE":
            call = PhoneCall.receive(self, request)
            if self.on_call:
                self.on_call(call)
            else:
                self.incoming.append(call)
        elif request.method in ("OPTIONS", "NOTIFY", "INFO"):
            self.reply(request, 200)
        elif request.method != "ACK":
            self.reply(request, 481)

    def reply(self, request, status, reason=None, to_tag=None, headers=(), body=b""):
        """Answers a request; the answer is kept for retransmissions."""
        response = Message(f"SIP/2.0 {status} {reason or REASONS.get(status, 'Status')}")
        for name, value in request.headers:
            if name.lower() in ("via", "v", "record-route"):
                response.add(name, value)
        response.add("From", request.get("From"))
        to = request.get("To")
        response.add("To", to if request.tag("To") or status == 100 else f"{to};tag={to_tag or token('t')}")
        response.add("Call-ID", request.call_id)
        response.add("CSeq", request.get("CSeq"))
        response.add("Contact", f"<{self.contact}>")
        for name, value in headers:
            response.add(name, value)
        response.body = body if isinstance(body, bytes) else body.encode()
        if response.body:
            response.add("Content-Type", "application/sdp")
        data = response.encode()
        self._answered[(request.branch, request.method, request.call_id)] = data
        self.transport.send(data, request.source)
        return response

    def reopen(self):
        """Takes its old UDP address again after another program had it."""
        self.transport = UdpTransport(self.address, self._on_data)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends what is left of its calls without waiting and closes the socket."""
        with reactor().lock:
            for call in list(self.calls.values()):
                call.abandon()
            self.registered = False
            self.transport.close()


REASONS = {100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 302: "Moved Temporarily",
           404: "Not Found", 415: "Unsupported Media Type", 480: "Temporarily Unavailable",
           481: "Call Does Not Exist", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
           491: "Request Pending", 500: "Server Error", 503: "Service Unavailable", 600: "Busy Everywhere",
           603: "Decline"}
