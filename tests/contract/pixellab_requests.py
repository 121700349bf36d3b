"""A request of every operation of PixelLab v2 with as little as it needs, and with everything it can be told."""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.core.geometry import Size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import LABELS, Keypoint, Pose
from studio.providers.pixellab_v2.declarations import OPERATIONS
from studio.providers.pixellab_v2.provider import PixelLabV2
from studio.spec.field import Picture, Variant
from studio.spec.operation import Operation
from tests.servers.driving import Trip, carried_out, provider_at
from tests.servers.pixellab_drawing import drawn
from tests.servers.pixellab_v2 import PixelLabServer


def operation(name: str, **values: Any) -> Operation:
    """A request by the operation's name."""
    return next(one for one in OPERATIONS if one.spec.name == name).from_values(values)


def pose(shift: float = 0.0, z: float = 1.4) -> Pose:
    """Points within 64 x 64, with parts of pixels and of layers."""
    return Pose.of({label: Keypoint(8.5 + at + shift, 20.25, z) for at, label in enumerate(LABELS)})


SPRITE = drawn(64, 64)
SMALL = drawn(32, 32)
MASK = frozen(np.pad(np.full((32, 64), 255, np.uint8), ((32, 0), (0, 0))))
NOTHING = frozen(np.zeros((64, 64), np.uint8))
PALETTE = Palette((Colour(200, 30, 30), Colour(128, 128, 128), Colour(0, 0, 0)))
POSES = (pose(), pose(1), pose(2))
S64 = Size(64, 64)


def looks(**more: Any) -> dict[str, Any]:
    """Every hint there is."""
    return {
        "outline": "selective outline",
        "shading": "medium shading",
        "detail": "low detail",
        "view": "low top-down",
        "palette": PALETTE,
        "seed": 7,
        **more,
    }


STARTED = {"init_image": SPRITE, "init_strength": 1}
FRAMES = {
    "frames": (Picture(SPRITE), None, None),
    "masks": (NOTHING, None, None),
    "init_images": (Picture(SPRITE), Picture(SPRITE), Picture(SPRITE)),
    "init_strength": 999,
}

