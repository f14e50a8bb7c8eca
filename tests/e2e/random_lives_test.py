"""200 random lives of calls, 20 at a time: every control in any order, over real SIP and RTP, and nothing is left over.

YINGHE_SEED=N repeats the lives of a seed, YINGHE_LIVES=N lives more or fewer of them.
"""
import collections
import os
import re
import shutil
import threading
import time
import unittest

from harness import lives
from harness.case import CallCentreCase
from harness.crowd import LEADERS, ROOM
from harness.presses import Presses
from harness.site import Site, toml_table

SEED = int(os.environ.get("YINGHE_SEED") or 20261121)
LIVES = int(os.environ.get("YINGHE_LIVES") or 200)
AT_ONCE = 20
AGENTS = 20


class CompleteSite(Site):
    """A company that has one of everything."""

    menu = {
        "code": "main", "name": "主流程", "start": "menu",
        "node": [
            {"id": "menu", "kind": "menu", "prompt": "tone:beep", "timeout_s": 1, "tries": 2,
             "exits": [{"on": "1", "to": "sales"}, {"on": "2", "to": "person"}, {"on": "3", "to": "mail"},
                       {"on": "4", "to": "outside"}, {"on": "5", "to": "ask"}, {"on": "timeout", "to": "sales"},
                       {"on": "invalid", "to": "bye"}]},
            {"id": "ask", "kind": "collect", "prompt": "tone:beep", "variable": "order", "max_digits": 3,
             "timeout_s": 1, "tries": 1, "exits": [{"on": "next", "to": "sales"}, {"on": "timeout", "to": "bye"}]},
            {"id": "sales", "kind": "go", "value": "queue:600"},
            {"id": "person", "kind": "go", "value": "extension:8002"},
            {"id": "mail", "kind": "go", "value": "voicemail:601"},
            {"id": "outside", "kind": "go", "value": "external:13900004444"},
            {"id": "bye", "kind": "hangup"},
        ]}
    options = {
        "survey": {"trigger": "both", "question": "tone:beep", "reason_question": "tone:beep", "thanks": "tone:beep",
                   "timeout_s": 1, "tries": 1},
        "voicemail": {"greeting": "tone:beep", "max_s": 5, "min_s": 1, "silence_s": 2},
        "agent_announcement": {"start_voice": "tone:beep", "number": False, "end_voice": ""},
    }

    def text(self):
        room = {"number": ROOM, "name": "晨会", "description": "",
                "participants": [str(10000 + n) for n in (1, 2, 3, 11, 12)]}
        return super().text() + toml_table("tenant.flow", self.menu) + toml_table("tenant.room", room)


def company(carrier_address):
    site = CompleteSite(options=CompleteSite.options)
    for n in range(1, AGENTS + 1):
        after = {"after_call": "wrap_up", "wrap_up_s": 2} if n % 5 == 0 else {}
        site.agent(n, mobile=f"1371111{n:04d}", **after)
    for number, extension in LEADERS.items():
        site.leader(number, extension=extension, extension_secret=f"secret-{extension}")
    leaders = list(LEADERS)
    (site.queue(600, range(1, 10), strategy="longest_idle", ring_timeout_s=2, max_wait_s=8, on_timeout="voicemail:600",
                overflow_after_s=3, overflow_to="601", leaders=leaders)
     .queue(601, range(8, 17), strategy="ring_all", ring_timeout_s=2, max_wait_s=6, record=False, voicemail_key="1",
            callback_key="2", callback_spacing_s=5, callback_attempts=2, announce_position=True, leaders=leaders)
     .queue(602, range(15, 21), strategy="round_robin", ring_timeout_s=1, max_wait_s=2, answer_on="agent",
            forward_to_mobiles=True, leaders=leaders)
     .queue(603, (1, 4, 9, 14, 18), strategy="fewest_calls", ring_timeout_s=1, max_wait_s=5, callback_key="2",
            callback_spacing_s=5, callback_attempts=2, leaders=leaders)
     .trunk("carrier", carrier_address)
     .did("4008001234", "queue:600").did("4008001235", "queue:601").did("4008001236", "queue:602")
     .did("4008001237", "queue:603").did("4008001238", "ivr:main").did("4008001239", "voicemail:601")
     .did("4008001240", "extension:8003").did("4008001241", "external:13900005555").dial_out())
    for n in range(1, AGENTS + 1):
        site.did(f"40080020{n:02d}", f"extension:{8000 + n}")
    return site


