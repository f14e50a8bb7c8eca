"""A WebSocket client (RFC 6455) small enough to be wrong on purpose."""
import base64
import json
import os
import socket
import struct
import time

from harness.patience import patient

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class WebSocket:
    """Owner: a test. `status` is the handshake's HTTP status; 101 means open.

    Pings are answered while something is awaited, and seen by nobody, as in any client; `deaf` leaves them unanswered.
    """

    deaf = False

    def __init__(self, server, path, token=None, protocol=None, origin=None, headers=(), context=None):
        self._socket = socket.create_connection(server.http, 5)
        if context is not None:  # an ssl.SSLContext: over TLS
            self._socket = context.wrap_socket(self._socket, server_hostname=server.http[0])
        lines = [f"GET {path} HTTP/1.1", f"Host: {server.http[0]}:{server.http[1]}", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}"]
        lines += [f"Authorization: Bearer {token}"] if token else []
        lines += [f"Sec-WebSocket-Protocol: {protocol}"] if protocol else []
        lines += [f"Origin: {origin}"] if origin else []
        lines += [f"{name}: {value}" for name, value in headers]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._pending = b""
        while b"\r\n\r\n" not in self._pending:
            data = self._socket.recv(4096)
            if not data:
                break
            self._pending += data
        head, _, self._pending = self._pending.partition(b"\r\n\r\n")
        self.head = head.decode(errors="replace")
        self.status = int(self.head.split(" ")[1]) if head else 0

    @property
    def protocol(self):
        found = [line.split(":", 1)[1].strip() for line in self.head.split("\r\n")
                 if line.lower().startswith("sec-websocket-protocol:")]
        return found[0] if found else None

    def send(self, data, kind=TEXT, final=True, masked=True):
        data = data.encode() if isinstance(data, str) else data
        size = len(data)
        length = bytes([size]) if size < 126 else b"\x7e" + struct.pack("!H", size) if size < 65536 else \
            b"\x7f" + struct.pack("!Q", size)
        first = bytes([(0x80 if final else 0) | kind])
        if not masked:
            self.send_raw(first + length + data)
            return
        mask = os.urandom(4)
        self.send_raw(first + bytes([length[0] | 0x80]) + length[1:] + mask
                      + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def send_raw(self, data):
        try:
            self._socket.sendall(data)
        except OSError:
            pass  # the server has hung up: what receive() then says

    def receive(self, timeout=5):
        """(kind, payload) of the next frame; None when nothing came in time or the connection is gone."""
        deadline = time.monotonic() + timeout
        while True:
            frame = self._take()
            if frame and frame[0] == PING:
                if not self.deaf:
                    self.send(frame[1], PONG)
                continue
            if frame:
                return frame
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self._socket.settimeout(left)
            try:
                data = self._socket.recv(65536)
            except OSError:
                return None
            if not data:
                return None
            self._pending += data

    def _take(self):
        if len(self._pending) < 2:
            return None
        kind, size, at = self._pending[0] & 15, self._pending[1] & 127, 2
        if size == 126:
            size, at = struct.unpack("!H", self._pending[2:4])[0], 4
        elif size == 127:
            size, at = struct.unpack("!Q", self._pending[2:10])[0], 10
        if len(self._pending) < at + size:
            return None
        payload, self._pending = self._pending[at:at + size], self._pending[at + size:]
        return kind, payload

    def messages(self, seconds):
        """Every JSON message of the next seconds."""
        found, deadline = [], time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            frame = self.receive(left)
            if frame is None:
                break
            if frame[0] == TEXT:
                found.append(json.loads(frame[1]))
        return found

    def snapshot(self):
        """The picture that one begins with: from here on what happens is told as it happens."""
        return self.messages_until(lambda message: message["type"] == "snapshot", "the snapshot")[-1]["data"]

    def messages_until(self, wanted, what, timeout=5):
        """Every JSON message up to the first that is wanted; fails the test, saying `what`, when it never comes."""
        found, deadline = [], time.monotonic() + patient(timeout)
        while True:
            frame = self.receive(max(0.0, deadline - time.monotonic()))
            if frame is None or frame[0] == CLOSE:
                raise AssertionError(f"never told: {what}; told: {found}")
            if frame[0] == TEXT:
                found.append(json.loads(frame[1]))
                if wanted(found[-1]):
                    return found

    def is_closed(self, timeout=5):
        """Whether the server closes it (a close frame or the end of the connection) in time."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            frame = self.receive(deadline - time.monotonic())
            if frame is None:
                return time.monotonic() < deadline
            if frame[0] == CLOSE:
                return True
        return False

    def close(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
