"""Duplicates, and all of one person, on the pages (R161, B20); files of leads; the table of regions (R109)."""
from harness.browser_case import BrowserCase
from harness.import_desk import ImportDesk
from harness.table import csv_file


class Duplicates(BrowserCase):
    def save(self, name, number, **more):
        reply = self.admin.post("/api/v1/customers", {"name": name, "gender": "unknown", "level": "", "note": "",
                                                      "numbers": [{"number": number, "kind": ""}], **more})
        self.assertEqual(reply.status, 201, reply)
        return reply.json

    def signed_in(self, page):
        desk = self.admin_desk()
        desk.bar.wait(15)
        desk.go(page)
        return desk

    def test_a_rule_speaks_in_the_companys_words(self):
        """R161: what was typed stays, and whom it is a duplicate of can be opened."""
        reply = self.admin.post("/api/v1/crm/dedup-rules", {"object": "customer", "name": "同名", "fields": ["name"],
                                                            "prompt": "已经有一位{name}，请先核对"})
        self.assertEqual(reply.status, 201, reply)
        self.addCleanup(self.admin.delete, f"/api/v1/crm/dedup-rules/{reply.json['id']}")
        self.save("赵敏", "13660000001")
        self.forgive("status of 409")
        desk = self.signed_in("customers")
        desk.on_page("customers", "customer-create").click()
        desk.page.at("field-name").fill("赵敏")
        desk.page.at("field-number-0").fill("13660000002")
        desk.press("Control+S")
        desk.page.at("customer-problem").wait_text("已经有一位赵敏，请先核对")
        self.assertEqual(desk.page.at("field-name").value(), "赵敏")
        desk.page.at("customer-other").click()
        desk.page.css(".question .el-button--primary", nth=0).click()
        desk.page.at("customer-facts").wait_text("13660000001")

    def test_duplicates_are_put_together(self):
        """R161: who may be the same is offered; afterwards one card has both numbers."""
        stays = self.save("钱多", "13660000011")
        goes = self.save("钱多", "13660000012")
        desk = self.signed_in("customers")
        desk.page.css(f'[data-key="{stays["id"]}"] [data-testid="row-detail"]').click()
        desk.page.at("customer-facts").wait_text("13660000011")
        desk.page.at("merge-open").click()
        desk.page.at(f"merge-{goes['id']}").click()
        self.assertEqual(desk.page.accessibility_problems(), [])
        desk.page.at("merge-do").click()
        desk.page.at("customer-facts").wait_text("13660000012")
        self.assertEqual(self.admin.get(f"/api/v1/customers/{goes['id']}").status, 404)

    def test_leads_from_a_file(self):
        """R124, R147: with a field of the company's own."""
        field = self.admin.post("/api/v1/crm/fields", {"object": "lead", "type": "text", "name": "来源页面"})
        self.assertEqual(field.status, 201, field)
        one = ImportDesk(self.signed_in("leads")).open("leads")
        one.upload("线索.csv", csv_file(["线索名称", "电话", "来源页面"], ["孙网", "13660000021", "首页"], ["没有号码", "12", ""]))
        one.wait_state("checked")
        self.assertEqual(one.figures(), (1, 0, 0, 1))
        one.run().wait_state("done").close()
        one.desk.on_page("leads", "list-row").wait_text("孙网")

    def test_a_person_is_found_and_forgotten(self):
        """B20: how much there is, a reason, the number once more; the list tells it."""
        self.save("周全", "13660000031")
        desk = self.signed_in("admin_advanced")
        desk.page.at("advanced-tab-persons").click()
        desk.on_page("admin_persons", "person-open").click()
        desk.page.at("person-number").fill("136 6000 0031")
        desk.page.at("person-find").click()
        desk.page.at("person-found").wait_text("周全")
        self.assertEqual(desk.page.accessibility_problems(), [])
        desk.page.at("person-reason").fill("来信")
        desk.page.at("person-typed").fill("13660000031")
        desk.page.at("person-erase").click()
        done = desk.on_page("admin_persons", "list-row").wait_text("已完成", timeout=15)
        self.assertIn("136****0031", done)
        self.assertIn("来信", done)
        self.assertEqual(self.admin.get("/api/v1/customers/by-number/13660000031").status, 404)

    def test_regions_are_replaced_by_a_file(self):
        """R109."""
        desk = self.signed_in("admin_advanced")
        desk.page.at("advanced-tab-regions").click()
        desk.page.at("regions-facts").wait()
        self.assertEqual(desk.page.accessibility_problems(), [])
        path = self.server.data / "new-regions.csv"
        path.write_text("prefix,chinese,english\n1366000,月球,Moon\n", encoding="utf-8")
        desk.page.at("regions-file").give_file(path)
        desk.page.at("regions-back").wait()
        desk.page.at("regions-number").fill("13660000001")
        desk.page.at("regions-ask").click()
        desk.page.at("regions-answer").wait_text("月球")
        desk.page.at("regions-back").click()
        desk.page.wait_for(lambda: desk.page.at("regions-facts").attribute("data-built-in") == "true", 8, "built in")
