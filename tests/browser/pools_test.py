"""Public pools and what is done with many at once, as people use them (R127-R132, R150-R155, R239)."""
from harness.api import Api
from harness.browser_case import BrowserCase
from harness.patience import patient

NOBODY = {"everybody": False, "roles": [], "departments": [], "people": []}


def draft(name, number, **more):
    return {"name": name, "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": number, "kind": ""}], **more}


class Pools(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")

    def set_up(self, kind, body):
        reply = self.admin.post(f"/api/v1/crm/{kind}", body)
        self.assertEqual(reply.status, 201, reply)
        return reply.json

    def pool(self, name, **more):
        return self.set_up("pools", {"object": "customer", "name": name, "admins": ["10090"],
                                     "members": NOBODY | {"people": ["10001"]}, **more})["id"]

    def rows(self, desk, name):
        return desk.page.css(f'[data-testid="page-{name}"] [data-testid="row-open"]').count()

    def made(self, who, body):
        reply = who.post("/api/v1/customers", body)
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def test_a_member_claims_out_of_the_pool_until_his_limit(self):
        """R151, R153, R154, R155: the directory of pools, hidden numbers, one click, and why no more."""
        pool = self.pool("东区公海", hide_numbers=True, claim={"limited": True, "a_day": 1, "holding": 0, "cooling_days": 0})
        for n in range(2):
            self.made(self.admin, draft(f"公海客户{n}", f"1380000100{n}", pool=pool))
        desk = self.agent(1)
        desk.go("customer_pools")
        desk.on_page("customer_pools", f"directory-{pool}").click()
        desk.page.wait_for(lambda: self.rows(desk, "customer_pools") == 2, patient(8), "two customers in the pool")
        desk.row("customer_pools").wait_text("138****100", "东区公海")
        desk.on_page("customer_pools", "row-claim").click()
        desk.page.at("toast-ok").wait_text("已领取")
        desk.page.wait_for(lambda: self.rows(desk, "customer_pools") == 1, patient(8), "it has left the pool")
        self.forgive("409")
        desk.on_page("customer_pools", "row-claim").click()
        desk.page.at("toast-bad").wait_text("今天从该公海领取的数量已达上限")
        desk.go("customers")
        desk.row("customers").wait_text("公海客户", "1380000100")

    def test_much_is_done_at_once_and_what_failed_is_named(self):
        """R127, R128, R129, R132: ticked rows get tags; all that fits changes its owner; one is given up with a reason."""
        self.pool("西区公海")
        self.set_up("tag-groups", {"object": "customer", "name": "意向", "colour": "blue",
                                   "tags": [{"name": "高"}, {"name": "低"}]})
        for n in range(3):
            self.made(self.leader, draft(f"批量{n}", f"1380000200{n}", owner="10001" if n else "10090"))
        desk = self.leader_desk()
        desk.go("customers")
        desk.on_page("customers", "list-search").fill("批量")
        desk.press("Enter")
        desk.page.wait_for(lambda: self.rows(desk, "customers") == 3, patient(8), "three are found")
        desk.on_page("customers", "tick-page").click()
        desk.page.at("batch-count").wait_text("3")
        desk.page.at("batch-tags").click()
        desk.page.css('[data-testid="action-dialog"] [data-name="高"]').click()
        desk.page.at("action-do").click()
        desk.page.at("toast-ok").wait_text("已编辑标签")
        desk.row("customers").wait_text("高")

        desk.on_page("customers", "tick-page").click()
        desk.page.at("batch-change_owner").click()
        desk.page.at("field-owner").choose("10001")
        desk.page.at("action-do").click()
        desk.page.at("action-figures").wait_text("成功 1", "失败 2")
        desk.page.at("action-failures").wait_text("编辑失败")
        desk.page.at("action-close").click()

        desk.on_page("customers", "row-open").click()
        desk.on_page("customers", "customer-page").click()
        desk.page.at("page-customer").wait()
        desk.on_page("customer", "object-give_up").click()
        desk.page.at("field-pool").choose(desk.page.css('[data-testid="field-pool"] option:last-child').attribute("value"))
        desk.page.at("field-reason").choose("no_budget")
        desk.page.at("action-do").click()
        desk.page.at("toast-ok").wait_text("已放弃")
        desk.go("customer_pools")
        desk.row("customer_pools").wait_text("批量2")
        desk.on_page("customer_pools", "row-open").click()
        desk.on_page("customer_pools", "customer-changes").wait_text("流转", "理由", "预算不足")

    def test_the_stages_stand_above_the_list_and_narrow_it(self):
        """R239: a figure and a bar for each stage; choosing one shows whom it is made of."""
        stages = self.admin.get("/api/v1/crm/book").json["stages"]
        won = self.made(self.leader, draft("成交客户", "13800003000"))
        reply = self.leader.post("/api/v1/objects/actions",
                                 {"action": "stage", "stage": stages[-1]["id"], "ids": [won]})
        self.assertEqual(reply.status, 200, reply)
        desk = self.leader_desk()
        desk.go("customers")
        desk.on_page("customers", "funnel-toggle").click()
        bar = desk.on_page("customers", f"funnel-{stages[-1]['id']}")
        desk.page.wait_for(lambda: bar.attribute("data-count") == "1", patient(8), "the stage is counted")
        bar.click()
        desk.page.wait_for(lambda: self.rows(desk, "customers") == 1, patient(8), "the list is narrowed")
        desk.row("customers").wait_text("成交客户")
        desk.on_page("customers", "funnel-export").click()
        desk.page.at("export-xlsx").click()
        jobs = lambda: [(job["list"], job["state"]) for job in self.leader.items("/api/v1/data-jobs")]
        desk.page.wait_for(lambda: jobs() == [("customer-stages", "done")], patient(8), jobs)
