"""Declarations of pictures seen from another side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.spec import fields as f
from studio.spec.field import Limits, Source, WireForm
from studio.spec.measures import MatchesSize, SizeIn
from studio.spec.operation import Intent, Operation
from studio.spec.rules import OnlyIf, RequiredIf, Requires, UsedIf, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels


class Rotate(
    Operation,
    id="pixellab-v2/rotate",
    title=_("Turn"),
    summary=_("Draws the subject of a picture from another side or another height."),
    intent=Intent.ROTATE,
    usual_seconds=10,
    rules=(
        MatchesSize(image="image", other="size"),
        MatchesSize(image="init_image", other="image"),
        MatchesSize(image="mask", other="image"),
        Requires(field="mask", needs=("init_image",)),
        UsedIf(field="init_strength", condition=When(field="init_image", present=True)),
        SizeIn(
            size="image",
            squares=(16, 32, 64, 128),
            enforce=False,
            text=_("Squares of 16, 32, 64 or 128 pixels work best."),
        ),
    ),
):
    """Another side of one picture."""

    image: Pixels = f.image(
        _("Picture"), minimum=16, maximum=200, source=Source.FRAME, wire="from_image", help=p.IMAGE_HELP
    )
    size: Size | None = f.size(
        _("Size"),
        default=None,
        minimum=16,
        maximum=200,
        measures="image",
        wire="image_size",
        help=_("Width and height of the picture."),
    )
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


_METHOD = "method"


class GenerateEightRotations(
    Operation,
    id="pixellab-v2/generate-8-rotations-v2",
    title=_("Draw from eight sides"),
    summary=_("Draws a figure or thing from all eight directions, with the Pro model."),
    intent=Intent.ROTATE,
    usual_seconds=90,
    rules=(
        OnlyIf(field="concept", condition=When(field=_METHOD, equals="create_from_concept")),
        RequiredIf(field="concept", when=When(field=_METHOD, equals="create_from_concept")),
        RequiredIf(field="reference", when=When(field=_METHOD, equals="rotate_character")),
        RequiredIf(field="reference", when=When(field=_METHOD, equals="create_with_style")),
        RequiredIf(field="description", when=When(field=_METHOD, equals="create_with_style"), enforce=False),
    ),
):
    """Eight sides at once."""

    method: str = f.choice(
        _("Start from"),
        [
            ("rotate_character", _("A picture that is turned")),
            ("create_with_style", _("A style and words")),
            ("create_from_concept", _("Concept art")),
        ],
        default="rotate_character",
        help=_("Whether an existing figure is turned, or a new one is made."),
    )
    reference: Pixels | None = f.image(
        _("Picture"),
        default=None,
        form=WireForm.IMAGE_WIDTH_HEIGHT,
        source=Source.FRAME,
        wire="reference_image",
        flag="--image",
        help=_("The picture that is turned, or whose style is taken on."),
    )
    concept: Pixels | None = f.image(
        _("Concept art"),
        default=None,
        form=WireForm.IMAGE_WIDTH_HEIGHT,
        wire="concept_image",
        help=_("A drawing of any kind that the figure is made after."),
    )
    description: str | None = f.text(_("Description"), default=None, lines=3, help=p.DESCRIPTION_HELP)
    style_description: str | None = f.text(
        _("Style in words"), default=None, help=_("The style to be matched, in words.")
    )
    size: Size = f.size(
        _("Size"),
        minimum=32,
        maximum=84,
        reported=Limits(32, 168),
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=p.SIZE_HELP,
    )
    view: str = f.choice(_("View"), p.VIEWS, default="low top-down", help=_("The camera angle."))
    no_background: bool = p.no_background(default=True)
    seed: int | None = p.seed()
