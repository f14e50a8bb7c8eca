"""One call of a test phone: a dialogue and its voice path."""
from harness.reactor import reactor
from harness.rtp import Description, RtpStream, session_description
from harness.sip_message import Message, host_port, token


class PhoneCall:
    """States: calling → ringing → up → ended (a refused or cancelled call goes straight to ended)."""

    def __init__(self, phone, call_id):
        self.phone, self.call_id = phone, call_id
        self.state = "calling"
        self.local_tag, self.remote_tag = token("p"), ""
        self.local_address, self.remote_address, self.target = "", "", ""
        self.routes, self.cseq = [], 1
        self.media = RtpStream(phone.address[0])
        self.remote_sdp = None
        self.sdp_version, self.direction = 1, "sendrecv"
        self.statuses = []  # every response to our INVITE
        self.ended_by = None  # "here" or "there"
        self.final_status = None
        self.end_request = None  # the BYE or CANCEL that ended it
        self.infos, self.reinvites, self.refer_notifies = [], [], []
        self.invite = None  # the one that rang us
        self.confirmed = False  # the ACK of our 200 has come: the server knows that we answered
        self._invite, self._ok_timer, self._authorized, self._gave_up = None, None, False, False
        phone.calls[call_id] = self

    # ---- setting up

    @classmethod
    def dial(cls, phone, uri, headers=(), offer=True, from_address=None, codecs=None):
        with reactor().lock:
            call = cls(phone, token("c"))
            call.local_address = from_address or f"<sip:{phone.user}@{phone.domain}>"
            call.remote_address, call.target = f"<{uri}>", uri
            call.headers, call.codecs = list(headers), codecs
            call._send_invite(uri, call._description() if offer else b"")
            return call

    @classmethod
    def receive(cls, phone, request):
        call = cls(phone, request.call_id)
        call.invite = request
        call.local_address, call.remote_address = request.get("To"), request.get("From")
        call.remote_tag, call.target = request.tag("From"), request.contact_uri
        call.routes = request.all("Record-Route")
        call.codecs = None
        if request.body:
            call._take_sdp(request.body)
        phone.reply(request, 100)
        return call

    def _description(self, direction=None):
        self.direction = direction or self.direction
        options = {"codecs": self.codecs} if self.codecs else {}
        text = session_description(self.media.address, self.direction, version=self.sdp_version, **options)
        self.sdp_version += 1
        return text.encode()

    def _take_sdp(self, body):
        self.remote_sdp = Description(body)
        self.media.remote = self.remote_sdp.address if self.remote_sdp.port else None
        voice = [codec for codec in self.remote_sdp.codecs if codec in (0, 8)]
        if voice:
            self.media.payload_type = voice[0]

    def _send_invite(self, uri, body, extra=()):
        message = self._in_dialog("INVITE", uri, list(self.headers) + list(extra), body)
        self._invite = message
        self.phone.send(message, self._on_invite_response)

    def _in_dialog(self, method, uri=None, headers=(), body=b"", cseq=None):
        message = Message(f"{method} {uri or self.target} SIP/2.0")
        message.add("Via", self.phone.via())
        message.add("Max-Forwards", 70)
        for route in self.routes:
            message.add("Route", route)
        message.add("From", _with_tag(self.local_address, self.local_tag))
        message.add("To", _with_tag(self.remote_address, self.remote_tag))
        message.add("Call-ID", self.call_id)
        message.add("CSeq", f"{cseq or self.cseq} {method}")
        if method != "ACK":
            message.add("Contact", f"<{self.phone.contact}>")
            message.add("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY, REFER")
        for name, value in headers:
            message.add(name, value)
        message.body = body
        if body and not message.get("Content-Type"):
            message.add("Content-Type", "application/sdp")
        return message

    def _on_invite_response(self, transaction, response):
        self.statuses.append(response.status)
        if response.tag("To"):
            self.remote_tag = response.tag("To")
        if response.status < 200:
            if response.body:
                self._take_sdp(response.body)
            if response.status > 100 and self.state == "calling":
                self.state = "ringing"
        elif response.status < 300:
            self._on_ok(transaction, response)
        else:
            self._acknowledge_refusal(transaction.request, response)
            if response.status in (401, 407) and not self._authorized and self.phone.password:
                self._authorized, self.remote_tag = True, ""
                name = "Authorization" if response.status == 401 else "Proxy-Authorization"
                answer = self.phone.authorization(response, "INVITE", transaction.request.uri)
                self.cseq += 1
                self._send_invite(transaction.request.uri, transaction.request.body, [(name, answer)])
            else:
                self.final_status = response.status
                self._end("there")

    def _on_ok(self, transaction, response):
        self.target = response.contact_uri or self.target
        self.routes = list(reversed(response.all("Record-Route")))
        if response.body:
            self._take_sdp(response.body)
        offered = bool(transaction.request.body)
        ack = self._in_dialog("ACK", cseq=transaction.request.cseq[0],
                              body=b"" if offered else self._description())
        self.phone.transport.send(ack.encode(), self.next_hop())
        if self.state == "ended" or self._gave_up:  # the race of CANCEL and 200
            self._send_bye()
            self._end("here")
        elif self.state != "up":
            self.state, self.final_status = "up", response.status

    def _acknowledge_refusal(self, request, response):
        ack = Message(f"ACK {request.uri} SIP/2.0")
        for name, value in request.headers:
            if name in ("Via", "Max-Forwards", "From", "Call-ID", "Route"):
                ack.add(name, value)
        ack.add("To", response.get("To"))
        ack.add("CSeq", f"{request.cseq[0]} ACK")
        self.phone.transport.send(ack.encode(), self.phone.server)

    def next_hop(self):
        if self.routes:
            return host_port(self.routes[0])
        return host_port(self.target) if self.target.startswith("sip") else self.phone.server

    # ---- the called side

    def ring(self, status=180, headers=()):
        with reactor().lock:
            if self.state == "calling":
                self.state = "ringing"
            self.phone.reply(self.invite, status, to_tag=self.local_tag, headers=headers)

    def answer(self, tone_hz=None):
        with reactor().lock:
            self.state, self.final_status = "up", 200
            self.phone.reply(self.invite, 200, to_tag=self.local_tag, body=self._description())
            self._repeat_ok(0.5)
            if tone_hz:
                self.media.play_tone(tone_hz)
            reactor().changed()

    def _repeat_ok(self, wait_s):
        """A 2xx is sent again until its ACK comes (RFC 3261 §13.3.1.4)."""
        data = self.phone._answered[(self.invite.branch, "INVITE", self.call_id)]

        def again(wait=wait_s):
            self.phone.transport.send(data, self.invite.source)
            if wait < 16:
                self._ok_timer = reactor().after(min(wait * 2, 4), lambda: again(wait * 2))
        self._ok_timer = reactor().after(wait_s, again)

    def refuse(self, status=486):
        with reactor().lock:
            self.phone.reply(self.invite, status, to_tag=self.local_tag)
            self.final_status = status
            self._end("here")

    # ---- during the call

    def on_request(self, request):
        if request.method == "ACK":
            self.confirmed = self.state == "up"
            if self._ok_timer:
                self._ok_timer.cancel()
            if request.body:
                self._take_sdp(request.body)
        elif request.method == "BYE":
            self.phone.reply(request, 200)
            self.end_request = request
            self._end("there")
        elif request.method == "CANCEL":
            self.phone.reply(request, 200)
            if self.state in ("calling", "ringing"):
                self.phone.reply(self.invite, 487, to_tag=self.local_tag)
                self.end_request, self.final_status = request, 487
                self._end("there")
        elif request.method in ("INVITE", "UPDATE"):
            self._on_new_offer(request)
        elif request.method == "NOTIFY":
            self.refer_notifies.append(request)
            self.phone.reply(request, 200)
        elif request.method == "INFO":
            self.infos.append(request)
            self.phone.reply(request, 200)
        else:
            self.phone.reply(request, 200 if request.method == "OPTIONS" else 501)

    def _on_new_offer(self, request):
        self.reinvites.append(request)
        if request.body:
            self._take_sdp(request.body)
            self.direction = {"sendonly": "recvonly", "recvonly": "sendonly",
                              "inactive": "inactive"}.get(self.remote_sdp.direction, "sendrecv")
        body = self._description() if request.body or request.method == "INVITE" else b""
        self.phone.reply(request, 200, body=body)

    def reinvite(self, direction="sendrecv", headers=(), timeout=5):
        """Offers a new description (hold: sendonly or inactive) and returns the final response."""
        with reactor().lock:
            self.cseq += 1
            request = self._in_dialog("INVITE", headers=headers, body=self._description(direction))
            transaction = self.phone.send(request, self._on_reinvite_response, to=self.next_hop())
        reactor().wait_until(lambda: transaction.final, timeout, "an answer to our re-INVITE")
        return transaction.final

    def _on_reinvite_response(self, transaction, response):
        if 200 <= response.status < 300:
            self._take_sdp(response.body)
            ack = self._in_dialog("ACK", cseq=transaction.request.cseq[0])
            self.phone.transport.send(ack.encode(), self.next_hop())
        elif response.status >= 300:
            self._acknowledge_refusal(transaction.request, response)

    def hold(self):
        return self.reinvite("sendonly")

    def retrieve(self):
        return self.reinvite("sendrecv")

    def ask(self, method, headers=(), body=b"", timeout=5):
        """A request inside the call: INFO, REFER, UPDATE, OPTIONS…"""
        with reactor().lock:
            self.cseq += 1
            transaction = self.phone.send(self._in_dialog(method, headers=headers, body=body), to=self.next_hop())
        reactor().wait_until(lambda: transaction.final, timeout, f"an answer to {method}")
        return transaction.final

    def refer(self, number):
        """Blind transfer (RFC 3515)."""
        return self.ask("REFER", [("Refer-To", f"<sip:{number}@{self.phone.domain}>"),
                                  ("Referred-By", f"<sip:{self.phone.user}@{self.phone.domain}>")])

    def refer_replacing(self, other):
        """Transfer after consultation: the far end of `other` takes our place (RFC 3891)."""
        replaces = f"{other.call_id}%3Bto-tag%3D{other.remote_tag}%3Bfrom-tag%3D{other.local_tag}"
        uri = other.target.split(";")[0]
        return self.ask("REFER", [("Refer-To", f"<{uri}?Replaces={replaces}>")])

    # ---- ending

    def cancel(self):
        with reactor().lock:
            cancel = Message(f"CANCEL {self._invite.uri} SIP/2.0")
            for name, value in self._invite.headers:
                if name in ("Via", "Max-Forwards", "From", "To", "Call-ID", "Route"):
                    cancel.add(name, value)
            cancel.add("CSeq", f"{self._invite.cseq[0]} CANCEL")
            self.phone.send(cancel)

    def bye(self):
        with reactor().lock:
            if self.state == "up":
                self._send_bye()
                self._end("here")

    def _send_bye(self):
        self.cseq += 1
        self.phone.send(self._in_dialog("BYE"), to=self.next_hop())

    def hang_up(self):
        """What a person does: CANCEL, refuse or BYE, as the state wants."""
        with reactor().lock:  # no answer comes between the look at the state and the word
            if self.state == "up":
                self.bye()
            elif self.state != "ended":
                self._gave_up = True
                self.cancel() if self._invite else self.refuse(486)

    def abandon(self):
        """The phone disappears: nothing is said to the other side."""
        self._end("here")

    def _end(self, side):
        if self.state != "ended":
            self.state, self.ended_by = "ended", side
            if self._ok_timer:
                self._ok_timer.cancel()
            self.media.stop()
            reactor().changed()

    # ---- waiting

    def wait_state(self, state, timeout=5):
        reactor().wait_until(lambda: self.state == state, timeout, lambda: (
            f"phone {self.phone.user}: call {state} (is {self.state}, responses {self.statuses})"))
        return self

    def wait_ringing(self, timeout=5):
        reactor().wait_until(lambda: 180 in self.statuses or 183 in self.statuses, timeout,
                             lambda: f"ringing (responses {self.statuses})")
        return self

    def wait_up(self, timeout=5):
        return self.wait_state("up", timeout)

    def wait_confirmed(self, timeout=5):
        """Waits until the server has taken our answer; what is asked of it by another way may come before that."""
        reactor().wait_until(lambda: self.confirmed, timeout, f"the ACK to phone {self.phone.user} (is {self.state})")
        return self

    def wait_ended(self, timeout=5):
        return self.wait_state("ended", timeout)

    def header(self, name):
        """A header of the INVITE that rang us."""
        return self.invite.get(name)


def _with_tag(address, tag):
    return address if not tag or ";tag=" in address else f"{address};tag={tag}"
