"""Settings that reach into the work: what the tool box starts with and what the canvas and the history go by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from studio.app.toolbox import ToolBox
from studio.app.workspace import Workspace
from studio.store.settings import Settings

_MEBIBYTE = 1024 * 1024


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
        settings.on_change(self._on_change)

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
