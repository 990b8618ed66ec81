#!/usr/bin/python3
"""A GTK window of its own at X Y that offers files to be dragged, as a file manager does."""
import pathlib
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

uris = [pathlib.Path(path).resolve().as_uri() for path in sys.argv[3:]]
window = Gtk.Window(title="drag-source")
window.set_default_size(120, 80)
window.set_decorated(False)
window.set_keep_above(True)
window.move(int(sys.argv[1]), int(sys.argv[2]))
handle = Gtk.EventBox()
handle.add(Gtk.Label(label="files"))
window.add(handle)
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
handle.connect("drag-begin", lambda *_: print("begun", flush=True))
handle.connect("drag-end", lambda *_: Gtk.main_quit())
window.show_all()
Gtk.main()
