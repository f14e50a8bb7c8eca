"""The settings of the business objects as an administrator keeps them (业务对象): fields, stages, tags, pools, rules, the
mapping of leads and the forms of follow-ups."""
from harness.browser_case import BrowserCase
from harness.patience import patient

REFUSED = "Failed to load resource: the server responded with a status of 4"


class CrmSettings(BrowserCase):
    def settings(self, page="fields", **options):
        desk = self.admin_desk(**options)
        desk.bar.wait(15)
        desk.page.at("nav-crm_fields").click()
        self.show(desk, page)
        return desk

    def show(self, desk, page):
        if page != "fields":
            desk.page.css(f'[data-testid="crm-tab-{page}"]:visible').click()
        desk.page.at(f"page-crm_{page}").wait()
        self.name = f"crm_{page}"

    def at(self, desk, test_id):
        return desk.on_page(self.name, test_id)

    def rows(self, desk):
        return [line.splitlines()[0] for line in desk.page.css(
            f'[data-testid="page-{self.name}"] [data-testid="setting-row"] .item').evaluate_all(
                "all => all.map(one => one.innerText)")]

    def wait_rows(self, desk, *wanted):
        desk.page.wait_for(lambda: self.rows(desk) == list(wanted), patient(8),
                           lambda: f"{wanted}, shown are {self.rows(desk)}")

    def save(self, desk):
        self.at(desk, "save").click()
        bar = self.at(desk, "save-bar")
        desk.page.wait_for(lambda: bar.attribute("data-dirty") == "false", patient(8),
                           lambda: f"saved; the bar says {bar.text()}")

    def kept(self, kind, name):
        return next(one for one in self.admin.get(f"/api/v1/crm/{kind}").json["items"] if one["name"] == name)

    def keys(self, object="customer"):
        return [one["key"] for one in self.admin.get("/api/v1/crm/book").json["fields"] if one["object"] == object]

    def test_a_field_is_made_and_dragged_to_its_place(self):
        """R158, R159, R160: choices, rights, the order by the mouse and by keys; new forms follow at once."""
        desk = self.settings()
        self.at(desk, "object-contact").click()
        self.wait_rows(desk, "联系人名称", "电话", "性别", "备注")
        self.at(desk, "create").click()
        self.at(desk, "field-name").fill("职务")
        self.at(desk, "field-type").choose("select")
        self.at(desk, "choice-name").fill("经理")
        self.at(desk, "add-choice").click()
        desk.page.css('[data-testid="page-crm_fields"] [data-testid="choice-name"]', nth=1).fill("工程师")
        self.at(desk, "field-initial").choose("c2")
        self.at(desk, "writers-some").click()
        self.at(desk, "writers-everybody").click()
        self.save(desk)
        made = self.kept("fields", "职务")
        self.assertEqual(([one["name"] for one in made["choices"]], made["initial"], made["object"]),
                         (["经理", "工程师"], "c2", "contact"))
        grips = f'[data-testid="page-{self.name}"] [data-testid="setting-row"] .grip'
        desk.page.drag(desk.page.css(grips, nth=4), desk.page.css(grips, nth=0))
        self.wait_rows(desk, "职务", "联系人名称", "电话", "性别", "备注")
        desk.page.wait_for(lambda: self.keys("contact")[0] == made["key"], patient(8), "the server has the order")
        desk.page.css(grips, nth=0).press("ArrowDown")
        self.wait_rows(desk, "联系人名称", "职务", "电话", "性别", "备注")
        desk.page.wait_for(lambda: self.keys("contact")[1] == made["key"], patient(8), "the server has the order")
        self.at(desk, "field-enabled").click()
        self.save(desk)
        self.assertNotIn(made["key"], self.keys("contact"))

    def test_what_is_wrong_stands_at_its_field_and_what_is_used_stays(self):
        """R150, R156, R162: nothing typed is lost; who still needs something is named."""
        self.forgive(REFUSED)
        desk = self.settings("stages")
        self.wait_rows(desk, "开始", "完结")
        self.at(desk, "create").click()
        self.at(desk, "field-name").fill("开始")
        self.at(desk, "field-progress").fill("30")
        self.at(desk, "save").click()
        self.at(desk, "field-problem").wait_text("不能重复")
        self.at(desk, "field-name").fill("洽谈")
        self.save(desk)
        self.wait_rows(desk, "开始", "洽谈", "完结")

        self.show(desk, "pools")
        self.at(desk, "create").click()
        self.at(desk, "field-name").fill("华东公海")
        self.at(desk, "field-claim.limited").choose("yes")
        self.at(desk, "save").click()
        self.at(desk, "field-problem").wait_text("至少填写一项")
        self.at(desk, "field-claim.a_day").fill("5")
        self.save(desk)
        pool = self.kept("pools", "华东公海")
        self.assertEqual(pool["claim"], {"limited": True, "a_day": 5, "holding": 0, "cooling_days": 0})

        self.show(desk, "allocation")
        self.at(desk, "create").click()
        self.at(desk, "field-name").fill("新客")
        self.at(desk, "field-to").choose("pool")
        self.at(desk, "add-target").choose(pool["id"])
        self.at(desk, "daily-cap").fill("20")
        self.at(desk, "add-condition").click()
        self.at(desk, "condition-field").choose("gender")
        self.at(desk, "condition-value").choose("female")
        self.save(desk)
        self.assertEqual(self.kept("allocation-rules", "新客")["conditions"],
                         [{"field": "gender", "is": "equal", "value": "female"}])

        self.show(desk, "pools")
        self.at(desk, "remove").click()
        desk.page.css(".question .el-button--danger").click()
        desk.page.at("toast-bad").wait_text("新客")

    def test_what_is_built_in_is_read_in_english_and_kept_as_it_was(self):
        """R156, R158: saved without another name it goes on reading in both languages; renamed it is the company's own."""
        desk = self.settings("stages", locale="en")
        self.wait_rows(desk, "Start", "Closed")
        name = self.at(desk, "field-name")
        self.assertEqual(name.value(), "Start")
        name.fill("Begin")
        name.fill("Start")
        self.assertEqual(self.at(desk, "save-bar").attribute("data-dirty"), "false", "its own name is no new one")
        desk.page.css('[data-testid="crm-tab-fields"]:visible').click()
        self.show(desk, "fields")
        self.at(desk, "object-lead").click()
        self.wait_rows(desk, "Lead name", "Telephone", "Type", "Gender", "Note")
        self.assertEqual(self.at(desk, "field-name").value(), "Lead name")
        self.at(desk, "field-remark").fill("As on the card")
        self.save(desk)
        kept = next(one for one in self.admin.get("/api/v1/crm/fields").json["items"] if one["remark"])
        self.assertEqual((kept["name"], kept["object"]), ("线索名称", "lead"))
        self.at(desk, "field-name").fill("Company")
        self.save(desk)
        self.assertEqual(self.kept("fields", "Company")["id"], kept["id"])
        self.at(desk, "field-name").fill("Lead name")
        self.save(desk)
        self.assertEqual(self.kept("fields", "线索名称")["id"], kept["id"])

    def test_tags_of_leads_become_tags_of_customers(self):
        """R157, R148, R163."""
        desk = self.settings("tags")
        self.at(desk, "create").click()
        self.at(desk, "field-name").fill("等级")
        self.at(desk, "add-tag").click()
        self.at(desk, "tag-name").fill("贵宾")
        self.save(desk)
        tag = self.kept("tag-groups", "等级")["tags"][0]
        self.at(desk, "object-lead").click()
        self.at(desk, "create").click()
        self.at(desk, "field-name").fill("热度")
        self.at(desk, "add-tag").click()
        self.at(desk, "tag-name").fill("高意向")
        self.at(desk, "customer-tag").choose(tag["id"])
        self.save(desk)
        self.assertEqual(self.kept("tag-groups", "热度")["tags"][0]["customer_tag"], tag["id"])
        self.show(desk, "mapping")
        self.at(desk, "mapping-row").wait()
        desk.page.wait_for(lambda: desk.page.css('[data-testid="page-crm_mapping"] [data-testid="mapping-row"]').count()
                           == 5, patient(8), "the mapping that every company begins with")

    def test_a_form_of_follow_ups_is_drawn_and_published(self):
        """R164: types are dragged into the form, fields set up beside it; agents have it once it is published."""
        desk = self.settings("templates")
        self.at(desk, "create").click()
        self.at(desk, "field-name").fill("电话回访")
        desk.page.drag(self.at(desk, "palette-text"), self.at(desk, "form-canvas"))
        self.at(desk, "form-field-t1").wait()
        self.at(desk, "palette-radio").click()
        self.at(desk, "form-field-t2").wait()
        self.at(desk, "inspect-name").fill("结果")
        self.at(desk, "choice-name").fill("成功")
        self.at(desk, "field-fields[1].width").choose("12")
        self.at(desk, "field-inspect-required").click()
        self.at(desk, "for-contact").click()
        self.save(desk)
        self.assertEqual(self.agent_book()["templates"], [])
        self.at(desk, "field-published").click()
        self.save(desk)
        form = self.agent_book()["templates"][0]
        self.assertEqual((form["name"], form["objects"]), ("电话回访", ["customer", "lead"]))
        self.assertEqual([(one["type"], one["width"], one["required"]) for one in form["fields"]],
                         [("text", 6, False), ("radio", 12, True)])

    def agent_book(self):
        return self.agent_api(1).get("/api/v1/crm/book").json

    def test_agents_have_no_such_page(self):
        """R156-R164."""
        desk = self.desk()
        desk.open().sign_in("10001", "Agent-10001").bar.wait(15)
        self.assertFalse(desk.page.at("nav-crm_fields").visible())
        desk.open("/admin/crm/pools")
        desk.page.at("page-no-permission").wait()
