"""Files that are taken in on the page; the page of jobs, pushed; logs of one department (R124, R183, R213–R216)."""
from harness.browser_case import BrowserCase
from harness.import_desk import ImportDesk
from harness.patience import patient
from harness.table import csv_file, read_csv, xlsx_file


class Imports(BrowserCase):
    def importer(self, page):
        desk = self.admin_desk()
        desk.bar.wait(15)
        desk.go(page)
        return ImportDesk(desk)

    def test_customers_from_a_file(self):
        """R124, R216: what would happen is shown before it does; failed rows with their reason."""
        one = self.importer("customers").open("customers")
        one.give("picture.png", b"\x89PNG")
        self.assertIn("csv", one.problem())
        one.upload("客户.xlsx", xlsx_file(["客户名称", "电话", "星座"], ["页面导入", "13755550001", "狮子"], ["没号码", "", ""]))
        one.wait_state("checked")
        self.assertEqual(one.figures(), (1, 0, 0, 1))
        self.assertIn("星座", one.page.at("import-ignored").text())
        self.assertIn("没号码", one.failures())
        self.assertNotIn("页面导入", one.failures(), "only failed rows are listed")
        self.assertEqual(self.admin.get("/api/v1/customers").json["total"], 0)
        self.assertEqual(one.page.accessibility_problems(), [])
        one.run().wait_state("done")
        self.assertEqual(one.figures(), (1, 0, 0, 1))
        one.close()
        one.desk.on_page("customers", "list-row").wait_text("页面导入")

    def test_a_file_without_its_column_is_refused_with_its_reason(self):
        self.forgive("Failed to load resource: the server responded with a status of 422")
        one = self.importer("customers").open("customers")
        one.upload("x.csv", csv_file(["姓名"], ["某"]))
        self.assertIn("电话", one.problem())
        self.assertFalse(one.state())

    def test_employees_and_black_list(self):
        """R183, R257."""
        one = self.importer("admin_users").open("admin_users")
        one.upload("员工.csv", csv_file(["工号", "姓名", "初始密码"], ["30001", "新来的", "First-1234"])).wait_state("checked")
        one.run().wait_state("done").close()
        one.page.css('[data-key="30001"]').wait_text("新来的")
        one.desk.go("admin_options")
        one.page.at("options-numbers").click()
        one.open("admin_options")
        one.upload("黑名单.csv", csv_file(["号码", "备注"], *[[f"1390000{n:04}", "骚扰"] for n in range(60)]))
        one.wait_state("checked").run().wait_state("done").close()
        one.page.at("find-blocked").fill("13900000059")
        one.page.wait_for(lambda: one.page.at("blocked-pattern").count() == 1, 8, "one number is found")

    def test_the_page_of_jobs_is_told(self):
        """R215, R216: rows come and change by themselves."""
        one = self.importer("data_jobs")
        one.page.at("jobs-imports").click()
        one.page.at("page-imports").wait()
        content = csv_file(["客户名称", "电话"], ["推送", "13755550009"])
        made = self.admin.post("/api/v1/imports/customers?name=push.csv", content,
                               headers={"Content-Type": "application/octet-stream"}).json
        row = one.desk.on_page("imports", "list-row")
        self.assertIn("push.csv", row.wait_text("待导入"))
        reply = self.admin.post(f"/api/v1/imports/{made['id']}/run")
        self.assertIn(reply.status, (200, 202), reply)
        self.assertIn("push.csv", row.wait_text("已完成"))
        one.desk.on_page("imports", "row-open").click()
        self.assertEqual(one.wait_state("done").figures(), (1, 0, 0, 0))
        one.page.at("drawer-close").click()
        one.desk.on_page("imports", "jobs-data_jobs").click()
        self.admin.post("/api/v1/exports", {"list": "customers", "format": "csv", "query": ""})
        one.desk.on_page("data_jobs", "list-row").wait_text("客户", "已完成", "下载")

    def test_logs_of_a_department(self):
        """R213, R214: a department or a person."""
        reply = self.admin.put("/api/v1/config/departments/north", {"code": "north", "name": "华北区"})
        self.assertEqual(reply.status, 204, reply)
        user = self.admin.get("/api/v1/config/users/10001").json | {"department": "north"}
        self.assertEqual(self.admin.put("/api/v1/config/users/10001", user).status, 204)
        self.agent_api(1)
        self.agent_api(2)
        one = self.importer("operations")
        one.desk.on_page("operations", "log-sign_ins").click()
        one.desk.on_page("sign_ins", "list-row").wait()
        self.choose(one, "department", "华北区")
        one.desk.on_page("sign_ins", "list-query").click()
        keys = lambda: one.desk.on_page("sign_ins", "list-row").evaluate_all("rows => rows.map(row => row.innerText)")
        one.page.wait_for(lambda: keys() and all("10001" in text for text in keys()), 8, keys)
        self.choose(one, "agent", "10002")
        one.desk.on_page("sign_ins", "list-query").click()
        one.page.wait_for(lambda: keys() and all("10002" in text for text in keys()), 8, keys)
        self.assertNotIn("department=", one.page.url())

    def choose(self, one, key, text):
        """In a select of the query bar."""
        one.page.css(f'[data-testid="page-sign_ins"] [data-testid="filter-{key}"] .el-select__wrapper').click()
        one.page.type(text)
        one.page.css(f'.el-select-dropdown__item:visible:has-text("{text}")', nth=0).click()


