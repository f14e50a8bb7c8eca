"""What a role hides or fixes is set on its page, and the pages of its people follow; the watermark over all pages."""
from harness.admin_desk import AdminDesk
from harness.api import Api
from harness.browser_case import BrowserCase
from harness.patience import patient
from harness.people_desk import PeopleDesk


class FieldRights(BrowserCase):
    def put(self, path, body):
        answer = self.admin.put(f"/api/v1/config/{path}", body)
        self.assertEqual(answer.status, 204, answer.body)

    def test_set_on_the_page_of_a_role_and_obeyed_by_the_pages(self):
        """R255."""
        self.put("roles/reception", {"code": "reception", "name": "前台", "base": "agent", "data": "all",
                                     "rights": ["phone.use", "records.see", "customers.see", "customers.edit",
                                                "customers.export", "people.see"]})
        made = self.admin.post("/api/v1/customers", {
            "name": "陈女士", "gender": "female", "level": "VIP", "note": "老客户", "owner": "10001",
            "numbers": [{"number": "13711119999", "kind": ""}]})
        self.assertEqual(made.status, 201, made)
        admin = self.admin_desk()
        admin.bar.wait(15)
        people = PeopleDesk(admin).go("roles").open_item("reception")
        for field, access in (("customer.note", "hidden"), ("customer.level", "read"), ("employee.mobile", "hidden")):
            people.page.at(f"access-{field}-{access}").click()
        people.save().wait_saved()
        role = next(one for one in self.admin.get("/api/v1/config/roles").json["items"] if one["code"] == "reception")
        self.assertEqual((role["hidden_fields"], role["fixed_fields"]),
                         (["customer.note", "employee.mobile"], ["customer.level"]))

        self.put("users/10841", {"number": "10841", "name": "前台甲", "password": "Temp-10841",
                                 "custom_role": "reception"})
        desk = self.desk().open().sign_in("10841", "Temp-10841")
        desk.bar.wait(15)
        desk.go("customers")
        desk.row("customers").wait_text("陈女士", "VIP")
        self.assertNotIn("老客户", desk.page.css("body").text())
        self.assertFalse(desk.page.css('[data-testid="page-customers"] [data-column="note"]').visible())
        desk.on_page("customers", "row-detail").click()
        desk.page.at("customer-edit").click()
        desk.page.at("field-name").wait()
        self.assertFalse(desk.page.at("field-level").enabled())
        self.assertFalse(desk.page.at("field-note").visible())
        desk.page.at("field-name").fill("陈小姐")
        desk.page.at("customer-save").click()
        desk.row("customers").wait_text("陈小姐")
        kept = self.admin.get(f"/api/v1/customers/{made.json['id']}").json["customer"]
        self.assertEqual((kept["note"], kept["level"], kept["owner"]["number"]), ("老客户", "VIP", "10001"))
        # Nor does it leave by a file, or by the API, also for who names it.
        desk.page.at("drawer-close").click()
        desk.on_page("customers", "list-export").click()
        desk.page.at("export-csv").click()
        mine = Api.sign_in(self.server, "10841", "Temp-10841")
        job = mine.wait(lambda: next((one for one in mine.get("/api/v1/data-jobs").json["items"]
                                      if one["state"] == "done"), None), patient(10), "the export")
        file = mine.get(f"/api/v1/data-jobs/{job['id']}/file").body.decode("utf-8-sig")
        self.assertIn("陈小姐", file)
        self.assertNotIn("备注", file)
        self.assertNotIn("老客户", file)
        for path in ("/api/v1/customers", f"/api/v1/customers/{made.json['id']}", "/api/v1/customers?format=csv",
                     "/api/v1/customers/by-number/13711119999"):
            answer = mine.get(path)
            self.assertEqual(answer.status, 200, answer)
            self.assertNotIn("老客户", answer.body.decode(), path)
        refused = mine.get("/api/v1/customers?columns=note&format=csv")
        self.assertNotIn("老客户", refused.body.decode())

    def test_watermark_names_who_looks(self):
        """B14."""
        admin = AdminDesk(self.admin_desk())
        admin.go("options").page.at("options-calls").click()
        self.assertFalse(admin.page.at("watermark").visible())
        admin.page.at("field-page_watermark").click()
        admin.save().wait_form_saved()
        agent = self.agent(2)
        agent.page.at("watermark").wait()
        self.assertEqual(agent.page.at("watermark").attribute("data-who"), "10002")
        # It is seen, and in nobody's way.
        agent.go("customers")
        agent.page.at("page-customers").wait()
