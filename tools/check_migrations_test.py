#!/usr/bin/env python3
"""Tests of check_migrations.py: python3 tools/check_migrations_test.py"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).resolve().parent / "check_migrations.py"


class CheckMigrations(unittest.TestCase):
    def setUp(self):
        self.kept = tempfile.TemporaryDirectory()
        self.folder = Path(self.kept.name)
        self.addCleanup(self.kept.cleanup)

    def write(self, name: str, sql: str = "CREATE TABLE t (id BIGINT);\n"):
        (self.folder / name).write_text(sql, encoding="utf-8")

    def check(self) -> str:
        done = subprocess.run([sys.executable, CHECK, self.folder], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0 if "in order" in done.stdout else 1, done.stderr)
        return done.stdout

    def test_good_ones_pass(self):
        self.write("0001_first.sql", "-- SERIAL :: in a comment\nCREATE TABLE t (kind TEXT CHECK (kind IN ('now()', 'int')));\n")
        self.write("0002_photos.sqlite.sql", "CREATE TABLE p (b BLOB);")
        self.write("0002_photos.pg.sql", "CREATE TABLE p (b BYTEA);")
        self.assertIn("3 migrations are in order", self.check())

    def test_sequence(self):
        self.write("0001_first.sql")
        self.write("0003_third.sql")
        self.write("0003_other.sql")
        self.write("4_bad.sql")
        self.write("0005_half.pg.sql")
        said = self.check()
        for words in ("missing: [2, 4]", "number 3 is taken", "4_bad.sql: must be named", "0005: has .pg"):
            self.assertIn(words, said)

    def test_engine_words(self):
        for sql in ("a SERIAL", "a INTEGER", "a BIGINT DEFAULT now()", "a JSONB", "SELECT x::text", "a TIMESTAMP"):
            self.write("0001_first.sql", f"CREATE TABLE t (\n{sql});\n")
            self.assertIn("0001_first.sql:2:", self.check(), sql)

    def test_merged_ones_may_not_change(self):
        def git(*args):
            base = ["git", "-C", self.folder, "-c", "user.name=t", "-c", "user.email=t@t"]
            subprocess.run([*base, *args], check=True, capture_output=True)

        git("init", "-b", "main")
        self.write("0001_first.sql")
        self.write("0002_second.sql")
        git("add", ".")
        git("commit", "-m", "x")
        self.assertIn("in order", self.check())
        self.write("0001_first.sql", "CREATE TABLE other (id BIGINT);\n")
        (self.folder / "0002_second.sql").unlink()
        said = self.check()
        self.assertIn("0001_first.sql: was merged", said)
        self.assertIn("0002_second.sql: is on main and may not be removed", said)


if __name__ == "__main__":
    unittest.main()
