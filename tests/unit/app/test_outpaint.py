"""More canvas whose new area is the mask."""

from __future__ import annotations

import pytest

from studio.app.inpaint import mask_field
from studio.app.outpaint import Margins, drafts_for, inpaint_operations, new_area, outpainted
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.compose import flatten
from tests.unit.app.test_place import sprite_of
from tests.unit.doc.drawing import drawn


def test_the_canvas_grows_and_the_new_area_is_the_mask_of_the_frames_that_were_chosen() -> None:
    sprite = sprite_of("rg", "bk")
    first = sprite.frames[0].id
    grown = outpainted(sprite, Margins(left=1, bottom=1), [first])
    assert grown.size == Size(3, 2)
    assert [drawn(flatten(grown, frame.id)) for frame in grown.frames] == [".rg\n...", ".bk\n..."]
    mask = grown.frame(first).mask
    assert mask is not None
    assert mask.tolist() == [[255, 0, 0], [255, 255, 255]]
    assert grown.frames[1].mask is None


def test_the_mask_reaches_into_the_sprite_only_at_sides_that_grow() -> None:
    assert new_area(Size(4, 3), Margins(right=1), overlap=1).tolist() == [[0, 0, 0, 255, 255]] * 3
    assert new_area(Size(2, 2), Margins(top=1), overlap=9).tolist() == [[255, 255]] * 3


@pytest.mark.parametrize("margins", [Margins(), Margins(left=-1, right=4)], ids=str)
def test_nothing_that_does_not_grow_is_taken(margins: Margins) -> None:
    with pytest.raises(UserError, match="Say at which side the canvas grows"):
        outpainted(sprite_of("rg"), margins, [])


def test_a_canvas_beyond_what_is_possible_is_refused() -> None:
    with pytest.raises(UserError, match="8192"):
        outpainted(sprite_of("rg"), Margins(right=9000), [])


def test_every_operation_that_redoes_a_part_is_offered_with_picture_and_mask_of_the_frame() -> None:
    found = {operation.spec.id: operation for operation in inpaint_operations()}
    assert {"local/inpaint", "pixellab-v2/inpaint", "pixellab-v1/inpaint"} <= set(found)
    for operation in found.values():
        mask = mask_field(operation.spec)
        assert mask is not None
        assert mask.required
        assert set(drafts_for(operation).values()) == {"frame"}
        assert len(drafts_for(operation)) == 2
