"""Random days in the words of the golden table: lines as in calls.txt and states.txt, out of a seed. What happens in them is
possible and need not be likely."""
import random

AGENTS = {"demo": ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "le"], "york": ["b1", "b2", "bl"]}
QUEUES = {"demo": ["600", "601"], "york": ["700"]}
DAYS = {"demo": ["10-30", "10-31", "11-01", "11-02"], "york": ["10-31", "11-01", "11-02", "03-08"]}
EDGES = [0, 4.9, 5, 5.1, 9.9, 10, 10.1, 15, 20, 20.1, 25, 30, 30.1, 45, 60, 61]
MISSED = ["no_answer", "refused", "busy", "given_up", "silenced", "engaged", "unreachable"]


def said(seconds):
    return f"{round(seconds, 3):g}"


class Day:
    def __init__(self, code, seed):
        self.code, self.dice = code, random.Random(f"{code} {seed}")

    def length(self, most):
        """Often exactly at an edge."""
        return self.dice.choice(EDGES) if self.dice.random() < 0.3 else round(self.dice.uniform(0, most), 3)

    def moment(self):
        day, hour = self.dice.choice(DAYS[self.code]), self.dice.choice([0, 1, 3, 8, 9, 12, 17, 23])
        minute, second = self.dice.choice([(0, 0), (59, 59), (59, 30), (30, 0), (self.dice.randrange(60), self.dice.randrange(60))])
        again = "b" if (self.code, day, hour) == ("york", "11-01", 1) and self.dice.random() < 0.5 else ""
        return f"{day} {hour:02d}:{minute:02d}:{second:02d}{again}"

    def agent(self, but=()):
        return self.dice.choice([agent for agent in AGENTS[self.code] if agent not in but])

    def calls(self, count):
        return [self.call(number) for number in range(1, count + 1)]

    def call(self, number):
        way = self.dice.choices(["in", "out", "auto", "own"], [70, 20, 4, 6])[0]
        customer = "-" if self.dice.random() < 0.03 else f"{self.dice.randrange(1, 40):03d}"
        made = {"in": self.inbound, "out": self.outbound, "auto": self.outbound, "own": self.inside}[way]()
        visits, rings, talk, end, hold, result, survey = made
        return [str(number), self.moment(), way, customer, "; ".join(visits) or "-", "; ".join(rings) or "-", talk, said(end),
                said(hold), result, survey, "random"]

    def outbound(self):
        rang = self.length(40)
        ring = [f"customer 1-{said(1 + rang)}"] if self.dice.random() < 0.8 else []
        up = 1 + rang
        dials = [f"{self.agent()} dials", *ring]
        if self.dice.random() < 0.6:
            return [], dials, said(up), up + 0.001 + self.length(130), 0, "answered", "-"
        return [], dials, "-", up, 0, self.dice.choice(["no_answer", "busy", "failed"]), "-"

    def inside(self):
        caller = self.agent()
        up = self.length(20)
        if self.dice.random() < 0.5:
            end = up + 1 + self.length(60)
            return [], [f"{caller} dials", f"{self.agent([caller])}* 0-{said(up)} answered-{said(end)}"], said(up), end, 0, "answered", "-"
        return [], [f"{caller} dials", f"{self.agent([caller])}* 0-{said(up)} no_answer"], "-", up, 0, "no_answer", "-"

    def unanswered_rings(self, begin, end, direct=""):
        """Of a wait: agents who are rung one after the other and do not take it."""
        rings, at = [], begin
        while self.dice.random() < 0.55 and at < end:
            until = min(end, at + self.length(20))
            outcome = self.dice.choice(MISSED)
            rings.append(f"{self.agent()}{direct} {said(at)}-{said(until)} {outcome}")
            at = until
        return rings

    def inbound(self):
        visits, rings, at = [], [], 0.0
        if self.dice.random() < 0.15:
            return self.direct()
        for _ in range(self.dice.choice([1, 1, 1, 2, 3])):
            queue, wait = self.dice.choice(QUEUES[self.code]), self.length(70) + 0.001
            ends = self.dice.choice(["connected", "connected", "connected", "abandoned", "moved", "timed_out", "left_empty", "refused"])
            rings += self.unanswered_rings(at + 0.0005, at + wait * 0.6)
            visits.append(f"{queue} {said(at)}-{said(at + wait)} {ends}")
            if ends == "connected":
                return self.talk(visits, rings, at + wait * 0.8, at + wait)
            at += wait
            if ends == "abandoned":
                break
        result = self.dice.choice(["abandoned", "no_answer", "voicemail"])
        return visits, rings, "-", at + (self.length(30) if result == "voicemail" else 0), 0, result, "-"

    def direct(self):
        at = self.length(5)
        if self.dice.random() < 0.3:
            return [], [], "-", at + 1, 0, "abandoned", "-"
        if self.dice.random() < 0.5:
            rings = [f"{self.agent()}* {said(at)}-{said(at + self.length(30))} {self.dice.choice(['no_answer', 'refused', 'given_up'])}"]
            return [], rings, "-", at + 61, 0, "no_answer", "-"
        return self.talk([], [], at, at + 1 + self.length(30), "*")

    def talk(self, visits, rings, rung, up, direct=""):
        """It is answered at `up`; perhaps it is handed on."""
        who, at = self.agent(), up + 1 + self.length(200)
        rings.append(f"{who}{direct} {said(rung)}-{said(up)} answered-{said(at)}")
        more = self.dice.random()
        if more < 0.08:
            rings.append(f"{self.agent([who])}* {said(at)}-{said(at + 5)} no_answer")
            at += 5
        elif more < 0.2:
            after = at + 6 + self.length(90)
            rings.append(f"{self.agent([who])}* {said(at)}-{said(at + 5)} answered-{said(after)}")
            at = after
        elif more < 0.3:
            talked = 1 + self.length(50)
            rings.append(f"{self.agent([who])}~ {said(up)}-{said(up + 0.5)} joins-{said(at + talked)} talks {said(talked)}")
            at += talked
        elif more < 0.36 and visits:
            wait = 1 + self.length(30)
            after = at + wait + 1 + self.length(60)
            visits.append(f"{self.dice.choice(QUEUES[self.code])} {said(at + 0.5)}-{said(at + wait)} connected")
            rings.append(f"{self.agent([who])} {said(at + wait * 0.9)}-{said(at + wait)} answered-{said(after)}")
            at = after
        end, survey = at, "-"
        if self.dice.random() < 0.3:
            survey, end = f"{said(at)} {self.dice.choice(['good', 'fair', 'bad', 'none'])}", at + 3
        return visits, rings, said(up), end, min(self.length(10), at - up), "answered", survey

    def states(self):
        """Of each agent some days of one state after the other."""
        lines = []
        for agent in AGENTS[self.code]:
            for day in DAYS[self.code]:
                hours = sorted(self.dice.sample(range(24), 7))
                marks = [f"{day} {hour:02d}:{self.dice.choice([0, 0, 17, 59]):02d}:00" for hour in hours
                         if (self.code, day, hour) != ("york", "03-08", 2)]
                for begin, end in zip(marks, marks[1:]):
                    state = self.dice.choice(["ready", "ready", "busy", "rest", "wrap_up", "offline"])
                    queue = self.dice.choice(QUEUES[self.code]) if state == "wrap_up" and self.dice.random() < 0.6 else "-"
                    lines.append([agent, state, begin, end, queue, "random"])
        return lines
