#!/usr/bin/env python3
"""Fills a database with customers, for measuring the CRM: usage: fill_customers.py DATABASE [CUSTOMERS].

DATABASE is the yinghe.db of a data folder, or a postgresql:// address (then psql must be there). It has been set up with
a site (yinghe apply), a server has run on it once, and none runs now. Customers are spread over the last two years,
one of five has two numbers, nine of ten an owner. Where the company has no fields of its own it gets four: a city of
eight, a channel (several), an industry of two hundred, a day of expiry. Seeded: the same every time.
"""
import csv
import io
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

EPOCH_MS = 1_704_067_200_000
SPAN_MS = 2 * 365 * 24 * 3_600_000
FIRST_FIELD = 700_000_000_000_001
CITIES = ["北京", "上海", "广州", "深圳", "成都", "武汉", "杭州", "西安"]
WEIGHTS = [30, 25, 15, 10, 8, 6, 4, 2]
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚英"


def choices(names):
    return [{"key": f"c{place}", "name": name, "enabled": True} for place, name in enumerate(names)]


def field(place, kind, name, named=()):
    everybody = {"everybody": True, "roles": [], "departments": [], "people": []}
    return {"id": str(FIRST_FIELD + place), "object": "customer", "key": f"f{place + 1}", "system": False, "type": kind,
            "name": name, "choices": choices(named), "initial": None, "remark": "", "enabled": True, "required": False,
            "listed": True, "readers": everybody, "writers": everybody}


FIELDS = [field(0, "select", "城市", CITIES), field(1, "checks", "渠道", ["电话", "展会", "网站", "介绍"]),
          field(2, "select", "行业", [f"行业{number}" for number in range(200)]), field(3, "date", "到期日")]


class Sqlite:
    def __init__(self, path):
        self.base = sqlite3.connect(path)
        self.base.execute("PRAGMA synchronous = OFF")

    def ask(self, sql):
        return [tuple(map(str, row)) for row in self.base.execute(sql)]

    def put(self, table, columns, rows):
        places = ", ".join("?" * len(columns))
        self.base.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    def done(self):
        self.base.commit()
        self.base.execute("ANALYZE")
        self.base.commit()


class Postgres:
    def __init__(self, address):
        self.psql = ["psql", "-q", "-v", "ON_ERROR_STOP=1", address]

    def ask(self, sql):
        said = subprocess.run([*self.psql, "--csv", "-t", "-c", sql], capture_output=True, text=True, check=True)
        return [tuple(row) for row in csv.reader(io.StringIO(said.stdout))]

    def put(self, table, columns, rows):
        text = io.StringIO()
        csv.writer(text).writerows(["\\N" if value is None else value for value in row] for row in rows)
        subprocess.run([*self.psql, "-c", f"\\copy {table} ({', '.join(columns)}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"],
                       input=text.getvalue(), text=True, check=True)

    def done(self):
        subprocess.run([*self.psql, "-c", "VACUUM ANALYZE"], check=True)


CUSTOMER = ("id", "tenant_id", "object", "name", "gender", "level", "note", "owner_id", "owned_at_ms", "fields", "source",
            "tags", "version", "created_at_ms", "created_by", "updated_at_ms", "updated_by")
NUMBER = ("customer_id", "position", "tenant_id", "number", "typed", "kind", "object")
VALUE = ("customer_id", "field_id", "value", "created_at_ms")


def value_of(one, dice):
    """What stands in a field, and by what it is found."""
    keys = [choice["key"] for choice in one["choices"]]
    if one["type"] in ("select", "radio"):
        key = dice.choices(keys, WEIGHTS)[0] if len(keys) == len(WEIGHTS) else dice.choice(keys)
        return key, [key]
    if one["type"] == "checks":
        chosen = [key for key in keys if dice.random() < 0.3]
        return chosen or None, chosen
    day = f"{dice.randrange(2026, 2030)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
    return day, [day]


def portion(first, last, many, tenant, users, fields, now_ms, dice):
    customers, numbers, values = [], [], []
    for place in range(first, last):
        at = now_ms - SPAN_MS + SPAN_MS * place // many
        customer = ((at - EPOCH_MS) << 21) + place % 2_000_000
        held = {}
        for one in fields:
            if dice.random() < 0.95:
                value, found = value_of(one, dice)
                if value is not None:
                    held[one["key"]] = value
                    values += [(customer, int(one["id"]), each, at) for each in found]
        owner = dice.choice(users) if dice.random() < 0.9 else None
        name = dice.choice(FAMILY) + "".join(dice.choices(GIVEN, k=dice.randrange(1, 3)))
        customers.append((customer, tenant, "customer", name, dice.choice(["male", "female", "unknown"]), "一般", "", owner,
                          at if owner else None, json.dumps(held, ensure_ascii=False, separators=(",", ":")), "import",
                          "[]", 1, at, users[0], at, users[0]))
        for position in range(2 if place % 5 == 0 else 1):
            number = f"1{3 + 2 * position}{place:09d}"
            numbers.append((customer, position, tenant, number, number, "", "customer"))
    return customers, numbers, values


def own_fields(base, tenant):
    """The company's, or those that it is given."""
    known = base.ask(f"SELECT id, document FROM crm_settings WHERE tenant_id = {tenant} AND kind = 'field' AND "
                     "object = 'customer' AND deleted_at_ms IS NULL")
    closed = [{**json.loads(document), "id": found} for found, document in known]
    closed = [one for one in closed if not one["system"] and one["type"] in ("select", "radio", "checks", "date")]
    if closed:
        return closed
    base.put("crm_settings", ("id", "tenant_id", "kind", "object", "position", "document", "version"),
             [(int(one["id"]), tenant, "field", "customer", 100 + place, json.dumps(one, ensure_ascii=False), 1)
              for place, one in enumerate(FIELDS)])
    return FIELDS


def fill(base, many):
    tenant = int(base.ask("SELECT id FROM tenants ORDER BY id LIMIT 1")[0][0])
    users = [int(row[0]) for row in base.ask(f"SELECT id FROM users WHERE tenant_id = {tenant} AND deleted_at_ms IS NULL "
                                             "ORDER BY id")]
    fields = own_fields(base, tenant)
    dice = random.Random(4711)
    now_ms = int(time.time() * 1000)
    step = 50_000
    for first in range(0, many, step):
        customers, numbers, values = portion(first, min(first + step, many), many, tenant, users, fields, now_ms, dice)
        base.put("customers", CUSTOMER, customers)
        base.put("customer_numbers", NUMBER, numbers)
        base.put("customer_field_values", VALUE, values)
    base.done()


def main():
    database = sys.argv[1]
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    began = time.monotonic()
    fill(Postgres(database) if database.startswith("postgres") else Sqlite(pathlib.Path(database)), many)
    print(f"{many} customers in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
