#!/usr/bin/env python3
"""Proves that includes only go down the house, that fences around libraries hold, and that files stay small.
Prints every fault as FILE:LINE: what; exits 1 when there is one. Needs nothing but Python 3."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SERVER = ROOT / "server"

# Each room, and the rooms it may see. Everything may see itself.
SEES = {
    "base": set(),
    "model": {"base"},
    "acd": {"base", "model"},
    "calls": {"base", "model", "acd"},
    "sip": {"base", "model", "calls"},
    "media": {"base", "model", "calls"},
    "db": {"base"},
    "http": {"base"},
    "office": {"base", "model", "db", "http", "calls"},
    "robots": {"base", "model", "calls"},
    "main": {"base", "model", "acd", "calls", "sip", "media", "db", "http", "office", "robots"},
}
# Inside the office a room sees itself, the office's own files and these.
OFFICE_SHARED = {"people", "settings", "lists", "jobs", "imports", "crm", "rollups", "reports", "messages"}

# Library header → where it may be included. A test may use what its room may use.
FENCES = [
    (r"boost/(asio|beast)", ["base/loop", "sip/flow", "sip/resolver", "http/", "main/"]),
    (r"sqlite3\.h|libpq", ["db/"]),
    (r"openssl/", ["base/random", "media/", "sip/digest", "sip/flow", "http/",
                  "office/telephony/turn_credential", "office/people/one_time_code", "main/alarm_ports"]),
    (r"(opus|spandsp|sndfile)", ["media/"]),
    (r"ares\.h", ["sip/resolver"]),
    (r"sodium\.h", ["office/people/", "office/records/recording_sum"]),
    (r"toml\+\+", ["office/settings/", "main/"]),
    (r"curl/", ["main/"]),
    (r"xlsxwriter|^archive(_entry)?\.h$", ["office/jobs/", "office/imports/sheet"]),
    (r"^(expat|iconv)\.h$", ["office/imports/sheet"]),
    (r"spdlog/", ["base/"]),
    (r"prometheus/", ["base/"]),
    (r"nlohmann/", ["base/", "http/"]),
    (r"^(mutex|shared_mutex|condition_variable|atomic)$", ["base/"]),
]
LIMIT_LINES = 800
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def room_of(path):
    return path.relative_to(SERVER).parts[0]


def faults_of(path):
    relative = path.relative_to(SERVER).as_posix()
    room = relative.split("/")[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > LIMIT_LINES:
        yield 1, f"{len(lines)} lines; {LIMIT_LINES} is the most"
    test = path.stem.endswith(("_test", "_fake"))
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        target = match.group(1)
        other = target.split("/")[0]
        if "/" in target and other in SEES:
            if other != room and other not in SEES[room]:
                yield number, f"{room} must not see {other}: {target}"
            if room == other == "office":
                mine, theirs = relative.split("/"), target.split("/")
                if len(theirs) == 3 and len(mine) == 3 and mine[1] != theirs[1] and theirs[1] not in OFFICE_SHARED:
                    yield number, f"office rooms do not see each other: {target}"
            continue
        for pattern, allowed in FENCES:
            if re.search(pattern, target) and not any(relative.startswith(a) for a in allowed):
                if not (test and target in ("atomic", "mutex", "condition_variable")):
                    yield number, f"<{target}> is fenced: only {', '.join(allowed)}"


def main():
    count = 0
    files = sorted([*SERVER.rglob("*.h"), *SERVER.rglob("*.cpp")])
    for path in files:
        for number, what in faults_of(path):
            print(f"{path.relative_to(ROOT)}:{number}: {what}")
            count += 1
    for path in SERVER.iterdir():
        if path.is_dir() and path.name not in SEES:
            print(f"{path.relative_to(ROOT)}: a room that tools/check_layers.py does not know")
            count += 1
    print(f"{len(files)} files, {count} faults")
    return 1 if count else 0


sys.exit(main())
