"""Fields that both PixelLab APIs have: their words, ranges and titles, declared once.

Choices are open: the service takes other words, and its lists have moved over the years. Order and sense of the eight
directions follow the service: hyphenated words, seen from the viewer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Absent, Source, WireForm
from studio.spec.measures import MatchesSize
from studio.spec.rules import Requires, Rule, UsedIf, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.spec.field import Picture

DIRECTIONS = (
    ("north", _("North")),
    ("north-east", _("North-east")),
    ("east", _("East")),
    ("south-east", _("South-east")),
    ("south", _("South")),
    ("south-west", _("South-west")),
    ("west", _("West")),
    ("north-west", _("North-west")),
)
VIEWS = (
    ("side", _("Side")),
    ("low top-down", _("Low top-down")),
    ("high top-down", _("High top-down")),
)
OUTLINES = (
    ("single color black outline", _("Black outline")),
    ("single color outline", _("Outline of one colour")),
    ("selective outline", _("Selective outline")),
    ("lineless", _("No outline")),
)
SHADINGS = (
    ("flat shading", _("Flat")),
    ("basic shading", _("Basic")),
    ("medium shading", _("Medium")),
    ("detailed shading", _("Detailed")),
    ("highly detailed shading", _("Highly detailed")),
)
DETAILS = (
    ("low detail", _("Low")),
    ("medium detail", _("Medium")),
    ("highly detailed", _("High")),
)

DESCRIPTION_HELP = _("What is to be seen, in words.")
SIZE_HELP = _("Width and height of the result in pixels.")
IMAGE_HELP = _("The picture to work on.")
MASK_HELP = _("Which pixels are redone; everything else is kept.")
POSES_HELP = _("One pose a frame. Three frames are drawn at a time.")
_LOOK = _("Look")
_STARTING = _("Starting picture")


def outline() -> str | None:
    """A hint of how the outline is drawn."""
    return f.choice(
        _("Outline"), OUTLINES, default=None, open_choices=True, group=_LOOK, help=_("How the outline is drawn.")
    )


def shading() -> str | None:
    """A hint of how much shading there is."""
    return f.choice(
        _("Shading"), SHADINGS, default=None, open_choices=True, group=_LOOK, help=_("How much shading there is.")
    )


def detail() -> str | None:
    """A hint of how detailed the drawing is."""
    return f.choice(
        _("Detail"), DETAILS, default=None, open_choices=True, group=_LOOK, help=_("How detailed the drawing is.")
    )


def view() -> str | None:
    """The camera angle, left to the service unless chosen."""
    return f.choice(_("View"), VIEWS, default=None, group=_LOOK, help=_("The camera angle."))


def direction() -> str | None:
    """Where the subject faces, left to the service unless chosen."""
    return f.choice(_("Direction"), DIRECTIONS, default=None, group=_LOOK, help=_("Where the subject faces."))


def isometric() -> bool:
    """An isometric drawing."""
    return f.flag(_("Isometric"), default=False, advanced=True, help=_("Draws in isometric view."))


def oblique() -> bool:
    """An oblique projection."""
    return f.flag(
        _("Oblique"),
        default=False,
        advanced=True,
        wire="oblique_projection",
        help=_("Draws in oblique projection, with depth shown at a slant."),
    )


def no_background(*, default: bool = False) -> bool:
    """Always sent: the service's own default differs between its tools."""
    return f.flag(_("Without background"), default=default, help=_("Leaves everything but the subject transparent."))


def guidance(default: float, maximum: float = 20, *, absent: Absent = Absent.DEFAULT) -> float:
    """How closely the words are followed."""
    return f.number(
        _("Weight of the words"),
        default=default,
        minimum=1,
        maximum=maximum,
        step=0.5,
        advanced=True,
        wire="text_guidance_scale",
        absent=absent,
        help=_("How closely the description is followed; higher is more literal."),
    )


def extra_guidance() -> float:
    """No longer used by the service."""
    return f.number(
        _("Extra weight"),
        default=3.0,
        minimum=0,
        maximum=20,
        deprecated=True,
        wire="extra_guidance_scale",
        help=_("A second weight that the service no longer uses."),
    )


def without() -> str:
    """What is to be kept out of the picture."""
    return f.text(
        _("Leave out"),
        default="",
        advanced=True,
        wire="negative_description",
        flag="--without",
        help=_("What to keep out of the picture, in words."),
    )


def init_image() -> Pixels | None:
    """A picture to start from instead of noise."""
    return f.image(
        _("Starting picture"),
        default=None,
        group=_STARTING,
        advanced=True,
        help=_("A picture of the same size that the result starts from."),
    )


def init_images() -> tuple[Picture, ...] | None:
    """One picture a frame to start from."""
    return f.images(
        _("Starting pictures"),
        default=None,
        group=_STARTING,
        advanced=True,
        flag="--init-image",
        help=_("Pictures of the same size that the frames start from, one a frame."),
    )


def init_strength() -> int:
    """How much of the starting picture stays."""
    return f.integer(
        _("Weight of the starting picture"),
        default=300,
        minimum=1,
        maximum=999,
        group=_STARTING,
        advanced=True,
        wire="init_image_strength",
        help=_("How much of the starting picture stays; higher is closer to it."),
    )


def frames_given() -> tuple[Picture, ...] | None:
    """Frames that exist already; None where there is none yet."""
    return f.images(
        _("Frames there are"),
        default=None,
        advanced=True,
        nullable_items=True,
        wire="inpainting_images",
        flag="--frame",
        help=_("Frames that exist already, one a frame or none; masks say which parts of them are redone."),
    )


