"""Adds up the reports of a test run and prints the line that counts: "N passed, N failed".

usage: report.py REPORTS_FOLDER SUITE…
Unit tests come as GoogleTest XML (one file a program) plus CTest's own JUnit file; the black-box
suites as black_box.json. What should have reported and did not counts as failed: a test program
that crashed must never look like success.
"""
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def unit_results(folder):
    """(passed, names of the failed) over every unit test program."""
    ctest_file = folder / "ctest.xml"
    if not ctest_file.exists():
        return 0, ["unit tests: CTest wrote no report"]
    passed, failed = 0, []
    programs = ElementTree.parse(ctest_file).getroot().findall("testcase")
    for program in programs:
        name = program.get("name")
        cases = gtest_cases(folder / f"{name}.xml")
        bad = [case for case, ok in cases if not ok]
        passed += len(cases) - len(bad)
        failed += bad
        if program.get("status") != "run" and not bad:
            failed.append(f"{name}: the program failed (crash, leak or time-out)")
        elif not cases:
            passed += 1  # a test that is not a GoogleTest program and ended well
    return passed, failed


def gtest_cases(path):
    """[(name, ok)] of one GoogleTest report; empty when the program wrote none it finished."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return []
    return [(f"{case.get('classname')}.{case.get('name')}", case.find("failure") is None)
            for case in root.iter("testcase")
            if case.get("status") == "run" and case.get("result") != "skipped"]


def black_box_results(folder):
    path = folder / "black_box.json"
    if not path.exists():
        return 0, ["black-box suites: no report"], []
    report = json.loads(path.read_text())
    return len(report["passed"]), report["failed"], report["skipped"]


def main():
    folder, suites = pathlib.Path(sys.argv[1]), sys.argv[2:]
    passed, failed, skipped = 0, [], []
    if "unit" in suites:
        passed, failed = unit_results(folder)
    if any(suite != "unit" for suite in suites):
        more_passed, more_failed, skipped = black_box_results(folder)
        passed += more_passed
        failed = failed + more_failed
    for name in skipped:
        print(f"skipped: {name}")
    for name in failed:
        print(f"FAILED: {name}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