MINIMAL = (
    operation("create-image-pixflux", description="a crab", size=S64),
    operation("create-image-bitforge", description="a crab", size=S64),
    operation("generate-image-v2", description="a crab", size=S64),
    operation("generate-with-style-v2", description="a crab", size=S64, style_images=(Picture(SMALL),)),
    operation("animate-with-text-v2", reference=SPRITE, action="walk", size=S64),
    operation("animate-with-text", reference=SPRITE, description="a crab", action="walk"),
    operation("animate-with-skeleton", reference=SPRITE, skeleton=POSES),
    operation("estimate-skeleton", image=SPRITE),
    operation("edit-image", image=SPRITE, description="a hat", size=Size(48, 32)),
    operation("edit-images-v2", images=(Picture(SPRITE),), description="a hat", size=S64),
    operation("inpaint", image=SPRITE, mask=MASK, description="a hat"),
    operation("resize", reference=SPRITE, description="a crab", size=Size(32, 48)),
    operation("image-to-pixelart", image=drawn(300, 200), size=Size(30, 20)),
    operation("rotate", image=SPRITE),
    operation("generate-8-rotations-v2", reference=SPRITE, size=S64),
    operation("create-character-with-4-directions", description="a crab", size=S64),
    operation("create-character-with-8-directions", description="a crab", size=S64),
    operation("create-tileset", lower="ocean", upper="sand"),
    operation("create-tileset-job", lower="ocean", upper="sand"),
    operation("create-isometric-tile", description="grass", size=Size(32, 32)),
    operation("create-map-object", description="barrel"),
    operation("list-characters"),
    operation("show-balance"),
    operation("show-documentation"),
)
_CHARACTER = {
    "description": "a crab",
    "size": Size(40, 48),
    "outline": "thin",
    "shading": "soft",
    "detail": "high",
    "view": "perspective",
    "palette": PALETTE,
    "force_colours": True,
    "guidance": 20.0,
    "isometric": True,
    "seed": 7,
    "background_job": True,
    "output_type": "dict",
}
_TILES = {
    **looks(view="high top-down"),
    "lower": "ocean",
    "upper": "sand",
    "transition": "foam",
    "transition_size": "1",
    "tile_size": Size(32, 32),
    "lower_image": SMALL,
    "upper_image": SMALL,
    "transition_image": SMALL,
    "lower_tile": "t-1",
    "upper_tile": "t-2",
    "guidance": 1.0,
    "tile_strength": 0.1,
    "freedom": 900.0,
    "adherence": 0.0,
}
MAXIMAL = (
    operation(
        "create-image-pixflux",
        **looks(direction="south-east"),
        **STARTED,
        description="a crab",
        size=S64,
        no_background=True,
        background_removal="remove_complex_background",
        without="water",
        guidance=20.0,
        isometric=True,
    ),
    operation(
        "create-image-bitforge",
        **looks(direction="north-west"),
        **STARTED,
        description="a crab",
        size=S64,
        style_image=SMALL,
        style_strength=100.0,
        no_background=True,
        without="water",
        guidance=1.0,
        extra_guidance=20.0,
        coverage=100.0,
        isometric=True,
        oblique=True,
        inpainting_image=SPRITE,
        mask=MASK,
        skeleton=(pose(),),
        skeleton_guidance=5.0,
    ),
    operation(
        "generate-image-v2",
        description="a crab",
        size=Size(256, 128),
        no_background=False,
        references=(Picture(SPRITE, "the crab"), Picture(SMALL)),
        style_image=SMALL,
        style_palette=False,
        style_outline=False,
        style_detail=False,
        style_shading=False,
        seed=7,
    ),
    operation(
        "generate-with-style-v2",
        description="a crab",
        size=Size(32, 256),
        style_images=(Picture(SMALL),) * 4,
        style_description="flat",
        no_background=False,
        seed=7,
    ),
    operation("animate-with-text-v2", reference=SMALL, action="walk", size=Size(128, 128), no_background=False, seed=7),
    operation(
        "animate-with-text",
        **FRAMES,
        reference=SPRITE,
        description="a crab",
        action="walk",
        view="high top-down",
        direction="south-west",
        frame_count=20,
        start_frame=16,
        palette=PALETTE,
        without="water",
        guidance=20.0,
        image_guidance=1.0,
        seed=7,
    ),
    operation(
        "animate-with-skeleton",
        **FRAMES,
        reference=SPRITE,
        skeleton=POSES,
        view="low top-down",
        direction="north-east",
        palette=PALETTE,
        guidance=20.0,
        isometric=True,
        oblique=True,
        seed=7,
    ),
    operation(
        "edit-image",
        image=SPRITE,
        description="a hat",
        size=Size(400, 16),
        no_background=False,
        palette=PALETTE,
        guidance=10.0,
        seed=7,
    ),
    operation(
        "edit-images-v2",
        images=(Picture(SPRITE),) * 16,
        method="edit_with_reference",
        description="a hat",
        reference=SMALL,
        size=S64,
        no_background=True,
        seed=7,
    ),
    operation(
        "inpaint",
        **looks(direction="east"),
        **STARTED,
        image=SPRITE,
        mask=MASK,
        description="a hat",
        no_background=True,
        without="water",
        guidance=10.0,
        extra_guidance=0.0,
        isometric=True,
        oblique=True,
    ),
    operation(
        "resize",
        reference=SPRITE,
        description="a crab",
        size=Size(32, 32),
        no_background=True,
        view="side",
        direction="west",
        palette=PALETTE,
        isometric=True,
        oblique=True,
        init_image=SMALL,
        init_strength=0.5,
        seed=7,
    ),
    operation("image-to-pixelart", image=drawn(1280, 16), size=Size(320, 16), guidance=4.0, seed=7),
    operation(
        "rotate",
        **STARTED,
        image=SPRITE,
        from_direction="south",
        to_direction="north-west",
        from_view="side",
        to_view="high top-down",
        direction_change=-180,
        view_change=90,
        palette=PALETTE,
        guidance=20.0,
        isometric=True,
        oblique=True,
        mask=MASK,
        seed=7,
    ),
    operation(
        "generate-8-rotations-v2",
        method="create_from_concept",
        reference=SPRITE,
        concept=SMALL,
        description="a crab",
        style_description="flat",
        size=Size(84, 84),
        view="side",
        no_background=False,
        seed=7,
    ),
    operation("create-character-with-4-directions", **_CHARACTER, proportions=Variant("preset", {"name": "chibi"})),
    operation(
        "create-character-with-8-directions",
        **_CHARACTER,
        proportions=Variant("custom", {"head_size": 2.0, "hip_width": 0.5}),
    ),
    operation("create-tileset", **_TILES),
    operation("create-tileset-job", **_TILES),
    operation(
        "create-isometric-tile",
        description="grass",
        size=S64,
        shape="thin tile",
        outline="lineless",
        shading="flat shading",
        detail="highly detailed",
        palette=PALETTE,
        tile_size=32,
        guidance=20.0,
        **STARTED,
        seed=7,
    ),
    operation(
        "create-map-object",
        **looks(view="side"),
        **STARTED,
        description="barrel",
        size=S64,
        background=drawn(96, 96),
        inpainting=Variant("mask", {"mask": MASK}),
        guidance=20.0,
    ),
    operation(
        "create-map-object",
        description="barrel",
        size=Size(192, 192),
        background=SPRITE,
        inpainting=Variant("oval", {"fraction": 0.05}),
    ),
    operation(
        "create-map-object",
        description="barrel",
        size=Size(400, 400),
    ),
    operation("list-characters", limit=100, offset=3),
)

KEPT = (
    operation("show-job", job="j"),
    operation("show-character", character="c"),
    operation("show-tileset", tileset="t"),
    operation("show-isometric-tile", tile="t"),
    operation("download-character", character="c"),
    operation("delete-character", character="c"),
    operation("tag-character", character="c", tags=("a",)),
    operation("animate-character", character="c", template="walk"),
    operation("create-character-animation", character="c", template="walk"),
)
"""Requests about things that have to be there first."""

PRO = operation("animate-with-text-v2", reference=SPRITE, action="walk", size=Size(64, 64))
WORDS = operation("create-image-pixflux", description="a crab", size=Size(64, 48))
HERO = operation("create-character-with-4-directions", description="a crab", size=Size(40, 40))


async def done(server: PixelLabServer, asked: Operation) -> Trip:
    """Carried out to the end, as if nothing had been asked before."""
    async with provider_at(server, PixelLabV2) as provider:
        return await carried_out(provider, asked)


async def made_hero(server: PixelLabServer) -> str:
    """The id of a character with four directions."""
    (row,) = (await done(server, HERO)).outcome.table
    return str(row["character_id"])
