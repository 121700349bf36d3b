"""Replacing one colour by another, and other commands on whole layers and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.app.recolour import replace_colour
from studio.app.session import Session
from studio.core.errors import UserError
from studio.core.geometry import Box
from studio.doc.compose import flatten
from studio.doc.layers import add_layer
from studio.doc.selection import rectangle
from studio.store.settings import Settings
from tests.unit.doc.drawing import INKS, drawn, marked, rows, sprite_of


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(Settings.load(tmp_path / "settings.json"))
    made.workspace.add(sprite_of("rgr ggg", "rrr ..."))
    made.toolbox.colour, made.toolbox.secondary = INKS["r"], INKS["b"]
    return made


def pictures(session: Session) -> list[str]:
    sprite = session.workspace.require_active().sprite
    return [drawn(flatten(sprite, frame.id)) for frame in sprite.frames]


def test_the_first_colour_becomes_the_second_in_the_frame_in_front(session: Session) -> None:
    session.commands.run("edit.replace_colour")
    assert pictures(session) == [rows("bgb ggg"), rows("rrr ...")]


def test_it_does_in_all_chosen_frames_and_only_inside_the_selection(session: Session) -> None:
    document = session.workspace.require_active()
    document.select_frames([frame.id for frame in document.sprite.frames])
    document.select(rectangle(document.sprite.size, Box(0, 0, 2, 1)))
    session.commands.run("edit.replace_colour")
    assert pictures(session) == [rows("bgr ggg"), rows("bbr ...")]
    document.undo()
    assert pictures(session) == [rows("rgr ggg"), rows("rrr ...")]


def test_a_colour_that_is_nowhere_is_said(session: Session) -> None:
    session.toolbox.colour = INKS["w"]
    with pytest.raises(UserError, match="#ffffff is nowhere on this layer"):
        replace_colour(session)


def test_the_mask_of_what_is_drawn(session: Session) -> None:
    document = session.workspace.require_active()
    document.move_to(frame=document.sprite.frames[1].id)
    session.commands.run("mask.from_picture")
    mask = document.sprite.frames[1].mask
    assert mask is not None
    assert marked(mask) == rows("### ...")


def test_flattening_makes_one_layer_that_looks_the_same(session: Session) -> None:
    document = session.workspace.require_active()
    document.apply("add", lambda sprite: add_layer(sprite, "hat"))
    before = pictures(session)
    session.commands.run("layer.flatten")
    assert [layer.name for layer in document.sprite.layers] == ["Flattened"]
    assert pictures(session) == before
