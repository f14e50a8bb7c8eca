"""The network between browsers and the server: a TCP relay that can be cut, and that finds a restarted server."""
import contextlib
import socket
import struct
import threading
import time

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Line:
    """Owner: a test class. Pages use `url`; the server behind it may come back on another port. Ends with close()."""

    def __init__(self, server):
        self.server = server
        self._lock, self._pairs, self._listener = threading.Lock(), {}, None  # pair → directions that still run
        self.address = ("127.0.0.1", 0)
        self.mend()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.address[1]}"

    def mend(self):
        """Connections are taken again, at the same address."""
        listener = socket.create_server(self.address, backlog=64)
        self.address, self._listener = listener.getsockname(), listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True, name="line").start()

    def cut(self):
        """Every connection breaks and new ones are refused, until mend()."""
        listener, self._listener = self._listener, None
        if listener:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            pairs, self._pairs = self._pairs, {}
        for pair in pairs:
            for end in pair:
                _break(end)

    def cut_for(self, seconds):
        self.cut()
        time.sleep(seconds)
        self.mend()

    def close(self):
        self.cut()

    def _accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self.server.http, 2)
                far.settimeout(None)
            except OSError:
                _break(near)
                continue
            pair = (near, far)
            with self._lock:
                self._pairs[pair] = 2
            for source, sink in (pair, pair[::-1]):
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._pump, args=(source, sink, pair), daemon=True, name="line").start()

    def _pump(self, source, sink, pair):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        with self._lock:
            left = self._pairs.get(pair, 0) - 1
            if left > 0:
                self._pairs[pair] = left
            else:
                self._pairs.pop(pair, None)
        if left <= 0:
            for end in pair:
                end.close()


def _break(end):
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()
