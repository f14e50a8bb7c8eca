"""What is written down about customers, at the pages: in a call, on the desk and in the lists."""
import tempfile
import time
from pathlib import Path

from harness.browser_case import BrowserCase
from harness.patience import patient
from harness.picture import png
from harness.site import noon_zone


class FollowUps(BrowserCase):
    @classmethod
    def site(cls, carrier_address):
        site = super().site(carrier_address)
        site.tenant["zone"] = noon_zone()
        return site

    def customer(self, name, number):
        reply = self.agent_api(1).post("/api/v1/customers", {
            "name": name, "gender": "unknown", "level": "一般", "note": "", "numbers": [{"number": number, "kind": ""}]})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def on_call(self, desk, number):
        call = self.customer_rings(desk, customer=number)
        desk.answer()
        call.wait_up()
        desk.go("call")
        desk.on_page("call", "customer-facts").wait()
        return call

    def test_a_service_record_outlives_a_reload_and_stands_in_its_lists(self):
        """R072, R074, R075, R076, R166, R168."""
        desk, number = self.agent(1), "13656660001"
        self.customer("陈女士", number)
        call = self.on_call(desk, number)
        page = desk.page
        page.at("service-note").fill("打印机卡纸")
        page.at("service-concerns").fill("打印")
        page.at("service-state").choose("following")
        page.wait_for(lambda: page.at("draft-state").visible()
                      and page.at("draft-state").attribute("data-state") == "saved", patient(15), "the draft is kept")
        page.reload()
        desk.bar.wait(15)
        desk.go("call")
        page.wait_for(lambda: page.at("service-note").visible() and page.at("service-note").value() == "打印机卡纸",
                      patient(15), "what was typed is there again")
        page.at("service-next-tomorrow").click()
        desk.press("Control+Enter")
        page.at("call-tab-services").click()
        page.at("customer-services").wait_text("打印机卡纸", "处理中")
        page.wait_for(lambda: page.at("service-note").value() == "", patient(5), "the form is empty again")
        api = self.agent_api(1)
        page.wait_for(lambda: not api.get("/api/v1/me/drafts").json["items"], patient(15), "saved: no draft any more")
        page.at("call-tab-plans").click()
        page.at("plan", nth=0).wait_text("打印机卡纸")
        # R077: somebody else is looked up beside the call.
        self.customer("李先生", "13656660009")
        page.at("customer-query-open").click()
        page.css('[data-testid="customer-query"] [data-testid="list-search"]').fill("李先")
        page.at("customer-query").wait_text("136", "李先生")
        desk.press("Escape")
        call.bye()
        desk.wait_after_call()
        desk.go("service_records")
        desk.row("service_records").wait_text("陈女士", "打印机卡纸")
        desk.on_page("service_records", "row-open").click()
        page.at("service-edit").click()
        page.css('[data-testid="service-edit-form"] [data-testid="service-state"]').choose("solved")
        page.at("service-change").click()
        desk.row("service_records").wait_text("已解决")
        page.at("drawer-close").click()
        page.at("list-contact_history", nth=0).click()
        desk.row("contact_history").wait_text("打印", "已解决")

    def test_a_service_record_is_heard_wherever_it_stands(self):
        """R076, R103: 播放 on the customer's card, on his page and in the query box."""
        desk, number = self.agent(1), "13656660011"
        customer = self.customer("何女士", number)
        call = self.on_call(desk, number)
        page = desk.page
        page.at("service-note").fill("问了保修")
        page.at("service-save").click()
        page.at("call-tab-services").click()
        page.at("customer-services").wait_text("问了保修")
        call.bye()
        desk.wait_after_call()
        self.new_records(1)  # with its recording
        desk.go("customers")
        desk.on_page("customers", "list-search").fill(number)
        desk.press("Enter")
        desk.row("customers").wait_text("何女士")
        desk.on_page("customers", "row-open").click()
        desk.on_page("customers", "service-play").click()
        desk.on_page("customers", "player").wait(patient(10))
        page.css('[data-testid="page-customers"] [data-testid="drawer"]:has([data-testid="player"]) '
                 '[data-testid="drawer-close"]').click()
        desk.on_page("customers", "player").wait_gone()
        desk.on_page("customers", "customer-facts").wait_text("136")
        desk.open(f"/customers/{customer}")
        desk.on_page("customer", "service-play").click()
        desk.on_page("customer", "player").wait(patient(10))
        desk.on_page("customer", "drawer-close").click()
        desk.on_page("customer", "player").wait_gone()
        call = self.on_call(desk, number)
        page.at("customer-query-open").click()
        page.css('[data-testid="customer-query"] [data-testid="list-search"]').fill("何女")
        page.at("query-tab-services").click()
        page.css('[data-testid="customer-query"] [data-testid="service-play"]').click()
        desk.on_page("call", "player").wait(patient(10))
        call.bye()
        desk.wait_after_call()

    def test_a_follow_up_with_a_photo_and_a_date(self):
        """R133, R169, R210."""
        desk, number = self.agent(1), "13656660002"
        customer = self.customer("周女士", number)
        call = self.on_call(desk, number)
        page = desk.page
        page.at("call-tab-follow_ups").click()
        page.at("follow-up-write").click()
        page.at("follow-up-note").fill("已发报价，明天再问")
        with tempfile.TemporaryDirectory() as folder:
            photo, wrong = Path(folder) / "现场.png", Path(folder) / "坏.png"
            photo.write_bytes(png())
            wrong.write_bytes(png()[:-1])
            page.at("follow-up-file-input").give_file(str(photo))
            page.at("follow-up-file").wait_text("现场.png")
            self.forgive("status of 400")
            page.at("follow-up-file-input").give_file(str(wrong))
            page.at("follow-up-file-problem").wait_text("坏.png")
        page.at("follow-up-next-half_hour").click()
        page.at("follow-up-save").click()
        page.at("follow-up-form").wait_gone()
        page.at("follow-up").wait_text("已发报价")
        call.bye()
        desk.wait_after_call()
        desk.go("desk")
        page.at("desk-follow-up").wait_text("周女士")
        page.at("desk-follow-up-met").click()
        page.at("desk-follow-up").wait_gone()
        desk.go("follow_ups")
        desk.row("follow_ups").wait_text("周女士", "已发报价")
        desk.on_page("follow_ups", "row-open").click()
        page.at("drawer").wait_text("现场.png")
        [one] = self.agent_api(1).get(f"/api/v1/customers/{customer}/follow-ups").json["items"]
        self.assertLess(one["next_at_ms"] - time.time() * 1000, 1_900_000)
        page.at("follow-up-remove", nth=0).click()
        page.at("confirm-do").click()
        desk.on_page("follow_ups", "block-empty").wait()

    def test_a_new_customers_card_outlives_a_reload(self):
        """R074: nothing that is typed in a call is lost."""
        desk, number = self.agent(1), "13656660003"
        call = self.customer_rings(desk, customer=number)
        desk.answer()
        call.wait_up()
        desk.go("call")
        page = desk.page
        page.at("field-name").fill("没写完的人")
        api = self.agent_api(1)
        page.wait_for(lambda: api.get("/api/v1/me/drafts").json["items"], patient(15), "the card is kept")
        page.reload()
        desk.bar.wait(15)
        desk.go("call")
        page.wait_for(lambda: page.at("field-name").visible() and page.at("field-name").value() == "没写完的人",
                      patient(15), "what was typed is there again")
        desk.press("Control+S")
        page.at("customer-facts").wait()
        page.wait_for(lambda: not api.get("/api/v1/me/drafts").json["items"], patient(15), "saved: no draft any more")
        call.bye()
        desk.wait_after_call()
