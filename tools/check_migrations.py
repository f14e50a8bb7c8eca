#!/usr/bin/env python3
"""Checks server/db/migrations: names in sequence, nothing edited after merge, no engine's own words in shared files.

Usage: tools/check_migrations.py [FOLDER]      exits 1 and says why when something is wrong
Files are compared with the branch `main` when git has one (and with origin/main).
"""

import re
import subprocess
import sys
from pathlib import Path

NAME = re.compile(r"^(\d{4})_([a-z0-9]+(?:_[a-z0-9]+)*)(\.sqlite|\.pg)?\.sql$")

# What only one engine understands, or what they understand differently. Such a step is written twice.
ENGINE_ONLY = [
    (r"::", "a cast with :: (use CAST(x AS t))"),
    (r"\bAUTOINCREMENT\b", "AUTOINCREMENT (ids are made by the server)"),
    (r"\b(BIG|SMALL)?SERIAL\b", "SERIAL (ids are made by the server)"),
    (r"\bGENERATED\b.*\bIDENTITY\b", "an identity column (ids are made by the server)"),
    (r"\b(SMALLINT|INTEGER|INT|INT2|INT4|INT8)\b", "a narrow integer (every number is BIGINT)"),
    (r"\b(TIMESTAMP(TZ)?|DATETIME|DATE|INTERVAL)\b", "a time type (times are BIGINT milliseconds named *_at_ms)"),
    (r"\b(JSONB?|UUID|BYTEA|BLOB|VARCHAR|CHARACTER|NVARCHAR)\b", "a type of one engine (text is TEXT)"),
    (r"\b(STRICT|WITHOUT\s+ROWID|PRAGMA|REPLACE\s+INTO|INSERT\s+OR)\b", "SQLite's own"),
    (r"\b(ILIKE|CONCURRENTLY|USING\s+GIN|USING\s+BTREE|CREATE\s+EXTENSION|RETURNING|NULLS\s+NOT)\b", "PostgreSQL's own"),
    (r"\b(IFNULL|NVL|IIF|strftime|datetime|to_char|now|nextval|json_extract|jsonb?_\w+)\s*\(", "a function of one engine"),
    (r"\bALTER\s+COLUMN\b|\bADD\s+CONSTRAINT\b|\bDROP\s+CONSTRAINT\b", "an ALTER that SQLite does not have"),
    (r"\bCREATE\s+(OR\s+REPLACE\s+)?(TRIGGER|FUNCTION|PROCEDURE)\b", "business rules in the database"),
    (r"\$\d|\$\$", "PostgreSQL's dollar"),
    (r"`|\[\w+\]", "quotes of other engines (use \")"),
]


def without_text(sql: str) -> str:
    """The statements with comments and quoted texts blanked, line by line in place."""

    def blank(found: re.Match) -> str:
        return re.sub(r"[^\n]", " ", found.group(0))

    return re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", blank, sql, flags=re.S)


def check_names(files: list[Path]) -> list[str]:
    problems = []
    seen: dict[int, set[str]] = {}
    names: dict[int, str] = {}
    for file in files:
        match = NAME.match(file.name)
        if not match:
            problems.append(f"{file.name}: must be named like 0007_add_something.sql (.sqlite.sql, .pg.sql)")
            continue
        number, name, engine = int(match[1]), match[2], match[3] or "both"
        if engine in seen.setdefault(number, set()):
            problems.append(f"{file.name}: number {number} is taken")
        if names.setdefault(number, name) != name:
            problems.append(f"{file.name}: number {number} is also called {names[number]}")
        seen[number].add(engine)
    for number, engines in sorted(seen.items()):
        if engines not in ({"both"}, {".sqlite", ".pg"}):
            problems.append(f"{number:04d}: has {', '.join(sorted(engines))}; it needs one shared file or both variants")
    expected = list(range(1, len(seen) + 1))
    if sorted(seen) != expected:
        missing = sorted(set(range(1, max(seen, default=0) + 1)) - set(seen))
        problems.append(f"numbers must run from 1 without a gap; missing: {missing}")
    return problems


def check_words(file: Path) -> list[str]:
    problems = []
    if re.search(r"\.(sqlite|pg)\.sql$", file.name):
        return problems
    for number, line in enumerate(without_text(file.read_text(encoding="utf-8")).splitlines(), start=1):
        for pattern, why in ENGINE_ONLY:
            if re.search(pattern, line, flags=re.I):
                problems.append(f"{file.name}:{number}: {why}")
    return problems


def git(folder: Path, *args: str) -> str | None:
    done = subprocess.run(["git", "-C", str(folder), *args], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


def check_edits(folder: Path) -> list[str]:
    problems = []
    for branch in ("main", "origin/main"):
        merged = git(folder, "ls-tree", "--name-only", branch, "./")
        for name in (merged or "").split():
            if not NAME.match(name):
                continue
            file = folder / name
            if not file.exists():
                problems.append(f"{name}: is on {branch} and may not be removed")
            elif git(folder, "show", f"{branch}:./{name}") != file.read_text(encoding="utf-8"):
                problems.append(f"{name}: was merged to {branch} and may not be edited; write a new one")
    return problems


def main() -> int:
    here = Path(__file__).resolve().parent.parent / "server" / "db" / "migrations"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    files = sorted(folder.glob("*.sql"))
    problems = check_names(files) + check_edits(folder)
    for file in files:
        problems += check_words(file)
    for problem in sorted(set(problems)):
        print(problem)
    if not problems:
        print(f"{len(files)} migrations are in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
