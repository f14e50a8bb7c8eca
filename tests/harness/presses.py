"""Every control of random lives, carried out on whoever it falls at that moment.

It may be refused, and it may find nothing to do; what must not be is said in `faults`.
"""
import collections
import threading

from harness.crowd import LEADERS, ROOM, Crowd
from harness.moods import AGENT_HZ

CUSTOMER_HZ = 450
OWN_PAGE = ("hangup", "hold", "retrieve", "mute", "unmute", "record/pause", "record/resume", "answer", "survey",
            "consult/cancel", "consult/complete", "consult/swap", "conference")
MODES = ("listen", "whisper", "barge", "takeover")
# What a call should be like, for a control that would nearly always be refused otherwise.
FITTING = {
    **dict.fromkeys(("consult/complete", "consult/swap", "conference"),
                    lambda call: call["consult"] and call["consult"]["answered"]),
    "consult/cancel": lambda call: call["consult"],
    **dict.fromkeys(("remove_party", "mute_party"), lambda call: len(call["parties"]) > 2),
    **dict.fromkeys(("to_listen", "to_whisper", "to_barge", "to_takeover", "end_supervision"),
                    lambda call: call["supervision"]),
    **dict.fromkeys((*MODES, "release_and_talk", "hold", "transfer_agent", "transfer_leader", "transfer_outside",
                     "transfer_queue", "consult_agent", "consult_outside", "mute", "record/pause", "survey",
                     "phone_refers", "phone_holds", "phone_hangs_up"), lambda call: call["phase"] == "talking"),
    **dict.fromkeys(("retrieve", "phone_retrieves"), lambda call: call["phase"] == "held"),
}
DIALLED_BY_PHONES = ("*8", "*71", "*71", "*72", "*73", "*91", "*91", "*97", "600", "77")


