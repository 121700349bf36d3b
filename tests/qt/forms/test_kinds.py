"""Each kind of field: what is shown is what is given, and drafts bring it back."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.core.geometry import Size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.spec.field import Keyframe, Kind, Picture, Variant
from studio.spec.validate import field_problems
from studio.ui.forms.form import OperationForm
from studio.ui.forms.kinds import make_editor
from tests.qt.forms.stage import Everything
from tests.qt.tools.desk import unnamed
from tests.unit.doc.drawing import picture

LIST_OF_A_COMBO_BOX = "QListView "
PLAIN: list[tuple[str, Any]] = [
    ("text", "a red hat"),
    ("story", "two\nlines"),
    ("integer", 24),
    ("number", 0.25),
    ("choice", "b"),
    ("choices", ("a", "b")),
    ("words", ("small", "round")),
    ("flag", True),
    ("seed", 12),
    ("size", Size(16, 24)),
    ("date", date(2026, 2, 28)),
    ("variant", Variant("sized", {"side": 12})),
    ("resource", "character-12"),
]
PICTURE = frozen(picture("rg"))
MASK = frozen(np.array([[255, 0]], np.uint8))
POSE = Pose.of({"NOSE": Keypoint(1, 1)})
PICTURES: list[tuple[str, Any]] = [
    ("image", PICTURE),
    ("images", (Picture(PICTURE), Picture(PICTURE))),
    ("noted", (Picture(PICTURE, "the hat"),)),
    ("mask", MASK),
    ("masks", (MASK, None)),
    ("keyframes", (Keyframe(0, PICTURE, 0.5), Keyframe(3, PICTURE))),
    ("keypoints", (POSE,)),
    ("palette", Palette((Colour(1, 2, 3),))),
]


def test_every_kind_is_tried_here() -> None:
    tried = {Everything.spec.field(name).kind for name, _value in PLAIN + PICTURES}
    assert tried == set(Kind)


@pytest.mark.parametrize(("name", "value"), PLAIN, ids=[name for name, _value in PLAIN])
def test_a_plain_value_is_given_as_shown_and_comes_back(name: str, value: Any, session: Session, qtbot: QtBot) -> None:
    declared = Everything.spec.field(name)
    editor, again = make_editor(declared, session), make_editor(declared, session)
    qtbot.addWidget(editor)
    qtbot.addWidget(again)
    editor.show_value(value)
    assert editor.value() == value
    assert field_problems(declared, editor.value()) == ()
    again.restore(editor.draft())
    assert again.value() == value


@pytest.mark.parametrize(("name", "value"), PICTURES, ids=[name for name, _value in PICTURES])
def test_a_picture_is_given_as_shown_and_its_pixels_are_not_kept(
    name: str, value: Any, session: Session, qtbot: QtBot
) -> None:
    editor = make_editor(Everything.spec.field(name), session)
    qtbot.addWidget(editor)
    editor.show_value(value)
    assert same(editor.value(), value)
    assert not editor.draft()


STRANGE: list[Any] = [
    None,
    "nonsense \x00",
    3,
    ["a", 1],
    {"form": 3},
    {"parts": {"plain": 3}},
    [[1, 2]],
    [["frame", "x"]],
]


@pytest.mark.parametrize("draft", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_draft_leaves_a_form_that_works(draft: Any, session: Session, qtbot: QtBot) -> None:
    form = OperationForm(Everything, session)
    qtbot.addWidget(form)
    form.restore({declared.name: draft for declared in Everything.spec.fields})
    assert all(problem.message for problem in form.problems)
    form.show_values({"integer": 12})
    assert form.values["integer"] == 12


def test_letters_choose_in_a_list_before_they_are_shortcuts(session: Session, qtbot: QtBot) -> None:
    editor = make_editor(Everything.spec.field("choice"), session)
    qtbot.addWidget(editor)
    editor.show()
    pressed: list[bool] = []
    shortcut = QShortcut(QKeySequence("S"), editor)
    shortcut.activated.connect(lambda: pressed.append(True))
    combo = editor.findChild(QComboBox)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_S)
    assert pressed == []
    assert editor.value() == "b"


def test_nothing_is_given_by_a_form_nobody_touched(session: Session, qtbot: QtBot) -> None:
    form = OperationForm(Everything, session)
    qtbot.addWidget(form)
    assert form.is_sound
    assert dict(form.values) == {"integer": 16, "number": 0.5, "flag": False}


def test_every_control_can_be_named_by_a_screen_reader(session: Session, qtbot: QtBot) -> None:
    form = OperationForm(Everything, session)
    qtbot.addWidget(form)
    form.row("keyframes").editor.show_value((Keyframe(0, PICTURE, 0.5),))
    form.row("noted").editor.show_value((Picture(PICTURE, ""),))
    assert [control for control in unnamed(form) if control != LIST_OF_A_COMBO_BOX] == []


def same(one: Any, other: Any) -> bool:
    """Equal, pictures by their pixels."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(np.array_equal(one, other))
    if isinstance(one, Keyframe) and isinstance(other, Keyframe):
        return (one.index, one.strength) == (other.index, other.strength) and same(one.pixels, other.pixels)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)
