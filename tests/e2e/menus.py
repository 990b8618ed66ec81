#!/usr/bin/python3
"""menus.py WINDOW [PICTURE-FOLDER]: opens each menu of a window's native menu bar by AT-SPI, one after another.

Prints JSON: for each menu its name and the names of the entries that were on the screen while it was open; an
entry that cannot be chosen has a "-" before its name.
"""
import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def until(ask, what):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.02)
    raise SystemExit(f"{what} did not come")


def below(node):
    return [node.get_child_at_index(place) for place in range(node.get_child_count())]


def first(node, role):
    for child in below(node):
        if child is None:
            continue
        found = child if child.get_role() == role else first(child, role)
        if found:
            return found
    return None


def bar(name):
    for program in below(Atspi.get_desktop(0)):
        for window in below(program) if program else []:
            if window and name in (window.get_name() or ""):
                return first(window, Atspi.Role.MENU_BAR)
    return None


def shown(entry):
    return entry.get_state_set().contains(Atspi.StateType.SHOWING)


def main():
    menus = []
    for menu in below(until(lambda: bar(sys.argv[1]), "the menu bar")):
        menu.get_action_iface().do_action(0)
        until(lambda: any(shown(entry) for entry in below(menu)), f"the menu {menu.get_name()}")
        entries = [
            ("" if entry.get_state_set().contains(Atspi.StateType.SENSITIVE) else "-") + entry.get_name()
            for entry in below(menu)
            if shown(entry)
        ]
        if len(sys.argv) > 2:
            picture = f"{sys.argv[2]}/menu-{menu.get_name().lower()}.png"
            subprocess.run(["import", "-window", "root", picture], check=True)
        menus.append({"name": menu.get_name(), "entries": entries})
        subprocess.run(["xdotool", "key", "Escape", "Escape"], check=True)
        until(lambda: not any(shown(entry) for entry in below(menu)), f"the end of {menu.get_name()}")
    print(json.dumps(menus))


main()
