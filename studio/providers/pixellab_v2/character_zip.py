"""The ZIP of a character: `rotations/<direction>.png`, `animations/<name>/<direction>/frame_000.png`, metadata.json.

Metadata names the files in order, at its top or below `states`; paths may be repeated there. Without metadata the
archive is walked. Entries are read one by one under names of our own, within caps, never extracted.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from studio.codec.images import read_image
from studio.core.errors import BadFile
from studio.core.words import _
from studio.doc.pixels import Pixels

MAX_ENTRIES = 4096
MAX_BYTES = 256 * 2**20
"""All entries together, expanded."""
MAX_PIXELS = 64 * 2**20
"""All pictures together."""
_MAX_RATIO = 1000
_SMALL = 2**20
"""Bytes up to which an entry may be packed as tightly as it likes."""
_METADATA = "metadata.json"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OSError,
)
"""What zipfile raises on archives that are damaged, encrypted or packed in a way it does not know."""


@dataclass(frozen=True, slots=True)
class CharacterFiles:
    """Frames in order, each with its name: `south` for a rotation, `walk/south` for a frame of a movement."""

    frames: tuple[Pixels, ...]
    names: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the metadata tells about the character: id, name, prompt ..."""


def read_character_zip(data: bytes) -> CharacterFiles:
    """Every picture of the archive. BadFile when it is none, is damaged, or is larger than a character can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive)
            metadata = _metadata(archive, entries)
            named = [one for one in dict.fromkeys(_in_metadata(metadata)) if one[1] in entries]
            listed = named or sorted(_in_archive(entries), key=_rotations_first)
            frames: list[Pixels] = []
            names: list[str] = []
            room = MAX_PIXELS
            for name, path in listed:
                picture = read_image(archive.read(entries[path]), name=path).frames[0]
                room -= picture.shape[0] * picture.shape[1]
                if room < 0:
                    raise _too_large()
                frames.append(picture)
                names.append(name)
    except _DAMAGED as error:
        raise BadFile(_("The archive of the character is damaged: {reason}").format(reason=error)) from error
    if not frames:
        raise BadFile(_("The archive of the character holds no picture."))
    character = metadata.get("character")
    return CharacterFiles(tuple(frames), tuple(names), character if isinstance(character, Mapping) else {})


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files worth reading, by path. BadFile when they claim to expand beyond reason."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_BYTES:
        raise _too_large()
    for info in infos:
        if info.file_size > _SMALL and info.file_size > _MAX_RATIO * max(1, info.compress_size):
            raise _too_large()
    return {info.filename: info for info in infos if _is_plain(info)}


def _is_plain(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    outside = path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename
    return not (outside or info.is_dir()) and (path.suffix.lower() == ".png" or info.filename == _METADATA)


def _metadata(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Mapping[str, Any]:
    """The metadata as an object; empty when it is missing or is none, since the archive tells enough itself."""
    if _METADATA not in entries:
        return {}
    try:
        found = json.loads(archive.read(entries[_METADATA]))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _in_metadata(metadata: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and path of every picture. The first state is the character itself; later ones stand under their name."""
    states = metadata.get("states")
    if isinstance(metadata.get("frames"), Mapping) or not isinstance(states, list):
        yield from _in_frames(metadata.get("frames"), "")
        return
    for number, state in enumerate(states):
        if isinstance(state, Mapping):
            name = str(state.get("name") or state.get("state_name") or number + 1)
            yield from _in_frames(state.get("frames"), f"{name}/" if number else "")


def _in_frames(frames: object, prefix: str) -> Iterator[tuple[str, str]]:
    if not isinstance(frames, Mapping):
        return
    for direction, path in _items(frames.get("rotations")):
        yield from ((f"{prefix}{direction}", one) for one in _paths(path))
    for movement, directions in _items(frames.get("animations")):
        for direction, paths in _items(directions):
            yield from ((f"{prefix}{movement}/{direction}", one) for one in _paths(paths))


def _items(found: object) -> list[tuple[str, Any]]:
    return [(str(name), part) for name, part in found.items()] if isinstance(found, Mapping) else []


def _paths(found: object) -> list[str]:
    """Each path once, in order."""
    several = found if isinstance(found, list) else [found]
    return list(dict.fromkeys(path for path in several if isinstance(path, str)))


def _in_archive(entries: Mapping[str, zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    """The same from the paths alone."""
    for path in entries:
        if match := re.fullmatch(r"rotations/([^/]+)\.png", path):
            yield match[1], path
        elif match := re.fullmatch(r"animations/([^/]+)/([^/]+)/[^/]+\.png", path):
            yield f"{match[1]}/{match[2]}", path


def _rotations_first(listed: tuple[str, str]) -> tuple[bool, str]:
    _name, path = listed
    return path.startswith("animations/"), path


def _too_large() -> BadFile:
    return BadFile(_("The archive of the character is larger than any character can be, so it was not opened."))
