"""A company's own fields on the pages: the form in its order, columns and conditions of the list, who does not see one."""
from harness.browser_case import BrowserCase
from harness.patience import patient

EVERYBODY = {"everybody": True, "roles": [], "departments": [], "people": []}
LEADERS = {"everybody": False, "roles": ["leader", "admin"], "departments": [], "people": []}


class OwnFields(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.make_field("城市", "select", ["北京", "上海"], listed=True, required=True)
        cls.ways = cls.make_field("渠道", "checks", ["电话", "展会"])
        cls.day = cls.make_field("到期日", "date")
        cls.secret = cls.make_field("内部评级", "text", readers=LEADERS, writers=LEADERS, listed=True)

    @classmethod
    def make_field(cls, name, kind, choices=(), **more):
        made = cls.admin.post("/api/v1/crm/fields", {
            "object": "customer", "type": kind, "name": name, "choices": [{"name": each} for each in choices],
            "readers": EVERYBODY, "writers": EVERYBODY, **more})
        assert made.status == 201, made
        return made.json

    def key_of(self, field, name):
        return next(choice["key"] for choice in field["choices"] if choice["name"] == name)

    def test_form_list_and_conditions_follow_the_fields(self):
        """R070, R121, R122, R126, R141, R158: a mandatory choice, a column, a condition that is chosen to be at hand."""
        city, ways = self.city["key"], self.ways["key"]
        made = self.admin.post("/api/v1/customers", {
            "name": "王先生", "gender": "unknown", "level": "", "note": "", "owner": "10001",
            "numbers": [{"number": "13700001111", "kind": ""}],
            "fields": {city: self.key_of(self.city, "上海"), self.secret["key"]: "暗号"}})
        self.assertEqual(made.status, 201, made)
        desk = self.agent(1)
        page = desk.page
        desk.go("customers")
        desk.row("customers").wait_text("王先生")
        desk.row("customers").wait_text("上海")
        self.assertNotIn("内部评级", page.css("body").text(), "a field that agents do not read is no column of theirs")
        self.assertNotIn("暗号", page.css("body").text())

        page.at("customer-create").click()
        page.at("field-name").wait()
        page.at("field-note").fill("先写备注")
        # R158: what is mandatory is said at each field at once; nothing that was typed is lost.
        page.at("customer-save").click()
        at = {path: page.css(f'[data-path="{path}"] [data-testid="field-problem"]')
              for path in ("name", "numbers[0].number", f"fields.{city}")}
        for problem in at.values():
            problem.wait_text("请填写")
        self.assertEqual(page.evaluate("document.activeElement.dataset.testid"), "field-name")
        page.type("李女士")
        at["name"].wait_gone()
        page.at("field-number-0").fill("13700002222")
        at["numbers[0].number"].wait_gone()
        self.assertTrue(at[f"fields.{city}"].visible())
        self.assertEqual(page.at("field-note").value(), "先写备注")
        page.at(f"field-fields.{city}").choose(self.key_of(self.city, "北京"))
        page.css(f'[data-testid="field-fields.{ways}"] label:nth-of-type(2) input').click()
        page.at("customer-save").click()
        facts = desk.on_page("customers", "customer-facts")
        facts.wait_text("北京")
        facts.wait_text("展会")
        page.at("drawer-close").click()
        page.css('[data-testid="list-row"] [data-column="name"]').wait_text("李女士")

        # R121: a condition that nobody has at hand is chosen to be there; it narrows, and says so.
        self.assertFalse(page.at(f"filter-{ways}").visible())
        page.at("list-filters").click()
        page.at(f"choose-filter-{ways}").click()
        desk.press("Escape")
        page.css(f'[data-testid="filter-{ways}"] .el-select__wrapper').click()
        page.css('.el-select-dropdown__item:visible:has-text("展会")', nth=0).click()
        desk.on_page("customers", "list-query").click()
        page.at(f"chip-{ways}").wait_text("展会")
        rows = page.css('[data-testid="page-customers"] [data-testid="list-row"]')
        page.wait_for(lambda: rows.count() == 1, patient(8), "one row is left")
        desk.row("customers").wait_text("李女士")

    def test_open_pages_follow_a_changed_book(self):
        """R158, R121: a field that is made while a form and a list are open stands in both; what was typed stays."""
        desk = self.agent(1)
        page = desk.page
        desk.go("customers")
        page.at("customer-create").click()
        page.at("field-name").fill("写到一半")
        page.at("field-number-0").fill("13700003333")
        made = self.make_field("爱好", "text", listed=True)
        page.at(f"field-fields.{made['key']}").wait(patient(8))
        self.assertEqual(page.at("field-name").value(), "写到一半")
        page.at(f"field-fields.{made['key']}").fill("钓鱼")
        page.at(f"field-fields.{self.city['key']}").choose(self.key_of(self.city, "北京"))
        page.at("customer-save").click()
        # Saved: now the list may be made anew, with the column.
        desk.page.css('[data-testid="page-customers"] thead').wait_text("爱好")
        desk.row("customers").wait_text("写到一半", "钓鱼")
