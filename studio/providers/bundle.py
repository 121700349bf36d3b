"""An answer and the files it names by address, as one self-contained answer.

A ZIP without compression: `answer.json` as it came, `files.json` with the addresses in order, and the files numbered
in that order. Made when a result is fetched, so that decoding it, also years later, needs no network.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from studio.core.errors import BadAnswer
from studio.core.words import _
from studio.providers.protocol import COLLECTED, Answer

MEDIA = COLLECTED
_ANSWER = "answer.json"
_LIST = "files.json"
# A fixed time in every entry: equal results have equal bytes, and so one name in the store.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """What decoding works on: the answer as it came, and each collected file by its address."""

    answer: Answer
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))


def pack(answer: Answer, files: Mapping[str, Answer]) -> Answer:
    """One answer of all; `files` by address."""
    listed = [{"address": address, "media": file.media, "name": _name(at)} for at, (address, file) in _numbered(files)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        bundle.writestr(zipfile.ZipInfo(_ANSWER, _TIME), answer.body)
        bundle.writestr(zipfile.ZipInfo(_LIST, _TIME), json.dumps(listed))
        for at, (_address, file) in _numbered(files):
            bundle.writestr(zipfile.ZipInfo(_name(at), _TIME), file.body)
    return Answer(stream.getvalue(), MEDIA, answer.headers, answer.status)


def unpack(answer: Answer) -> Kept:
    """What `pack` was given, or the answer alone when it is no bundle. BadAnswer when the bundle is damaged."""
    if answer.media != MEDIA:
        return Kept(answer)
    try:
        with zipfile.ZipFile(io.BytesIO(answer.body)) as bundle:
            inner = Answer(bundle.read(_ANSWER), "application/json", answer.headers, answer.status)
            listed = json.loads(bundle.read(_LIST))
            return Kept(inner, {entry["address"]: bundle.read(entry["name"]) for entry in listed})
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError) as error:
        raise BadAnswer(_("The kept result is damaged.")) from error


def _numbered(files: Mapping[str, Answer]) -> list[tuple[int, tuple[str, Answer]]]:
    return list(enumerate(files.items(), start=1))


def _name(number: int) -> str:
    return f"file-{number:04}"
