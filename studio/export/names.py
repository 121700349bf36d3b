"""File names that every system, engine and archive takes, from any words at all."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
_LONGEST = 120
"""Bytes of UTF-8; file systems take 255, and endings, numbers and temporary names are added."""


def clean_name(text: str, *, fallback: str = "sprite") -> str:
    """A single file name without ending: no folders, reserved characters, devices, or marks that turn text around."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    text = _FORBIDDEN.sub("_", text)
    text = text.encode()[:_LONGEST].decode("utf-8", "ignore").strip(" .")
    if not text:
        return fallback
    return f"{text}_" if _DEVICES.fullmatch(text) else text
