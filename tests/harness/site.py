"""Site files for tests: a small company, described in Python and written as TOML."""
import datetime
import json

ADMIN = {"number": "10000", "name": "Admin", "account": "10000", "password": "Admin-10000", "role": "admin"}


def noon_zone():
    """A company's time zone in which it is about noon: what is today half an hour from now is so at any hour."""
    ahead_h = 12 - datetime.datetime.now(datetime.timezone.utc).hour
    return f"Etc/GMT{-ahead_h:+d}"  # the names count the other way


def toml_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(item)}" for key, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def toml_table(name, fields):
    return f"[[{name}]]\n" + "".join(f"{key} = {toml_value(value)}\n" for key, value in fields.items()) + "\n"


class Site:
    """One tenant. `text()` is the site file."""

    def __init__(self, code="demo", **tenant):
        self.tenant = {"code": code, "name": "测试公司", "state_after_login": "ready", **tenant}
        self.users, self.queues, self.trunks, self.inbound, self.outbound = [dict(ADMIN)], [], [], [], []

    def agent(self, n, **fields):
        """Agent n: number 1000n, extension 800n, a desk phone that signs him in."""
        number, extension = str(10000 + n), str(8000 + n)
        self.users.append({
            "number": number, "name": f"坐席{n}", "account": number, "password": f"Agent-{number}", "role": "agent",
            "extension": extension, "extension_type": "sip", "extension_secret": f"secret-{extension}",
            "sign_in": "phone", "after_call": "ready", **fields})
        return self

    def agents(self, count, **fields):
        for n in range(1, count + 1):
            self.agent(n, **fields)
        return self

    def leader(self, number="10090", **fields):
        self.users.append({"number": number, "name": "组长", "account": number, "password": f"Leader-{number}",
                           "role": "leader", "extension": "8090", "extension_type": "sip",
                           "extension_secret": "secret-8090", "sign_in": "phone", **fields})
        return self

    def queue(self, number, members, **fields):
        """`members` are agent numbers as in agent(n), or whole tables."""
        names = [member if isinstance(member, dict) else str(10000 + member) for member in members]
        self.queues.append({"number": str(number), "name": f"队列{number}", "strategy": "linear",
                            "ring_timeout_s": 20, "max_wait_s": 600, "on_timeout": "hangup", "record": True,
                            "leaders": [], "members": names, **fields})
        return self

    def trunk(self, name, address, **fields):
        host, port = address
        self.trunks.append({"name": name, "kind": "peer", "address": f"{host}:{port}", **fields})
        return self

    def did(self, number, destination, trunk="carrier"):
        self.inbound.append({"did": str(number), "trunk": trunk, "destination": destination})
        return self

    def dial_out(self, pattern="0*|1*", trunk="carrier", **fields):
        self.outbound.append({"pattern": pattern, "trunk": trunk, "strip": 0, "prepend": "",
                              "caller_id": "4008001234", **fields})
        return self

    def text(self):
        parts = [toml_table("tenant", self.tenant)]
        for kind, rows in (("user", self.users), ("queue", self.queues), ("trunk", self.trunks),
                           ("inbound", self.inbound), ("outbound", self.outbound)):
            parts += [toml_table(f"tenant.{kind}", row) for row in rows]
        return "".join(parts)
