"""The long ways through the CRM, each gone from its beginning to its end in one sitting (issue 6)."""
import urllib.parse

from harness.api import Api
from harness.browser_case import BrowserCase
from harness.patience import patient

EVERYBODY = {"everybody": True, "roles": [], "departments": [], "people": []}
NOBODY = {"everybody": False, "roles": [], "departments": [], "people": []}


def draft(name, *numbers, **more):
    return {"name": name, "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": number, "kind": ""} for number in numbers], **more}


class CrmJourneys(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")

    @classmethod
    def set_up(cls, kind, body):
        reply = cls.admin.post(f"/api/v1/crm/{kind}", body)
        assert reply.status == 201, reply
        return reply.json

    def made(self, who, body):
        reply = who.post("/api/v1/customers", body)
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def rows(self, desk, name):
        return desk.page.css(f'[data-testid="page-{name}"] [data-testid="list-row"]').count()

    def wait_rows(self, desk, name, count):
        desk.page.wait_for(lambda: self.rows(desk, name) == count, patient(10),
                           lambda: f"{count} rows on {name}, there are {self.rows(desk, name)}")

    def own_field(self, object, name):
        return self.set_up("fields", {"object": object, "type": "text", "name": name, "choices": [],
                                      "readers": EVERYBODY, "writers": EVERYBODY})["key"]


class LeadToCustomer(CrmJourneys):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tag = cls.set_up("tag-groups", {"object": "customer", "name": "等级", "colour": "green",
                                        "tags": [{"name": "贵宾"}]})["tags"][0]
        cls.set_up("tag-groups", {"object": "lead", "name": "热度", "colour": "orange",
                                  "tags": [{"name": "重点", "customer_tag": tag["id"]}, {"name": "一般关注"}]})
        cls.form = cls.set_up("templates", {
            "name": "首次回访", "objects": ["lead"], "published": True, "audience": EVERYBODY,
            "fields": [{"key": "", "type": "radio", "name": "意向", "width": 12, "required": True, "enabled": True,
                        "choices": [{"key": "", "name": "高", "enabled": True}]}]})

    def write_follow_up(self, desk, note, by_form=False):
        page = desk.page
        desk.on_page("customer", "object-follow-up").click()
        page.at("follow-up-form").wait()
        if by_form:
            page.at("follow-up-template").choose(self.form["id"])
            page.css(f'[data-testid="template-{self.form["fields"][0]["key"]}"] input').click()
        page.at("follow-up-note").fill(note)
        page.at("follow-up-save").click()
        page.at("follow-up-form").wait_gone()

    def test_a_lead_is_followed_up_until_it_is_a_customer_with_what_was_known_of_it(self):
        """R147, R133, R164, R148, R163: fields by the mapping, tags by their partner, and who was followed up when."""
        source, origin = self.own_field("lead", "线索渠道"), self.own_field("customer", "客户渠道")
        mapping = self.admin.get("/api/v1/crm/mapping").json["fields"]
        reply = self.admin.put("/api/v1/crm/mapping",
                               {"fields": [*mapping, {"lead_field": source, "customer_field": origin}]})
        self.assertEqual(reply.status, 200, reply)
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.go("leads")
        desk.on_page("leads", "lead-create").click()
        desk.page.at("field-name").fill("展会线索")
        desk.page.at("field-number-0").fill("手机:13577771001")
        desk.page.at("field-note").fill("想要报价")
        desk.page.at(f"field-fields.{source}").fill("春季展会")
        desk.press("Control+S")
        desk.on_page("leads", "customer-facts").wait_text("13577771001", "春季展会")
        desk.on_page("leads", "customer-page").click()
        desk.on_page("customer", "object-name").wait_text("展会线索")

        desk.on_page("customer", "object-tag").click()
        for name in ("重点", "一般关注"):
            desk.page.css(f'[data-testid="tag-dialog"] [data-name="{name}"]').click()
        desk.page.at("tags-save").click()
        desk.on_page("customer", "object-tags").wait_text("重点", "一般关注")
        self.write_follow_up(desk, "第一次电话，有兴趣", by_form=True)
        self.write_follow_up(desk, "已发报价单")
        desk.on_page("customer", "dynamics").wait_text("第一次电话，有兴趣", "已发报价单")
        desk.on_page("customer", "pane-follow_ups").click()
        desk.page.wait_for(lambda: desk.page.css('[data-testid="page-customer"] [data-testid="follow-up"]').count() == 2,
                           patient(8), "both follow-ups stand with the lead")

        desk.on_page("customer", "object-convert").click()
        desk.page.wait_for(lambda: desk.on_page("lead_conversion", "field-name").value() == "展会线索", patient(8),
                           "the form is filled in")
        form = lambda name: desk.on_page("lead_conversion", name)
        self.assertEqual(form(f"field-fields.{origin}").value(), "春季展会")
        self.assertEqual(form("field-number-0").value(), "13577771001")
        self.assertTrue(form("conversion-tags").evaluate("box => box.querySelector('[data-name=贵宾]').checked"))
        desk.press("Control+S")
        desk.page.wait_for(lambda: desk.page.at("page-customer").visible()
                           and desk.page.at("page-customer").attribute("data-object") == "customer", patient(8),
                           "the new customer's page")
        desk.on_page("customer", "object-tags").wait_text("贵宾")
        desk.on_page("customer", "customer-facts").wait_text("春季展会", "想要报价")
        desk.go("follow_ups")
        desk.row("follow_ups").wait_text("展会线索")
        desk.go("leads")
        desk.row("leads").wait_text("展会线索", "已转客户")

    def test_a_lead_whose_number_a_customer_has_joins_him(self):
        """R148, R161: no second customer comes of it."""
        there = self.made(self.leader, draft("老客户", "13577771002"))
        lead = self.made(self.leader, draft("又来的线索", "135-7777-1002", object="lead"))
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.go("leads")
        desk.page.css('[data-testid="page-leads"] [data-testid="row-open"]', nth=0).wait_text("又来的线索")
        desk.open(f"/customers/{lead}")
        desk.on_page("customer", "object-name").wait_text("又来的线索")
        desk.on_page("customer", "object-convert").click()
        desk.on_page("lead_conversion", "conversion-there").wait_text("老客户")
        desk.on_page("lead_conversion", "conversion-join").click()
        desk.page.wait_for(lambda: desk.page.url().endswith(f"/customers/{there}"), patient(8), "the customer's page")
        desk.on_page("customer", "object-name").wait_text("老客户")
        found = self.leader.get("/api/v1/customers?search=13577771002").json
        self.assertEqual([one["name"] for one in found["items"]], ["老客户"])
        [converted] = self.leader.get("/api/v1/leads?converted=yes&search=" + urllib.parse.quote("又来的线索")).json["items"]
        self.assertEqual(converted["id"], lead)


class PoolsAndTags(CrmJourneys):
    def test_claims_end_at_the_days_cap_and_at_what_one_may_hold(self):
        """R151, R153, R155: two a day; three in hand; giving one back makes room, but no new day."""
        def pool(name, a_day, holding):
            return self.set_up("pools", {
                "object": "customer", "name": name, "admins": ["10090"], "members": NOBODY | {"people": ["10001"]},
                "claim": {"limited": True, "a_day": a_day, "holding": holding, "cooling_days": 0}})["id"]
        daily, held = pool("每日上限公海", 2, 0), pool("持有上限公海", 0, 3)
        for n in range(3):
            self.made(self.admin, draft(f"按日{n}", f"1380001100{n}", pool=daily))
            self.made(self.admin, draft(f"按持有{n}", f"1380001200{n}", pool=held))
        desk = self.agent(1)
        page = desk.page
        desk.go("customer_pools")
        self.forgive("409")
        for which, allowed, why in ((daily, 2, "今天从该公海领取的数量已达上限"), (held, 1, "上限")):
            desk.on_page("customer_pools", f"directory-{which}").click()
            self.wait_rows(desk, "customer_pools", 3)
            for n in range(allowed):
                desk.on_page("customer_pools", "row-claim").click()
                self.wait_rows(desk, "customer_pools", 2 - n)
            desk.on_page("customer_pools", "row-claim").click()
            page.at("toast-bad").wait_text(why)
            page.css('[data-testid="toast-bad"] button', nth=0).click()
            self.assertEqual(self.rows(desk, "customer_pools"), 3 - allowed, "refused: it stays in the pool")
        # What one holds is given back; then there is room for the next one.
        desk.go("customers")
        mine = page.css('[data-testid="page-customers"] [data-testid="row-open"]:has-text("按持有")', nth=0)
        mine.wait()
        mine.click()
        desk.on_page("customers", "customer-page").click()
        desk.on_page("customer", "object-give_up").click()
        page.at("field-pool").choose(held)
        page.at("field-reason").choose("no_budget")
        page.at("action-do").click()
        page.at("toast-ok", nth=0).wait_text("已放弃")
        desk.go("customer_pools")
        desk.on_page("customer_pools", f"directory-{held}").click()
        self.wait_rows(desk, "customer_pools", 3)
        desk.on_page("customer_pools", "row-claim").click()
        self.wait_rows(desk, "customer_pools", 2)

    def test_tags_of_many_are_replaced_one_by_another_and_then_all(self):
        """R132, B11: 替换 and 覆盖; who never had the tag stays as he was."""
        tags = {one["name"]: one["id"] for one in self.set_up(
            "tag-groups", {"object": "customer", "name": "意向", "colour": "blue",
                           "tags": [{"name": "冷"}, {"name": "热"}, {"name": "急"}]})["tags"]}
        ids = [self.made(self.leader, draft(f"标签客户{n}", f"1380001300{n}", owner="10090")) for n in range(3)]
        for given, whom in ((["冷", "急"], ids[:2]), (["急"], ids[2:])):
            reply = self.leader.post("/api/v1/objects/actions", {
                "action": "tags", "how": "add", "tags": [tags[name] for name in given], "ids": whom})
            self.assertEqual(reply.status, 200, reply)
        desk = self.leader_desk()
        page = desk.page
        desk.go("customers")
        desk.on_page("customers", "list-search").fill("标签客户")
        desk.press("Enter")
        self.wait_rows(desk, "customers", 3)

        def tagged(how):
            desk.on_page("customers", "tick-page").click()
            page.at("batch-tags").click()
            page.at(f"tags-how-{how}").click()
        def shown():
            texts = page.css('[data-testid="page-customers"] [data-testid="list-row"]').evaluate_all(
                "rows => rows.map(row => row.innerText)")
            return [sorted(name for name in tags if name in text) for text in texts]
        def wait_shown(*wanted):
            page.wait_for(lambda: sorted(shown()) == sorted(wanted), patient(8), lambda: f"tags {wanted}, are {shown()}")

        wait_shown(["冷", "急"], ["冷", "急"], ["急"])
        tagged("replace_one")
        page.at("field-tag-from").choose(tags["冷"])
        page.at("field-tag-to").choose(tags["热"])
        page.at("action-do").click()
        wait_shown(sorted(["热", "急"]), sorted(["热", "急"]), ["急"])
        tagged("replace_all")
        page.css('[data-testid="action-dialog"] [data-name="冷"]').click()
        page.at("action-do").click()
        wait_shown(["冷"], ["冷"], ["冷"])
        desk.on_page("customers", "row-detail").click()
        desk.on_page("customers", "customer-changes").wait_text("标签")


class OneCustomer(CrmJourneys):
    def test_a_number_is_chosen_from_the_menu_and_that_one_is_dialled(self):
        """R136."""
        customer = self.made(self.leader, draft("多号客户", "13577772001", "13577772002", "13577772003", owner="10001"))
        desk = self.agent(1)
        desk.go("customers")
        desk.row("customers").wait_text("多号客户")
        desk.open(f"/customers/{customer}")
        desk.wait_ready_to_work()
        desk.on_page("customer", "object-name").wait_text("多号客户")
        desk.on_page("customer", "dial-menu").click()
        desk.page.at("dial-number-0").wait_text("13577772001")
        desk.page.at("dial-number-1").click()
        far = self.carrier.expect_call()
        self.assertEqual(far.invite.uri.split("@")[0], "sip:13577772002")
        far.ring()
        desk.wait_kind("dialling")
        far.refuse(486)
        desk.wait_after_call()
        # By the keyboard: down to the last one.
        desk.set_ready()
        desk.on_page("customer", "dial-menu").click()
        desk.page.wait_for(lambda: desk.page.evaluate("document.activeElement.dataset.testid") == "dial-number-0",
                           patient(5), "the first has the focus")
        desk.press("ArrowUp")
        desk.press("Enter")
        far = self.carrier.expect_call()
        self.assertEqual(far.invite.uri.split("@")[0], "sip:13577772003")
        far.ring()
        desk.wait_kind("dialling")
        far.refuse(486)
        desk.wait_after_call()

    def test_a_row_with_several_numbers_asks_which_one(self):
        """R136, R139: the telephone beside a number in the list; numbers are added by the mouse and by Enter."""
        self.made(self.leader, draft("行内客户", "13577772031", "13577772032", owner="10001"))
        desk = self.agent(1)
        desk.wait_ready_to_work()
        desk.go("customers")
        desk.on_page("customers", "list-search").fill("行内客户")
        desk.press("Enter")
        self.wait_rows(desk, "customers", 1)
        desk.on_page("customers", "row-open").click()
        desk.on_page("customers", "customer-edit").click()
        desk.on_page("customers", "add-number").click()
        focused = "document.activeElement.dataset.testid"
        for index, typed in ((2, "公司:13577772033"), (3, "13577772034")):
            desk.page.wait_for(lambda: desk.page.evaluate(focused) == f"field-number-{index}", patient(5),
                               "typing goes on in the new row")
            desk.page.type(typed)
            desk.press("Enter")
        desk.press("Control+S")
        desk.on_page("customers", "customer-facts").wait_text("13577772033", "公司", "13577772034")
        desk.on_page("customers", "drawer-close").click()
        desk.page.css('[data-testid="page-customers"] [data-testid="list-row"] .dial', nth=0).click()
        desk.page.at("dial-choice").wait_text("行内客户", "13577772031", "13577772032", "公司")
        desk.page.at("dial-number-2").click()
        far = self.carrier.expect_call()
        self.assertEqual(far.invite.uri.split("@")[0], "sip:13577772033")
        far.ring()
        desk.wait_kind("dialling")
        far.refuse(486)
        desk.wait_after_call()

    def test_a_follow_up_is_written_from_the_row_of_a_contact(self):
        """R133, R143: the row's own acts are 写跟进 and 删除."""
        customer = self.made(self.leader, draft("联系人的客户", "13577772041"))
        contact = self.made(self.leader, draft("孙经理", "13577772042", object="contact", parent=customer))
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.go("contacts")
        desk.on_page("contacts", "list-search").fill("孙经理")
        desk.press("Enter")
        self.wait_rows(desk, "contacts", 1)
        desk.on_page("contacts", "row-follow_up").click()
        desk.page.at("follow-up-dialog").wait_text("孙经理")
        desk.page.at("follow-up-note").fill("寄了样品")
        desk.page.at("follow-up-save").click()
        desk.page.at("follow-up-form").wait_gone()
        [written] = self.leader.get(f"/api/v1/customers/{contact}/follow-ups").json["items"]
        self.assertEqual(written["note"], "寄了样品")

    def test_a_list_says_who_changed_a_customer_and_is_narrowed_by_when(self):
        """R122, R139: the last editor is a column that is chosen; the time of the change is a condition that is."""
        self.made(self.agent_api(1), draft("改过的客户", "13577772061"))
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.open("/customers?find=13577772061")
        self.wait_rows(desk, "customers", 1)
        desk.on_page("customers", "list-columns").click()
        desk.page.css('.el-popover:visible label:has-text("更新人") input').click()
        desk.press("Escape")
        desk.page.css('[data-testid="list-row"] [data-column="updater"]').wait_text("10001")
        desk.on_page("customers", "row-open").click()
        desk.on_page("customers", "customer-edit").click()
        desk.on_page("customers", "field-note").fill("核实过地址")
        desk.press("Control+S")
        desk.on_page("customers", "customer-facts").wait_text("核实过地址", "组长")
        desk.page.css('[data-testid="list-row"] [data-column="updater"]').wait_text("10090")
        desk.on_page("customers", "drawer-close").click()
        self.assertFalse(desk.on_page("customers", "filter-updated").visible())
        desk.on_page("customers", "list-filters").click()
        desk.page.at("choose-filter-updated").click()
        desk.press("Escape")
        desk.on_page("customers", "filter-updated").wait()
        desk.open("/customers?find=13577772061&updated=2020-01-01_2020-01-02")
        desk.on_page("customers", "chip-updated").wait_text("2020")
        desk.on_page("customers", "block-empty").wait()
        desk.on_page("customers", "chip-updated").click()
        self.wait_rows(desk, "customers", 1)

    def test_a_deletion_is_taken_back_from_its_notice(self):
        """R130 (U11): 撤销, for as long as the notice stands."""
        self.made(self.leader, draft("误删客户", "13577772011"))
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.go("customers")
        desk.on_page("customers", "list-search").fill("误删客户")
        desk.press("Enter")
        self.wait_rows(desk, "customers", 1)
        desk.on_page("customers", "row-open").click()
        desk.on_page("customers", "customer-remove").click()
        desk.page.at("confirm-dialog").wait_text("误删客户")
        desk.page.at("confirm-do").click()
        desk.page.at("toast-ok").wait_text("误删客户")
        desk.on_page("customers", "block-empty").wait()
        self.assertEqual(self.leader.get("/api/v1/customers?search=13577772011").json["items"], [])
        desk.page.at("toast-offer").click()
        desk.page.wait_for(lambda: self.leader.get("/api/v1/customers?search=13577772011").json["items"], patient(8),
                           "the customer is back")
        desk.row("customers").wait_text("误删客户")

    def test_more_contacts_than_the_page_shows_are_one_click_away(self):
        """R134: a hundred stand on the customer's page; the list of all of them holds nobody else's."""
        customer = self.made(self.leader, draft("多联系人客户", "13577772051"))
        stranger = self.made(self.leader, draft("另一家", "13577772052"))
        self.made(self.leader, draft("别家的人", "13577772053", object="contact", parent=stranger))
        for n in range(101):
            self.made(self.leader, draft(f"联系人{n}", f"1357778{n:04}", object="contact", parent=customer))
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.open(f"/customers/{customer}")
        desk.on_page("customer", "pane-contacts").click()
        desk.on_page("customer", "contact-row").wait()
        self.assertEqual(desk.page.at("contact-row").count(), 100)
        desk.on_page("customer", "contacts-more").click()
        desk.on_page("contacts", "list-range").wait_text("101")

    def test_more_of_the_history_is_one_click_from_the_call(self):
        """R072, R075, R168: five on the call page, 查看更多 leads to all of them."""
        number = "13577772021"
        customer = self.made(self.agent_api(1), draft("常来客户", number))
        other = self.made(self.agent_api(1), draft("常来客户的邻居", "13577772022"))
        for n in range(7):
            reply = self.agent_api(1).post(f"/api/v1/customers/{customer}/services", {"note": f"第{n}次咨询"})
            self.assertEqual(reply.status, 204, reply)
        self.assertEqual(self.agent_api(1).post(f"/api/v1/customers/{other}/services", {"note": "无关"}).status, 204)
        desk = self.agent(1)
        call = self.customer_rings(desk, customer=number)
        desk.answer()
        call.wait_up()
        desk.go("call")
        desk.on_page("call", "call-tab-services").click()
        desk.on_page("call", "customer-services").wait_text("第6次咨询")
        self.assertNotIn("第1次咨询", desk.on_page("call", "customer-services").text())
        desk.on_page("call", "services-more").click()
        desk.page.at("page-contact_history").wait()
        self.wait_rows(desk, "contact_history", 7)
        shown = desk.page.css('[data-testid="page-contact_history"]').text()
        self.assertNotIn("无关", shown)
        call.bye()
        desk.wait_after_call()
