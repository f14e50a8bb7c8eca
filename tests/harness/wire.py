"""Bytes straight onto the wire, for what no polite phone would send."""
import socket
import time

from harness.patience import patient


class Wire:
    """A UDP socket that says anything and hears what comes back."""

    def __init__(self, server, ip="127.0.0.1"):
        self.server = server
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((ip, 0))
        self.port = self._socket.getsockname()[1]

    def send(self, data):
        self._socket.sendto(data, self.server)

    def receive(self, timeout=0.5):
        """The next datagram, or None."""
        self._socket.settimeout(timeout)
        try:
            return self._socket.recv(65535)
        except OSError:
            return None

    def drain(self):
        self._socket.setblocking(False)
        try:
            while True:
                self._socket.recv(65535)
        except OSError:
            pass

    def final_status(self, timeout=0.6):
        """'404' of the first final response, '18x' if only a provisional one came, 'none' if nothing."""
        deadline, best = time.monotonic() + patient(timeout), "none"
        while time.monotonic() < deadline:
            data = self.receive(max(0.01, deadline - time.monotonic()))
            if data and data.startswith(b"SIP/2.0 "):
                best = data[8:11].decode(errors="replace")
                if best[0] != "1":
                    break
        return best

    def close(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
