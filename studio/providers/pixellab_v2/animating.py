"""Declarations of movement: along skeletons, from words, and the poses for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.spec import fields as f
from studio.spec.field import Limits, Source
from studio.spec.measures import MatchesSize, SameLength, SizeIn
from studio.spec.operation import Intent, Operation, Returns

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.doc.skeleton import Pose
    from studio.spec.field import Picture

_SQUARES = (32, 64, 128)
"""Squares that the text of the Pro tool names; other sizes pass its schema."""


class AnimateWithSkeleton(
    Operation,
    id="pixellab-v2/animate-with-skeleton",
    title=_("Animate along a skeleton"),
    summary=_("Draws a character in three poses at a time."),
    intent=Intent.ANIMATE,
    usual_seconds=20,
    rules=(
        MatchesSize(image="reference", other="size"),
        *p.frames_of("reference"),
        SizeIn(
            size="reference",
            squares=(16, 32, 64, 128, 256),
            enforce=False,
            text=_("Squares of 16, 32, 64, 128 or 256 pixels work best."),
        ),
        SameLength(fields=("skeleton", "frames", "masks", "init_images"), enforce=False),
    ),
):
    """Three poses, three frames."""

    reference: Pixels = f.image(
        _("Character"),
        minimum=16,
        maximum=256,
        source=Source.FRAME,
        wire="reference_image",
        flag="--image",
        help=_("The picture of the character that is moved."),
    )
    size: Size | None = f.size(
        _("Size"),
        default=None,
        minimum=16,
        maximum=256,
        measures="reference",
        wire="image_size",
        help=_("Width and height of the frames: those of the character."),
    )
    skeleton: tuple[Pose, ...] = f.keypoints(
        _("Skeletons"),
        min_items=3,
        max_items=4,
        reported=Limits(3, 3),
        windowed=True,
        source=Source.POSES,
        fractions_of="reference",
        wire="skeleton_keypoints",
        help=p.POSES_HELP,
    )
    view: str = f.choice(_("View"), p.VIEWS, default="side", help=_("The camera angle."))
    direction: str = f.choice(_("Direction"), p.DIRECTIONS, default="east", help=_("Where the character faces."))
    palette: Palette | None = p.palette()
    guidance: float = f.number(
        _("Weight of character and skeleton"),
        default=4.0,
        minimum=1,
        maximum=20,
        step=0.5,
        advanced=True,
        wire="guidance_scale",
        help=_("How closely picture and keypoints are followed."),
    )
    frames: tuple[Picture, ...] | None = p.frames_given()
    masks: tuple[MaskPixels | None, ...] | None = p.frame_masks()
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    init_images: tuple[Picture, ...] | None = p.init_images()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()


class AnimateWithText(
    Operation,
    id="pixellab-v2/animate-with-text",
    title=_("Animate from words, 64 x 64"),
    summary=_("Draws four frames of a movement told in words, at 64 x 64 pixels."),
    intent=Intent.ANIMATE,
    usual_seconds=20,
    rules=(MatchesSize(image="reference", other="size"), *p.frames_of("reference")),
):
    """Four frames of 64 x 64."""

    reference: Pixels = f.image(
        _("Character"),
        minimum=64,
        maximum=64,
        source=Source.FRAME,
        wire="reference_image",
        flag="--image",
        help=_("The picture of the character that is moved, 64 x 64 pixels."),
    )
    size: Size | None = f.size(
        _("Size"),
        default=None,
        minimum=64,
        maximum=64,
        measures="reference",
        wire="image_size",
        help=_("Width and height of the frames: 64 x 64."),
    )
    description: str = f.text(_("Character in words"), help=_("What the character looks like."))
    action: str = f.text(_("Action"), help=_("What the character does, for example “walk”."))
    view: str = f.choice(_("View"), p.VIEWS, default="side", help=_("The camera angle."))
    direction: str = f.choice(_("Direction"), p.DIRECTIONS, default="east", help=_("Where the character faces."))
    frame_count: int = p.movement_length()
    start_frame: int = p.first_frame()
    palette: Palette | None = p.palette()
    without: str | None = p.without_optional()
    guidance: float = p.guidance(7.5)
    image_guidance: float = p.image_guidance(1.5)
    frames: tuple[Picture, ...] | None = p.frames_given()
    masks: tuple[MaskPixels | None, ...] | None = p.frame_masks()
    init_images: tuple[Picture, ...] | None = p.init_images()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed(0, None)


class AnimateWithTextV2(
    Operation,
    id="pixellab-v2/animate-with-text-v2",
    title=_("Animate from words"),
    summary=_("Draws the frames of a movement told in words, with the Pro model."),
    intent=Intent.ANIMATE,
    usual_seconds=150,
    rules=(
        MatchesSize(image="reference", other="reference_size"),
        SizeIn(size="size", squares=_SQUARES, enforce=False),
        SizeIn(size="reference", squares=_SQUARES, enforce=False),
    ),
):
    """The Pro model."""

    reference: Pixels = f.image(
        _("Character"),
        minimum=32,
        maximum=128,
        reported=Limits(32, 256),
        source=Source.FRAME,
        wire="reference_image",
        flag="--image",
        help=_("The picture of the character that is moved."),
    )
    reference_size: Size | None = f.size(
        _("Size of the character"),
        default=None,
        minimum=32,
        maximum=128,
        reported=Limits(32, 256),
        measures="reference",
        wire="reference_image_size",
        help=_("Width and height of the given picture."),
    )
    action: str = f.text(
        _("Action"), min_length=1, max_length=500, help=_("What the character does, for example “walk”.")
    )
    size: Size = f.size(
        _("Size"),
        minimum=32,
        maximum=128,
        reported=Limits(32, 256),
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=_("Width and height of the frames. 32 and 64 pixels give about 16 frames, 128 and more about 4."),
    )
    no_background: bool = p.no_background(default=True)
    seed: int | None = p.seed(0, None)


class EstimateSkeleton(
    Operation,
    id="pixellab-v2/estimate-skeleton",
    title=_("Find the skeleton"),
    summary=_("Finds the keypoints of a figure in a picture."),
    returns=Returns.KEYPOINTS,
    intent=Intent.POSE,
    usual_seconds=5,
):
    """A pose out of a picture."""

    image: Pixels = f.image(_("Picture"), source=Source.FRAME, help=_("The picture of one figure."))
