#!/usr/bin/env python3
"""Fills a data folder's SQLite database with calls, for measuring lists: usage: fill_calls.py FOLDER [CALLS].

The folder has been set up with a site (yinghe apply) and no server runs on it. Calls are spread over the last year;
each has a customer's leg and one agent's, two of three have a recording, one of ten a survey. Seeded: the same every
time. One transaction.
"""
import pathlib
import random
import sqlite3
import sys
import time

EPOCH_MS = 1_704_067_200_000
YEAR_MS = 365 * 24 * 3_600_000
LEG_COLUMNS = ("id, call_id, tenant_id, role, user_id, number, started_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, "
               "offer_outcome, ending_side, ending_reason, sip_status, codec, packets_received, packets_lost, jitter_ms, "
               "peer_loss_percent, peer_jitter_ms, round_trip_ms, one_way, mos")
RESULTS = ["answered"] * 80 + ["abandoned"] * 10 + ["no_answer"] * 6 + ["busy"] * 2 + ["refused", "failed"]


def rows_of(calls, tenant, queues, users, now_ms):
    dice = random.Random(4711)
    numbers = [f"1{dice.choice('3578')}{dice.randrange(10 ** 9):09d}" for _ in range(max(calls // 4, 1))]
    for place in range(calls):
        at = now_ms - YEAR_MS + YEAR_MS * place // calls
        call = ((at - EPOCH_MS) << 21) + place % 1000
        inbound = dice.random() < 0.7
        queue = dice.choice(queues) if inbound else None
        user = dice.choice(users)
        result = dice.choice(RESULTS)
        ring, talk = dice.randrange(1000, 20_000), dice.randrange(5000, 300_000) if result == "answered" else 0
        number = dice.choice(numbers)
        answered = at + ring if talk else None
        end = at + ring + talk
        yield (call, tenant, "inbound" if inbound else "manual_outbound", number,
               "4008001234" if inbound else number, "carrier", queue, user if talk or not inbound else None, at, at,
               answered, end, ring, ring if inbound else 0, talk, 0, result, "caller", "hangup")


def legs_of(call, user):
    number, at, answered, end = call[3], call[8], call[10], call[11]
    quality = (0, "PCMA", 1000, 0, 1.5, 0.0, 1.5, 20.0, False, 4.3)
    yield (call[0] + 1, call[0], call[1], "customer", None, number, at, at, answered, end, None, "caller", "hangup",
           *quality)
    yield (call[0] + 2, call[0], call[1], "agent", user, "8001", at + 500, at + 500, answered, end,
           "accepted" if answered else "no_answer", "caller", "hangup", *quality)


def fill(base, calls):
    tenant = base.execute("SELECT id FROM tenants ORDER BY id LIMIT 1").fetchone()[0]
    queues = [row[0] for row in base.execute("SELECT id FROM queues WHERE tenant_id = ?", (tenant,))]
    users = [row[0] for row in base.execute("SELECT id FROM users WHERE tenant_id = ? AND role = 'agent'", (tenant,))]
    dice = random.Random(42)

    def places(count):
        return ", ".join("?" * count)

    with base:
        for call in rows_of(calls, tenant, queues, users, int(time.time() * 1000)):
            base.execute(f"INSERT INTO calls VALUES ({places(19)})", call)
            base.executemany(f"INSERT INTO call_legs ({LEG_COLUMNS}) VALUES ({places(23)})", legs_of(call, call[7] or dice.choice(users)))
            if call[10] and dice.random() < 0.8:
                base.execute("INSERT INTO recordings (id, call_id, tenant_id, path, started_at_ms, duration_ms, "
                             "size_bytes, failure, voicemail) VALUES (?, ?, ?, ?, ?, ?, ?, '', FALSE)",
                             (call[0] + 3, call[0], tenant, f"x/{call[0]}.wav", call[10], call[14], call[14] * 16))
            if call[10] and dice.random() < 0.12:
                base.execute(f"INSERT INTO surveys VALUES ({places(10)})",
                             (call[0], tenant, call[7], call[6], call[11], call[11] + 5000, "1", "满意", "", ""))
        base.execute("INSERT INTO call_numbers (tenant_id, number) SELECT DISTINCT tenant_id, customer_number FROM calls "
                     "WHERE TRUE ON CONFLICT (tenant_id, number) DO NOTHING")


def main():
    folder = pathlib.Path(sys.argv[1])
    calls = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    base = sqlite3.connect(folder / "yinghe.db")
    began = time.monotonic()
    fill(base, calls)
    print(f"{calls} calls in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
