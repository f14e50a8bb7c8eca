"""The part of a desktop that shows notifications (org.freedesktop.Notifications): says each event as a JSON line.

Runs as a process of its own, on the session bus of its environment; ends with its standard input. desktop.py starts it.
"""
import json
import sys
import threading

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"


def say(event, **facts):
    print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)


class Notes(dbus.service.Object):
    """Thread: the loop's, which also hears what a test wants (lines on standard input: "click ID")."""

    last = 0

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, body, actions, hints, timeout):
        self.last += 0 if replaces else 1
        say("shown", id=int(replaces or self.last), title=str(title), body=str(body), actions=list(map(str, actions)))
        return replaces or self.last

    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, number):
        say("closed", id=int(number))
        self.NotificationClosed(number, 3)

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "body-markup", "persistence"]

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return "desk", "test", "1", "1.2"

    @dbus.service.signal(NAME, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, number, action):
        pass


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    held = dbus.service.BusName(NAME, bus)
    notes = Notes(bus, "/org/freedesktop/Notifications")
    loop = GLib.MainLoop()

    def hear():
        for line in sys.stdin:
            number = int(line.split()[1])
            GLib.idle_add(lambda: notes.ActionInvoked(dbus.UInt32(number), "default") and False)
        GLib.idle_add(loop.quit)

    threading.Thread(target=hear, daemon=True).start()
    say("ready")
    loop.run()
    del held


if __name__ == "__main__":
    main()
