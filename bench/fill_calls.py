#!/usr/bin/env python3
"""Fills a data folder's SQLite database with calls, for measuring lists: usage: fill_calls.py FOLDER [CALLS].

The folder has been set up with a site (yinghe apply), such as the one that `fill_calls.py site` prints, and no server
runs on it. Calls are spread over the last year; each has a customer's leg and one agent's, two of three have a
recording, one of ten a survey. The sums of reports are not made: the server makes them when it starts next. Seeded: the
same every time. One transaction.
"""
import pathlib
import random
import sqlite3
import sys
import time

EPOCH_MS = 1_704_067_200_000
YEAR_MS = 365 * 24 * 3_600_000
RESULTS = ["answered"] * 80 + ["abandoned"] * 10 + ["no_answer"] * 6 + ["busy"] * 2 + ["refused", "failed"]
AGENTS, QUEUES = 40, 10


def site():
    """40 agents, as many as a million calls a year keep busy, in 10 queues; one leads two of them."""
    lines = ['[[tenant]]\ncode = "demo"\nname = "测试公司"\nstate_after_login = "ready"\n',
             '[[tenant.user]]\nnumber = "10000"\nname = "Admin"\naccount = "10000"\npassword = "Admin-10000"\nrole = "admin"\n',
             '[[tenant.user]]\nnumber = "10990"\nname = "组长"\naccount = "10990"\npassword = "Leader-10990"\nrole = "leader"\n']
    for n in range(1, AGENTS + 1):
        lines.append(f'[[tenant.user]]\nnumber = "{10000 + n}"\nname = "坐席{n}"\naccount = "{10000 + n}"\nrole = "agent"\n'
                     f'password = "Agent-{10000 + n}"\nextension = "{20000 + n}"\nextension_type = "sip"\n'
                     f'extension_secret = "secret-{n}"\nsign_in = "phone"\n')
    for n in range(QUEUES):
        members = ", ".join(f'"{10001 + (n * 4 + k) % AGENTS}"' for k in range(8))
        leaders = '["10990"]' if n < 2 else "[]"
        lines.append(f'[[tenant.queue]]\nnumber = "{600 + n}"\nname = "队列{600 + n}"\nleaders = {leaders}\nmembers = [{members}]\n')
    return "\n".join(lines)


class Tables:
    """Rows on their way into tables, by the names of their columns, many at a time."""

    def __init__(self, base):
        self.base, self.waiting = base, {}

    def add(self, table, row):
        waiting = self.waiting.setdefault(table, [])
        waiting.append(row)
        if len(waiting) == 10_000:
            self.write(table)

    def write(self, table):
        rows = self.waiting[table]
        if rows:
            columns = list(rows[0])
            self.base.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                                  [tuple(row.values()) for row in rows])
        rows.clear()

    def finish(self):
        for table in self.waiting:
            self.write(table)


def rows_of(calls, tenant, queues, users, now_ms):
    dice = random.Random(4711)
    numbers = [f"1{dice.choice('3578')}{dice.randrange(10 ** 9):09d}" for _ in range(max(calls // 4, 1))]
    for place in range(calls):
        at = now_ms - YEAR_MS + YEAR_MS * place // calls
        inbound = dice.random() < 0.7
        queue = dice.choice(queues) if inbound else None
        user = dice.choice(users)
        result = dice.choice(RESULTS)
        ring, talk = dice.randrange(1000, 20_000), dice.randrange(5000, 300_000) if result == "answered" else 0
        number = dice.choice(numbers)
        yield user, {
            "id": ((at - EPOCH_MS) << 21) + place % 1000, "tenant_id": tenant,
            "direction": "inbound" if inbound else "manual_outbound", "customer_number": number,
            "called_number": "4008001234" if inbound else number, "trunk": "carrier", "queue_id": queue,
            "agent_id": user if talk else None, "dialled_by": None if inbound else user, "started_at_ms": at,
            "ringing_at_ms": at, "answered_at_ms": at + ring if talk else None, "ended_at_ms": at + ring + talk,
            "ring_ms": ring, "wait_ms": ring if inbound else 0, "talk_ms": talk, "hold_ms": 0, "result": result,
            "ending_side": "caller", "ending_reason": "hangup"}


def legs_of(call, user):
    at, answered = call["started_at_ms"], call["answered_at_ms"]
    customer = {
        "id": call["id"] + 1, "call_id": call["id"], "tenant_id": call["tenant_id"], "role": "customer", "user_id": None,
        "number": call["customer_number"], "started_at_ms": at, "ringing_at_ms": at, "answered_at_ms": answered,
        "ended_at_ms": call["ended_at_ms"], "offer_outcome": None, "ending_side": "caller", "ending_reason": "hangup",
        "sip_status": 0, "codec": "PCMA", "packets_received": 1000, "packets_lost": 0, "jitter_ms": 1.5,
        "peer_loss_percent": 0.0, "peer_jitter_ms": 1.5, "round_trip_ms": 20.0, "one_way": False, "mos": 4.3,
        "queue_id": None, "distributed": False, "talk_ms": 0}
    yield customer
    yield {**customer, "id": call["id"] + 2, "role": "agent", "user_id": user, "number": "8001", "started_at_ms": at + 500,
           "ringing_at_ms": at + 500, "offer_outcome": "accepted" if answered else "no_answer",
           "queue_id": call["queue_id"], "distributed": call["direction"] == "inbound", "talk_ms": call["talk_ms"]}


def fill(base, calls):
    tenant = base.execute("SELECT id FROM tenants ORDER BY id LIMIT 1").fetchone()[0]
    queues = [row[0] for row in base.execute("SELECT id FROM queues WHERE tenant_id = ?", (tenant,))]
    users = [row[0] for row in base.execute("SELECT id FROM users WHERE tenant_id = ? AND role = 'agent'", (tenant,))]
    dice = random.Random(42)
    base.execute("PRAGMA foreign_keys = OFF")
    tables = Tables(base)
    with base:
        for user, call in rows_of(calls, tenant, queues, users, int(time.time() * 1000)):
            tables.add("calls", call)
            for leg in legs_of(call, user):
                tables.add("call_legs", leg)
            tables.add("call_people", {"call_id": call["id"], "user_id": user, "started_at_ms": call["started_at_ms"]})
            answered = call["answered_at_ms"]
            if answered and dice.random() < 0.8:
                tables.add("recordings", {
                    "id": call["id"] + 3, "call_id": call["id"], "tenant_id": tenant, "path": f"x/{call['id']}.wav",
                    "started_at_ms": answered, "duration_ms": call["talk_ms"], "size_bytes": call["talk_ms"] * 16,
                    "failure": "", "voicemail": False})
            if answered and dice.random() < 0.12:
                tables.add("surveys", {
                    "call_id": call["id"], "tenant_id": tenant, "agent_id": user, "queue_id": call["queue_id"],
                    "asked_at_ms": call["ended_at_ms"], "answered_at_ms": call["ended_at_ms"] + 5000, "level_key": "1",
                    "level": "满意", "reason_key": "", "reason": ""})
        tables.finish()
        base.execute("INSERT INTO call_numbers (tenant_id, number) SELECT DISTINCT tenant_id, customer_number FROM calls "
                     "WHERE TRUE ON CONFLICT (tenant_id, number) DO NOTHING")


def main():
    if sys.argv[1:] == ["site"]:
        print(site())
        return
    folder = pathlib.Path(sys.argv[1])
    calls = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    base = sqlite3.connect(folder / "yinghe.db")
    began = time.monotonic()
    fill(base, calls)
    print(f"{calls} calls in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
