"""JSON of answers: reading it holds the interpreter, and answers have megabytes, so a window waits for it."""

from __future__ import annotations

import json

import msgspec


def read_document(body: bytes) -> object:
    """The JSON value; ValueError or RecursionError when there is none.

    The fast and strict reader goes first; what it does not take (a mark at the beginning, NaN, half a surrogate) is
    left to the tolerant one.
    """
    try:
        document: object = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError):
        document = json.loads(body)
    return document
