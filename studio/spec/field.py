"""What is known about one field of an operation: its kind, limits, place in the form and on the wire.

One kind is one sort of value. Each kind has exactly one widget factory (ui), one flag converter (cli) and one
describer (spec.describe). How a value travels is named by the declaration (`WireForm`), never by the kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from studio.doc.pixels import Pixels


FieldValue: TypeAlias = Any
"""What a field holds. Which type that is follows from its kind, which no type checker can see here."""


class Kind(StrEnum):
    """The sorts of value a field may hold, each with the Python type named beside it."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int
    NUMBER = "number"  # float
    CHOICE = "choice"  # str, one of the choices
    CHOICES = "choices"  # tuple[str, ...], some of the choices
    WORDS = "words"  # tuple[str, ...], free tags
    FLAG = "flag"  # bool
    SEED = "seed"  # int
    SIZE = "size"  # core.geometry.Size
    DATE = "date"  # datetime.date
    IMAGE = "image"  # doc.pixels.Pixels
    IMAGES = "images"  # tuple[Picture, ...]
    MASK = "mask"  # doc.pixels.MaskPixels
    MASKS = "masks"  # tuple[MaskPixels | None, ...], one a frame
    KEYFRAMES = "keyframes"  # tuple[Keyframe, ...]
    KEYPOINTS = "keypoints"  # tuple[Pose, ...], one a frame, in sprite pixels
    PALETTE = "palette"  # doc.palette.Palette
    VARIANT = "variant"  # Variant
    RESOURCE = "resource"  # str, the id of something kept at the provider


class WireForm(StrEnum):
    """How a value travels. `PLAIN` is the value itself as JSON."""

    PLAIN = "plain"
    IMAGE_OBJECT = "image object"  # {"type": "base64", "base64": ..., "format": "png"}
    IMAGE_WITH_SIZE = "image object with size"  # {"image": {...}, "size": {"width": w, "height": h}}
    IMAGE_WIDTH_HEIGHT = "image object, width and height"  # {"image": {...}, "width": w, "height": h}
    IMAGE_BASE64 = "base64"
    IMAGE_DATA_URL = "data URL"
    SIZE_OBJECT = "size object"  # {"width": w, "height": h}
    SIZE_SIDE = "one side"  # w, of a square
    SIZE_TEXT = "size text"  # "64x64"
    SIZE_KEYS = "two keys"  # the wire path's last part is "width,height"
    NUMBER_WORD = "number"  # a choice whose words are numbers
    PALETTE_IMAGE = "palette picture"  # one pixel a colour, as IMAGE_OBJECT
    PALETTE_SQUARE = "palette picture of 64 x 64"  # the same filled up to a square, for services that want one
    PALETTE_HEX = "list of hex colours"
    KEYPOINTS_FLAT = "one list of keypoints"
    KEYPOINTS_FRAMES = "a list of keypoints a frame"
    FRAMES_WEBP = "one animated picture"  # several frames as one lossless WebP, base64


class Place(StrEnum):
    """Which part of the request carries the field."""

    BODY = "body"
    QUERY = "query"
    PATH = "path"


class Absent(StrEnum):
    """What a field without a value does to the request."""

    DEFAULT = "default"  # the default is sent
    OMIT = "omit"  # the key is left out
    NULL = "null"  # null is sent


class Source(StrEnum):
    """Where a form takes the value from when the person names nothing else."""

    NONE = ""
    FRAME = "frame"  # the composed current frame
    FRAMES = "frames"  # the selected frames
    LAYER = "layer"  # the current cel
    MASK = "mask"  # the current frame's mask
    POSE = "pose"  # the current frame's pose
    POSES = "poses"  # the poses of the selected frames
    PALETTE = "palette"  # the sprite's palette, else the project's
    CANVAS_SIZE = "canvas size"


class Unset(Enum):
    """The mark of a field that has no default."""

    REQUIRED = "required"


REQUIRED = Unset.REQUIRED


class Choice(NamedTuple):
    """One of the values a field may take, and its name for people."""

    value: str
    title: str


class Limits(NamedTuple):
    """Inclusive bounds. For a size they hold for each side; for text its length; for lists their length."""

    minimum: float | None = None
    maximum: float | None = None

    def admit(self, value: float) -> bool:
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)


NO_LIMITS = Limits()


class Picture(NamedTuple):
    """A picture and what it is for, in the person's words."""

    pixels: Pixels
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Keyframe:
    """A picture that has to appear at a frame index (from 0), with a weight of 0..1 where the provider takes one."""

    index: int
    pixels: Pixels
    strength: float | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """A value with one of several small forms; `values` are keyed by that form's field names."""

    form: str
    values: Mapping[str, FieldValue] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Form:
    """One of the small forms of a variant. `value` is sent under the variant's `selector` key, if it has one."""

    value: str
    title: str
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `limits` and `reported` may differ; inside either a value may be sent, outside both it is blocked."""

    kind: Kind
    title: str
    name: str = ""
    help: str = ""
    default: FieldValue = REQUIRED
    absent: Absent = Absent.DEFAULT
    limits: Limits = NO_LIMITS
    reported: Limits | None = None
    step: float | None = None
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    open_choices: bool = False
    """The list of choices is known to be incomplete: other words may be right."""
    suggestions: tuple[str, ...] = ()
    lines: int = 1
    pattern: str = ""
    max_area: int | None = None
    measures: str = ""
    """A size nobody is asked for: where none is given, that of the picture in this field is sent."""
    fractions_of: str = ""
    """Keypoints travel as fractions (0..1, whole z) of the size, or of the picture, in this field."""
    formats: tuple[str, ...] = ()
    """File formats the provider takes for this picture; empty for all."""
    note_key: str = ""
    """Wire key of the note that each picture may carry; empty where there are no notes."""
    windowed: bool = False
    """A longer list than the limits allow is sent in several requests, so only its lower limit holds."""
    nullable_items: bool = False
    soft: bool = False
    """A mask may hold values between 0 and 255."""
    forms: tuple[Form, ...] = ()
    selector: str = ""
    resource: str = ""
    """What the id belongs to: `character`, `tileset` ..."""
    random: tuple[int | None, ...] = ()
    """Values the provider reads as a wish for a random seed; never sent by the studio."""
    source: Source = Source.NONE
    group: str = ""
    advanced: bool = False
    deprecated: bool = False
    constant: bool = False
    """The provider knows one sensible value: kept off the form, sent as `absent` says, another value only by flag."""
    wire: str = ""
    form: WireForm = WireForm.PLAIN
    place: Place = Place.BODY
    flag: str = ""

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    @property
    def minimum(self) -> float | None:
        return self.limits.minimum

    @property
    def maximum(self) -> float | None:
        return self.limits.maximum

    @property
    def noted(self) -> bool:
        """Whether each picture carries a note for the provider."""
        return self.note_key != ""

    @property
    def in_form(self) -> bool:
        """Whether a person is asked for it; constants, deprecated and measured fields are reached by flag only."""
        return not (self.constant or self.deprecated or self.measures)

    def choice_title(self, value: str) -> str:
        """The name of a choice for people; the value itself where it has none."""
        return next((choice.title for choice in self.choices if choice.value == value), value)
