#!/usr/bin/env python3
"""How long reports take: usage: report_times.py http://127.0.0.1:8080 ACCOUNT PASSWORD [ROUNDS]. Every report for a month, and for
a year where it offers months or years, by each of its periods; and what is behind a figure. Milliseconds as a program on
the same machine sees them, p50 and p95 of so many rounds (20). For a database made by fill_reports.py."""
import datetime
import json
import math
import statistics
import sys
import time
import urllib.error
import urllib.request

LIMIT_MS = 300


def ask(base, path, token=None, body=None):
    request = urllib.request.Request(base + path, data=json.dumps(body).encode() if body else None,
                                     headers={"Content-Type": "application/json"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.loads(answer.read())


def percentile(values, share):
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def timed(base, token, path, rounds):
    took = []
    for _ in range(rounds):
        began = time.monotonic()
        answer = ask(base, path, token)
        took.append((time.monotonic() - began) * 1000)
    return took, answer


def questions(report):
    """(what is asked, its query) of one report."""
    today = datetime.date.today()
    month = (today - datetime.timedelta(days=31), today - datetime.timedelta(days=1))
    year = (today - datetime.timedelta(days=365), today - datetime.timedelta(days=1))
    middle = (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=15)
    halves = (middle - datetime.timedelta(days=30), middle)  # nothing like a whole month, whatever day it is
    for period in report["periods"]:
        yield f"a month by {period}", f"from={month[0]}&to={month[1]}&period={period}"
        if period == "hour" or report["rows"] == "number":
            yield f"halves of months by {period}", f"from={halves[0]}&to={halves[1]}&period={period}"
        if period not in ("day",):
            yield f"a year by {period}", f"from={year[0]}&to={year[1]}&period={period}"
    if report["rows"] == "number":
        whole = today.replace(day=1) - datetime.timedelta(days=1)
        yield "a calendar month", f"from={whole.replace(day=1)}&to={whole}&period=none"
        yield "a calendar year", f"from={today.year}-01-01&to={today.year}-12-31&period=none"
    if "number" not in report["filters"] and "departments" in report["filters"]:
        yield "a month, one department", f"from={month[0]}&to={month[1]}&departments=d1"
    if "queues" in report["filters"]:
        yield "a month, one queue", f"from={month[0]}&to={month[1]}&queues=603"
    if "agents" in report["filters"]:
        yield "a month, one agent", f"from={month[0]}&to={month[1]}&agents=10005"


def figure_behind(report, row):
    """The list of the calls behind the first count of a row that is not nought."""
    for measure, value in zip(report["measures"], row["values"]):
        if measure["calls"] and value and row["calls"]:
            return f"/api/v1/call-records?{row['calls']}&figure={report['key']}.{measure['key']}&page_size=25"
    return None


def main():
    base, account, password = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    token = ask(base, "/api/v1/sessions", body={"tenant": "demo", "account": account, "password": password})["token"]
    slow = []
    catalogue = ask(base, "/api/v1/reports", token)
    for report in next(iter(catalogue.values())):
        for name, query in questions(report):
            path = f"/api/v1/reports/{report['key']}?{query}"
            try:
                took, answer = timed(base, token, path, rounds)
            except urllib.error.HTTPError as refused:
                print(f"{report['key']:24} {name:24} {refused.code} {refused.read()[:120]}", flush=True)
                continue
            p95 = percentile(took, 0.95)
            slow += [(report["key"], name, p95)] if p95 > LIMIT_MS else []
            print(f"{report['key']:24} {name:24} p50 {statistics.median(took):8.1f}  p95 {p95:8.1f} ms  {answer['rows_total']:>8} rows", flush=True)
            figure = figure_behind(report, answer["rows"][0]) if name.startswith("a month by") and answer["rows"] else None
            if figure:
                took, _ = timed(base, token, figure, rounds)
                print(f"{'':24} {'calls behind a figure':24} p50 {statistics.median(took):8.1f}  p95 {percentile(took, 0.95):8.1f} ms", flush=True)
    print(f"over {LIMIT_MS} ms: {slow or 'none'}")


if __name__ == "__main__":
    main()
