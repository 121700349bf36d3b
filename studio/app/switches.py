"""How takes are accepted: what becomes of their colours, edges and place. Remembered for each project.

Kept in the project's private folder, which may be deleted without losing anything, and in the person's own for work
without a project. A damaged file is forgotten, never an error.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from psygnal import Signal

from studio.core.errors import UserError
from studio.core.files import write_atomic

log = logging.getLogger(__name__)

FILE = "accepting.json"
THRESHOLDS = (64, 128, 192)
"""Alpha from which on a pixel covers, as offered: a quarter, a half, three quarters."""


class PaletteWay(StrEnum):
    """What becomes of colours the sprite's palette lacks."""

    KEEP = "keep"
    MAP = "map"
    ADD = "add"


class AlignWay(StrEnum):
    """Where a take lies on the sprite: as it was sent (else in the middle), by its figure, or corner on corner."""

    PLACED = "placed"
    FEET = "feet"
    CENTRE = "centre"
    TOP_LEFT = "top-left"


@dataclass(frozen=True, slots=True)
class Switches:
    """`edges` is the alpha from which on a pixel covers wholly, the others being dropped; None keeps half-clear
    ones."""

    palette: PaletteWay = PaletteWay.KEEP
    edges: int | None = None
    align: AlignWay = AlignWay.PLACED

    def __post_init__(self) -> None:
        if self.edges is not None and not 1 <= self.edges <= 255:
            raise ValueError(self.edges)


class SwitchMemory:
    """The switches as they are now; `changed` comes with each other setting."""

    changed = Signal()

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._switches = _read(folder / FILE)

    @property
    def switches(self) -> Switches:
        return self._switches

    def put(self, switches: Switches) -> None:
        """Use these from now on. A file that cannot be written costs the memory, not the work."""
        if switches == self._switches:
            return
        self._switches = switches
        try:
            write_atomic(self._folder / FILE, json.dumps(asdict(switches), indent=1).encode())
        except UserError as error:
            log.info("switches are not kept: %s", error)
        self.changed.emit()

    def move_to(self, folder: Path) -> None:
        """Another project: its own switches, those of now where it has none yet."""
        self._folder = folder
        kept = _read(folder / FILE, otherwise=self._switches)
        if kept != self._switches:
            self._switches = kept
            self.changed.emit()


def _threshold(stored: object) -> int | None:
    if stored is not None and not isinstance(stored, int):
        raise TypeError(stored)
    return stored


def _read(path: Path, *, otherwise: Switches = Switches()) -> Switches:
    try:
        stored: dict[str, Any] = json.loads(path.read_bytes())
        return Switches(PaletteWay(stored["palette"]), _threshold(stored["edges"]), AlignWay(stored["align"]))
    except FileNotFoundError:
        return otherwise
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.info("switches are forgotten: %s", error)
        return otherwise
