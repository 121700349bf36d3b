"""Requests and declarations in words and as JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from studio.core.geometry import Size
from studio.doc.palette import BLACK, WHITE, Palette
from studio.doc.skeleton import Keypoint, Pose
from studio.spec import fields as f
from studio.spec.cost import FREE, Quote, Unit
from studio.spec.describe import Row, as_json, describe, limits_of, value_text
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
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import Advice, Count, Exclusive, OnlyIf, RequiredIf, Requires, Rule, UsedIf, When

PICTURE = np.zeros((4, 6, 4), np.uint8)
MASK = np.array([[0, 255], [255, 255]], np.uint8)
POSE = Pose.of({"NECK": Keypoint(3, 1), "NOSE": Keypoint(3, 0)})


@pytest.mark.parametrize(
    ("declared", "value", "words"),
    [
        (f.text("Words"), "a crab", "a crab"),
        (f.integer("Time", unit="ms"), 120, "120 ms"),
        (f.number("Weight"), 1.5, "1.5"),
        (f.choice("View", [("side", "From the side")]), "side", "From the side"),
        (f.choices("Parts", ["hat", "boots"]), ("hat", "boots"), "hat, boots"),
        (f.words("Tags"), (), "none"),
        (f.flag("Loop"), True, "yes"),
        (f.seed("Seed"), 12, "12"),
        (f.seed("Seed", default=None), None, "drawn when sent"),
        (f.size("Size"), Size(6, 4), "6 x 4 pixels"),
        (f.date("From"), date(2026, 1, 31), "2026-01-31"),
        (f.image("Picture"), PICTURE, "picture of 6 x 4 pixels"),
        (f.image("Picture", default=None), None, "nothing"),
        (f.images("Pictures"), (Picture(PICTURE), Picture(PICTURE, "hat")), "2 pictures: 6 x 4, 6 x 4 (hat)"),
        (f.mask("Mask"), MASK, "3 pixels are redone"),
        (f.masks("Masks"), (None, MASK), "1 mask"),
        (f.keyframes("Key frames"), (Keyframe(0, PICTURE), Keyframe(7, PICTURE)), "pictures at frames 1, 8"),
        (f.keypoints("Poses"), (POSE, POSE), "2 poses of 2 keypoints"),
        (f.palette("Palette"), Palette((BLACK, WHITE), title="Ink"), "Ink, 2 colours"),
        (
            f.variant("Area", [f.form("oval", "Oval", share=f.number("Share"))]),
            Variant("oval", {"share": 0.5}),
            "Oval: Share 0.5",
        ),
        (f.resource("Character", "character"), "c-17", "c-17"),
    ],
)
def test_a_value_in_words(declared: Any, value: object, words: str) -> None:
    assert value_text(declared, value) == words


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (f.integer("Count", minimum=2, maximum=8), "between 2 and 8"),
        (f.number("Weight", maximum=1.5), "at most 1.5"),
        (f.size("Size", minimum=16), "at least 16 px"),
        (f.text("Words", max_length=500), "at most 500 characters"),
        (f.keypoints("Poses", max_items=1), "exactly 1 entry"),
        (f.keypoints("Poses", max_items=3), "between 1 and 3 entries"),
        (f.text("Words"), ""),
    ],
)
def test_limits_in_words(declared: Any, words: str) -> None:
    assert limits_of(declared) == words


class Draw(
    Operation,
    id="house/draw",
    title="Draw",
    summary="Draws.",
    path="/v1/draw",
    returns=Returns.FRAMES,
    effect=Effect.PAYS,
    intent=Intent.CREATE,
    usual_seconds=4.0,
    rules=(Requires(field="style", needs=("image",), when=When(field="count", above=1)),),
):
    """A declaration with a bit of everything."""

    count: int = f.integer("Count", default=1, minimum=1, maximum=4, reported=Limits(1, 8), wire="n", help="How many.")
    style: str | None = f.choice("Style", ["flat", ("soft", "Soft")], default=None, open_choices=True, advanced=True)
    image: str | None = f.text("Image", default=None)
    old: str = f.text("Old", default="x", deprecated=True)


def test_what_is_sent_and_what_is_left_out() -> None:
    assert describe(Draw(style="soft")) == (
        Row("count", "Count", "1"),
        Row("style", "Style", "Soft"),
        Row("image", "Image", "nothing", sent=False),
        Row("old", "Old", "x", sent=False),
    )


def test_a_declaration_as_json() -> None:
    document = as_json(Draw.spec)
    assert json.loads(json.dumps(document)) == document
    fields = {entry["name"]: entry for entry in document.pop("fields")}
    assert document == {
        "id": "house/draw",
        "provider": "house",
        "title": "Draw",
        "summary": "Draws.",
        "method": "POST",
        "path": "/v1/draw",
        "returns": "frames",
        "effect": "pays",
        "intent": "create",
        "usual_seconds": 4.0,
        "rules": [
            {
                "rule": "Requires",
                "fields": ["style", "image", "count"],
                "enforced": True,
                "text": "When Count is above 1: Style needs Image as well.",
                "when": "Count is above 1",
            }
        ],
    }
    assert fields["count"] == {
        "name": "count",
        "flag": "--count",
        "wire": "n",
        "place": "body",
        "form": "plain",
        "kind": "integer",
        "title": "Count",
        "help": "How many.",
        "required": False,
        "default": 1,
        "absent": "default",
        "limits": {"minimum": 1, "maximum": 4},
        "reported_limits": {"minimum": 1, "maximum": 8},
        "choices": [],
        "step": 1,
    }
    assert fields["style"]["choices"] == ["flat", "soft"]
    assert fields["style"]["choice_titles"] == ["flat", "Soft"]
    assert fields["style"]["choices_complete"] is False
    assert fields["style"]["advanced"] is True
    assert fields["old"]["deprecated"] is True


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (FREE, "Free"),
        (Quote(Decimal("0.0500"), Unit.USD), "0.05 USD"),
        (Quote(Decimal(20), Unit.CREDITS, "a frame"), "20 credits (a frame)"),
        (Quote(Decimal(1), Unit.GENERATIONS, exact=False), "about 1 generation"),
        (Quote(Decimal(0), Unit.UNKNOWN), "Price not known"),
    ],
)
def test_a_price_in_words(quote: Quote, words: str) -> None:
    assert str(quote) == words


TITLES = {"mask": "Mask", "image": "Picture", "size": "Size", "frames": "Frames", "model": "Model"}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Requires(field="mask", needs=("image", "size")), "Mask needs Picture and Size as well."),
        (RequiredIf(field="mask", when=When(field="model", equals="a")), "When Model is a: Mask has to be given."),
        (OnlyIf(field="mask", condition=When(field="image", present=True)), "Mask is used only when Picture is given."),
        (
            UsedIf(field="mask", condition=When(field="image", present=False)),
            "Mask is used only when Picture is not given.",
        ),
        (Exclusive(fields=("mask", "image")), "Give at most one of Mask, Picture."),
        (Exclusive(fields=("mask", "image"), count=Count.EXACTLY_ONE), "Give exactly one of Mask, Picture."),
        (Exclusive(fields=("mask", "image"), count=Count.AT_LEAST_ONE), "Give at least one of Mask, Picture."),
        (
            Spans(field="frames", by="model", table={"a": Limits(2, 8), "b": Limits(None, 16)}),
            "Frames depends on Model (a: between 2 and 8; b: at most 16).",
        ),
        (MatchesSize(image="mask", other="image"), "Mask has the size of Picture."),
        (SizeIn(size="size", squares=(16, 32)), "Size is a square of 16, 32 pixels."),
        (SizeIn(size="size", sides=(16, 32)), "Size has sides of 16, 32 pixels."),
        (SameSize(images="image"), "Picture have one size."),
        (AspectRatio(image="image", limits=Limits(0.5, 2)), "Picture: width divided by height is between 0.5 and 2."),
        (FramesWithin(keyframes="mask", total="frames"), "Mask lie within Frames."),
        (Advice(field="mask", when=When(field="size", above=100), text="Keep it small."), "Keep it small."),
        (SizeIn(size="size"), "Size is a square."),
        (AreaUpTo(size="size", maximum=400), "Size has at most 400 pixels."),
        (SameLength(fields=("mask", "image")), "Mask, Picture have one entry a frame each."),
        (LengthIn(field="frames", counts=(3, 4)), "Frames has 3, 4 entries."),
        (UpToField(field="frames", limit="size"), "Frames is at most Size."),
        (UpToField(field="frames", limit="size", below=True), "Frames is below Size."),
        (InOrder(first="mask", last="image"), "Picture is not before Mask."),
        (
            InOrder(first="mask", last="image", maximum_days=31),
            "Picture is not before Mask, and at most 31 days after it.",
        ),
    ],
)
def test_a_rule_in_one_sentence(rule: Rule, sentence: str) -> None:
    assert rule.statement(TITLES.__getitem__) == sentence
