"""Words, limits and whole fields that several declarations of Pixel Engine share."""

from __future__ import annotations

from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Limits, Source

PIXEL_MODEL = "pixel-engine-v1.1"
GENERAL_MODEL = "frame-engine-v1.1"
MODELS = ((PIXEL_MODEL, _("Pixel art")), (GENERAL_MODEL, _("Any style")))

PIXEL_SIDES = Limits(None, 256)
GENERAL_SIDES = Limits(256, 2048)
SHAPE = Limits(0.5, 2.0)
"""Width divided by height of every picture that is animated."""

MOST_COLOURS = 256
HTTPS = r"https://\S+"
SHEET = "spritesheet"

_LARGEST_SEED = 9_999_999_999
_HEX_COLOUR = "#[0-9a-fA-F]{6}"
_FILES = (
    (SHEET, _("Sheet, exact")),
    ("webp", _("Animated WebP")),
    ("gif", _("Animated GIF")),
)

HELP_COLOURS = _("How many colours the result has. Left open, and without a palette, there are 24.")
HELP_PALETTE = _("The exact colours of the result, instead of a number of them.")
HELP_ADDRESS = _("The address of a picture that Pixel Engine fetches by itself, instead of one that is sent.")

NEGATIVE_PROMPT = f.text(_("Without"), default=None, lines=2, advanced=True, help=_("What should not be seen."))
COLOURS = f.integer(
    _("Colours"), default=None, minimum=2, maximum=MOST_COLOURS, wire="pixel_config.colors", help=HELP_COLOURS
)
PALETTE = f.palette(
    _("Palette"),
    default=None,
    min_items=1,
    max_items=MOST_COLOURS,
    wire="pixel_config.palette",
    source=Source.NONE,
    help=HELP_PALETTE,
)
SEED = f.seed(
    _("Seed"),
    default=None,
    maximum=_LARGEST_SEED,
    random=(None,),
    help=_("The same seed gives a similar result. Left open, one is drawn."),
)
OUTPUT_FORMAT = f.choice(
    _("File"),
    _FILES,
    default=SHEET,
    advanced=True,
    help=_("The file that carries the frames. A sheet keeps every pixel exact; the others may change colours."),
)
MATTE = f.text(
    _("Fill behind"),
    default=None,
    pattern=_HEX_COLOUR,
    advanced=True,
    wire="matte_color",
    help=_(
        "Transparent parts are filled with this colour, as #rrggbb, before the picture is read. Left open, the studio"
        " chooses a colour far from all of the picture's; either is taken out of the result again."
    ),
)
