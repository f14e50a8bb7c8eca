#!/usr/bin/env python3
"""Fills a database with a big company's year of calls, for measuring reports:
usage: fill_reports.py (FOLDER | postgres://…) [CALLS] [sums] [month], ten million calls when nothing is said.

The database has been set up with the site that `fill_reports.py site` prints, and no server runs on it. Facts: calls, one
leg for each person who was rung or dialled (the customer's leg counts in no report), visits, missed rings, surveys,
agents' states. The server makes the sums from them when it starts next, which takes a while; with `sums` the tables
of sums are filled instead, with as many rows as those facts would make, but not with their figures. With `month` only
the facts of the last month are made. The rows come out of arithmetic inside the database, so that both engines hold
the same ones.
"""
import datetime
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

EPOCH_MS = 1_704_067_200_000
DAY_MS = 86_400_000
DAYS = 365
FROM_MS, WORK_MS = 8 * 3_600_000, 14 * 3_600_000  # of a day, local
ZONE_MS = 8 * 3_600_000
PORTION = 1_000_000
AGENTS, QUEUES, DEPARTMENTS = 500, 30, 20
TABLES = ("calls", "call_legs", "queue_visits", "missed_calls", "surveys", "agent_states")
QUALITY = "'caller', 'hangup', 0, 'PCMA', 1000, 0, 1.5, 0.0, 1.5, 20.0, FALSE, 4.3, ''"
SUMS = {table: ("tenant_id", "day", *keys.split()) for table, keys in {
    "agent_days": "agent_id department_id queue_id", "agent_state_hours": "hour agent_id department_id",
    "department_days": "department_id queue_id", "call_hours": "hour queue_id department_id inbound",
    "queue_hours": "hour queue_id", "survey_days": "agent_id department_id queue_id level",
    "dialled_numbers": "number"}.items()}
WHOLES = (("agent_state_hours", ("hour",), "-1"), ("agent_state_hours", ("agent_id", "department_id"), "-1"),
          ("call_hours", ("hour",), "-1"), ("call_hours", ("department_id",), "-1"), ("queue_hours", ("hour",), "-1"),
          ("dialled_numbers", ("number",), "''"))


def site():
    """500 agents in 20 departments and 30 queues of 50."""
    lines = ['[[tenant]]\ncode = "demo"\nname = "测试公司"\nstate_after_login = "ready"\n']
    lines += [f'[[tenant.department]]\ncode = "d{n}"\nname = "部门{n}"\n' for n in range(DEPARTMENTS)]
    lines.append('[[tenant.user]]\nnumber = "10000"\nname = "Admin"\naccount = "10000"\npassword = "Admin-10000"\nrole = "admin"\n')
    for n in range(1, AGENTS + 1):
        lines.append(f'[[tenant.user]]\nnumber = "{10000 + n}"\nname = "坐席{n}"\naccount = "{10000 + n}"\nrole = "agent"\n'
                     f'password = "Agent-{10000 + n}"\nextension = "{20000 + n}"\nextension_type = "sip"\n'
                     f'extension_secret = "secret-{n}"\nsign_in = "phone"\ndepartment = "d{n % DEPARTMENTS}"\n')
    lines.append('[[tenant.user]]\nnumber = "10990"\nname = "组长"\naccount = "10990"\npassword = "Leader-10990"\nrole = "leader"\n'
                 'extension = "29990"\nextension_type = "sip"\nextension_secret = "secret-l"\nsign_in = "phone"\n')
    for n in range(QUEUES):
        members = ", ".join(f'"{10001 + (n * AGENTS // QUEUES + k) % AGENTS}"' for k in range(50))
        leaders = '["10990"]' if n < 5 else "[]"
        lines.append(f'[[tenant.queue]]\nnumber = "{600 + n}"\nname = "队列{600 + n}"\nleaders = {leaders}\nmembers = [{members}]\n')
    return "\n".join(lines)


class Sqlite:
    def __init__(self, folder):
        self.base = sqlite3.connect(pathlib.Path(folder) / "yinghe.db", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
            self.base.execute(f"PRAGMA {setting}")

    series = "(WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s) AS s"

    def run(self, sql):
        self.base.execute(sql)

    def rows(self, sql):
        return self.base.execute(sql).fetchall()

    def indexes(self):
        """(name, how it is made) of each that is no key."""
        marks = ", ".join(f"'{table}'" for table in TABLES)
        return self.rows(f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})")

    def columns(self, table):
        return [row[1] for row in self.rows(f"PRAGMA table_info({table})")]

    def finish(self):
        self.run("ANALYZE")
        self.run("PRAGMA journal_mode = WAL")


