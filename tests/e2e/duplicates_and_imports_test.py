"""Duplicates that are refused and put together, and files of customers, leads and contacts with a company's own fields."""
import concurrent.futures
import unittest
import urllib.parse

from harness import postgres
from harness.case import CallCentreCase
from harness.patience import patient
from harness.table import csv_file, xlsx_file, xlsx_texts

GOES_ON = ("checking", "waiting", "running")


def card(name, number, **more):
    return {"name": name, "gender": "unknown", "level": "", "note": "",
            "numbers": [{"number": number, "kind": ""}], **more}


class Objects(CallCentreCase):
    """The words of an administrator who sets the CRM up and takes files in."""

    def made(self, path, body):
        reply = self.admin.post(f"/api/v1/crm/{path}", body)
        self.assertEqual(reply.status, 201, reply)
        self.addCleanup(self.admin.delete, f"/api/v1/crm/{path}/{reply.json['id']}")
        return reply.json

    def field(self, object, name, **more):
        return self.made("fields", {"object": object, "type": "text", "name": name, **more})

    def import_file(self, kind, content, existing="skip", name="x.csv", run=True, timeout=60):
        query = urllib.parse.urlencode({"name": name, "existing": existing})
        reply = self.admin.post(f"/api/v1/imports/{kind}?{query}", content,
                                headers={"Content-Type": "application/octet-stream"})
        self.assertIn(reply.status, (200, 202), reply)
        row = self.wait_import(reply.json["id"], timeout)
        self.assertEqual(row["state"], "checked", row)
        foreseen = self.figures(row)
        if not run:
            return row
        self.assertIn(self.admin.post(f"/api/v1/imports/{row['id']}/run").status, (200, 202))
        row = self.wait_import(row["id"], timeout)
        self.assertEqual((row["state"], self.figures(row)), ("done", foreseen), "what was foreseen is what happened")
        return row

    def wait_import(self, id, timeout):
        def found():
            row = self.admin.get(f"/api/v1/imports/{id}").json
            return row if row["state"] not in GOES_ON else None
        return self.admin.wait(found, patient(timeout), lambda: self.admin.get(f"/api/v1/imports/{id}"))

    def figures(self, row):
        return tuple(row[f"rows_{what}"] for what in ("added", "changed", "same", "failed"))

    def failures(self, row):
        items = self.admin.get(f"/api/v1/imports/{row['id']}/failures").json["items"]
        return {one["line"]: (one["field"], one["reason"]) for one in items}

    def named(self, list, name):
        query = urllib.parse.urlencode({"search": name})
        return [row for row in self.admin.items(f"/api/v1/{list}?{query}") if row["name"] == name]


class Duplicates(Objects):
    def test_of_many_at_once_one_is_saved(self):
        """R161: two who save the same in one instant leave one, by a rule as by a number."""
        field = self.field("customer", "税号")
        self.made("dedup-rules", {"object": "customer", "name": "税号", "fields": [field["key"]],
                                  "prompt": "税号 {%s} 已有客户" % field["key"]})

        def save(n):
            draft = card(f"甲公司{n}", f"1360000000{n}", fields={field["key"]: "9131"})
            return self.admin.post("/api/v1/customers", draft)
        with concurrent.futures.ThreadPoolExecutor(8) as people:
            replies = list(people.map(save, range(8)))
        self.assertEqual(sorted(reply.status for reply in replies), [201] + [409] * 7, replies)
        refused = next(reply for reply in replies if reply.status == 409)
        self.assertEqual(refused.json["error"]["code"], "customer.duplicate")
        said = {one["field"]: one["message"] for one in refused.json["error"]["fields"]}
        saved = next(reply for reply in replies if reply.status == 201)
        self.assertEqual(said, {"customer": saved.json["id"], "rule": "税号 9131 已有客户"})

        with concurrent.futures.ThreadPoolExecutor(8) as people:
            replies = list(people.map(
                lambda n: self.admin.post("/api/v1/customers", card(f"同号{n}", "13600000100")), range(8)))
        self.assertEqual(sorted(reply.status for reply in replies), [201] + [409] * 7, replies)

    def test_duplicates_are_put_together(self):
        """R161: numbers come along, and the history tells it; only who may does it."""
        stays = self.admin.post("/api/v1/customers", card("陈女士", "13610000001")).json
        goes = self.admin.post("/api/v1/customers", card("陈女士", "13610000002", note="老客户")).json
        alike = self.admin.get(f"/api/v1/customers/{stays['id']}/duplicates").json["items"]
        self.assertEqual([one["id"] for one in alike], [goes["id"]])
        path = f"/api/v1/customers/{stays['id']}/merge"
        self.assertEqual(self.agent_api(1).post(path, {"others": [goes["id"]]}).status, 403)
        merged = self.admin.post(path, {"others": [goes["id"]]})
        self.assertEqual(merged.status, 200, merged)
        self.assertEqual([one["number"] for one in merged.json["numbers"]], ["13610000001", "13610000002"])
        self.assertEqual(merged.json["note"], "老客户")
        self.assertEqual(self.admin.get(f"/api/v1/customers/{goes['id']}").status, 404)
        found = self.admin.get("/api/v1/customers/by-number/13610000002").json["customer"]
        self.assertEqual(found["id"], stays["id"])
        history = self.admin.get(f"/api/v1/customers/{stays['id']}/history").json["items"]
        self.assertEqual(history[0]["what"], "merged")
        self.assertEqual(self.admin.post(path, {"others": [goes["id"]]}).status, 404)


