"""A request survives the ledger value for value."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import BadFile
from studio.core.geometry import Size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import MaskPixels, Pixels
from studio.doc.skeleton import Keypoint, Pose
from studio.jobs.requests import decode, encode, seed_of, with_seeds
from studio.jobs.results import ResultStore
from studio.spec import fields as f
from studio.spec.field import Keyframe, Picture, Variant
from studio.spec.operation import Effect, Operation

PIXELS = np.array([[[1, 2, 3, 0], [4, 5, 6, 128]]], np.uint8)
MASK = np.array([[0, 255]], np.uint8)
POSE = Pose.of({"NOSE": Keypoint(1.25, 0.5, 2.0), "LEFT EAR": Keypoint(0.1, 0.2, visible=False)}, key=False)


class Everything(Operation, id="scripted/everything", title="Everything", effect=Effect.PAYS):
    """One field of each kind that is more than JSON."""

    text: str = f.text("Text")
    number: float = f.number("Number")
    words: tuple[str, ...] = f.words("Words")
    size: Size = f.size("Size")
    day: datetime.date = f.date("Day")
    image: Pixels = f.image("Picture")
    images: tuple[Picture, ...] = f.images("Pictures")
    mask: MaskPixels = f.mask("Mask")
    masks: tuple[MaskPixels | None, ...] = f.masks("Masks")
    keyframes: tuple[Keyframe, ...] = f.keyframes("Keyframes")
    poses: tuple[Pose, ...] = f.keypoints("Poses")
    palette: Palette = f.palette("Palette")
    variant: Variant = f.variant("Variant", [f.form("one", "One", depth=f.integer("Depth", default=1))])
    seed: int | None = f.seed("Seed", default=None, minimum=3, maximum=4, random=(0,))


REQUEST = Everything(
    text="“ü”\n",
    number=0.1,
    words=("a", "b"),
    size=Size(3, 4),
    day=datetime.date(2026, 2, 28),
    image=PIXELS,
    images=(Picture(PIXELS, "front"),),
    mask=MASK,
    masks=(None, MASK),
    keyframes=(Keyframe(2, PIXELS, 0.5),),
    poses=(POSE,),
    palette=Palette((Colour(1, 2, 3), Colour(4, 5, 6, 7)), ("skin", "shade"), "Hero"),
    variant=Variant("one", {"depth": 3}),
    seed=0,
)


def test_every_value_comes_back_as_it_was(tmp_path: Path) -> None:
    results = ResultStore(tmp_path)
    back = decode(encode(REQUEST, results), Everything, results)
    assert list(back.values) == list(REQUEST.values)
    for name, value in REQUEST.values.items():
        assert _plain(back.values[name]) == _plain(value), name
        assert type(back.values[name]) is type(value), name
    assert list(back.poses[0].points) == list(POSE.points)


def test_an_open_seed_is_drawn_and_a_given_one_is_kept() -> None:
    assert {seed_of(with_seeds(REQUEST)) for _ in range(60)} == {3, 4}
    assert seed_of(with_seeds(REQUEST.changed(seed=None))) in (3, 4)
    assert seed_of(with_seeds(REQUEST.changed(seed=4))) == 4


def test_a_damaged_picture_is_named_instead_of_sent(tmp_path: Path) -> None:
    results = ResultStore(tmp_path)
    text = encode(REQUEST, results)
    picture = max((path for path in tmp_path.rglob("*.bin")), key=lambda path: path.stat().st_size)
    picture.write_bytes(b"something else")
    with pytest.raises(BadFile, match="damaged"):
        decode(text, Everything, results)


@pytest.mark.parametrize("text", ["", "[]", '{"values": {}}', '{"values": {"size": {"$": "shape"}}}'])
def test_a_request_of_another_version_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadFile, match="can no longer be read"):
        decode(text, Everything, ResultStore(tmp_path))


def test_what_no_field_can_hold_is_refused_before_it_is_queued(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="object"):
        encode(REQUEST.changed(text=object()), ResultStore(tmp_path))


def _plain(value: Any) -> Any:
    """Values in a shape that `==` compares, arrays included."""
    match value:
        case np.ndarray():
            return (value.dtype.str, value.tolist())
        case Pose():
            return (dict(value.points), value.key)
        case Keyframe():
            return (value.index, value.pixels.tolist(), value.strength)
        case Picture():
            return (value.pixels.tolist(), value.note)
        case Variant():
            return (value.form, dict(value.values))
        case tuple():
            return tuple(_plain(item) for item in value)
    return value
