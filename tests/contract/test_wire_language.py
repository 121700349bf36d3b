"""Declarations of the sizes that remote providers need, and the bodies that follow from them, key by key."""

from __future__ import annotations

import base64
import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from studio.core.geometry import Size
from studio.doc.palette import BLACK, Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.providers.wire import Request, build_body, build_request, shortened
from studio.spec import fields as f
from studio.spec.describe import describe
from studio.spec.field import Absent, Keyframe, Picture, Place, Variant, WireForm
from studio.spec.measures import MatchesSize, SizeIn
from studio.spec.operation import Effect, Operation
from studio.spec.rules import Requires, When
from studio.spec.validate import problems

if TYPE_CHECKING:
    from studio.doc.pixels import MaskPixels, Pixels

STYLES = ["flat shading", "basic shading", "medium shading"]


class Bitforge(
    Operation,
    id="pixellab-v2/create-image-bitforge",
    title="Create from style",
    summary="Makes a picture from words and a style picture.",
    path="/create-image-bitforge",
    effect=Effect.PAYS,
    rules=(
        Requires(field="mask", needs=("inpainting",)),
        MatchesSize(image="inpainting", other="size"),
        SizeIn(size="size", squares=(16, 32, 64), when=When(field="skeleton", present=True), enforce=False),
    ),
):
    """All twenty-six fields of one large endpoint."""

    words: str = f.text("Description", wire="description", lines=3)
    without: str = f.text("Without", default="", wire="negative_description")
    size: Size = f.size("Size", wire="image_size", minimum=16, maximum=200)
    guidance: float = f.number("Guidance", default=8.0, minimum=1, maximum=20, wire="text_guidance_scale")
    extra: float = f.number("Extra guidance", default=3.0, wire="extra_guidance_scale", deprecated=True)
    style_strength: float = f.number("Style strength", default=0.0, minimum=0, maximum=100)
    outline: str | None = f.choice("Outline", ["lineless"], default=None, open_choices=True)
    shading: str | None = f.choice("Shading", STYLES, default=None, open_choices=True)
    detail: str | None = f.choice("Detail", ["low detail"], default=None)
    view: str | None = f.choice("View", ["side"], default=None)
    direction: str | None = f.choice("Direction", ["north", "south"], default=None)
    isometric: bool = f.flag("Isometric", default=False)
    oblique: bool = f.flag("Oblique", default=False, wire="oblique_projection")
    no_background: bool = f.flag("No background", default=False)
    coverage: float | None = f.number("Coverage", default=None, wire="coverage_percentage")
    init_image: Pixels | None = f.image("Starting picture", default=None)
    init_strength: int = f.integer("Strength", default=300, minimum=1, maximum=999, wire="init_image_strength")
    style: Pixels | None = f.image("Style picture", default=None, wire="style_image")
    inpainting: Pixels | None = f.image("Picture to repaint", default=None, wire="inpainting_image")
    mask: MaskPixels | None = f.mask("Mask", default=None, wire="mask_image")
    colours: Palette | None = f.palette("Colours", default=None, wire="color_image", form=WireForm.PALETTE_IMAGE)
    skeleton_weight: float = f.number("Skeleton weight", default=1.0, wire="skeleton_guidance_scale")
    skeleton: tuple[Pose, ...] | None = f.keypoints(
        "Skeleton", default=None, max_items=1, wire="skeleton_keypoints", form=WireForm.KEYPOINTS_FLAT
    )
    seed: int | None = f.seed("Seed", default=None, random=(None,))


class Keyframes(Operation, id="pixel-engine/keyframes", path="/keyframes"):
    """Nested keys, bare base64, a constant, and nulls."""

    frames: tuple[Keyframe, ...] = f.keyframes("Key frames", min_items=1)
    colours: int | None = f.integer("Colours", default=None, wire="pixel_config.colors")
    palette: Palette | None = f.palette("Palette", default=None, wire="pixel_config.palette")
    format: str = f.text("Format", default="spritesheet", wire="output_format", constant=True)
    matte: str | None = f.text("Matte", default=None, wire="matte_color", absent=Absent.NULL)
    seed: int | None = f.seed("Seed", default=None)


