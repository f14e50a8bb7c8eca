"""Plans, memos, announcements and system messages: who sees them, and that they remind once, at their time."""
import time

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.websocket import WebSocket

A_DAY_MS = 24 * 3600 * 1000
SOON_MS = 3000  # what is due when it arrives is refused: as long as a busy machine may take to take it in


def now_ms():
    return int(time.time() * 1000)


class TasksCase(CallCentreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)
        cls.sign_everybody_in()

    @classmethod
    def sign_everybody_in(cls):
        cls.one = Api.sign_in(cls.server, "10001", "Agent-10001")
        cls.two = Api.sign_in(cls.server, "10002", "Agent-10002")

    def ask(self, api, method, pattern, body=None, **places):
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", value)
        reply = api.ask(method, f"/api/v1{path}", body)
        self.assertEqual(self.document.problems(method, f"/api/v1{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def task(self, api=None, due_in_ms=A_DAY_MS, **fields):
        return self.ask(api or self.one, "POST", "/tasks", {
            "kind": "memo", "content": "回电李清禾", "related": "李清禾", "due_at_ms": now_ms() + due_in_ms, "people": [],
            **fields})

    def seen(self, api, query=""):
        return [item["content"] for item in api.get("/api/v1/tasks" + query).json["items"]]

    def code(self, reply):
        return reply.status, reply.json["error"]["code"]


class Plans(TasksCase):
    def test_a_plan_belongs_to_all_who_take_part_and_a_memo_to_one(self):
        """R208, R209, U25."""
        plan = self.task(kind="plan", content="一起回访", people=["10002"])
        self.assertEqual((plan.status, plan.json["people"], plan.json["mine"]), (201, ["10002"], True))
        self.task(content="只给自己")
        self.assertLessEqual({"一起回访", "只给自己"}, set(self.seen(self.one)))
        self.assertEqual(self.seen(self.two), ["一起回访"])
        self.assertEqual(self.seen(self.admin), [], "what is private stays so")
        self.assertFalse(self.two.get(f"/api/v1/tasks/{plan.json['id']}").json["mine"])
        self.assertEqual(self.seen(self.one, "?kind=plan"), ["一起回访"])

    def test_edit_complete_delete(self):
        """R208, R209."""
        made = self.task(kind="plan", content="原来的", people=["10002"]).json
        wish = {"kind": "plan", "content": "改过的", "related": "", "due_at_ms": made["due_at_ms"], "people": ["10002"]}
        self.assertEqual(self.code(self.two.put(f"/api/v1/tasks/{made['id']}", wish)), (403, "task.not_yours"))
        self.assertEqual(self.ask(self.one, "PUT", "/tasks/{id}", wish, id=made["id"]).json["content"], "改过的")
        done = self.ask(self.two, "POST", "/tasks/{id}/complete", id=made["id"])
        self.assertTrue(done.json["completed_at_ms"])
        self.assertIn("改过的", self.seen(self.one, "?state=completed"))
        self.assertIsNone(self.ask(self.one, "POST", "/tasks/{id}/reopen", id=made["id"]).json["completed_at_ms"])
        self.assertEqual(self.code(self.two.delete(f"/api/v1/tasks/{made['id']}")), (403, "task.not_yours"))
        self.assertEqual(self.ask(self.one, "DELETE", "/tasks/{id}", id=made["id"]).status, 204)
        self.assertEqual(self.code(self.one.get(f"/api/v1/tasks/{made['id']}")), (404, "task.unknown"))

    def test_what_makes_no_sense_is_refused(self):
        """R208: no reminder in the past."""
        self.assertEqual(self.code(self.task(due_in_ms=-60_000)), (400, "task.too_early"))
        self.assertEqual(self.code(self.task(content=" ")), (400, "task.content"))
        self.assertEqual(self.code(self.task(kind="plan", people=["19999"])), (404, "user.unknown"))


class Reminding(TasksCase):
    def messages(self, api):
        return [(item["kind"], item["text"]) for item in self.ask(api, "GET", "/system-messages").json["items"]]

    def test_everybody_who_takes_part_is_reminded_once(self):
        """R208, R209, R211: pushed to the open page, and kept among the system messages."""
        with WebSocket(self.server, "/ws", self.two.token) as socket:
            socket.snapshot()
            made = self.task(kind="plan", content="两点开会", people=["10002"], due_in_ms=SOON_MS).json
            self.admin.wait(lambda: ("reminder", "两点开会") in self.messages(self.two), 10, "a reminder")
            told = socket.messages_until(lambda message: message["data"] == {"about": "task", "id": made["id"]},
                                         "the reminder") + socket.messages(1)
        self.assertEqual([one["data"] for one in told if one["type"] == "notice" and one["data"]["about"] == "task"],
                         [{"about": "task", "id": made["id"]}])
        self.assertEqual(self.messages(self.one).count(("reminder", "两点开会")), 1)
        self.assertIn("两点开会", self.seen(self.one, "?state=due"))
        self.assertEqual(self.ask(self.two, "POST", "/system-messages/read").status, 204)
        self.assertTrue(all(item["read"] for item in self.two.get("/api/v1/system-messages").json["items"]))

    def test_what_came_due_while_the_server_was_away_reminds_at_the_start(self):
        """R209."""
        due_ms = now_ms() + SOON_MS
        self.assertEqual(self.task(content="重启之后", due_at_ms=due_ms).status, 201)
        self.server.stop()
        time.sleep(max(0, due_ms - now_ms() + 100) / 1000)
        self.server.start()
        type(self).admin = Api.sign_in(self.server, *self.admin_account)
        self.sign_everybody_in()
        self.admin.wait(lambda: ("reminder", "重启之后") in self.messages(self.one), 10, "a reminder")
        self.assertEqual(self.messages(self.one).count(("reminder", "重启之后")), 1)


class Announcements(TasksCase):
    def announce(self, title, api=None, departments=()):
        return self.ask(api or self.admin, "POST", "/announcements",
                        {"title": title, "content": "内容", "departments": list(departments)})

    def titles(self, api):
        return [item["title"] for item in self.ask(api, "GET", "/announcements").json["items"]]

    def test_departments_see_theirs_and_everybody_what_is_for_all(self):
        """R207, R211."""
        self.assertEqual(self.admin.put("/api/v1/config/departments/sales", {
            "code": "sales", "name": "销售部", "parent": "", "managers": []}).status, 204)
        user = next(item for item in self.admin.get("/api/v1/config/users?size=100").json["items"]
                    if item["number"] == "10001")
        moved = self.admin.put("/api/v1/config/users/10001", {**{key: user[key] for key in (
            "number", "name", "account", "role", "extension", "extension_type", "sign_in", "after_call")},
            "department": "sales"})
        self.assertEqual(moved.status, 204, moved)
        self.assertEqual(self.announce("全员").status, 204)
        self.assertEqual(self.announce("销售", departments=["sales"]).status, 204)
        self.assertEqual(self.titles(self.one), ["销售", "全员"])
        self.assertEqual(self.titles(self.two), ["全员"])
        self.assertEqual(self.titles(self.admin), ["销售", "全员"])
        told = [item["text"] for item in self.two.get("/api/v1/system-messages").json["items"]]
        self.assertEqual(told, ["全员"])
        self.assertEqual(self.code(self.announce("x", departments=["none"])), (404, "department.unknown"))

    def test_who_may_write(self):
        """R207."""
        self.assertEqual(self.code(self.announce("坐席", api=self.one)), (403, "http.forbidden"))
        self.assertEqual(self.announce("改我").status, 204)
        made = next(item for item in self.admin.get("/api/v1/announcements").json["items"] if item["title"] == "改我")
        changed = {"title": "改过了", "content": "内容", "departments": []}
        self.assertEqual(self.ask(self.admin, "PUT", "/announcements/{id}", changed, id=made["id"]).status, 204)
        self.assertIn("改过了", self.titles(self.two))
        self.assertEqual(self.ask(self.admin, "DELETE", "/announcements/{id}", id=made["id"]).status, 204)
        self.assertNotIn("改过了", self.titles(self.two))
        self.assertEqual(self.code(self.admin.delete(f"/api/v1/announcements/{made['id']}")),
                         (404, "announcement.unknown"))
        self.assertEqual(self.code(self.announce(" ")), (400, "announcement.text"))
