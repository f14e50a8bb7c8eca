"""号码隐藏 in the pages: an administrator turns it on, an agent sees the number nowhere and calls it back all the same."""
from harness.admin_desk import AdminDesk
from harness.browser_case import BrowserCase
from harness.case import CUSTOMER
from harness.patience import patient


class Hiding(BrowserCase):
    def hide(self, how):
        admin = AdminDesk(self.admin_desk())
        admin.go("options").page.at("options-calls").click()
        admin.page.at("field-hide_numbers").choose(how)
        admin.save().wait_form_saved()

    def assert_nowhere(self, desk):
        shown = desk.page.css("body").text()
        self.assertNotIn(CUSTOMER, shown)
        self.assertNotIn(CUSTOMER[-4:], shown, "its end")


class HiddenNumbers(Hiding):
    """R264, U16."""

    def test_turned_on_in_the_options_and_dialled_from_the_list(self):
        self.hide("all")
        agent = self.agent(1)
        call = self.customer_rings(agent)
        self.assertIn("*****", agent.ring_text())
        self.assert_nowhere(agent)
        agent.answer()
        agent.wait_talking()
        self.assert_nowhere(agent)
        agent.hang_up()
        agent.wait_after_call()
        call.wait_ended()
        self.new_records(1)

        agent.go("records")
        agent.row("records").wait_text("*****")
        self.assert_nowhere(agent)
        agent.page.css('[data-testid="page-records"] [data-testid="list-row"] button.dial', nth=0).click()
        far = self.carrier.expect_call()
        self.assertEqual(far.invite.uri.split("@")[0], f"sip:{CUSTOMER}")
        far.ring()
        agent.wait_kind("dialling")
        self.assert_nowhere(agent)
        far.refuse(486)
        agent.wait_after_call()


class ManyHiddenNumbers(Hiding):
    def test_numbers_that_look_alike_are_told_apart(self):
        """R069, R136, R264: chosen for the call, the right one is taken away, and the right one is dialled."""
        api = self.agent_api(1)
        saved = api.post("/api/v1/customers", {
            "name": "三号客户", "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": f"1365555010{n}", "kind": ""} for n in (1, 2)]})
        self.assertEqual(saved.status, 201, saved)
        self.hide("all")
        desk = self.agent(1)
        call = self.customer_rings(desk)
        desk.answer()
        call.wait_up()
        desk.go("call")
        desk.on_page("call", "customer-form").wait()
        desk.on_page("call", "customer-change").click()
        desk.page.at(f"pick-{saved.json['id']}").click()
        desk.page.wait_for(lambda: desk.on_page("call", "field-number-2").visible(), patient(8),
                           "the number of the call is offered to the chosen customer")
        desk.on_page("call", "remove-number").click()
        desk.press("Control+S")
        desk.on_page("call", "customer-facts").wait_text("*****")
        numbers = self.admin.get(f"/api/v1/customers/{saved.json['id']}").json["customer"]["numbers"]
        self.assertEqual([one["number"] for one in numbers], ["13655550102", CUSTOMER])
        call.bye()
        desk.wait_after_call()
        desk.go("customers")
        desk.row("customers").wait_text("三号客户", "*****")
        desk.page.css('[data-testid="page-customers"] [data-testid="list-row"] button.dial', nth=0).click()
        desk.page.at("dial-number-1").click()
        far = self.carrier.expect_call()
        self.assertEqual(far.invite.uri.split("@")[0], f"sip:{CUSTOMER}")
        self.assert_nowhere(desk)
        far.refuse(486)
        desk.wait_after_call()


class CalledBack(Hiding):
    def test_missed_calls_are_called_back_from_desk_and_list(self):
        """R109, R264: what cannot be read can be dialled all the same."""
        self.hide("all")
        agent = self.agent(1)
        call = self.customer_rings(agent)
        call.hang_up()
        agent.wait_ring_gone()
        self.new_records(1)
        for page, row in (("desk", '[data-testid="desk-missed-call"]'),
                          ("missed_calls", '[data-testid="page-missed_calls"] [data-testid="list-row"]')):
            with self.subTest(page=page):
                agent.go(page)
                agent.page.css(f"{row} button.dial", nth=0).click()
                far = self.carrier.expect_call()
                self.assertEqual(far.invite.uri.split("@")[0], f"sip:{CUSTOMER}")
                agent.page.wait_for(agent.call_id, 8, "the call in the bar")
                self.assert_nowhere(agent)
                far.refuse(486)
                agent.wait_after_call().wait_kind("idle", "wrap_up")
