"""Runs the black-box suites: every *_test.py below tests/sip, tests/e2e, tests/fault and tests/browser.

usage: run_suites.py --server BINARY --reports FOLDER [--jobs N] [--nightly] [--only TEXT] SUITE…
Each file runs in a process of its own, several at a time: a server under test picks free ports, so
they do not meet. A file that says `SERIAL = True` (it measures, or it eats the machine) runs alone
after the others.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import queue
import subprocess
import sys
import tempfile
import time
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
FILE_TIME_LIMIT_S = 900


class CaseReporter(unittest.TestResult):
    """Prints one line a case and keeps the names for the report."""

    def __init__(self):
        super().__init__()
        self.passed, self.failed_names, self.skipped_names = [], [], []
        self._started = {}

    def startTest(self, test):
        super().startTest(test)
        self._started[test.id()] = time.monotonic()

    def _line(self, word, test):
        seconds = time.monotonic() - self._started.get(test.id(), time.monotonic())
        print(f"  {word:7} {case_name(test)}  ({seconds:.1f} s)", flush=True)

    def addSuccess(self, test):
        self._line("ok", test)
        self.passed.append(case_name(test))

    def _failed(self, test, error):
        self._line("FAILED", test)
        print(self._exc_info_to_string(error, test), flush=True)
        self.failed_names.append(case_name(test))
        self.failures.append((test, ""))  # a case asks here whether it failed, to show the server's log

    def addError(self, test, err):
        self._failed(test, err)

    def addFailure(self, test, err):
        self._failed(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._failed(subtest, err)

    def addSkip(self, test, reason):
        print(f"  skipped {case_name(test)}: {reason}", flush=True)
        self.skipped_names.append(f"{case_name(test)}: {reason}")


def case_name(test):
    return test.id()


def run_one_file(path, only, result_path):
    """The worker: runs one test file in this process and leaves its result in a file."""
    sys.path[0] = str(TESTS)  # in place of this file's folder, whose modules are harness.*
    relative = pathlib.Path(path).relative_to(TESTS).with_suffix("")
    module = ".".join(relative.parts)
    loader = unittest.TestLoader()
    if only:
        loader.testNamePatterns = [f"*{only}*"]
    reporter = CaseReporter()
    loader.loadTestsFromName(module).run(reporter)
    result = {"passed": reporter.passed, "failed": reporter.failed_names, "skipped": reporter.skipped_names}
    pathlib.Path(result_path).write_text(json.dumps(result))
    # Threads of the harness are daemons, but a socket read in C can hold the exit: leave at once.
    sys.stdout.flush()
    os._exit(1 if reporter.failed_names else 0)


def run_in_process(path, arguments, slots):
    """Starts a worker for one file and returns what it reported."""
    slot = slots.get()
    try:
        with tempfile.NamedTemporaryFile(suffix=".json") as result:
            command = [sys.executable, __file__, "--worker", str(path), "--result", result.name]
            command += ["--only", arguments.only] if arguments.only else []
            environment = dict(os.environ, YINGHE_SERVER=os.path.abspath(arguments.server),
                               YINGHE_TEST_SLOT=str(slot), YINGHE_NIGHTLY="1" if arguments.nightly else "",
                               YINGHE_REPORTS=os.path.abspath(arguments.reports))
            started = time.monotonic()
            try:
                done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True,
                                      stderr=subprocess.STDOUT, timeout=FILE_TIME_LIMIT_S, check=False)
                output = done.stdout
            except subprocess.TimeoutExpired as late:
                output = (late.stdout or b"").decode(errors="replace") + "\ntime limit reached"
            text = pathlib.Path(result.name).read_text()
        report = json.loads(text) if text else {"passed": [], "failed": [f"{path.stem}: did not finish"], "skipped": []}
        print(f"{path.relative_to(TESTS)}  ({time.monotonic() - started:.0f} s)\n{output}", end="", flush=True)
        return report
    finally:
        slots.put(slot)


def is_serial(path):
    return "\nSERIAL = True" in path.read_text()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("suites", nargs="*")
    parser.add_argument("--server")
    parser.add_argument("--reports")
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument("--nightly", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--worker")
    parser.add_argument("--result")
    arguments = parser.parse_args()
    if arguments.worker:
        run_one_file(arguments.worker, arguments.only, arguments.result)

    files = [path for suite in arguments.suites for path in sorted((TESTS / suite).glob("*_test.py"))]
    slots = queue.Queue()
    for slot in range(arguments.jobs):
        slots.put(slot)
    together = [path for path in files if not is_serial(path)]
    alone = [path for path in files if is_serial(path)]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        reports = list(pool.map(lambda path: run_in_process(path, arguments, slots), together))
    reports += [run_in_process(path, arguments, slots) for path in alone]

    total = {key: sum((report[key] for report in reports), []) for key in ("passed", "failed", "skipped")}
    folder = pathlib.Path(arguments.reports)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "black_box.json").write_text(json.dumps(total, indent=1))
    return 1 if total["failed"] or not files else 0


if __name__ == "__main__":
    sys.exit(main())
