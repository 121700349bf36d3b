"""Settings that reach into the work, and what the hand held last: the two colours, the brush, the palette."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from studio.app.toolbox import BrushShape, ToolBox
from studio.app.workspace import Workspace
from studio.codec.palettes import read_palette
from studio.core import assets
from studio.core.errors import StudioError
from studio.doc.palette import Colour, Palette
from studio.store.settings import Settings

_MEBIBYTE = 1024 * 1024
_PALETTES = "palettes"
FIRST_PALETTE = "workbench-16.gpl"
"""The palette of a new sprite until another one was chosen."""


class Preferences:
    """Carries these settings over at the start and at each change."""

    def __init__(self, settings: Settings, toolbox: ToolBox, workspace: Workspace) -> None:
        self._settings = settings
        self._toolbox = toolbox
        self._workspace = workspace
        self._carriers: Mapping[str, Callable[[], None]] = {
            "canvas.pixel_grid_zoom": self._carry_grid,
            "canvas.mask_opacity": self._carry_mask,
            "canvas.wheel": self._carry_wheel,
            "canvas.undo_memory": self._carry_undo,
            "timeline.onion_before": self._carry_onion,
            "timeline.onion_after": self._carry_onion,
        }
        for carry in self._carriers.values():
            carry()
        self._take_up()
        self._taken_up = self._held()
        settings.on_change(self._on_change)

    def palette(self) -> Palette:
        """The one that was chosen last for any sprite, where it can still be read; else the one for beginners."""
        last = self._settings.get("last_palette")
        if last:
            with contextlib.suppress(StudioError):
                return read_palette(Path(last) if Path(last).is_absolute() else assets.asset_path(_PALETTES, last))
        return read_palette(assets.asset_path(_PALETTES, FIRST_PALETTE))

    def remember_palette(self, path: str) -> None:
        """New sprites get the palette of this file from now on. One of ours by its name: the program may move."""
        shipped = Path(path) == assets.asset_path(_PALETTES, Path(path).name)
        self._settings.set("last_palette", Path(path).name if shipped else str(Path(path).absolute()))

    def remember_tools(self) -> None:
        """Write down what the hand holds, for the next start."""
        held = self._held()
        if held != self._taken_up:
            self._settings.set("tools", held)

    def _held(self) -> str:
        box = self._toolbox
        return json.dumps(
            {
                "colour": box.colour.hex,
                "secondary": box.secondary.hex,
                "brush_size": box.brush_size,
                "brush_shape": box.brush_shape.value,
            }
        )

    def _take_up(self) -> None:
        """The hand holds what it held at the end of the last run; whatever makes no sense is passed over."""
        try:
            held = json.loads(self._settings.get("tools") or "{}")
        except ValueError:
            return
        if not isinstance(held, dict):
            return
        box = self._toolbox
        for name, read in (("colour", Colour.parse), ("secondary", Colour.parse), ("brush_shape", BrushShape)):
            if isinstance(held.get(name), str):
                with contextlib.suppress(ValueError):
                    setattr(box, name, read(held[name]))
        if isinstance(held.get("brush_size"), int):
            box.brush_size = held["brush_size"]

    def _on_change(self, name: str) -> None:
        carry = self._carriers.get(name)
        if carry is not None:
            carry()

    def _carry_grid(self) -> None:
        self._toolbox.grid_from = self._settings.get("canvas.pixel_grid_zoom")

    def _carry_mask(self) -> None:
        self._toolbox.mask_strength = self._settings.get("canvas.mask_opacity")

    def _carry_wheel(self) -> None:
        self._toolbox.wheel_zooms = self._settings.get("canvas.wheel") == "zoom"

    def _carry_undo(self) -> None:
        self._workspace.undo_bytes = self._settings.get("canvas.undo_memory") * _MEBIBYTE

    def _carry_onion(self) -> None:
        self._toolbox.onion_before = self._settings.get("timeline.onion_before")
        self._toolbox.onion_after = self._settings.get("timeline.onion_after")
