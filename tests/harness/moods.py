"""Telephones that do as they please: they answer, refuse, ring for ever, or hang up again, out of a seed."""
import random

from harness.reactor import reactor

AGENT_HZ, OUTSIDE_HZ = 850, 650
REFUSALS = (486, 603, 480, 488, 500)


class Mood:
    """What a telephone does with each call that rings it. Given to a Phone as `on_call`. Thread: reactor."""

    def __init__(self, seed, tone_hz, gives_up=0.0):
        self._random, self._tone_hz, self._gives_up = random.Random(seed), tone_hz, gives_up
        self.calm = None  # "refuse" or "ignore": what it does instead, with every call

    def __call__(self, call):
        draw, after_s, then_s = self._random.random(), self._random.uniform(0.03, 0.6), self._random.uniform(0.4, 3.0)
        refusal, gives_up = self._random.choice(REFUSALS), self._random.random() < self._gives_up
        if self.calm == "refuse":
            call.refuse()
        elif self.calm == "ignore":
            call.ring()
        elif draw < 0.06:
            call.refuse(refusal)
        elif draw < 0.12:
            call.ring()
            reactor().after(after_s, lambda: rings(call) and call.refuse(refusal))
        elif draw < 0.2:
            call.ring()  # nobody is there
        elif draw < 0.26:
            self._answer(call, gives_up, then_s)  # without having rung
        else:
            self._ring(call, early=draw < 0.34)
            reactor().after(after_s, lambda: self._answer(call, gives_up, then_s))

    def _ring(self, call, early):
        call.ring(180)
        if early:
            call.phone.reply(call.invite, 183, to_tag=call.local_tag, body=call._description())

    def _answer(self, call, gives_up, then_s):
        if rings(call):
            call.answer(self._tone_hz)
            if gives_up:
                reactor().after(then_s, call.bye)


def rings(call):
    return call.state in ("calling", "ringing")