def frame_masks() -> tuple[MaskPixels | None, ...] | None:
    """One mask a frame: all black keeps the frame, None leaves it open."""
    return f.masks(
        _("Masks"),
        default=None,
        advanced=True,
        source=Source.NONE,
        wire="mask_images",
        flag="--mask",
        help=_("Which pixels of each frame are redone. A mask that marks nothing keeps its frame as it is."),
    )


def palette(form: WireForm = WireForm.PALETTE_IMAGE) -> Palette | None:
    """Colours that the result is limited to."""
    return f.palette(
        _("Palette"),
        default=None,
        min_items=1,
        max_items=256,
        form=form,
        wire="color_image",
        help=_("The result uses only these colours."),
    )


def seed(*random: int | None) -> int | None:
    """Drawn by the studio unless given; `random` are the values that the service reads as a wish for a random one."""
    return f.seed(
        _("Seed"),
        default=None,
        minimum=0,
        random=random or (None,),
        advanced=True,
        help=_("The same seed gives the same result. Left open, one is drawn."),
    )


def coverage() -> float | None:
    """How much of the canvas the subject fills."""
    return f.number(
        _("Coverage"),
        default=None,
        minimum=0,
        maximum=100,
        step=1,
        unit="%",
        advanced=True,
        wire="coverage_percentage",
        help=_("How much of the canvas the subject should fill."),
    )


def image_guidance(default: float) -> float:
    """How closely the given picture is followed."""
    return f.number(
        _("Weight of the picture"),
        default=default,
        minimum=1,
        maximum=20,
        step=0.5,
        advanced=True,
        wire="image_guidance_scale",
        help=_("How closely the given picture is followed."),
    )


def style_strength() -> float:
    """How closely the style picture is followed."""
    return f.number(
        _("Weight of the style"),
        default=0.0,
        minimum=0,
        maximum=100,
        step=5,
        help=_("How closely the style picture is followed."),
    )


def skeleton_guidance() -> float:
    """How closely the keypoints of a single picture are followed."""
    return f.number(
        _("Weight of the skeleton"),
        default=1.0,
        minimum=0,
        maximum=5,
        step=0.25,
        advanced=True,
        wire="skeleton_guidance_scale",
        help=_("How closely the keypoints are followed."),
    )


def movement_length() -> int:
    """How many frames a whole movement told in words has."""
    return f.integer(
        _("Length of the movement"),
        default=4,
        minimum=2,
        maximum=20,
        wire="n_frames",
        help=_("How many frames the whole movement has; four of them are drawn at a time."),
    )


def first_frame() -> int:
    """Where in the whole movement the drawn frames begin."""
    return f.integer(
        _("First frame"),
        default=0,
        minimum=0,
        maximum=20,
        advanced=True,
        wire="start_frame_index",
        help=_("Where in the whole movement the four frames begin, from 0."),
    )


def without_optional() -> str | None:
    """What is to be kept out, left away unless given."""
    return f.text(
        _("Leave out"),
        default=None,
        advanced=True,
        wire="negative_description",
        flag="--without",
        help=_("What to keep out of the picture, in words."),
    )


def from_direction() -> str | None:
    """Where the subject of a given picture faces."""
    return f.choice(_("Faces now"), DIRECTIONS, default=None, help=_("Where the subject faces in the given picture."))


def to_direction() -> str | None:
    """Where it is to face."""
    return f.choice(_("Turned to"), DIRECTIONS, default=None, help=_("Where the subject faces in the result."))


def from_view() -> str | None:
    """The camera angle of a given picture."""
    return f.choice(_("Seen from"), VIEWS, default=None, help=_("The camera angle of the given picture."))


def to_view() -> str | None:
    """The camera angle wanted."""
    return f.choice(_("To be seen from"), VIEWS, default=None, help=_("The camera angle of the result."))


def direction_change() -> int | None:
    """A turn by an angle instead of between two directions."""
    return f.integer(
        _("Turn by"),
        default=None,
        minimum=-180,
        maximum=180,
        unit="°",
        advanced=True,
        help=_("How far the subject turns, in degrees, instead of naming directions."),
    )


def view_change() -> int | None:
    """A tilt by an angle instead of between two views."""
    return f.integer(
        _("Tilt by"),
        default=None,
        minimum=-90,
        maximum=90,
        unit="°",
        advanced=True,
        help=_("How far the camera tilts, in degrees, instead of naming views."),
    )


def starting_mask() -> MaskPixels | None:
    """Which part of a starting picture is redone."""
    return f.mask(
        _("Mask"),
        default=None,
        advanced=True,
        source=Source.NONE,
        wire="mask_image",
        help=_("Which pixels of the starting picture are redone; everything else is kept."),
    )


def starting(size: str = "size") -> tuple[Rule, ...]:
    """The rules that go with a starting picture."""
    return (
        MatchesSize(image="init_image", other=size),
        UsedIf(field="init_strength", condition=When(field="init_image", present=True)),
    )


def frames_of(size: str) -> tuple[Rule, ...]:
    """The rules that go with starting pictures, given frames and masks a frame."""
    return (
        MatchesSize(image="init_images", other=size),
        MatchesSize(image="frames", other=size),
        MatchesSize(image="masks", other=size),
        Requires(field="masks", needs=("frames",)),
        UsedIf(field="init_strength", condition=When(field="init_images", present=True)),
    )
