"""By keyboard alone: an order that is read, a focus that is seen, Escape, Enter, and nothing done twice."""
from harness.browser_case import BrowserCase
from harness.patience import patient

# What has the focus, by its test id or its words, and whether one sees that: a ring of its own or of the field around it.
FOCUS = """() => {
  const at = document.activeElement;
  const rings = [at, at.closest('.field, .el-input__wrapper, .el-select__wrapper')].filter(Boolean).map((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  });
  return { id: at.dataset.testid ?? at.innerText ?? '', seen: rings.some(Boolean), dialog: Boolean(at.closest('[role=dialog]')),
           body: at === document.body };
}"""


class Keyboard(BrowserCase):
    def focus(self, page):
        return page.evaluate(f"({FOCUS})()")

    def walk(self, page, steps):
        """Where Tab leads, step by step."""
        found = [self.focus(page)]
        for _ in range(steps):
            page.press("Tab")
            found.append(self.focus(page))
        unseen = [one["id"] for one in found if not one["seen"]]
        self.assertEqual(unseen, [], "the focus is seen wherever it is")
        return [one["id"] for one in found]

    def test_sign_in_is_walked_from_top_to_bottom(self):
        desk = self.desk().open().wait_sign_in_page()
        desk.focus_first_field()
        walked = self.walk(desk.page, 7)
        self.assertEqual(walked[:3], ["sign-in-tenant", "sign-in-account", "sign-in-password"])
        self.assertEqual(walked[4:], ["sign-in-remember", "sign-in-forgot", "sign-in-submit", "sign-in-activate"])

    def test_a_row_is_opened_walked_and_closed(self):
        """The drawer closes by Escape from wherever the last click was, blank space included."""
        for n in range(3):
            reply = self.admin.post("/api/v1/customers", {
                "name": f"键盘客户{n}", "gender": "unknown", "level": "", "note": "",
                "numbers": [{"number": f"1366000100{n}", "kind": ""}]})
            self.assertEqual(reply.status, 201, reply)
        desk = self.admin_desk()
        desk.bar.wait(patient(15))
        desk.go("customers")
        page = desk.page
        row = desk.on_page("customers", "row-open")
        row.wait()
        row.evaluate("link => link.focus()")
        page.press("Enter")
        page.at("customer-facts").wait_text("键盘客户2", "13660001002")
        page.press("ArrowDown")
        page.at("customer-facts").wait_text("13660001001")
        page.at("customer-facts").click(position={"x": 2, "y": 2})
        page.press("Escape")
        page.at("drawer").wait_gone()

    def test_a_dialog_keeps_the_focus_and_sends_once(self):
        desk = self.agent(1)
        desk.go("tasks")
        page = desk.page
        opener = page.at("task-new")
        opener.evaluate("button => button.focus()")
        page.press("Enter")
        page.at("task-form").wait()
        page.wait_for(lambda: self.focus(page)["dialog"], patient(5), "the focus is in the dialog")
        for _ in range(12):
            page.press("Tab")
            self.assertTrue(self.focus(page)["dialog"], self.focus(page))
        page.press("Escape")
        page.at("task-form").wait_gone()
        page.wait_for(lambda: self.focus(page)["id"] == "task-new", patient(5), "back where it was opened")

        page.press("Enter")
        page.at("task-save").wait().click()
        page.at("task-problem").wait_text("请填写内容")
        page.at("task-content").fill("只记一次")
        page.press("Control+Enter")
        page.press("Control+Enter")
        page.at("task-form").wait_gone()
        desk.row("tasks").wait_text("只记一次")
        kept = self.agent_api(1).get("/api/v1/tasks").json["items"]
        self.assertEqual([one["content"] for one in kept], ["只记一次"])
