"""SIP messages as values: parse, build, read; and the digest answer to a challenge."""
import hashlib
import re
import secrets

COMPACT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length",
           "c": "content-type", "s": "subject", "k": "supported", "e": "content-encoding",
           "r": "refer-to", "b": "referred-by", "x": "session-expires", "o": "event", "u": "allow-events"}


class Message:
    """A request or a response. Header names are compared without case and in their long form."""

    def __init__(self, start_line, headers=(), body=b""):
        self.start_line = start_line
        self.headers = list(headers)
        self.body = body if isinstance(body, bytes) else body.encode()

    @property
    def is_request(self):
        return not self.start_line.startswith("SIP/2.0 ")

    @property
    def method(self):
        return self.start_line.split(" ", 1)[0] if self.is_request else self.cseq_method

    @property
    def uri(self):
        return self.start_line.split(" ")[1]

    @property
    def status(self):
        return int(self.start_line.split(" ")[1])

    def all(self, name):
        name = name.lower()
        return [value for key, value in self.headers if COMPACT.get(key.lower(), key.lower()) == name]

    def get(self, name, default=""):
        values = self.all(name)
        return values[0] if values else default

    def add(self, name, value):
        self.headers.append((name, str(value)))

    @property
    def cseq(self):
        number, method = self.get("CSeq").split()
        return int(number), method

    @property
    def cseq_method(self):
        """The method alone; empty when there is none, as in the answer to a broken request."""
        return self.get("CSeq").rpartition(" ")[2]

    @property
    def branch(self):
        found = re.search(r";\s*branch\s*=\s*([^;,\s]+)", self.get("Via"))
        return found.group(1) if found else ""

    @property
    def call_id(self):
        return self.get("Call-ID")

    def tag(self, header):
        found = re.search(r">[^>]*;\s*tag\s*=\s*([^;\s]+)|^[^<]*;\s*tag\s*=\s*([^;\s]+)", self.get(header))
        return (found.group(1) or found.group(2)) if found else ""

    def user_of(self, header):
        """The user part of the address in From, To, P-Asserted-Identity…"""
        found = re.search(r"sips?:([^@>;]*)@", self.get(header))
        return found.group(1) if found else ""

    @property
    def contact_uri(self):
        found = re.search(r"<([^>]+)>|(sips?:[^;,\s]+)", self.get("Contact"))
        return (found.group(1) or found.group(2)) if found else ""

    def encode(self):
        headers = [(key, value) for key, value in self.headers if key.lower() not in ("content-length", "l")]
        lines = [self.start_line] + [f"{key}: {value}" for key, value in headers]
        lines.append(f"Content-Length: {len(self.body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + self.body

    def __repr__(self):
        return f"<{self.start_line} cseq={self.get('CSeq')}>"


def parse(data):
    """Reads one message; raises ValueError when it is none."""
    head, separator, body = data.partition(b"\r\n\r\n")
    if not separator:
        raise ValueError("no end of headers")
    lines = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8", "surrogateescape")).split("\r\n")
    headers = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"header without colon: {line!r}")
        headers.append((name.strip(), value.strip()))
    return Message(lines[0], headers, body)


def host_port(uri):
    """('127.0.0.1', 5060) of a SIP address."""
    found = re.search(r"sips?:(?:[^@>]*@)?(\[[^\]]+\]|[^:;>?]+)(?::(\d+))?", uri)
    return found.group(1).strip("[]"), int(found.group(2) or 5060)


def challenge_fields(value):
    return {key.lower(): (quoted or plain)
            for key, quoted, plain in re.findall(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))', value)}


def digest_answer(challenge, method, uri, user, password, nonce_count=1):
    """The Authorization value for one challenge (RFC 7616; MD5 and SHA-256, with or without qop)."""
    fields = challenge_fields(challenge)
    algorithm = fields.get("algorithm", "MD5")
    digest = hashlib.sha256 if algorithm.upper().startswith("SHA-256") else hashlib.md5

    def hexed(text):
        return digest(text.encode()).hexdigest()
    secret = hexed(f"{user}:{fields['realm']}:{password}")
    request = hexed(f"{method}:{uri}")
    answer = (f'Digest username="{user}", realm="{fields["realm"]}", nonce="{fields["nonce"]}", uri="{uri}", '
              f'algorithm={algorithm}')
    if "auth" in fields.get("qop", "").split(",") or fields.get("qop") == "auth":
        cnonce, count = secrets.token_hex(8), f"{nonce_count:08x}"
        answer += f', qop=auth, nc={count}, cnonce="{cnonce}"'
        response = hexed(f"{secret}:{fields['nonce']}:{count}:{cnonce}:auth:{request}")
    else:
        response = hexed(f"{secret}:{fields['nonce']}:{request}")
    answer += f', response="{response}"'
    if "opaque" in fields:
        answer += f', opaque="{fields["opaque"]}"'
    return answer


def token(prefix=""):
    return prefix + secrets.token_hex(6)
