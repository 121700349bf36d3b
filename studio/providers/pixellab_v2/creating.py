"""Declarations of pictures made from words, or from words and a style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.providers.pixellab_operations import Bitforge
from studio.spec import fields as f
from studio.spec.field import Absent, Limits, Source, WireForm
from studio.spec.measures import AreaUpTo, MatchesSize, SizeIn
from studio.spec.operation import Intent, Operation
from studio.spec.rules import Requires, Rule, UsedIf, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import Pixels
    from studio.spec.field import Picture

_SIDES = (32, 64, 128, 256)
"""Sides that the text of the newer tools names; other numbers pass its schema."""
_COUNT_HELP = _(
    "Width and height of the result in pixels. Small sizes give many pictures at once: about 64 up to 42 pixels,"
    " 16 up to 85, 4 up to 170, one above."
)


def _from_style(field: str) -> Rule:
    return UsedIf(field=field, condition=When(field="style_image", present=True))


def _taken_over(title: str, wire: str, help: str) -> bool:  # noqa: A002 - the declaration's own word
    return f.flag(title, default=True, absent=Absent.OMIT, advanced=True, wire=f"style_options.{wire}", help=help)


class CreateImagePixflux(
    Operation,
    id="pixellab-v2/create-image-pixflux",
    title=_("Create from words"),
    summary=_("Makes one picture from a description with the Pixflux model."),
    intent=Intent.CREATE,
    usual_seconds=10,
    rules=(
        *p.starting(),
        AreaUpTo(
            size="size",
            maximum=200 * 200,
            when=When(field="no_background", equals=True),
            enforce=False,
            text=_("Above 200 x 200 pixels the background becomes plain instead of transparent."),
        ),
        UsedIf(field="background_removal", condition=When(field="no_background", equals=True)),
    ),
):
    """The Pixflux model."""

    description: str = f.text(_("Description"), lines=3, help=p.DESCRIPTION_HELP)
    size: Size = f.size(
        _("Size"),
        minimum=16,
        maximum=400,
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=_("Width and height of the result in pixels. How large it may be depends on the plan."),
    )
    no_background: bool = p.no_background()
    background_removal: str = f.choice(
        _("Background remover"),
        [
            ("remove_simple_background", _("Quick, for plain backgrounds")),
            ("remove_complex_background", _("Slower, for difficult edges")),
        ],
        default="remove_simple_background",
        advanced=True,
        wire="background_removal_task",
        help=_("Which remover is used when the background is left out."),
    )
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = p.detail()
    view: str | None = p.view()
    direction: str | None = p.direction()
    palette: Palette | None = p.palette()
    without: str = f.text(
        _("Leave out"),
        default="",
        deprecated=True,
        wire="negative_description",
        flag="--without",
        help=_("What to keep out of the picture; the service no longer reads it."),
    )
    guidance: float = p.guidance(8.0)
    isometric: bool = p.isometric()
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()


class CreateImageBitforge(
    Bitforge,
    id="pixellab-v2/create-image-bitforge",
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
        SizeIn(
            size="size",
            squares=(16, 32, 64),
            when=When(field="skeleton", present=True),
            enforce=False,
            text=_("A skeleton works best at 16, 32 or 64 pixels square."),
        ),
        UsedIf(field="skeleton_guidance", condition=When(field="skeleton", present=True)),
    ),
):
    """The Bitforge model."""

    guidance: float = p.guidance(8.0)


class GenerateImageV2(
    Operation,
    id="pixellab-v2/generate-image-v2",
    title=_("Create several from words"),
    summary=_("Makes pictures from a description with the Pro model, with references and a style if wanted."),
    intent=Intent.CREATE,
    usual_seconds=60,
    rules=(
        SizeIn(size="size", sides=_SIDES, enforce=False),
        *(_from_style(field) for field in ("style_palette", "style_outline", "style_detail", "style_shading")),
    ),
):
    """The Pro model."""

    description: str = f.text(_("Description"), lines=3, min_length=1, max_length=2000, help=p.DESCRIPTION_HELP)
    size: Size = f.size(
        _("Size"),
        minimum=32,
        maximum=256,
        reported=Limits(16, 792),
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=_COUNT_HELP,
    )
    no_background: bool = p.no_background(default=True)
    references: tuple[Picture, ...] | None = f.images(
        _("References"),
        default=None,
        max_items=4,
        form=WireForm.IMAGE_WITH_SIZE,
        note_key="usage_description",
        wire="reference_images",
        flag="--reference",
        help=_("Up to four pictures of the subject, each with a note of what it shows."),
    )
    style_image: Pixels | None = f.image(
        _("Style picture"),
        default=None,
        form=WireForm.IMAGE_WITH_SIZE,
        help=_("A picture that sets the size of the pixels and the style."),
    )
    style_palette: bool = _taken_over(
        _("Take over the palette"), "color_palette", _("Uses the colours of the style picture.")
    )
    style_outline: bool = _taken_over(_("Take over the outline"), "outline", _("Draws outlines as the style picture."))
    style_detail: bool = _taken_over(_("Take over the detail"), "detail", _("Draws as detailed as the style picture."))
    style_shading: bool = _taken_over(_("Take over the shading"), "shading", _("Shades as the style picture does."))
    seed: int | None = p.seed()


class GenerateWithStyleV2(
    Operation,
    id="pixellab-v2/generate-with-style-v2",
    title=_("Create several in a style"),
    summary=_("Makes pictures from a description in the style of up to four pictures, with the Pro model."),
    intent=Intent.CREATE,
    usual_seconds=60,
    rules=(SizeIn(size="size", sides=_SIDES, enforce=False),),
):
    """The Pro model with a style."""

    style_images: tuple[Picture, ...] = f.images(
        _("Style pictures"),
        min_items=1,
        max_items=4,
        form=WireForm.IMAGE_WIDTH_HEIGHT,
        source=Source.FRAME,
        flag="--style",
        help=_("One to four pictures whose style the results take on."),
    )
    description: str = f.text(_("Description"), lines=3, min_length=1, max_length=2000, help=p.DESCRIPTION_HELP)
    style_description: str | None = f.text(
        _("Style in words"), default=None, help=_("The style to be matched, in words.")
    )
    size: Size = f.size(
        _("Size"),
        minimum=32,
        maximum=256,
        reported=Limits(16, 512),
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=_COUNT_HELP,
    )
    no_background: bool = p.no_background(default=True)
    seed: int | None = p.seed()
