"""An authenticator app: codes of six digits from a secret and the time (RFC 6238)."""
import base64
import hashlib
import hmac
import struct
import time
import urllib.parse

STEP_S = 30


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
        """The oldest code that the server still takes: the step before now, now, or the one after; then it waits."""
        while True:
            now = int(time.time()) // STEP_S
            step = max(self._last + 1, now - 1)
            if step <= now + 1:
                self._last = step
                return code_at(self.secret, step)
            time.sleep(0.2)
