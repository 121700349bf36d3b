"""A palette goes from one open sprite to another by copy and paste, as one step."""

from __future__ import annotations

from pathlib import Path

from studio.core.geometry import Size
from studio.doc.edits import set_palette
from studio.doc.palette import Colour, Palette
from tests.unit.app.test_session import open_session

DUSK = Palette((Colour(20, 16, 40), Colour(240, 120, 90)), title="Dusk")


async def test_a_copied_palette_is_pasted_into_another_sprite(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        session.new_document(Size(2, 2)).apply("Palette", lambda sprite: set_palette(sprite, DUSK))
        session.commands.run("edit.copy_palette")
        other = session.new_document(Size(3, 3))
        session.commands.run("edit.paste")
        assert other.sprite.palette == DUSK
        assert other.history.labels() == ["Paste palette"]
        other.undo()
        assert other.sprite.palette != DUSK


async def test_a_sprite_without_colours_says_so_and_copies_nothing(tmp_path: Path) -> None:
    async with open_session(tmp_path) as session:
        said: list[str] = []
        session.notice.connect(lambda notice: said.append(notice.text))
        session.new_document(Size(2, 2)).apply("Palette", lambda sprite: set_palette(sprite, Palette()))
        session.commands.run("edit.copy_palette")
        assert said == ["This sprite has no palette to copy. Collect its colours in the Palette panel first."]
        assert session.clipboard.clip is None
