"""Declarations of what is done to pictures that are there: changed by words, repainted, resized, turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.spec import fields as f
from studio.spec.field import Absent, Limits, Source, WireForm
from studio.spec.measures import LengthIn, MatchesSize
from studio.spec.operation import Intent, Operation
from studio.spec.rules import RequiredIf, UsedIf, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.spec.field import Picture


class EditImage(
    Operation,
    id="pixellab-v2/edit-image",
    title=_("Edit with words"),
    summary=_("Changes one picture as told in words."),
    intent=Intent.EDIT,
    usual_seconds=30,
    rules=(MatchesSize(image="image", other="image_size"),),
):
    """One picture, one change."""

    image: Pixels = f.image(_("Picture"), minimum=16, maximum=400, source=Source.FRAME, help=p.IMAGE_HELP)
    image_size: Size | None = f.size(
        _("Size of the picture"),
        default=None,
        minimum=16,
        maximum=400,
        measures="image",
        help=_("Width and height of the given picture."),
    )
    description: str = f.text(_("Change"), lines=3, min_length=1, max_length=500, help=_("What is to be changed."))
    size: Size = f.size(
        _("Size"),
        minimum=16,
        maximum=400,
        source=Source.CANVAS_SIZE,
        form=WireForm.SIZE_KEYS,
        wire="width,height",
        help=p.SIZE_HELP,
    )
    no_background: bool = p.no_background(default=True)
    palette: Palette | None = f.palette(
        _("Palette"),
        default=None,
        min_items=1,
        max_items=256,
        form=WireForm.PALETTE_IMAGE,
        wire="color_image",
        help=_("Colours that guide the result."),
    )
    guidance: float = p.guidance(8.0, 10, absent=Absent.OMIT)
    seed: int | None = p.seed(0, None)


class EditImagesV2(
    Operation,
    id="pixellab-v2/edit-images-v2",
    title=_("Edit several pictures"),
    summary=_("Changes up to 16 pictures alike, as told in words or as shown by a picture, with the Pro model."),
    intent=Intent.EDIT,
    usual_seconds=60,
    rules=(
        RequiredIf(field="description", when=When(field="method", equals="edit_with_text")),
        RequiredIf(field="reference", when=When(field="method", equals="edit_with_reference")),
        UsedIf(field="reference", condition=When(field="method", equals="edit_with_reference")),
        LengthIn(
            field="images",
            counts=tuple(range(1, 10)),
            when=When(field="size", above=64 * 64),
            enforce=False,
            text=_("Above 64 x 64 pixels about nine pictures go at once, above 80 x 80 four, above 128 x 128 one."),
        ),
    ),
):
    """Many pictures, one change."""

    images: tuple[Picture, ...] = f.images(
        _("Pictures"),
        min_items=1,
        max_items=16,
        form=WireForm.IMAGE_WIDTH_HEIGHT,
        source=Source.FRAMES,
        wire="edit_images",
        flag="--image",
        help=_("The pictures to work on; how many go at once depends on their size."),
    )
    method: str = f.choice(
        _("Told by"),
        [("edit_with_text", _("Words")), ("edit_with_reference", _("A picture"))],
        default="edit_with_text",
        help=_("Whether words or a picture say what is to be changed."),
    )
    description: str | None = f.text(_("Change"), default=None, lines=3, help=_("What is to be changed."))
    reference: Pixels | None = f.image(
        _("Reference"),
        default=None,
        form=WireForm.IMAGE_WIDTH_HEIGHT,
        wire="reference_image",
        help=_("A picture that shows the change."),
    )
    size: Size = f.size(
        _("Size"),
        minimum=32,
        maximum=256,
        reported=Limits(32, 512),
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=p.SIZE_HELP,
    )
    no_background: bool = p.no_background()
    seed: int | None = p.seed()


class Inpaint(
    Operation,
    id="pixellab-v2/inpaint",
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
    size: Size | None = f.size(
        _("Size"),
        default=None,
        minimum=16,
        maximum=200,
        measures="image",
        wire="image_size",
        help=_("Width and height of the picture."),
    )
    description: str = f.text(_("Description"), lines=3, help=p.DESCRIPTION_HELP)
    no_background: bool = p.no_background()
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = p.detail()
    view: str | None = p.view()
    direction: str | None = p.direction()
    palette: Palette | None = p.palette()
    without: str = p.without()
    guidance: float = p.guidance(3.0, 10)
    extra_guidance: float = p.extra_guidance()
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()


class Resize(
    Operation,
    id="pixellab-v2/resize",
    title=_("Redraw at another size"),
    summary=_("Draws pixel art anew, larger or smaller, so that it keeps its look."),
    intent=Intent.EDIT,
    usual_seconds=15,
    rules=(
        MatchesSize(image="reference", other="reference_size"),
        MatchesSize(image="init_image", other="size"),
        UsedIf(field="init_strength", condition=When(field="init_image", present=True)),
    ),
):
    """Another size, the same look."""

    reference: Pixels = f.image(
        _("Picture"),
        minimum=16,
        maximum=200,
        source=Source.FRAME,
        wire="reference_image",
        flag="--image",
        help=p.IMAGE_HELP,
    )
    reference_size: Size | None = f.size(
        _("Size of the picture"),
        default=None,
        minimum=16,
        maximum=200,
        measures="reference",
        wire="reference_image_size",
        help=_("Width and height of the given picture."),
    )
    description: str = f.text(
        _("Description"), lines=2, min_length=1, max_length=2000, help=_("What the picture shows.")
    )
    size: Size = f.size(_("New size"), minimum=16, maximum=200, wire="target_size", help=p.SIZE_HELP)
    no_background: bool = p.no_background()
    view: str | None = p.view()
    direction: str | None = p.direction()
    palette: Palette | None = p.palette()
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    init_image: Pixels | None = p.init_image()
    init_strength: float | None = f.number(
        _("Weight of the starting picture"),
        default=None,
        minimum=0,
        maximum=999,
        step=10,
        advanced=True,
        wire="init_image_strength",
        help=_("How much of the starting picture stays; about 150 unless given."),
    )
    seed: int | None = p.seed()


class ImageToPixelArt(
    Operation,
    id="pixellab-v2/image-to-pixelart",
    title=_("Draw as pixel art"),
    summary=_("Draws an ordinary picture as pixel art."),
    intent=Intent.CLEAN_UP,
    usual_seconds=15,
    rules=(MatchesSize(image="image", other="image_size"),),
):
    """Pixel art out of any picture."""

    image: Pixels = f.image(_("Picture"), minimum=16, maximum=1280, source=Source.FRAME, help=p.IMAGE_HELP)
    image_size: Size | None = f.size(
        _("Size of the picture"),
        default=None,
        minimum=16,
        maximum=1280,
        measures="image",
        help=_("Width and height of the given picture."),
    )
    size: Size = f.size(_("New size"), minimum=16, maximum=320, wire="output_size", help=p.SIZE_HELP)
    guidance: float | None = f.number(
        _("Weight of the style"),
        default=None,
        step=0.5,
        advanced=True,
        wire="text_guidance_scale",
        help=_("How strongly the result looks like pixel art."),
    )
    seed: int | None = p.seed()
