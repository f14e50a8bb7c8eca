"""The messages of RFC 4475 (SIP torture test messages), and what must come back for each.

`%P` stands for our port and `%R` for a random word; lines end in CRLF on the wire.
"""
import secrets

from harness.case import CallCentreCase
from harness.wire import Wire

VIA = "Via: SIP/2.0/UDP 127.0.0.1:%P;rport;branch=z9hG4bK%R\n"
CONTACT = "Contact: <sip:a@127.0.0.1:%P>\n"
SDP = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 49217 RTP/AVP 8\n"
SDP_HEADERS = f"Content-Type: application/sdp\nContent-Length: {len(SDP.replace(chr(10), chr(13) + chr(10)))}\n"
# Well-formed: any answer that is not "bad request". What we do with a stranger's INVITE is our policy.
UNDERSTOOD = ("1", "2", "401", "403", "404", "405", "407", "480", "481", "484", "501")


def request(method="OPTIONS", uri="sip:user@example.com", version="SIP/2.0", via=VIA, max_forwards="70",
            sender="sip:caller@example.net;tag=34525", to="sip:user@example.com", cseq=None, more="",
            content="Content-Length: 0\n", body=""):
    return (f"{method} {uri} {version}\n{via}Max-Forwards: {max_forwards}\nFrom: {sender}\nTo: {to}\n"
            f"Call-ID: %R.x\nCSeq: {cseq or '8 ' + method}\n{more}{content}\n{body}")


def invite(**fields):
    fields.setdefault("more", CONTACT)
    return request("INVITE", content=fields.pop("content", SDP_HEADERS), body=fields.pop("body", SDP), **fields)


VALID = {
    "3.1.1.1 a short tortuous INVITE": (
        "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\nTO :\n sip:vivekg@chair-dnrc.example.com ;"
        "   tag    = 1918181833n\nfrom   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\n  ;\n"
        "  tag = 98asjd8\nMaX-fOrWaRdS: 0068\nCall-ID: %R.wsinv\n"
        f"Content-Length   : {SDP_HEADERS.split(': ')[-1].strip()}\ncseq: 0009\n  INVITE\n"
        "Via  : SIP  /   2.0\n /UDP\n    127.0.0.1:%P;rport;branch=z9hG4bK%R\ns :\n"
        "NewFangledHeader:   newfangled value\n continued newfangled value\n"
        "UnknownHeaderWithUnusualValue: ;;,,;;,;\nContent-Type: application/sdp\nRoute:\n"
        " <sip:services.example.com;lr;unknownwith=value;unknown-no-value>\n"
        "v:  SIP  / 2.0  / TCP     spindle.example.com   ;\n  branch  =   z9hG4bK9ikj8  ,\n"
        " SIP  /    2.0   / UDP  192.168.255.111   ; branch=\n z9hG4bK30239\n"
        "m:\"Quoted string \\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\n      newvalue ;\n"
        "  secondparam ; q = 0.33\n\n" + SDP),
    "3.1.1.2 wide range of valid characters": request(
        "!interesting-Method0123456789_*+`.%indeed'~",
        uri="sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
        sender="token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"x\";tag=_token~1'+`*%!-.",
        more="extensionHeader-!.%*+_`'~:value\n"),
    "3.1.1.3 escaped characters": invite(
        uri="sip:sips%3Auser%40example.com@example.net", to="sip:%75se%72@example.com",
        sender="<sip:I%20have%20spaces@example.net>;tag=938",
        more="CONTACT:\n <sip:cal%6Cer@127.0.0.1:%P;%6C%72;n%61me=v%61lue%25%34%31>\n"),
    "3.1.1.5 escaped method name is another method": request("RE%47IST%45R", uri="sip:registrar.example.com"),
    "3.1.1.6 no space between name and address": request(sender="caller<sip:caller@example.com>;tag=323"),
    "3.1.1.7 long values": invite(
        to="\"I have a user name of " + "extreme" * 10 + " proportion\"<sip:user@example.com:6000;unknownparam1=very"
           + "long" * 20 + "value>",
        sender="sip:" + "amazinglylongcallername" * 5 + "@example.net;tag=12" + "982" * 50 + "424",
        more=CONTACT + "Unknown-" + "Long" * 20 + "-Name: unknown-" + "long" * 20 + "-value\n"
        + "".join(f"Via: SIP/2.0/TCP sip{i}.example.com\n" for i in range(33, 0, -1))),
    "3.1.1.9 semicolon in the user part": request(uri="sip:user;par=u%40example.net@example.com"),
    "3.1.1.10 unknown transports in Via": request(
        via=VIA + "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf\n"
                  "Via: SIP/2.0/UNKNOWN t6.example.com;branch=z9hG4bKasd0f3en\n"),
}

