"""A virtual screen with a window manager, and the program on it, driven by real mouse and keyboard events.

Nothing here waits by the clock: the program tells through a pipe what has happened, and `wait` reads until it has.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from tests.arch.tree import ROOT

TOOLS = ("Xvfb", "openbox", "xdotool")
_SIZE = "1400x860x24"
_LONGEST = 60.0
"""Seconds without the event that was waited for, after which a test gives up."""


def missing_tools() -> list[str]:
    """What these tests start and this machine does not have."""
    if not sys.platform.startswith("linux"):
        return list(TOOLS)
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Screen:
    """An X server of its own number; `close` ends it with all that runs on it."""

    def __init__(self, folder: Path) -> None:
        readable, writable = os.pipe()
        self._children = [
            self._run(["Xvfb", "-displayfd", str(writable), "-screen", "0", _SIZE, "-nolisten", "tcp"], keep=writable)
        ]
        os.close(writable)
        with os.fdopen(readable) as told:
            self.display = f":{told.readline().strip()}"
        self._folder = folder
        self._children.append(self._run(["openbox"], env=self.environment()))

    def environment(self) -> dict[str, str]:
        """For a program on this screen, without a session bus."""
        kept = {name: value for name, value in os.environ.items() if name not in {"WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
        return {**kept, "DISPLAY": self.display, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}

    def hand(self, *words: object) -> None:
        """Mouse and keyboard, in the words of xdotool."""
        subprocess.run(["xdotool", *map(str, words)], check=True, env=self.environment(), timeout=30)

    def close(self) -> None:
        """End what was started, the server last."""
        for child in reversed(self._children):
            child.terminate()
            child.wait(timeout=20)

    @staticmethod
    def _run(
        command: Sequence[str], *, env: Mapping[str, str] | None = None, keep: int | None = None
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=() if keep is None else (keep,),
        )


class Studio:
    """The program as a child process. `places` are the controls that can be used now: x, y, width, height."""

    def __init__(self, screen: Screen, home: Path, *arguments: str, variables: Mapping[str, str] | None = None) -> None:
        """`variables` are added to the program's environment."""
        self._screen = screen
        self.places: dict[str, tuple[int, int, int, int]] = {}
        self._seen: list[str] = []
        self._unread = b""
        self._errors = home / "stderr.txt"
        pipe = home / "events"
        pipe.unlink(missing_ok=True)
        os.mkfifo(pipe)
        self._pipe = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "studio", *arguments],
                cwd=ROOT,
                env={
                    **screen.environment(),
                    "QT_QPA_PLATFORM": "xcb",
                    "SPRITE_STUDIO_HOME": str(home),
                    "SPRITE_STUDIO_EVENTS": str(pipe),
                    **(variables or {}),
                },
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )

    # -- what it says --------------------------------------------------------------------------------------------------

    def wait(self, event: str, **facts: object) -> dict[str, Any]:
        """The next event of that name with these facts; whatever comes before it is passed over."""
        until = monotonic() + _LONGEST
        while True:
            told = self._next(f"{event} {facts}", until)
            if told["event"] == event and all(told.get(name) == value for name, value in facts.items()):
                return told

    def wait_for_sample(self) -> None:
        """Until the sprites of the sample project are open, with the hero in front."""
        for title in ("tileset.aseprite", "hero.aseprite"):
            self.wait("active", title=title)

    def wait_for(self, control: str) -> tuple[int, int, int, int]:
        """Until a control can be used; where it is."""
        until = monotonic() + _LONGEST
        while control not in self.places:
            self._next(control, until)
        return self.places[control]

    def wait_without(self, control: str) -> None:
        """Until a control can no longer be used."""
        until = monotonic() + _LONGEST
        while control in self.places:
            self._next(f"the end of {control}", until)

    def ended(self) -> int:
        """The exit status, once it has ended."""
        return self.process.wait(timeout=_LONGEST)

    # -- what is done to it --------------------------------------------------------------------------------------------

    def click(self, control: str) -> None:
        """The left button on the middle of a control."""
        x, y, width, height = self.wait_for(control)
        self._screen.hand("mousemove", "--sync", x + width // 2, y + height // 2, "click", 1)

    def drag(self, *cells: tuple[int, int], button: int = 1) -> None:
        """A stroke over cells of the canvas."""
        steps: list[object] = ["mousemove", *self._at(cells[0]), "mousedown", button]
        for cell in cells[1:]:
            steps += ["mousemove", *self._at(cell)]
        self._screen.hand(*steps, "mouseup", button)

    def key(self, *keys: str) -> None:
        """Key strokes such as `ctrl+z`."""
        self._screen.hand("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Words, key by key."""
        self._screen.hand("type", "--delay", 4, text)

    def run_action(self, words: str) -> None:
        """Find an action by its name, as Ctrl+K does."""
        self.key("ctrl+k")
        self.wait_for("command-search")
        self.type(words)
        self.key("Return")

    def kill(self) -> None:
        """The power goes off."""
        self.process.kill()
        self.process.wait(timeout=20)

    def close(self) -> None:
        """End it however it is, for the end of a test."""
        if self.process.poll() is None:
            self.kill()
        os.close(self._pipe)

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _at(self, cell: tuple[int, int]) -> tuple[int, int]:
        x, y, width, height = self.wait_for("canvas")
        return x + cell[0] * width + width // 2, y + cell[1] * height + height // 2

    def _next(self, wanted: str, until: float) -> dict[str, Any]:
        """What is told next; AssertionError when `until` is over, whatever else is told all the time."""
        while b"\n" not in self._unread or monotonic() > until:
            patience = max(0.0, until - monotonic()) if self.process.poll() is None else 0.0
            ready, _writable, _failed = select.select([self._pipe], [], [], patience)
            if not ready or monotonic() > until:
                raise AssertionError(self._story(wanted))
            self._unread += os.read(self._pipe, 65536)
        line, _newline, self._unread = self._unread.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        if told["event"] == "layout":
            for name, place in told["widgets"].items():
                if place is None:
                    self.places.pop(name, None)
                else:
                    self.places[name] = tuple(place)
        else:
            self._seen.append(line.decode())
        return told

    def _story(self, wanted: str) -> str:
        errors = self._errors.read_text(encoding="utf-8", errors="replace")
        seen = "\n  ".join(self._seen[-30:])
        return f"waited in vain for {wanted}; exit status {self.process.poll()}\n  {seen}\n{errors}"
