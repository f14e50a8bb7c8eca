"""The customer's card at a call (R066, R069-R074, R089), and the list of customers."""
from harness.api import Api
from harness.browser_case import BrowserCase
from harness.patience import patient


class Customers(BrowserCase):
    def on_call_page(self, desk, name):
        return desk.on_page("call", name)

    def test_unknown_caller_becomes_a_customer_whom_the_next_ring_names(self):
        """R069, R066, R072, R073, R089."""
        number = "13655550001"
        desk = self.agent(1)
        call = self.customer_rings(desk, customer=number)
        self.assertNotIn("陈女士", desk.ring_text())
        desk.answer()
        call.wait_up()
        desk.go("call")
        self.on_call_page(desk, "customer-form").wait()
        desk.page.wait_for(lambda: self.on_call_page(desk, "field-number-0").value() == number, patient(8),
                           "the number stands in the blank form")
        # R073: nothing is written down about a customer who has not been saved.
        self.on_call_page(desk, "service-first").wait()
        self.on_call_page(desk, "field-name").fill("陈女士")
        desk.press("Control+S")
        self.on_call_page(desk, "customer-facts").wait()
        self.on_call_page(desk, "call-customer-name").wait_text("陈女士")
        self.on_call_page(desk, "service-note").fill("想换货")
        self.on_call_page(desk, "service-save").click()
        self.on_call_page(desk, "call-tab-services").click()
        self.on_call_page(desk, "customer-services").wait_text("想换货")
        desk.hang_up()
        call.wait_ended()
        desk.wait_after_call()
        desk.set_ready()

        call = self.customer_rings(desk, customer="0" + number)
        desk.wait_ring_text("陈女士")  # known before anybody answers, however the network writes it
        desk.answer()
        call.wait_up()
        self.on_call_page(desk, "customer-facts").wait_text("坐席1")
        self.on_call_page(desk, "call-tab-services").click()
        self.on_call_page(desk, "customer-services").wait_text("想换货")
        self.on_call_page(desk, "call-tab-calls").click()
        self.on_call_page(desk, "customer-calls").wait_text("队列600")
        # R074: changed while one talks.
        self.on_call_page(desk, "customer-edit").click()
        self.on_call_page(desk, "field-note").fill("下午联系")
        desk.press("Control+Enter")
        self.on_call_page(desk, "customer-facts").wait_text("下午联系")
        call.bye()
        desk.wait_after_call()

        # The list: my customers, and what became of this one.
        desk.go("customers")
        row = desk.row("customers")
        row.wait_text("陈女士", number)
        desk.on_page("customers", "row-detail").click()
        desk.on_page("customers", "customer-changes").wait_text("下午联系")

    def test_another_customer_is_chosen_and_takes_the_number(self):
        """R069: 更换客户."""
        number, old = "13655550002", "13655550003"
        api = self.agent_api(1)
        saved = api.post("/api/v1/customers", {"name": "王先生", "gender": "male", "level": "一般", "note": "",
                                              "numbers": [{"number": old, "kind": ""}]})
        self.assertEqual(saved.status, 201, saved)
        desk = self.agent(1)
        call = self.customer_rings(desk, customer=number)
        desk.answer()
        call.wait_up()
        desk.go("call")
        self.on_call_page(desk, "customer-form").wait()
        self.on_call_page(desk, "customer-change").click()
        desk.page.at("customer-picker").wait()
        desk.page.css('[data-testid="customer-picker"] [data-testid="list-search"]', nth=0).fill("王先")
        desk.page.at(f"pick-{saved.json['id']}").click()
        desk.page.wait_for(lambda: self.on_call_page(desk, "field-number-1").value() == number, patient(8),
                           "the call's number is offered to the chosen customer")
        desk.press("Control+S")
        self.on_call_page(desk, "customer-facts").wait_text(old, number)
        self.assertEqual(api.get(f"/api/v1/customers/by-number/{number}").json["customer"]["name"], "王先生")
        call.bye()
        desk.wait_after_call()

    def test_a_number_that_is_taken_is_said_and_shown(self):
        """R161: what was typed stays."""
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        taken = {"name": "李先生", "gender": "male", "level": "一般", "note": "", "owner": "10001",
                 "numbers": [{"number": "13655550004", "kind": ""}]}
        self.assertEqual(leader.post("/api/v1/customers", taken).status, 201)
        desk = self.agent(1)
        self.forgive("status of 409")
        desk.go("customers")
        desk.on_page("customers", "customer-create").click()
        desk.page.at("field-name").fill("李四")
        desk.page.at("field-number-0").fill("手机:136 5555 0004")
        desk.press("Control+S")
        desk.page.at("customer-problem").wait()
        self.assertEqual(desk.page.at("field-name").value(), "李四")
        self.assertEqual(desk.page.at("field-kind-0").value(), "手机")
        desk.page.at("customer-other").click()
        desk.page.css(".question .el-button--primary", nth=0).click()  # what was typed is given up knowingly
        desk.page.at("customer-facts").wait_text("13655550004")

    def test_what_was_typed_when_the_next_customer_called_is_kept(self):
        """R074: nothing that was typed is lost because the telephone rang again."""
        desk = self.agent(1)
        call = self.customer_rings(desk, customer="13655550005")
        desk.answer()
        call.wait_up()
        desk.go("call")
        self.on_call_page(desk, "customer-form").wait()
        self.on_call_page(desk, "field-name").fill("赵女士")
        desk.hang_up()
        call.wait_ended()
        desk.wait_after_call()
        desk.set_ready()
        call = self.customer_rings(desk, customer="13655550006")
        desk.answer()
        call.wait_up()
        self.on_call_page(desk, "call-draft").wait_text("赵女士")
        call.bye()
        desk.wait_after_call()
        self.on_call_page(desk, "call-draft-go-on").click()
        desk.page.at("drawer").wait()
        self.assertEqual(desk.on_page("customers", "field-name").value(), "赵女士")
        desk.press("Control+S")
        desk.on_page("customers", "customer-facts").wait_text("13655550005")
        saved = self.agent_api(1).get("/api/v1/customers/by-number/13655550005").json["customer"]
        self.assertEqual((saved["name"], saved["owner"]["number"]), ("赵女士", "10001"))
