"""An authenticator app: codes of six digits from a secret and the time (RFC 6238)."""
import base64
import hashlib
import hmac
import struct
import time
import urllib.parse

STEP_S = 30
TYPING_S = 10  # from here to the server's look at the code: a step may turn over on the way


def code_at(secret, step):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1_000_000:06}"


class Authenticator:
    """Owner: a test. Shows each code once: the server takes none twice, and tests do not wait for the next."""

    def __init__(self, secret):
        self.secret = secret.replace(" ", "")
        self._last = 0

    @classmethod
    def scan(cls, uri):
        return cls(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(uri).query))["secret"])

    def code(self):
        """The oldest code that the server takes now and when it has been typed: the server takes that of the step before,
        of its own and of the one after; then it waits."""
        while True:
            now = time.time()
            step = max(self._last + 1, int(now + TYPING_S) // STEP_S - 1)
            if step <= int(now) // STEP_S + 1:
                self._last = step
                return code_at(self.secret, step)
            time.sleep(0.2)
