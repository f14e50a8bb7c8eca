"""The web interface as a program sees it."""
import http.client
import json
import time

from harness.patience import patient


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Api:
    """One person's (or nobody's) view of the server. Without a token: not signed in."""

    def __init__(self, server, token=None, user=None, source=None):
        self.server, self.token, self.user = server, token, user
        self.source = source  # the address to come from; none: whichever the system takes

    @classmethod
    def sign_in(cls, server, account, password, tenant="demo"):
        reply = cls(server).post("/api/v1/sessions", {"tenant": tenant, "account": account, "password": password})
        assert reply.status == 201, f"sign-in of {account}: {reply}"
        return cls(server, reply.json["token"], reply.json["user"])

    def ask(self, method, path, body=None, headers=None, timeout=15):
        source = (self.source, 0) if self.source else None
        connection = http.client.HTTPConnection(*self.server.http, timeout=timeout, source_address=source)
        headers = dict(headers or {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.ask("POST", path, body if body is not None else {}, **options)

    def put(self, path, body=None, **options):
        return self.ask("PUT", path, body, **options)

    def patch(self, path, body=None, **options):
        return self.ask("PATCH", path, body, **options)

    def delete(self, path, **options):
        return self.ask("DELETE", path, **options)

    # ---- in the words of the trade

    def job_done(self, reply):
        """The data job that was asked for, when it is done: with the answer, or a moment later on a busy machine."""
        assert reply.status in (200, 202), reply
        return self.wait(lambda: next((job for job in self.items("/api/v1/data-jobs")
                                       if job["id"] == reply.json["id"] and job["state"] == "done"), None),
                         10, lambda: f"the file is made: {self.items('/api/v1/data-jobs')}")

    def items(self, path):
        """Every item of a paged list."""
        found, page = [], 1
        while True:
            reply = self.get(f"{path}{'&' if '?' in path else '?'}page={page}&size=100")
            assert reply.status == 200, f"{path}: {reply}"
            found += reply.json["items"]
            if len(found) >= reply.json["total"] or not reply.json["items"]:
                return found
            page += 1

    def calls(self):
        return self.items("/api/v1/calls")

    def records(self):
        return [CallRecord(item) for item in self.items("/api/v1/call-records")]

    def recordings(self):
        return self.items("/api/v1/recordings")

    def audio(self, recording_id):
        reply = self.get(f"/api/v1/recordings/{recording_id}/audio")
        assert reply.status == 200, f"audio of {recording_id}: {reply}"
        return reply.body

    def set_state(self, state, reason=None):
        body = {"state": state}
        if reason:
            body["reason"] = reason
        return self.put("/api/v1/me/state", body)

    def state(self):
        return self.get("/api/v1/me").json.get("state")

    def act(self, call_id, action, body=None):
        return self.post(f"/api/v1/calls/{call_id}/{action}", body)

    def metric(self, name):
        """The sum of one metric over its labels; None when the server has no such metric."""
        values = [float(line.rsplit(" ", 1)[1]) for line in self.get("/metrics").body.decode().splitlines()
                  if line.split("{")[0].split(" ")[0] == name]
        return sum(values) if values else None

    def wait(self, predicate, timeout, what):
        """Asks again until predicate() is true; fails the test, saying `what`, when it never is."""
        timeout = patient(timeout)
        deadline = time.monotonic() + timeout
        while True:
            value = predicate()
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {timeout:.1f} s: {what() if callable(what) else what}")
            time.sleep(0.05)

    def wait_no_calls(self, timeout=5):
        self.wait(lambda: not self.calls(), timeout, lambda: f"calls are left: {self.calls()}")

    def wait_records(self, count, timeout=5):
        self.wait(lambda: len(self.records()) >= count, timeout, lambda: f"{count} call records: {self.records()}")
        return self.records()


class CallRecord:
    """One call record. Names of the JSON fields stand here and nowhere else in the tests."""

    def __init__(self, item):
        self.item = item
        self.id, self.direction, self.result = item["id"], item["direction"], item["result"]
        self.customer, self.called = item["customer_number"], item["called_number"]
        self.queue, self.agents = item.get("queue"), item.get("agents") or []
        self.ring_s, self.wait_s = item.get("ring_s"), item.get("wait_s")
        self.talk_s, self.hold_s = item.get("talk_s"), item.get("hold_s")
        self.recordings = item.get("recordings") or []
        ending = item.get("ending") or {}
        self.side, self.reason = ending.get("side"), ending.get("reason")

    def __repr__(self):
        return f"CallRecord({json.dumps(self.item, ensure_ascii=False)})"
