"""Leads, contacts and the page of one customer, as people use them (R134-R136, R142-R148, U11)."""
import urllib.parse

from harness.api import Api
from harness.browser_case import BrowserCase
from harness.patience import patient


def draft(name, *numbers, **more):
    return {"name": name, "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": number, "kind": ""} for number in numbers], **more}


class BusinessObjects(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        customer_tag = cls.set_up("tag-groups", {"object": "customer", "name": "等级", "colour": "green",
                                                 "tags": [{"name": "贵宾"}]})["tags"][0]
        cls.set_up("tag-groups", {"object": "lead", "name": "热度", "colour": "orange",
                                  "tags": [{"name": "重点", "customer_tag": customer_tag["id"]}]})
        cls.set_up("groups", {"name": "华东"})
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")

    @classmethod
    def set_up(cls, kind, body):
        reply = cls.admin.post(f"/api/v1/crm/{kind}", body)
        assert reply.status == 201, reply
        return reply.json

    def made(self, body):
        reply = self.leader.post("/api/v1/customers", body)
        self.assertEqual(reply.status, 201, reply)
        return reply.json

    def contacts(self, name):
        return self.leader.get("/api/v1/contacts?search=" + urllib.parse.quote(name)).json["items"]

    def test_a_lead_is_written_down_tagged_moved_on_and_becomes_a_customer(self):
        """R147, R148, R135: from the list of leads to the customer's page, fields and tags filled in."""
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.go("leads")
        desk.on_page("leads", "lead-create").click()
        desk.page.at("field-name").fill("展会线索")
        desk.page.at("field-number-0").fill("手机:135 7777 0001")
        desk.page.at("field-note").fill("想要报价")
        desk.press("Control+S")
        desk.on_page("leads", "customer-facts").wait_text("135 7777 0001")
        desk.on_page("leads", "customer-page").click()
        desk.page.at("page-customer").wait()
        desk.on_page("customer", "object-name").wait_text("展会线索")

        desk.on_page("customer", "stage-1").click()
        desk.page.wait_for(lambda: desk.on_page("customer", "stage-1").attribute("aria-current") == "step",
                           patient(8), "the lead has moved to the next stage")
        desk.on_page("customer", "object-tag").click()
        desk.page.css('[data-testid="tag-dialog"] [data-name="重点"]').click()
        desk.page.at("tags-save").click()
        desk.on_page("customer", "object-tags").wait_text("重点")
        desk.on_page("customer", "dynamics").wait_text("阶段", "标签")

        desk.on_page("customer", "object-convert").click()
        desk.page.at("page-lead_conversion").wait()
        desk.page.wait_for(lambda: desk.on_page("lead_conversion", "field-name").value() == "展会线索", patient(8),
                           "the form is filled in")
        self.assertEqual(desk.on_page("lead_conversion", "field-note").value(), "想要报价")
        desk.press("Control+S")
        desk.page.at("page-customer").wait()
        desk.page.wait_for(lambda: desk.page.at("page-customer").attribute("data-object") == "customer", patient(8),
                           "the new customer's page")
        desk.on_page("customer", "object-tags").wait_text("贵宾")
        desk.on_page("customer", "customer-facts").wait_text("想要报价")

        desk.go("leads")
        desk.row("leads").wait_text("展会线索", "已转客户")

    def test_contacts_are_added_on_the_customers_page_and_go_with_it(self):
        """R134, R142, R144 (U11): related contacts; deleting asks how many, and all of it can be taken back."""
        self.made(draft("有人客户", "13577770010"))
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.go("customers")
        desk.page.at("row-open", nth=0).wait_text("有人客户")
        desk.page.at("row-open", nth=0).click()
        desk.on_page("customers", "customer-page").click()
        desk.on_page("customer", "pane-contacts").click()
        desk.on_page("customer", "contact-add").click()
        desk.page.at("drawer").wait()
        desk.on_page("customer", "parent-name").wait_text("有人客户")
        desk.on_page("customer", "field-name").fill("钱经理")
        desk.on_page("customer", "field-number-0").fill("13577770011")
        desk.press("Control+S")
        desk.on_page("customer", "contact-row").wait_text("钱经理", "13577770011")
        desk.on_page("customer", "contact-open").click()
        desk.on_page("customer", "object-parent").wait_text("有人客户")
        desk.on_page("customer", "object-parent").click()
        desk.on_page("customer", "object-name").wait_text("有人客户")

        desk.on_page("customer", "object-remove").click()
        desk.page.at("confirm-dialog").wait_text("有人客户", "1 个联系人")
        self.assertFalse(desk.page.at("confirm-do").enabled(), "the number of contacts must be typed")
        desk.page.at("remove-contacts").fill("1")
        desk.page.at("confirm-do").click()
        desk.page.at("page-customers").wait()
        self.assertEqual(self.contacts("钱经理"), [])
        desk.on_page("customers", "deleted-open").click()
        desk.row("deleted_objects").wait_text("有人客户")
        desk.page.css('[data-testid="page-deleted_objects"] [data-testid="row-restore"]', nth=0).click()
        desk.page.wait_for(lambda: len(self.contacts("钱经理")) == 1,
                           patient(8), "the contact came back with its customer")

    def test_several_numbers_are_dialled_from_a_menu_and_the_group_is_shown(self):
        """R136, R121, R123: which number is asked for; the directory of groups narrows the list."""
        made = self.made(draft("多号客户", "13577770020", "13577770021", owner="10001"))
        self.made(draft("别组客户", "13577770022", owner="10001"))
        desk = self.agent(1)
        desk.go("customers")
        desk.row("customers").wait_text("客户")
        desk.open(f"/customers/{made['id']}")
        desk.on_page("customer", "object-name").wait_text("多号客户")
        desk.on_page("customer", "object-group").choose("华东")
        desk.on_page("customer", "dynamics").wait_text("华东")
        desk.on_page("customer", "dial-menu").click()
        desk.page.at("dial-number-1").wait_text("13577770021")
        desk.press("Escape")
        desk.go("customers")
        desk.page.css('[data-testid="group-directory"] button[title="华东"]').click()
        desk.row("customers").wait_text("多号客户")
        self.assertEqual(desk.page.css('[data-testid="page-customers"] [data-testid="list-row"]').count(), 1)
