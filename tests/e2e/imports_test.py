"""Files whose rows become customers, employees and blocked numbers: checked, run once, cancelled, cut short."""
import json
import unittest
import urllib.parse

from harness import postgres
from harness.api import Api
from harness.case import CallCentreCase
from harness.patience import patient
from harness.server import Server
from harness.site import ADMIN, Site
from harness.table import csv_file, read_csv, xlsx_file, xlsx_texts
from harness.websocket import TEXT, WebSocket

GOES_ON = ("checking", "waiting", "running")


class Importing(unittest.TestCase):
    """The words of a person who imports."""

    def upload(self, kind, content, name="x.csv", existing="skip", who=None):
        query = urllib.parse.urlencode({"name": name, "existing": existing})
        return (who or self.admin).post(f"/api/v1/imports/{kind}?{query}", content,
                                        headers={"Content-Type": "application/octet-stream"})

    def wait_import(self, id, *states, timeout=30):
        """The import, when nothing goes on any more (or it is in one of these states)."""
        def found():
            row = self.admin.get(f"/api/v1/imports/{id}").json
            return row if (row["state"] in states if states else row["state"] not in GOES_ON) else None
        return self.admin.wait(found, patient(timeout), lambda: self.admin.get(f"/api/v1/imports/{id}"))

    def checked(self, kind, content, **more):
        reply = self.upload(kind, content, **more)
        self.assertIn(reply.status, (200, 202), reply)
        row = self.wait_import(reply.json["id"])
        self.assertEqual(row["state"], "checked", row)
        return row

    def run_import(self, id, who=None):
        return (who or self.admin).post(f"/api/v1/imports/{id}/run")

    def ran(self, id):
        reply = self.run_import(id)
        self.assertIn(reply.status, (200, 202), reply)
        return self.wait_import(id)

    def figures(self, row):
        return tuple(row[f"rows_{what}"] for what in ("added", "changed", "same", "failed"))

    def failures(self, id):
        return {row["line"]: (row["field"], row["reason"]) for row in
                self.admin.get(f"/api/v1/imports/{id}/failures").json["items"]}

    def customers(self):
        return {row["name"]: row for row in self.admin.items("/api/v1/customers")}


