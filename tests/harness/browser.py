"""Debian's Chromium or Firefox under the hand of a test: pages, what they hear, what they complain about.

`browser_driver.mjs` moves it (JSON lines over its standard input and output); `browser_ears.js` listens inside the page.
The microphone of a browser is a file, so one browser says one tone: `Browser(voice_hz=850)`.
"""
import contextlib
import itertools
import json
import math
import os
import pathlib
import queue
import signal
import struct
import subprocess
import tempfile
import threading
import time

from harness import tone
from harness.patience import patient

HARNESS = pathlib.Path(__file__).resolve().parent
EXECUTABLES = {"chromium": "/usr/bin/chromium", "firefox": "/usr/bin/firefox-esr"}
ANSWER_LIMIT_S = 40
VOICE_RATE_HZ = 48000
VOICE_S = 120  # Chromium plays the file over and over; few seams are better than many


class BrowserError(AssertionError):
    """The browser could not do what the test asked."""


def tone_file(path, frequency_hz, seconds=VOICE_S, level_db=-12.0):
    """A mono WAV with a tone whose end meets its beginning."""
    assert frequency_hz % 50 == 0
    amplitude, step = 32767 * 10 ** (level_db / 20), 2 * math.pi * frequency_hz / VOICE_RATE_HZ
    second = struct.pack(f"<{VOICE_RATE_HZ}h", *(int(amplitude * math.sin(step * n)) for n in range(VOICE_RATE_HZ)))
    body = second * seconds
    header = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(body), b"WAVE", b"fmt ", 16, 1, 1, VOICE_RATE_HZ,
                         2 * VOICE_RATE_HZ, 2, 16, b"data", len(body))
    path.write_bytes(header + body)


