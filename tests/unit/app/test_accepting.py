"""Takes made to fit: colours, edges, place and size, pixel by pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.app.accepting import SizeWay, as_pixel_art, fit, grown, is_as_it_came, new_colours, palette_way
from studio.app.place import Placement
from studio.app.switches import AlignWay, PaletteWay, Switches
from studio.app.takes import Take
from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.doc import edits
from studio.doc.compose import flatten
from studio.doc.document import Cursor
from studio.doc.model import ColourMode, Sprite
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen
from studio.doc.skeleton import Keypoint, Pose
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import INKS, drawn, mask, picture, rows, sprite_of

KEEP = Switches()
MAP = Switches(palette=PaletteWay.MAP)
ADD = Switches(palette=PaletteWay.ADD)
HARD = Switches(edges=128)
FEET = Switches(align=AlignWay.FEET)


def with_palette(sprite: Sprite, letters: str) -> Sprite:
    return edits.set_palette(sprite, Palette(tuple(INKS[letter] for letter in letters)))


def first(take: Take) -> str:
    return drawn(take.frames[0])


def fitted(take: Take, sprite: Sprite, switches: Switches, way: SizeWay | None = None) -> Take:
    return fit(take, sprite, sprite.frames[0].id, switches=switches, size_way=way).take


def accepted(take: Take, sprite: Sprite, switches: Switches, way: SizeWay | None = None) -> Sprite:
    """The sprite with the take put in place of its first frame."""
    cursor = Cursor(sprite.layers[0].id, sprite.frames[0].id)
    made = fit(take, sprite, cursor.frame, switches=switches, size_way=way)
    return made.edit(Placement.REPLACE, cursor)(sprite)


def shown(sprite: Sprite) -> str:
    return drawn(flatten(sprite, sprite.frames[0].id))


def pixels(*colours: tuple[int, int, int, int]) -> Pixels:
    return frozen(np.array([colours], np.uint8))


def test_a_take_that_is_left_as_it_came_keeps_its_very_frames() -> None:
    take = take_of("rg")
    sprite = with_palette(sprite_of("bb"), "k")
    assert is_as_it_came(take, sprite, KEEP, None)
    assert fitted(take, sprite, KEEP).frames[0] is take.frames[0]


def test_colours_are_mapped_to_the_nearest_of_the_palette() -> None:
    near_red = pixels((210, 40, 50, 255), (0, 0, 0, 0), (45, 75, 230, 255))
    take = replace(take_of("r.b"), frames=(near_red,))
    assert first(fitted(take, with_palette(sprite_of("..."), "rgb"), MAP)) == "r.b"


def test_mapping_keeps_how_clear_a_pixel_is() -> None:
    take = replace(take_of("r"), frames=(pixels((210, 40, 50, 90)),))
    result = fitted(take, with_palette(sprite_of("."), "rg"), MAP)
    assert result.frames[0].tolist() == [[[200, 30, 40, 90]]]


def test_mapping_to_an_empty_palette_says_what_to_do() -> None:
    with pytest.raises(UserError, match="The palette of the sprite is empty"):
        fitted(take_of("r"), edits.set_palette(sprite_of("."), Palette()), MAP)


def test_hard_edges_cover_or_vanish() -> None:
    take = replace(take_of("rr."), frames=(pixels((9, 8, 7, 127), (9, 8, 7, 128), (9, 8, 7, 255)),))
    result = fitted(take, sprite_of("..."), HARD)
    assert result.frames[0].tolist() == [[[0, 0, 0, 0], [9, 8, 7, 255], [9, 8, 7, 255]]]


def test_outside_of_the_mask_no_switch_touches_a_pixel() -> None:
    soft = pixels((9, 8, 7, 127), (9, 8, 7, 127))
    take = replace(take_of("rr"), frames=(soft,), mask=frozen(mask("#.")))
    result = fitted(take, with_palette(sprite_of(".."), "r"), Switches(PaletteWay.MAP, 64, AlignWay.TOP_LEFT))
    assert result.frames[0].tolist() == [[[200, 30, 40, 255], [9, 8, 7, 127]]]


def test_new_colours_join_the_palette_in_the_same_step() -> None:
    sprite = with_palette(sprite_of("..."), "r")
    result = accepted(take_of("rgg"), sprite, ADD)
    assert [colour.hex for colour in result.palette.colours] == ["#c81e28", "#28b43c"]
    assert shown(result) == "rgg"


def test_the_names_of_a_palette_stay_when_colours_join_it() -> None:
    sprite = edits.set_palette(sprite_of("..."), Palette((INKS["r"],), names=("Blood",)))
    palette = accepted(take_of("rgg"), sprite, ADD).palette
    assert ([colour.hex for colour in palette.colours], palette.names) == (["#c81e28", "#28b43c"], ("Blood", ""))
    assert accepted(take_of("rgg"), with_palette(sprite_of("..."), "r"), ADD).palette.names == ()


def test_a_full_palette_takes_the_most_frequent_and_says_what_is_left() -> None:
    palette = Palette(tuple(Colour(index, 0, 0) for index in range(255)))
    added, sentence = new_colours(take_of("rggb"), palette)
    assert added == (INKS["g"],)
    assert sentence == "2 colours of the take have no room in the palette."


def test_colours_outside_the_mask_are_none_of_the_takes() -> None:
    take = replace(take_of("rg"), mask=frozen(mask("#.")))
    assert new_colours(take, Palette()) == ((INKS["r"],), "")


def test_a_sprite_of_indexed_colours_never_keeps_foreign_ones() -> None:
    sprite = replace(with_palette(sprite_of("."), "r"), mode=ColourMode.INDEXED, read_only="Only to be looked at.")
    assert palette_way(sprite, KEEP) is PaletteWay.MAP
    assert palette_way(sprite, ADD) is PaletteWay.ADD
    made = fit(take_of("g"), sprite, sprite.frames[0].id, switches=KEEP).sprite()
    assert shown(made) == "r"
    assert made.palette.colours == (INKS["r"],)


def test_feet_stand_on_the_ground_of_the_figure_that_is_there() -> None:
    there = """
        .....
        ..r..
        ..r..
        .....
    """
    take = take_of("g.... g.... ..... .....")
    assert first(fitted(take, sprite_of(there), FEET)) == rows(". .").replace(".", ".....", 1).replace(
        "\n.", "\n..g..\n..g..\n....."
    )


def test_an_animation_moves_as_one() -> None:
    sprite = sprite_of(". r")
    result = fitted(take_of("g .", ". g"), sprite, FEET)
    assert [drawn(frame) for frame in result.frames] == [".\ng", ".\n."]


def test_figures_are_laid_middle_on_middle() -> None:
    sprite = sprite_of("..... .rrr. .rrr. .rrr. .....")
    result = fitted(take_of("g.... ..... ..... ..... ....."), sprite, Switches(align=AlignWay.CENTRE))
    assert first(result) == rows("..... ..... ..g.. ..... .....")


def test_corner_on_corner_without_a_figure() -> None:
    result = fitted(take_of("g"), sprite_of("... ..."), Switches(align=AlignWay.TOP_LEFT))
    assert first(result) == rows("g.. ...")


def test_without_a_figure_there_is_nothing_to_align_by() -> None:
    sprite = sprite_of("...")
    made = fit(take_of("g"), sprite, sprite.frames[0].id, switches=FEET)
    assert first(made.take) == ".g."
    assert made.notes == ("There is no figure on both sides to align by.",)


def test_poses_go_where_their_frames_go() -> None:
    take = replace(take_of("g"), poses=(Pose.of({"NOSE": Keypoint(0.5, 0.5)}, key=False),))
    (pose,) = fitted(take, sprite_of("... .r."), FEET).poses
    assert (pose.points["NOSE"].x, pose.points["NOSE"].y, pose.key) == (1.5, 1.5, False)


def test_what_is_pushed_off_the_canvas_is_said() -> None:
    sprite = sprite_of(".r .r")
    made = fit(take_of("g. gg"), sprite, sprite.frames[0].id, switches=FEET)
    assert made.notes == ("1 pixel outside the canvas is left out.",)


def test_the_canvas_grows_around_a_take_and_the_sprite_keeps_its_place_on_it() -> None:
    sprite = sprite_of("r")
    result = accepted(take_of("... .g. ..."), sprite, KEEP, SizeWay.GROW)
    assert result.size == Size(3, 3)
    assert shown(result) == rows("... .g. ...")
    grown_only = fit(take_of("... .g. ..."), sprite, sprite.frames[0].id, switches=KEEP, size_way=SizeWay.GROW)
    assert shown(grown_only.prepared(sprite)) == rows("... .r. ...")
    assert grown_only.notes == ("The canvas grows from 1 x 1 to 3 x 3.",)


def test_the_canvas_grows_upwards_when_feet_stand_on_one_ground() -> None:
    sprite = sprite_of("r r")
    made = fit(take_of("g g g g"), sprite, sprite.frames[0].id, switches=FEET, size_way=SizeWay.GROW)
    assert made.canvas is not None
    assert (made.canvas.size, made.canvas.dy) == (Size(1, 4), 2)
    assert first(made.take) == rows("g g g g")


def test_growing_keeps_to_the_larger_size_where_clear_rows_can_give_way() -> None:
    assert grown(Box(0, 0, 4, 4), Box(-1, -5, 8, 8), Box(1, -3, 2, 6)) == Box(-1, -4, 8, 8)
    assert grown(Box(0, 0, 4, 4), Box(-5, 0, 8, 4), Box(-5, 0, 2, 4)) == Box(-5, 0, 9, 4)


def test_a_take_is_cut_to_the_canvas() -> None:
    assert shown(accepted(take_of("rgb rgb rgb"), sprite_of("k"), KEEP, SizeWay.CROP)) == "g"


def test_enlarged_pixels_are_found_and_brought_down() -> None:
    letters = np.random.default_rng(5).choice(list("rgbkw"), (16, 16))
    pattern = "\n".join("".join(row) for row in letters)
    big = frozen(np.kron(picture(pattern), np.ones((4, 4, 1), np.uint8)))
    take, sentence = as_pixel_art(replace(take_of("r"), frames=(big,)), Size(16, 16))
    assert first(take) == pattern
    assert sentence == "Pixels 4 wide were found: it is 16 x 16 now."


def test_without_pixels_of_its_own_it_is_brought_down_to_the_room() -> None:
    plain = frozen(np.full((8, 16, 4), (200, 30, 40, 255), np.uint8))
    take, sentence = as_pixel_art(replace(take_of("r"), frames=(plain,)), Size(4, 4))
    assert first(take) == rows("rrrr rrrr")
    assert sentence == "No grid of larger pixels was found: brought down to 4 x 2."


def test_pixel_art_is_then_put_down_like_any_take() -> None:
    plain = frozen(np.full((8, 8, 4), (200, 30, 40, 255), np.uint8))
    result = accepted(replace(take_of("r"), frames=(plain,)), sprite_of("k. .."), KEEP, SizeWay.PIXELS)
    assert shown(result) == rows("rr rr")


def test_without_a_choice_a_take_that_is_too_large_stays_as_it_is() -> None:
    take = take_of("rgb")
    assert fitted(take, sprite_of("k"), FEET).frames[0] is take.frames[0]


def test_a_sprite_of_its_own_gets_colours_and_edges_but_no_canvas() -> None:
    sprite = with_palette(sprite_of("...."), "r")
    made = fit(take_of("g"), sprite, sprite.frames[0].id, switches=Switches(PaletteWay.MAP, None, AlignWay.TOP_LEFT))
    assert shown(made.sprite()) == "r"
    assert made.sprite().size == Size(1, 1)
