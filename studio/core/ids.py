"""Identifiers: short, random, sortable by nothing, safe in file names and JSON."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """`prefix` and 12 random characters (60 bits), for example `frame-7k2m9q0d4xw1`."""
    return f"{prefix}-" + "".join(secrets.choice(_ALPHABET) for _ in range(12))
