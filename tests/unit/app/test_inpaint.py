"""How much of a sprite goes along with a mask, and that it comes back to its place without a trace elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from studio.app.inpaint import around_mask, bounds_of
from studio.app.place import Placement, edit_for
from studio.app.results import take_from
from studio.core.geometry import Box
from studio.doc import edits
from studio.doc.compose import flatten
from studio.doc.document import Cursor
from studio.doc.pixels import MaskPixels, Pixels, frozen
from studio.jobs.job import Job, Origin
from studio.providers.local.declarations import Inpaint as LocalInpaint
from studio.providers.pixellab_v2.declarations import Inpaint
from studio.providers.protocol import Outcome
from studio.spec import fields as f
from studio.spec.measures import MatchesSize, SizeIn
from studio.spec.operation import Operation

BLUE = (0, 0, 255, 255)


class Squares(
    Operation,
    id="inpaint/squares",
    title="Squares",
    rules=(
        SizeIn(size="image", squares=(32, 64)),
        MatchesSize(image="mask", other="image"),
        MatchesSize(image="start", other="image"),
    ),
):
    """Only squares are possible; a style is no part of the sprite."""

    image: Pixels = f.image("Picture")
    mask: MaskPixels = f.mask("Mask")
    start: Pixels | None = f.image("Start", default=None)
    style: Pixels | None = f.image("Style", default=None)


def noise(width: int, height: int) -> Pixels:
    cells = np.random.default_rng(7).integers(0, 256, (height, width, 4), dtype=np.uint8)
    cells[..., 3] = 255
    return frozen(cells)


def mask_of(box: Box, *, width: int, height: int) -> MaskPixels:
    cells = np.zeros((height, width), np.uint8)
    cells[box.slices] = 255
    return frozen(cells)


def test_the_bounds_of_a_mask_lie_tight_around_it() -> None:
    cells = np.zeros((9, 12), np.uint8)
    cells[2, 3] = cells[6, 10] = 255
    assert bounds_of(frozen(cells)) == Box(3, 2, 8, 5)
    assert bounds_of(frozen(np.zeros((4, 4), np.uint8))).is_empty


def test_the_part_is_the_mask_with_its_padding_cut_out_of_picture_and_mask() -> None:
    image, mask = noise(100, 80), mask_of(Box(40, 30, 20, 16), width=100, height=80)
    part = around_mask(Inpaint.spec, {"image": image, "mask": mask, "description": "a belt"}, padding=8)
    assert part is not None
    assert part.box == Box(32, 22, 36, 32)
    assert np.array_equal(part.values["image"], image[22:54, 32:68])
    assert np.array_equal(part.values["mask"], mask[22:54, 32:68])
    assert part.values["description"] == "a belt"


def test_the_part_stays_on_the_canvas() -> None:
    values = {"image": noise(64, 64), "mask": mask_of(Box(0, 50, 20, 14), width=64, height=64)}
    part = around_mask(Inpaint.spec, values, padding=8)
    assert part is not None
    assert part.box == Box(0, 42, 28, 22)


def test_a_part_too_small_grows_into_the_sprite_instead_of_being_padded() -> None:
    values = {"image": noise(64, 64), "mask": mask_of(Box(60, 30, 2, 2), width=64, height=64)}
    part = around_mask(Inpaint.spec, values, padding=0)
    assert part is not None
    assert part.box == Box(48, 23, 16, 16)


def test_a_part_grows_to_a_size_that_is_possible_and_what_has_to_match_goes_along() -> None:
    image, style = noise(100, 70), noise(100, 70)
    mask = mask_of(Box(50, 20, 10, 10), width=100, height=70)
    values = {"image": image, "mask": mask, "start": image, "style": style}
    part = around_mask(Squares.spec, values, padding=3)
    assert part is not None
    assert part.box == Box(39, 9, 32, 32)
    assert np.array_equal(part.values["start"], image[9:41, 39:71])
    assert part.values["style"] is style


@pytest.mark.parametrize(
    ("box", "padding"), [(Box(0, 0, 0, 0), 8), (Box(4, 4, 24, 24), 4), (Box(0, 0, 32, 32), 0)], ids=str
)
def test_nothing_is_cut_where_nothing_is_marked_or_everything_would_be_sent(box: Box, padding: int) -> None:
    values = {"image": noise(32, 32), "mask": mask_of(box, width=32, height=32)}
    assert around_mask(Inpaint.spec, values, padding=padding) is None


def test_a_mask_of_another_size_than_the_picture_is_left_to_the_form_to_complain_about() -> None:
    values = {"image": noise(32, 32), "mask": mask_of(Box(2, 2, 4, 4), width=16, height=16)}
    assert around_mask(LocalInpaint.spec, values, padding=2) is None


@pytest.mark.parametrize("padding", [0, 5, 12])
def test_a_redone_part_goes_back_to_its_place_and_nothing_else_changes(padding: int) -> None:
    image, marked = noise(64, 48), Box(20, 10, 17, 13)
    sprite = edits.from_rasters([image], [100])
    values = {"image": image, "mask": mask_of(marked, width=64, height=48), "description": "a belt"}
    part = around_mask(Inpaint.spec, values, padding=padding)
    assert part is not None
    spec, frame = Inpaint.spec, sprite.frames[0].id
    origin = Origin(box=part.box, frames=(frame,))
    job = Job("job-1", spec.id, spec.provider, spec.title, spec.effect.value, created=1.0, origin=origin)
    answer = frozen(np.full((part.box.height, part.box.width, 4), BLUE, np.uint8))
    take = take_from(job, Outcome(frames=(answer,)), Inpaint.from_values(part.values))
    accepted = edit_for(take, Placement.REPLACE, Cursor(sprite.layers[0].id, frame))(sprite)
    expected = image.copy()
    expected[marked.slices] = BLUE
    assert np.array_equal(flatten(accepted, frame), expected)
    assert take.changed_outside == part.box.area - marked.area
