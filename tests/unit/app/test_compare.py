"""What comparing a take with a sprite finds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.app.accepting import SizeWay, fit
from studio.app.compare import ColourChange, Comparison, Pair, cells_of, changed, frames_beside
from studio.app.switches import Switches
from studio.app.takes import Take
from studio.core.geometry import Box, Size
from studio.doc import tags
from studio.doc.model import Sprite
from studio.doc.palette import TRANSPARENT
from studio.doc.pixels import frozen
from studio.jobs.job import Origin
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import INKS, drawn, marked, picture, rows, sprite_of


def compared(sprite: Sprite, take: Take, *, at: int = 0, way: SizeWay | None = None) -> Comparison:
    frame = sprite.frames[at].id
    return Comparison(sprite, fit(take, sprite, frame, switches=Switches(), size_way=way), frame)


def seen(comparison: Comparison, index: int = 0) -> tuple[str, str]:
    pair = comparison.pair(index)
    return drawn(pair.before), drawn(pair.after)


def test_clear_pixels_look_alike_whatever_their_colours_are() -> None:
    before, after = picture("rg."), picture("rb.")
    after[0, 2] = (9, 9, 9, 0)
    assert marked(changed(Pair(frozen(before), frozen(after)))) == ".#."


def test_colours_are_counted_with_what_they_became() -> None:
    summary = compared(sprite_of("rrg."), take_of("bbgk")).summary()
    assert summary.counts == (3,)
    assert summary.changes == (
        ColourChange(INKS["r"], INKS["b"], 2),
        ColourChange(TRANSPARENT, INKS["k"], 1),
    )
    assert summary.gone == (INKS["r"],)
    assert set(summary.fresh) == {INKS["b"], INKS["k"]}


def test_all_frames_are_counted() -> None:
    summary = compared(sprite_of("rr", "rr"), take_of("rg", "gg")).summary()
    assert (summary.counts, summary.total) == ((1, 2), 3)
    assert summary.changes == (ColourChange(INKS["r"], INKS["g"], 3),)
    assert summary.gone == ()


def test_nothing_changes_when_a_take_is_the_sprite() -> None:
    summary = compared(sprite_of("rg"), take_of("rg")).summary()
    assert (summary.total, summary.changes, summary.gone, summary.fresh) == (0, (), (), ())


def test_the_pixels_of_one_change_are_found() -> None:
    pair = compared(sprite_of("rrg."), take_of("bkgk")).pair(0)
    assert marked(cells_of(pair, ColourChange(INKS["r"], INKS["k"], 1))) == ".#.."
    assert marked(cells_of(pair, ColourChange(TRANSPARENT, INKS["k"], 1))) == "...#"


def test_frames_are_compared_with_those_they_would_replace() -> None:
    comparison = compared(sprite_of("r", "g", "b"), take_of("k", "w"), at=1)
    assert [seen(comparison, index) for index in range(2)] == [("g", "k"), ("b", "w")]


def test_frames_that_were_sent_are_compared_with_what_came_of_them() -> None:
    sprite = sprite_of("r", "g", "b")
    origin = Origin(frames=(sprite.frames[2].id, sprite.frames[0].id))
    comparison = compared(sprite, replace(take_of("k", "w"), origin=origin), at=1)
    assert [seen(comparison, index)[0] for index in range(2)] == ["b", "r"]


def test_an_animation_of_one_picture_is_compared_with_that_picture() -> None:
    sprite = sprite_of("r", "g", "b")
    sprite = tags.add_tag(sprite, "idle", sprite.frames[0].id, sprite.frames[1].id)
    assert frames_beside(sprite, take_of("k", "k", "k"), sprite.frames[0].id) == (sprite.frames[0].id,) * 3
    assert frames_beside(sprite, take_of("k", "k"), sprite.frames[2].id) == (sprite.frames[2].id,) * 2


def test_a_part_that_was_sent_changes_nothing_around_it() -> None:
    take = replace(take_of("k"), origin=Origin(box=Box(1, 0, 1, 1)))
    assert seen(compared(sprite_of("rgb"), take)) == ("rgb", "rkb")


def test_a_canvas_that_grows_is_compared_as_it_will_be() -> None:
    comparison = compared(sprite_of("r"), take_of("... .g. ..."), way=SizeWay.GROW)
    assert comparison.size == Size(3, 3)
    assert seen(comparison) == (rows("... .r. ..."), rows("... .g. ..."))


def test_a_take_that_does_not_fit_is_compared_middle_on_middle() -> None:
    assert seen(compared(sprite_of("r r r"), take_of("ggg"))) == (rows(".r. .r. .r."), rows("... ggg ..."))


def test_many_colours_are_told_apart() -> None:
    ramp = np.zeros((1, 256, 4), np.uint8)
    ramp[0, :, 0], ramp[..., 3] = np.arange(256), 255
    take = replace(take_of("r"), frames=(frozen(ramp),))
    summary = compared(sprite_of("k" * 256), take).summary()
    assert (summary.counts, len(summary.changes), len(summary.fresh)) == ((255,), 255, 255)
