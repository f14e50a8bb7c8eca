#!/usr/bin/env python3
"""How long the CRM takes with many customers: usage: customer_times.py http://127.0.0.1:8080 ACCOUNT PASSWORD [TENANT].
Of nine rounds the median and the longest, in milliseconds, as a program on the same machine sees it over HTTP. For a
database made by fill_customers.py."""
import statistics
import sys
import time

from list_times import ask

ROUNDS = 9


def queries_of(fields):
    """What is asked, by the fields that there are: two of them at a time, common and rare."""
    selects = sorted((one for one in fields if one["type"] == "select" and not one["system"]),
                     key=lambda one: len(one["choices"]))
    several = next((one for one in fields if one["type"] == "checks"), None)
    day = next((one for one in fields if one["type"] == "date"), None)
    city, branch = selects[0], selects[-1]
    first, last = city["choices"][0]["key"], city["choices"][-1]["key"]
    asked = {"first page": "", "page 400": "page=400", "one field, common": f"{city['key']}={first}",
             "one field, rare": f"{branch['key']}={branch['choices'][7]['key']}",
             "common and rare": f"{city['key']}={first}&{branch['key']}={branch['choices'][7]['key']}",
             "rare and rare": f"{city['key']}={last}&{branch['key']}={branch['choices'][7]['key']}"}
    if several:
        key = f"{several['key']}={several['choices'][0]['key']}"
        asked |= {"two fields, common": f"{city['key']}={first}&{key}", "two fields, half": f"{city['key']}={last}&{key}",
                  "two fields, page 40": f"{city['key']}={first}&{key}&page=40",
                  "two fields, search": f"{city['key']}={first}&{key}&search=13800"}
    if day:
        asked |= {"a field and a month": f"{city['key']}={first}&{day['key']}=2027-03-01..2027-03-31",
                  "a field and a year": f"{city['key']}={last}&{day['key']}=2027-01-01..2027-12-31",
                  "a year": f"{day['key']}=2027-01-01..2027-12-31"}
        asked |= {"sorted by a day": f"sort=-{day['key']}"}
    return asked | {"own field and gender": f"{city['key']}={last}&gender=male", "sorted by a field": f"sort={city['key']}",
                    "sorted, page 40": f"sort=-{city['key']}&page=40", "search 王伟": "search=%E7%8E%8B%E4%BC%9F",
                    "search 37": "search=37", "search 13800": "search=13800", "number exact": "number=13000500000",
                    "number 4 digits": "number=0050", "number 6 digits": "number=005000"}


def measure(name, act):
    took = []
    for _ in range(ROUNDS):
        began = time.monotonic()
        said = act()
        took.append((time.monotonic() - began) * 1000)
    print(f"{name:24} {statistics.median(took):8.1f} ms   longest {max(took):8.1f} ms   {said}", flush=True)


def main():
    base, account, password = sys.argv[1:4]
    tenant = sys.argv[4] if len(sys.argv) > 4 else "demo"
    token = ask(base, "/api/v1/sessions", body={"tenant": tenant, "account": account, "password": password})["token"]

    def page(query):
        found = ask(base, f"/api/v1/customers?size=25&{query}", token)
        return f"{found['total']}{'+' if found['total_is_least'] else ''} rows, {len(found['items'])} shown"

    def pop(place):
        return ask(base, f"/api/v1/customers/by-number/130{place:08d}", token)["customer"]["name"]

    places = iter(range(1, 1_000_000, 9973))
    measure("pop by number", lambda: pop(next(places)))
    fields = [one for one in ask(base, "/api/v1/crm/book", token)["fields"] if one["object"] == "customer"]
    for name, query in queries_of(fields).items():
        measure(name, lambda query=query: page(query))


if __name__ == "__main__":
    main()
