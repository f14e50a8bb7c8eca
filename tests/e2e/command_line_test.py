"""The command line: apply, export, demo, check, version; wrong configuration and ports that are taken."""
import contextlib
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import tempfile
import time
import unittest

from harness.api import Api
from harness.patience import patient
from harness.server import Server
from harness.site import Site


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)

    def site(self):
        return (Site().agents(3).leader().queue(600, [1, 2, {"user": "10003", "penalty": 1}])
                .trunk("carrier", ("127.0.0.2", 5070)).did("4008001234", "queue:600").dial_out())

    def snapshot(self):
        """What is configured, as text."""
        done = self.server.run("export", *self.server.where())
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_version(self):
        done = self.server.run("version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"\d+\.\d+")

    def test_apply_twice_changes_nothing(self):
        first = self.server.apply(self.site())
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertRegex(first.stdout, "600")
        before = self.snapshot()
        second = self.server.apply(self.site())
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertFalse(re.search(r"^\s*[+~-]", second.stdout, re.M), f"a second apply changed:\n{second.stdout}")
        self.assertEqual(self.snapshot(), before)

    def test_dry_run_changes_nothing(self):
        done = self.server.apply(self.site(), "--dry-run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("600", done.stdout)
        self.assertNotIn("4008001234", self.snapshot())

    def test_export_then_apply_into_an_empty_place_gives_the_same(self):
        self.server.apply(self.site())
        done = self.server.run("export", "--secrets", *self.server.where())
        self.assertEqual(done.returncode, 0, done.stderr)
        other = Server()
        self.addCleanup(other.close)
        applied = other.apply(done.stdout)
        self.assertEqual(applied.returncode, 0, applied.stderr)
        again = other.run("export", "--secrets", *other.where())
        self.assertEqual(again.stdout, done.stdout)

    def test_export_shows_no_secret_unless_asked(self):
        self.server.apply(self.site())
        text = self.snapshot()
        for secret in ("secret-8001", "Agent-10001"):
            self.assertNotIn(secret, text)

    def test_a_changed_line_is_the_only_change(self):
        self.server.apply(self.site())
        changed = self.site()
        changed.queues[0]["name"] = "新名字"
        done = self.server.apply(changed)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("新名字", self.snapshot())
        self.assertNotIn("10001", done.stdout)

    def test_demo_site_can_be_applied_and_served(self):
        demo = self.server.run("demo")
        self.assertEqual(demo.returncode, 0, demo.stderr)
        self.server.site = demo.stdout
        with self.server as server:
            self.assertEqual(Api(server).get("/healthz").status, 200)
            code = re.search(r'code = "(.*)"', demo.stdout).group(1)
            people = [block for block in demo.stdout.split("[[tenant.user]]")[1:] if "password = " in block]
            self.assertTrue(people)
            for block in people:
                fields = dict(re.findall(r'^(\w+) = "([^"]*)"', block.split("[[")[0], re.M))
                Api.sign_in(server, fields.get("account", fields["number"]), fields["password"], code)

    # ---- mistakes

    def refused(self, text, line):
        """Exit 2, one clear line that names file and line, nothing changed."""
        self.server.apply(self.site())
        before = self.snapshot()
        done = self.server.apply(text)
        said = (done.stdout + done.stderr).strip()
        self.assertEqual(done.returncode, 2, said)
        self.assertEqual(len(said.splitlines()), 1, said)
        self.assertRegex(said, rf"\.toml:{line}\b" if line else r"\.toml:\d+")
        self.assertEqual(self.snapshot(), before)
        return said

    def test_syntax_error(self):
        self.refused('[[tenant]]\ncode = "demo"\nname = \n', 3)

    def test_unknown_key_names_the_nearest(self):
        said = self.refused('[[tenant]]\ncode = "demo"\nnmae = "x"\n', 3)
        self.assertIn("name", said)

    def test_value_of_the_wrong_type(self):
        self.refused('[[tenant]]\ncode = "demo"\nname = "x"\n\n[[tenant.queue]]\nnumber = "600"\nname = "q"\n'
                     'ring_timeout_s = "twenty"\n', 8)

    def test_unknown_word(self):
        self.refused('[[tenant]]\ncode = "demo"\nname = "x"\nstate_after_login = "asleep"\n', 4)

    def test_member_that_does_not_exist(self):
        self.refused('[[tenant]]\ncode = "demo"\nname = "x"\n\n[[tenant.queue]]\nnumber = "600"\nname = "q"\n'
                     'members = ["10099"]\n', None)

    def test_destination_that_does_not_exist(self):
        self.refused('[[tenant]]\ncode = "demo"\nname = "x"\n\n[[tenant.inbound]]\ndid = "1"\n'
                     'destination = "queue:999"\n', None)

    def test_extension_used_twice(self):
        site = self.site()
        site.users[-1]["extension"] = "8001"
        self.refused(site.text(), None)

    def test_announcement_of_the_agent_that_takes_too_long(self):
        """R065: ten seconds at most, whoever sets it up; it depends on what is stored, so no line can be named."""
        self.server.apply(self.site())
        before = self.snapshot()
        done = self.server.apply('[[tenant]]\ncode = "demo"\nname = "x"\n\n[tenant.options.agent_announcement]\n'
                                 f'start_voice = "say:{"好" * 80}"\n')
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, 2, said)
        self.assertIn("10 s", said)
        self.assertIn("demo", said)
        self.assertEqual(self.snapshot(), before)

    def test_file_that_does_not_exist(self):
        done = self.server.run("apply", "/nonexistent/site.toml", *self.server.where())
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("/nonexistent/site.toml", done.stdout + done.stderr)

    def serve_refuses(self, *options):
        done = self.server.run("serve", "--data", self.server.data, *options, timeout=20)
        said = (done.stdout + done.stderr).strip()
        self.assertEqual(done.returncode, 2, said)
        self.assertFalse(re.search(r"^ready ", said, re.M), said)
        return said

    def test_http_port_already_used(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            said = self.serve_refuses("--http", f"127.0.0.1:{port}", "--sip", "127.0.0.1:0")
        self.assertIn(str(port), said.splitlines()[-1])

    def test_sip_port_already_used(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            said = self.serve_refuses("--http", "127.0.0.1:0", "--sip", f"127.0.0.1:{port}")
        self.assertIn(str(port), said.splitlines()[-1])

    def test_port_of_browsers_inside_the_range_or_already_used(self):
        anywhere = ("--http", "127.0.0.1:0", "--sip", "127.0.0.1:0", "--rtp", "127.0.0.1:29000-29099")
        said = self.serve_refuses(*anywhere, "--webrtc-port", "29010")
        self.assertIn("29010", said.splitlines()[-1])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            said = self.serve_refuses(*anywhere, "--webrtc-port", str(port))
        self.assertIn(str(port), said.splitlines()[-1])

    def test_second_server_on_the_same_data(self):
        with self.server:
            other = self.server.run("serve", "--data", self.server.data, "--http", "127.0.0.1:0", "--sip",
                                    "127.0.0.1:0", "--rtp", "127.0.0.1:29000-29099", timeout=20)
            self.assertEqual(other.returncode, 2, other.stdout + other.stderr)

    def test_data_folder_cannot_be_made(self):
        with tempfile.NamedTemporaryFile() as file:
            done = self.server.run("serve", "--data", os.path.join(file.name, "sub"), "--http", "127.0.0.1:0",
                                   "--sip", "127.0.0.1:0")
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)

    def test_unknown_option(self):
        self.serve_refuses("--htpp", "127.0.0.1:0")

    def test_wrong_address(self):
        self.serve_refuses("--http", "127.0.0.1:99999")

    def test_database_that_does_not_answer(self):
        self.serve_refuses("--http", "127.0.0.1:0", "--sip", "127.0.0.1:0", "--db",
                           "postgres://nobody@127.0.0.1:1/none")

    def test_check_of_a_sound_and_of_a_damaged_place(self):
        with self.server as server:
            pass
        self.assertEqual(server.check().returncode, 0)

    def test_sums_of_reports_are_checked_and_made_anew(self):
        """B24: what differs from the records is named; facts that have no sums yet get them when the server starts."""
        data = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-test-"))
        self.addCleanup(shutil.rmtree, data, True)
        server = Server(self.site(), data=data)
        with server:
            pass
        with contextlib.closing(sqlite3.connect(data / "yinghe.db")) as database, database:
            agent, tenant = database.execute("SELECT id, tenant_id FROM users WHERE number = '10001'").fetchone()
            database.execute("INSERT INTO agent_state_hours VALUES (?, 20261121, 9, ?, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0)",
                             (tenant, agent))
        checked = server.check()
        self.assertEqual(checked.returncode, 1)
        self.assertIn("agent_state_hours 20261121 09:00 agent 10001: ready_ms 7, facts say 0", checked.stdout)
        self.assertEqual(server.run("check", "--rebuild-reports", *server.where()).returncode, 0)
        self.assertEqual(server.check().returncode, 0)
        with contextlib.closing(sqlite3.connect(data / "yinghe.db")) as database, database:
            database.execute("DELETE FROM rollup_builds")
            began = 1_795_226_400_000  # 2026-11-21 10:00 in Shanghai
            database.execute("INSERT INTO agent_states (id, tenant_id, user_id, state, reason, began_at_ms, ended_at_ms) "
                             "VALUES (1, ?, ?, 'ready', '', ?, ?)", (tenant, agent, began, began + 5_400_000))
        server.start()
        deadline = time.monotonic() + patient(20)
        while "reports.built" not in server.log() and time.monotonic() < deadline:
            time.sleep(0.05)
        server.stop()
        with contextlib.closing(sqlite3.connect(data / "yinghe.db")) as database:
            of = "SELECT day, hour, ready_ms FROM agent_state_hours WHERE agent_id {} -1 ORDER BY hour, day"
            hours = database.execute(of.format(">")).fetchall()
            of_all = database.execute(of.format("=")).fetchall()
        self.assertEqual(of_all, hours, "there is nobody else")
        self.assertEqual(hours, [(20261100, -1, 5_400_000), (20261121, -1, 5_400_000), (20261100, 10, 3_600_000),
                                 (20261121, 10, 3_600_000), (20261100, 11, 1_800_000), (20261121, 11, 1_800_000)],
                         "of the month and of the day, whole and by the hour")
        self.assertEqual(server.check().returncode, 0)

    def test_damaged_database_is_found(self):
        data = pathlib.Path(tempfile.mkdtemp(prefix="yinghe-test-"))
        self.addCleanup(shutil.rmtree, data, True)
        server = Server(self.site(), data=data)
        with server:
            pass
        files = [path for path in data.rglob("*") if path.suffix in (".db", ".sqlite", ".sqlite3")]
        with files[0].open("r+b") as file:
            size = file.seek(0, 2)
            file.seek(size // 2)
            file.write(b"\xff" * 8192)
        self.assertNotEqual(server.check().returncode, 0)


if __name__ == "__main__":
    unittest.main()
