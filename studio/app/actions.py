"""Every action of the program as data: name, keys, icon and place in the menus.

Menus, shortcuts, tool tips and the command palette are made from this table before anything heavy is imported; what
an action does stands in `studio.app.commands` (documents) and `studio.ui.commands` (the window), by the same id.
"""

from __future__ import annotations

from typing import NamedTuple

from studio.core.words import _

SEPARATOR = "-"


class Action(NamedTuple):
    """One thing a person can ask for. `keys` are portable key sequences, the first is shown."""

    id: str
    title: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False


class Menu(NamedTuple):
    """One menu: ids of its actions in order, `-` for a line, `*name` for a part that the window fills."""

    id: str
    title: str
    entries: tuple[str, ...]


def actions() -> tuple[Action, ...]:
    """All actions in the language of the person."""
    return (
        *_file_actions(),
        *_edit_actions(),
        *_sprite_actions(),
        *_layer_actions(),
        *_frame_actions(),
        *_mask_and_pose_actions(),
        *_take_actions(),
        *_view_actions(),
        *_tool_actions(),
    )


def menus() -> tuple[Menu, ...]:
    """The menu bar from left to right."""
    return tuple(Menu(name, title, tuple(_ENTRIES[name].split())) for name, title in _menu_titles().items())


def _menu_titles() -> dict[str, str]:
    return {
        "file": _("File"),
        "edit": _("Edit"),
        "sprite": _("Sprite"),
        "layer": _("Layer"),
        "frame": _("Frame"),
        "mask": _("Mask"),
        "pose": _("Pose"),
        "take": _("Take"),
        "view": _("View"),
        "help": _("Help"),
    }


_ENTRIES = {
    "file": """file.new file.open *recent - file.save file.save_as - file.export file.show_export -
        project.new project.open project.sample project.sample_fresh - file.recover file.close file.quit""",
    "edit": """edit.undo edit.redo - edit.cut edit.copy edit.copy_palette edit.paste edit.delete edit.replace_colour -
        select.all select.none select.invert - edit.palette edit.accounts edit.usage edit.spending
        edit.settings""",
    "sprite": """sprite.canvas_size sprite.outpaint sprite.crop sprite.trim sprite.slice -
        sprite.flip_x sprite.flip_y sprite.turn_right sprite.turn_left sprite.turn_half""",
    "layer": """layer.new layer.group layer.rename layer.duplicate layer.merge_down layer.flatten layer.delete -
        layer.up layer.down -
        layer.visible layer.lock""",
    "frame": """frame.new frame.new_empty frame.duplicate frame.duplicate_linked frame.delete frame.reverse -
        frame.first frame.previous frame.next frame.last frame.play -
        frame.duration frame.faster frame.slower frame.tag frame.key - frame.link frame.unlink""",
    "mask": """mode.mask - mask.invert mask.fill mask.clear - mask.from_selection mask.from_picture mask.to_selection
        mask.copy_next - view.mask""",
    "pose": "mode.pose - pose.estimate pose.copy_next pose.mirror pose.delete",
    "take": """take.generate take.show - take.accept_frames take.accept_replace take.accept_layer take.accept_sprite -
        take.compare take.fill - take.discard take.restore""",
    "view": """view.zoom_in view.zoom_out view.actual view.fit - view.grid view.onion view.mask - view.gallery *panels -
        work.draw work.animate work.generate work.export view.bare view.reset - *themes""",
    "help": "help.manual help.keys - help.pixellab - help.about",
}


def _file_actions() -> tuple[Action, ...]:
    return (
        Action("file.new", _("New sprite..."), ("Ctrl+N",), "new"),
        Action("file.open", _("Open..."), ("Ctrl+O",), "open"),
        Action("file.save", _("Save"), ("Ctrl+S",), "save"),
        Action("file.save_as", _("Save as..."), ("Ctrl+Shift+S",)),
        Action("file.export", _("Export sheet..."), ("Ctrl+E",), "export"),
        Action("file.show_export", _("Open export folder"), (), "folder"),
        Action("file.recover", _("Recover unsaved sprites"), (), "refresh"),
        Action("file.close", _("Close sprite"), ("Ctrl+W",), "close"),
        Action("file.quit", _("Quit"), ("Ctrl+Q",)),
        Action("project.new", _("New project..."), (), "project"),
        Action("project.open", _("Open project..."), ("Ctrl+Shift+O",), "folder"),
        Action("project.sample", _("Open the sample project"), ()),
        Action("project.sample_fresh", _("Start the sample project afresh"), ()),
    )


