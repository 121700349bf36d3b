"""Operations that both PixelLab APIs have with the same fields; each API names its own and says what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.spec import fields as f
from studio.spec.field import Source, WireForm
from studio.spec.operation import Operation

if TYPE_CHECKING:
    from studio.core.geometry import Size
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.doc.skeleton import Pose


class Bitforge(Operation):
    """The Bitforge model."""

    description: str = f.text(_("Description"), lines=3, help=p.DESCRIPTION_HELP)
    size: Size = f.size(
        _("Size"), minimum=16, maximum=200, source=Source.CANVAS_SIZE, wire="image_size", help=p.SIZE_HELP
    )
    style_image: Pixels | None = f.image(
        _("Style picture"), default=None, help=_("A picture whose style the result takes on.")
    )
    style_strength: float = p.style_strength()
    no_background: bool = p.no_background()
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = p.detail()
    view: str | None = p.view()
    direction: str | None = p.direction()
    palette: Palette | None = p.palette()
    without: str = p.without()
    guidance: float = p.guidance(8.0)
    extra_guidance: float = p.extra_guidance()
    coverage: float | None = p.coverage()
    isometric: bool = p.isometric()
    oblique: bool = p.oblique()
    inpainting_image: Pixels | None = f.image(
        _("Picture to repaint"), default=None, advanced=True, help=_("A picture of the same size that is painted into.")
    )
    mask: MaskPixels | None = f.mask(
        _("Mask"), default=None, advanced=True, source=Source.NONE, wire="mask_image", help=p.MASK_HELP
    )
    skeleton: tuple[Pose, ...] | None = f.keypoints(
        _("Skeleton"),
        default=None,
        max_items=1,
        advanced=True,
        form=WireForm.KEYPOINTS_FLAT,
        fractions_of="size",
        wire="skeleton_keypoints",
        help=_("The pose of the figure."),
    )
    skeleton_guidance: float = p.skeleton_guidance()
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()
