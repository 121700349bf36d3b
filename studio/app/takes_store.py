"""Takes as files of a folder: PNG frames and one JSON each.

    FOLDER/take-ID/take.json, 0000.png ... and mask.png
So results are kept whose jobs were cleared, and so a project may bring takes that somebody put into it; the studio
itself writes none into a project. Beside those of a project `takes.json` says what was decided about them (`Marks`);
nothing is deleted by a decision. What a folder holds may come from anybody.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from studio.app.takes import Mark, Take
from studio.codec.images import read_png, write_png
from studio.codec.limits import MAX_PIXELS
from studio.core.errors import BadFile, UserError
from studio.core.files import cannot_write, read_bytes, write_atomic
from studio.core.geometry import Box
from studio.core.ids import new_id
from studio.core.locks import held
from studio.core.words import _
from studio.doc.pixels import MaskPixels, Pixels, frozen, size_of
from studio.doc.skeleton import Keypoint, Pose
from studio.jobs.job import Origin

log = logging.getLogger(__name__)

PROJECT_TAKES = Path(".studio") / "takes"
"""Where takes lie that come with a project, below its folder."""
MARKS_FILE = "takes.json"
SCHEMA = 1
_RECORD = "take.json"
_DURATION = re.compile(r"[0-9]{1,18}(?:/[0-9]{1,18}|\.[0-9]{1,9})?")
"""Milliseconds, without an exponent: written out, 1e99999999 would fill the memory."""
_LATEST = 253_000_000_000.0
"""Seconds since 1970, in the year 9987: what comes later is no date."""
_SEEDS = range(-(2**63), 2**63)
_NOT_READABLE = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What is raised over a record that says something else than a record does."""


@dataclass(frozen=True, slots=True)
class StoredTakes:
    """What a folder held: takes, newest first, and a sentence for each that could not be read."""

    takes: tuple[Take, ...] = ()
    notices: tuple[str, ...] = field(default=())


def write_take(folder: Path, take: Take) -> Path:
    """Write one take below `folder`; the JSON comes last, so a half-written take is never read. UserError."""
    target = folder / take.id
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from error
    names = [f"{index:04d}.png" for index in range(len(take.frames))]
    for name, pixels in zip(names, take.frames, strict=True):
        write_atomic(target / name, write_png(pixels))
    if take.mask is not None:
        write_atomic(target / "mask.png", write_png(_mask_picture(take.mask)))
    # Half a surrogate, as a provider's words may hold one, can only be written as an escape.
    write_atomic(target / _RECORD, json.dumps(_record(take, names), indent=1, sort_keys=True).encode())
    return target


def read_takes(folder: Path, *, room: int = MAX_PIXELS) -> StoredTakes:
    """The takes below `folder`, at most `room` pixels of them. Those that are damaged or too much are passed over with
    a sentence; a missing folder holds none."""
    takes: list[Take] = []
    notices: list[str] = []
    for record in sorted(folder.glob(f"*/{_RECORD}")):
        try:
            take = _read_take(record, room=room)
        except UserError as error:
            notices.append(str(error))
        else:
            takes.append(take)
            room -= sum(size_of(frame).area for frame in take.frames)
    return StoredTakes(tuple(sorted(takes, key=lambda take: -take.created)), tuple(notices))


def read_take(folder: Path) -> Take:
    """The take in this folder. UserError when it is gone or damaged."""
    return _read_take(folder / _RECORD, room=None)


def moment_in(value: Any) -> float:  # noqa: ANN401 - whatever stands in the file
    """When a take was made, seconds since 1970, UTC. ValueError, TypeError or OverflowError for what is no date."""
    seconds = float(value)
    if not 0 <= seconds <= _LATEST:  # nor is it "not a number"
        raise ValueError(value)
    return seconds


def seed_in(value: object) -> int | None:
    """A seed as the catalogue can hold it; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value in _SEEDS else None


class Marks:
    """What was decided about takes, by take id, in one small file that other processes may write as well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks: dict[str, set[Mark]] = {}
        self._is_damaged = False
        self._read()

    def all(self) -> Mapping[str, frozenset[Mark]]:
        """Every take about which something was decided."""
        return {take_id: frozenset(marks) for take_id, marks in self._marks.items() if marks}

    def of(self, take_id: str) -> frozenset[Mark]:
        return frozenset(self._marks.get(take_id, ()))

    def is_settled(self, take_id: str) -> bool:
        """Whether it was accepted or discarded, and so no longer waits."""
        return bool(self.of(take_id) & {Mark.ACCEPTED, Mark.DISCARDED})

    def put(self, take_id: str, mark: Mark, *, on: bool) -> None:
        """Put a mark on or take it off, at once on disk. UserError when the file cannot be written."""
        if (mark in self.of(take_id)) == on:
            return
        with self._alone():
            self._read()
            self._set_aside()
            marks = self._marks.setdefault(take_id, set())
            if on:
                marks.add(mark)
            else:
                marks.discard(mark)
            self._write()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process writes the file meanwhile, so that none takes away what another has put."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = held(self._path.with_name(f".{self._path.name}.lock"))
            with lock:
                yield
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def _write(self) -> None:
        marks = {take_id: sorted(mark.value for mark in marks) for take_id, marks in self._marks.items() if marks}
        document = {"schema": SCHEMA, "marks": marks}
        write_atomic(self._path, json.dumps(document, indent=1, sort_keys=True).encode())

    def _read(self) -> None:
        """What the file says now. Of a damaged one nothing is known; it is set aside before another is written."""
        try:
            marks = json.loads(self._path.read_bytes())["marks"]
            known = {mark.value for mark in Mark}
            self._marks = {
                str(take_id): {Mark(word) for word in words if word in known} for take_id, words in marks.items()
            }
            self._is_damaged = False
        except FileNotFoundError:
            self._is_damaged = False
        except (OSError, *_NOT_READABLE) as error:
            # Takes whose marks cannot be read come back to the shelf, which costs nothing.
            log.info("marks of takes cannot be read: %s", error)
            self._is_damaged = True

    def _set_aside(self) -> None:
        if self._is_damaged and self._path.is_file():
            self._path.replace(self._path.with_name(f"{self._path.stem}.{new_id('damaged')}{self._path.suffix}"))