class Shapes(Operation, id="pixellab-v2/shapes", method="GET", path="/things/{id}/shapes"):
    """Every other wire form and place."""

    thing: str = f.resource("Thing", "thing", wire="id", place=Place.PATH)
    limit: int = f.integer("Limit", default=10, place=Place.QUERY)
    since: datetime.date | None = f.date("Since", default=None, place=Place.QUERY)
    tile: Size | None = f.size("Tile", default=None, form=WireForm.SIZE_KEYS, wire="tile.w,h")
    side: Size | None = f.size("Side", default=None, form=WireForm.SIZE_SIDE)
    text: Size | None = f.size("Text", default=None, form=WireForm.SIZE_TEXT)
    sized: Pixels | None = f.image("Sized", default=None, form=WireForm.IMAGE_WITH_SIZE)
    flat: Pixels | None = f.image("Flat", default=None, form=WireForm.IMAGE_WIDTH_HEIGHT)
    url: Pixels | None = f.image("URL", default=None, form=WireForm.IMAGE_DATA_URL)
    references: tuple[Picture, ...] | None = f.images("References", default=None, note_key="usage_description")
    masks: tuple[MaskPixels | None, ...] | None = f.masks("Masks", default=None)
    parts: tuple[str, ...] = f.choices("Parts", ["a", "b"], default=())
    tags: tuple[str, ...] | None = f.words("Tags", default=None)
    poses: tuple[Pose, ...] | None = f.keypoints("Poses", default=None)
    old: Pixels | None = f.image("Old", default=None, deprecated=True)
    quick: bool = f.flag("Quick", default=False, absent=Absent.OMIT)
    area: Variant | None = f.variant(
        "Area",
        [
            f.form("oval", "Oval", fraction=f.number("Share", default=0.5)),
            f.form("mask", "Mask", mask=f.mask("Mask", wire="mask_image")),
        ],
        default=None,
        selector="type",
        wire="inpainting",
    )


def pixel(*colour: int) -> Any:
    return frozen(np.array([[colour]], np.uint8))


def decoded(picture: Any) -> list[Any]:
    """The pixels of a picture object or of base64, read back by an independent reader."""
    from io import BytesIO

    from PIL import Image

    text = picture["base64"] if isinstance(picture, dict) else picture.removeprefix("data:image/png;base64,")
    return np.asarray(Image.open(BytesIO(base64.b64decode(text))).convert("RGBA")).tolist()  # type: ignore[no-any-return]


RED, WHITE = pixel(255, 0, 0, 255), np.array([[255]], np.uint8)
POSE = Pose.of({"NECK": Keypoint(3.5, 1.25, 2), "NOSE": Keypoint(3.5, 0.5)})


def test_a_minimal_request_sends_defaults_and_leaves_the_rest_out() -> None:
    assert build_body(Bitforge(words="a crab", size=Size(32, 16))) == {
        "description": "a crab",
        "negative_description": "",
        "image_size": {"width": 32, "height": 16},
        "text_guidance_scale": 8.0,
        "style_strength": 0.0,
        "isometric": False,
        "oblique_projection": False,
        "no_background": False,
        "init_image_strength": 300,
        "skeleton_guidance_scale": 1.0,
    }


def test_a_full_request_has_every_documented_key() -> None:
    operation = Bitforge(
        words="a crab",
        without="water",
        size=Size(1, 1),
        extra=4.0,
        outline="lineless",
        shading="flat shading",
        detail="low detail",
        view="side",
        direction="south",
        coverage=80.0,
        init_image=RED,
        style=RED,
        inpainting=RED,
        mask=WHITE,
        colours=Palette((BLACK, Colour(1, 2, 3))),
        skeleton=(POSE,),
        seed=9,
    )
    body = build_body(operation)
    assert set(body) == {declared.wire for declared in Bitforge.spec.fields}
    assert body["extra_guidance_scale"] == 4.0
    assert (body["init_image"]["type"], body["init_image"]["format"]) == ("base64", "png")
    assert decoded(body["init_image"]) == [[[255, 0, 0, 255]]]
    assert decoded(body["mask_image"]) == [[[255, 255, 255, 255]]]
    assert decoded(body["color_image"]) == [[[0, 0, 0, 255], [1, 2, 3, 255]]]
    assert body["skeleton_keypoints"] == [
        {"x": 3.5, "y": 0.5, "label": "NOSE", "z_index": 0.0},
        {"x": 3.5, "y": 1.25, "label": "NECK", "z_index": 2},
    ]
    assert body["seed"] == 9


