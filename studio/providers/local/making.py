"""Declarations of what is made anew: sprites, tiles, masked parts, skeletons and movements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Source
from studio.spec.measures import MatchesSize
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import Count, Exclusive, UsedIf, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.doc.skeleton import Pose

_FREE = Effect.FREE
_HELP_PICTURE = _("The picture to work on.")
_HELP_SEED = _("The same seed gives the same result. Left open, one is drawn.")


class ProceduralSprite(
    Operation,
    id="local/procedural-sprite",
    title=_("Make a sprite from a seed"),
    summary=_(
        "Builds a shaded creature, ship or item from a seed."
        " It does not read prompts: kind, size, palette and seed decide."
    ),
    intent=Intent.CREATE,
    effect=_FREE,
    usual_seconds=0.3,
    rules=(UsedIf(field="gives", condition=When(field="count", above=1)),),
):
    """A sprite out of numbers."""

    kind: str = f.choice(
        _("Kind"),
        [("creature", _("Creature")), ("ship", _("Ship")), ("item", _("Item"))],
        default="creature",
        help=_("What is built."),
    )
    size: Size = f.size(
        _("Size"), default=Size(32, 32), minimum=12, maximum=256, help=_("Width and height of the sprite in pixels.")
    )
    palette: Palette | None = f.palette(
        _("Palette"),
        default=None,
        min_items=2,
        max_items=256,
        help=_("Only these colours are used. Left open, colours are made up."),
    )
    count: int = f.integer(
        _("How many"),
        default=1,
        minimum=1,
        maximum=16,
        help=_("Number of pictures; they are alternatives or one movement."),
    )
    gives: str = f.choice(
        _("They show"),
        [("variations", _("Variations")), ("loop", _("An idle loop"))],
        default="variations",
        help=_("Different sprites of neighbouring seeds, or the frames of one that moves in place."),
    )
    seed: int | None = f.seed(_("Seed"), default=None, help=_HELP_SEED)


class TerrainTile(
    Operation,
    id="local/terrain-tile",
    title=_("Make a ground tile"),
    summary=_("Builds a tile of grass, earth, water or stone that repeats without a seam. It does not read prompts."),
    intent=Intent.MAP,
    effect=_FREE,
    usual_seconds=0.1,
):
    """Ground that repeats."""

    terrain: str = f.choice(
        _("Ground"),
        [("grass", _("Grass")), ("earth", _("Earth")), ("water", _("Water")), ("stone", _("Stone"))],
        default="grass",
        help=_("What the tile shows."),
    )
    side: int = f.integer(
        _("Side"), default=16, minimum=8, maximum=64, unit="px", help=_("Width and height of the tile in pixels.")
    )
    count: int = f.integer(
        _("How many"), default=1, minimum=1, maximum=16, help=_("Number of different tiles, of neighbouring seeds.")
    )
    palette: Palette | None = f.palette(
        _("Palette"),
        default=None,
        min_items=2,
        max_items=256,
        help=_("Only these colours are used. Left open, colours of the ground's own."),
    )
    seed: int | None = f.seed(_("Seed"), default=None, help=_HELP_SEED)


class Inpaint(
    Operation,
    id="local/inpaint",
    title=_("Redo the masked part"),
    summary=_(
        "Fills the mask with what the sprite around it looks like, in the sprite's own colours."
        " Outside the mask nothing changes."
    ),
    intent=Intent.EDIT,
    effect=_FREE,
    usual_seconds=1.0,
    rules=(MatchesSize(image="mask", other="image"),),
):
    """Fill a mask."""

    image: Pixels = f.image(_("Picture"), maximum=1024, source=Source.FRAME, help=_HELP_PICTURE)
    mask: MaskPixels = f.mask(_("Mask"), help=_("White is redone, black is kept. It has the size of the picture."))
    palette: Palette | None = f.palette(
        _("Palette"),
        default=None,
        min_items=1,
        max_items=256,
        source=Source.NONE,
        help=_("Colours of the new pixels. Left open, those the sprite has already."),
    )
    seed: int | None = f.seed(_("Seed"), default=None, help=_HELP_SEED)


class EstimateSkeleton(
    Operation,
    id="local/estimate-skeleton",
    title=_("Estimate skeleton"),
    summary=_("Fits the 18 joints of a figure to the outline of the sprite. A start to be corrected by hand."),
    returns=Returns.KEYPOINTS,
    intent=Intent.POSE,
    effect=_FREE,
    usual_seconds=0.2,
):
    """Joints from the silhouette."""

    image: Pixels = f.image(_("Picture"), maximum=1024, source=Source.FRAME, help=_HELP_PICTURE)


class AnimateWithSkeleton(
    Operation,
    id="local/animate-with-skeleton",
    title=_("Animate with skeleton"),
    summary=_("Moves the sprite's own pixels along poses: no new colours, no half pixels."),
    intent=Intent.ANIMATE,
    effect=_FREE,
    usual_seconds=1.0,
    rules=(Exclusive(fields=("keypoints", "preset"), count=Count.EXACTLY_ONE),),
):
    """Pixels along bones."""

    image: Pixels = f.image(_("Picture"), maximum=512, source=Source.FRAME, help=_("The sprite in its rest pose."))
    rest: tuple[Pose, ...] | None = f.keypoints(
        _("Rest pose"),
        default=None,
        max_items=1,
        source=Source.POSE,
        help=_("Where the joints are in the picture. Left open, they are estimated from the outline."),
    )
    keypoints: tuple[Pose, ...] | None = f.keypoints(
        _("Poses"), default=None, max_items=64, source=Source.POSES, help=_("One pose for each frame of the animation.")
    )
    preset: str | None = f.choice(
        _("Movement"),
        [
            ("idle", _("Idle")),
            ("idle-front", _("Idle, front")),
            ("walk", _("Walk")),
            ("run", _("Run")),
            ("jump", _("Jump")),
            ("attack", _("Attack")),
            ("block", _("Block")),
            ("cast", _("Cast")),
            ("climb", _("Climb")),
            ("crouch", _("Crouch")),
            ("death", _("Death")),
            ("hurt", _("Hurt")),
            ("push", _("Push")),
            ("victory", _("Victory")),
            ("wave", _("Wave")),
        ],
        default=None,
        help=_("A ready-made movement, fitted to the rest pose, instead of poses of your own."),
    )
    frame_time: int | None = f.integer(
        _("Frame time"),
        default=None,
        minimum=10,
        maximum=2000,
        unit="ms",
        help=_("How long each frame shows. Left open, the movement's own times, or 100 ms."),
    )
