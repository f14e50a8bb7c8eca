"""A private PostgreSQL for a test: its own cluster in a temporary folder, on a free port of loopback."""
import os
import pathlib
import shutil
import subprocess
import tempfile

from harness.ports import free_ports


def _programs():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    return found[-1] if found else None


def available():
    return _programs() is not None


class Postgres:
    """Owner: a test. PostgreSQL refuses to run as root: then it runs as the postgres user of the package."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-pg-"))
        self._prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._prefix:
            shutil.chown(self.folder, "postgres")
        self.port = free_ports()
        self._run("initdb", "-D", self.folder / "data", "-U", "yinghe", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "yinghe", "yinghe")

    @property
    def url(self):
        return f"postgres://yinghe@127.0.0.1:{self.port}/yinghe"

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", options, "start")

    def stop(self):
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def _run(self, program, *arguments):
        done = subprocess.run([*self._prefix, str(_programs() / program), *map(str, arguments)], text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/")
        assert done.returncode == 0, f"{program}: {done.stdout}"
        return done.stdout

    def sql(self, text):
        return self._run("psql", "-h", "127.0.0.1", "-p", self.port, "-U", "yinghe", "-At", "-c", text, "yinghe")

    def close(self):
        try:
            self.stop()
        except AssertionError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)
