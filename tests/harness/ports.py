"""Ports for the programs that a test starts and cannot ask for the port they took."""
import contextlib
import os
import socket

# Below our RTP ports and below the ports that the kernel hands out by itself: nobody takes one between our look and
# the program's start.
PORTS = range(15000, 19990, 10)
_next = os.getpid() * 7


def free_ports(count=1):
    """The first of so many neighbouring ports that are free for UDP and TCP."""
    global _next
    for _ in PORTS:
        _next += 1
        first = PORTS[_next % len(PORTS)]
        with contextlib.ExitStack() as probes:
            try:
                for port in range(first, first + count):
                    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                        probe = probes.enter_context(socket.socket(socket.AF_INET, kind))
                        probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise AssertionError("no free ports")
