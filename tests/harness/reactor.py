"""One thread that reads every socket of a test and runs every timer.

A test script runs in its own thread and waits for things to become true (`wait_until`); everything
that arrives from the network happens here, under one lock, so scripts never see half a change.
"""
import heapq
import itertools
import selectors
import socket
import threading
import time
import traceback

from harness.patience import patient


class Timer:
    def __init__(self, action):
        self.action = action

    def cancel(self):
        self.action = None


class Reactor:
    def __init__(self):
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self._selector = selectors.DefaultSelector()
        self._timers = []
        self._order = itertools.count()
        self._wake_out, self._wake_in = socket.socketpair()
        self._wake_out.setblocking(False)
        self._selector.register(self._wake_out, selectors.EVENT_READ, self._drain_wake)
        threading.Thread(target=self._run, daemon=True, name="reactor").start()

    def add(self, sock, on_readable):
        sock.setblocking(False)
        with self.lock:
            self._selector.register(sock, selectors.EVENT_READ, on_readable)
        self._wake()

    def remove(self, sock):
        with self.lock:
            try:
                self._selector.unregister(sock)
            except (KeyError, ValueError):
                return
        sock.close()

    def after(self, seconds, action):
        return self.at(time.monotonic() + seconds, action)

    def at(self, when, action):
        timer = Timer(action)
        with self.lock:
            heapq.heappush(self._timers, (when, next(self._order), timer))
        self._wake()
        return timer

    def changed(self):
        """Wakes the scripts that wait for something to become true."""
        with self.lock:
            self._changed.notify_all()

    def wait_until(self, predicate, timeout, what):
        """Waits until predicate() is true and returns its value; fails the test, saying `what`, if not. What the
        predicate asks must be here already: while it runs every telephone of the test stands still, its sound too."""
        timeout = patient(timeout)
        deadline = time.monotonic() + timeout
        with self.lock:
            while True:
                value = predicate()
                if value:
                    return value
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"not within {timeout:.1f} s: {what() if callable(what) else what}")
                self._changed.wait(min(left, 0.2))

    def _wake(self):
        try:
            self._wake_in.send(b"x")
        except BlockingIOError:
            pass

    def _drain_wake(self):
        self._wake_out.recv(4096)

    def _run(self):
        while True:
            try:
                self._turn()
            except Exception:  # a broken handler must show up in the test's output, not end the thread
                traceback.print_exc()

    def _turn(self):
        with self.lock:
            next_due = self._timers[0][0] if self._timers else time.monotonic() + 1
        ready = self._selector.select(max(0, next_due - time.monotonic()))
        with self.lock:
            for key, _ in ready:
                if key.fileobj.fileno() >= 0:
                    key.data()
            now = time.monotonic()
            while self._timers and self._timers[0][0] <= now:
                timer = heapq.heappop(self._timers)[2]
                if timer.action:
                    timer.action()
            if ready:
                self._changed.notify_all()


_reactor = None


def reactor():
    """The reactor of this process, started at first use."""
    global _reactor
    if _reactor is None:
        _reactor = Reactor()
    return _reactor
