"""How a test phone reaches the server: a UDP socket, or a TCP connection with SIP's framing."""
import re
import socket

from harness.reactor import reactor


class UdpTransport:
    name = "UDP"

    def __init__(self, bind, on_data):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.bind(bind)
        self.address = self._socket.getsockname()
        self._on_data = on_data
        reactor().add(self._socket, self._read)

    def _read(self):
        for _ in range(200):
            try:
                data, source = self._socket.recvfrom(65535)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if data.strip():
                self._on_data(data, source)

    def send(self, data, to):
        try:
            self._socket.sendto(data, to)
        except OSError:
            pass  # nobody there: time-outs tell, as on a real network

    def close(self):
        reactor().remove(self._socket)


class TcpTransport:
    """One connection to the server; requests in both directions use it."""
    name = "TCP"

    def __init__(self, bind, server, on_data):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind(bind)
        self._socket.connect(server)
        self.address = self._socket.getsockname()
        self._server, self._on_data, self._pending = server, on_data, b""
        self.closed = False
        reactor().add(self._socket, self._read)

    def _read(self):
        try:
            data = self._socket.recv(65535)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        self._pending = (self._pending + data)
        while True:
            self._pending = self._pending.lstrip(b"\r\n")
            head, separator, _ = self._pending.partition(b"\r\n\r\n")
            if not separator:
                return
            found = re.search(rb"(?im)^(?:content-length|l)\s*:\s*(\d+)", head)
            end = len(head) + 4 + (int(found.group(1)) if found else 0)
            if len(self._pending) < end:
                return
            message, self._pending = self._pending[:end], self._pending[end:]
            self._on_data(message, self._server)

    def send(self, data, _to):
        if not self.closed:
            try:
                self._socket.setblocking(True)
                self._socket.sendall(data)
            except OSError:
                self.closed = True
            finally:
                if self._socket.fileno() >= 0:
                    self._socket.setblocking(False)

    def close(self):
        self.closed = True
        reactor().remove(self._socket)
