"""The embedded provider through the same steps as a remote one: submit, bytes, decode."""

from __future__ import annotations

import asyncio
import json
from fractions import Fraction

import numpy as np
import pytest

from studio.core.errors import NotFound, Problem, Refused
from studio.core.geometry import Size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.providers.local import declarations as ops
from studio.providers.local.provider import make_provider
from studio.providers.local.work import WORK
from studio.providers.protocol import Answer, Outcome, Provider
from studio.spec.cost import FREE
from studio.spec.field import Picture
from studio.spec.operation import Operation

INK, PAPER, RED, CLEAR = (20, 20, 40, 255), (240, 240, 220, 255), (200, 40, 40, 255), (0, 0, 0, 0)


def rows(*lines: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    colours = {"#": INK, "o": PAPER, "r": RED, ".": CLEAR}
    return frozen(np.array([[colours[sign] for sign in line] for line in lines], np.uint8))


def figure() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A plain person of 16 x 24: head, trunk with arms, two legs."""
    head = ["." * 16] * 2 + ["." * 5 + "######" + "." * 5] * 6
    trunk = ["." * 7 + "##" + "." * 7] + ["..############.."] * 2 + ["..##.######.##.."] * 6
    legs = ["." * 5 + "##..##" + "." * 5] * 6 + ["." * 16]
    return rows(*head, *trunk, *legs)


def carried_out(operation: Operation) -> Outcome:
    provider = make_provider()

    async def submit() -> Answer:
        return await provider.submit(operation, lambda progress, note: None)

    return provider.decode(operation, asyncio.run(submit()))


def refused(operation: Operation) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        carried_out(operation)
    return caught.value.problems


def test_it_is_a_provider_and_free() -> None:
    provider: Provider = make_provider()
    assert provider.quote(ops.ProceduralSprite(seed=1)) == FREE


def test_every_declared_operation_is_carried_out() -> None:
    assert set(WORK) == set(ops.OPERATIONS)


def test_answers_are_json_in_the_shape_of_pixellab() -> None:
    async def submit() -> Answer:
        answer = await make_provider().submit(ops.ProceduralSprite(seed=3), lambda progress, note: None)
        assert isinstance(answer, Answer)
        return answer

    body = json.loads(asyncio.run(submit()).body)
    assert body["seed"] == 3
    assert body["usage"] == {"type": "free"}
    assert {key: body["images"][0][key] for key in ("type", "format")} == {"type": "base64", "format": "png"}


def test_a_sprite_from_a_seed_is_the_same_each_time() -> None:
    first, second = (carried_out(ops.ProceduralSprite(size=Size(24, 20), seed=3, kind="ship")) for _turn in range(2))
    other = carried_out(ops.ProceduralSprite(size=Size(24, 20), seed=4, kind="ship"))
    assert first.frames[0].shape == (20, 24, 4)
    assert first.frames[0].tolist() == second.frames[0].tolist()
    assert first.frames[0].tolist() != other.frames[0].tolist()
    assert (first.seed, other.seed) == (3, 4)


def test_variations_are_different_and_a_loop_has_times() -> None:
    variations = carried_out(ops.ProceduralSprite(seed=3, count=3))
    assert len({frame.tobytes() for frame in variations.frames}) == 3
    assert variations.durations == ()
    loop = carried_out(ops.ProceduralSprite(seed=3, count=4, gives="loop"))
    assert len(loop.frames) == 4
    assert loop.durations == (Fraction(150),) * 4


def test_inpaint_changes_nothing_outside_the_mask_and_adds_no_colour() -> None:
    picture = rows("########", "#oooooo#", "#oorroo#", "#oorroo#", "#oooooo#", "########")
    mask = np.zeros((6, 8), np.uint8)
    mask[2:4, 3:5] = 255
    outcome = carried_out(ops.Inpaint(image=picture, mask=mask, seed=5))
    outside = mask == 0
    assert (outcome.frames[0][outside] == picture[outside]).all()
    assert {tuple(pixel) for pixel in outcome.frames[0].reshape(-1, 4).tolist()} <= {INK, PAPER, RED}
    assert (outcome.frames[0][~outside][:, 3] == 255).all()


def test_frames_that_are_reduced_together_share_their_colours() -> None:
    rng = np.random.default_rng(1)
    noise = [rng.integers(0, 255, (8, 8, 4), np.uint8) | np.array([0, 0, 0, 255], np.uint8) for _frame in range(2)]
    outcome = carried_out(ops.Quantise(images=tuple(Picture(frozen(frame)) for frame in noise), colours=4))
    colours = {tuple(pixel) for frame in outcome.frames for pixel in frame.reshape(-1, 4).tolist()}
    assert len(outcome.frames) == 2
    assert len(colours) <= 4


@pytest.mark.parametrize("kind", [ops.Quantise, ops.Pixelate])
def test_dithering_mixes_two_colours_of_the_palette(kind: type[Operation]) -> None:
    grey = frozen(np.full((8, 8, 4), (128, 128, 128, 255), np.uint8))
    palette = Palette((Colour(0, 0, 0), Colour(255, 255, 255)))
    picture = {"images": (Picture(grey),)} if kind is ops.Quantise else {"image": grey, "size": Size(8, 8)}
    flat = carried_out(kind.from_values({**picture, "palette": palette}))
    mixed = carried_out(kind.from_values({**picture, "palette": palette, "dither": True}))
    assert len(np.unique(flat.frames[0].reshape(-1, 4), axis=0)) == 1
    assert len(np.unique(mixed.frames[0].reshape(-1, 4), axis=0)) == 2


def test_a_palette_is_kept_to() -> None:
    palette = Palette((Colour(*INK), Colour(*RED)))
    outcome = carried_out(ops.Quantise(images=(Picture(rows("#o", "r.")),), palette=palette))
    frame = outcome.frames[0]
    assert (frame[0, 0].tolist(), frame[1, 0].tolist(), frame[1, 1].tolist()) == (list(INK), list(RED), [0, 0, 0, 0])
    assert tuple(frame[0, 1].tolist()) in {INK, RED}


def test_the_background_goes_and_the_holes_only_when_asked() -> None:
    picture = rows("ooooo", "o###o", "o#o#o", "o###o", "ooooo")
    kept = carried_out(ops.RemoveBackground(images=(Picture(picture),)))
    gone = carried_out(ops.RemoveBackground(images=(Picture(picture),), holes=True))
    assert (kept.frames[0][..., 3] > 0).tolist()[1:4] == [[False, True, True, True, False]] * 3
    assert not gone.frames[0][2, 2].any()


def test_a_picture_is_brought_down_to_its_grid() -> None:
    small = carried_out(ops.ProceduralSprite(size=Size(24, 24), seed=3)).frames[0]
    large = frozen(small.repeat(6, axis=0).repeat(6, axis=1))
    assert carried_out(ops.Pixelate(image=large, colours=256)).frames[0].tolist() == small.tolist()
    assert carried_out(ops.Pixelate(image=large, size=Size(12, 12))).frames[0].shape == (12, 12, 4)


def test_turns_are_made_from_the_original_one_after_the_other() -> None:
    picture = rows("#o", "r.")
    outcome = carried_out(ops.Rotate(images=(Picture(picture),), angle=90.0, count=4))
    assert [frame.tolist() for frame in outcome.frames] == [
        rows("r#", ".o").tolist(),
        rows(".r", "o#").tolist(),
        rows("o.", "#r").tolist(),
        rows("#o", "r.").tolist(),
    ]


def test_any_angle_keeps_the_colours_and_may_grow_the_canvas() -> None:
    sprite = figure()
    outcome = carried_out(ops.Rotate(images=(Picture(sprite),), angle=30.0, grow=True))
    assert outcome.frames[0].shape[0] > 24
    assert {tuple(pixel) for pixel in outcome.frames[0].reshape(-1, 4).tolist()} <= {INK, CLEAR}


@pytest.mark.parametrize(
    ("before", "size", "how", "anchor", "after"),
    [
        (("#o",), Size(4, 2), "scale", "centre", ("##oo", "##oo")),
        (("##oo", "##oo"), Size(2, 1), "scale", "centre", ("#o",)),
        (("#or",), Size(2, 1), "scale", "centre", ("#r",)),
        (("#o",), Size(4, 3), "canvas", "bottom-right", ("....", "....", "..#o")),
        (("#or",), Size(1, 1), "canvas", "left", ("#",)),
        (("o#", "##"), Size(4, 4), "smooth", "centre", ("oo##", "o###", "####", "####")),
    ],
)
def test_sizes(before: tuple[str, ...], size: Size, how: str, anchor: str, after: tuple[str, ...]) -> None:
    outcome = carried_out(ops.Resize(images=(Picture(rows(*before)),), size=size, how=how, anchor=anchor))
    assert outcome.frames[0].tolist() == rows(*after).tolist()


def test_rounding_diagonal_steps_needs_two_or_three_times_the_size() -> None:
    found = refused(ops.Resize(images=(Picture(rows("#o", "oo")),), size=Size(5, 5), how="smooth"))
    assert found == (
        Problem("size", "Rounding diagonal steps gives two or three times 2 x 2; choose such a size or another way."),
    )


def test_a_line_around_and_over_the_rim() -> None:
    dot = rows(".....", ".....", "..#..", ".....", ".....")
    around = carried_out(ops.Outline(images=(Picture(dot),), colour="#c82828"))
    assert around.frames[0].tolist() == rows(".....", "..r..", ".r#r.", "..r..", ".....").tolist()
    closed = carried_out(ops.Outline(images=(Picture(dot),), colour="#c82828", corners=True))
    assert closed.frames[0].tolist() == rows(".....", ".rrr.", ".r#r.", ".rrr.", ".....").tolist()
    over = carried_out(ops.Outline(images=(Picture(dot),), colour="#c82828", side="inside"))
    assert over.frames[0].tolist() == rows(".....", ".....", "..r..", ".....", ".....").tolist()


def test_tiles_repeat_without_a_seam_and_differ_by_seed() -> None:
    outcome = carried_out(ops.TerrainTile(terrain="stone", side=16, count=3, seed=4))
    again = carried_out(ops.TerrainTile(terrain="stone", side=16, seed=5))
    assert [frame.shape for frame in outcome.frames] == [(16, 16, 4)] * 3
    assert len({frame.tobytes() for frame in outcome.frames}) > 1
    assert outcome.frames[1].tolist() == again.frames[0].tolist()
    assert (outcome.frames[0][..., 3] == 255).all()


def test_frames_are_moved_onto_the_first_one() -> None:
    first = rows("......", "..##..", "..##..", "......")
    second = rows("......", "......", "...##.", "...##.")
    outcome = carried_out(ops.Align(images=(Picture(first), Picture(second))))
    assert [frame.tolist() for frame in outcome.frames] == [first.tolist(), first.tolist()]


def test_frames_of_different_sizes_are_not_aligned() -> None:
    found = refused(ops.Align(images=(Picture(rows("#")), Picture(rows("##")))))
    assert found == (Problem("images", "The frames have different sizes; bring them to one size first."),)


def test_a_skeleton_has_all_joints_inside_the_sprite() -> None:
    outcome = carried_out(ops.EstimateSkeleton(image=figure()))
    points = outcome.poses[0].points
    assert len(points) == 18
    assert all(0 <= point.x <= 16 and 0 <= point.y <= 24 and 0 <= point.confidence <= 1 for point in points.values())
    assert points["NECK"].y < points["RIGHT HIP"].y < points["RIGHT LEG"].y


def test_an_animation_uses_the_sprites_own_colours_and_keeps_the_rest_pose() -> None:
    picture = figure()
    rest = carried_out(ops.EstimateSkeleton(image=picture)).poses
    moved = rest[0].shifted(0, -3, ["RIGHT ARM"])
    outcome = carried_out(ops.AnimateWithSkeleton(image=picture, rest=rest, keypoints=(rest[0], moved), frame_time=80))
    assert outcome.frames[0].tolist() == picture.tolist()
    assert {tuple(pixel) for pixel in outcome.frames[1].reshape(-1, 4).tolist()} <= {INK, CLEAR}
    assert outcome.durations == (Fraction(80), Fraction(80))


def test_a_movement_needs_no_pose_at_all() -> None:
    outcome = carried_out(ops.AnimateWithSkeleton(image=figure(), preset="walk"))
    assert len(outcome.frames) == len(outcome.poses) == 8
    assert outcome.durations == (Fraction(100),) * 8
    assert len({frame.tobytes() for frame in outcome.frames}) > 3


def test_a_figure_that_leaves_the_picture_is_said() -> None:
    picture = figure()
    rest = carried_out(ops.EstimateSkeleton(image=picture)).poses
    outcome = carried_out(
        ops.AnimateWithSkeleton(image=picture, rest=rest, keypoints=(rest[0], rest[0].shifted(0, -9)))
    )
    assert outcome.notes == ("In frame 2 the figure leaves the picture and is cut; a larger canvas keeps all of it.",)


@pytest.mark.parametrize(
    ("operation", "field", "sentence"),
    [
        (
            ops.Inpaint(image=figure(), mask=np.full((24, 16), 255, np.uint8), seed=1),
            "image",
            "The mask covers the whole picture, so there is nothing to fill it from; leave some pixels.",
        ),
        (
            ops.Inpaint(image=figure(), mask=np.full((8, 8), 255, np.uint8), seed=1),
            "mask",
            "Mask is 8 x 8 pixels, Picture is 16 x 24; both have to be the same.",
        ),
        (
            ops.AnimateWithSkeleton(image=figure()),
            "keypoints",
            "Give Poses or Movement.",
        ),
        (
            ops.EstimateSkeleton(image=rows("..", "..")),
            "image",
            "The picture is empty, so there is no figure to find; draw or import one first.",
        ),
        (
            ops.Pixelate(image=rows("##", "##")),
            "image",
            "No pixel grid can be seen in this picture; say which size the result is to have.",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_at_the_field(operation: Operation, field: str, sentence: str) -> None:
    assert refused(operation) == (Problem(field, sentence),)


def test_there_is_nothing_to_poll_and_nothing_to_stop() -> None:
    provider = make_provider()
    with pytest.raises(NotFound):
        asyncio.run(provider.poll(ops.ProceduralSprite(seed=1), "x"))
    assert asyncio.run(provider.cancel("x")) is False
