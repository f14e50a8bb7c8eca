"""A desktop for a browser with windows: a screen (Xvfb), a session bus, and somebody who shows notifications."""
import json
import os
import pathlib
import subprocess
import sys
import threading

from harness.patience import patient

HARNESS = pathlib.Path(__file__).resolve().parent


class Desktop:
    """Owner: a test class. `environment` is what a program on it is started with. Ends with close()."""

    def __init__(self):
        self._processes, self.events = [], []
        self._changed = threading.Condition()
        try:
            screen = self._start(["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"])
            bus = self._start(["dbus-daemon", "--session", "--nofork", "--print-address=1"])
            self.environment = {"DISPLAY": ":" + screen.stdout.readline().strip(),
                                "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()}
            self._notes = self._start([sys.executable, str(HARNESS / "desktop_notes.py")], **self.environment)
            threading.Thread(target=self._read, daemon=True, name="desktop").start()
            self.wait("ready")
        except BaseException:
            self.close()
            raise

    def _start(self, command, **environment):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True, env={**os.environ, **environment})
        self._processes.append(process)
        return process

    def _read(self):
        for line in self._notes.stdout:
            with self._changed:
                self.events.append(json.loads(line))
                self._changed.notify_all()

    def wait(self, event, after=0, limit_s=15):
        """The next event of this name behind the first `after` ones."""
        def found():
            return next((one for one in self.events[after:] if one["event"] == event), None)
        with self._changed:
            if not self._changed.wait_for(found, patient(limit_s)):
                raise AssertionError(f"nothing {event} on the desktop; seen: {self.events}")
            return found()

    def click(self, note):
        self._notes.stdin.write(f"click {note['id']}\n")
        self._notes.stdin.flush()

    def close(self):
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(10)
            process.stdin.close()
            process.stdout.close()
