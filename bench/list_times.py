#!/usr/bin/env python3
"""How long lists take: usage: list_times.py http://127.0.0.1:8080 ACCOUNT PASSWORD [TENANT]. Of five rounds the median,
in milliseconds, as a program on the same machine sees it. For a folder made by fill_calls.py: its site has the accounts
10000 / Admin-10000, 10990 / Leader-10990 and 10005 / Agent-10005, who see all, a part and their own."""
import json
import statistics
import sys
import time
import urllib.parse
import urllib.request

YEAR_S = 365 * 24 * 3600


def ask(base, path, token=None, body=None):
    request = urllib.request.Request(base + path, data=json.dumps(body).encode() if body else None,
                                     headers={"Content-Type": "application/json"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def main():
    base, account, password = sys.argv[1:4]
    tenant = sys.argv[4] if len(sys.argv) > 4 else "demo"
    token = ask(base, "/api/v1/sessions", body={"tenant": tenant, "account": account, "password": password})["token"]
    now = int(time.time() * 1000)
    newest = ask(base, "/api/v1/call-records?size=10", token)["items"]
    number = newest[0]["customer_number"] if newest else "13800000000"
    queries = {"first page": "", "page 400 of 25": "page=400", "half a year down": f"after={now - 182 * 86_400_000}.1",
               "one day": f"from_ms={now - 2 * 86_400_000}&to_ms={now - 86_400_000}",
               "a month": f"from_ms={now - 30 * 86_400_000}", "agent": "agent=10005", "queue": "queue=603",
               "result refused": "result=refused", "number exact": f"number={number}", "number 3 digits": "number=138",
               "number 5 digits": f"number={number[3:8]}", "agent, a month": f"agent=10005&from_ms={now - 30 * 86_400_000}",
               "queue and result": "queue=603&result=busy", "5 minutes or longer": "min_ms=299000", "rated": "survey=满意",
               "search 37, one day": f"search=37&from_ms={now - 86_400_000}", "search 37, all": "search=37"}
    for path in ("call-records", "recordings"):
        for name, query in queries.items():
            took = []
            for _ in range(5):
                began = time.monotonic()
                page = ask(base, f"/api/v1/{path}?size=25&{urllib.parse.quote(query, safe='=&.')}", token)
                took.append((time.monotonic() - began) * 1000)
            total = f"{page['total']}{'+' if page['total_is_least'] else ''}"
            print(f"{path:14} {name:20} {statistics.median(took):8.1f} ms   {total:>7} rows", flush=True)


if __name__ == "__main__":
    main()
