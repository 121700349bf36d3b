"""What a person is told about a request before it is sent, field by field."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from studio.core.errors import Problem
from studio.core.geometry import Size
from studio.doc.palette import BLACK, WHITE, Palette
from studio.doc.skeleton import Keypoint, Pose
from studio.spec import fields as f
from studio.spec.field import Keyframe, Limits, Picture, Variant
from studio.spec.measures import (
    AreaUpTo,
    AspectRatio,
    FramesWithin,
    InOrder,
    LengthIn,
    MatchesSize,
    SameLength,
    SameSize,
    SizeIn,
    Spans,
    UpToField,
)
from studio.spec.operation import Operation
from studio.spec.rules import Advice, Count, Exclusive, OnlyIf, RequiredIf, Requires, UsedIf, When
from studio.spec.validate import field_problems, greyed, problems, problems_in

PICTURE = np.zeros((4, 6, 4), np.uint8)
POSE = Pose.of({"NECK": Keypoint(3, 1)})


def picture(width: int, height: int) -> Any:
    return np.zeros((height, width, 4), np.uint8)


def mask(width: int, height: int, *, marked: bool = True) -> Any:
    return np.full((height, width), 255 if marked else 0, np.uint8)


@pytest.mark.parametrize(
    ("declared", "value", "sentence"),
    [
        (f.text("Words"), "", "Words is missing."),
        (f.text("Words", max_length=3), "four", "Words has 4 characters; at most 3 are possible."),
        (f.text("Colour", pattern="#[0-9a-f]{6}"), "red", "Colour does not have the form that is needed."),
        (
            f.text("Colour", pattern="#[0-9a-f]{6}", help="As #rrggbb."),
            "red",
            "Colour does not have the form that is needed. As #rrggbb.",
        ),
        (f.integer("Count", minimum=2, maximum=8), 9, "Count has to be between 2 and 8, not 9."),
        (f.integer("Count", minimum=2, step=2), 5, "Count goes in steps of 2 from 2; 5 lies between."),
        (f.integer("Count"), 1.5, "Count has to be a whole number."),
        (f.integer("Count"), True, "Count has to be a whole number."),
        (f.number("Weight", maximum=1.5), 2.0, "Weight has to be at most 1.5, not 2."),
        (f.number("Weight"), float("nan"), "Weight has to be a number."),
        (f.choice("View", ["side", "top"]), "back", "View knows no back; it can be side, top."),
        (f.choices("Parts", ["a", "b"]), ("a", "a"), "Parts names a word twice."),
        (f.choices("Parts", ["a", "b"]), ("c",), "Parts knows no c; it can be a, b."),
        (f.words("Tags", max_items=1), ("a", "b"), "Tags has 2 entries; it has to be at most 1."),
        (f.flag("Loop"), "yes", "Loop has to be yes or no."),
        (f.seed("Seed"), 0, "Seed has to be between 1 and 2147483647, not 0."),
        (
            f.size("Size", minimum=16, maximum=64),
            Size(8, 64),
            "Size: the width has to be between 16 and 64 pixels, not 8.",
        ),
        (
            f.size("Size", max_area=100),
            Size(20, 10),
            "Size of 20 x 10 has 200 pixels; at most 100 are possible.",
        ),
        (f.size("Size", minimum=16, step=8), Size(20, 16), "Size: sides go in steps of 8 pixels from 16."),
        (f.size("Size"), (3, 4), "Size has to be a width and a height."),
        (f.date("From"), "today", "From has to be a day."),
        (f.image("Picture"), "hero.png", "Picture has to be a picture."),
        (f.image("Picture", maximum=5), PICTURE, "Picture: its width has to be at most 5 pixels, not 6."),
        (f.images("Pictures"), (PICTURE,), "Pictures has to be a list of pictures."),
        (f.mask("Mask"), mask(2, 2, marked=False), "Mask marks nothing; paint the part that is to be redone."),
        (f.masks("Masks", nullable_items=False), (None,), "Masks: every frame needs a mask."),
        (
            f.keyframes("Key frames"),
            (Keyframe(2, PICTURE), Keyframe(2, PICTURE)),
            "Key frames: two key frames stand at the same place.",
        ),
        (f.keyframes("Key frames"), (Keyframe(-1, PICTURE),), "Key frames: a key frame stands before the first frame."),
        (f.keyframes("Key frames"), (Keyframe(0, PICTURE, 1.5),), "Key frames: a weight lies between 0 and 1."),
        (
            f.keypoints("Pose"),
            (Pose(),),
            "Pose: a pose has no keypoints; estimate or place them first.",
        ),
        (f.palette("Palette", min_items=2), Palette((BLACK,)), "Palette has 1 colours; at least 2 are possible."),
        (
            f.variant("Area", [f.form("oval", "Oval"), f.form("mask", "Mask")]),
            Variant("star"),
            "Area has to be Oval or Mask.",
        ),
        (
            f.variant("Area", [f.form("oval", "Oval", share=f.number("Share", maximum=1))]),
            Variant("oval", {"share": 2.0}),
            "Share has to be at most 1, not 2.",
        ),
        (f.resource("Character", "character"), 3, "Character has to be an id."),
    ],
)
def test_a_bad_value_is_told_in_one_sentence(declared: Any, value: object, sentence: str) -> None:
    found = field_problems(declared, value)
    assert [(problem.message, problem.blocking) for problem in found] == [(sentence, True)]


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        (f.text("Words"), "a crab"),
        (f.integer("Count", minimum=2, step=2), 6),
        (f.number("Weight"), 1),
        (f.choices("Parts", ["a", "b"]), ("b", "a")),
        (f.flag("Loop"), False),
        (f.size("Size", minimum=16, maximum=64), Size(16, 64)),
        (f.date("From"), date(2026, 1, 31)),
        (f.image("Picture", maximum=6), PICTURE),
        (f.images("Pictures"), (Picture(PICTURE, "the hat"),)),
        (f.mask("Mask"), mask(2, 2)),
        (f.masks("Masks"), (None, mask(2, 2))),
        (f.keyframes("Key frames"), (Keyframe(0, PICTURE), Keyframe(2, PICTURE, 0.5))),
        (f.keypoints("Pose"), (POSE,)),
        (f.palette("Palette", min_items=2), Palette((BLACK, WHITE))),
        (f.variant("Area", [f.form("oval", "Oval", share=f.number("Share"))]), Variant("oval", {"share": 0.5})),
        (f.text("Note", default=None), None),
    ],
)
def test_a_good_value_is_not_remarked_on(declared: Any, value: object) -> None:
    assert field_problems(declared, value) == ()


@pytest.mark.parametrize(("value", "blocking"), [(200, []), (300, [False]), (401, [True]), (15, [False]), (7, [True])])
def test_a_limit_known_twice_blocks_only_where_both_sources_forbid(value: int, blocking: list[bool]) -> None:
    declared: Any = f.integer("Side", minimum=16, maximum=200, reported=Limits(8, 400))
    assert [problem.blocking for problem in field_problems(declared, value)] == blocking


def test_an_unlisted_word_of_an_open_list_is_a_warning() -> None:
    declared: Any = f.choice("Model", ["small"], open_choices=True)
    assert [problem.blocking for problem in field_problems(declared, "large")] == [False]


TITLES = {
    "method": "Method",
    "words": "Words",
    "image": "Picture",
    "mask": "Mask",
    "size": "Size",
    "frames": "Frames",
    "model": "Model",
    "poses": "Poses",
    "first": "From",
    "last": "To",
}


@pytest.mark.parametrize(
    ("rule", "values", "found"),
    [
        (Requires(field="mask", needs=("image",)), {"mask": mask(2, 2)}, ("image", "Mask needs Picture as well.")),
        (Requires(field="mask", needs=("image",)), {}, None),
        (
            RequiredIf(field="words", when=When(field="method", equals="text", default="text")),
            {},
            ("words", "Give Words: it is needed when Method is text."),
        ),
        (RequiredIf(field="words", when=When(field="method", equals="text")), {"method": "picture"}, None),
        (
            OnlyIf(field="image", condition=When(field="method", one_of=("picture", "both"))),
            {"image": PICTURE, "method": "text"},
            ("image", "Picture is used only when Method is picture or both."),
        ),
        (
            OnlyIf(field="image", condition=When(field="frames", above=1)),
            {"image": PICTURE, "frames": 1},
            ("image", "Picture is used only when Frames is above 1."),
        ),
        (
            Exclusive(fields=("words", "image")),
            {"words": "x", "image": PICTURE},
            ("image", "Give only one of Words or Picture."),
        ),
        (Exclusive(fields=("words", "image"), count=Count.EXACTLY_ONE), {}, ("words", "Give Words or Picture.")),
        (Exclusive(fields=("words", "image"), count=Count.AT_LEAST_ONE), {"words": "x", "image": PICTURE}, None),
        (
            Spans(field="frames", by="model", table={"small": Limits(2, 8), "large": Limits(2, 16)}),
            {"frames": 12, "model": "small"},
            ("frames", "Frames has to be between 2 and 8 when Model is small."),
        ),
        (Spans(field="frames", by="model", table={"small": Limits(2, 8)}), {"frames": 12, "model": "new"}, None),
        (
            MatchesSize(image="mask", other="image"),
            {"mask": mask(3, 4), "image": PICTURE},
            ("mask", "Mask is 3 x 4 pixels, Picture is 6 x 4; both have to be the same."),
        ),
        (MatchesSize(image="image", other="size"), {"image": PICTURE, "size": Size(6, 4)}, None),
        (
            SizeIn(size="size", squares=(16, 32)),
            {"size": Size(16, 32)},
            ("size", "Size has to be a square of 16, 32 pixels, not 16 x 32."),
        ),
        (SizeIn(size="size", sides=(16, 32)), {"size": Size(16, 32)}, None),
        (
            SizeIn(size="size", sides=(16, 32)),
            {"size": Size(16, 30)},
            ("size", "Size: sides of 16, 32 pixels are possible, not 16 x 30."),
        ),
        (SizeIn(size="size"), {"size": Size(16, 30)}, ("size", "Size has to be a square, not 16 x 30.")),
        (
            AreaUpTo(size="image", maximum=20),
            {"image": PICTURE},
            ("image", "Picture of 6 x 4 has 24 pixels; at most 20 are possible."),
        ),
        (SameLength(fields=("poses", "image")), {"poses": (POSE,), "image": ()}, None),
        (
            SameLength(fields=("poses", "image")),
            {"poses": (POSE, POSE), "image": (PICTURE,)},
            ("image", "Picture has 1 entries, Poses has 2; give as many of both."),
        ),
        (
            LengthIn(field="poses", counts=(3, 4)),
            {"poses": (POSE,)},
            ("poses", "Poses has to have 3, 4 entries, not 1."),
        ),
        (
            UpToField(field="poses", limit="frames"),
            {"poses": (POSE, POSE), "frames": 1},
            ("poses", "Poses is at most Frames (1)."),
        ),
        (
            SameSize(images="image"),
            {"image": (Picture(picture(2, 2)), Picture(picture(3, 2)))},
            ("image", "Picture have different sizes (2 x 2, 3 x 2); bring them to one size first."),
        ),
        (SameSize(images="image"), {"image": (Picture(picture(2, 2)), Picture(picture(2, 2)))}, None),
        (
            AspectRatio(image="image", limits=Limits(0.5, 2)),
            {"image": picture(5, 2)},
            ("image", "Picture is 5 x 2; its width divided by its height has to be between 0.5 and 2."),
        ),
        (
            FramesWithin(keyframes="image", total="frames"),
            {"image": (Keyframe(0, PICTURE), Keyframe(8, PICTURE)), "frames": 8},
            ("image", "Picture: frame 9 lies beyond the 8 frames asked for."),
        ),
        (
            Advice(field="mask", when=When(field="size", above=100), text="Too large for a clear background."),
            {"size": Size(11, 10)},
            ("mask", "Too large for a clear background."),
        ),
        (Advice(field="mask", when=When(field="size", above=110), text="Too large."), {"size": Size(11, 10)}, None),
        (
            InOrder(first="first", last="last"),
            {"first": date(2026, 2, 1), "last": date(2026, 1, 1)},
            ("last", "To lies before From."),
        ),
        (
            InOrder(first="first", last="last", maximum_days=31),
            {"first": date(2026, 1, 1), "last": date(2026, 3, 1)},
            ("last", "From and To are at most 31 days apart."),
        ),
    ],
)
def test_rules_between_fields(rule: Any, values: dict[str, Any], found: tuple[str, str] | None) -> None:
    problem = rule.problem(values, TITLES.__getitem__)
    assert (problem and (problem.field, problem.message)) == found


class Rules(
    Operation,
    id="house/rules",
    rules=(
        Exclusive(fields=("colours", "palette")),
        OnlyIf(field="guide", condition=When(field="method", equals="picture")),
        UsedIf(field="loops", condition=When(field="frames", above=1)),
        RequiredIf(field="guide", when=When(field="method", equals="picture"), enforce=False, text="A guide helps."),
    ),
):
    """Several rules at once."""

    method: str = f.choice("Method", ["text", "picture"], default="text")
    guide: str | None = f.text("Guide", default=None)
    colours: int | None = f.integer("Colours", default=None, maximum=8)
    palette: str | None = f.text("Palette", default=None)
    frames: int = f.integer("Frames", default=1)
    loops: bool = f.flag("Loops", default=False)


def test_a_form_greys_what_cannot_be_filled_and_says_why() -> None:
    assert greyed(Rules.spec, {"method": "text", "colours": 4, "frames": 1}) == {
        "guide": "Guide is used only when Method is picture.",
        "palette": "Colours is given already; clear it to use this.",
        "loops": "Loops is used only when Frames is above 1.",
    }
    assert greyed(Rules.spec, {"method": "picture", "frames": 2}) == {}


def test_a_field_that_has_no_effect_is_nothing_to_complain_about() -> None:
    assert problems(Rules(loops=True)) == ()


def test_a_missing_key_stands_for_the_default_but_nothing_does_not() -> None:
    assert problems_in(Rules.spec, {}) == ()
    assert problems_in(Rules.spec, {"frames": None}) == (Problem("frames", "Frames is missing."),)


def test_advice_does_not_block() -> None:
    assert problems(Rules(method="picture")) == (Problem("guide", "A guide helps.", blocking=False),)


def test_a_rule_keeps_quiet_about_a_field_that_is_wrong_by_itself() -> None:
    found = problems_in(Rules.spec, {"method": "text", "colours": 9, "palette": "x", "frames": 1, "loops": False})
    assert [problem.message for problem in found] == ["Colours has to be at most 8, not 9."]