class Browser:
    """Owner: a test class. Ends with close(): the driver's input is closed, it ends the browser; by pid if it will not.

    Firefox has no microphone from a file: it says the tone, and no `voice_file`."""

    def __init__(self, voice_hz=850, microphone="granted", voice_file=None, kind="chromium", desktop=None):
        """`desktop`: it has windows there (desktop.py); else it has none."""
        self._folder = tempfile.TemporaryDirectory(prefix="yinghe-browser-")
        self._numbers = itertools.count(1)
        self._answers, self._lock = {}, threading.Lock()
        self._log = open(pathlib.Path(self._folder.name, "driver.log"), "w+", encoding="utf-8")
        surroundings = {**os.environ, "HOME": self._folder.name, **(desktop.environment if desktop else {})}
        self.process = subprocess.Popen(
            ["node", str(HARNESS / "browser_driver.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._log, text=True, cwd=HARNESS, env=surroundings)
        threading.Thread(target=self._read, daemon=True, name="browser").start()
        voice = pathlib.Path(voice_file or pathlib.Path(self._folder.name, "voice.wav"))
        if not voice_file:
            tone_file(voice, voice_hz)
        try:
            self.version = self.ask("launch", kind=kind, executable=EXECUTABLES[kind], voice=str(voice),
                                    voice_hz=voice_hz, microphone=microphone, headless=desktop is None)
        except BaseException:
            self.close()
            raise

    def _read(self):
        for line in self.process.stdout:
            answer = json.loads(line)
            with self._lock:
                waiting = self._answers.pop(answer["id"], None)
            if waiting:
                waiting.put(answer)
        with self._lock:
            waiting, self._answers = self._answers, {}
        for one in waiting.values():
            one.put({"error": "the driver ended"})

    def ask(self, verb, limit_s=ANSWER_LIMIT_S, **request):
        """Asks the driver and returns its answer."""
        answer = queue.Queue()
        with self._lock:
            number = next(self._numbers)
            self._answers[number] = answer
        try:
            self.process.stdin.write(json.dumps({"id": number, "do": verb, **request}) + "\n")
            self.process.stdin.flush()
            found = answer.get(timeout=limit_s)
        except queue.Empty:
            raise BrowserError(f"{verb} {request}: no answer in {limit_s} s") from None
        except (BrokenPipeError, ValueError):
            found = {"error": "the driver ended"}
        if "error" in found:
            raise BrowserError(f"{verb} {_short(request)}: {found['error']}\n{self.log()[-2000:]}")
        return found["value"]

    def log(self):
        self._log.flush()
        return pathlib.Path(self._log.name).read_text(errors="replace") if not self._log.closed else ""

    def context(self, permissions=("microphone", "notifications"), scripts=(), **options):
        """A browser of its own as far as pages can tell: cookies and storage are not shared with others."""
        return Context(self, self.ask("openContext", permissions=list(permissions), scripts=list(scripts),
                                      options=options))

    def freeze(self):
        """Chromium stands still with all its processes, as under a closed lid: its sockets stay open and say nothing."""
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def thaw(self):
        for process in self._processes():
            os.kill(process, signal.SIGCONT)

    def _processes(self):
        """Those of Chromium: everything that the driver started, and what they started."""
        found, parents = [], {self.process.pid}
        children = {}
        for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                after_name = status.read_text().rpartition(")")[2].split()
                children.setdefault(int(after_name[1]), []).append(int(status.parent.name))
        while parents:
            parents = {child for parent in parents for child in children.get(parent, [])}
            found += parents
        return found

    def close(self):
        try:
            self.process.stdin.close()
            self.process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()  # Chromium ends by itself when the pipe to its driver breaks
            self.process.wait(10)
        self._log.close()
        self.process.stdout.close()
        self._folder.cleanup()


class Context:
    def __init__(self, browser, number):
        self.browser, self.number = browser, number

    def page(self):
        return Page(self, self.browser.ask("openPage", context=self.number))

    def offline(self, on=True):
        self.browser.ask("offline", context=self.number, on=on)

    def close(self):
        self.browser.ask("closeContext", context=self.number)


class Element:
    """Something on a page, by test id (or role and name, or CSS). Every act waits a few seconds for it to be there."""

    def __init__(self, page, **where):
        self._page, self._where = page, where

    def __repr__(self):
        return f"element {self._where}"

    def _call(self, method, *arguments):
        return self._page.ask("call", method=method, args=list(arguments), **self._where)

    def click(self, **options):
        self._call("click", options)

    def fill(self, text):
        self._call("fill", text)

    def type(self, text):
        """Key by key, as a person does."""
        self._call("pressSequentially", text)

    def press(self, key):
        self._call("press", key)

    def text(self):
        return (self._call("innerText") or "").strip()

    def attribute(self, name):
        return self._call("getAttribute", name)

    def value(self):
        return self._call("inputValue")

    def choose(self, value):
        """Takes an entry of a select box by its value."""
        self._call("selectOption", value)

    def give_file(self, path):
        self._call("setInputFiles", str(path))

    def evaluate(self, expression):
        return self._call("evaluate", expression)

    def evaluate_all(self, expression):
        """Of all the elements that it means, not of the only one."""
        return self._call("evaluateAll", expression)

    def count(self):
        return self._call("count")

    def visible(self):
        return self._call("isVisible")

    def enabled(self):
        return self._call("isEnabled")

    def box(self):
        return self._call("boundingBox")

    def wait(self, timeout=8, state="visible"):
        """Waits until it is visible (or hidden, attached, detached)."""
        timeout = patient(timeout)
        self._page.ask("wait", state=state, limit_ms=int(timeout * 1000), limit_s=timeout + 10, **self._where)
        return self

    def wait_gone(self, timeout=8):
        return self.wait(timeout, "hidden")

    def wait_text(self, *wanted, timeout=8):
        """Waits until its text holds one of these."""
        def found():
            text = self.text_now()
            return text if any(one in text for one in wanted) else None
        return self._page.wait_for(found, timeout, lambda: (
            f"{self} says one of {wanted}, not {self.text_now() or 'nothing (not visible)'!r}"))

    def text_now(self):
        """What is to be read there at this moment, without waiting for it; empty: nothing is."""
        shown = self.evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.innerText)")
        return " ".join(text for text in shown if text).strip()


class Page:
    """One tab."""

    def __init__(self, context, number):
        self.context, self.browser, self.number = context, context.browser, number
        self.open = True

    def ask(self, verb, **request):
        return self.browser.ask(verb, page=self.number, **request)

    def _call(self, method, *arguments):
        return self.ask("call", method=method, args=list(arguments))

    def at(self, test_id, **more):
        return Element(self, test_id=test_id, **more)

    def role(self, role, name=None):
        return Element(self, role=role, name=name)

    def css(self, css, **more):
        return Element(self, css=css, **more)

    def goto(self, url):
        self._call("goto", url)

    def reload(self):
        self._call("reload", {"waitUntil": "commit"})

    def press(self, key):
        """A key pressed with the focus where it is."""
        self.ask("keyboard", method="press", text=key)

    def type(self, text):
        """Text typed key by key with the focus where it is."""
        self.ask("keyboard", method="type", text=text)

    def drag(self, start, end, steps=6):
        """The mouse takes hold of one element's middle and lets go over another's, as a hand does."""
        first, last = start.box(), end.box()
        self.ask("mouse", method="move", args=[first["x"] + first["width"] / 2, first["y"] + first["height"] / 2])
        self.ask("mouse", method="down", args=[])
        self.ask("mouse", method="move",
                 args=[last["x"] + last["width"] / 2, last["y"] + min(last["height"] / 2, 20), {"steps": steps}])
        self.ask("mouse", method="up", args=[])

    def url(self):
        return self.evaluate("location.href")

    def title(self):
        return self._call("title")

    def evaluate(self, expression, argument=None):
        return self._call("evaluate", expression, argument)

    def screenshot(self, path, **options):
        self._call("screenshot", {"path": str(path), **options})

    def bring_to_front(self):
        self._call("bringToFront")

    def close(self):
        """The tab is gone at once: nothing is asked, nothing can be said."""
        self.open = False
        self.ask("closePage")

    def complaints(self, forget=False):
        """Errors on the console and exceptions nobody caught."""
        return self.ask("complaints", forget=forget) if self.open else []

    def heap(self):
        """{bytes, nodes, listeners} after everything was collected that can be."""
        return self.ask("heapBytes")

    def settle(self):
        """Nothing moves any more: animations of what just opened are over, colours are what they become."""
        self.evaluate("Promise.race([Promise.all(document.getAnimations().map(one => one.finished.catch(() => {}))),"
                      " new Promise(done => setTimeout(done, 600))]).then(() => true)")

    def accessibility_problems(self, impacts=("serious", "critical")):
        self.settle()
        return [found for found in self.ask("accessibility") if found["impact"] in impacts]

    def stand_in(self, pattern, status=None, body=None):
        """From now on what the page asks of such addresses is answered so, and not by the server; no status: never."""
        self.ask("standIn", pattern=pattern, status=status, body=body)

    def stand_aside(self):
        self.ask("standAside")

    def transferred(self, url):
        """[{url, bytes, encoding}] of everything that one load of the address brings over the wire."""
        return self.ask("transferred", url=url)

    def wait_for(self, predicate, timeout, what):
        timeout = patient(timeout)
        deadline = time.monotonic() + timeout
        while True:
            value = predicate()
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {timeout:.1f} s: {what() if callable(what) else what}")
            time.sleep(0.1)

    # ---- hearing

    def levels(self, *frequencies_hz):
        """{hz: dB, "all": dB} of what the page plays from its calls now; None while there is no such sound."""
        found = self.evaluate("hz => window.yingheEars && window.yingheEars.levels(hz)", list(frequencies_hz))
        return found and {key if key == "all" else int(key): level for key, level in found.items()}

    def hear_speaker(self):
        """Listens from now on to what the page itself makes sound: signals, not calls."""
        self.evaluate("window.yingheEars.hearSpeaker()")

    def speaker(self, *frequencies_hz):
        """{hz: dB, "all": dB}: the loudest moment of each since it was asked to listen."""
        found = self.evaluate("hz => window.yingheEars.speaker(hz)", list(frequencies_hz))
        return {key if key == "all" else int(key): level for key, level in found.items()}

    def wait_tone(self, frequency_hz, timeout=10, above_db=-15):
        """Waits until the page hears this tone; returns its level."""
        last = [None]

        def heard():
            last[0] = self.levels(frequency_hz)
            return last[0] if last[0] and last[0][frequency_hz] > above_db else None
        return self.wait_for(heard, timeout, lambda: f"the page hears {frequency_hz} Hz: {last[0]}")[frequency_hz]

    def wait_silent(self, frequency_hz, below_db=-40, seconds=0.8, timeout=8):
        """Waits until the tone is not heard, for so long without a break; what was on its way may still arrive before."""
        last = [None]

        def silent():
            last[0] = self.loudest(frequency_hz, seconds)
            return last[0] < below_db
        self.wait_for(silent, timeout, lambda: f"the page does not hear {frequency_hz} Hz: {last[0]:.1f} dB")

    def wait_level(self, frequency_hz, level_db, delta_db, timeout=8):
        """Waits until the tone's usual level is this one: the first moments on a busy machine may have holes."""
        last = [None]

        def right():
            last[0] = self.usual(frequency_hz)
            return abs(last[0] - level_db) < delta_db
        self.wait_for(right, timeout, lambda: f"{frequency_hz} Hz at {level_db} dB in the page, not {last[0]:.1f} dB")

    def loudest(self, frequency_hz, seconds=0.8):
        """The tone's highest level during the next moments (-100 when nothing is played at all)."""
        return max(self._watch(frequency_hz, seconds))

    def usual(self, frequency_hz, seconds=0.6):
        """The tone's usual level (the median) during the next moments."""
        found = sorted(self._watch(frequency_hz, seconds))
        return found[len(found) // 2]

    def received_level(self, seconds=0.6):
        """The level of everything that came in during the next moments, as the browser counts it (dB of a full-scale
        tone; -100 for silence): works without a sound card, but knows no frequencies."""
        before = self.evaluate("window.yingheEars.received()")
        self.wait_for(lambda: self._received_since(before)["seconds"] >= seconds, 5 + seconds, "sound comes in")
        since = self._received_since(before)
        return max(-100.0, 10 * math.log10(max(since["energy"] / since["seconds"], 1e-10)))

    def _received_since(self, before):
        now = self.evaluate("window.yingheEars.received()")
        return {key: now[key] - before[key] for key in before}

    def _watch(self, frequency_hz, seconds):
        found, deadline = [], time.monotonic() + seconds
        while not found or time.monotonic() < deadline:
            levels = self.levels(frequency_hz)
            found.append(levels[frequency_hz] if levels else -100.0)
            time.sleep(0.05)
        return found


def _short(request):
    text = json.dumps(request, ensure_ascii=False)
    return text if len(text) < 300 else text[:300] + "…"