class Imports(Importing, CallCentreCase):
    """Agent 1 answers for nobody; the administrator imports."""

    def keeps_file(self, id):
        return (self.server.data / "imports" / f"{id}.upload").exists()

    def wait_file_gone(self, id):
        self.admin.wait(lambda: not self.keeps_file(id), patient(5), "the file goes")

    def test_customers(self):
        """R124, R136, R139, R216: a template, what would happen, then it happens; only failed rows are listed."""
        head = xlsx_texts(self.admin.get("/api/v1/imports/customers/template?format=xlsx").body)
        self.assertEqual(head[:2], ["客户名称*", "电话*"])
        self.assertEqual(read_csv(self.admin.get("/api/v1/imports/customers/template?format=csv").body), [head])
        content = csv_file(
            ["电话", "客户名称", "性别", "客户类型", "所属人工号", "备注", "星座"],
            ["手机:13700000001;公司:020-88880001", "陈女士", "女", "VIP", "10001", "老客户", "狮子"],
            ["13700000002", "王先生", "男", "", "", "", ""],
            ["12", "号码太短", "", "", "", "", ""],
            ["13700000003", "", "", "", "", "", ""],
            ["13700000004", "怪人", "中", "", "", "", ""],
            ["13700000005", "新类型", "", "不存在", "", "", ""],
            ["13700000006", "没有主人", "", "", "99999", "", ""],
            ["+86 137-0000-0002", "又是王先生", "", "", "", "", ""])
        row = self.checked("customers", content, name="客户.csv")
        self.assertEqual(self.figures(row), (2, 0, 0, 6))
        self.assertEqual((row["file_name"], row["ignored"], row["mine"]), ("客户.csv", ["星座"], True))
        self.assertNotIn("陈女士", self.customers(), "nothing happened yet")
        foreseen = self.failures(row["id"])
        self.assertEqual({line: field for line, (field, _) in foreseen.items()},
                         {4: "电话", 5: "客户名称", 6: "性别", 7: "客户类型", 8: "所属人工号", 9: ""})
        self.assertIn("重复", foreseen[9][1])
        self.assertTrue(self.keeps_file(row["id"]))

        row = self.ran(row["id"])
        self.assertEqual((row["state"], self.figures(row)), ("done", (2, 0, 0, 6)))
        self.assertEqual(self.failures(row["id"]), foreseen, "what was foreseen is what happened")
        self.wait_file_gone(row["id"])
        chen = self.customers()["陈女士"]
        card = self.admin.get(f"/api/v1/customers/{chen['id']}").json["customer"]
        self.assertEqual([(one["kind"], one["number"]) for one in card["numbers"]],
                         [("手机", "13700000001"), ("公司", "020-88880001")])
        self.assertEqual((card["gender"], card["level"], card["owner"]["number"]), ("female", "VIP", "10001"))
        self.assertIsNone(self.admin.get(f"/api/v1/customers/{self.customers()['王先生']['id']}").json["customer"]["owner"])
        history = self.admin.get(f"/api/v1/customers/{chen['id']}/history").json["items"]
        self.assertEqual([line["what"] for line in history], ["created"])
        failed = read_csv(self.admin.get(f"/api/v1/imports/{row['id']}/failures/file?format=csv").body)
        self.assertEqual(failed[0], ["行号", "客户名称", "电话", "性别", "客户类型", "所属人工号", "备注", "失败原因"])
        self.assertEqual((failed[1][:3], len(failed)), (["4", "号码太短", "12"], 7))
        self.assertIn("怪人", xlsx_texts(
            self.admin.get(f"/api/v1/imports/{row['id']}/failures/file?format=xlsx").body))
        english = self.admin.get(f"/api/v1/imports/{row['id']}/failures", headers={"Accept-Language": "en"}).json
        self.assertEqual(english["columns"][0], "Name")
        self.assertRegex(english["items"][0]["reason"], "^[ -~]+$")

    def test_second_click(self):
        """R216: whoever clicks twice imports once; and the same file again finds everybody there."""
        content = xlsx_file(["客户名称", "电话"], ["一次", "13710000001"], ["一次也是", "13710000002"])
        row = self.checked("customers", content, name="x.xlsx")
        replies = [self.run_import(row["id"]) for _ in range(3)]
        self.assertEqual({reply.status for reply in replies} - {200, 202}, set(), replies)
        self.assertEqual(self.figures(self.wait_import(row["id"])), (2, 0, 0, 0))
        self.assertEqual(self.run_import(row["id"]).json["state"], "done")
        self.assertEqual(sum(name.startswith("一次") for name in self.customers()), 2)
        again = self.checked("customers", content, name="x.xlsx")
        self.assertEqual(self.figures(again), (0, 0, 0, 2))
        self.assertEqual(self.admin.delete(f"/api/v1/imports/{again['id']}").status, 204)
        self.assertEqual(self.run_import(again["id"]).status, 409)
        self.wait_file_gone(again["id"])

    def test_what_exists_is_changed_when_that_is_wished(self):
        content = csv_file(["客户名称", "电话", "备注"], ["改前", "13720000001", "旧"])
        self.ran(self.checked("customers", content)["id"])
        before = self.customers()["改前"]
        content = csv_file(["客户名称", "电话", "备注"], ["改后", "013720000001;13720000009", ""], ["新的", "13720000002", ""])
        row = self.ran(self.checked("customers", content, existing="change")["id"])
        self.assertEqual(self.figures(row), (1, 1, 0, 0))
        card = self.admin.get(f"/api/v1/customers/{before['id']}").json["customer"]
        self.assertEqual((card["name"], card["note"]), ("改后", "旧"), "empty cells leave what is there")
        self.assertEqual([one["number"] for one in card["numbers"]], ["13720000001", "13720000009"])
        row = self.checked("customers", content, existing="change")
        self.assertEqual(self.figures(row), (0, 0, 2, 0))

    def test_employees(self):
        """R257, R216: with a first password, a role and a department; nobody gives more than he has."""
        self.assertEqual(self.admin.put("/api/v1/config/departments/sales", {"code": "sales", "name": "销售部"}).status, 204)
        content = csv_file(
            ["工号", "姓名", "初始密码", "角色", "部门", "手机号", "分机"],
            ["20001", "周一", "First-1234", "坐席", "销售部", "13811110001", "8201"],
            ["20002", "周二", "", "组长", "sales", "", ""],
            ["20003", "弱口令", "12345", "", "", "", ""],
            ["20004", "怪角色", "", "皇帝", "", "", ""],
            ["20005", "同分机", "", "", "", "", "8001"],
            ["20006", "同分机二", "", "", "", "", "8201"],
            ["42", "短工号", "", "", "", "", ""],
            ["10001", "已有", "", "", "", "", ""])
        row = self.checked("users", content)
        self.assertEqual(self.figures(row), (2, 0, 0, 6))
        self.assertEqual({line: field for line, (field, _) in self.failures(row["id"]).items()},
                         {4: "初始密码", 5: "角色", 6: "分机", 7: "分机", 8: "工号", 9: "工号"})
        row = self.ran(row["id"])
        self.assertEqual((row["state"], self.figures(row)), ("done", (2, 0, 0, 6)))
        file = read_csv(self.admin.get(f"/api/v1/imports/{row['id']}/failures/file?format=csv").body)
        self.assertNotIn("12345", str(file), "no password is kept")
        people = {one["number"]: one for one in self.admin.get("/api/v1/config/users").json["items"]}
        self.assertEqual((people["20001"]["department"], people["20001"]["extension"]), ("sales", "8201"))
        self.assertEqual(people["20002"]["role"], "leader")
        signed_in = Api.sign_in(self.server, "20001", "First-1234")
        self.assertTrue(signed_in.get("/api/v1/me").json["must_change_password"], "R006: it is a first one")
        changed = self.admin.items("/api/v1/config-changes?place=user&name=20001")
        self.assertEqual([(one["action"], one["agent"]) for one in changed], [("added", "10000")])

    def test_black_list(self):
        """R183."""
        content = csv_file(["号码", "备注"], ["139-0000 0001", "骚扰"], ["9999*", ""], ["没有号码", ""], ["13900000001", "重复"])
        row = self.ran(self.checked("blocked-numbers", content)["id"])
        self.assertEqual(self.figures(row), (2, 0, 0, 2))
        blocked = self.admin.get("/api/v1/config/options").json["blocked"]
        self.assertEqual(blocked, [{"pattern": "13900000001", "note": "骚扰"}, {"pattern": "9999*", "note": ""}])
        call = self.customer_calls(customer="99991234")
        call.wait_ended()
        self.assertIn(603, call.statuses, "it counts at once")

    def test_only_ones_own_and_only_with_the_right(self):
        row = self.checked("customers", csv_file(["客户名称", "电话"], ["某", "13730000001"]))
        agent = self.agent_api(1)
        for reply in (agent.get(f"/api/v1/imports/{row['id']}"), self.run_import(row["id"], agent),
                      agent.delete(f"/api/v1/imports/{row['id']}"),
                      agent.get(f"/api/v1/imports/{row['id']}/failures"),
                      agent.get(f"/api/v1/imports/{row['id']}/failures/file")):
            self.assertEqual(reply.status, 404, reply)
        for kind in ("customers", "users", "blocked-numbers"):
            self.assertEqual(self.upload(kind, b"x", who=agent).status, 403, kind)
        self.assertEqual([one for one in agent.items("/api/v1/imports")], [])

    def test_pages_are_told(self):
        """The page of jobs is pushed: each step of an import and of an export comes as a notice."""
        with WebSocket(self.server, "/ws", self.admin.token) as page:
            page.snapshot()
            row = self.checked("customers", csv_file(["客户名称", "电话"], ["推送", "13740000001"]))
            self.ran(row["id"])
            job = self.admin.post("/api/v1/exports", {"list": "customers", "format": "csv", "query": ""}).json
            wanted = {("import", row["id"]), ("job", job["id"])}
            seen = set()
            while not wanted <= seen:
                frame = page.receive(patient(10))
                self.assertIsNotNone(frame, f"told so far: {seen}, wanted {wanted}")
                message = json.loads(frame[1]) if frame[0] == TEXT else {"type": ""}
                if message["type"] == "notice":
                    seen.add((message["data"]["about"], message["data"]["id"]))