ANSWERED = {
    "3.1.2.1 commas and semicolons where none belong": (invite(
        sender="\"Mr. J. User <sip:j.user@example.com> ;tag=93334", more="Contact: \"Joe\" <sip:joe@example.org>;;;;\n"),
        ("400",)),
    "3.1.2.2 Content-Length larger than the datagram": (invite(
        content="Content-Type: application/sdp\nContent-Length: 9999\n"), ("400",)),
    "3.1.2.3 negative Content-Length": (invite(
        content="Content-Type: application/sdp\nContent-Length: -999\n"), ("400",)),
    "3.1.2.4 numbers too large": (request(
        "REGISTER", uri="sip:example.com", cseq="36893488147419103232 REGISTER", max_forwards="300",
        more="Expires: 10000000000000000000000000000000000000\nContact: <sip:u@h>;expires=280297596632815\n"), ("400",)),
    "3.1.2.6 quotation mark not closed": (invite(to="\"Mr. J. User <sip:j.user@example.com>"), ("400",)),
    "3.1.2.7 request address in brackets": (invite(uri="<sip:user@example.com>"), ("400",)),
    "3.1.2.8 space in the request address": (invite(uri="sip:user@example.com; lr"), ("400",)),
    "3.1.2.9 extra spaces in the start line": (invite(uri=" sip:user@example.com "), ("400",)),
    "3.1.2.11 headers in the request address": (invite(
        uri="sip:user@example.com?Route=%3Csip:example.com%3E"), ("400",)),
    "3.1.2.16 unknown version of SIP": (request(version="SIP/7.0", via=VIA.replace("2.0", "7.0")), ("505", "400")),
    "3.1.2.17 CSeq names another method": (request(cseq="8 INVITE"), ("400",)),
    "3.1.2.18 CSeq names another method than the unknown one": (request("NEWMETHOD", cseq="8 INVITE"), ("400", "501")),
    "3.3.1 From, To and Call-ID are missing": (
        f"INVITE sip:user@example.com SIP/2.0\n{VIA}CSeq: 193942 INVITE\nMax-Forwards: 7\n\n", ("400",)),
    "3.3.2 unknown scheme": (request(uri="nobodyKnowsThisScheme:totallyopaquecontent"), ("416",)),
    "3.3.3 known scheme that is not SIP's": (request(uri="soap.beep://192.0.2.103:3002"), ("416",)),
    "3.3.5 required extensions that nobody has": (request(
        more="Require: nothingSupportsThis, nothingSupportsThisEither\n"), ("420",)),
    "3.3.7 unknown authorization scheme": (request(
        "REGISTER", uri="sip:example.com", more="Authorization: NoOneKnowsThisScheme opaque-data=here\n"),
        ("401", "403", "404")),
    "3.3.8 single headers twice": (invite(
        more=CONTACT + "CSeq: 59 INVITE\nCall-ID: other\nFrom: <sip:x@y>;tag=9\nTo: <sip:z@w>\n"), ("400",)),
    "3.3.9 two Content-Lengths that differ": (request(
        content="Content-Length: 13\nContent-Length: 5\n", body="There's no w\n"), ("400",)),
    "3.3.11 Max-Forwards 0": (request(max_forwards="0"), ("200", "404", "483")),
    "a NUL inside a header": (request(more="Subject: a\0b\n"), ("200", "400", "404")),
}


class Torture(CallCentreCase):
    def said(self, text):
        with Wire(self.server.sip) as wire:
            text = text.replace("%P", str(wire.port)).replace("%R", secrets.token_hex(5))
            wire.send(text.replace("\n", "\r\n").encode("latin1"))
            return wire.final_status(1.0)

    def test_valid_messages_are_understood(self):
        for name, text in VALID.items():
            with self.subTest(name):
                status = self.said(text)
                self.assertTrue(status.startswith(UNDERSTOOD), f"{name}: {status}")

    def test_broken_messages_are_answered_as_they_deserve(self):
        for name, (text, wanted) in ANSWERED.items():
            with self.subTest(name):
                self.assertIn(self.said(text), wanted, name)

    def test_request_without_magic_cookie(self):
        # RFC 2543 phones still exist (3.4.1): understood or refused, never a crash.
        self.said(f"INVITE sip:UserB@example.com SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:%P\nFrom: <sip:a@127.0.0.1:%P>\n"
                  "To: sip:UserB@example.com\nCall-ID: %R.inv2543\nCSeq: 1 INVITE\n\n")
        self.assertTrue(self.server.alive())
