"""Everybody who has a hand in random lives: customers, agents at desk phones and pages, leaders, the world outside.

Who is there, how all their calls are brought to an end, and what they saw. What they press is in presses.py.
"""
import collections
import threading
import time

from harness.api import Api
from harness.moods import AGENT_HZ, OUTSIDE_HZ, Mood
from harness.patience import patient
from harness.phone import Phone

LEADERS = {"10090": "8090", "10091": "8091"}
ROOM = "1"


class Crowd:
    """Owner: a test. Threads: one for each life, besides the reactor's."""

    def __init__(self, server, carrier, admin, agents, seed):
        self.server, self.carrier, self.admin = server, carrier, admin
        self.agents = {str(10000 + n): str(8000 + n) for n in range(1, agents + 1)}
        self.extensions = {**self.agents, **LEADERS}
        self.phones, self.apis, self.moods = {}, {}, []
        self.tally, self.faults = collections.Counter(), []
        self.seen, self.rung, self.most_at_once = set(), [], 0  # calls; (call, user) whose telephone rang
        self.packets, self.referred = 0, collections.Counter()  # what was heard; how often a talk's REFER was accepted
        self._lock, self._picture, self._picture_at = threading.Lock(), [], 0.0
        for user, extension in self.extensions.items():
            phone = Phone(server.sip, extension, f"secret-{extension}", domain="demo")
            phone.on_call = self._mood(f"{seed} {user}", AGENT_HZ)
            assert phone.register().status == 200, f"registration of {extension}"
            self.phones[user] = phone
            self.apis[user] = Api.sign_in(server, user, f"{'Leader' if user in LEADERS else 'Agent'}-{user}")
        carrier.on_call = self._mood(f"{seed} outside", OUTSIDE_HZ, gives_up=0.3)

    def _mood(self, seed, tone_hz, gives_up=0.0):
        self.moods.append(Mood(seed, tone_hz, gives_up))
        return self.moods[-1]

    def close(self):
        self.carrier.on_call = None
        for phone in self.phones.values():
            phone.close()

    # ---- what is there

    def all_phones(self):
        return [self.carrier, *self.phones.values()]

    def calls(self):
        """The live calls, at most a moment old."""
        with self._lock:
            if time.monotonic() - self._picture_at > 0.06:
                reply = self.admin.get("/api/v1/calls")
                assert reply.status == 200, reply
                self._picture, self._picture_at = reply.json["items"], time.monotonic()
                self.seen.update(call["id"] for call in self._picture)
                self.most_at_once = max(self.most_at_once, len(self._picture))
                self.faults += [fault for fault in strange(self._picture) if fault not in self.faults]
            return self._picture

    # ---- what is said of it

    def note(self, control, reply):
        self.count(control, "done" if reply.status < 300 else "refused")
        if reply.status >= 500:
            self.faults.append(f"{control}: {reply}")
        return reply

    def count(self, control, outcome):
        with self._lock:
            self.tally[(control, outcome)] += 1

    def done(self, *controls):
        return sum(self.tally[(control, "done")] for control in controls)

    # ---- ending

    def cancel_callbacks(self, at_most=1000):
        """Gives up the call-backs that are still promised, and says how many there were."""
        leader = self.apis[next(iter(LEADERS))]
        promised = leader.items("/api/v1/callbacks?state=open")
        for place in promised[:at_most]:
            self.note("cancel_callback", leader.delete(f"/api/v1/callbacks/{place['id']}"))
        return len(promised)

    def end(self, by_release):
        """Brings every call to its end: each telephone hangs up, or a leader releases and the telephones only obey."""
        self._set_moods("ignore" if by_release else "refuse")
        hung_up, deadline = {}, time.monotonic() + patient(30)
        while True:
            promised = self.cancel_callbacks()
            calls = self.admin.calls()
            self.seen.update(call["id"] for call in calls)
            if not calls and not promised:
                break
            assert time.monotonic() < deadline, f"calls are left: {calls}; call-backs: {promised}"
            if by_release:
                for call in calls:
                    self.note("release", self.admin.post(f"/api/v1/calls/{call['id']}/release"))
            else:
                self._hang_up_all(hung_up)
            time.sleep(0.05)
        self.admin.wait(lambda: not self.legs_left(), 10,
                        lambda: f"the server has let go of what telephones still have: {self.legs_left()}")
        self.admin.wait(lambda: not self.unanswered(), 10, lambda: f"the server never answered: {self.unanswered()}")
        self.admin.wait(lambda: not self.untold(), 10, lambda: f"never told what became of REFER: {self.untold()}")
        self._forget_calls()
        self._set_moods(None)

    def _hang_up_all(self, done):
        for phone in self.all_phones():
            for call in list(phone.calls.values()):
                state, at = done.get(call, (None, 0.0))
                # Again after a while: a CANCEL that met a challenge has cancelled nothing.
                if call.state not in ("ended", state) or (call.state != "ended" and time.monotonic() - at > 1):
                    done[call] = (call.state, time.monotonic())
                    call.hang_up()

    def legs_left(self):
        return [f"{phone.user}: {call.state} {call.local_address} {call.remote_address} {call.statuses} {call.call_id}"
                for phone in self.all_phones() for call in list(phone.calls.values()) if call.state != "ended"]

    def untold(self):
        """Telephones that we let go without telling them what became of their transfers (RFC 3515)."""
        return [f"{call.phone.user}: {call.call_id}, {times} REFER" for call, times in self.referred.items()
                if call.ended_by == "there" and times > sum(
                    "terminated" in one.get("Subscription-State") for one in call.refer_notifies)]

    def unanswered(self):
        """What telephones asked without ever being told."""
        return [f"{phone.user}: {one.request.start_line} {one.request.call_id}" for phone in self.all_phones()
                for one in list(phone._transactions.values()) if not one.final]

    def _set_moods(self, calm):
        for mood in self.moods:
            mood.calm = calm

    def _forget_calls(self):
        for user, phone in [(None, self.carrier), *self.phones.items()]:
            for key, call in list(phone.calls.items()):
                if user and call.invite:
                    self.rung.append((call.header("X-Yinghe-Call"), user))
                self.packets += len(call.media.packets)
                call.media.close()
                del phone.calls[key]
            phone.received.clear()
            phone._transactions.clear()
        self.referred.clear()

    def back_to_work(self):
        """Everybody at the desk, ready, and in all queues."""
        for user, phone in self.phones.items():
            if user in self.agents:
                self.apis[user].put("/api/v1/me/mobile", {"on": False})
                for queue in self.apis[user].get("/api/v1/me").json["queues"]:
                    self.apis[user].put(f"/api/v1/me/queues/{queue['number']}", {"paused": False})
            if not self.apis[user].get("/api/v1/me").json["device_online"]:
                # Signed off, or given a rest because it failed us, which a new registration ends.
                phone.unregister()
                phone.register()
            self.apis[user].set_state("ready")

    def not_at_work(self):
        """Who is not ready and idle, and where somebody still waits or talks, as the server sees it."""
        found = []
        for user in self.phones:
            me = self.apis[user].get("/api/v1/me").json
            if (me["state"], me["activity"], me["call"], me["device_online"]) != ("ready", "idle", None, True):
                found.append(f"{user}: {me}")
        for queue in self.admin.items("/api/v1/queues"):
            live = self.admin.get(f"/api/v1/queues/{queue['number']}/live").json
            if live["waiting"] or live["talking"] or live["ready"] != len(live["members"]):
                found.append(f"queue {queue['number']}: {live['waiting']} {live['talking']} {live['ready']}")
        rooms = self.admin.get("/api/v1/rooms").json["items"]
        return found + [f"room {room}" for room in rooms if room["call"]]


def strange(calls):
    """What no picture of the live calls may show."""
    found, everywhere = [], collections.Counter(leg["leg"] for call in calls for leg in call["legs"])
    found += [f"leg {leg} is in {times} calls" for leg, times in everywhere.items() if times > 1]
    for call in calls:
        legs = {leg["leg"] for leg in call["legs"]}
        named = {call["supervision"]["leg"]} if call["supervision"] else set()
        named |= {call["consult"]["by"], call["consult"]["consulted"]} if call["consult"] else set()
        talks = call["phase"] in ("talking", "held", "consulting", "conference") and not call["room"]
        if not named <= legs:
            found.append(f"of whom {named - legs} is not there: {call}")
        if talks and len(call["parties"]) < 2:
            found.append(f"talks alone: {call}")
    return found
