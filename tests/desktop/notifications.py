#!/usr/bin/python3
"""A notification server of a test's own: writes what it is asked, one line each, to the file named.

notifications.py FILE

Lines: "ready", "show TITLE | TEXT | ACTION ACTION …", "close NUMBER".
"""

import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.Notifications"
INTERFACE = f"""<node><interface name="{NAME}">
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
</interface></node>"""


def main() -> None:
    with open(sys.argv[1], "a", encoding="utf-8", buffering=1) as report:
        def on_call(_bus, _sender, _path, _interface, method, parameters, invocation):
            words = parameters.unpack()
            if method == "GetCapabilities":
                invocation.return_value(GLib.Variant("(as)", (["body", "actions"],)))
            elif method == "Notify":
                print(f"show {words[3]} | {words[4]} | {' '.join(words[5][::2])}", file=report)
                invocation.return_value(GLib.Variant("(u)", (7,)))
            else:
                print(f"close {words[0]}", file=report)
                invocation.return_value(None)

        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        bus.register_object("/org/freedesktop/Notifications", node.interfaces[0], on_call, None, None)
        Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                       lambda *_: print("ready", file=report), None)
        GLib.MainLoop().run()


if __name__ == "__main__":
    main()
