"""A form may hand over anything at any moment: checks answer in sentences and never raise."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from studio.core.geometry import Size
from studio.doc.palette import Palette
from studio.doc.skeleton import Keypoint, Pose
from studio.spec import fields as f
from studio.spec.describe import describe, value_text
from studio.spec.field import Keyframe, Kind, Picture, Variant
from studio.spec.operation import Operation
from studio.spec.validate import field_problems

PIXELS = np.zeros((2, 3, 4), np.uint8)
ANYTHING: list[Any] = [
    None,
    "",
    "word",
    0,
    -1,
    1,
    1.5,
    float("inf"),
    float("nan"),
    True,
    (),
    ("a",),
    ("a", "a"),
    (None,),
    (1, None),
    ([],),
    Size(0, 0),
    Size(3, 2),
    datetime.date(2026, 1, 31),
    PIXELS,
    PIXELS[..., 0],
    np.full((2, 3), 255, np.uint8),
    PIXELS[0, 0, 0],
    (PIXELS,),
    (Picture(PIXELS),),
    (Keyframe(0, PIXELS),),
    Palette(),
    Pose.of({"NECK": Keypoint(1, 2)}),
    (Pose.of({"NECK": Keypoint(1, 2)}),),
    Variant("none"),
    Variant("one", {"part": "x", "more": 1}),
    Variant("one", {"part": 3}),
    {},
    [],
    object(),
]
FORMS = [f.form("one", "One", part=f.integer("Part"))]
DECLARED: dict[Kind, Any] = {
    Kind.CHOICE: f.choice("Field", ["word"]),
    Kind.CHOICES: f.choices("Field", ["a"]),
    Kind.VARIANT: f.variant("Field", FORMS),
    Kind.RESOURCE: f.resource("Field", "thing"),
}


def declared(kind: Kind) -> Any:
    field = DECLARED.get(kind) or getattr(f, kind.value)("Field")
    return replace(field, name="field")


@pytest.mark.parametrize("kind", Kind)
def test_every_check_answers_anything_in_sentences(kind: Kind) -> None:
    for value in ANYTHING:
        for problem in field_problems(declared(kind), value):
            assert problem.field == "field"
            assert problem.message.endswith("."), (value, problem.message)


@pytest.mark.parametrize("kind", Kind)
def test_what_passes_the_check_can_be_described(kind: Kind) -> None:
    passed = [value for value in ANYTHING if value is not None and not field_problems(declared(kind), value)]
    assert passed, "the list above holds a good value for every kind"
    for value in passed:
        assert value_text(declared(kind), value)


def test_nothing_given_is_described_for_every_kind() -> None:
    fields = {kind.value: replace(declared(kind), name="", default=None) for kind in Kind if kind is not Kind.FLAG}
    annotations = {
        "text": "str | None",
        "integer": "int | None",
        "number": "float | None",
        "choice": "str | None",
        "choices": "tuple[str, ...] | None",
        "words": "tuple[str, ...] | None",
        "seed": "int | None",
        "size": "Size | None",
        "date": "datetime.date | None",
        "image": "Pixels | None",
        "images": "tuple[Picture, ...] | None",
        "mask": "MaskPixels | None",
        "masks": "tuple[MaskPixels | None, ...] | None",
        "keyframes": "tuple[Keyframe, ...] | None",
        "keypoints": "tuple[Pose, ...] | None",
        "palette": "Palette | None",
        "variant": "Variant | None",
        "resource": "str | None",
    }
    empty: type[Operation] = type("Empty", (Operation,), {"__annotations__": annotations, **fields})
    assert {row.name: row.value for row in describe(empty())} == {
        name: "drawn when sent" if name == "seed" else "nothing" for name in annotations
    }