class Psql:
    series = "generate_series({first}::bigint, {last}) AS s(n)"

    def __init__(self, url):
        self.url = url

    def run(self, sql):
        self.rows(sql)

    def rows(self, sql):
        done = subprocess.run(["psql", self.url, "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql], check=True, text=True,
                              stdout=subprocess.PIPE)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def indexes(self):
        marks = ", ".join(f"'{table}'" for table in TABLES)
        return self.rows("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' "
                         f"AND tablename IN ({marks})")

    def columns(self, table):
        return [row[0] for row in self.rows(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' "
                                            "AND table_schema = 'public' ORDER BY ordinal_position")]

    def finish(self):
        self.run("VACUUM ANALYZE")


def wide(salt):
    """Of a row n: a number of 32 bits, the same in every engine, and for each salt another."""
    return f"(n * {random.Random(salt).randrange(2 ** 31, 2 ** 32) | 1} % 4294967296)"


def chance(salt):
    """0 to 65535."""
    return f"({wide(salt)} / 65536)"


class Filler:
    def __init__(self, base, calls, words=()):
        self.base, self.calls = base, calls
        self.with_sums, self.month = "sums" in words, "month" in words
        self.tenant = int(base.rows("SELECT id FROM tenants WHERE code = 'demo'")[0][0])
        now = int(time.time() * 1000)
        today = (now + ZONE_MS) // DAY_MS * DAY_MS - ZONE_MS
        self.first_ms = today - DAYS * DAY_MS
        per_day = calls // DAYS
        self.per_day, self.step = per_day, WORK_MS // per_day
        self.first_day = datetime.datetime.fromtimestamp((self.first_ms + ZONE_MS) / 1000, datetime.timezone.utc).date()

    def numbers(self):
        """Ids by place, as small tables to be joined with."""
        for table, sql in (("fill_agents", "SELECT id, department_id FROM users WHERE role = 'agent' AND tenant_id = {t} ORDER BY number"),
                           ("fill_queues", "SELECT id, 0 FROM queues WHERE tenant_id = {t} ORDER BY number")):
            self.base.run(f"DROP TABLE IF EXISTS {table}")
            self.base.run(f"CREATE TABLE {table} (place BIGINT PRIMARY KEY, id BIGINT NOT NULL, department_id BIGINT)")
            for place, (number, department) in enumerate(self.base.rows(sql.format(t=self.tenant))):
                self.base.run(f"INSERT INTO {table} VALUES ({place}, {number}, {department or 'NULL'})")
        self.base.run("DROP TABLE IF EXISTS fill")
        self.base.run("CREATE TABLE fill (id BIGINT, at BIGINT, inbound BOOLEAN, answered BOOLEAN, missed BOOLEAN, number TEXT, "
                      "queue_id BIGINT, agent_id BIGINT, department_id BIGINT, other_id BIGINT, other_department BIGINT, "
                      "wait_ms BIGINT, ring_ms BIGINT, talk_ms BIGINT, again BIGINT, level BIGINT)")

    def portion(self, first, last):
        """The plan of some calls; the facts are made of it."""
        run = self.base.run
        run("DELETE FROM fill")
        at = f"{self.first_ms} + n / {self.per_day} * {DAY_MS} + {FROM_MS} + n % {self.per_day} * {self.step}"
        run(f"""INSERT INTO fill
            SELECT (at - {EPOCH_MS}) * 2097152 + n % 1000 * 8, at, inbound, answered, missed, number,
                   CASE WHEN inbound THEN q.id END, a.id, a.department_id, o.id, o.department_id,
                   CASE WHEN inbound THEN wait_ms ELSE 0 END, ring_ms, CASE WHEN answered THEN talk_ms ELSE 0 END, again, level
            FROM (SELECT n, {at} AS at, {chance(1)} < 45875 AS inbound, {chance(2)} < 53084 AS answered,
                         {chance(3)} < 6554 AS missed,
                         CAST(13000000000 + {wide(4)} % {self.calls // 4 or 1} * 97 AS TEXT) AS number,
                         {chance(6)} % {QUEUES} AS queue_place, {chance(7)} AS agent_place,
                         1000 + {chance(8)} % 45000 AS wait_ms, 1000 + {chance(9)} % 15000 AS ring_ms,
                         5000 + {chance(10)} * 5 AS talk_ms, CASE WHEN {chance(11)} < 6554 THEN {chance(12)} * 8000 END AS again,
                         {chance(13)} % 40 AS level
                  FROM {self.base.series.format(first=first, last=last)}) AS plan
            JOIN fill_queues q ON q.place = queue_place
            JOIN fill_agents a ON a.place = (queue_place * {AGENTS} / {QUEUES} + agent_place % 50) % {AGENTS}
            JOIN fill_agents o ON o.place = (queue_place * {AGENTS} / {QUEUES} + agent_place / 50 % 50) % {AGENTS}
            ORDER BY n""")
        before = "CASE WHEN inbound THEN wait_ms ELSE ring_ms END"
        ended = f"at + {before} + talk_ms"
        t = self.tenant
        run(f"""INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, queue_id, agent_id,
                started_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result,
                ending_side, ending_reason, called_again_at_ms, department_id, dialled_by)
            SELECT id, {t}, CASE WHEN inbound THEN 'inbound' ELSE 'manual_outbound' END, number,
                   CASE WHEN inbound THEN '4008001234' ELSE number END, 'carrier', queue_id, CASE WHEN answered THEN agent_id END,
                   at, at, CASE WHEN answered THEN at + {before} END, {ended}, ring_ms, wait_ms, talk_ms, 0,
                   CASE WHEN answered THEN 'answered' WHEN inbound THEN 'abandoned' ELSE 'no_answer' END, 'caller', 'hangup',
                   CASE WHEN inbound AND answered AND again IS NOT NULL THEN {ended} + 1 + again END,
                   department_id, CASE WHEN NOT inbound THEN agent_id END
            FROM fill""")
        leg = ("INSERT INTO call_legs (id, call_id, tenant_id, role, user_id, number, started_at_ms, ringing_at_ms, answered_at_ms, "
               "ended_at_ms, offer_outcome, queue_id, department_id, distributed, talk_ms, ending_side, ending_reason, sip_status, codec, "
               "packets_received, packets_lost, jitter_ms, peer_loss_percent, peer_jitter_ms, round_trip_ms, one_way, mos, trunk) ")
        rang = "CASE WHEN wait_ms < ring_ms THEN at ELSE at + wait_ms - ring_ms END"
        run(leg + f"""SELECT id + 1, id, {t}, 'agent', agent_id, '8001', CASE WHEN inbound THEN {rang} ELSE at END,
                CASE WHEN inbound THEN {rang} END, CASE WHEN answered THEN at + {before} END, {ended},
                CASE WHEN NOT inbound THEN NULL WHEN answered THEN 'accepted' ELSE 'withdrawn' END, queue_id, department_id, inbound,
                talk_ms,
                {QUALITY} FROM fill""")
        run(leg + f"""SELECT id + 2, id, {t}, 'agent', other_id, '8002', at, at, NULL, {rang}, 'refused', queue_id, other_department, TRUE,
                0,
                {QUALITY} FROM fill WHERE inbound AND missed""")
        run(f"""INSERT INTO queue_visits (call_id, visit, tenant_id, queue_id, entered_at_ms, left_at_ms, queue_exit, agent_id,
                entered_reason) SELECT id, 1, {t}, queue_id, at, at + wait_ms,
                CASE WHEN answered THEN 'connected' ELSE 'abandoned' END, CASE WHEN answered THEN agent_id END, ''
                FROM fill WHERE inbound""")
        missed = ("INSERT INTO missed_calls (id, call_id, tenant_id, queue_id, agent_id, number, called_number, ringing_at_ms, "
                  "ended_at_ms, how) ")
        run(missed + f"SELECT id + 1, id, {t}, queue_id, agent_id, number, '4008001234', {rang}, at + wait_ms, 'given_up' FROM fill "
            "WHERE inbound AND NOT answered")
        run(missed + f"SELECT id + 2, id, {t}, queue_id, other_id, number, '4008001234', at, {rang}, 'refused' FROM fill "
            "WHERE inbound AND missed")
        run(f"""INSERT INTO surveys (call_id, tenant_id, agent_id, queue_id, asked_at_ms, answered_at_ms, level_key, level, reason_key,
                reason, department_id)
                SELECT id, {t}, agent_id, queue_id, {ended}, CASE WHEN level < 3 THEN {ended} END,
                       CASE WHEN level < 3 THEN CAST(level + 1 AS TEXT) ELSE '' END,
                       CASE level WHEN 0 THEN '满意' WHEN 1 THEN '一般' WHEN 2 THEN '不满意' ELSE '' END, '', '', department_id
                FROM fill WHERE inbound AND answered AND level < 5""")

    def states(self):
        """Twelve stretches a day of each agent: ready, busy, rest and work after calls by turns."""
        last = AGENTS * DAYS * 12 - 1
        began = f"{self.first_ms} + n / 12 / {AGENTS} * {DAY_MS} + {FROM_MS} + n % 12 * 2700000"
        self.base.run(f"""INSERT INTO agent_states (id, tenant_id, user_id, state, reason, began_at_ms, ended_at_ms, department_id, queue_id)
            SELECT ({began} - {EPOCH_MS}) * 2097152 + 10000 + n / 12 % {AGENTS}, {self.tenant}, a.id,
                   CASE n % 4 WHEN 0 THEN 'ready' WHEN 1 THEN 'busy' WHEN 2 THEN 'ready' ELSE
                        CASE n % 3 WHEN 0 THEN 'rest' ELSE 'wrap_up' END END, '',
                   {began}, {began} + 2700000, a.department_id, CASE WHEN n % 4 = 3 AND n % 3 > 0 THEN q.id END
            FROM {self.base.series.format(first=0, last=last)} JOIN fill_agents a ON a.place = n / 12 % {AGENTS}
            JOIN fill_queues q ON q.place = n / 12 % {QUEUES}""")

    def sums(self):
        """As many rows as those calls make: of each day every agent in three queues and calling out, every department
        in every queue, each hour every queue with every department, and so on."""
        run, t = self.base.run, self.tenant
        run("DROP TABLE IF EXISTS fill_days")
        run("CREATE TABLE fill_days (place BIGINT PRIMARY KEY, day BIGINT NOT NULL)")
        days = [self.first_day + datetime.timedelta(place) for place in range(DAYS)]
        run("INSERT INTO fill_days VALUES " + ", ".join(f"({place}, {day:%Y%m%d})" for place, day in enumerate(days)))
        departments = [row[0] for row in self.base.rows(f"SELECT id FROM departments WHERE tenant_id = {t} ORDER BY code")]
        run("DROP TABLE IF EXISTS fill_departments")
        run("CREATE TABLE fill_departments (place BIGINT PRIMARY KEY, id BIGINT NOT NULL)")
        run("INSERT INTO fill_departments VALUES " + ", ".join(f"({place}, {number})" for place, number in enumerate(departments)))
        agent_day = "d.day, a.id, a.department_id, CASE WHEN n % 4 = 3 THEN 0 ELSE q.id END"
        of_agents = (f"JOIN fill_days d ON d.place = n / {AGENTS * 4} JOIN fill_agents a ON a.place = n / 4 % {AGENTS} "
                     f"JOIN fill_queues q ON q.place = (n / 4 + n % 4 * 10) % {QUEUES}")
        run(f"INSERT INTO agent_days SELECT {t}, {agent_day}, 14, 11, 2000000, 90000, 4, 3, 400000, 450000 "
            f"FROM {self.series(AGENTS * DAYS * 4)} {of_agents}")
        for level in ("满意", "一般", "不满意", ""):
            run(f"INSERT INTO survey_days SELECT {t}, {agent_day}, '{level}', 1 FROM {self.series(AGENTS * DAYS * 4)} {of_agents} "
                f"WHERE n % 4 <> 3 AND {chance(21 + len(level))} < 24000")
        run(f"INSERT INTO agent_state_hours SELECT {t}, d.day, 8 + n % 10, a.id, a.department_id, 1800000, 900000, 300000, 600000, "
            f"700000, 600000, 50000, 0, 50000 FROM {self.series(AGENTS * DAYS * 10)} "
            f"JOIN fill_days d ON d.place = n / {AGENTS * 10} JOIN fill_agents a ON a.place = n / 10 % {AGENTS}")
        some = ", ".join(["1"] * 7)
        pairs = QUEUES * DEPARTMENTS
        of_pairs = f"JOIN fill_queues q ON q.place = n / {DEPARTMENTS} % {QUEUES} JOIN fill_departments p ON p.place = n % {DEPARTMENTS}"
        run(f"INSERT INTO department_days SELECT {t}, d.day, p.id, q.id, 32, 26, 4000000, 200000, 60000, {some}, 0, 0, 0 "
            f"FROM {self.series(pairs * DAYS)} JOIN fill_days d ON d.place = n / {pairs} {of_pairs}")
        hours = f"JOIN fill_days d ON d.place = n / {pairs * 14} {of_pairs}"
        for inbound in ("TRUE", "FALSE"):
            queue, rows = ("q.id", "TRUE") if inbound == "TRUE" else ("0", f"n / {DEPARTMENTS} % {QUEUES} = 0")
            run(f"INSERT INTO call_hours SELECT {t}, d.day, 8 + n / {pairs} % 14, {queue}, p.id, {inbound}, 3, 2, 0, 300000, 0, "
                f"{some}, {some}, {some} FROM {self.series(pairs * DAYS * 14)} {hours} WHERE {rows}")
        in_time = ", ".join(["10"] * 20)
        run(f"INSERT INTO queue_hours SELECT {t}, d.day, 8 + n / {QUEUES} % 14, q.id, 45, 36, 9, 900000, 90000, 7000000, 300000, "
            f"{in_time} FROM {self.series(QUEUES * DAYS * 14)} JOIN fill_days d ON d.place = n / {QUEUES * 14} "
            f"JOIN fill_queues q ON q.place = n % {QUEUES}")
        dials = self.per_day * 3 // 10
        number = f"CAST(13000000000 + {wide(4)} % {self.calls // 4} * 97 AS TEXT)"
        run(f"INSERT INTO dialled_numbers SELECT {t}, d.day, {number}, 1, 0, 0, 0, 1, 0 FROM {self.series(dials * DAYS)} "
            f"JOIN fill_days d ON d.place = n / {dials} WHERE TRUE "
            "ON CONFLICT (tenant_id, day, number) DO UPDATE SET attempts = dialled_numbers.attempts + 1, "
            "talked_short = dialled_numbers.talked_short + 1")
        for table, parts, whole in WHOLES:
            keys = [key for key in SUMS[table] if key not in parts]
            summed = ", ".join(whole if column in parts else column if column in keys else f"SUM({column})"
                               for column in self.base.columns(table))
            run(f"INSERT INTO {table} SELECT {summed} FROM {table} GROUP BY {', '.join(keys)}")
        for table, keys in SUMS.items():
            columns = self.base.columns(table)
            for span in ("day - day % 100", "day - day % 10000")[:2 if table == "dialled_numbers" else 1]:
                summed = ", ".join(span if column == "day" else column if column in keys else f"SUM({column})" for column in columns)
                run(f"INSERT INTO {table} SELECT {summed} FROM {table} WHERE day % 100 <> 0 "
                    f"GROUP BY tenant_id, {span}, {', '.join(keys[2:])}")
        first = self.first_day if not self.month else days[-31]
        run(f"INSERT INTO rollup_builds (tenant_id, zone, next_day, facts_from_day) VALUES ({t}, 'Asia/Shanghai', NULL, {first:%Y%m%d})")
        for table in ("fill_days", "fill_departments"):
            run(f"DROP TABLE {table}")

    def series(self, count):
        return self.base.series.format(first=0, last=count - 1)

    def fill(self):
        for table in (*SUMS, "rollup_builds", "missed_calls", "surveys", "queue_visits", "call_legs", "calls", "agent_states"):
            self.base.run(f"DELETE FROM {table}")
        indexes = self.base.indexes()
        for name, _ in indexes:
            self.base.run(f"DROP INDEX {name}")
        self.numbers()
        for first in range((DAYS - 31) * self.per_day if self.month else 0, self.per_day * DAYS, PORTION):
            began = time.monotonic()
            last = min(first + PORTION, self.per_day * DAYS) - 1
            self.portion(first, last)
            print(f"calls to {last + 1}: {time.monotonic() - began:.0f} s", flush=True)
        self.states()
        if self.with_sums:
            began = time.monotonic()
            self.sums()
            print(f"sums: {time.monotonic() - began:.0f} s", flush=True)
        for table in ("fill", "fill_agents", "fill_queues"):
            self.base.run(f"DROP TABLE {table}")
        for name, sql in indexes:
            began = time.monotonic()
            self.base.run(sql)
            print(f"index {name}: {time.monotonic() - began:.0f} s", flush=True)
        self.base.finish()


def main():
    if sys.argv[1] == "site":
        print(site())
        return
    base = Psql(sys.argv[1]) if sys.argv[1].startswith("postgres") else Sqlite(sys.argv[1])
    began = time.monotonic()
    words = sys.argv[2:]
    Filler(base, next((int(word) for word in words if word.isdigit()), 10_000_000), words).fill()
    counts = {table: int(base.rows(f"SELECT COUNT(*) FROM {table}")[0][0]) for table in (*TABLES, *SUMS)}
    print(json.dumps(counts), f"in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
