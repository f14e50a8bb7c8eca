#!/usr/bin/env python3
"""How long a file of 10,000 customers takes to be checked and taken in, with two dedup rules, where there are very many
already: usage: import_times.py http://127.0.0.1:8080 ACCOUNT PASSWORD [TENANT]. For a database made by
fill_customers.py; every twentieth row is a duplicate. What it needs of settings it makes, and takes away again."""
import csv
import io
import json
import sys
import time
import urllib.parse
import urllib.request

ROWS = 10_000


class Server:
    def __init__(self, base, tenant, account, password):
        self.base, self.token = base, None
        self.token = self.ask("POST", "/api/v1/sessions",
                              {"tenant": tenant, "account": account, "password": password})["token"]

    def ask(self, method, path, body=None):
        raw = isinstance(body, bytes)
        data = body if raw or body is None else json.dumps(body).encode()
        wish = urllib.request.Request(self.base + path, data=data, method=method)
        wish.add_header("Content-Type", "application/octet-stream" if raw else "application/json")
        if self.token:
            wish.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(wish, timeout=120) as reply:
            said = reply.read()
        return json.loads(said) if said else None


def table(seed):
    """Rows of this run alone: the same numbers twice would be duplicates."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["客户名称", "电话", "税号", "备注"])
    for n in range(ROWS):
        tax = f"T{seed}{n - 1 if n % 20 == 0 and n else n}"
        lines.writerow([f"导入{seed}-{n}", f"17{seed % 1000:03}{n:06}", tax, "批量导入"])
    return out.getvalue().encode("utf-8-sig")


def wait(server, id):
    while True:
        row = server.ask("GET", f"/api/v1/imports/{id}")
        if row["state"] not in ("checking", "waiting", "running"):
            return row
        time.sleep(0.1)


def main():
    base, account, password = sys.argv[1:4]
    server = Server(base, sys.argv[4] if len(sys.argv) > 4 else "demo", account, password)
    seed = int(time.time()) % 100_000
    field = server.ask("POST", "/api/v1/crm/fields", {"object": "customer", "type": "text", "name": "税号"})
    rules = [server.ask("POST", "/api/v1/crm/dedup-rules",
                        {"object": "customer", "name": f"{keys}", "fields": keys, "prompt": "重复"})
             for keys in ([field["key"]], ["name", "numbers"])]
    try:
        began = time.monotonic()
        query = urllib.parse.urlencode({"name": "bench.csv", "existing": "skip"})
        row = wait(server, server.ask("POST", f"/api/v1/imports/customers?{query}", table(seed))["id"])
        checked = time.monotonic()
        print(f"checked   {checked - began:6.1f} s   {row['rows_added']} would be added, {row['rows_failed']} fail")
        server.ask("POST", f"/api/v1/imports/{row['id']}/run", {})
        row = wait(server, row["id"])
        print(f"taken in  {time.monotonic() - checked:6.1f} s   {row['rows_added']} added, {row['rows_failed']} failed, "
              f"{row['state']}")
    finally:
        for rule in rules:
            server.ask("DELETE", f"/api/v1/crm/dedup-rules/{rule['id']}")
        server.ask("DELETE", f"/api/v1/crm/fields/{field['id']}")


if __name__ == "__main__":
    main()
