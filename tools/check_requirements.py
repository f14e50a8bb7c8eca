#!/usr/bin/env python3
"""Every requirement of what is built is named by a test: in its name, its comment or its words.

A number in a test's file says where to look for what shows it; whether the test is worth the number is for reviewers.
What is not built yet is named here, with where it will come from, and leaves this list the day a test names it.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The switchboard: telephones, states, call control, distribution, messages, survey, rooms, supervision, voices.
WANTED = [*range(16, 37), *range(48, 66), *range(85, 95), *range(105, 114), 118, 119, *range(248, 254), *range(259, 263)]
BEYOND = ["B01", "B02", "B03", "B07", "B13", "B18"]
NOT_YET = {
    "R035": "a management platform of somebody else's: the site API stands in for it",
    "R064": "messages by SMS come with the messages",
    "R089": "assigned agents come with the customers",
    "R094": "who saw what before a move comes with the rights",
    "R248": "the figures of the big screen come with the reports",
    "R259": "the page of agents comes with people and rights",
}


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
    wrong = [f"{one}: no test names it" for one in wanted if one not in named and one not in NOT_YET]
    wrong += [f"{one}: named by a test, and still said not to be built" for one in NOT_YET if one in named]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
