"""Keys of the timeline: they walk over frames and layers, choose, delete and play."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.app.commands import Commands
from studio.doc.document import Document
from studio.ui.timeline.choosing import FrameChoice
from studio.ui.timeline.layout import TimelineLayout

Key, Modifier = Qt.Key, Qt.KeyboardModifier

_COMMANDS = {
    Key.Key_Delete: "frame.delete",
    Key.Key_Space: "frame.play",
    Key.Key_Return: "frame.play",
    Key.Key_Enter: "frame.play",
}
_WALKS = frozenset({Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_Up, Key.Key_Down})


def wants(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether the key is the timeline's own, whatever shortcut the window gave it."""
    modifiers &= ~Modifier.KeypadModifier
    if key in _COMMANDS:
        return modifiers == Modifier.NoModifier
    return key in _WALKS and modifiers in (Modifier.NoModifier, Modifier.ShiftModifier)


def press(
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    *,
    commands: Commands,
    choice: FrameChoice,
    document: Document,
    layout: TimelineLayout,
) -> bool:
    """Do what the key means; whether it means anything."""
    if not wants(key, modifiers):
        return False
    if key in _COMMANDS:
        commands.run(_COMMANDS[key])
    elif key in (Key.Key_Up, Key.Key_Down):
        _step_layer(document, layout, -1 if key is Key.Key_Up else 1)
    else:
        _step_frame(document, choice, key, extend=bool(modifiers & Modifier.ShiftModifier))
    return True


def _step_frame(document: Document, choice: FrameChoice, key: Qt.Key, *, extend: bool) -> None:
    last = len(document.sprite.frames) - 1
    index = document.sprite.frame_index(document.cursor.frame)
    to = {
        Key.Key_Left: max(0, index - 1),
        Key.Key_Right: min(last, index + 1),
        Key.Key_Home: 0,
        Key.Key_End: last,
    }[key]
    if extend:
        choice.extend(to)
    else:
        choice.pick(to)


def _step_layer(document: Document, layout: TimelineLayout, by: int) -> None:
    layers = [row.layer.id for row in layout.rows if row.layer is not None]
    row = layout.row_of_layer(document.cursor.layer)
    document.move_to(layer=layers[min(len(layers) - 1, max(0, row + by))])
