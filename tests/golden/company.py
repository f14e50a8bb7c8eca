"""The two companies of the golden day as one site file, and their facts in a database."""
from golden import store, table
from harness.site import ADMIN, toml_table

DEPARTMENTS = {"demo": [("sales", "销售部", "", ["10092"]), ("vip", "大客户组", "sales", []), ("service", "客服部", "", [])],
               "york": [("desk", "Desk", "", [])]}
QUEUES = {"demo": [("600", ["10001", "10002", "10003", "10004", "10005"], ["10090"]),
                   ("601", ["10005", "10006", "10007", "10008"], ["10091"])],
          "york": [("700", ["20001", "20002"], ["20090"])]}
ADMINS = {"demo": "10000", "york": "20000"}
PREFIXES = {"demo": "", "york": "york_"}
LEVELS = ("非常满意", "满意", "一般", "不满意")  # those that every company begins with


def password(number):
    return f"Golden-{number}"


def site():
    parts = []
    for code, zone in table.ZONES.items():
        parts.append(toml_table("tenant", {"code": code, "name": code, "state_after_login": "ready", "zone": zone}))
        parts += [toml_table("tenant.department", {"code": key, "name": name, "parent": parent, "managers": managers})
                  for key, name, parent, managers in DEPARTMENTS[code]]
        admin = {**ADMIN, "number": ADMINS[code], "account": ADMINS[code], "password": password(ADMINS[code])}
        parts.append(toml_table("tenant.user", admin))
        people = {}  # the last line of somebody is where they are now
        for company, short, number, role, department, _since in table.lines("people.txt"):
            if company == code:
                people[number] = {"number": number, "name": short, "account": number, "password": password(number), "role": role,
                                  "extension": "8" + number[2:], "extension_type": "sip", "extension_secret": "secret-1234",
                                  "sign_in": "phone", **({"department": department} if department != "-" else {})}
        parts += [toml_table("tenant.user", person) for person in people.values()]
        parts += [toml_table("tenant.queue", {"number": number, "name": f"队列{number}", "members": members, "leaders": leaders})
                  for number, members, leaders in QUEUES[code]]
    return "".join(parts)


class Known:
    """Ids of a company's people, departments and queues in a database."""

    def __init__(self, base, code):
        self.code, self.zone = code, table.ZONES[code]
        self.tenant = base.rows(f"SELECT id FROM tenants WHERE code = '{code}'")[0]["id"]
        self.users = store.ids(base, self.tenant, "users", "number")
        self.departments = store.ids(base, self.tenant, "departments", "code")
        self.queues = store.ids(base, self.tenant, "queues", "number")

    def teller(self):
        return table.Teller(self.code, self.tenant, self.users, self.departments, self.queues)


def fill(base, known, rows):
    for name in store.FACTS:
        if rows[name]:
            base.put(name, rows[name])
    base.run("INSERT INTO call_people (call_id, user_id, started_at_ms) SELECT DISTINCT calls.id, call_legs.user_id, "
             "calls.started_at_ms FROM call_legs JOIN calls ON calls.id = call_legs.call_id WHERE call_legs.user_id IS NOT "
             f"NULL AND calls.tenant_id = {known.tenant} ON CONFLICT (call_id, user_id) DO NOTHING")
