"""Work orders at the pages: from a call that does not solve it, to the handler in another browser, to its end."""
from harness.browser_case import BrowserCase
from harness.patience import patient


class WorkOrders(BrowserCase):
    def customer(self, name, number):
        reply = self.agent_api(1).post("/api/v1/customers", {
            "name": name, "gender": "unknown", "level": "一般", "note": "", "numbers": [{"number": number, "kind": ""}]})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def badge(self, desk):
        badge = desk.page.at("badge-work_orders")
        return badge.text() if badge.visible() else ""

    def wait_badge(self, desk, count):
        desk.page.wait_for(lambda: self.badge(desk) == count, patient(8), lambda: f"badge {count!r}, is {self.badge(desk)!r}")

    def test_from_an_unsolved_call_to_the_end(self):
        """R076, R077, R167, R170–R176: 创建工单, send, the badge, handle, close, 在途, 历史."""
        number = "13656668001"
        self.customer("陈女士", number)
        admin = self.admin_desk()
        admin.bar.wait(patient(15))
        admin.open("/admin/work_orders")
        admin.page.at("order-add-group").click()
        admin.page.at("field-groups[0].name").fill("IT 处理组")
        admin.page.css('[data-testid="order-group-people-0"] input').fill("10002")
        admin.page.at("person-10002").click()
        admin.page.at("save").click()
        admin.page.wait_for(lambda: self.admin.get("/api/v1/work-orders/settings").json["groups"], patient(8), "saved")
        [group] = self.admin.get("/api/v1/work-orders/settings").json["groups"]
        self.assertEqual((group["name"], group["people"]), ("IT 处理组", ["10002"]))

        handler = self.agent(2)
        handler.set_busy()
        desk = self.agent(1)
        page = desk.page
        call = self.customer_rings(desk, customer=number)
        desk.answer()
        call.wait_up()
        desk.go("call")
        page.at("service-note").fill("邮箱打不开")
        page.at("service-concerns").fill("邮箱")
        page.at("service-priority").choose("high")
        page.at("service-create-order").click()
        dialog = page.at("order-dialog")
        dialog.wait_text("第1步-坐席发起", "陈女士")
        self.assertEqual(page.at("order-description").value(), "邮箱打不开")
        page.at("order-description").fill("邮箱打不开，提示密码错误")
        page.at("order-send").click()
        page.at("handler-group-IT 处理组").wait()
        page.at("handler-10002").click()
        page.at("order-remark").fill("客户着急")
        page.at("order-do").click()
        # The other browser is told on the open page, for some seconds.
        handler.page.at("toast-info").wait_text("新的待办工单")
        page.at("order-step").wait_text("第2步-处理")
        desk.press("Escape")
        dialog.wait_gone()
        page.at("call-tab-orders").click()
        page.at("customer-order").wait_text("邮箱打不开，提示密码错误", "处理中")
        # R077: what is under way and what is over, from the query box.
        page.at("customer-query-open").click()
        page.css('[data-testid="customer-query"] [data-testid="list-search"]').fill("陈女士")
        page.at("query-tab-orders").click()
        page.css('[data-testid="customer-query"] [data-testid="customer-order"]').wait_text("邮箱打不开")
        page.at("query-tab-past_orders").click()
        page.css('[data-testid="customer-query"] [data-testid="block-empty"]').wait()
        desk.press("Escape")
        call.bye()
        desk.wait_after_call()

        # The other browser: the badge stands.
        self.wait_badge(handler, "1")
        handler.go("work_orders")
        handler.on_page("work_orders", "preset-todo").click()
        handler.row("work_orders").wait_text("邮箱打不开", "陈女士", "处理中")
        handler.on_page("work_orders", "row-open").click()
        handler.page.at("order-step").wait_text("第2步-处理")
        handler.page.at("order-steps").wait_text("发送", "客户着急")

        # It goes on without him: urged once, and then not at once again.
        desk.go("work_orders")
        desk.on_page("work_orders", "preset-in_transit").click()
        desk.row("work_orders").wait_text("邮箱打不开")
        desk.on_page("work_orders", "row-open").click()
        page.at("order-urge").click()
        page.at("order-do").click()
        handler.page.at("toast-info").wait_text("被催")
        page.wait_for(lambda: not page.at("order-urge").enabled(), patient(5), "once in so many minutes")
        handler.page.wait_for(lambda: "已催 1 次" in handler.page.at("work-order").text(), patient(8), "the open order says so")

        handler.page.at("order-finish").click()
        handler.page.at("order-remark").fill("已重置密码")
        handler.page.at("order-do").click()
        handler.page.at("order-step").wait_text("办结")
        handler.page.at("order-close").click()
        handler.page.at("order-do").click()
        handler.page.at("order-step").wait_text("关闭")
        self.wait_badge(handler, "")
        # The agent's page has heard of it: nothing is under way any more, and it stands in the history.
        page.at("order-step").wait_text("关闭")
        page.at("drawer-close").click()
        desk.on_page("work_orders", "block-empty").wait()
        desk.on_page("work_orders", "preset-history").click()
        desk.row("work_orders").wait_text("邮箱打不开", "已关闭")
        desk.go("system_messages")
        page.at("system-message", nth=0).wait_text("关闭了工单")
        # R166, R167: the record that it came from names it.
        desk.go("service_records")
        [order] = self.admin.get("/api/v1/work-orders").json["items"]
        desk.row("service_records").wait_text(order["order_number"])
        desk.on_page("service_records", "row-open").click()
        page.at("service-order").click()
        page.at("order-dialog").wait_text(order["order_number"], "关闭")

    def test_a_draft_outlives_its_window_and_can_be_deleted(self):
        """R167, R173."""
        customer = self.customer("李先生", "13656668002")
        api = self.agent_api(1)
        api.post(f"/api/v1/customers/{customer}/services", {"note": "发票开错"})
        desk = self.agent(1)
        page = desk.page
        desk.go("service_records")
        desk.on_page("service_records", "row-open").click()
        page.at("service-to-order").click()
        page.at("order-description").fill("发票开错，要专票")
        page.wait_for(lambda: page.at("draft-state").visible(), patient(8), "it is kept while one types")
        desk.press("Escape")
        page.at("order-dialog").wait_gone()
        page.at("drawer-close").click()
        desk.go("work_orders")
        desk.on_page("work_orders", "preset-drafts").click()
        desk.row("work_orders").wait_text("发票开错，要专票", "草稿")
        desk.on_page("work_orders", "row-open").click()
        page.at("order-delete").click()
        page.at("confirm-do").click()
        desk.on_page("work_orders", "block-empty").wait()
        self.assertEqual(api.get("/api/v1/work-orders/mine").json["drafts"], 0)
