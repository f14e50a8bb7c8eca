"""Rows of facts into a server's database, and out of it: SQLite's file or a PostgreSQL of the harness. For a server that is
not running. Rows are dicts of their columns."""
import json
import sqlite3

FACTS = ("calls", "call_legs", "queue_visits", "missed_calls", "surveys", "forwarded_calls", "agent_states")


class SqliteStore:
    def __init__(self, folder):
        self.base = sqlite3.connect(folder / "yinghe.db")
        self.base.row_factory = sqlite3.Row

    def put(self, table, rows):
        for row in rows:
            columns, places = ", ".join(row), ", ".join("?" * len(row))
            self.base.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(row.values()))
        self.base.commit()

    def run(self, sql):
        self.base.execute(sql)
        self.base.commit()

    def rows(self, sql):
        return [dict(row) for row in self.base.execute(sql)]

    def close(self):
        self.base.close()


class PostgresStore:
    def __init__(self, postgres):
        self.postgres = postgres

    @staticmethod
    def literal(value):
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        return str(value) if isinstance(value, (int, float)) else "'" + value.replace("'", "''") + "'"

    def put(self, table, rows):
        """A hundred at a time: a command has its length."""
        for first in range(0, len(rows), 100):
            values = ", ".join(f"({', '.join(map(self.literal, row.values()))})" for row in rows[first:first + 100])
            self.postgres.sql(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES {values}")

    def run(self, sql):
        self.postgres.sql(sql)

    def rows(self, sql):
        return [json.loads(line) for line in self.postgres.sql(f"SELECT row_to_json(t) FROM ({sql}) AS t").splitlines()]

    def close(self):
        pass


def ids(store, tenant, table, key):
    return {row[key]: row["id"] for row in store.rows(f"SELECT id, {key} FROM {table} WHERE tenant_id = {tenant}")}


def facts(store, tenant):
    """{table: rows} of one company."""
    return {table: store.rows(f"SELECT * FROM {table} WHERE tenant_id = {tenant}") for table in FACTS}
