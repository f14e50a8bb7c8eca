"""Ports for the programs that a test starts and cannot ask for the port they took."""
import contextlib
import os
import pathlib
import socket

# Below our RTP ports and below the ports that the kernel hands out by itself, and a share for each of the files that
# run side by side: nobody takes one between our look and the program's start, which a whole database may come before.
SHARES = 8
PORTS = range(15000 + int(os.environ.get("YINGHE_TEST_SLOT", "0")) % SHARES * 10, 19990, SHARES * 10)
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


def is_heard_over_udp(port):
    """Whether some program has opened this UDP port."""
    return any(f":{port:04X} " in pathlib.Path("/proc/net", table).read_text() for table in ("udp", "udp6"))
