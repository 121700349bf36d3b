"""Takes a token out of what a service answers: services repeat what they were sent, in all the ways texts are packed.

Answers are kept and shown, and files of results are passed on, so none of them may hold what opens the account.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib
from functools import lru_cache
from urllib.parse import quote

_SHORTEST = 3
_SHOWN = b"[token]"
_ZIP = b"PK\x03\x04"
_ROOM = 256 * 2**20
"""Bytes that an archive may unpack to; larger ones are refused by whoever reads them."""
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)
"""What zipfile raises on archives that are damaged, encrypted or packed in a way it does not know."""


def without_token(body: bytes, token: str) -> bytes:
    """The same without the token, also inside an archive. Some ms for large ones: use a thread."""
    if len(token) <= _SHORTEST:
        return body
    forms = _forms_of(token)
    return _archive_without(body, forms) if body.startswith(_ZIP) else _without(body, forms)


def _without(body: bytes, forms: tuple[bytes, ...]) -> bytes:
    for form in forms:
        if form in body:
            body = body.replace(form, _SHOWN)
    return body


def _archive_without(body: bytes, forms: tuple[bytes, ...]) -> bytes:
    """An archive as it came unless a member holds the token; then one of the same members without it."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _ROOM:
                return _without(body, forms)
            members = [(entry, archive.read(entry)) for entry in entries]
    except _UNREADABLE:
        return _without(body, forms)
    clean = [_without(data, forms) for _entry, data in members]
    if all(data is cleaned for (_entry, data), cleaned in zip(members, clean, strict=True)):
        return _without(body, forms)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for (entry, _data), cleaned in zip(members, clean, strict=True):
            archive.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), cleaned, zipfile.ZIP_DEFLATED)
    return _without(stream.getvalue(), forms)


@lru_cache(maxsize=8)
def _forms_of(token: str) -> tuple[bytes, ...]:
    bare, header = (base64.b64encode(text.encode()).rstrip(b"=").decode() for text in (token, f"Bearer {token}"))
    packed = (token, quote(token, safe=""), quote(token), json.dumps(token)[1:-1], header, bare)
    # Some write a slash within JSON with a backslash before it.
    forms = (form for text in packed for form in (text, text.replace("/", "\\/")))
    return tuple(dict.fromkeys(form.encode() for form in forms))
