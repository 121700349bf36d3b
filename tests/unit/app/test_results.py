"""Results in their place: cut back, and outside of masks exactly as it was."""

from __future__ import annotations

import numpy as np

from studio.app.fitting import fitted
from studio.app.place import Placement, edit_for
from studio.app.results import belonging, take_from
from studio.core.geometry import Box, Size
from studio.doc import edits
from studio.doc.document import Document
from studio.doc.pixels import MaskPixels, Pixels, frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.jobs.job import Job, Origin
from studio.providers.pixel_engine.declarations import Keyframes
from studio.providers.pixellab_v1.declarations import Inpaint, Rotate
from studio.providers.pixellab_v2.animating import AnimateWithSkeleton
from studio.providers.protocol import Outcome
from studio.spec.field import Keyframe, Picture

RED, BLUE = (255, 0, 0, 255), (0, 0, 255, 255)


def _plain(colour: tuple[int, ...], *, width: int = 16, height: int = 16) -> Pixels:
    return frozen(np.full((height, width, 4), colour, np.uint8))


def _mask(*boxes: Box, width: int = 16, height: int = 16) -> MaskPixels:
    cells = np.zeros((height, width), np.uint8)
    for box in boxes:
        cells[box.slices] = 255
    return frozen(cells)


def _job(operation: Inpaint, origin: Origin) -> Job:
    spec = operation.spec
    return Job("job-1", spec.id, spec.provider, spec.title, spec.effect.value, created=1.0, origin=origin)


def test_an_inpaint_changes_nothing_outside_its_mask_and_tells_how_much_came_back_different() -> None:
    wish = Inpaint(image=_plain(RED), mask=_mask(Box(2, 3, 4, 5)), description="a belt")
    placed = belonging(Outcome(frames=(_plain(BLUE),)), wish, inset=None)
    expected = np.full((16, 16, 4), RED, np.uint8)
    expected[3:8, 2:6] = BLUE
    assert np.array_equal(placed.outcome.frames[0], expected)
    assert placed.changed_outside == 16 * 16 - 20
    assert placed.outcome.notes == ("236 pixels outside the mask came back different and were put back.",)


def test_a_starting_picture_does_not_hide_what_the_mask_lies_on() -> None:
    wish = Inpaint(image=_plain(RED), mask=_mask(Box(0, 0, 1, 1)), init_image=_plain((9, 9, 9, 255)), description="x")
    placed = belonging(Outcome(frames=(_plain(BLUE),)), wish, inset=None)
    assert placed.changed_outside == 255


def test_the_mask_of_a_starting_picture_is_not_that_of_the_picture_to_turn() -> None:
    start = _plain((9, 9, 9, 255))
    wish = Rotate(image=_plain(RED), init_image=start, mask=_mask(Box(0, 0, 8, 16)))
    placed = belonging(Outcome(frames=(_plain(BLUE),)), wish, inset=None)
    assert tuple(placed.outcome.frames[0][0, 0]) == BLUE
    assert tuple(placed.outcome.frames[0][0, 15]) == (9, 9, 9, 255)


def test_a_padded_inpaint_is_cut_back_and_only_the_sprite_is_counted() -> None:
    wish = Inpaint(
        image=_plain(RED, width=10, height=12), mask=_mask(Box(1, 1, 2, 2), width=10, height=12), description="x"
    )
    sent, fit = fitted(wish)
    assert fit is not None
    assert sent.values["image"].shape == (16, 16, 4)
    placed = belonging(Outcome(frames=(_plain(BLUE),)), sent, inset=fit.inset)
    expected = np.full((12, 10, 4), RED, np.uint8)
    expected[1:3, 1:3] = BLUE
    assert np.array_equal(placed.outcome.frames[0], expected)
    assert placed.changed_outside == 116
    assert placed.mask is not None
    assert placed.mask.shape == (12, 10)


def test_poses_of_a_padded_picture_lie_on_the_sprite() -> None:
    wish = Inpaint(
        image=_plain(RED, width=10, height=12), mask=_mask(Box(1, 1, 2, 2), width=10, height=12), description="x"
    )
    sent, fit = fitted(wish)
    assert fit is not None
    pose = Pose.of([("NOSE", Keypoint(3.0 + 4.5, 2.0 + 4.5))])
    placed = belonging(Outcome(poses=(pose,)), sent, inset=fit.inset)
    assert placed.outcome.poses[0].points["NOSE"][:2] == (4.5, 4.5)


def test_frames_with_masks_of_their_own_keep_what_is_not_marked() -> None:
    given = (Picture(_plain(RED)), None, Picture(_plain(RED)))
    masks = (_mask(), None, _mask(Box(0, 0, 16, 8)))
    poses = (Pose.of([("NOSE", Keypoint(1.0, 1.0))]),) * 3
    wish = AnimateWithSkeleton(reference=_plain(RED), skeleton=poses, frames=given, masks=masks)
    placed = belonging(Outcome(frames=(_plain(BLUE),) * 3), wish, inset=None)
    first, second, third = placed.outcome.frames
    assert np.array_equal(first, _plain(RED))
    assert np.array_equal(second, _plain(BLUE))
    assert tuple(third[0, 0]) == BLUE
    assert tuple(third[15, 0]) == RED
    assert placed.changed_outside == 256 + 128


def test_what_was_cut_out_of_a_sprite_changes_only_the_marked_cells_of_the_layer() -> None:
    """The picture that is sent shows all layers; what is not marked must not get into the one that is edited."""
    document = Document(edits.new_sprite(Size(40, 40)))
    layer, frame = document.cursor
    box = Box(8, 8, 16, 16)
    wish = Inpaint(image=_plain(RED), mask=_mask(Box(0, 0, 2, 2)), description="x")
    take = take_from(_job(wish, Origin(box=box)), Outcome(frames=(_plain(BLUE),)), wish)
    document.apply("Accept", edit_for(take, Placement.REPLACE, document.cursor))
    raster = edits.layer_raster(document.sprite, layer, frame)
    expected = np.zeros((40, 40, 4), np.uint8)
    expected[8:10, 8:10] = BLUE
    assert np.array_equal(raster, expected)


def test_in_betweens_keep_the_frames_at_their_ends_to_the_pixel() -> None:
    first, last, other = _plain(RED), _plain((0, 255, 0, 255)), _plain((9, 9, 9, 255))
    keys = (Keyframe(0, first), Keyframe(2, other, 0.5), Keyframe(3, last))
    wish = Keyframes(keyframes=keys, prompt="walks", total_frames=4)
    placed = belonging(Outcome(frames=(_plain(BLUE),) * 4), wish, inset=None)
    assert [tuple(frame[0, 0]) for frame in placed.outcome.frames] == [RED, BLUE, BLUE, (0, 255, 0, 255)]
    assert placed.changed_outside == 0


def test_a_key_frame_that_stands_at_no_end_is_a_wish_and_not_put_back() -> None:
    wish = Keyframes(keyframes=(Keyframe(1, _plain(RED)),), prompt="walks", total_frames=4)
    placed = belonging(Outcome(frames=(_plain(BLUE),) * 4), wish, inset=None)
    assert [tuple(frame[0, 0]) for frame in placed.outcome.frames] == [BLUE] * 4
