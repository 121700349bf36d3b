"""How the window looks at its start, read straight from the settings file before anything else is imported.

`studio.store.settings` holds and checks the same values afterwards; here anything odd simply reads as the default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Look(NamedTuple):
    """Theme by name, scale (1.0 = 100 %), font size in points (0 = the system's), window and docks (base64)."""

    theme: str = "system"
    scale: float = 1.0
    font_size: float = 0.0
    geometry: str = ""
    state: str = ""


def _parse(content: bytes) -> dict[str, Any]:
    import json  # noqa: PLC0415 - the window does not wait for it

    record: dict[str, Any] = json.loads(content)
    return record


def read_look(path: Path, *, parse: Callable[[bytes], dict[str, Any]] = _parse) -> Look:
    """What the settings file at `path` says. Never raises for what is in it, or for a file that is not there.

    `parse` reads JSON: the window has a reader that is at hand sooner than Python's.
    """
    try:
        content = parse(path.read_bytes())
        settings, memory = content.get("settings", {}), content.get("memory", {})
        return Look(
            theme=str(settings.get("appearance.theme", "system")),
            scale=min(4.0, max(1.0, float(settings.get("appearance.scale", 1.0)))),
            font_size=min(40.0, max(0.0, float(settings.get("appearance.font_size", 0.0)))),
            geometry=str(memory.get("window_geometry", "")),
            state=str(memory.get("window_state", "")),
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Look()
