"""The person's settings, declared in `studio.spec.settings`, and what the program remembers between two starts.

Imported before the first paint: nothing here may load numpy or psygnal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from studio.core.errors import UserError
from studio.core.words import _
from studio.spec.settings import SETTINGS, accepts
from studio.store import settings_file

log = logging.getLogger(__name__)

MEMORY: dict[str, str] = {
    "window_geometry": "",
    "window_state": "",
    "last_project": "",
    "last_folder": "",
    "last_export_folder": "",
    "last_palette": "",
    "tools": "",
}
"""What is remembered, with its value at the first start. Not settings: nobody chooses them in a form."""
_RECENT = "recent_files"

Listener = Callable[[str], None]


class Settings:
    """Values by name. A stored value that is no longer allowed reads as its default and stays in the file."""

    def __init__(self, path: Path, stored: settings_file.Stored) -> None:
        self._path = path
        self._settings = dict(stored.settings)
        self._memory = dict(stored.memory)
        self._listeners: list[Listener] = []
        self.notice = stored.notice
        """What to tell the person about the file; empty when all was well."""

    @classmethod
    def load(cls, path: Path) -> Settings:
        """From the file, which need not exist. Never raises for what is in it."""
        return cls(path, settings_file.read(path))

    def get(self, name: str) -> Any:  # noqa: ANN401 - of the kind the declaration says
        """The value of a setting or of something remembered. KeyError for a name nobody declared."""
        if name in SETTINGS:
            value = self._settings.get(name)
            return value if value is not None and accepts(name, value) else SETTINGS[name].default
        default = MEMORY[name]
        value = self._memory.get(name, default)
        return value if isinstance(value, str) else default

    def set(self, name: str, value: object) -> None:
        """Change a value and write it down. UserError for a value the setting cannot have, or a disk that is full;
        a lapse of memory is only logged."""
        if name in MEMORY:
            self._memory[name] = value
            self._remember({name: value})
        elif name not in SETTINGS:
            raise KeyError(name)
        elif not accepts(name, value):
            raise UserError(_("“{title}” cannot be {value}.").format(title=SETTINGS[name].title, value=value))
        else:
            self._settings[name] = value
            self._tell(name)
            settings_file.update(self._path, settings={name: value}, memory={})

    def reset(self, name: str) -> None:
        """Back to the default."""
        self._settings.pop(name, None)
        self._tell(name)
        settings_file.update(self._path, settings={name: None}, memory={})

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the name of each setting that changes; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""
        return str(self.get("appearance.theme"))

    @property
    def ui_scale(self) -> float:
        """1.0 for 100 %."""
        return float(self.get("appearance.scale"))

    @property
    def font_size(self) -> int:
        """In points; 0 for that of the system."""
        return int(self.get("appearance.font_size") or 0)

    @property
    def window_geometry(self) -> str:
        """Place and size of the window, base64."""
        return str(self.get("window_geometry"))

    @property
    def window_state(self) -> str:
        """Docks and tool bars, base64."""
        return str(self.get("window_state"))

    @property
    def last_project(self) -> str:
        """Folder of the project that was open last; empty for none."""
        return str(self.get("last_project"))

    @property
    def last_export_folder(self) -> str:
        return str(self.get("last_export_folder"))

    @property
    def recent_files(self) -> tuple[str, ...]:
        """Newest first, at most as many as the settings say."""
        stored = self._memory.get(_RECENT)
        names = [name for name in stored if isinstance(name, str)] if isinstance(stored, list) else []
        return tuple(names[: int(self.get("files.recent"))])

    def remember_recent(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        name = str(path.absolute())
        self._keep_recent([name, *(other for other in self.recent_files if other != name)])

    def forget_recent(self, names: Iterable[str] = ()) -> None:
        """Take these off the recent files; all of them when none is named."""
        gone = set(names)
        self._keep_recent([name for name in self.recent_files if gone and name not in gone])

    def _keep_recent(self, names: list[str]) -> None:
        self._memory[_RECENT] = names[: int(self.get("files.recent"))]
        self._remember({_RECENT: self._memory[_RECENT]})

    def _remember(self, memory: settings_file.Values) -> None:
        try:
            settings_file.update(self._path, settings={}, memory=memory)
        except UserError as error:
            log.warning("not remembered: %s", error)

    def _tell(self, name: str) -> None:
        for listener in tuple(self._listeners):
            listener(name)
