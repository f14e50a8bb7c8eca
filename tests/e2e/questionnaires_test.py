"""Questionnaires: made and changed, filled in in calls, corrected, counted, forgotten; who may do what."""
import time
import urllib.parse

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.patience import patient
from harness.site import Site


class Questionnaires(CallCentreCase):
    """Agents 1 and 2 are in queue 600, which leader 10090 leads; agent 3 is in no queue of hers."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(3).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.one, cls.two, cls.three = (Api.sign_in(cls.server, f"1000{n}", f"Agent-1000{n}") for n in (1, 2, 3))
        cls.leader = Api.sign_in(cls.server, "10090", "Leader-10090")
        cls.tokens = 0

    def ask(self, api, method, pattern, body=None, query="", **places):
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", value)
        reply = api.ask(method, f"/api/v1{path}{query}", body)
        self.assertEqual(self.document.problems(method, f"/api/v1{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def customer(self, api, name, number):
        reply = api.post("/api/v1/customers", {"name": name, "gender": "unknown", "level": "一般", "note": "",
                                              "numbers": [{"number": number, "kind": ""}]})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def question(self, kind, text, *options, required=False):
        return {"kind": kind, "text": text, "required": required, "options": [{"text": one} for one in options]}

    def made(self, name, *questions, status=201):
        """By the leader; by default one question of each kind."""
        questions = list(questions) or [
            self.question("single", "是否满意", "满意", "不满意", required=True),
            self.question("multiple", "原因", "价格", "质量", "服务"),
            self.question("drop_down", "从哪里知道我们", "网络", "朋友"), self.question("text", "建议")]
        reply = self.ask(self.leader, "POST", "/questionnaires", {"name": name, "state": "open", "version": 0,
                                                                  "questions": questions})
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def change(self, form, status=200, **parts):
        reply = self.ask(self.leader, "PUT", "/questionnaires/{id}",
                         {key: form[key] for key in ("name", "state", "version", "questions")} | parts, id=form["id"])
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def form(self, questionnaire, api=None):
        return self.ask(api or self.one, "GET", "/questionnaires/{id}/form", id=questionnaire).json

    def answers(self, form, *said):
        """What is said to each question in their order: options by their texts, or a text."""
        answers = []
        for question, one in zip(form["questions"], said):
            texts = one if isinstance(one, (list, tuple)) else [one]
            chosen = [option["id"] for option in question["options"] if option["text"] in texts]
            answers.append({"question": question["id"], "options": chosen,
                            "text": one if question["kind"] == "text" else ""})
        return answers

    def fill_in(self, api, form, *said, status=201, **about):
        type(self).tokens += 1
        reply = self.ask(api, "POST", "/answer-sheets", {
            "questionnaire": form["id"], "version": form["version"], "token": f"t{self.tokens}",
            "answers": self.answers(form, *said), **about})
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def counts(self, api, questionnaire, query=""):
        reply = self.ask(api, "GET", "/questionnaire-counts", query=f"?questionnaire={questionnaire}{query}")
        self.assertEqual(reply.status, 200, reply)
        return reply.json

    def shown(self, counts):
        return {question["text"]: {one["text"]: one["count"] for one in question["options"]}
                for question in counts["questions"]}

    def code(self, said):
        return said["error"]["code"]

    def test_made_and_changed_by_the_leader(self):
        """R193: four types of question; edited, ordered, deleted, found by name, deleted as a whole."""
        refused = self.made(" ", self.question("single", "", "只有一个"), status=422)
        self.assertEqual([(one["field"], one["code"]) for one in refused["error"]["fields"]],
                         [("name", "config.required"), ("questions[0].text", "config.required"),
                          ("questions[0].options", "questionnaire.too_few_options")])
        made = self.made("新客户回访")
        form = made["form"]
        self.assertEqual([(one["kind"], len(one["options"])) for one in form["questions"]],
                         [("single", 2), ("multiple", 3), ("drop_down", 2), ("text", 0)])
        self.assertEqual((made["sheets"], made["answers"]), (0, []))
        self.assertEqual(self.code(self.made("新客户回访", status=422)), "config.invalid")
        # Edited, ordered, one deleted, one added: all of it at once, and nobody overwrites what he has not seen.
        wanted = [form["questions"][3], {**form["questions"][0], "text": "您满意吗"}, form["questions"][1],
                  self.question("single", "还会再来吗", "会", "不会")]
        changed = self.change(form, questions=wanted)["form"]
        self.assertEqual([one["text"] for one in changed["questions"]], ["建议", "您满意吗", "原因", "还会再来吗"])
        self.assertEqual(changed["questions"][1]["id"], form["questions"][0]["id"], "nobody had answered it")
        self.assertEqual(self.code(self.change(form, status=409)), "questionnaire.changed")
        for query, found in (("?name=" + urllib.parse.quote("客户回"), 1), ("?name=x%25", 0), ("?state=closed", 0)):
            items = self.ask(self.leader, "GET", "/questionnaires", query=query).json["items"]
            self.assertEqual([one["name"] for one in items], ["新客户回访"][:found], query)
        self.assertEqual([one["questions"] for one in self.leader.get("/api/v1/questionnaires").json["items"]
                          if one["name"] == "新客户回访"], [4])
        gone = self.ask(self.leader, "DELETE", "/questionnaires/{id}", query="?version=1", id=form["id"])
        self.assertEqual((gone.status, self.code(gone.json)), (409, "questionnaire.changed"))
        gone = self.ask(self.leader, "DELETE", "/questionnaires/{id}", query="?version=2", id=form["id"])
        self.assertEqual(gone.status, 204)
        self.assertEqual(self.leader.get(f"/api/v1/questionnaires/{form['id']}").status, 404)
        self.made("新客户回访")  # its name is free again

    def test_filled_in_during_a_call_and_corrected(self):
        """R196: chosen, filled in, checked, saved once, corrected by the same agent; on the customer's history."""
        form = self.form(self.made("通话回访")["form"]["id"])
        self.assertIn("通话回访", [one["name"] for one in self.ask(self.one, "GET", "/questionnaires/names").json["items"]])
        phone = self.agent_phone(1)
        call = self.customer_calls(customer="13760000001")
        ringing = phone.expect_call()
        ringing.answer()
        call.wait_up()
        [live] = [one for one in self.admin.calls() if one["customer_number"] == "13760000001"]
        customer = self.customer(self.one, "何女士", "13760000001")
        about = {"call": live["id"], "customer": customer}
        refused = self.fill_in(self.one, form, [], ["价格"], status=422, **about)
        self.assertEqual([(one["field"], one["code"]) for one in refused["error"]["fields"]],
                         [(f"answers.{form['questions'][0]['id']}", "config.required")])
        self.assertEqual(self.fill_in(self.two, form, "满意", status=404, call=live["id"])["error"]["code"],
                         "call.unknown", "not his call")
        sheet = self.fill_in(self.one, form, "不满意", ["价格", "服务"], "朋友", "  快一点 ", **about)
        self.assertEqual([sheet[key] for key in ("questionnaire_name", "customer_name", "number", "summary", "agent",
                                                 "mine", "updated_at_ms")],
                         ["通话回访", "何女士", "13760000001",
                          "是否满意: 不满意；原因: 价格、服务；从哪里知道我们: 朋友；建议: 快一点", "10001", True, None])
        again = self.fill_in(self.one, form, "满意", status=409, **about)
        self.assertEqual(self.code(again), "answer_sheet.exists")
        call.bye()
        ringing.wait_ended()

        body = {"version": form["version"], "answers": self.answers(form, "满意", [], "", "")}
        corrected = self.ask(self.one, "PUT", "/answer-sheets/{id}", body, id=sheet["id"])
        self.assertEqual((corrected.status, corrected.json["summary"]), (200, "是否满意: 满意"))
        self.assertIsNotNone(corrected.json["updated_at_ms"])
        self.assertEqual([one["asked"] for one in corrected.json["answers"]], ["是否满意"])
        self.assertEqual(self.two.put(f"/api/v1/answer-sheets/{sheet['id']}", body).status, 404)
        self.assertEqual(self.code(self.leader.put(f"/api/v1/answer-sheets/{sheet['id']}", body).json),
                         "answer_sheet.not_yours")
        option = form["questions"][0]["options"][0]["id"]
        for asked, found in ((f"customer={customer}", 1), (f"call={live['id']}", 1), ("number=13760000001", 1),
                             ("text=满意", 1), ("name=何", 1), (f"questionnaire={form['id']}&agent=10001", 1),
                             (f"option={option}", 1), ("agent=10002", 0), ("text=价格", 0)):
            query = "?" + urllib.parse.quote(asked + f"&questionnaire={form['id']}", safe="=&")
            items = self.ask(self.one, "GET", "/answer-sheets", query=query).json["items"]
            self.assertEqual(len(items), found, asked)
        self.assertEqual(self.ask(self.two, "GET", "/answer-sheets", query=f"?questionnaire={form['id']}").json["total"], 0)
        self.assertEqual(self.ask(self.leader, "GET", "/answer-sheets/{id}", id=sheet["id"]).json["agent"], "10001")
        self.admin.wait(lambda: self.one.get(f"/api/v1/answer-sheets/{sheet['id']}").json["recorded"], patient(10),
                        "the recording of the call can be heard from here")
        csv = self.leader.get(f"/api/v1/answer-sheets?format=csv&columns=questionnaire_name,summary,agent&questionnaire="
                              f"{form['id']}").body.decode("utf-8-sig").split("\r\n")
        self.assertEqual(csv[:2], ["问卷名称,答案,工号", "通话回访,是否满意: 满意,10001"])

    def test_what_was_answered_is_never_rewritten(self):
        """R193: a changed question is another one; whoever has the old form open is told."""
        made = self.made("改动")["form"]
        customer = self.customer(self.one, "改动客户", "13760000021")
        sheet = self.fill_in(self.one, made, "满意", ["价格"], "网络", "不错", customer=customer)
        detail = self.ask(self.leader, "GET", "/questionnaires/{id}", id=made["id"]).json
        self.assertEqual(detail["sheets"], 1)
        self.assertIn({"question": made["questions"][3]["id"], "option": None, "sheets": 1}, detail["answers"])
        questions = [dict(one) for one in made["questions"]]
        questions[0]["text"] = "总体满意吗"
        questions[1] = {**questions[1], "options": [{**questions[1]["options"][0], "text": "价格高"},
                                                    *questions[1]["options"][1:]]}
        changed = self.change(made, questions=questions[:2])["form"]
        self.assertNotEqual(changed["questions"][0]["id"], made["questions"][0]["id"])
        self.assertEqual(self.one.get(f"/api/v1/answer-sheets/{sheet['id']}").json["summary"], sheet["summary"])
        self.assertEqual(self.code(self.fill_in(self.one, made, "满意", status=409, customer=customer)),
                         "questionnaire.changed")
        self.fill_in(self.one, changed, "不满意", ["价格高"], customer=customer)
        counts = self.counts(self.leader, made["id"])
        self.assertEqual([(one["text"], one["retired"], one["answered"]) for one in counts["questions"]],
                         [("总体满意吗", False, 1), ("原因", False, 2), ("是否满意", True, 1)])
        self.assertEqual([(one["text"], one["retired"], one["count"]) for one in counts["questions"][1]["options"]],
                         [("价格高", False, 1), ("质量", False, 0), ("服务", False, 0), ("价格", True, 1)])
        closed = self.change(changed, state="closed")["form"]
        self.assertEqual(self.code(self.fill_in(self.one, closed, "满意", status=409, customer=customer)),
                         "questionnaire.closed")

    def test_counted_and_exported(self):
        """R195, R224: single and multiple choice alone, within what one sees, by time, agent and department."""
        form = self.made("统计")["form"]
        for api, said, name in ((self.one, ("满意", ["价格", "质量"]), "一"), (self.two, ("不满意", ["价格"], "网络", "x"), "二"),
                                (self.three, ("满意", []), "三")):
            self.fill_in(api, form, *said, customer=self.customer(api, name, f"1376000004{self.tokens}"))
        whole = self.counts(self.admin, form["id"])
        self.assertEqual((whole["sheets"], self.shown(whole)), (3, {
            "是否满意": {"满意": 2, "不满意": 1}, "原因": {"价格": 2, "质量": 1, "服务": 0}}))
        self.assertEqual([one["percent"] for one in whole["questions"][1]["options"]], [100, 50, 0])
        led = self.counts(self.leader, form["id"])
        self.assertEqual((led["sheets"], self.shown(led)["是否满意"]), (2, {"满意": 1, "不满意": 1}))
        self.assertEqual(self.one.get(f"/api/v1/questionnaire-counts?questionnaire={form['id']}").status, 403)
        now = int(time.time() * 1000)
        for query, sheets in (("&agent=10002", 1), (f"&from_ms={now - 60_000}", 3), (f"&to_ms={now - 60_000}", 0),
                              ("&department=none", 0)):
            self.assertEqual(self.counts(self.admin, form["id"], query)["sheets"], sheets, query)
        self.assertEqual(self.admin.get("/api/v1/questionnaire-counts").status, 404)
        job = self.admin.job_done(self.admin.post("/api/v1/exports", {
            "list": "questionnaire-counts", "format": "csv", "query": f"questionnaire={form['id']}&agent=10001"}))
        file = self.admin.get(f"/api/v1/data-jobs/{job['id']}/file").body.decode("utf-8-sig").split("\r\n")
        self.assertEqual(file[:3], ["题目,类型,选项,选择数,占比,答题数", "是否满意,单选,满意,1,100.0%,1", "是否满意,单选,不满意,0,0.0%,1"])
        self.assertEqual(self.one.post("/api/v1/exports", {"list": "questionnaire-counts", "format": "csv",
                                                           "query": f"questionnaire={form['id']}"}).status, 403)

    def test_agents_fill_in_and_do_not_manage(self):
        """R193, R196: the right questionnaires.manage is the leaders'."""
        form = self.made("权限")["form"]
        for method, path in (("GET", "/questionnaires"), ("GET", f"/questionnaires/{form['id']}"),
                             ("PUT", f"/questionnaires/{form['id']}"), ("DELETE", f"/questionnaires/{form['id']}")):
            reply = self.one.ask(method, f"/api/v1{path}", None if method == "GET" else b"{}")
            self.assertEqual(reply.status, 403, path)
        self.assertEqual(self.form(form["id"])["name"], "权限")

    def test_hidden_numbers_stay_hidden(self):
        """R264: in the list, in one sheet and in files."""
        form = self.made("隐号")["form"]
        customer = self.customer(self.one, "隐号", "13760000055")
        sheet = self.fill_in(self.one, form, "满意", customer=customer)
        self.assertEqual(sheet["number"], "13760000055")
        options = self.admin.get("/api/v1/config/options").json
        self.assertEqual(self.admin.put("/api/v1/config/options", {**options, "hide_numbers": "all"}).status, 204)
        try:
            for path in (f"/answer-sheets/{sheet['id']}", "/answer-sheets?size=100", "/answer-sheets?format=csv"):
                self.assertNotIn("13760000055", self.one.get(f"/api/v1{path}").body.decode(), path)
            self.assertEqual(self.one.get(f"/api/v1/answer-sheets/{sheet['id']}").json["number"], "*****")
        finally:
            self.admin.put("/api/v1/config/options", options)

    def test_a_person_is_forgotten_with_the_answers(self):
        """B20, R267: found by number, gone from lists and figures; and old ones go on purpose."""
        number = "13760000077"
        form = self.made("遗忘")["form"]
        sheet = self.fill_in(self.one, form, "满意", customer=self.customer(self.one, "要走的", number))
        found = self.admin.post("/api/v1/persons/find", {"number": number}).json
        self.assertIn({"what": "answer_sheets", "count": 1}, found["counts"])
        gone = self.admin.post("/api/v1/persons/erase", {"number": number, "reason": "来信", "confirmation": number,
                                                         "counted": found["total"]})
        self.assertEqual(gone.status, 202, gone)
        self.admin.wait(lambda: self.admin.get(f"/api/v1/answer-sheets/{sheet['id']}").status == 404, patient(15),
                        "forgotten")
        self.assertEqual(self.counts(self.admin, form["id"])["sheets"], 0)
        counted = self.admin.post("/api/v1/data-deletions/count", {
            "kind": "answer_sheets", "before_ms": int((time.time() - 40 * 86400) * 1000), "utc_offset_min": 480})
        self.assertEqual((counted.status, counted.json["counts"]), (200, [{"what": "answer_sheets", "count": 0}]))

    def test_whoever_is_merged_keeps_the_answers(self):
        """R161: what hung on the other card hangs on the one that stays."""
        form = self.made("合并")["form"]
        stays, goes = (self.customer(self.admin, name, number)
                       for name, number in (("留", "13760000091"), ("并", "13760000092")))
        sheet = self.fill_in(self.admin, form, "满意", customer=goes)
        merged = self.admin.post(f"/api/v1/customers/{stays}/merge", {"others": [goes]})
        self.assertEqual(merged.status, 200, merged)
        self.assertEqual(self.admin.get(f"/api/v1/answer-sheets/{sheet['id']}").json["customer"], stays)
