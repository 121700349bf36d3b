"""Every command without a window: nothing open, one sprite open, a sprite that may not be changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.app.session import Session
from studio.app.surface import Notice
from studio.core.geometry import Box, Size
from studio.doc import edits, mask, selection
from studio.doc.document import Document
from studio.doc.frames import add_frame
from studio.doc.layers import add_layer
from studio.doc.model import Sprite
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.store.settings import Settings
from tests.unit.codec.sprites import outline


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = Session(Settings.load(tmp_path / "settings.json"))
    yield session
    asyncio.run(session.close())


def busy_sprite() -> Sprite:
    """Two layers, three frames, pixels, a pose and a mask in the middle frame."""
    sprite = add_layer(edits.new_sprite(Size(6, 4), frames=2), "Top")
    sprite = add_frame(sprite, 0, copy=True)
    pixels = np.zeros((4, 6, 4), np.uint8)
    pixels[1:3, 1:4] = (200, 30, 40, 255)
    frame = sprite.frames[1].id
    for layer in sprite.layers:
        sprite = edits.put_raster(sprite, layer.id, frame, frozen(pixels))
    sprite = edits.set_pose(sprite, frame, Pose.of({"NOSE": Keypoint(2.5, 1.5)}))
    return edits.set_mask(sprite, frame, mask.from_selection(selection.rectangle(sprite.size, Box(1, 1, 2, 2))))


def opened(session: Session, sprite: Sprite) -> Document:
    document = session.workspace.add(sprite)
    document.move_to(frame=sprite.frames[1].id)
    document.select(selection.rectangle(sprite.size, Box(1, 0, 3, 3)))
    return document


def test_without_a_sprite_a_command_does_nothing_or_says_why(session: Session) -> None:
    for action_id in sorted(session.commands.known()):
        session.commands.run(action_id)
        assert session.documents == (), action_id


def test_a_command_is_one_step_at_most_and_undone_by_one(session: Session) -> None:
    said: list[Notice] = []
    session.notice.connect(said.append)
    stepped = 0
    for action_id in sorted(session.commands.known() - {"edit.undo", "edit.redo"}):
        said.clear()
        document = opened(session, busy_sprite())
        before = document.sprite
        session.commands.run(action_id)
        assert len(document.history.labels()) <= 1, action_id
        assert said == [] or document.sprite is before, action_id
        stepped += document.sprite is not before
        document.undo()
        assert outline(document.sprite) == outline(before), action_id
    assert stepped >= 30


@pytest.mark.parametrize("action_id", ["mask.copy_next", "pose.copy_next"])
def test_a_copy_to_the_next_frame_goes_there_with_the_person(session: Session, action_id: str) -> None:
    document = opened(session, busy_sprite())
    session.commands.run(action_id)
    here, there = document.sprite.frames[1:]
    assert document.cursor.frame == there.id
    if action_id == "pose.copy_next":
        assert there.pose == here.pose is not None
    else:
        assert there.mask is here.mask is not None


def test_what_may_not_be_changed_is_not(session: Session) -> None:
    locked = replace(busy_sprite(), read_only="It may only be looked at.")
    for action_id in sorted(session.commands.known()):
        document = opened(session, locked)
        session.commands.run(action_id)
        assert document.sprite is locked, action_id