class Generator(unittest.TestCase):
    def test_same_seed_same_lives_and_every_control_is_pressed(self):
        self.assertEqual(lives.lives(SEED, 200), lives.lives(SEED, 200))
        self.assertNotEqual(lives.lives(SEED, 1), lives.lives(SEED + 1, 1))
        pressed = {press.control for life in lives.lives(SEED, 200) for press in life.presses}
        self.assertEqual(pressed, set(lives.CONTROLS))
        self.assertLessEqual({follower for some in lives.FOLLOWERS.values() for follower in some}, set(lives.CONTROLS))


class RandomLives(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return company(carrier_address)

    def test_every_leg_is_released_and_nothing_is_left(self):
        print(f"  seed {SEED}, {LIVES} lives", flush=True)
        crowd = Presses(self.server, self.carrier, self.admin, AGENTS, SEED)
        self.addCleanup(crowd.close)
        with self.context(crowd, "before"):
            everybody_takes_a_call(self, crowd)  # so that what is opened once and kept is open
            crowd.back_to_work()
            before = self.what_it_holds()
            script = lives.lives(SEED, LIVES)
        for first in range(0, LIVES, AT_ONCE):
            with self.context(crowd, f"lives {first + 1} to {first + AT_ONCE}"):
                self.live(crowd, script[first:first + AT_ONCE])
                crowd.end(by_release=first // AT_ONCE % 2 == 1)
                crowd.back_to_work()
                self.admin.wait(lambda: not crowd.not_at_work(), 5, lambda: f"stuck: {crowd.not_at_work()}")
                self.admin.wait(lambda: self.holds_no_more_than(before), 10,
                                lambda: f"holds {self.what_it_holds()}, held {before} in the beginning")
        with self.context(crowd, "after"):
            everybody_takes_a_call(self, crowd)
            self.admin.wait_no_calls()
            self.assert_records_are_complete(crowd, script)
            self.assert_worth_living(crowd)
            self.assertEqual(re.findall(r"^\S+ (?:error|critical) .*$", self.server.log(), re.M), [])
            self.assertEqual(self.admin.metric("yinghe_bugs_total") or 0, 0)

    def context(self, crowd, where):
        return Context(self, crowd, where)

    def live(self, crowd, generation):
        threads = [threading.Thread(target=self.live_one, args=(crowd, life)) for life in generation]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(crowd.faults, [])
        self.assertTrue(self.server.alive(), "the server died")

    def live_one(self, crowd, life):
        control = life.opening
        try:
            time.sleep(life.after_s)
            mine = crowd.begin(life, lives.Press(0, "", True, life.choice).random())
            for press in life.presses:
                control = press.control
                time.sleep(press.after_s)
                crowd.press(press, mine)
        except Exception as wrong:  # of a thread: only what is noted here is seen by the test
            crowd.faults.append(f"life {life.number}, {control}: {type(wrong).__name__}: {wrong}")

    def what_it_holds(self):
        """(UDP sockets, files, threads, SIP legs) of the server."""
        return (self.server.udp_sockets(), self.server.open_files(), self.server.threads(),
                int(self.admin.metric("yinghe_sip_legs")))

    def holds_no_more_than(self, before):
        return all(now <= then for now, then in zip(self.what_it_holds(), before))

    def assert_records_are_complete(self, crowd, script):
        finished = int(self.admin.metric("yinghe_calls_finished_total"))
        # The last ones may come between two pages of the list, and show a record twice: once more when all are there.
        self.admin.wait(lambda: len({record.id for record in self.admin.records()}) >= finished, 10,
                        lambda: f"{finished} records; there are {len(self.admin.records())}")
        records = self.admin.records()
        ids = [record.id for record in records]
        self.assertEqual((len(ids), len(set(ids))), (finished, finished), "one record a call")
        self.assertEqual(crowd.seen - set(ids), set(), "a call that was seen has no record")
        customers = [record.customer for record in records if record.direction == "inbound"]
        for life in script:
            if life.opening.startswith("400"):
                self.assertEqual(customers.count(life.customer), 1, f"records of the call of {life}")
        rung = collections.defaultdict(set)
        for call, user in crowd.rung:
            rung[call].add(user)
        self.assertEqual(set(rung) - set(ids), set(), "a call that rang somewhere has no record")
        for record in records:
            detail = self.admin.get(f"/api/v1/call-records/{record.id}").json
            self.assertTrue(record.item["ended_at_ms"] and record.side and record.reason and record.result, detail)
            self.assert_in_order(record.item, "created_at_ms", "ringing_at_ms", "ended_at_ms")
            self.assert_in_order(record.item, "created_at_ms", "answered_at_ms", "ended_at_ms")
            for leg in detail["legs"]:
                self.assertTrue(leg["ended_at_ms"] and leg["ending_reason"], detail)
                self.assert_in_order(leg, "started_at_ms", "ringing_at_ms", "answered_at_ms", "ended_at_ms")
            for visit in detail["visits"]:
                self.assertTrue(visit["left_at_ms"], detail)
            self.assertLessEqual(rung[record.id], {leg["agent"] for leg in detail["legs"]}, detail)
        checked = self.server.check()
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        print(f"  {finished} calls, {checked.stdout.strip()}", flush=True)

    def assert_in_order(self, item, *names):
        times = [item[name] for name in names if item[name]]
        self.assertEqual(times, sorted(times), item)

    def assert_worth_living(self, crowd):
        """Enough was not refused: random presses that never meet a talk would prove nothing."""
        pressed = (f"{control} {crowd.tally[(control, 'done')]}+{crowd.tally[(control, 'refused')]}"
                   for control in sorted(lives.CONTROLS))
        print("  done and refused:", ", ".join(pressed), flush=True)
        print(f"  {crowd.most_at_once} calls at once, {crowd.packets} packets heard", flush=True)
        if LIVES < 200:
            return
        for most, controls in (
                (20, ("consult_agent", "consult_outside")), (3, ("consult/complete",)), (3, ("consult/cancel",)),
                (3, ("conference",)), (20, ("transfer_agent", "transfer_queue", "transfer_outside")),
                (10, ("listen", "whisper", "barge", "takeover")), (20, ("hold", "retrieve")), (3, ("phone_refers",)),
                (20, ("customer_keys",)), (3, ("pick_up", "pick_up_of")), (3, ("room",))):
            self.assertGreaterEqual(crowd.done(*controls), most, controls)
        self.assertGreaterEqual(crowd.most_at_once, AT_ONCE // 2)
        self.assertGreater(crowd.packets, 10000, "voice was heard")


def everybody_takes_a_call(case, crowd):
    """Each agent is called, answers, and is left: nobody is stuck."""
    for mood in crowd.moods:
        mood.calm = "ignore"  # it rings, and waits for us
    for user, extension in crowd.agents.items():
        phone = crowd.phones[user]
        call = case.customer_calls(f"40080020{extension[2:]}")
        case.wait(lambda: any(one.state == "ringing" for one in phone.calls.values()), 5, f"{extension} rings")
        ringing = next(one for one in phone.calls.values() if one.state == "ringing")
        ringing.answer(850)
        call.wait_up()
        call.media.play_tone(450)
        ringing.media.wait_heard(450, 0.1)
        call.bye()
        ringing.wait_ended()
    crowd.end(by_release=False)


class Context:
    """Says, of whatever fails inside, which seed and which lives."""

    def __init__(self, case, crowd, where):
        self.case, self.crowd, self.where = case, crowd, where

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _trace):
        if error is not None:
            print(f"  FAILED with YINGHE_SEED={SEED}, {self.where}; faults: {self.crowd.faults[:5]}", flush=True)
            if os.environ.get("YINGHE_REPORTS"):
                shutil.copy(self.case.server.log_path, os.path.join(os.environ["YINGHE_REPORTS"], f"lives-{SEED}.log"))
            for call in self.case.admin.calls():
                self.case.admin.post(f"/api/v1/calls/{call['id']}/release")
