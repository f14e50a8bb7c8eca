#!/usr/bin/env python3
"""Every requirement of what is built is named by a test: in its name, its comment or its words.

A number in a test's file says where to look for what shows it; whether the test is worth the number is for reviewers.
What is begun with a later room is added to the list the day it is built.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The switchboard: telephones, states, call control, distribution, messages, survey, rooms, supervision, voices.
WANTED = [*range(16, 37), *range(48, 66), *range(85, 95), *range(105, 114), 118, 119, *range(248, 254), *range(259, 263)]
# People, their rights and what is hidden from them.
# Logs, and files that leave and come in.
WANTED += [68, 124, 183, 266, 267, *range(212, 217)]
WANTED += [1, 2, 3, 5, 6, 8, 9, 10, 13, *range(242, 248), *range(254, 260), 264]
# What is written down about customers, beside the telephone.
WANTED += [*range(69, 78), 131, 133, 164, 165, 166, 168, 169, 210]
# Work orders.
WANTED += [167, *range(170, 177)]
# A company's own fields of customers, leads and contacts, and what lists make of them.
WANTED += [121, 122, 126, 141, 158, 160]
# Public pools, and what is done with many at once.
WANTED += [*range(127, 133), *range(149, 156), 162, 239]
BEYOND = ["B01", "B02", "B03", "B07", "B11", "B13", "B14", "B18", "B19", "B24"]


def tests():
    for folder in ("server", "tests", "web/src"):
        for path in (ROOT / folder).rglob("*"):
            name = path.name
            if "node_modules" in path.parts or not path.is_file():
                continue
            if re.search(r"_test\.(cpp|py)$|\.test\.ts$", name) or path.parent.name == "acd" and name.endswith(".txt"):
                yield path


def named_in(text):
    """Numbers, and stretches of them such as R053–R056."""
    for letter, first, last in re.findall(r"\b([RB])(\d{2,3})(?:–[RB]?(\d{2,3}))?", text):
        for number in range(int(first), int(last or first) + 1):
            yield name_of(letter, number)


def name_of(letter, number):
    return f"{letter}{number:0{3 if letter == 'R' else 2}d}"


def main():
    named = {one for path in tests() for one in named_in(path.read_text(encoding="utf-8"))}
    wanted = [name_of("R", number) for number in WANTED] + BEYOND
    wrong = [f"{one}: no test names it" for one in wanted if one not in named]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
