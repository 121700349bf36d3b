"""The main job, by real mouse and keys: draw, mask, redo, accept, fit a skeleton, undo, export, close."""

from __future__ import annotations

import json
from pathlib import Path

from studio.codec.images import read_png
from tests.e2e.conftest import Start
from tests.e2e.screen import Studio

HEM = ((17, 30), (25, 30))
"""Cells of the tunic of the sample hero."""


def test_from_the_sample_to_the_game_folder(start: Start, tmp_path: Path) -> None:
    studio = start()
    studio.wait_for_sample()
    _draw(studio)
    _redo_the_masked_part(studio)
    studio.run_action("Estimate")
    studio.wait("changed", undo="Estimate skeleton")
    studio.key("ctrl+z")
    studio.wait("changed", redo="Estimate skeleton")
    _export(studio, tmp_path / "game")
    studio.key("ctrl+s")
    studio.wait("saved")
    studio.key("alt+F4")
    assert studio.ended() == 0


def _draw(studio: Studio) -> None:
    studio.wait_for("canvas")
    studio.key("b")
    studio.drag((2, 2), (8, 2))
    assert studio.wait("changed")["undo"] == "Draw"


def _redo_the_masked_part(studio: Studio) -> None:
    studio.key("k")
    studio.wait("tool", name="mode", value="mask")
    studio.drag(*HEM)
    studio.wait("changed", undo="Mark")
    studio.click("generate-search")
    studio.type("redo")
    studio.key("Return")
    studio.wait_for("field-mask-control")
    studio.key("ctrl+Return")
    studio.wait("chosen", operation="local/inpaint")
    studio.click("accept-replace")
    assert studio.wait("changed")["undo"] == "Accept Redo the masked part"


def _export(studio: Studio, folder: Path) -> None:
    studio.key("ctrl+e")
    studio.click("export-folder")
    studio.key("ctrl+a")
    studio.type(str(folder))
    studio.click("export-run")
    studio.wait("notice", action="file.show_export")
    sheet = read_png((folder / "hero.png").read_bytes())
    assert sheet.shape == (97, 391, 4)
    data = json.loads((folder / "hero.json").read_text(encoding="utf-8"))
    assert [tag["name"] for tag in data["meta"]["frameTags"]] == ["idle", "walk"]
