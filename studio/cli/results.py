"""What a run leaves in its folder: the frames as PNG, keypoints as JSON, and `result.json` about all of it."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click

from studio import __version__
from studio.app.things import is_thing, thing_sprite
from studio.cli.carry_out import Done
from studio.cli.charges import charge_words
from studio.cli.sentences import with_hints
from studio.cli.terminal import say
from studio.codec.aseprite import write_aseprite
from studio.codec.images import write_png
from studio.codec.keypoints import write_keypoints
from studio.core.errors import Charged, UserError
from studio.core.files import cannot_write, temporary_beside, write_atomic
from studio.core.geometry import Size
from studio.core.words import _, ngettext
from studio.doc.pixels import size_of
from studio.spec.describe import plain_default, value_text
from studio.spec.field import Field, FieldValue, Kind
from studio.spec.operation import Effect, Returns

SCHEMA = 1
PROGRAM = "sprite-studio"
RESULT = "result.json"
KEYPOINTS = "keypoints.json"
SPRITE = "sprite.aseprite"
"""All frames of a character or a tileset, with a tag for each direction and movement."""
_SIGNED = re.compile(r"(https?://[^\s?#\"]+)[?#][^\s\"]*")
_PATTERNS = (RESULT, KEYPOINTS, SPRITE, "frame-*.png")


def check_folder(folder: Path) -> None:
    """Before anything is sent or paid: UserError when the folder holds files of the names a run writes that no earlier
    run wrote there, or cannot be made and written. It is left as it was."""
    ours = _files_of_earlier_run(folder)
    foreign = sorted(path.name for pattern in _PATTERNS for path in folder.glob(pattern) if path.name not in ours)
    if foreign:
        raise UserError(
            _("{folder} already holds {names}, which no run wrote. Choose another folder.").format(
                folder=folder, names=", ".join(foreign[:3])
            )
        )
    _try_to_write(folder)


def _try_to_write(folder: Path) -> None:
    trial = temporary_beside(folder / RESULT)
    missing: list[Path] = []
    try:
        missing += [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"?")
    except OSError as error:
        raise cannot_write(folder / RESULT, error) from error
    finally:
        for undo in (trial.unlink, *(one.rmdir for one in missing)):
            with contextlib.suppress(OSError):
                undo()


def write_result(done: Done, folder: Path, typed: Mapping[str, FieldValue]) -> tuple[Path, ...]:
    """Write everything, `result.json` last, take away what an earlier run left over, and give the paths.

    UserError when the folder cannot be used.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder / RESULT, error) from error
    earlier = _files_of_earlier_run(folder)
    frames = _write_frames(done, folder)
    paths = [folder / frame["file"] for frame in frames]
    about = _about(done, typed) | {"frames": frames}
    if is_thing(done.outcome):
        write_atomic(folder / SPRITE, write_aseprite(thing_sprite(done.outcome)))
        about["sprite"] = SPRITE
        paths.append(folder / SPRITE)
    if done.outcome.poses:
        write_atomic(folder / KEYPOINTS, write_keypoints(list(done.outcome.poses), _size_asked(done)))
        about["keypoints"] = KEYPOINTS
        paths.append(folder / KEYPOINTS)
    if done.outcome.text:
        about["text"] = done.outcome.text
    if done.outcome.table or done.operation.spec.returns is Returns.TABLE:
        about["table"] = [_shareable(dict(row)) for row in done.outcome.table]
    write_atomic(folder / RESULT, (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    paths.append(folder / RESULT)
    for name in earlier - {path.name for path in paths}:
        (folder / name).unlink(missing_ok=True)
    return tuple(paths)


def leave_result(done: Done, folder: Path, typed: Mapping[str, FieldValue]) -> None:
    """Write everything and say which files there are, what it cost, and what a person should know of the result.

    UserError when the folder could not be written after all, with the way back to what is kept.
    """
    try:
        written = write_result(done, folder, typed)
    except UserError as error:
        raise UserError(with_hints(str(error), _way_back(done))) from error
    if done.reused:
        click.echo(_("An equal request was answered before; nothing was sent or paid."), err=True)
    for note in done.outcome.notes:
        say(note, err=True)
    if done.operation.spec.effect is Effect.PAYS and not done.reused:
        click.echo(_("Charged: {price}").format(price=charge_words(done.job)), err=True)
    for line in _told_lines(done):
        say(line)
    count = len(written)
    click.echo(
        ngettext("Wrote {count} file to {folder}:", "Wrote {count} files to {folder}:", count).format(
            count=count, folder=folder
        )
    )
    for path in written:
        say(f"  {path}")


def _way_back(done: Done) -> str:
    sentence = (
        _("The result is kept. Write it with: sprite-studio jobs resume {id} --out FOLDER")
        if done.job.cost is Charged.NO
        else _("The result is paid for and kept. Write it with: sprite-studio jobs resume {id} --out FOLDER")
    )
    return sentence.format(id=done.job.id)


def _told_lines(done: Done) -> Iterator[str]:
    """Words and facts of a result, a line each: they are what was asked for, and not only to be found in a file."""
    if done.outcome.text:
        yield done.outcome.text
    if not done.outcome.table and done.operation.spec.returns is Returns.TABLE:
        yield _("There is nothing to list.")
    for row in done.outcome.table:
        facts = _shareable({name: value for name, value in row.items() if value is not None})
        yield ", ".join(f"{name}: {_fact(value)}" for name, value in facts.items())


def _shareable(value: Any) -> Any:  # noqa: ANN401 - parsed JSON
    """Without what a link is signed with: whoever reads a log or a result could use it."""
    if isinstance(value, str):
        return _SIGNED.sub(r"\1", value)
    if isinstance(value, dict):
        return {name: _shareable(inner) for name, inner in value.items()}
    return [_shareable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _fact(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _files_of_earlier_run(folder: Path) -> frozenset[str]:
    """Names a `result.json` of ours lists in this folder; none when there is no such file."""
    try:
        about = json.loads((folder / RESULT).read_bytes())
        frames = [frame["file"] for frame in about["frames"]]
        program = about["program"].startswith(PROGRAM)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    if not program:
        return frozenset()
    # The file may come from anywhere: only names that a run gives to its files count, and none with a folder in it.
    names = (name for name in (*frames, KEYPOINTS, SPRITE, RESULT) if isinstance(name, str) and Path(name).name == name)
    return frozenset(name for name in names if any(fnmatch(name, pattern) for pattern in _PATTERNS))


def _write_frames(done: Done, folder: Path) -> list[dict[str, Any]]:
    outcome = done.outcome
    digits = max(2, len(str(len(outcome.frames))))
    written: list[dict[str, Any]] = []
    for index, pixels in enumerate(outcome.frames):
        file = f"frame-{index + 1:0{digits}}.png"
        write_atomic(folder / file, write_png(pixels))
        size = size_of(pixels)
        entry: dict[str, Any] = {"file": file, "width": size.width, "height": size.height}
        if index < len(outcome.durations):
            entry["duration_ms"] = float(outcome.durations[index])
        if index < len(outcome.names) and outcome.names[index]:
            entry["name"] = outcome.names[index]
        written.append(entry)
    return written


def _about(done: Done, typed: Mapping[str, FieldValue]) -> dict[str, Any]:
    job, spec = done.job, done.operation.spec
    charge = done.outcome.charge
    return {
        "schema": SCHEMA,
        "program": f"{PROGRAM} {__version__}",
        "operation": spec.id,
        "title": spec.title,
        "job": job.id,
        "created": datetime.fromtimestamp(job.created, UTC).isoformat(timespec="seconds"),
        "asked": {
            declared.name: _asked(declared, done.operation.values[declared.name], typed.get(declared.name))
            for declared in spec.fields
        },
        "seed_sent": job.seed_sent,
        "seed_returned": done.outcome.seed,
        "reused": done.reused,
        "cost": None if charge is None else {"amount": f"{charge.amount:f}", "unit": str(charge.unit)},
        "notes": list(done.outcome.notes),
    }


def _asked(declared: Field, value: FieldValue, typed: FieldValue) -> FieldValue:
    """The words that were typed (a picture's path, say), else the value itself."""
    if isinstance(typed, tuple) and typed:
        return list(typed)
    if typed is not None and typed != ():
        return typed if declared.kind not in _NUMBERS else value
    if isinstance(value, Size | str | int | float | bool) or value is None:
        return plain_default(declared) if value == declared.default else value
    return value_text(declared, value)


_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.SEED, Kind.FLAG})


def _size_asked(done: Done) -> Size:
    for declared in done.operation.spec.fields:
        if declared.kind is Kind.IMAGE and done.operation.values[declared.name] is not None:
            return size_of(done.operation.values[declared.name])
    return Size(1, 1)
