"""Fails or ends a program at its Nth operation on a file, once for every N, and looks at what is left each time.

    python -m tests.fakes.faults MODE MODULE FOLDER

`MODULE` has `setup(folder)`, `work(folder, ack)` and `check(folder, acks)`. For every point: a fresh folder, `setup`,
then `work` in a child with the fault, then `check` in a child without it, as the next start of the program would find
things. Modes: `kill` ends the process before the operation, `torn` in the middle of a write, `enospc` fails this and
every later operation that needs room. Prints one line of JSON: how many points there were, and which went wrong.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import importlib
import io
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

KILLED = 137
_FAULTY = 3
_NEEDS_ROOM = ("open", "write", "fsync", "mkdir")


class Faults:
    """Counts operations that change files, and lets one of them go wrong."""

    def __init__(self, mode: str, point: int) -> None:
        self.operations: list[str] = []
        self._mode = mode
        self._point = point
        self._full = False

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Stand between the program and the system; meant for a process of its own."""
        real = {name: getattr(os, name) for name in ("fsync", "replace", "rename", "unlink", "mkdir", "rmdir")}
        real_open = io.open
        for name, function in real.items():
            setattr(os, name, self._counted(name, function))
        io.open = builtins.open = self._opening(real_open)  # type: ignore[assignment]  # looks like the one it replaces
        try:
            yield
        finally:
            for name, function in real.items():
                setattr(os, name, function)
            io.open = builtins.open = real_open

    def meet(self, operation: str, torn: Callable[[], object] = lambda: None) -> None:
        """Called before an operation; does not return when the process ends here."""
        self.operations.append(operation)
        here = len(self.operations) == self._point
        if here and self._mode in ("kill", "torn"):
            if self._mode == "torn":
                torn()
            os._exit(KILLED)
        if here and self._mode == "enospc":
            self._full = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self._full and operation in _NEEDS_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _counted(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self.meet(name)
            return function(*args, **named)

        return call

    def _opening(self, real_open: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
            if not set(mode) & set("wxa+"):
                return real_open(file, mode, *args, **named)
            self.meet("open")
            return _Writing(real_open(file, mode, *args, **named), self)

        return call


class _Writing:
    """A file whose writes are counted."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file = file
        self._faults = faults

    def write(self, data: Any) -> Any:
        self._faults.meet("write", lambda: self._half(data))
        return self._file.write(data)

    def _half(self, data: Any) -> None:
        self._file.write(data[: len(data) // 2])
        self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Writing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def run(module: ModuleType, mode: str, folder: Path) -> dict[str, Any]:
    """Every point of the module's work; stops when the work ends without having met its fault."""
    bad: list[str] = []
    point = 0
    while True:
        point += 1
        place = folder / f"{mode}-{point}"
        place.mkdir(parents=True)
        module.setup(place)
        acks, met = _in_child(lambda ack, at=point, where=place: _work(module, mode, at, where, ack))
        problems, _ = _in_child(lambda ack, where=place, said=acks: _check(module, where, said, ack))
        bad += [f"{mode} at {point}: {problem}" for problem in problems]
        shutil.rmtree(place)
        if not met:
            return {"points": point - 1, "bad": bad}


def _work(module: ModuleType, mode: str, point: int, folder: Path, ack: Callable[[str], None]) -> int:
    faults = Faults(mode, point)
    with faults.installed():
        module.work(folder, ack)
    return 1 if len(faults.operations) >= point else 0


def _check(module: ModuleType, folder: Path, acks: list[str], ack: Callable[[str], None]) -> int:
    try:
        module.check(folder, acks)
    except Exception:  # noqa: BLE001 - whatever the check meets is the finding
        ack(traceback.format_exc().replace("\n", " | "))
    return 0


def _in_child(job: Callable[[Callable[[str], None]], int]) -> tuple[list[str], bool]:
    """What the child acknowledged, and whether it met its fault."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        code = _FAULTY
        try:
            code = job(lambda text: os.write(writer, f"{text}\n".encode()) and None)
        except Exception:  # noqa: BLE001 - the child says what it met and ends
            os.write(writer, (traceback.format_exc().replace("\n", " | ") + "\n").encode())
        os._exit(code)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        said = pipe.read().splitlines()
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == _FAULTY:
        raise SystemExit(f"a fault that is not told as a sentence: {said}")
    return said, code in (1, KILLED)


if __name__ == "__main__":
    found = run(importlib.import_module(sys.argv[2]), sys.argv[1], Path(sys.argv[3]))
    sys.stdout.write(json.dumps(found) + "\n")