def _record(take: Take, names: list[str]) -> Mapping[str, Any]:
    return {
        "schema": SCHEMA,
        "id": take.id,
        "operation": take.operation,
        "title": take.title,
        "frames": names,
        "durations": [str(take.duration(index)) for index in range(len(names))],
        "poses": [_pose_record(pose) for pose in take.poses],
        "text": take.text,
        "names": list(take.names),
        "table": [dict(row) for row in take.table],
        "facts": dict(take.facts),
        "seed_sent": take.seed_sent,
        "seed_returned": take.seed_returned,
        "cost": take.cost,
        "created": take.created,
        "mask": take.mask is not None,
        "changed_outside": take.changed_outside,
        "notes": list(take.notes),
        "request": dict(take.request),
        "job": take.job_id,
        "box": list(take.origin.box) if take.origin is not None and take.origin.box is not None else None,
    }


def _pose_record(pose: Pose) -> Mapping[str, Any]:
    points = {
        label: [point.x, point.y, point.z, point.visible, point.confidence] for label, point in pose.points.items()
    }
    return {"key": pose.key, "points": points}


def _read_take(path: Path, *, room: int | None) -> Take:
    """`room` is the most pixels its frames may have together; None for as many as there are."""
    folder = path.parent
    try:
        record: Any = json.loads(read_bytes(path))
        return Take(
            id=str(record["id"]),
            operation=str(record["operation"]),
            title=str(record["title"]),
            frames=_read_frames(folder, [str(name) for name in record["frames"]], room),
            durations=tuple(_read_duration(text) for text in record["durations"]),
            poses=tuple(_read_pose(pose) for pose in record["poses"]),
            text=str(record["text"]),
            names=tuple(str(name) for name in record["names"]),
            table=tuple(MappingProxyType(dict(row)) for row in record.get("table", ())),
            facts=MappingProxyType(dict(record.get("facts", {}))),
            seed_sent=seed_in(record["seed_sent"]),
            seed_returned=seed_in(record["seed_returned"]),
            cost=str(record["cost"]),
            created=moment_in(record["created"]),
            mask=_read_mask(folder / "mask.png") if record["mask"] else None,
            changed_outside=int(record["changed_outside"]),
            notes=tuple(str(note) for note in record["notes"]),
            request=MappingProxyType({str(label): str(value) for label, value in record["request"].items()}),
            job_id=str(record.get("job", "")),
            origin=Origin(box=Box(*map(int, record["box"]))) if record.get("box") else None,
        )
    except _NOT_READABLE as error:
        raise BadFile(_("{path} is damaged, so this take is left out.").format(path=path)) from error


def _read_frames(folder: Path, names: list[str], room: int | None) -> tuple[Pixels, ...]:
    if len(set(names)) != len(names):
        raise ValueError(names)
    frames: list[Pixels] = []
    for name in names:
        frames.append(_read_frame(folder, name))
        if room is not None and (room := room - size_of(frames[-1]).area) < 0:
            raise BadFile(
                _("The takes of {folder} are larger than what can be open at once, so {take} is left out.").format(
                    folder=folder.parent, take=folder.name
                )
            )
    return tuple(frames)


def _read_frame(folder: Path, name: str) -> Pixels:
    if Path(name).name != name:
        raise ValueError(name)
    return read_png(read_bytes(folder / name), name=name)


def _read_duration(text: object) -> Fraction:
    if not isinstance(text, str) or _DURATION.fullmatch(text) is None:
        raise ValueError(text)
    return Fraction(text)


def _read_pose(record: Mapping[str, Any]) -> Pose:
    points = {str(label): _read_point(values) for label, values in record["points"].items()}
    return Pose.of(points, key=bool(record["key"]))


def _read_point(values: Any) -> Keypoint:  # noqa: ANN401 - whatever stands in the file
    x, y, z, visible, confidence = values
    point = Keypoint(float(x), float(y), float(z), visible=bool(visible), confidence=float(confidence))
    if not all(map(math.isfinite, point)):
        raise ValueError(values)
    return point


def _mask_picture(mask: MaskPixels) -> Pixels:
    opaque = np.full_like(mask, 255)
    return frozen(np.dstack([mask, mask, mask, opaque]))


def _read_mask(path: Path) -> MaskPixels:
    return frozen(read_png(read_bytes(path), name=path.name)[..., 0].copy())
