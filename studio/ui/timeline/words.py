"""The timeline in words, for tool tips and screen readers. Free of Qt."""

from __future__ import annotations

from studio.app.directions import EIGHT, direction_letters
from studio.core.words import _, ngettext
from studio.doc.document import Document
from studio.doc.model import Playback, Tag
from studio.ui.timeline.layout import Hit, Row, RowKind, TimelineLayout, Zone


def tip_of(layout: TimelineLayout, hit: Hit) -> str:
    """What a tool tip says about a point."""
    tips = {
        Zone.TAG: _("Drag to move the frames of this tag; double click to edit it"),
        Zone.FRAME: _("Click to go there; drag to select; drag selected frames to move them, Ctrl copies"),
        Zone.EYE: _("Show or hide the layer"),
        Zone.LOCK: _("Lock or unlock the layer"),
        Zone.FOLD: _("Fold or unfold the group"),
    }
    words = tips.get(hit.zone, "")
    if hit.tag is not None:
        return f"{tag_words(hit.tag)}\n{words}".strip()
    return row_title(layout.rows[hit.row]) if hit.zone is Zone.NAME else words


def cell_words(document: Document) -> str:
    """The current cell in words."""
    sprite, (layer, frame) = document.sprite, document.cursor
    return _("Layer {layer}, frame {frame} of {count}, {filled}").format(
        layer=sprite.layer(layer).name,
        frame=sprite.frame_index(frame) + 1,
        count=len(sprite.frames),
        filled=_("filled") if sprite.cel(layer, frame) is not None else _("empty"),
    )


def tag_words(tag: Tag) -> str:
    """A tag in words: its name, direction, and how often it plays."""
    direction = direction_titles()[tag.playback]
    if not tag.repeat:
        return f"{tag.name}: {direction}"
    plays = ngettext("plays {count} time", "plays {count} times", tag.repeat).format(count=tag.repeat)
    return f"{tag.name}: {direction}, {plays}"


def tag_letters(name: str) -> str:
    """What is drawn of a name that has no room: a direction by its letters, `SW`, any other name as it is."""
    direction = name.rpartition("/")[2]
    return direction_letters(direction) if direction in EIGHT else name


def row_title(row: Row) -> str:
    """The name of a row."""
    if row.layer is not None:
        return row.layer.name
    return {RowKind.MASK: _("Mask"), RowKind.POSE: _("Pose"), RowKind.KEY: _("Key frames")}[row.kind]


def direction_titles() -> dict[Playback, str]:
    """Directions as artists call them."""
    return {
        Playback.FORWARD: _("Forward"),
        Playback.REVERSE: _("Backward"),
        Playback.PINGPONG: _("Ping-pong"),
        Playback.PINGPONG_REVERSE: _("Ping-pong, backward first"),
    }