# What the window of an import has shown: every figure of its progress, and the file that was taken away.
WATCH = """() => {
  const seen = window.yingheImport = { percents: [], files: [] };
  const look = () => {
    const bar = document.querySelector('[data-testid=import-dialog] [role=progressbar]');
    if (bar) seen.percents.push(Number(bar.getAttribute('aria-valuenow')));
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
  const make = URL.createObjectURL;
  URL.createObjectURL = (file) => { file.text().then((text) => seen.files.push(text)); return make.call(URL, file); };
}"""
ROWS, BAD = 10_000, 300


class LargeImport(BrowserCase):
    def test_ten_thousand_rows_of_which_three_hundred_are_bad(self):
        """R124, R139, R216: progress is seen, what is good comes in, and what is not can be taken away and mended."""
        rows = [[f"大批{n}", "12" if n % (ROWS // BAD) == 5 and n // (ROWS // BAD) < BAD else f"137{n:08}"]
                for n in range(ROWS)]
        desk = self.admin_desk()
        desk.bar.wait(patient(15))
        desk.go("customers")
        one = ImportDesk(desk).open("customers")
        one.page.evaluate(WATCH)
        one.upload("一万行.csv", csv_file(["客户名称", "电话"], *rows)).wait_state("checked", timeout=patient(60))
        self.assertEqual(one.figures(), (ROWS - BAD, 0, 0, BAD))
        checking = len(one.page.evaluate("window.yingheImport.percents"))
        one.run().wait_state("done", timeout=patient(90))
        self.assertEqual(one.figures(), (ROWS - BAD, 0, 0, BAD))
        percents = one.page.evaluate("window.yingheImport.percents")[checking:]
        self.assertTrue(any(0 < percent < 100 for percent in percents), f"progress on the way: {percents}")
        self.assertEqual(percents, sorted(percents), "it never goes back")

        one.page.at("failures-csv").click()
        one.page.wait_for(lambda: one.page.evaluate("window.yingheImport.files.length"), patient(8), "the file of failed rows")
        failed = read_csv(one.page.evaluate("window.yingheImport.files[0]").encode())
        self.assertEqual(len(failed) - 1, BAD)
        bad = {row[0] for row in rows if row[1] == "12"}
        self.assertEqual({cell for row in failed[1:] for cell in row if cell.startswith("大批")}, bad)
        one.close()
        desk.on_page("customers", "list-row").wait_text("大批")
        self.assertEqual(self.admin.get("/api/v1/customers").json["total"], ROWS - BAD)
