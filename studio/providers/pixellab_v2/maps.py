"""Declarations of maps: tilesets, isometric tiles and things that stand on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.spec import fields as f
from studio.spec.field import Place, Source, WireForm
from studio.spec.measures import AreaUpTo, SizeIn
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import RequiredIf, Requires, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import Pixels
    from studio.spec.field import Variant

_GROUP = _("Maps")
_STYLE = _("Style pictures")
_DETAILS = (*p.DETAILS, ("high detail", _("High (map objects)")))
_TILESET_RULES = (
    SizeIn(size="tile_size", sides=(16, 32)),
    SizeIn(size="tile_size"),
    RequiredIf(
        field="transition",
        when=When(field="transition_size", one_of=("0.25", "0.5", "1")),
        enforce=False,
    ),
)


def _style_image(title: str, wire: str) -> Pixels | None:
    return f.image(
        title, default=None, group=_STYLE, advanced=True, wire=wire, help=_("A picture whose style is taken on.")
    )


def _base_tile(title: str, wire: str) -> str | None:
    return f.resource(
        title,
        "tile",
        default=None,
        advanced=True,
        wire=wire,
        help=_("An id that is kept with the tileset, to tell which earlier tile this ground continues."),
    )


def _fraction() -> float:
    return f.number(
        _("Share"),
        default=0.3,
        minimum=0.05,
        maximum=0.95,
        step=0.05,
        help=_("How much of the picture is painted into."),
    )


class _CreateTileset(Operation):
    """What both addresses have in common."""

    lower: str = f.text(
        _("Lower ground"), min_length=1, wire="lower_description", help=_("The lower ground, for example “ocean”.")
    )
    upper: str = f.text(
        _("Upper ground"), min_length=1, wire="upper_description", help=_("The upper ground, for example “sand”.")
    )
    transition: str = f.text(
        _("Transition"), default="", wire="transition_description", help=_("What lies between both grounds.")
    )
    transition_size: str = f.choice(
        _("Width of the transition"),
        [
            ("0", _("None")),
            ("0.25", _("A quarter of a tile")),
            ("0.5", _("Half a tile")),
            ("1", _("A whole tile")),
        ],
        default="0",
        form=WireForm.NUMBER_WORD,
        help=_("How wide the transition is. A whole tile gives more tiles than the usual 16."),
    )
    tile_size: Size = f.size(
        _("Tile"), default=Size(16, 16), minimum=16, maximum=32, help=_("Width and height of one tile in pixels.")
    )
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = p.detail()
    view: str | None = f.choice(_("View"), p.VIEWS[1:], default=None, group=_("Look"), help=_("The camera angle."))
    palette: Palette | None = p.palette(WireForm.PALETTE_SQUARE)
    lower_image: Pixels | None = _style_image(_("Style of the lower ground"), "lower_reference_image")
    upper_image: Pixels | None = _style_image(_("Style of the upper ground"), "upper_reference_image")
    transition_image: Pixels | None = _style_image(_("Style of the transition"), "transition_reference_image")
    lower_tile: str | None = _base_tile(_("Lower tile to join"), "lower_base_tile_id")
    upper_tile: str | None = _base_tile(_("Upper tile to join"), "upper_base_tile_id")
    guidance: float = p.guidance(8.0)
    tile_strength: float = f.number(
        _("Strength of the tile pattern"),
        default=1.0,
        minimum=0.1,
        maximum=2,
        step=0.1,
        advanced=True,
        help=_("How strongly the pattern of the tiles is kept."),
    )
    freedom: float = f.number(
        _("Freedom from the structure"),
        default=500.0,
        minimum=0,
        maximum=900,
        step=50,
        advanced=True,
        wire="tileset_adherence_freedom",
        help=_("How freely the structure of the tileset is read; higher is freer."),
    )
    adherence: float = f.number(
        _("Weight of the structure"),
        default=100.0,
        minimum=0,
        maximum=500,
        step=50,
        advanced=True,
        wire="tileset_adherence",
        help=_("How strongly texture and structure of the tileset are followed."),
    )
    seed: int | None = p.seed()


class CreateTileset(
    _CreateTileset,
    id="pixellab-v2/create-tileset",
    title=_("Create a tileset"),
    summary=_("Makes the tiles of two grounds and all their corners, seen from above."),
    returns=Returns.THING,
    intent=Intent.MAP,
    usual_seconds=100,
    group=_GROUP,
    rules=_TILESET_RULES,
):
    """Two grounds that join."""


class CreateTilesetJob(
    _CreateTileset,
    id="pixellab-v2/create-tileset-job",
    title=_("Create a tileset (other address)"),
    summary=_("The same as creating a tileset, at another address of the service."),
    returns=Returns.THING,
    intent=Intent.MAP,
    path="/tilesets",
    usual_seconds=100,
    group=_GROUP,
    rules=_TILESET_RULES,
    twin_of="pixellab-v2/create-tileset",
):
    """The twin address."""


class ShowTileset(
    Operation,
    id="pixellab-v2/show-tileset",
    title=_("Fetch a tileset"),
    summary=_("Fetches the tiles of a tileset made earlier."),
    returns=Returns.THING,
    effect=Effect.READS,
    intent=Intent.MAP,
    method="GET",
    path="/tilesets/{tileset_id}",
    usual_seconds=2,
    group=_GROUP,
):
    """One tileset."""

    tileset: str = f.resource(_("Tileset"), "tileset", place=Place.PATH, wire="tileset_id", help=_("Which tileset."))


class CreateIsometricTile(
    Operation,
    id="pixellab-v2/create-isometric-tile",
    title=_("Create an isometric tile"),
    summary=_("Makes one tile or block in isometric view."),
    intent=Intent.MAP,
    usual_seconds=15,
    group=_GROUP,
    rules=p.starting(),
):
    """One tile in isometric view."""

    description: str = f.text(_("Description"), lines=2, help=p.DESCRIPTION_HELP)
    size: Size = f.size(
        _("Size"), minimum=16, maximum=64, source=Source.CANVAS_SIZE, wire="image_size", help=p.SIZE_HELP
    )
    shape: str = f.choice(
        _("Shape"),
        [("thin tile", _("Thin tile")), ("thick tile", _("Thick tile")), ("block", _("Block"))],
        default="block",
        wire="isometric_tile_shape",
        help=_("How high the tile is: about 15, 25 or 50 percent of the canvas."),
    )
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = p.detail()
    palette: Palette | None = p.palette()
    tile_size: int | None = f.integer(
        _("Tile"),
        default=None,
        minimum=1,
        unit="px",
        advanced=True,
        wire="isometric_tile_size",
        help=_("Size of the tile in the picture; 16 or 32 are recommended."),
    )
    guidance: float = p.guidance(8.0)
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()


class ShowIsometricTile(
    Operation,
    id="pixellab-v2/show-isometric-tile",
    title=_("Fetch an isometric tile"),
    summary=_("Fetches an isometric tile made earlier."),
    effect=Effect.READS,
    intent=Intent.MAP,
    method="GET",
    path="/isometric-tiles/{tile_id}",
    usual_seconds=2,
    group=_GROUP,
):
    """One tile."""

    tile: str = f.resource(_("Tile"), "isometric tile", place=Place.PATH, wire="tile_id", help=_("Which tile."))


class CreateMapObject(
    Operation,
    id="pixellab-v2/create-map-object",
    title=_("Create a map object"),
    summary=_("Makes a thing without background that stands on a map, in the style of the map if wanted."),
    intent=Intent.MAP,
    path="/map-objects",
    usual_seconds=25,
    group=_GROUP,
    rules=(
        AreaUpTo(size="size", maximum=160000, when=When(field="inpainting", present=False)),
        AreaUpTo(size="size", maximum=36864, when=When(field="inpainting", present=True)),
        Requires(field="inpainting", needs=("background",)),
        *p.starting(),
    ),
):
    """A thing on a map."""

    description: str = f.text(
        _("Description"), lines=2, min_length=1, max_length=2000, help=_("The thing, for example “wooden barrel”.")
    )
    size: Size = f.size(
        _("Size"),
        default=Size(64, 64),
        minimum=32,
        maximum=400,
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=_("Width and height in pixels; less is possible when it is painted into a map."),
    )
    view: str = f.choice(
        _("View"), [*p.VIEWS[1:], p.VIEWS[0]], default="high top-down", group=_("Look"), help=_("The camera angle.")
    )
    outline: str | None = p.outline()
    shading: str | None = p.shading()
    detail: str | None = f.choice(
        _("Detail"),
        _DETAILS,
        default=None,
        open_choices=True,
        group=_("Look"),
        help=_("How detailed the drawing is."),
    )
    background: Pixels | None = f.image(
        _("Map"), default=None, wire="background_image", help=_("A picture of the map whose style is taken on.")
    )
    inpainting: Variant | None = f.variant(
        _("Paint into the map"),
        [
            f.form("oval", _("Oval"), fraction=_fraction()),
            f.form("rectangle", _("Rectangle"), fraction=_fraction()),
            f.form(
                "mask",
                _("Mask"),
                mask=f.mask(_("Mask"), wire="mask_image", help=_("White where the thing is painted.")),
            ),
        ],
        default=None,
        selector="type",
        help=_("The part of the map that the thing is painted into."),
    )
    palette: Palette | None = p.palette()
    guidance: float = p.guidance(8.0)
    init_image: Pixels | None = p.init_image()
    init_strength: int = p.init_strength()
    seed: int | None = p.seed()