def test_rules_of_the_contract_are_told_in_sentences() -> None:
    operation = Bitforge(words="a crab", size=Size(20, 20), mask=WHITE, skeleton=(POSE,))
    assert [(one.field, one.message, one.blocking) for one in problems(operation)] == [
        ("inpainting", "Mask needs Picture to repaint as well.", True),
        ("size", "Size has to be a square of 16, 32, 64 pixels, not 20 x 20.", False),
    ]


def test_nested_keys_constants_and_nulls() -> None:
    body = build_body(
        Keyframes(
            frames=(Keyframe(0, RED), Keyframe(7, RED, 0.5)), palette=Palette((Colour(255, 0, 128), Colour(0, 0, 0, 0)))
        )
    )
    assert body["pixel_config"] == {"palette": ["#ff0080", "#000000"]}
    assert body["output_format"] == "spritesheet"
    assert body["matte_color"] is None
    assert "seed" not in body
    assert [(frame["index"], frame.get("strength")) for frame in body["frames"]] == [(0, None), (7, 0.5)]
    assert decoded(body["frames"][0]["image"]) == [[[255, 0, 0, 255]]]


def test_a_constant_may_be_left_to_the_provider_until_another_value_is_asked_for() -> None:
    class Quiet(Operation, id="house/quiet"):
        kind: str = f.text("Kind", default="base64", constant=True, absent=Absent.OMIT)

    assert Quiet.spec.form_fields == ()
    assert build_body(Quiet()) == {}
    assert build_body(Quiet(kind="raw")) == {"kind": "raw"}


