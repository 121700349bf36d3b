"""All eight operations of PixelLab v1. Each answers at once with flat JSON; balances are in US dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.providers.pixellab_operations import Bitforge
from studio.spec import fields as f
from studio.spec.field import Limits, Source
from studio.spec.measures import MatchesSize, SameLength, SizeIn
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import Requires, UsedIf, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.doc.skeleton import Pose
    from studio.spec.field import Picture

_OLD_SCALE = _("A weight that the service no longer uses.")


def _size_of(image: str, *, maximum: int) -> Size | None:
    return f.size(
        _("Size"),
        default=None,
        minimum=16,
        maximum=maximum,
        measures=image,
        wire="image_size",
        help=_("Width and height of the picture."),
    )


def _old_scale(title: str, default: float, wire: str) -> float:
    return f.number(title, default=default, minimum=1, maximum=20, deprecated=True, wire=wire, help=_OLD_SCALE)


class GenerateImagePixflux(
    Operation,
    id="pixellab-v1/generate-image-pixflux",
    title=_("Create from words"),
    summary=_("Makes one picture from a description with the Pixflux model."),
    intent=Intent.CREATE,
    usual_seconds=10,
    rules=p.starting(),
):
    """The Pixflux model."""

    description: str = f.text(_("Description"), lines=3, help=p.DESCRIPTION_HELP)
    size: Size = f.size(
        _("Size"), minimum=16, maximum=400, source=Source.CANVAS_SIZE, wire="image_size", help=p.SIZE_HELP
    )
    no_background: bool = p.no_background()
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = p.detail()
    view: str | None = p.view()
    direction: str | None = p.direction()
    palette: Palette | None = p.palette()
    without: str = p.without()
    guidance: float = p.guidance(8.0)
    coverage: float | None = p.coverage()
    isometric: bool = p.isometric()
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()


class GenerateImageBitforge(
    Bitforge,
    id="pixellab-v1/generate-image-bitforge",
    title=_("Create in a style"),
    summary=_("Makes one picture from a description, in the style of a picture, with the Bitforge model."),
    intent=Intent.CREATE,
    usual_seconds=10,
    rules=(
        *p.starting(),
        UsedIf(field="style_strength", condition=When(field="style_image", present=True)),
        MatchesSize(image="inpainting_image", other="size"),
        MatchesSize(image="mask", other="size"),
        Requires(field="mask", needs=("inpainting_image",)),
        UsedIf(field="skeleton_guidance", condition=When(field="skeleton", present=True)),
    ),
):
    """The Bitforge model."""

    guidance: float = p.guidance(3.0)


class AnimateWithSkeleton(
    Operation,
    id="pixellab-v1/animate-with-skeleton",
    title=_("Animate along a skeleton"),
    summary=_("Draws a character in three poses at a time."),
    intent=Intent.ANIMATE,
    usual_seconds=20,
    rules=(
        SizeIn(size="size", squares=(16, 32, 64, 128, 256)),
        MatchesSize(image="reference", other="size"),
        *p.frames_of("size"),
        SameLength(fields=("skeleton", "frames", "masks", "init_images"), enforce=False),
    ),
):
    """Three poses, three frames."""

    reference: Pixels | None = f.image(
        _("Character"),
        default=None,
        source=Source.FRAME,
        wire="reference_image",
        flag="--image",
        help=_("The picture of the character that is moved."),
    )
    size: Size = f.size(
        _("Size"), minimum=16, maximum=256, source=Source.CANVAS_SIZE, wire="image_size", help=p.SIZE_HELP
    )
    skeleton: tuple[Pose, ...] = f.keypoints(
        _("Skeletons"),
        min_items=3,
        max_items=4,
        reported=Limits(3, 3),
        windowed=True,
        source=Source.POSES,
        fractions_of="size",
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
    reference_guidance: float = _old_scale(_("Weight of the character"), 1.1, "reference_guidance_scale")
    pose_guidance: float = _old_scale(_("Weight of the pose"), 3.0, "pose_guidance_scale")
    frames: tuple[Picture, ...] | None = p.frames_given()
    masks: tuple[MaskPixels | None, ...] | None = p.frame_masks()
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    init_images: tuple[Picture, ...] | None = p.init_images()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()


class AnimateWithText(
    Operation,
    id="pixellab-v1/animate-with-text",
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
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    frames: tuple[Picture, ...] | None = p.frames_given()
    masks: tuple[MaskPixels | None, ...] | None = p.frame_masks()
    init_images: tuple[Picture, ...] | None = p.init_images()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed(0)


class Rotate(
    Operation,
    id="pixellab-v1/rotate",
    title=_("Turn"),
    summary=_("Draws the subject of a picture from another side or another height."),
    intent=Intent.ROTATE,
    usual_seconds=10,
    rules=(
        MatchesSize(image="image", other="size"),
        SizeIn(size="image", squares=(16, 32, 64, 128)),
        MatchesSize(image="init_image", other="image"),
        MatchesSize(image="mask", other="image"),
        Requires(field="mask", needs=("init_image",)),
        UsedIf(field="init_strength", condition=When(field="init_image", present=True)),
    ),
):
    """Another side of one picture."""

    image: Pixels = f.image(
        _("Picture"), minimum=16, maximum=128, source=Source.FRAME, wire="from_image", help=p.IMAGE_HELP
    )
    size: Size | None = _size_of("image", maximum=128)
    from_direction: str | None = p.from_direction()
    to_direction: str | None = p.to_direction()
    from_view: str | None = p.from_view()
    to_view: str | None = p.to_view()
    direction_change: int | None = p.direction_change()
    view_change: int | None = p.view_change()
    palette: Palette | None = p.palette()
    guidance: float = p.image_guidance(3.0)
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    mask: MaskPixels | None = p.starting_mask()
    seed: int | None = p.seed()


class Inpaint(
    Operation,
    id="pixellab-v1/inpaint",
    title=_("Repaint with words"),
    summary=_("Paints the marked part of a picture anew, as told in words."),
    intent=Intent.EDIT,
    usual_seconds=10,
    rules=(
        MatchesSize(image="image", other="size"),
        MatchesSize(image="mask", other="image"),
        *p.starting("image"),
    ),
):
    """The marked part anew."""

    image: Pixels = f.image(
        _("Picture"), minimum=16, maximum=200, source=Source.FRAME, wire="inpainting_image", help=p.IMAGE_HELP
    )
    mask: MaskPixels = f.mask(_("Mask"), wire="mask_image", help=p.MASK_HELP)
    size: Size | None = _size_of("image", maximum=200)
    description: str = f.text(_("Description"), lines=3, help=p.DESCRIPTION_HELP)
    no_background: bool = p.no_background()
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = p.detail()
    view: str | None = p.view()
    direction: str | None = p.direction()
    palette: Palette | None = p.palette()
    without: str = p.without()
    guidance: float = p.guidance(3.0)
    extra_guidance: float = p.extra_guidance()
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()


class EstimateSkeleton(
    Operation,
    id="pixellab-v1/estimate-skeleton",
    title=_("Find the skeleton"),
    summary=_("Finds the keypoints of a figure in a picture."),
    returns=Returns.KEYPOINTS,
    intent=Intent.POSE,
    usual_seconds=5,
):
    """A pose out of a picture."""

    image: Pixels = f.image(_("Picture"), source=Source.FRAME, help=_("The picture of one figure."))


class ShowBalance(
    Operation,
    id="pixellab-v1/show-balance",
    title=_("Show the balance"),
    summary=_("Reads the credit that is left."),
    returns=Returns.TABLE,
    effect=Effect.READS,
    intent=Intent.ACCOUNT,
    method="GET",
    path="/balance",
    usual_seconds=1,
    group=_("Account"),
):
    """What is left."""


OPERATIONS: tuple[type[Operation], ...] = (
    GenerateImagePixflux,
    GenerateImageBitforge,
    AnimateWithText,
    AnimateWithSkeleton,
    EstimateSkeleton,
    Inpaint,
    Rotate,
    ShowBalance,
)
