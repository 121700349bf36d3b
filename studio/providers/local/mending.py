"""Declarations of what is done to pictures that are there: colours, background, size, angle, outline, place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Source
from studio.spec.operation import Effect, Intent, Operation
from studio.spec.rules import UsedIf, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import Pixels
    from studio.spec.field import Picture

_FREE = Effect.FREE
_LARGEST = 2048
_HELP_PICTURE = _("The picture to work on.")
_HELP_PICTURES = _("The pictures to work on; all of them are treated alike.")


class Pixelate(
    Operation,
    id="local/pixelate",
    title=_("Turn into pixel art"),
    summary=_("Brings a photograph, a rendering or blurry pixel art onto a clean grid with few colours."),
    intent=Intent.CLEAN_UP,
    effect=_FREE,
    usual_seconds=1.0,
    rules=(UsedIf(field="colours", condition=When(field="palette", present=False)),),
):
    """Down to a grid."""

    image: Pixels = f.image(_("Picture"), maximum=_LARGEST, source=Source.FRAME, help=_HELP_PICTURE)
    size: Size | None = f.size(
        _("Size"),
        default=None,
        minimum=1,
        maximum=1024,
        help=_("Width and height of the result. Left open, the size of the drawn pixels is found in the picture."),
    )
    colours: int = f.integer(
        _("Colours"), default=16, minimum=2, maximum=256, help=_("How many colours are kept when no palette is given.")
    )
    palette: Palette | None = f.palette(
        _("Palette"), default=None, min_items=1, max_items=256, help=_("Only these colours are used.")
    )
    dither: bool = f.flag(
        _("Dither"), default=False, advanced=True, help=_("Mixes two colours in a pattern between them.")
    )


class Quantise(
    Operation,
    id="local/quantise",
    title=_("Reduce colours"),
    summary=_("Brings pictures down to a number of colours, or to a palette. All frames share the same colours."),
    intent=Intent.CLEAN_UP,
    effect=_FREE,
    usual_seconds=0.5,
    rules=(UsedIf(field="colours", condition=When(field="palette", present=False)),),
):
    """Fewer colours."""

    images: tuple[Picture, ...] = f.images(
        _("Pictures"), min_items=1, max_items=256, flag="--image", source=Source.FRAMES, help=_HELP_PICTURES
    )
    colours: int = f.integer(
        _("Colours"), default=16, minimum=2, maximum=256, help=_("How many colours are kept when no palette is given.")
    )
    palette: Palette | None = f.palette(
        _("Palette"), default=None, min_items=1, max_items=256, help=_("Only these colours are used.")
    )
    dither: bool = f.flag(_("Dither"), default=False, help=_("Mixes two colours in a pattern between them."))


class RemoveBackground(
    Operation,
    id="local/remove-background",
    title=_("Remove background"),
    summary=_(
        "Makes the surroundings of the subject transparent, working inwards from the border."
        " What stays keeps its colours."
    ),
    intent=Intent.CLEAN_UP,
    effect=_FREE,
    usual_seconds=0.3,
):
    """Transparent surroundings."""

    images: tuple[Picture, ...] = f.images(
        _("Pictures"), min_items=1, max_items=256, flag="--image", source=Source.FRAMES, help=_HELP_PICTURES
    )
    tolerance: float = f.number(
        _("Tolerance"),
        default=6.0,
        minimum=0.0,
        maximum=100.0,
        step=1.0,
        help=_("How far a colour may be from the background's: 2 is just visible, 100 is black to white."),
    )
    holes: bool = f.flag(
        _("Holes as well"),
        default=False,
        help=_("Also clears enclosed places in the background's colour, between an arm and the body for example."),
    )
    halo: int = f.integer(
        _("Clean rim"),
        default=0,
        minimum=0,
        maximum=4,
        unit="px",
        advanced=True,
        help=_("How many rings of pixels mixed with the background are removed around the subject."),
    )


class Rotate(
    Operation,
    id="local/rotate",
    title=_("Rotate"),
    summary=_("Turns a sprite by any angle and keeps it crisp: every pixel is one of its own colours."),
    intent=Intent.ROTATE,
    effect=_FREE,
    usual_seconds=0.3,
):
    """Crisp rotation."""

    images: tuple[Picture, ...] = f.images(
        _("Pictures"), min_items=1, max_items=256, flag="--image", source=Source.FRAMES, help=_HELP_PICTURES
    )
    angle: float = f.number(
        _("Angle"), default=45.0, minimum=-360.0, maximum=360.0, step=15.0, unit="°", help=_("Degrees, clockwise.")
    )
    count: int = f.integer(
        _("How many"),
        default=1,
        minimum=1,
        maximum=36,
        help=_("Number of turns of this angle, each made from the original: 8 turns of 45° give all directions."),
    )
    grow: bool = f.flag(
        _("Grow canvas"), default=False, help=_("Makes room for all of the turned sprite; otherwise corners are cut.")
    )


class Resize(
    Operation,
    id="local/resize",
    title=_("Resize"),
    summary=_("Brings sprites to another size without mixing colours."),
    intent=Intent.EDIT,
    effect=_FREE,
    usual_seconds=0.3,
    rules=(UsedIf(field="anchor", condition=When(field="how", equals="canvas")),),
):
    """Another size."""

    images: tuple[Picture, ...] = f.images(
        _("Pictures"), min_items=1, max_items=256, flag="--image", source=Source.FRAMES, help=_HELP_PICTURES
    )
    size: Size = f.size(_("Size"), minimum=1, maximum=_LARGEST, help=_("Width and height of the result in pixels."))
    how: str = f.choice(
        _("How"),
        [
            ("scale", _("Scale, whole pixels")),
            ("smooth", _("Scale, round diagonal steps")),
            ("canvas", _("Keep pixels, change canvas")),
        ],
        default="scale",
        help=_("Rounding diagonal steps works for two or three times the size."),
    )
    anchor: str = f.choice(
        _("Anchor"),
        [
            ("centre", _("Centre")),
            ("bottom", _("Bottom")),
            ("top", _("Top")),
            ("left", _("Left")),
            ("right", _("Right")),
            ("top-left", _("Top left")),
            ("top-right", _("Top right")),
            ("bottom-left", _("Bottom left")),
            ("bottom-right", _("Bottom right")),
        ],
        default="centre",
        help=_("Where the sprite stays when only the canvas changes."),
    )


class Outline(
    Operation,
    id="local/outline",
    title=_("Outline"),
    summary=_("Draws a line of one colour around the sprite, or over its own rim."),
    intent=Intent.CLEAN_UP,
    effect=_FREE,
    usual_seconds=0.1,
):
    """A line around it."""

    images: tuple[Picture, ...] = f.images(
        _("Pictures"), min_items=1, max_items=256, flag="--image", source=Source.FRAMES, help=_HELP_PICTURES
    )
    colour: str = f.text(
        _("Colour"),
        default="#000000",
        pattern="#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?",
        help=_("Colour of the line as #rrggbb."),
    )
    width: int = f.integer(
        _("Width"), default=1, minimum=1, maximum=8, unit="px", help=_("How many pixels wide the line is.")
    )
    side: str = f.choice(
        _("Side"),
        [("outside", _("Outside")), ("inside", _("Inside"))],
        default="outside",
        help=_("Outside only clear pixels are drawn on; inside the sprite's own rim is recoloured."),
    )
    corners: bool = f.flag(_("Close corners"), default=False, help=_("The line also closes diagonal corners."))


class Align(
    Operation,
    id="local/align",
    title=_("Align frames"),
    summary=_("Moves each frame by whole pixels until trunk and feet stand where they do in the first one."),
    intent=Intent.CLEAN_UP,
    effect=_FREE,
    usual_seconds=0.1,
):
    """No more jitter."""

    images: tuple[Picture, ...] = f.images(
        _("Pictures"),
        min_items=2,
        max_items=256,
        flag="--image",
        source=Source.FRAMES,
        help=_("The frames of one animation, all of one size."),
    )
