#!/usr/bin/env python3
"""What the reports must show of the golden days, as tables that people can check: usage: expected.py, which writes
expected/*.tsv anew from recompute.py. Look at what `git diff` says then: each cell was checked by hand."""
import datetime
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from golden import company, recompute, table  # noqa: E402

FOLDER = table.HERE / "expected"
PERIODS = {  # grain → the days that are asked for
    "demo": {"none": ("2026-10-31", "2026-10-31"), "hour": ("2026-10-31", "2026-10-31"), "day": ("2026-10-30", "2026-11-07"),
             "month": ("2025-12-01", "2026-11-10"), "year": ("2025-12-01", "2026-11-10")},
    "york": {"none": ("2026-11-01", "2026-11-01"), "hour": ("2026-11-01", "2026-11-01"), "day": ("2026-10-31", "2026-11-02"),
             "month": ("2026-03-01", "2026-11-02"), "year": ("2026-03-01", "2026-11-02")}}
MARCH = ("2026-03-07", "2026-03-09")  # york's other night, asked by hour
NOW_MS = table.moment("11-20 12:00:00", "UTC")  # after all that is asked for: what lasts then lasted all the time


class Names:
    """Ids made up by name, both ways."""

    def __init__(self):
        self.ids = {}

    def __getitem__(self, name):
        return self.ids.setdefault(name, len(self.ids) + 1)

    def __iter__(self):
        return iter(dict(self.ids))

    def get(self, name, default=None):
        return default if name == "-" else self[name]

    def name(self, number):
        return next((name for name, known in self.ids.items() if known == number), "")


class Company:
    def __init__(self, code):
        self.code, self.users, self.departments, self.queues = code, Names(), Names(), Names()
        teller = table.Teller(code, 1, self.users, self.departments, self.queues)
        prefix = company.PREFIXES[code]
        rows = teller.tell(table.lines(f"{prefix}calls.txt"), table.lines(f"{prefix}states.txt"))
        self.facts = recompute.Facts(rows, table.ZONES[code], NOW_MS)

    def named(self, kind, row):
        return {"agent": self.users, "department": self.departments, "queue": self.queues}[kind].name(row) \
            if kind in ("agent", "department", "queue") else row

    def table(self, key, measures, grain, days):
        """Lines of cells: a head, the rows by period and name, and the total."""
        first, last = map(datetime.date.fromisoformat, days)
        rows, total = recompute.answer(self.facts, key, recompute.Question(first, last, grain))
        kind = recompute.REPORTS[key].row

        def cells(sums):
            return [said(recompute.measure(key, name, sums, total)) for name in measures]
        lines = [[period, self.named(kind, row), *cells(sums)] for (period, row), sums in rows.items()]
        lines = [line for line in lines if set(line[2:]) - {"0", "-"}]
        return [[f"{grain} {days[0]} … {days[1]}", kind, *measures], *sorted(lines, key=lambda line: line[:2]),
                ["total", "", *cells(total)]]


def said(value):
    """A cell in the table: rounded to four places, "-" where there is none."""
    return "-" if value is None else f"{round(value, 4):.10g}"


def measures_of(key):
    names = list(recompute.REPORTS[key].measures)
    if key == "agent-satisfaction":
        names += [f"{kind}:{level}" for level in company.LEVELS for kind in ("level", "rate")]
    return names


def text_of(code, key, known):
    grains = {grain: days for grain, days in PERIODS[code].items() if grain in recompute.GRAINS[key]}
    parts = [known.table(key, measures_of(key), grain, days) for grain, days in grains.items()]
    if code == "york" and "hour" in grains:
        parts.append(known.table(key, measures_of(key), "hour", MARCH))
    return "\n".join("".join("\t".join(line) + "\n" for line in part) for part in parts)


def all_texts():
    """{file name: text}"""
    texts = {}
    for code in table.ZONES:
        known = Company(code)
        for key in recompute.REPORTS:
            texts[f"{code}-{key}.tsv"] = text_of(code, key, known)
    return texts


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in all_texts().items():
        (FOLDER / name).write_text(text)