def test_path_query_and_body_are_kept_apart() -> None:
    assert build_request(Shapes(thing="t-1", since=datetime.date(2026, 1, 31))) == Request(
        method="GET",
        path="/things/t-1/shapes",
        query={"limit": 10, "since": "2026-01-31"},
        body={"parts": []},
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"tile": Size(3, 4)}, {"tile": {"w": 3, "h": 4}}),
        ({"side": Size(16, 16)}, {"side": 16}),
        ({"text": Size(16, 24)}, {"text": "16x24"}),
        ({"tags": ("a", "b")}, {"tags": ["a", "b"]}),
        ({"parts": ("b",)}, {"parts": ["b"]}),
        ({"quick": True}, {"quick": True}),
        ({"area": Variant("oval")}, {"inpainting": {"type": "oval", "fraction": 0.5}}),
        (
            {"poses": (Pose.of({"NOSE": Keypoint(1, 2)}), Pose.of({"NOSE": Keypoint(3, 4)}))},
            {
                "poses": [
                    [{"x": 1, "y": 2, "label": "NOSE", "z_index": 0.0}],
                    [{"x": 3, "y": 4, "label": "NOSE", "z_index": 0.0}],
                ]
            },
        ),
    ],
)
def test_each_wire_form(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert build_body(Shapes.from_values({"thing": "t", **given})) == {"parts": [], **expected}


def test_pictures_in_each_wire_form() -> None:
    body = build_body(
        Shapes(
            thing="t",
            sized=RED,
            flat=RED,
            url=RED,
            references=(Picture(RED, "the hat"), Picture(RED)),
            masks=(None, WHITE),
            area=Variant("mask", {"mask": WHITE}),
            old=RED,
        )
    )
    assert decoded(body["old"]) == [[[255, 0, 0, 255]]]
    assert (body["sized"]["size"], decoded(body["sized"]["image"])) == ({"width": 1, "height": 1}, [[[255, 0, 0, 255]]])
    assert (body["flat"]["width"], body["flat"]["height"]) == (1, 1)
    assert body["url"].startswith("data:image/png;base64,")
    assert decoded(body["url"]) == [[[255, 0, 0, 255]]]
    assert [reference.get("usage_description") for reference in body["references"]] == ["the hat", None]
    assert body["masks"][0] is None
    assert decoded(body["masks"][1]) == [[[255, 255, 255, 255]]]
    assert body["inpainting"]["type"] == "mask"
    assert decoded(body["inpainting"]["mask_image"]) == [[[255, 255, 255, 255]]]


def test_a_shown_request_names_long_texts_by_their_length() -> None:
    assert shortened({"a": "x" * 200, "b": ["y", {"c": 1}]}) == {"a": "<200 characters>", "b": ["y", {"c": 1}]}


class Measured(Operation, id="pixellab-v2/measured"):
    """What follows from other fields, and what is written otherwise than it is chosen."""

    image: Pixels = f.image("Picture")
    size: Size | None = f.size("Size", default=None, measures="image", wire="image_size")
    poses: tuple[Pose, ...] | None = f.keypoints("Poses", default=None, fractions_of="image")
    canvas: Size | None = f.size("Canvas", default=None)
    flat: tuple[Pose, ...] | None = f.keypoints(
        "Pose", default=None, form=WireForm.KEYPOINTS_FLAT, fractions_of="canvas"
    )
    frames: tuple[Picture, ...] | None = f.images("Frames", default=None, nullable_items=True)
    width: str = f.choice("Width", ["0", "0.25"], default="0", form=WireForm.NUMBER_WORD, open_choices=True)
    colours: Palette | None = f.palette("Colours", default=None, form=WireForm.PALETTE_SQUARE)


WIDE = frozen(np.zeros((2, 4, 4), np.uint8))


def test_a_size_nobody_gave_is_that_of_the_picture() -> None:
    assert build_body(Measured(image=WIDE))["image_size"] == {"width": 4, "height": 2}
    assert build_body(Measured(image=WIDE, size=Size(9, 9)))["image_size"] == {"width": 9, "height": 9}
    assert "size" not in [declared.name for declared in Measured.spec.form_fields]
    assert [(row.value, row.sent) for row in describe(Measured(image=WIDE)) if row.name == "size"] == [
        ("4 x 2 pixels", True)
    ]


def test_keypoints_become_fractions_of_the_picture_or_of_a_size() -> None:
    pose = Pose.of({"NOSE": Keypoint(1, 1, 2.6)})
    body = build_body(Measured(image=WIDE, poses=(pose, pose), flat=(pose,), canvas=Size(10, 5)))
    assert body["poses"] == [[{"x": 0.25, "y": 0.5, "label": "NOSE", "z_index": 3}]] * 2
    assert body["flat"] == [{"x": 0.1, "y": 0.2, "label": "NOSE", "z_index": 3}]


def test_a_frame_without_a_picture_travels_as_null() -> None:
    asked = Measured(image=WIDE, frames=(None, Picture(RED)))  # type: ignore[arg-type]  # the type of nullable items
    assert [problem.message for problem in problems(asked)] == []
    assert [None if one is None else decoded(one) for one in build_body(asked)["frames"]] == [
        None,
        [[[255, 0, 0, 255]]],
    ]
    wrong = Shapes(thing="t", references=(None, Picture(RED)))  # type: ignore[arg-type]  # not allowed here
    assert [problem.message for problem in problems(wrong)] == ["References: every frame needs a picture."]


@pytest.mark.parametrize(("word", "number"), [("0", 0), ("0.25", 0.25), ("1", 1)])
def test_a_number_chosen_by_its_word_travels_as_a_number(word: str, number: float) -> None:
    sent = build_body(Measured(image=WIDE, width=word))["width"]
    assert (sent, isinstance(sent, int)) == (number, word in "01")


def test_a_palette_fills_a_square_row_by_row() -> None:
    picture = decoded(build_body(Measured(image=WIDE, colours=Palette((BLACK, Colour(1, 2, 3)))))["colours"])
    assert (len(picture), len(picture[0])) == (64, 64)
    assert picture[:32] == [[[0, 0, 0, 255]] * 64] * 32
    assert picture[32:] == [[[1, 2, 3, 255]] * 64] * 32
