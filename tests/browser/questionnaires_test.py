"""Questionnaires at the pages: made by the leader, filled in during a call, corrected, counted, deleted."""
from harness.browser_case import BrowserCase
from harness.patience import patient


class Questionnaires(BrowserCase):
    def made(self, name):
        choice = {"required": True, "options": [{"text": "满意"}, {"text": "不满意"}]}
        reply = self.admin.post("/api/v1/questionnaires", {"name": name, "state": "open", "version": 0, "questions": [
            {"kind": "single", "text": "是否满意", **choice}, {"kind": "text", "text": "建议"}]})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["form"]

    def customer(self, name, number):
        reply = self.agent_api(1).post("/api/v1/customers", {
            "name": name, "gender": "unknown", "level": "一般", "note": "", "numbers": [{"number": number, "kind": ""}]})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def add_question(self, page, kind, text, options=(), required=False):
        page.at("add-question").click()
        page.at(f"add-{kind}").click()
        page.at("question-text").fill(text)
        if required:
            page.at("field-question-required").click()
        for at, option in enumerate(options):
            if at > 1:
                page.at("add-option").click()
            page.at("option-text", nth=at).fill(option)

    def found(self, name):
        items = self.admin.get("/api/v1/questionnaires?size=100").json["items"]
        return next((one for one in items if one["name"] == name), None)

    def test_made_filled_in_corrected_and_counted(self):
        """R193, R195, R196, R224."""
        leader = self.leader_desk()
        leader.bar.wait(patient(15))
        leader.go("questionnaires")
        page = leader.page
        page.at("questionnaire-create").click()
        page.at("page-questionnaire").wait()
        page.at("field-name").fill("新客户回访")
        self.add_question(page, "single", "是否满意", ("满意", "不满意"), required=True)
        self.add_question(page, "multiple", "原因", ("价格", "质量", "服务"))
        self.add_question(page, "drop_down", "从哪里知道我们", ("网络",))
        self.add_question(page, "text", "建议")
        self.forgive("status of 422")
        page.at("save").click()
        page.at("question-2").wait_text("必填")  # its second option is empty
        page.at("choose-question-2").click()
        page.at("option-text", nth=1).fill("朋友")
        page.at("save").click()
        page.wait_for(lambda: self.found("新客户回访"), patient(8), "submitted")
        # The text goes to the top: by its grip and the arrow keys.
        for _ in range(3):
            index = next(at for at in range(4) if "建议" in page.at(f"question-{at}").text())
            page.css(f'[data-testid="question-{index}"] [data-testid="grip"]').press("ArrowUp")
        page.at("question-0").wait_text("建议")
        page.at("save").click()
        questionnaire = self.found("新客户回访")["id"]
        path = f"/api/v1/questionnaires/{questionnaire}"
        page.wait_for(lambda: self.admin.get(path).json["form"]["questions"][0]["text"] == "建议", patient(8), "put in order")

        number = "13656669001"
        customer = self.customer("何女士", number)
        desk = self.agent(1)
        call = self.customer_rings(desk, customer=number)
        desk.answer()
        call.wait_up()
        desk.go("call")
        page = desk.page
        page.at("call-tab-sheets").click()
        page.at("questionnaire-choose").choose(questionnaire)
        page.at("sheet-form").wait()
        page.css('[data-testid="answer-2"] label:nth-of-type(1)').click()
        page.css('[data-testid="answer-2"] label:nth-of-type(3)').click()
        page.at("sheet-save").click()
        page.at("answer-1").wait_text("必填")
        page.css('[data-testid="answer-1"] label:nth-of-type(2)').click()
        page.css('[data-testid="answer-0"] textarea').fill("快一点")
        page.at("sheet-save").click()
        page.at("sheet-form").wait_gone()
        page.at("sheet-answers").wait_text("不满意", "价格、服务", "快一点")
        self.assertNotIn(questionnaire, page.at("questionnaire-choose").evaluate(
            "one => [...one.options].map((each) => each.value)") if page.at("questionnaire-choose").visible() else [],
            "it is filled in once in a call")
        call.bye()
        desk.wait_after_call()

        # Corrected later, in the list.
        desk.go("answer_sheets")
        desk.row("answer_sheets").wait_text("新客户回访", "何女士", "不满意")
        desk.on_page("answer_sheets", "row-open").click()
        drawer = '[data-testid="drawer"] '
        page.css(drawer + '[data-testid="sheet-correct"]').click()
        page.css(drawer + '[data-testid="answer-1"] label:nth-of-type(1)').click()
        page.css(drawer + '[data-testid="sheet-save"]').click()
        page.css(drawer + '[data-testid="sheet-answers"]').wait()
        page.wait_for(lambda: "是否满意: 满意" in self.admin.get(
            f"/api/v1/answer-sheets?customer={customer}").json["items"][0]["summary"], patient(8), "corrected")

        leader.open("/reports")
        leader.page.at("report-questionnaires").click()
        page = leader.page
        page.at("page-questionnaire_report").wait()
        page.css('[data-option="满意"]').wait_text("1", "100.0%")
        page.css('[data-option="不满意"]').wait_text("0", "0.0%")
        self.assertEqual(page.at("question-chart").count(), 2, "single and multiple choice alone")
        page.css('[data-option="满意"] [data-testid="option-sheets"]').click()
        leader.row("answer_sheets").wait_text("何女士")

    def test_what_was_answered_is_retired_and_a_whole_one_deleted(self):
        """R193: consequences are named before anything goes."""
        form = self.made("会改的问卷")
        customer = self.customer("改女士", "13656669002")
        reply = self.agent_api(1).post("/api/v1/answer-sheets", {
            "questionnaire": form["id"], "version": 1, "token": "browser", "customer": customer,
            "answers": [{"question": form["questions"][0]["id"],
                         "options": [form["questions"][0]["options"][0]["id"]], "text": ""}]})
        self.assertEqual(reply.status, 201, reply)
        desk = self.leader_desk()
        desk.bar.wait(patient(15))
        desk.go("questionnaires")
        page = desk.page
        desk.on_page("questionnaires", "list-search").fill("会改的")
        desk.press("Enter")
        desk.row("questionnaires").wait_text("会改的问卷", "2", "1")
        desk.on_page("questionnaires", "row-edit").click()
        page.at("question-answered").wait_text("1")
        page.at("question-remove").click()
        page.css(".question").wait_text("是否满意", "1")
        page.css(".question .el-button--danger").click()
        page.at("save").click()
        path = f"/api/v1/questionnaires/{form['id']}"
        page.wait_for(lambda: len(self.admin.get(path).json["form"]["questions"]) == 1, patient(8), "asked no more")
        [sheet] = self.admin.get(f"/api/v1/answer-sheets?customer={customer}").json["items"]
        self.assertEqual(sheet["summary"], "是否满意: 满意")
        desk.open(f"/customers/{customer}")
        page.at("pane-sheets").click()
        page.at("answer-sheet").wait_text("会改的问卷", "满意")
        desk.open("/questionnaire-report?questionnaire=" + form["id"])
        page.at("question-chart").wait_text("是否满意", "已停用")

        desk.open("/questionnaires/" + form["id"])
        page.at("questionnaire-delete").click()
        page.css(".question").wait_text("1 道题目", "1 份答卷")
        page.css(".question .el-button--danger").click()
        page.at("page-questionnaires").wait()
        page.wait_for(lambda: self.found("会改的问卷") is None, patient(8), "deleted")
        self.assertEqual(self.admin.get(f"/api/v1/answer-sheets?customer={customer}").json["total"], 0)
