"""What the next start finds as it was left: the two colours, the brush, the palette of new sprites."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.app.toolbox import BrushShape
from studio.core import assets
from studio.core.geometry import Size
from studio.doc.palette import BLACK, TRANSPARENT, Colour
from studio.store.settings import Settings
from tests.unit.app.test_session import open_session

RUST, MIST = Colour(0xB7, 0x41, 0x0E), Colour(10, 20, 30, 40)


async def test_the_hand_holds_what_it_held_at_the_end_of_the_last_run(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        box = session.toolbox
        assert (box.colour, box.secondary, box.brush_size) == (BLACK, TRANSPARENT, 1)
        box.colour, box.secondary, box.brush_size, box.brush_shape = RUST, MIST, 7, BrushShape.SQUARE
    async with open_session(tmp_path) as session:
        box = session.toolbox
        assert (box.colour, box.secondary, box.brush_size, box.brush_shape) == (RUST, MIST, 7, BrushShape.SQUARE)


@pytest.mark.parametrize(
    ("stored", "size"),
    [
        ("no json", 1),
        ("[1]", 1),
        ('{"colour": "#12", "secondary": 5, "brush_size": 900, "brush_shape": "star"}', 64),
        ('{"colour": null, "brush_size": "3"}', 1),
    ],
)
async def test_what_makes_no_sense_is_passed_over(tmp_path: Path, stored: str, size: int) -> None:
    Settings.load(tmp_path / "settings.json").set("tools", stored)
    async with open_session(tmp_path) as session:
        box = session.toolbox
        assert (box.colour, box.secondary, box.brush_size, box.brush_shape) == (
            BLACK,
            TRANSPARENT,
            size,
            BrushShape.ROUND,
        )


async def test_new_sprites_get_the_palette_that_was_chosen_last(tmp_path: Path) -> None:
    shipped = next(name for name in assets.list_assets("palettes") if name != "workbench-16.gpl")
    own = tmp_path / "own.hex"
    own.write_text("112233\n445566\n", encoding="utf-8")
    async with open_session(tmp_path) as session:
        session.preferences.remember_palette(str(assets.asset_path("palettes", shipped)))
        assert Settings.load(tmp_path / "settings.json").get("last_palette") == shipped
        first = session.new_document(Size(4, 4)).sprite.palette
        assert first.colours
        assert first.title != "Workbench 16"
        session.preferences.remember_palette(str(own))
        assert session.new_document(Size(4, 4)).sprite.palette.colours == (
            Colour(0x11, 0x22, 0x33),
            Colour(0x44, 0x55, 0x66),
        )
        own.unlink()
        assert session.new_document(Size(4, 4)).sprite.palette.title == "Workbench 16"
