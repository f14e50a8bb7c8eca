#!/usr/bin/python3
"""2,000 pages on /ws and one that never reads, while robots play calls: a small table.

usage: bench/ws_clients.py [--server BINARY] [--clients BINARY] [--pages N] [--seconds N] [--rate CALLS_PER_S]
All pages belong to members of one queue, so that every change of it goes to every page: the worst there is.
"""
import argparse
import hashlib
import json
import os
import pathlib
import secrets
import sqlite3
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from harness.server import Server, rtp_range  # noqa: E402
from harness.site import Site  # noqa: E402

SOCKETS_A_SESSION, ROBOTS = 15, 30


def open_sessions(server):
    """A session for everybody, written beside the server: signing so many people in would measure password hashes."""
    with sqlite3.connect(server.data / "yinghe.db", timeout=30) as database:
        tokens = {user: secrets.token_hex(32) for user, in database.execute("SELECT id FROM users")}
        now = int(time.time() * 1000)
        database.executemany("INSERT INTO sessions (token_hash, user_id, created_at_ms, expires_at_ms) VALUES (?,?,?,?)",
                             [(hashlib.blake2b(token.encode(), digest_size=32).hexdigest(), user, now, now + 3_600_000)
                              for user, token in tokens.items()])
    return list(tokens.values())


def call_loop_seconds(server):
    """The processor time of the one thread that decides: what pages cost calls."""
    for task in pathlib.Path(f"/proc/{server.pid}/task").iterdir():
        name, fields = (task / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
        if name == "calls":
            return (int(fields.split()[11]) + int(fields.split()[12])) / os.sysconf("SC_CLK_TCK")
    return 0


def measure(server, arguments, tokens, site_file, rate, pages):
    robots = None
    if rate:
        robots = subprocess.Popen([arguments.server, "robots", "--site", site_file, "--server",
                                   f"{server.sip[0]}:{server.sip[1]}", "--agents", str(ROBOTS), "--rate", str(rate),
                                   "--talk-s", "5", "--rtp", rtp_range()], stdout=subprocess.PIPE, text=True)
        time.sleep(8)
    cpu, calls, at = server.cpu_seconds(), call_loop_seconds(server), time.monotonic()
    slow = server.log().count("loop.slow loop=calls")
    done = subprocess.run([arguments.clients, *map(str, server.http), str(pages), str(arguments.seconds)],
                          input="\n".join(tokens), text=True, stdout=subprocess.PIPE, check=True)
    figures = json.loads(done.stdout)
    seconds = time.monotonic() - at
    figures["cpu_percent"] = round(100 * (server.cpu_seconds() - cpu) / seconds)
    figures["calls_cpu_percent"] = round(100 * (call_loop_seconds(server) - calls) / seconds, 1)
    figures["memory_mb"] = server.memory_kb() // 1024
    figures["slow_calls"] = server.log().count("loop.slow loop=calls") - slow
    assert figures["open"] == pages, figures
    if robots:
        robots.terminate()
        figures["robots"] = robots.communicate(timeout=20)[0].strip()
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", default=str(ROOT / "build/release/yinghe"))
    parser.add_argument("--clients", default=str(ROOT / "build/release/ws_clients"))
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=float, default=5)
    arguments = parser.parse_args()
    people = arguments.pages // SOCKETS_A_SESSION + 1
    os.environ["YINGHE_SERVER"] = arguments.server
    site = (Site().agents(people).queue(600, list(range(1, people + 1)), strategy="longest_idle", record=False)
            .trunk("carrier", ("127.0.0.3", 25070)).did("4008001234", "queue:600"))
    with Server(site) as server:
        empty_mb = server.memory_kb() // 1024
        tokens = open_sessions(server)
        site_file = server.data.parent / f"{server.data.name}.site.toml"
        rate = arguments.rate
        rows = [(f"{pages} pages, {calls:g} calls/s", measure(server, arguments, tokens, site_file, calls, pages))
                for pages, calls in ((arguments.pages, 0), (1, rate), (arguments.pages, rate))]
        print(f"\none page more never reads; server memory before: {empty_mb} MB; times in ms")
        print(f"{'':26}{'frames/s':>10}{'tick p50/p99':>15}{'queue p50/p99':>15}{'CPU %':>7}{'calls %':>9}{'MB':>6}"
              f"{'gaps':>6}{'lost':>6}{'slow':>6}")
        for name, f in rows:
            print(f"{name:26}{f['frames_per_s']:>10}{f['tick_p50_ms']:>9}/{f['tick_p99_ms']:<5}"
                  f"{f['queue_p50_ms']:>9}/{f['queue_p99_ms']:<5}{f['cpu_percent']:>7}{f['calls_cpu_percent']:>9}"
                  f"{f['memory_mb']:>6}{f['gaps']:>6}{f['lost']:>6}{f['slow_calls']:>6}  {f.get('robots', '')}")


if __name__ == "__main__":
    main()
