"""Random lives of calls: what is pressed when, out of a seed. Pure: no clock, no network.

A life says what to do and a number to choose with; on whom it falls is decided by what is there when its moment comes.
"""
import dataclasses
import random

# How a life begins, and how often. A number is dialled by a customer.
OPENINGS = {
    "4008001234": 6,  # queue 600
    "4008001235": 4,  # queue 601: rings all, keys for a message and for being called back
    "4008001236": 3,  # queue 602: the caller is answered together with the agent; the members' mobiles after that
    "4008001237": 2,  # queue 603: a place to be called back at
    "4008001238": 3,  # a menu
    "4008001239": 1,  # a message
    "4008001240": 2,  # straight to an extension
    "4008001241": 1,  # straight on to an outside number
    "dial": 3,        # an agent's page dials
    "phone_dials": 3,
    "room": 1,
}

# Every control, and how often it is pressed.
CONTROLS = {
    # an agent's page
    "hangup": 2, "hold": 4, "retrieve": 3, "mute": 2, "unmute": 2, "record/pause": 3, "record/resume": 2, "dtmf": 2,
    "answer": 1, "survey": 2, "transfer_agent": 4, "transfer_queue": 3, "transfer_leader": 1, "transfer_outside": 2,
    "transfer_nonsense": 1, "consult_agent": 7, "consult_outside": 4, "consult_queue": 1, "consult/cancel": 2,
    "consult/complete": 2, "consult/swap": 2, "conference": 3, "remove_party": 2, "mute_party": 2,
    "pick_up": 3, "pick_up_of": 2, "dial": 2, "state_ready": 3, "state_busy": 1, "state_rest": 1, "state_offline": 1,
    "pause_queue": 1, "resume_queue": 1, "mobile_on": 2, "mobile_off": 2,
    # a leader's page
    "listen": 3, "whisper": 3, "barge": 3, "takeover": 2, "to_listen": 1, "to_whisper": 1, "to_barge": 1,
    "to_takeover": 1, "end_supervision": 2, "release": 1, "release_and_talk": 2, "force_ready": 1, "force_busy": 1,
    "force_offline": 1, "cancel_callback": 1, "room": 1,
    # telephones
    "phone_hangs_up": 3, "phone_holds": 3, "phone_retrieves": 2, "phone_refers": 3, "phone_refers_replacing": 2,
    "phone_dials": 2, "phone_signs_off": 1, "phone_signs_on": 1, "phone_keys": 1,
    # the customer
    "customer_hangs_up": 1, "customer_holds": 2, "customer_retrieves": 1, "customer_keys": 5,
}

# What often follows what: else a consultation would hardly ever be completed.
FOLLOWERS = {
    **dict.fromkeys(("4008001235", "4008001237", "4008001238", "customer_keys"), ("customer_keys",)),
    "consult_agent": ("consult/complete", "consult/cancel", "consult/swap", "conference", "phone_hangs_up"),
    "consult_outside": ("consult/complete", "consult/cancel", "consult/swap", "conference", "customer_hangs_up"),
    "consult/swap": ("consult/complete", "conference", "consult/swap", "consult/cancel"),
    "conference": ("remove_party", "mute_party", "phone_hangs_up", "customer_hangs_up", "barge"),
    "listen": ("to_whisper", "to_barge", "to_takeover", "end_supervision", "transfer_agent", "hangup"),
    "whisper": ("to_listen", "to_barge", "to_takeover", "end_supervision", "consult_agent"),
    "barge": ("to_listen", "to_whisper", "to_takeover", "hangup", "customer_hangs_up"),
    "hold": ("retrieve", "transfer_agent"),
    "phone_holds": ("phone_retrieves", "phone_refers", "phone_dials", "hold"),
    "phone_dials": ("phone_refers_replacing", "phone_hangs_up"),
    "mute": ("unmute",),
    "record/pause": ("record/resume", "transfer_agent"),
    "mobile_on": ("mobile_off",),
    "phone_signs_off": ("phone_signs_on",),
    "customer_holds": ("customer_retrieves",),
    "state_busy": ("state_ready",),
    "state_rest": ("state_ready",),
    "state_offline": ("state_ready",),
    "pause_queue": ("resume_queue",),
    "survey": ("customer_keys",),
}


@dataclasses.dataclass(frozen=True)
class Press:
    """One control, after a pause. `own`: of this life's call, else of any call that is up."""
    after_s: float
    control: str
    own: bool
    choice: int

    def random(self):
        return random.Random(self.choice)


@dataclasses.dataclass(frozen=True)
class Life:
    """One call and what is pressed while it lasts."""
    number: int
    opening: str
    customer: str
    after_s: float
    choice: int
    presses: tuple


def _weighted(source, weights):
    return source.choices(list(weights), list(weights.values()))[0]


def one_life(source, number, presses):
    opening = control = _weighted(source, OPENINGS)
    chosen = []
    for _ in range(presses):
        follows = FOLLOWERS.get(control, ())
        control = source.choice(follows) if follows and source.random() < 0.5 else _weighted(source, CONTROLS)
        chosen.append(Press(round(source.uniform(0.02, 0.55), 3), control, source.random() < 0.8,
                            source.getrandbits(32)))
    return Life(number, opening, f"138{number:08d}", round(source.uniform(0, 0.5), 3),
                source.getrandbits(32), tuple(chosen))


def lives(seed, count, presses=14):
    """So many lives of so many presses each. The same seed: the same lives."""
    source = random.Random(seed)
    return [one_life(source, number, presses) for number in range(1, count + 1)]
