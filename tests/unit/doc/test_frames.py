"""The run of frames is edited; tags follow their frames."""

from fractions import Fraction

import pytest

from studio.core.errors import UserError
from studio.doc.cels import link_cels
from studio.doc.compose import flatten
from studio.doc.edits import layer_raster, put_raster, set_mask, set_pose
from studio.doc.frames import (
    add_frame,
    duplicate_frames,
    insert_rasters,
    move_frames,
    rasters_as_layer,
    remove_frames,
    replace_rasters,
    reverse_frames,
    scale_durations,
    set_durations,
)
from studio.doc.model import Sprite
from studio.doc.skeleton import Keypoint, Pose
from studio.doc.tags import add_tag
from tests.unit.doc.drawing import drawn, mask, picture, sprite_of


def run(letters: str) -> Sprite:
    """A sprite of one cell with a frame a letter."""
    return sprite_of(*letters)


def shown(sprite: Sprite) -> str:
    return "".join(drawn(flatten(sprite, frame.id)) for frame in sprite.frames)


def ids(sprite: Sprite, *indices: int) -> list[str]:
    return [sprite.frames[index].id for index in indices]


def tagged(letters: str, *spans: tuple[int, int]) -> Sprite:
    sprite = run(letters)
    for number, (first, last) in enumerate(spans):
        sprite = add_tag(sprite, f"tag {number}", sprite.frames[first].id, sprite.frames[last].id)
    return sprite


def spans(sprite: Sprite) -> dict[str, tuple[int, int]]:
    found = {tag.name: sprite.tag_range(tag) for tag in sprite.tags}
    return {name: (span.start, span.stop - 1) for name, span in found.items()}


def test_an_empty_frame_has_the_duration_of_the_one_before() -> None:
    sprite = add_frame(sprite_of("r", "g", durations=(70, 90)), 0)
    assert shown(sprite) == "r.g"
    assert [frame.duration for frame in sprite.frames] == [70, 70, 90]
    assert shown(add_frame(sprite, -1)) == ".r.g"


def test_a_copied_frame_has_pose_and_mask_and_its_own_pixels() -> None:
    sprite = run("rg")
    pose = Pose.of({"NOSE": Keypoint(0.5, 0.5)})
    sprite = set_pose(set_mask(sprite, sprite.frames[0].id, mask("#")), sprite.frames[0].id, pose)
    copied = add_frame(sprite, 0, copy=True)
    assert shown(copied) == "rrg"
    assert copied.frames[1].pose == pose
    assert copied.frames[1].mask is not None
    painted = put_raster(copied, copied.layers[0].id, copied.frames[1].id, picture("b"))
    assert shown(painted) == "rbg"


def test_copies_of_several_frames_come_after_the_last() -> None:
    sprite = run("rgb")
    assert shown(duplicate_frames(sprite, ids(sprite, 0, 1))) == "rgrgb"


def test_linked_copies_are_painted_together() -> None:
    sprite = run("rg")
    copied = duplicate_frames(sprite, ids(sprite, 0), linked=True)
    painted = put_raster(copied, copied.layers[0].id, copied.frames[1].id, picture("b"))
    assert shown(painted) == "bbg"


def test_a_tag_grows_with_a_frame_added_inside_or_at_its_end() -> None:
    sprite = tagged("rgb", (0, 1))
    assert spans(add_frame(sprite, 0)) == {"tag 0": (0, 2)}
    assert spans(add_frame(sprite, 1)) == {"tag 0": (0, 2)}
    assert spans(add_frame(sprite, 2)) == {"tag 0": (0, 1)}
    assert spans(add_frame(sprite, -1)) == {"tag 0": (1, 2)}


def test_removing_frames_shrinks_tags_which_vanish_with_their_last_frame() -> None:
    sprite = tagged("rgbkw", (0, 1), (1, 3), (2, 2))
    removed = remove_frames(sprite, ids(sprite, 1, 2))
    assert shown(removed) == "rkw"
    assert spans(removed) == {"tag 0": (0, 0), "tag 1": (1, 1)}


def test_the_last_frame_stays() -> None:
    sprite = run("rg")
    with pytest.raises(UserError, match="at least one frame"):
        remove_frames(sprite, ids(sprite, 0, 1))


def test_the_last_of_a_link_is_free_when_the_others_are_removed() -> None:
    sprite = run("rg")
    linked = link_cels(sprite, sprite.layers[0].id, ids(sprite, 0, 1))
    assert [cel.link for cel in remove_frames(linked, ids(sprite, 0)).cels.values()] == [None]