def _edit_actions() -> tuple[Action, ...]:
    return (
        Action("edit.undo", _("Undo"), ("Ctrl+Z",), "undo"),
        Action("edit.redo", _("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
        Action("edit.cut", _("Cut"), ("Ctrl+X",), "cut"),
        Action("edit.copy", _("Copy"), ("Ctrl+C",), "copy"),
        Action("edit.copy_palette", _("Copy palette"), (), "palette"),
        Action("edit.paste", _("Paste"), ("Ctrl+V",), "paste"),
        Action("edit.delete", _("Clear selected pixels"), ("Del",), "trash"),
        Action("edit.replace_colour", _("Replace first colour by second"), ("Shift+R",), "swap-colours"),
        Action("edit.palette", _("Find an action..."), ("Ctrl+K",), "search"),
        Action("edit.accounts", _("Accounts and tokens..."), (), "key"),
        Action("edit.spending", _("Spending and budgets..."), (), "coin"),
        Action("edit.usage", _("Usage and prices..."), (), "coin"),
        Action("edit.settings", _("Settings..."), ("Ctrl+,",), "settings"),
        Action("select.all", _("Select all"), ("Ctrl+A",)),
        Action("select.none", _("Deselect"), ("Ctrl+D",)),
        Action("select.invert", _("Invert selection"), ("Ctrl+Shift+I",)),
    )


def _sprite_actions() -> tuple[Action, ...]:
    return (
        Action("sprite.canvas_size", _("Canvas size..."), ("C",)),
        Action("sprite.outpaint", _("Outpaint..."), (), "outpaint"),
        Action("sprite.crop", _("Crop to selection"), ("Ctrl+Shift+X",)),
        Action("sprite.trim", _("Trim transparent edges")),
        Action("sprite.slice", _("Cut sheet into frames..."), (), "grid"),
        Action("sprite.flip_x", _("Flip left to right"), ("Shift+H",), "symmetry-h"),
        Action("sprite.flip_y", _("Flip top to bottom"), ("Shift+V",), "symmetry-v"),
        Action("sprite.turn_right", _("Turn 90 degrees right")),
        Action("sprite.turn_left", _("Turn 90 degrees left")),
        Action("sprite.turn_half", _("Turn 180 degrees")),
    )


def _layer_actions() -> tuple[Action, ...]:
    return (
        Action("layer.new", _("New layer"), ("Shift+N",), "layer-add"),
        Action("layer.group", _("New group"), (), "group"),
        Action("layer.rename", _("Rename layer"), ("F2",)),
        Action("layer.duplicate", _("Duplicate layer"), (), "layer-duplicate"),
        Action("layer.merge_down", _("Merge down"), (), "merge-down"),
        Action("layer.flatten", _("Flatten layers")),
        Action("layer.delete", _("Delete layer"), (), "layer-delete"),
        Action("layer.up", _("Move layer up"), ("Ctrl+]",), "layer-up"),
        Action("layer.down", _("Move layer down"), ("Ctrl+[",), "layer-down"),
        Action("layer.visible", _("Show layer"), ("Shift+X",), "eye", checkable=True),
        Action("layer.lock", _("Lock layer"), (), "lock", checkable=True),
    )


def _frame_actions() -> tuple[Action, ...]:
    return (
        Action("frame.new", _("New frame"), ("Alt+N",), "frame-add"),
        Action("frame.new_empty", _("New empty frame"), ("Alt+B",), "frame-add"),
        Action("frame.duplicate", _("Duplicate frames"), ("Alt+D",), "frame-duplicate"),
        Action("frame.duplicate_linked", _("Duplicate linked frames"), ("Alt+M",)),
        Action("frame.delete", _("Delete frames"), ("Alt+C",), "frame-delete"),
        Action("frame.reverse", _("Reverse frames"), ("Alt+I",)),
        Action("frame.previous", _("Previous frame"), (), "previous"),
        Action("frame.next", _("Next frame"), (), "next"),
        Action("frame.first", _("First frame"), ("Home",), "first"),
        Action("frame.last", _("Last frame"), ("End",), "last"),
        Action("frame.play", _("Play"), ("Return",), "play", checkable=True),
        Action("frame.duration", _("Frame time..."), ("Alt+P",), "clock"),
        Action("frame.faster", _("Twice as fast")),
        Action("frame.slower", _("Half as fast")),
        Action("frame.tag", _("Tag frames..."), ("Alt+T",), "tag"),
        Action("frame.key", _("Key frame for in-betweens"), ("Shift+K",), "key-frame", checkable=True),
        Action("frame.link", _("Link cels"), (), "cel-link"),
        Action("frame.unlink", _("Unlink cel")),
    )


def _mask_and_pose_actions() -> tuple[Action, ...]:
    return (
        Action("mode.draw", _("Draw"), ("D",), "mode-draw", checkable=True),
        Action("mode.mask", _("Mask"), ("K",), "mode-mask", checkable=True),
        Action("mode.pose", _("Pose"), ("P",), "mode-pose", checkable=True),
        Action("mask.invert", _("Invert mask"), (), "mask-invert"),
        Action("mask.fill", _("Mask everything"), (), "mask-fill"),
        Action("mask.clear", _("Clear mask"), (), "mask-clear"),
        Action("mask.from_selection", _("Mask from selection")),
        Action("mask.from_picture", _("Mask from picture")),
        Action("mask.to_selection", _("Selection from mask")),
        Action("mask.copy_next", _("Copy mask to next frame")),
        Action("pose.estimate", _("Estimate skeleton"), (), "pose-estimate"),
        Action("pose.copy_next", _("Copy pose to next frame"), (), "pose-copy"),
        Action("pose.mirror", _("Mirror pose"), (), "pose-mirror"),
        Action("pose.delete", _("Delete pose"), (), "trash"),
    )


def _take_actions() -> tuple[Action, ...]:
    return (
        Action("take.generate", _("Generate"), ("Ctrl+Return",), "spark"),
        Action("take.show", _("Show the newest take"), (), "film"),
        Action("take.accept", _("Accept take"), ("A",), "accept"),
        Action("take.accept_frames", _("Accept as new frames")),
        Action("take.accept_replace", _("Accept in place")),
        Action("take.accept_layer", _("Accept as a new layer")),
        Action("take.accept_sprite", _("Accept as a new sprite")),
        Action("take.leave", _("Leave take"), ("Esc",)),
        Action("take.compare", _("Compare with the sprite"), ("C",), "compare"),
        Action("take.fill", _("Put the fill colour back"), (), "fill", checkable=True),
        Action("take.discard", _("Discard take"), (), "discard"),
        Action("take.restore", _("Bring back the discarded take")),
        Action("gallery.undo", _("Bring back what left the gallery"), (), "undo"),
    )


def _view_actions() -> tuple[Action, ...]:
    return (
        Action("view.zoom_in", _("Zoom in"), ("+", "="), "zoom-in"),
        Action("view.zoom_out", _("Zoom out"), ("-",), "zoom-out"),
        Action("view.actual", _("Zoom to 100 %"), ("1",)),
        Action("view.fit", _("Fit in window"), ("0",), "fit"),
        Action("view.grid", _("Pixel grid"), ("Ctrl+'",), "grid", checkable=True),
        Action("view.onion", _("Onion skin"), ("F3",), "onion-skin", checkable=True),
        Action("view.mask", _("Show mask"), (), "mask", checkable=True),
        Action("view.gallery", _("Gallery"), ("Ctrl+Shift+G",), "grid"),
        Action("thing.show", _("Show things"), (), "character"),
        Action("view.bare", _("Hide all panels"), ("Tab",), checkable=True),
        Action("view.reset", _("Reset layout")),
        Action("work.draw", _("Workspace: Draw"), ("F5",)),
        Action("work.animate", _("Workspace: Animate"), ("F6",)),
        Action("work.generate", _("Workspace: Generate"), ("F7",)),
        Action("work.export", _("Workspace: Export"), ("F8",)),
        Action("help.manual", _("Manual"), ("F1",), "help"),
        Action("help.pixellab", _("Fetch PixelLab's own documentation"), (), "info"),
        Action("help.keys", _("Keyboard shortcuts"), (), "keyboard"),
        Action("help.about", _("About Sprite Studio"), (), "info"),
    )


def _tool_actions() -> tuple[Action, ...]:
    return (
        Action("tool.pencil", _("Pencil"), ("B",), "pencil", checkable=True),
        Action("tool.eraser", _("Eraser"), ("E",), "eraser", checkable=True),
        Action("tool.eyedropper", _("Eyedropper"), ("I",), "eyedropper", checkable=True),
        Action("tool.fill", _("Fill"), ("G",), "fill", checkable=True),
        Action("tool.line", _("Line"), ("L",), "line", checkable=True),
        Action("tool.rectangle", _("Rectangle"), ("U",), "rectangle", checkable=True),
        Action("tool.ellipse", _("Ellipse"), ("Shift+U",), "ellipse", checkable=True),
        Action("tool.marquee", _("Rectangular selection"), ("M",), "marquee", checkable=True),
        Action("tool.lasso", _("Lasso selection"), ("Q",), "lasso", checkable=True),
        Action("tool.wand", _("Select by colour"), ("W",), "wand", checkable=True),
        Action("tool.move", _("Move"), ("V",), "move", checkable=True),
        Action("tool.hand", _("Hand"), ("H",), "hand", checkable=True),
        Action("tool.zoom", _("Zoom"), ("Z",), "zoom", checkable=True),
        Action("tool.swap", _("Swap colours"), ("X",), "swap-colours"),
        Action("tool.smaller", _("Smaller brush"), ("[",)),
        Action("tool.larger", _("Larger brush"), ("]",)),
    )
