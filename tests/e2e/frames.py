#!/usr/bin/python3
"""frames.py SECONDS COMMAND…: starts a program on this display and watches the screen, frame by frame.

Prints one line of JSON when the seconds are over: `frames` (how many were seen), `white` (the largest share of
the screen that was white in one of them), `finished` (milliseconds from the start until the screen looked as it
did at the end), `pss_kib` (memory of the program and all it started, shared pages counted by their share).
The program is ended then. With FRAMES_PICTURE=file the last frame is written there.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

import gi

gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GdkPixbuf  # noqa: E402

STEP = 16  # every sixteenth pixel in both directions is looked at
WHITE = 250
NEAR = 12


def frame(root):
    """The screen now, as a small list of (red, green, blue)."""
    shot = Gdk.pixbuf_get_from_window(root, 0, 0, root.get_width(), root.get_height())
    small = shot.scale_simple(shot.get_width() // STEP, shot.get_height() // STEP, GdkPixbuf.InterpType.NEAREST)
    pixels, row, channels = small.get_pixels(), small.get_rowstride(), small.get_n_channels()
    points = []
    for y in range(small.get_height()):
        line = pixels[y * row : y * row + small.get_width() * channels]
        points.extend(zip(line[0::channels], line[1::channels], line[2::channels]))
    return points, shot


def white_share(points):
    return sum(1 for point in points if min(point) >= WHITE) / len(points)


def alike(left, right):
    near = sum(1 for a, b in zip(left, right) if a == b or max(abs(x - y) for x, y in zip(a, b)) <= NEAR)
    return near / len(left) >= 0.995


def family(pid):
    """The process and all that came from it."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(after_name[1]), []).append(int(stat.parent.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo.extend(children.get(one, []))
    return found


def pss(pid):
    try:
        lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        # It ended since it was listed, and holds nothing any more.
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main():
    seconds, command = float(sys.argv[1]), sys.argv[2:]
    root = Gdk.get_default_root_window()
    started = time.monotonic()
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    seen, last_shot = [], None
    try:
        while (passed := time.monotonic() - started) < seconds:
            points, last_shot = frame(root)
            if not seen or seen[-1][1] != points:
                seen.append((passed, points))
            # The program is to have the processor, not its watcher; a screen shows no more frames than this.
            time.sleep(1 / 60)
        if program.poll() is not None:
            sys.exit(f"{command[0]} ended by itself with status {program.returncode}: nothing was measured")
        memory = sum(pss(pid) for pid in family(program.pid))
    finally:
        program.terminate()
        program.wait()
    end = seen[-1][1]
    finished = next(
        (at for place, (at, _) in enumerate(seen) if all(alike(later, end) for _, later in seen[place:])), seconds
    )
    if picture := os.environ.get("FRAMES_PICTURE"):
        last_shot.savev(picture, "png", [], [])
    answer = {
        "frames": len(seen),
        "white": max(white_share(points) for _, points in seen),
        "finished": round(finished * 1000),
        "pss_kib": memory,
    }
    print(json.dumps(answer))


main()