@pytest.mark.parametrize(
    ("moved", "to", "expected"),
    [((0,), 2, "grbkw"), ((3, 4), 0, "kwrgb"), ((0, 2), 5, "gkwrb"), ((1,), 1, "rgbkw"), ((1,), 2, "rgbkw")],
)
def test_frames_move_in_front_of_another(moved: tuple[int, ...], to: int, expected: str) -> None:
    sprite = run("rgbkw")
    assert shown(move_frames(sprite, ids(sprite, *moved), to)) == expected


@pytest.mark.parametrize(
    ("span", "moved", "to", "expected"),
    [
        ((1, 2), (1, 2), 5, (3, 4)),  # the whole tag moves
        ((1, 3), (1,), 3, (1, 3)),  # within the tag
        ((1, 3), (1,), 4, (1, 3)),  # to the tag's own end
        ((1, 3), (1,), 5, (1, 2)),  # out of the tag
        ((1, 2), (4,), 2, (1, 3)),  # into the tag
        ((1, 2), (4,), 1, (2, 3)),  # in front of the tag
    ],
)
def test_tags_keep_their_frames_when_frames_move(
    span: tuple[int, int], moved: tuple[int, ...], to: int, expected: tuple[int, int]
) -> None:
    sprite = tagged("rgbkw", span)
    assert spans(move_frames(sprite, ids(sprite, *moved), to)) == {"tag 0": expected}


def test_moving_to_nowhere_is_no_change() -> None:
    sprite = run("rgb")
    assert move_frames(sprite, ids(sprite, 1), 1) is sprite
    with pytest.raises(IndexError):
        move_frames(sprite, ids(sprite, 1), 4)


def test_reversed_frames_keep_their_places_and_tags_theirs() -> None:
    sprite = tagged("rgbkw", (1, 3))
    turned = reverse_frames(sprite, ids(sprite, 1, 2, 3))
    assert shown(turned) == "rkbgw"
    assert spans(turned) == {"tag 0": (1, 3)}


def test_durations_are_exact_and_stay_within_what_a_file_holds() -> None:
    sprite = run("rg")
    timed = set_durations(sprite, ids(sprite, 0), Fraction(125, 3))
    assert [frame.duration for frame in timed.frames] == [Fraction(125, 3), 100]
    assert set_durations(timed, ids(sprite, 0), Fraction(125, 3)) is timed
    slow = scale_durations(timed, ids(sprite, 0, 1), Fraction(3, 2))
    assert [frame.duration for frame in slow.frames] == [Fraction(125, 2), 150]
    assert scale_durations(slow, ids(sprite, 1), Fraction(100000)).frames[1].duration == 65535
    with pytest.raises(UserError, match="above zero"):
        scale_durations(slow, ids(sprite, 1), Fraction(0))


def test_pictures_become_frames_in_front_of_another() -> None:
    sprite = tagged("rg", (0, 1))
    grown = insert_rasters(
        sprite, 1, [picture("b"), picture(".")], [Fraction(10), Fraction(20)], layer=sprite.layers[0].id
    )
    assert shown(grown) == "rb.g"
    assert [frame.duration for frame in grown.frames] == [100, 10, 20, 100]
    assert spans(grown) == {"tag 0": (0, 3)}
    assert spans(insert_rasters(sprite, 2, [picture("b")], layer=sprite.layers[0].id)) == {"tag 0": (0, 1)}


def test_pictures_replace_those_of_linked_frames_one_by_one() -> None:
    sprite = run("rgb")
    layer = sprite.layers[0].id
    linked = link_cels(sprite, layer, ids(sprite, 0, 1, 2))
    replaced = replace_rasters(linked, ids(sprite, 0, 1), [picture("k"), picture("w")], layer=layer)
    assert shown(replaced) == "kwr"
    assert {cel.link for cel in replaced.cels.values()} == {None}


def test_pictures_become_a_layer_on_top() -> None:
    sprite = run("rgb")
    layered = rasters_as_layer(sprite, ids(sprite, 1, 2), [picture("k"), picture(".")], name="Take 1")
    assert [layer.name for layer in layered.layers] == ["Layer 1", "Take 1"]
    assert shown(layered) == "rkb"
    assert drawn(layer_raster(layered, sprite.layers[0].id, sprite.frames[1].id)) == "g"


def test_an_unknown_frame_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        remove_frames(run("rg"), ["nobody"])
