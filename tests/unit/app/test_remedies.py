"""One press against a problem, where one helps."""

from __future__ import annotations

import numpy as np
import pytest

from studio.app.remedies import Remedy, cautions, remedy_for
from studio.core.errors import Problem
from studio.core.geometry import Size
from studio.doc.pixels import frozen
from studio.providers import registry
from studio.providers.local.declarations import Inpaint, ProceduralSprite, Quantise
from studio.spec.field import FieldValue
from studio.spec.operation import Operation, OperationSpec


def spec_of(operation: str | type[Operation]) -> OperationSpec:
    return (registry.operation(operation) if isinstance(operation, str) else operation).spec


def remedy(
    operation: str | type[Operation], field: str, value: FieldValue, *, has_sprite: bool = True, blocking: bool = True
) -> Remedy | None:
    problem = Problem(field, "It is wrong.", blocking=blocking)
    return remedy_for(spec_of(operation), problem, {field: value}, has_sprite=has_sprite)


@pytest.mark.parametrize(
    ("operation", "field", "value", "title"),
    [
        (Quantise, "colours", 300, "Use 256"),
        (Quantise, "colours", 1, "Use 2"),
        ("pixellab-v2/edit-image", "description", "a" * 600, "Cut after 500 characters"),
        ("pixellab-v2/create-image-pixflux", "size", Size(1000, 1000), "Use 400 x 400"),
    ],
)
def test_what_helps(operation: str, field: str, value: FieldValue, title: str) -> None:
    found = remedy(operation, field, value)
    assert found is not None
    assert found.title == title


def test_without_a_sprite_the_first_thing_is_a_new_one() -> None:
    found = remedy(Inpaint, "mask", None, has_sprite=False)
    assert found is not None
    assert found.command == "file.new"


def test_what_only_the_person_can_know_has_no_button() -> None:
    assert remedy("pixellab-v2/edit-image", "description", None) is None
    assert remedy(ProceduralSprite, "nothing", None) is None
    assert remedy(Inpaint, "mask", None) is None
    assert remedy(Quantise, "colours", 300, blocking=False) is None


def test_a_mask_over_everything_is_said_and_may_be_sent() -> None:
    whole, part = np.full((2, 3), 255, np.uint8), np.array([[255, 0, 0]], np.uint8)
    (found,) = cautions(Inpaint.spec, {"mask": frozen(whole)})
    assert (found.field, found.blocking) == ("mask", False)
    assert found.message == "The mask covers everything, so nothing of the picture is kept."
    assert cautions(Inpaint.spec, {"mask": frozen(part)}) == ()
    assert cautions(Inpaint.spec, {}) == ()


def test_very_many_words_without_a_told_limit_are_remarked_on() -> None:
    spec = spec_of("pixellab-v2/inpaint")
    (found,) = cautions(spec, {"description": "a" * 10_000})
    assert not found.blocking
    assert found.message == (
        "These are 10,000 characters. No limit is told for them; what stands late may be passed over."
    )
    assert cautions(spec, {"description": "a" * 500}) == ()
