"""The settings of the business objects (业务对象) over HTTP: every list of them, its order, its errors, who may, and that
everybody has the book as it is from then on."""
import re

from harness.api import Api
from harness.case import CallCentreCase
from harness.openapi import OpenApi
from harness.site import Site

EVERYBODY = {"everybody": True, "roles": [], "departments": [], "people": []}


def only(*people, roles=(), departments=()):
    return {"everybody": False, "roles": list(roles), "departments": list(departments), "people": list(people)}


class CrmSettingsCase(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return Site().agents(2).leader().queue(600, [1, 2]).trunk("carrier", carrier_address)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = OpenApi(cls.admin.get("/api/openapi.json").json)

    def ask(self, method, pattern, body=None, api=None, **places):
        path = pattern
        for name, value in places.items():
            path = path.replace("{" + name + "}", str(value))
        reply = (api or self.admin).ask(method, f"/api/v1/crm/{path}", body)
        self.assertEqual(self.document.problems(method, f"/api/v1/crm/{pattern}", reply), [], f"{method} {path}: {reply}")
        return reply

    def items(self, kind):
        return self.ask("GET", kind).json["items"]

    def make(self, kind, **body):
        reply = self.ask("POST", kind, body)
        self.assertEqual(reply.status, 201, reply)
        return reply.json

    def change(self, kind, item, **more):
        return self.ask("PUT", kind + "/{id}", {**item, **more}, id=item["id"])

    def remove(self, kind, item):
        return self.ask("DELETE", kind + "/{id}", id=item["id"])

    def order(self, kind, ids):
        return self.ask("PUT", kind + "/order", {"ids": ids})

    def book(self, number=None):
        return self.ask("GET", "book", api=self.agent_api(number) if number else None).json

    def keys(self, book, of="customer"):
        return [field["key"] for field in book["fields"] if field["object"] == of]

    def assert_refused(self, reply, *wanted):
        """422, and these (field, code)."""
        self.assertEqual(reply.status, 422, reply)
        found = [(fault["field"], fault["code"]) for fault in reply.json["error"]["fields"]]
        self.assertEqual(sorted(found), sorted(wanted))
        self.assertTrue(all(fault["message"] for fault in reply.json["error"]["fields"]), reply)

    def assert_code(self, reply, status, code):
        self.assertEqual((reply.status, reply.json["error"]["code"]), (status, code), reply)


class WhoMay(CrmSettingsCase):
    def test_only_who_may_configure_it(self):
        """R156-R164: the book is everybody's to read, the settings are not."""
        agent = self.agent_api(1)
        routes = [route for route in self.document.operations("/api/v1/crm/") if route[1] != "/api/v1/crm/book"]
        self.assertGreaterEqual(len(routes), 40)
        for method, path in routes:
            with self.subTest(f"{method} {path}"):
                path = re.sub(r"\{\w+\}", "600", path)
                self.assertEqual(Api(self.server).ask(method, path, {}).status, 401)
                self.assertEqual(agent.ask(method, path, {}).status, 403)
        self.assertEqual(Api(self.server).get("/api/v1/crm/book").status, 401)
        self.assertEqual(self.keys(self.book(1)), ["name", "numbers", "level", "gender", "note"])
        self.assertNotIn("readers", self.book(1)["fields"][0])


class Fields(CrmSettingsCase):
    def test_a_field_is_made_put_in_order_and_switched_off(self):
        """R158, R159, R160, R126: new forms follow at once; what is off is not on them and comes back."""
        made = self.make("fields", object="contact", name="职务", type="select",
                         choices=[{"key": "", "name": "经理"}, {"key": "", "name": "工程师"}], required=True)
        self.assertEqual(([one["key"] for one in made["choices"]], made["system"]), (["c1", "c2"], False))
        key = made["key"]
        self.assertEqual(self.keys(self.book(1), "contact")[-1], key)
        contacts = [one["id"] for one in self.items("fields") if one["object"] == "contact"]
        self.assertEqual(self.order("fields", [made["id"]] + contacts[:-1]).status, 204)
        self.assertEqual(self.keys(self.book(1), "contact")[0], key)
        self.assertEqual(self.keys(self.book(1), "customer")[0], "name")
        self.assert_code(self.order("fields", contacts[:-1]), 409, "crm.order")
        self.assert_code(self.order("fields", [*contacts, "1"]), 409, "crm.order")

        changed = self.change("fields", made, name="职位", enabled=False).json
        self.assertEqual((changed["key"], changed["name"]), (key, "职位"))
        self.assertNotIn(key, self.keys(self.book(1), "contact"))
        self.change("fields", changed, enabled=True)
        self.assertIn(key, self.keys(self.book(1), "contact"))
        self.assert_refused(self.change("fields", changed, type="number", name=" "),
                            ("type", "crm.fixed"), ("name", "config.required"))
        self.assertEqual(self.remove("fields", made).status, 204)
        self.assert_code(self.remove("fields", made), 404, "crm.unknown")
        self.assert_code(self.change("fields", made), 404, "crm.unknown")
        again = self.make("fields", object="contact", name="部门", type="text")
        self.assertNotEqual(again["key"], key)
        self.remove("fields", again)

    def test_system_fields(self):
        """R158: only name and numbers are called otherwise, and nothing of them goes."""
        name = next(one for one in self.items("fields") if (one["object"], one["key"]) == ("lead", "name"))
        self.assertEqual(self.change("fields", name, name="公司").json["name"], "公司")
        note = next(one for one in self.items("fields") if (one["object"], one["key"]) == ("lead", "note"))
        self.assert_refused(self.change("fields", note, name="说明"), ("name", "crm.fixed"))
        self.assertEqual(self.change("fields", note, enabled=False).status, 200)
        self.assertNotIn("note", self.keys(self.book(1), "lead"))
        self.assert_code(self.remove("fields", note), 409, "crm.system")

    def test_who_reads_and_who_writes(self):
        """R158: rights name people, roles and departments of the company."""
        field = self.make("fields", object="customer", name="信用额度", type="number",
                          readers=only("10001", roles=["leader"]), writers=only("10001"))
        self.addCleanup(self.remove, "fields", field)
        mine = next(one for one in self.book(1)["fields"] if one["key"] == field["key"])
        self.assertTrue(mine["may_change"])
        self.assertNotIn(field["key"], self.keys(self.book(2)))
        leader = Api.sign_in(self.server, "10090", "Leader-10090").get("/api/v1/crm/book").json
        self.assertFalse(next(one for one in leader["fields"] if one["key"] == field["key"])["may_change"])
        self.assert_refused(self.change("fields", field, readers=only("99999", roles=["x"], departments=["1"])),
                            ("readers.people[0]", "config.unknown_user"), ("readers.roles[0]", "crm.unknown_role"),
                            ("readers.departments[0]", "crm.unknown_department"))
        namable = self.ask("GET", "namable").json
        self.assertIn("10001", [one["number"] for one in namable["people"]])
        self.assertEqual([one["code"] for one in namable["roles"]][:3], ["agent", "leader", "admin"])


class StagesTagsAndGroups(CrmSettingsCase):
    def test_stages(self):
        """R135, R156."""
        first, last = self.items("stages")
        self.assertEqual((first["name"], last["name"]), ("开始", "完结"))
        talk = self.make("stages", name="洽谈", state="open", progress=40)
        self.assertEqual([one["name"] for one in self.book(1)["stages"]], ["开始", "洽谈", "完结"])
        self.assertEqual(self.change("stages", last, name="成交").json["name"], "成交")
        self.assert_refused(self.change("stages", first, progress=10), ("progress", "crm.fixed"))
        self.assert_code(self.remove("stages", first), 409, "crm.system")
        self.assert_code(self.order("stages", [talk["id"], first["id"], last["id"]]), 409, "crm.system")
        self.assertEqual(self.remove("stages", talk).status, 204)
        self.change("stages", last, name="完结")

    def test_two_groups_of_twenty_tags(self):
        """R157, R148: and a lead's tag becomes a customer's."""
        customers = self.make("tag-groups", object="customer", name="等级", colour="blue",
                              tags=[{"name": f"标签{n}"} for n in range(20)])
        other = self.make("tag-groups", object="customer", name="来源", colour="", tags=[])
        self.assert_code(self.ask("POST", "tag-groups", {"object": "customer", "name": "第三"}), 409, "crm.too_many")
        self.assert_refused(self.change("tag-groups", customers, tags=[*customers["tags"], {"name": "多"}]),
                            ("tags", "crm.too_many"))
        leads = self.make("tag-groups", object="lead", name="热度",
                          tags=[{"name": "热", "customer_tag": customers["tags"][0]["id"]}])
        self.assert_refused(self.change("tag-groups", leads, tags=[{"name": "热", "customer_tag": "7"}]),
                            ("tags[0].customer_tag", "crm.unknown_tag"))
        renamed = self.change("tag-groups", leads, tags=[{**leads["tags"][0], "name": "很热"}]).json
        self.assertEqual(renamed["tags"][0]["id"], leads["tags"][0]["id"])
        for group in (customers, other, leads):
            self.remove("tag-groups", group)
        self.assertEqual(self.book(1)["tag_groups"], [])

    def test_groups(self):
        """R123."""
        east, west = self.make("groups", name="华东"), self.make("groups", name="华西")
        self.assert_refused(self.change("groups", west, name="华东"), ("name", "config.twice"))
        self.assertEqual(self.order("groups", [west["id"], east["id"]]).status, 204)
        self.assertEqual([one["name"] for one in self.book(1)["groups"]], ["华西", "华东"])
        self.remove("groups", east)
        self.remove("groups", west)


class Contacts(CrmSettingsCase):
    def test_contacts_have_fields_and_dedup_rules_alone(self):
        """R146."""
        wanted = ("object", "config.out_of_range")
        self.assert_refused(self.ask("POST", "tag-groups", {"object": "contact", "name": "来源", "colour": "", "tags": []}), wanted)
        for kind in ("pools", "allocation-rules"):
            refused = self.ask("POST", kind, {"object": "contact", "name": "联系人"})
            self.assertEqual(refused.status, 422, refused)
            self.assertIn(wanted, [(fault["field"], fault["code"]) for fault in refused.json["error"]["fields"]])
        self.make("fields", object="contact", name="爱好", type="text", enabled=True)


class RulesAndPools(CrmSettingsCase):
    def test_pools_and_who_uses_them(self):
        """R150-R153: administrators and members; a pool that a rule leads to cannot go."""
        pool = self.make("pools", object="customer", name="华东公海", admins=["10001"], members=only("10002"),
                         hide_numbers=True, claim={"limited": True, "a_day": 5, "holding": 0, "cooling_days": 7})
        self.assertEqual([(one["administers"], one["may_use"]) for one in self.book(1)["pools"]], [(True, True)])
        self.assertEqual([(one["administers"], one["may_use"]) for one in self.book(2)["pools"]], [(False, True)])
        rule = self.make("allocation-rules", object="customer", name="新客", to="pool",
                         targets=[{"target": pool["id"], "daily_cap": 100}])
        refused = self.remove("pools", pool)
        self.assert_code(refused, 409, "crm.in_use")
        self.assertEqual(refused.json["error"]["fields"][0]["message"], "新客")
        self.assertEqual(self.remove("allocation-rules", rule).status, 204)
        self.assert_refused(self.change("pools", pool, claim={"limited": True}), ("claim.limited", "crm.no_limit"))
        self.assertEqual(self.remove("pools", pool).status, 204)

    def test_rules_of_allocation(self):
        """R162: conditions over the fields that there are."""
        rule = {"object": "lead", "name": "华东线索", "to": "people", "by": "designated",
                "conditions": [{"field": "region", "is": "contains", "value": "上海"},
                               {"field": "f99", "is": "equal", "value": "1"}],
                "targets": [{"target": "10001", "daily_cap": 10}, {"target": "10055", "daily_cap": 0}]}
        self.assert_refused(self.ask("POST", "allocation-rules", rule), ("conditions[1].field", "crm.unknown_field"),
                            ("targets[1].target", "config.unknown_user"))
        rule["conditions"].pop()
        rule["targets"].pop()
        made = self.make("allocation-rules", **rule)
        self.assertEqual(self.ask("GET", "allocation-rules/used").json["items"], [])
        self.remove("allocation-rules", made)

    def test_rules_against_duplicates(self):
        """R161."""
        self.assert_refused(self.ask("POST", "dedup-rules", {"object": "customer", "name": "同名", "fields": ["f99"],
                                                             "prompt": "{level}"}),
                            ("fields[0]", "crm.unknown_field"), ("prompt", "crm.unknown_field"))
        self.assert_refused(self.ask("POST", "dedup-rules", {"object": "customer", "name": "同类", "fields": ["level"]}),
                            ("fields", "crm.tells_nobody_apart"))
        first = self.make("dedup-rules", object="customer", name="同名", fields=["name"], prompt="已有 {name}")
        second = self.make("dedup-rules", object="customer", name="同名同类", fields=["name", "level"])
        self.assertEqual(self.order("dedup-rules", [second["id"], first["id"]]).status, 204)
        self.assertEqual([one["name"] for one in self.items("dedup-rules")], ["同名同类", "同名"])
        for rule in (first, second):
            self.remove("dedup-rules", rule)

    def test_the_mapping(self):
        """R163: a field that goes is mapped no more, and one that a rule asks of cannot go."""
        field = self.make("fields", object="lead", name="展会", type="text")
        mapping = self.ask("GET", "mapping").json
        pairs = [one for one in mapping["fields"] if one["customer_field"] != "note"]
        kept = self.ask("PUT", "mapping", {"fields": pairs + [{"lead_field": field["key"], "customer_field": "note"}]})
        self.assertEqual(kept.json["fields"][-1], {"lead_field": field["key"], "customer_field": "note"})
        self.assert_refused(self.ask("PUT", "mapping", {"fields": [{"lead_field": "name", "customer_field": "gender"}]}),
                            ("fields[0].customer_field", "crm.types_differ"))
        rule = self.make("dedup-rules", object="lead", name="同展会", fields=[field["key"]])
        self.assert_code(self.remove("fields", field), 409, "crm.in_use")
        self.remove("dedup-rules", rule)
        self.remove("fields", field)
        self.assertEqual(self.ask("GET", "mapping").json["fields"], pairs)
        self.ask("PUT", "mapping", {"fields": mapping["fields"]})

    def test_templates_of_follow_ups(self):
        """R164: chosen once it is published, by whom it is for."""
        form = {"name": "电话回访", "objects": ["customer"], "audience": only("10001"),
                "fields": [{"type": "radio", "name": "结果", "choices": [{"name": "成功"}, {"name": "失败"}]},
                           {"type": "text", "name": "旧字段", "enabled": False}]}
        made = self.make("templates", **form)
        self.assertEqual([one["key"] for one in made["fields"]], ["t1", "t2"])
        self.assertEqual(self.book(1)["templates"], [])
        self.assert_refused(self.change("templates", made, published=True, objects=[], fields=[]),
                            ("objects", "config.required"), ("fields", "config.required"))
        self.change("templates", made, published=True)
        self.assertEqual([one["name"] for one in self.book(1)["templates"][0]["fields"]], ["结果"])
        self.assertEqual(self.book(2)["templates"], [])
        self.remove("templates", made)


class WrittenDown(CrmSettingsCase):
    def test_every_change_is_in_the_log_before_and_after(self):
        """R156-R164, R212: who changed what, and how it was."""
        group = self.make("groups", name="渠道")
        self.change("groups", group, name="渠道客户")
        self.remove("groups", {**group, "name": "渠道客户"})
        changes = [one for one in self.admin.items("/api/v1/config-changes") if one["place"] == "crm_group"]
        self.assertEqual(sorted((one["action"], one["name"]) for one in changes),
                         [("added", "渠道"), ("changed", "渠道客户"), ("removed", "渠道客户")])

    def test_it_is_still_there_after_a_restart(self):
        """R159: the order, too."""
        first, second = self.make("groups", name="甲"), self.make("groups", name="乙")
        self.order("groups", [second["id"], first["id"]])
        before = self.book()
        self.server.stop()
        self.server.start()
        self.assertEqual(self.book(), before)
