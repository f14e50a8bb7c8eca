"""Public pools: who claims, how many, who sees which numbers, what is done with many at once, what goes back by itself."""
import concurrent.futures
import contextlib
import json
import sqlite3
import threading
import time
import unittest
import urllib.parse

from harness import postgres
from harness.api import Api
from harness.case import CallCentreCase
from harness.site import Site
from harness.websocket import WebSocket

DAY_MS = 24 * 3600 * 1000
NOBODY = {"everybody": False, "roles": [], "departments": [], "people": []}


def people(*numbers):
    return NOBODY | {"people": list(numbers)}


class Pools(CallCentreCase):
    """Agents 10001–10003 are members of the pools of the tests, 10004 is not; leader 10090 leads nobody's queue."""

    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(4).leader().queue(600, [1, 2, 3, 4], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600").dial_out())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signed_in = {}
        cls.next_number = 13900000000

    def agent(self, n):
        if n not in self.signed_in:
            self.signed_in[n] = self.agent_api(n)
        return self.signed_in[n]

    def pool(self, name, **more):
        reply = self.admin.post("/api/v1/crm/pools", {"object": "customer", "name": name, "admins": ["10003"],
                                                     "members": people("10001", "10002"), **more})
        self.assertEqual(reply.status, 201, reply)
        self.addCleanup(self.forget, reply.json["id"])
        return reply.json["id"]

    def forget(self, pool):
        # What still lies in it is deleted first: a pool that holds something stays.
        self.act(self.admin, {"action": "delete", "list": {"name": "pools/customers", "query": f"pool={pool}"}}, None)
        self.admin.delete(f"/api/v1/crm/pools/{pool}")

    def customer(self, who, name="客户", number=None, **more):
        type(self).next_number += 1
        reply = who.post("/api/v1/customers", {
            "name": name, "gender": "unknown", "level": "一般", "note": "",
            "numbers": [{"number": number or str(self.next_number), "kind": ""}], **more})
        self.assertEqual(reply.status, 201, reply)
        return reply.json["id"]

    def act(self, who, wish, status=200):
        reply = who.post("/api/v1/objects/actions", wish)
        if status == 200 and reply.status == 202:  # many, which took longer than a moment
            return self.finished(who, reply.json)
        if status is not None:
            self.assertEqual(reply.status, status, reply)
        return reply.json

    def code(self, who, wish, status):
        return self.act(who, wish, status)["error"]["code"]

    def card(self, who, customer):
        return who.get(f"/api/v1/customers/{customer}").json["customer"]

    def finished(self, who, view):
        """An action when it is over."""
        def look():
            found = who.get(f"/api/v1/objects/actions/{view['id']}").json
            return found if found["state"] != "running" else None
        return self.wait(look, 30, "the action ends")

    def test_the_number_of_a_pooled_caller_is_hidden_in_the_call_too(self):
        """B14, R151: from a member; on the call page, in live calls, in the queue and in what pages are told."""
        number = "13955557788"
        pool = self.pool("隐藏来电公海", hide_numbers=True)
        self.customer(self.admin, "公海来电", number, pool=pool)
        agent, phone = self.agent(1), self.agent_phone(1)
        with WebSocket(self.server, "/ws", agent.token) as socket:
            self.assertEqual(json.loads(socket.receive()[1])["type"], "snapshot")
            call = self.customer_calls(customer=number)
            ringing = phone.expect_call()
            ringing.answer()
            call.wait_up()
            # Who it is comes from the database; before that the number is hidden already.
            [live] = agent.calls()
            self.assertEqual(live["customer_number"], "139****7788")
            self.wait(lambda: agent.calls()[0]["customer_name"] == "公海来电", 5, "it is known who calls")
            [live] = agent.calls()
            self.assertEqual(live["customer_number"], "139****7788")
            self.assertTrue(live["number_token"].startswith("token:"))
            shown = agent.get(f"/api/v1/calls/{live['id']}/customer")
            self.assertEqual(shown.json["number"], "139****7788")
            self.assertNotIn(number, shown.body.decode())
            # Another of them waits: the queue does not say it either.
            waiting = self.customer_calls(customer="0" + number)
            queue = self.wait(lambda: [one for one in agent.get("/api/v1/queues/600/live").json["waiting"]], 8, "one waits")
            self.wait(lambda: "****" in agent.get("/api/v1/queues/600/live").json["waiting"][0]["customer_number"], 8,
                      lambda: f"hidden as soon as it is known who it is: {queue}")
            waiting.hang_up()
            told = [one for one in socket.messages(1) if one["type"] == "call" and one["data"]["id"] == live["id"]]
        self.assertIn("139****7788", str(told))
        self.assertNotIn(number, str(told), "not in the first frames either, when nobody knew yet who calls")
        # Who administers the pool sees it whole.
        self.assertEqual({one["customer_number"] for one in self.admin.calls() if one["id"] == live["id"]}, {number})
        call.bye()
        ringing.wait_ended()

    def test_open_pages_are_told_of_another_book(self):
        """R151, R158: what pages know of the settings follows; a pool that begins to hide numbers hides them at once."""
        with WebSocket(self.server, "/ws", self.agent(1).token) as socket:
            self.assertEqual(json.loads(socket.receive()[1])["type"], "snapshot")
            pool = self.pool("推送公海")
            told = socket.messages_until(lambda one: (one["type"], one["data"]) == ("notice", {"about": "book", "id": ""}),
                                         "another book") + socket.messages(1)
            self.assertNotIn("snapshot", [one["type"] for one in told], "its numbers are as they were")
            whole = next(one for one in self.admin.get("/api/v1/crm/pools").json["items"] if one["id"] == pool)
            reply = self.admin.put(f"/api/v1/crm/pools/{pool}", {**whole, "hide_numbers": True})
            self.assertEqual(reply.status, 200, reply)
            socket.messages_until(lambda one: one["type"] == "snapshot", "a new picture")

    def test_of_two_who_claim_one_gets_it(self):
        """R155: both press 领取 in the same instant, ten times; each time one has it and the other is told."""
        pool = self.pool("抢单公海")
        both = [self.agent(1), self.agent(2)]
        for _ in range(10):
            customer = self.customer(self.admin, pool=pool)
            wish = {"action": "claim", "ids": [customer]}
            with concurrent.futures.ThreadPoolExecutor() as threads:
                replies = list(threads.map(lambda who, wish=wish: who.post("/api/v1/objects/actions", wish), both))
            self.assertEqual(sorted(reply.status for reply in replies), [200, 409], replies)
            loser = next(reply for reply in replies if reply.status == 409)
            self.assertEqual(loser.json["error"]["code"], "pool.taken")
            winner = both[[reply.status for reply in replies].index(200)]
            self.assertEqual(self.card(winner, customer)["owner"]["number"], winner.user["number"])
        self.assertEqual(self.code(self.agent(4), {"action": "claim", "ids": [self.customer(self.admin, pool=pool)]}, 404),
                         "customer.unknown", "who has no seat in the pool does not even see it")

    def test_claims_have_their_limits(self):
        """R153: so many a day, so many at a time, and a rest for who had it before; R129: given up with a reason."""
        pool = self.pool("限领公海", claim={"limited": True, "a_day": 2, "holding": 0, "cooling_days": 3})
        ours = [self.customer(self.admin, pool=pool) for _ in range(3)]
        agent = self.agent(1)
        for customer in ours[:2]:
            self.act(agent, {"action": "claim", "ids": [customer]})
        self.assertEqual(self.code(agent, {"action": "claim", "ids": [ours[2]]}, 409), "claim.a_day")
        self.act(agent, {"action": "give_up", "ids": [ours[0]], "pool": pool, "reason": "no_budget", "note": "明年再说"})
        history = self.agent(1).get(f"/api/v1/customers/{ours[0]}/history").json["items"]
        self.assertEqual(history[0]["what"], "moved")
        self.assertIn({"field": "reason", "before": "", "after": "no_budget: 明年再说"}, history[0]["changes"])
        self.act(self.agent(2), {"action": "claim", "ids": [ours[0]]})
        held = self.pool("保有公海", claim={"limited": True, "a_day": 0, "holding": 1, "cooling_days": 0})
        self.assertEqual(self.code(agent, {"action": "claim", "ids": [self.customer(self.admin, pool=held)]}, 409),
                         "claim.holding")

    def test_members_see_hidden_numbers_everywhere(self):
        """R151, B14: list, card, history, search and file hide the number from members; the pool's administrator and
        who claimed it see it whole."""
        pool = self.pool("隐号公海", hide_numbers=True)
        number = "13812345678"
        customer = self.customer(self.admin, "隐号客户", number, pool=pool)
        member, admin = self.agent(1), self.agent(3)
        for who, shown in ((member, "138****5678"), (admin, number)):
            [row] = [row for row in who.items("/api/v1/pools/customers") if row["id"] == customer]
            self.assertEqual((row["number"], row["pool"]), (shown, "隐号公海"))
            self.assertEqual(self.card(who, customer)["numbers"][0]["number"], shown)
            history = who.get(f"/api/v1/customers/{customer}/history").json["items"]
            self.assertEqual([change["after"] for change in history[-1]["changes"] if change["field"] == "numbers"],
                             [shown])
        self.assertTrue(self.card(member, customer)["numbers"][0]["number_token"])
        # A part of a hidden number finds nothing, or one could ask digit by digit.
        for asked, found in (("number=1381234", 0), ("search=2345", 0), (f"number={number}", 1)):
            rows = member.items(f"/api/v1/pools/customers?pool={pool}&{asked}")
            self.assertEqual(len(rows), found, asked)
        self.assertEqual(len(admin.items(f"/api/v1/pools/customers?pool={pool}&number=1381234")), 1)
        text = member.get(f"/api/v1/pools/customers?pool={pool}&format=csv")
        if text.status == 200:
            self.assertNotIn(number, text.body.decode())
        self.assertFalse([row for row in member.items("/api/v1/customers") if row["id"] == customer],
                         "what lies in a pool is in no other list")
        self.assertEqual(member.put(f"/api/v1/customers/{customer}", {
            "name": "改", "gender": "unknown", "level": "一般", "note": "", "numbers": []}).status, 403)
        self.act(member, {"action": "claim", "ids": [customer]})
        self.assertEqual(self.card(member, customer)["numbers"][0]["number"], number)

    def test_a_hidden_number_stays_hidden_when_it_is_deleted(self):
        """R151: among what was deleted as well, where a leader looks for what is to be restored."""
        number = "13812348888"
        pool = self.pool("隐号已删公海", hide_numbers=True)
        customer = self.customer(self.admin, "已删客户", number, pool=pool)
        self.act(self.admin, {"action": "delete", "ids": [customer]})
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        for who, shown in ((leader, "138****8888"), (self.admin, number)):
            [row] = [row for row in who.items("/api/v1/deleted-objects") if row["id"] == customer]
            self.assertEqual(row["number"], shown)

    def test_much_is_done_with_all_that_a_list_shows(self):
        """R127, R128, R132: 操作全部 changes all that fits the conditions and nothing else, and names what it failed
        with; one single failure is an error of its own."""
        ours = [self.customer(self.admin, f"批量{n:03}", owner="10001" if n % 4 else "10002") for n in range(120)]
        aside = self.customer(self.admin, "旁人", owner="10001")
        everybody = {"name": "customers", "query": "search=" + urllib.parse.quote("批量")}
        found = self.act(self.admin, {"action": "delete", "check": True, "list": everybody})
        self.assertEqual((found["total"], found["contacts"]), (120, 0))
        view = self.admin.post("/api/v1/objects/actions",
                               {"action": "change_owner", "owner": "10002", "list": everybody}).json
        view = view if view["state"] != "running" else self.finished(self.admin, view)
        self.assertEqual((view["state"], view["total"], view["done"], view["failed"]), ("done", 120, 120, 30))
        self.assertEqual({failure["code"] for failure in view["failures"]}, {"customer.same_owner"})
        self.assertIn("编辑失败", view["failures"][0]["message"])
        self.assertEqual({self.card(self.admin, one)["owner"]["number"] for one in ours}, {"10002"})
        self.assertEqual(self.card(self.admin, aside)["owner"]["number"], "10001")
        self.assertEqual(self.code(self.admin, {"action": "change_owner", "owner": "10002", "ids": ours[:1]}, 409),
                         "customer.same_owner")
        self.assertEqual(self.code(self.agent(1), {"action": "change_owner", "owner": "10001", "ids": ours[:1]}, 403),
                         "http.forbidden")
        # An agent's 操作全部 reaches but his own, whatever the ids.
        view = self.act(self.agent(1), {"action": "give_up", "pool": self.pool("批量公海"), "ids": [*ours[:2], aside]})
        self.assertEqual((view["done"], view["failed"]), (3, 2))
        self.assertEqual({failure["code"] for failure in view["failures"]}, {"customer.unknown"})

    def test_who_waits_for_the_database_hears_how_it_ended(self):
        """A single object's refusal is the answer however long it takes; what is done with several can be asked for."""
        one, other = [self.customer(self.admin, f"等待{n}", owner="10001") for n in range(2)]
        change = {"action": "change_owner", "owner": "10001"}
        with self.nobody_writes(3):
            self.assertEqual(self.code(self.admin, {**change, "ids": [one]}, 409), "customer.same_owner")
        with self.nobody_writes(3):
            reply = self.admin.post("/api/v1/objects/actions", {**change, "ids": [one, other]})
            self.assertEqual(self.finished(self.admin, reply.json)["failed"], 2)

    @contextlib.contextmanager
    def nobody_writes(self, seconds):
        """For so long from now on the database takes nothing from the server."""
        if self.db:
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                pool.submit(self.postgres.sql, f"BEGIN; LOCK TABLE object_actions; SELECT pg_sleep({seconds}); COMMIT")
                held = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted " \
                       "AND relation = 'object_actions'::regclass"
                self.wait(lambda: self.postgres.sql(held).strip() == "1", 5, "the table is locked")
                yield
            return
        with contextlib.closing(sqlite3.connect(self.server.data / "yinghe.db", timeout=20, isolation_level=None,
                                                check_same_thread=False)) as database:
            database.execute("BEGIN IMMEDIATE")
            release = threading.Timer(seconds, database.execute, ["ROLLBACK"])
            release.start()
            try:
                yield
            finally:
                release.join()

    def test_tags_are_edited_in_four_ways_with_many(self):
        """R132, R131: tags added, deleted, one replaced, all replaced; a plan for each."""
        group = self.admin.post("/api/v1/crm/tag-groups", {"object": "customer", "name": "意向", "colour": "blue", "tags": [
            {"id": "0", "name": name, "customer_tag": ""} for name in ("高", "中", "低")]})
        self.assertEqual(group.status, 201, group)
        self.addCleanup(lambda: self.admin.delete(f"/api/v1/crm/tag-groups/{group.json['id']}"))
        high, middle, low = [tag["id"] for tag in group.json["tags"]]
        ours = [self.customer(self.agent(1), f"标签{n}") for n in range(3)]

        def edit(how, *tags, **more):
            view = self.act(self.agent(1), {"action": "tags", "how": how, "tags": list(tags), "ids": ours, **more})
            self.assertEqual((view["state"], view["failed"]), ("done", 0), view)
            return [[tag["name"] for tag in self.card(self.agent(1), one)["tags"]] for one in ours]
        self.assertEqual(edit("add", high, low), [["高", "低"]] * 3)
        self.assertEqual(edit("remove", high), [["低"]] * 3)
        self.assertEqual(edit("replace_one", low, by_tag=middle), [["中"]] * 3)
        self.assertEqual(edit("replace_one", low, by_tag=high), [["中"]] * 3)
        self.assertEqual(edit("replace_all", high), [["高"]] * 3)
        self.assertEqual(self.code(self.agent(1), {"action": "tags", "how": "add", "tags": [], "ids": ours}, 400),
                         "action.no_tags")
        due = int(time.time() * 1000) + DAY_MS
        self.act(self.agent(1), {"action": "plan", "ids": ours,
                                 "plan": {"content": "回访报价", "due_at_ms": due, "people": ["10002"]}})
        plans = [task for task in self.agent(2).items("/api/v1/tasks") if task["content"] == "回访报价"]
        self.assertEqual({(task["kind"], task["related"]) for task in plans},
                         {("plan", f"标签{n}") for n in range(3)})

    def test_new_ones_go_by_the_rules(self):
        """R162, R152: average with caps; a pool that allocates gives out what comes in; the used counter follows."""
        pool = self.pool("分配公海", allocates=True)
        rules = []
        for rule in ({"name": "进公海", "to": "pool", "by": "designated", "targets": [{"target": pool, "daily_cap": 0}],
                      "conditions": [{"field": "name", "is": "contains", "value": "规则"}]},
                     {"name": "平均", "to": "people", "by": "average",
                      "targets": [{"target": "10001", "daily_cap": 2}, {"target": "10002", "daily_cap": 1}],
                      "conditions": [{"field": "name", "is": "contains", "value": "规则"}]}):
            reply = self.admin.post("/api/v1/crm/allocation-rules", {"object": "customer", "enabled": True, **rule})
            self.assertEqual(reply.status, 201, reply)
            rules.append(reply.json["id"])
        self.addCleanup(lambda: [self.admin.delete(f"/api/v1/crm/allocation-rules/{rule}") for rule in rules])
        ours = [self.customer(self.admin, f"规则{n}", owner="") for n in range(4)]
        cards = [self.card(self.admin, one) for one in ours]
        self.assertEqual([(one["owner"] or {}).get("number") for one in cards], ["10001", "10002", "10001", None])
        self.assertEqual(cards[3]["pool"]["name"], "分配公海", "who finds all full stays in the pool")
        used = self.admin.get("/api/v1/crm/allocation-rules/used").json["items"]
        self.assertEqual({(one["target"], one["today"]) for one in used if one["rule"] == rules[1]},
                         {("10001", 2), ("10002", 1)})

    def test_what_nobody_follows_up_goes_back_by_itself(self):
        """B11: whoever claimed something is warned, and when his days are over it is in the pool again, and he is told.
        The clock is turned back in the database, where the server counts from."""
        pool = self.pool("回收公海", returning={"enabled": True, "idle_days": 7, "no_deal_days": 0, "protected_days": 0,
                                           "warn_days": 1})
        customer = self.customer(self.admin, "久未跟进", pool=pool)
        kept = self.customer(self.admin, "常跟进", pool=pool)
        agent = self.agent(1)
        self.act(agent, {"action": "claim", "ids": [customer, kept]})

        def told():
            return [message["text"] for message in agent.get("/api/v1/system-messages").json["items"]
                    if message["kind"] == "pool" and message["text"].endswith("久未跟进")]
        self.turn_back(customer, "owned_at_ms", 8 * DAY_MS)
        self.wait(lambda: len(told()) == 1, 60, "the warning")
        self.assertTrue(told()[0].startswith("soon "))
        self.assertEqual(self.card(agent, customer)["owner"]["number"], "10001", "a day to save it")
        newest = self.admin.get(f"/api/v1/customers/{customer}/history").json["items"][0]
        self.assertEqual([(one["field"], one["after"]) for one in newest["changes"]],
                         [("warned", f"10001 {agent.user['name']}")], "whoever looks sees who was told")
        self.turn_back(customer, "owned_at_ms", 8 * DAY_MS)
        self.turn_back(customer, "warned_at_ms", 2 * DAY_MS)
        self.wait(lambda: len(told()) == 2, 60, "the return")
        self.assertIn("returned idle 久未跟进", told())
        rows = [row for row in agent.items(f"/api/v1/pools/customers?pool={pool}")]
        self.assertEqual([(row["id"], row["last_owner_name"]) for row in rows], [(customer, agent.user["name"])])
        self.assertEqual(self.card(agent, kept)["owner"]["number"], "10001")

    def turn_back(self, customer, column, by_ms):
        sql = f"UPDATE customers SET {column} = {column} - {by_ms} WHERE id = {customer}"
        if self.db:
            self.postgres.sql(sql)
            return
        with sqlite3.connect(self.server.data / "yinghe.db", timeout=20) as database:
            database.execute(sql)
        database.close()

    def test_customers_are_counted_by_stage(self):
        """R239: how many customers of one's scope stand in each stage."""
        stages = self.agent(4).get("/api/v1/crm/book").json["stages"]
        ours = [self.customer(self.agent(4), f"阶段{n}") for n in range(3)]
        self.act(self.agent(4), {"action": "stage", "stage": stages[-1]["id"], "ids": ours[:1]})
        counts = self.agent(4).get("/api/v1/objects/stages").json["items"]
        self.assertEqual([(one["name"], one["customers"]) for one in counts],
                         [(stages[0]["name"], 2), *[(one["name"], 0) for one in stages[1:-1]], (stages[-1]["name"], 1)])
        wish = {"list": "customer-stages", "format": "csv", "query": ""}
        self.assertEqual(self.agent(4).post("/api/v1/exports", wish).status, 403, "agents take no files along")
        job = self.admin.job_done(self.admin.post("/api/v1/exports", wish))
        file = self.admin.get(f"/api/v1/data-jobs/{job['id']}/file").body.decode("utf-8-sig").splitlines()
        counts = self.admin.get("/api/v1/objects/stages").json["items"]
        total = sum(one["customers"] for one in counts)
        self.assertEqual([line.split(",")[:2] for line in file],
                         [["阶段", "客户数"], *[[one["name"], str(one["customers"])] for one in counts], ["合计", str(total)]])
        self.assertEqual(file[-1].split(",")[2], "100.0%")
        self.admin.job_done(self.admin.post("/api/v1/exports", {**wish, "list": "lead-stages"}))


@unittest.skipUnless(postgres.available(), "no PostgreSQL here")
class PoolsOnPostgres(Pools):
    """The same on the other database."""

    @classmethod
    def setUpClass(cls):
        cls.postgres = postgres.Postgres()
        cls.addClassCleanup(cls.postgres.close)
        cls.db = cls.postgres.url
        super().setUpClass()


if __name__ == "__main__":
    unittest.main()