class Presses(Crowd):
    """Threads: one for each life, besides the reactor's."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self._changing = collections.defaultdict(threading.Lock)  # one re-INVITE or REGISTER at a time

    def _alone(self, phone_or_call):
        with self._lock:
            return self._changing[phone_or_call]

    # ---- on whom it falls

    def _call(self, press, mine, chance):
        """This life's call, or any; mostly one that the control is made for, if there is one."""
        calls = self.calls()
        fits = FITTING.get(press.control)
        if fits and chance.random() < 0.7:
            calls = [call for call in calls if fits(call)] or calls
        if press.own:
            calls = [c for c in calls if c["id"] == mine.id or c["customer_number"] == mine.customer] or calls
        return chance.choice(calls) if calls else None

    def _users(self, call):
        return [leg["user"]["number"] for leg in call["legs"] if leg["user"] and leg["user"]["number"] in self.phones]

    def _user(self, call, chance):
        """Mostly somebody who has a part in the call, and of a consultation the one who asked."""
        users = self._users(call) if call else []
        if call and call["consult"] and chance.random() < 0.7:
            users = [leg["user"]["number"] for leg in call["legs"]
                     if leg["leg"] == call["consult"]["by"] and leg["user"]] or users
        return chance.choice(users) if users and chance.random() < 0.9 else chance.choice(list(self.agents))

    def _agent(self, chance):
        """Mostly one who is in no call."""
        busy = {user for call in self.calls() for user in self._users(call)}
        free = [user for user in self.agents if user not in busy]
        return chance.choice(free) if free and chance.random() < 0.7 else chance.choice(list(self.agents))

    def _agent_extension(self, chance):
        return self.agents[self._agent(chance)]

    def _ringing_extension(self, chance):
        """Where it rings, mostly."""
        rings = [leg["number"] for call in self.calls() for leg in call["legs"] if leg["ringing"] and leg["user"]]
        return chance.choice(rings) if rings and chance.random() < 0.7 else self._agent_extension(chance)

    @staticmethod
    def outside(chance):
        return f"139{chance.randrange(10 ** 8):08d}"

    def _talks_of(self, phone):
        return [call for call in list(phone.calls.values()) if call.state == "up"]

    # ---- beginning

    def begin(self, life, chance):
        """A life's first call. Its `id` is known where a page dialled."""
        mine = Mine(life.customer)
        if life.opening == "dial":
            to = life.customer if chance.random() < 0.7 else self._agent_extension(chance)
            reply = self.note("dial", self.apis[self._agent(chance)].post("/api/v1/calls", {"to": to}))
            mine.id = reply.json["id"] if reply.status < 300 else None
        elif life.opening == "phone_dials":
            mine.call = self._dial(self.phones[self._agent(chance)], life.customer)
        elif life.opening == "room":
            self._press_room(None, chance)
        else:
            ip, port = self.server.sip
            mine.call = self.carrier.call(f"sip:{life.opening}@{ip}:{port}",
                                          from_address=f"<sip:{life.customer}@{self.carrier.address[0]}>")
            mine.call.media.play_tone(CUSTOMER_HZ)
        return mine

    def _dial(self, phone, number):
        call = phone.call(number)
        call.media.play_tone(AGENT_HZ)
        return call

    # ---- pressing

    def press(self, press, mine):
        chance = press.random()
        call = self._call(press, mine, chance)
        group, _, argument = press.control.partition("_")
        if press.control.startswith("customer_"):
            self._press_customer(press, argument, mine, chance)
        elif press.control.startswith("phone_"):
            self._press_phone(press.control, call, chance)
        elif group in ("state", "force", "pause", "resume", "mobile") or press.control in ("dial", "room"):
            getattr(self, f"_press_{group}")(argument, chance)
        elif press.control.startswith("pick_up"):
            of = {"of": self._ringing_extension(chance)} if press.control == "pick_up_of" else {}
            self.note(press.control, self.apis[self._agent(chance)].post("/api/v1/calls/pick-up", of))
        elif press.control == "cancel_callback":
            self.cancel_callbacks(at_most=1)
        elif call is None:
            self.count(press.control, "idle")
        else:
            self._press_call(press.control, call, chance)

    def _press_call(self, control, call, chance):
        user, path = self._user(call, chance), f"/api/v1/calls/{call['id']}"
        page, leader = self.apis[user], self.apis[chance.choice(list(LEADERS))]
        verb, _, target = control.partition("_")
        if control in OWN_PAGE:
            reply = page.post(f"{path}/{control}")
        elif control == "dtmf":
            reply = page.post(f"{path}/dtmf", {"digits": chance.choice(("1", "2#", "90*"))})
        elif verb in ("transfer", "consult"):
            reply = page.post(f"{path}/{verb}", {"to": self._target(target, chance)})
        elif control in ("remove_party", "mute_party"):
            leg = chance.choice(call["parties"] or [leg["leg"] for leg in call["legs"]])
            party = f"{path}/parties/{leg}"
            reply = page.delete(party) if verb == "remove" else page.put(party, {"muted": chance.random() < 0.6})
        elif control in MODES:
            reply = leader.post(f"{path}/supervise", {"mode": control})
        elif verb == "to" or control == "end_supervision":
            supervisor = (call["supervision"] or {}).get("user")
            leader = self.apis[supervisor["number"]] if supervisor else leader
            reply = (leader.delete(f"{path}/supervise") if verb == "end" else
                     leader.patch(f"{path}/supervise", {"mode": target}))
        else:
            reply = leader.post(f"{path}/release", {"talk_to_agent": control == "release_and_talk"})
        self.note(control, reply)

    def _target(self, target, chance):
        return {"agent": self._agent_extension(chance), "leader": chance.choice(list(LEADERS.values())),
                "queue": chance.choice(("600", "601", "602", "603")), "outside": self.outside(chance),
                "nonsense": chance.choice(("77", "*71", "4"))}[target]

    def _press_state(self, state, chance):
        self.note(f"state_{state}", self.apis[chance.choice(list(self.agents))].set_state(state))

    def _press_force(self, state, chance):
        reply = self.apis[chance.choice(list(LEADERS))].put(f"/api/v1/users/{chance.choice(list(self.agents))}/state",
                                                            {"state": state})
        self.note(f"force_{state}", reply)

    def _press_pause(self, _, chance, paused=True):
        reply = self.apis[chance.choice(list(self.agents))].put(
            f"/api/v1/me/queues/{chance.choice(('600', '601', '602', '603'))}", {"paused": paused})
        self.note("pause_queue" if paused else "resume_queue", reply)

    def _press_resume(self, _, chance):
        self._press_pause(_, chance, paused=False)

    def _press_mobile(self, word, chance):
        reply = self.apis[chance.choice(list(self.agents))].put("/api/v1/me/mobile", {"on": word == "on"})
        self.note(f"mobile_{word}", reply)

    def _press_dial(self, _, chance):
        to = chance.choice((self._agent_extension(chance), self.outside(chance), "600", "77"))
        self.note("dial", self.apis[self._agent(chance)].post("/api/v1/calls", {"to": to}))

    def _press_room(self, _, chance):
        self.note("room", self.apis[chance.choice(list(LEADERS))].post(f"/api/v1/rooms/{ROOM}/start"))

    # ---- telephones

    def _press_phone(self, control, call, chance):
        phone = self.phones[self._user(call, chance)]
        if control == "phone_refers_replacing":
            phone = next((one for one in self.phones.values() if len(self._talks_of(one)) > 1), phone)
        talks = self._talks_of(phone)
        if control in ("phone_signs_off", "phone_signs_on"):
            with self._alone(phone):
                phone.register() if control.endswith("on") else phone.unregister()
        elif control == "phone_dials":
            if len(talks) > 1:
                self.count(control, "idle")
                return
            self._dial(phone, chance.choice((*DIALLED_BY_PHONES, self._agent_extension(chance), self.outside(chance),
                                             "*8" + self._agent_extension(chance))))
        elif not talks or (control == "phone_refers_replacing" and len(talks) < 2):
            self.count(control, "idle")
            return
        else:
            self._press_talk(control[len("phone_"):], chance.sample(talks, len(talks)), chance)
            return
        self.count(control, "done")

    def _press_customer(self, press, verb, mine, chance):
        own = [mine.call] if press.own and mine.call and mine.call.state == "up" else self._talks_of(self.carrier)
        if own:
            self._press_talk(verb, [chance.choice(own)], chance, "customer")
        else:
            self.count(press.control, "idle")

    def _press_talk(self, verb, talks, chance, who="phone"):
        talk = talks[0]
        if verb == "hangs_up":
            talk.bye()
        elif verb == "keys":
            talk.media.dtmf(chance.choice(("1", "2", "2", "21", "3", "1#", "4", "51", "2113")))
        else:
            with self._alone(talk):
                if talk.state != "up":
                    self.count(f"{who}_{verb}", "idle")
                    return
                answer = {"holds": talk.hold, "retrieves": talk.retrieve,
                          "refers": lambda: talk.refer(chance.choice((self._agent_extension(chance), "601",
                                                                      self.outside(chance), "77"))),
                          "refers_replacing": lambda: talk.refer_replacing(talks[1])}[verb]()
                if answer.status == 202:
                    self.referred[talk] += 1
            self.count(f"{who}_{verb}", "done" if answer.status < 300 else "refused")
            return
        self.count(f"{who}_{verb}", "done")


class Mine:
    """What a life began with."""

    def __init__(self, customer):
        self.customer, self.id, self.call = customer, None, None