class Imports(Objects):
    def test_leads_with_own_fields(self):
        """R124, R126, R147, R154, R162: own fields by their names, tags, stage and pool, in the encoding of a Chinese
        spreadsheet; a row that a field forbids does not stop the others."""
        self.field("lead", "来源渠道", type="select", choices=[{"key": "", "name": "网站"}, {"key": "", "name": "电话"}])
        self.field("lead", "预算", type="number")
        tags = self.made("tag-groups", {"object": "lead", "name": "意向", "colour": "blue",
                                        "tags": [{"name": "高意向"}, {"name": "低意向"}]})
        pool = self.made("pools", {"object": "lead", "name": "华东公海", "admins": ["10000"]})
        head = xlsx_texts(self.admin.get("/api/v1/imports/leads/template?format=xlsx").body)
        self.assertEqual(head[0], "线索名称*")
        self.assertLessEqual({"来源渠道", "预算", "公海", "标签"}, set(head))
        content = csv_file(
            ["线索名称", "电话", "来源渠道", "预算", "标签", "公海", "所属人工号"],
            ["陈女士", "13620000001", "网站", "5000", "高意向", "", "10001"],
            ["王先生", "13620000002", "电话", "", "", "华东公海", ""],
            ["渠道不对", "13620000003", "报纸", "", "", "", ""],
            ["预算不对", "13620000004", "", "很多", "", "", ""],
            ["没有这个标签", "13620000005", "", "", "贵宾", "", ""],
            ["没有这个公海", "13620000006", "", "", "", "月球公海", ""],
            ["两处都填", "13620000007", "", "", "", "华东公海", "10001"],
            encoding="gb18030")
        row = self.import_file("leads", content)
        self.assertEqual(self.figures(row), (2, 0, 0, 5))
        self.assertEqual({line: field for line, (field, _) in self.failures(row).items()},
                         {4: "来源渠道", 5: "预算", 6: "标签", 7: "公海", 8: "公海"})
        [chen] = self.named("leads", "陈女士")
        shown = self.admin.get(f"/api/v1/customers/{chen['id']}").json["customer"]
        self.assertEqual((shown["object"], shown["source"], shown["owner"]["number"]), ("lead", "import", "10001"))
        self.assertEqual([tag["name"] for tag in shown["tags"]], ["高意向"])
        self.assertIn(5000, shown["fields"].values())
        [pooled] = [one for one in self.admin.items("/api/v1/pools/leads") if one["name"] == "王先生"]
        shown = self.admin.get(f"/api/v1/customers/{pooled['id']}").json["customer"]
        self.assertEqual((shown["pool"]["name"], shown["owner"]), ("华东公海", None))
        self.assertTrue(tags["id"])
        # What lies in a pool keeps it from being deleted: the pool's clean-up must find it empty.
        self.assertEqual(self.admin.delete(f"/api/v1/customers/{pooled['id']}").status, 204)
        self.assertTrue(pool["id"])

    def test_contacts(self):
        """R142, R145: each belongs to a customer, by number or name; one person may be two customers' contact."""
        for name, number in (("甲公司", "13630000001"), ("乙公司", "13630000002")):
            self.assertEqual(self.admin.post("/api/v1/customers", card(name, number)).status, 201)
        rows = (["所属客户", "联系人姓名", "电话", "备注"],
                ["甲公司", "小李", "13630000009", ""], ["13630000002", "小李", "13630000009", ""],
                ["没有这家", "小张", "13630000008", ""], ["", "小赵", "13630000007", ""],
                ["甲公司", "小李", "13630000009", "重复"])
        row = self.import_file("contacts", xlsx_file(*rows), name="x.xlsx")
        self.assertEqual(self.figures(row), (2, 0, 0, 3))
        self.assertEqual({line: field for line, (field, _) in self.failures(row).items()},
                         {4: "所属客户", 5: "所属客户", 6: ""})
        self.assertEqual(len(self.named("contacts", "小李")), 2)
        changed = self.import_file("contacts", csv_file(rows[0], ["甲公司", "李经理", "13630000009", "换了称呼"]),
                                   existing="change")
        self.assertEqual(self.figures(changed), (0, 1, 0, 0))
        self.assertEqual(len(self.named("contacts", "李经理")), 1)

    def test_rules_hold_for_files(self):
        """R161: a dedup rule refuses rows, against what is there and inside the file, in its own words."""
        field = self.field("customer", "证件号")
        self.made("dedup-rules", {"object": "customer", "name": "证件", "fields": [field["key"]],
                                  "prompt": "证件号 {%s} 已有客户" % field["key"]})
        there = self.admin.post("/api/v1/customers", card("先来的", "13640000001", fields={field["key"]: "A1"}))
        self.assertEqual(there.status, 201, there)
        row = self.import_file("customers", csv_file(
            ["客户名称", "电话", "证件号"], ["后来的", "13640000002", "A1"], ["新的", "13640000003", "A2"],
            ["又是新的", "13640000004", "A2"], ["没有证件", "13640000005", ""]))
        self.assertEqual(self.figures(row), (2, 0, 0, 2))
        reasons = {line: reason for line, (_, reason) in self.failures(row).items()}
        self.assertEqual(reasons[2], "证件号 A1 已有客户")
        self.assertIn("重复", reasons[4])

    def test_rules_hold_between_rows_that_are_written_together(self):
        """R161: what a row looks like only when its fields have begun is compared with the rows before it, too."""
        field = self.field("customer", "渠道", initial="官网")
        self.made("dedup-rules", {"object": "customer", "name": "渠道与名称", "fields": ["name", field["key"]],
                                  "prompt": "{%s} 的同名客户" % field["key"]})
        row = self.import_file("customers", csv_file(
            ["客户名称", "电话"], ["渠道甲", "13650000001"], ["渠道乙", "13650000002"], ["渠道甲", "13650000003"],
            ["渠道丙", "13650000004"]))
        self.assertEqual(self.figures(row), (3, 0, 0, 1))
        self.assertEqual(self.failures(row)[4][1], "官网 的同名客户")

    def test_ten_thousand_rows_of_which_some_are_bad(self):
        """R124, R216: three hundred bad rows do not stop the good ones."""
        lines = [[f"客户{n}", "12" if n % 33 == 0 and n < 9900 else f"135{n:08}"] for n in range(10_000)]
        row = self.import_file("customers", csv_file(["客户名称", "电话"], *lines), timeout=120)
        self.assertEqual(self.figures(row), (9700, 0, 0, 300))
        file = self.admin.get(f"/api/v1/imports/{row['id']}/failures/file?format=csv").body.decode("utf-8-sig")
        self.assertEqual(len(file.splitlines()), 301)


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class ImportsOnPostgres(Imports):
    @classmethod
    def setUpClass(cls):
        cluster = postgres.Postgres()
        cls.addClassCleanup(cluster.close)
        cls.db = cluster.url
        super().setUpClass()
