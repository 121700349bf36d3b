"""Sides of pictures that depend on a model, and shapes of several pictures at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from studio.doc.pixels import Pixels, frozen
from studio.spec.field import Keyframe, Limits, Picture
from studio.spec.measures import AspectRatio
from studio.spec.rules import Rule, Values
from studio.spec.sides import HardEdges, SidesBy

SIDES = SidesBy(image="picture", by="model", table={"small": Limits(None, 8), "large": Limits(8, 32)})
SHAPE = AspectRatio(image="picture", limits=Limits(0.5, 2.0))
TITLES = {"picture": "Picture", "model": "Model"}


def of(width: int, height: int) -> Pixels:
    return frozen(np.zeros((height, width, 4), np.uint8))


def said(rule: Rule, values: Values) -> str:
    problem = rule.problem(values, TITLES.__getitem__)
    assert problem is None or problem.field == "picture"
    return problem.message if problem else ""


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: (Picture(one),), lambda one: (Keyframe(0, one),)])
@pytest.mark.parametrize(
    ("size", "model", "words"),
    [
        ((8, 1), "small", ""),
        ((9, 1), "small", "Picture is 9x1 pixels; when Model is small, each side has to be at most 8."),
        ((8, 32), "large", ""),
        ((7, 32), "large", "Picture is 7x32 pixels; when Model is large, each side has to be between 8 and 32."),
        ((99, 99), "unheard of", ""),
    ],
)
def test_each_side_is_limited_by_the_model(
    wrap: Callable[[Pixels], object], size: tuple[int, int], model: str, words: str
) -> None:
    found = said(SIDES, {"picture": wrap(of(*size)), "model": model})
    assert found.replace(" x ", "x") == words


def test_nothing_given_breaks_nothing() -> None:
    assert said(SIDES, {"picture": None, "model": "small"}) == ""
    assert said(SHAPE, {"picture": None}) == ""


def test_the_rule_can_be_read() -> None:
    assert SIDES.statement(TITLES.__getitem__) == (
        "The sides of Picture in pixels depend on Model (small: at most 8; large: between 8 and 32)."
    )


def test_every_one_of_several_pictures_has_the_shape() -> None:
    assert said(SHAPE, {"picture": (Keyframe(0, of(4, 4)), Keyframe(1, of(4, 8)))}) == ""
    wrong = said(SHAPE, {"picture": (Keyframe(0, of(4, 4)), Keyframe(1, of(4, 9)))})
    assert wrong.replace(" x ", "x") == "Picture is 4x9; its width divided by its height has to be between 0.5 and 2."


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: (Picture(one),), lambda one: (Keyframe(0, one),)])
@pytest.mark.parametrize(("alpha", "spoken_of"), [(0, False), (1, True), (254, True), (255, False)])
def test_half_transparent_pixels_are_spoken_of(
    wrap: Callable[[Pixels], object],
    alpha: int,
    spoken_of: bool,
) -> None:
    rule = HardEdges(image="picture")
    pixels = frozen(np.array([[(9, 9, 9, 255), (9, 9, 9, alpha)]], np.uint8))
    problem = rule.problem({"picture": wrap(pixels)}, TITLES.__getitem__)
    assert (problem is not None) is spoken_of
    assert problem is None or not problem.blocking
