"""What is said about a sheet, a cell of it, and the files of an export."""

from __future__ import annotations

from studio.app.exports import Plan
from studio.core.words import _, ngettext
from studio.doc.model import Sprite
from studio.export.sheet import Cell, Sheet

_NAMED_FILES = 4


def sheet_facts(sheet: Sheet) -> str:
    """Size and number of frames in one line."""
    frames = len(sheet.cells)
    count = ngettext("{count} frame", "{count} frames", frames).format(count=frames)
    return f"{sheet.size.width} × {sheet.size.height}   {count}"


def cell_facts(cell: Cell, sprite: Sprite) -> str:
    """Name and tags of one frame; below, its place and its time."""
    names = [cell.tag] if cell.tag else [tag.name for tag in sprite.tags_at(cell.index)]
    tag = "   " + _("tag {name}").format(name=", ".join(names)) if names else ""
    time = _("{ms} ms").format(ms=round(float(cell.duration)))
    return f"{cell.name}{tag}\n{cell.box.x}, {cell.box.y}   {cell.box.width} × {cell.box.height}   {time}"


def plan_facts(plan: Plan) -> str:
    """The files an export will write, each with its size."""
    files = [f"{name} ({file_size(size)})" for name, size in list(plan.files.items())[:_NAMED_FILES]]
    more = len(plan.files) - _NAMED_FILES
    if more > 0:
        text = ngettext("and {count} more, {size} in all", "and {count} more, {size} in all", more)
        files.append(text.format(count=more, size=file_size(plan.size)))
    return "   ".join(files)


def file_size(size: int) -> str:
    """A number of bytes for people."""
    if size < 1024:
        return _("{size} bytes").format(size=size)
    if size < 1024 * 1024:
        return _("{size} KiB").format(size=round(size / 1024, 1))
    return _("{size} MiB").format(size=round(size / (1024 * 1024), 1))
