"""自定义字段 (R070, R122, R126, R141, R158–R160): a company's own fields, from the setting to forms, lists and files."""
import json
import urllib.parse

from harness.api import Api
from harness.case import CallCentreCase
from harness.site import Site

SECRET = "暗号评级"


def everybody():
    return {"everybody": True, "roles": [], "departments": [], "people": []}


def only(*roles):
    return {"everybody": False, "roles": list(roles), "departments": [], "people": []}


class OwnFields(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site().agents(3).leader().queue(600, [1, 2], leaders=["10090"])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.make_field("城市", "select", ["北京", "上海"], listed=True)
        cls.ways = cls.make_field("渠道", "checks", ["电话", "展会"])
        cls.day = cls.make_field("到期日", "date")
        cls.person = cls.make_field("顾问", "person")
        cls.budget = cls.make_field("预算", "number")
        cls.secret = cls.make_field("内部评级", "text", readers=only("admin", "leader"), writers=only("admin"))

    @classmethod
    def make_field(cls, name, kind, choices=(), **more):
        made = cls.admin.post("/api/v1/crm/fields", {
            "object": "customer", "type": kind, "name": name, "choices": [{"name": each} for each in choices],
            "readers": everybody(), "writers": everybody(), **more})
        assert made.status == 201, made
        return made.json

    def key_of(self, field, name):
        return next(choice["key"] for choice in field["choices"] if choice["name"] == name)

    def save(self, api, name, number, fields, **more):
        return api.post("/api/v1/customers", {"name": name, "level": "", "note": "", "gender": "unknown",
                                              "numbers": [{"number": number, "kind": ""}], "fields": fields, **more})

    def values(self, **more):
        return {self.city["key"]: self.key_of(self.city, "上海"), **more}

    def names(self, api, **query):
        found = api.get("/api/v1/customers?" + urllib.parse.urlencode(query))
        return [row["name"] for row in found.json["items"]] if found.status == 200 else found.json["error"]["code"]

    def problems(self, reply):
        self.assertEqual(reply.status, 422, reply)
        for one in reply.json["error"]["fields"]:
            self.assertNotEqual(one["message"], one["code"], "a sentence for people")
        return {one["field"]: one["code"] for one in reply.json["error"]["fields"]}

    def test_what_is_wrong_is_said_by_field_and_nothing_is_saved(self):
        """R126, R158, R160."""
        keys = [one["key"] for one in (self.city, self.ways, self.day, self.person, self.budget)]
        wrong = self.save(self.admin, "错", "13900000001", dict(zip(keys, ["nowhere", "x", "soon", "99999", "many"])))
        self.assertEqual(self.problems(wrong), {
            f"fields.{keys[0]}": "crm.unknown_choice", f"fields.{keys[1]}": "crm.bad_value",
            f"fields.{keys[2]}": "crm.not_a_date", f"fields.{keys[3]}": "user.unknown",
            f"fields.{keys[4]}": "crm.not_a_number"})
        self.assertEqual(self.names(self.admin, search="错"), [])
        required = {**self.day, "required": True}
        self.assertEqual(self.admin.put(f"/api/v1/crm/fields/{self.day['id']}", required).status, 200)
        self.addCleanup(self.admin.put, f"/api/v1/crm/fields/{self.day['id']}", self.day)
        self.assertEqual(self.problems(self.save(self.admin, "缺", "13900000002", {})),
                         {f"fields.{self.day['key']}": "config.required"})
        self.assertEqual(self.save(self.admin, "全", "13900000003", {self.day["key"]: "2027-1-5"}).json["fields"],
                         {self.day["key"]: "2027-01-05"})

    def test_lists_are_narrowed_sorted_searched_and_taken_away_by_own_fields(self):
        """R122, R125, R141."""
        city, ways, day, person = (one["key"] for one in (self.city, self.ways, self.day, self.person))
        for number, (name, fields) in enumerate({
                "列一": self.values(**{ways: [self.key_of(self.ways, "电话")], day: "2027-01-05", person: "10002"}),
                "列二": self.values(**{ways: [self.key_of(self.ways, one) for one in ("展会", "电话")]}),
                "列三": {city: self.key_of(self.city, "北京"), self.budget["key"]: 7.5}}.items()):
            made = self.save(self.admin, name, f"1391111000{number}", fields, level="列")
            self.assertEqual(made.status, 201, made)
        shanghai = self.key_of(self.city, "上海")
        self.assertEqual(self.names(self.admin, level="列", **{city: shanghai}), ["列二", "列一"])
        self.assertEqual(self.names(self.admin, level="列", **{city: shanghai, ways: self.key_of(self.ways, "展会")}), ["列二"])
        self.assertEqual(self.names(self.admin, level="列", **{day: "2027-01-01..2027-01-31"}), ["列一"])
        self.assertEqual(self.names(self.admin, level="列", **{person: "10002"}), ["列一"])
        self.assertEqual(self.names(self.admin, level="列", sort=self.budget["key"])[0], "列三")
        self.assertEqual(self.names(self.admin, level="列", search="展会"), ["列二"])
        self.assertEqual(self.names(self.admin, **{day: "tomorrow"}), "day.malformed")
        csv = self.admin.get("/api/v1/customers?" + urllib.parse.urlencode(
            {"format": "csv", "level": "列", "columns": f"name,{city},{ways},{person},{self.budget['key']}"})).body.decode()
        self.assertEqual(csv.replace("\ufeff", "").split(), [
            "名称,城市,渠道,顾问,预算", "列三,北京,,,7.5", "列二,上海,电话、展会,,", "列一,上海,电话,坐席2", "10002,"])

    def test_who_may_not_read_a_field_finds_it_nowhere(self):
        """R158, R255: card, list, filter, order, search, file, history, book."""
        key = self.secret["key"]
        made = self.save(self.admin, "密", "13922220000", self.values(**{key: SECRET}), owner="10001").json
        path = f"/api/v1/customers/{made['id']}"
        agent = Api.sign_in(self.server, "10001", "Agent-10001")
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        looks = [path, path + "/history", "/api/v1/customers", "/api/v1/customers?search=" + urllib.parse.quote(SECRET),
                 "/api/v1/customers/by-number/13922220000", "/api/v1/crm/book"]
        for look in looks:
            with self.subTest(look):
                self.assertNotIn(SECRET, agent.get(look).body.decode())
                self.assertNotIn("内部评级", agent.get(look).body.decode())
        self.assertIn(SECRET, leader.get(path).body.decode())
        self.assertIn(SECRET, leader.get("/api/v1/customers").body.decode())
        for query in (f"{key}=x", f"sort={key}"):
            reply = agent.get("/api/v1/customers?" + query)
            self.assertEqual((reply.status, reply.json["error"]["code"]), (403, "field.hidden"))
        # What comes back without it is not lost; what is tried is refused; who reads need not write.
        shown = agent.get(path).json["customer"]
        draft = {field: shown[field] for field in ("name", "gender", "level", "note", "fields", "version")}
        draft["numbers"] = [{"number": "13922220000", "kind": ""}]
        self.assertEqual(agent.put(path, draft | {"note": "改"}).status, 200)
        self.assertEqual(self.admin.get(path).json["customer"]["fields"][key], SECRET)
        for api in (agent, leader):
            tried = api.put(path, {**draft, "version": None, "fields": {key: "别的"}})
            self.assertEqual(self.problems(tried), {f"fields.{key}": "field.fixed"})

    def test_switching_off_and_renaming_lose_nothing(self):
        """R158."""
        made = self.save(self.admin, "留", "13933330000", self.values()).json
        path = f"/api/v1/crm/fields/{self.city['id']}"
        off = self.admin.put(path, {**self.city, "enabled": False})
        self.assertEqual(off.status, 200, off)
        self.assertNotIn(self.city["key"], self.admin.get(f"/api/v1/customers/{made['id']}").json["customer"]["fields"])
        renamed = {**self.city, "name": "所在城市", "choices": [{**one, "name": one["name"] + "市"} for one in self.city["choices"]]}
        self.assertEqual(self.admin.put(path, renamed).status, 200)
        self.addCleanup(self.admin.put, path, self.city)
        self.assertEqual(self.admin.get(f"/api/v1/customers/{made['id']}").json["customer"]["fields"],
                         {self.city["key"]: self.key_of(self.city, "上海")})
        csv = self.admin.get("/api/v1/customers?" + urllib.parse.urlencode(
            {"format": "csv", "search": "留", "columns": f"name,{self.city['key']}"})).body.decode()
        self.assertEqual(csv.replace("\ufeff", "").split(), ["名称,所在城市", "留,上海市"])
        history = json.dumps(self.admin.get(f"/api/v1/customers/{made['id']}/history").json, ensure_ascii=False)
        self.assertIn("上海", history, "as it was called then")