class CutShort(Importing):
    """Ten thousand rows take long enough to do something meanwhile."""

    db = None
    rows = 10_000

    def setUp(self):
        self.server = Server(Site().agents(1), db=self.db)
        self.addCleanup(self.server.close)
        self.server.__enter__()
        self.sign_in()
        lines = [["客户名称", "电话"], *([f"客户{n}", f"139{n:08}"] for n in range(self.rows))]
        self.row = self.checked("customers", csv_file(*lines))
        self.assertEqual(self.row["rows_added"], self.rows)

    def sign_in(self):
        self.admin = Api.sign_in(self.server, ADMIN["account"], ADMIN["password"])

    def count(self):
        return self.admin.get("/api/v1/customers?size=10").json

    def wait_begun(self):
        def begun():
            row = self.admin.get(f"/api/v1/imports/{self.row['id']}").json
            return row if row["rows_done"] > 0 or row["state"] not in GOES_ON else None
        self.assertEqual(self.run_import(self.row["id"]).status, 202)
        row = self.admin.wait(begun, patient(20), "the import begins")
        self.assertEqual(row["state"], "running", "it ended before anything could be done")

    def whole_count(self):
        """Lists count to 10,000."""
        return sum(1 for _ in self.admin.items("/api/v1/customers"))

    def test_cancelled(self):
        """R216: rows that are in stay, and the import says how many; no more follow."""
        self.wait_begun()
        self.assertEqual(self.admin.delete(f"/api/v1/imports/{self.row['id']}").status, 204)
        row = self.wait_import(self.row["id"])
        self.assertEqual(row["state"], "cancelled")
        self.assertLess(row["rows_done"], self.rows)
        self.assertEqual(self.whole_count(), row["rows_added"])
        self.assertEqual(self.run_import(self.row["id"]).status, 409)
        self.assertEqual(self.admin.delete(f"/api/v1/imports/{self.row['id']}").status, 404)

    def test_killed(self):
        """R216, B24: kill -9 in the middle; what the database says is done is done, and going on takes nothing twice."""
        self.wait_begun()
        self.server.kill()
        self.server.start()
        self.sign_in()
        row = self.admin.get(f"/api/v1/imports/{self.row['id']}").json
        self.assertEqual((row["state"], row["problem"]), ("stopped", "interrupted"))
        self.assertLess(row["rows_done"], self.rows)
        self.assertEqual(self.whole_count(), row["rows_added"])
        row = self.ran(self.row["id"])
        self.assertEqual((row["state"], self.figures(row)), ("done", (self.rows, 0, 0, 0)))
        self.assertEqual(self.whole_count(), self.rows)


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class CutShortOnPostgres(CutShort):
    def setUp(self):
        cluster = postgres.Postgres()
        self.addCleanup(cluster.close)
        self.db = cluster.url
        super().setUp()
