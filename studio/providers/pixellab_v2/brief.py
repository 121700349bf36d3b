"""The record of a character without the pictures of its animations, which may be hundreds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio.providers.protocol import Answer


def without_frames(answer: Answer) -> Answer:
    """The answer with every animation named but none of its frames; as it is where it cannot be read."""
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        return answer
    if not isinstance(document, dict):
        return answer
    return replace(answer, body=json.dumps(_stripped(document)).encode())


def _stripped(document: Mapping[str, Any]) -> dict[str, Any]:
    shorter = dict(document)
    if isinstance(document.get("data"), Mapping):
        shorter["data"] = _stripped(document["data"])
    animations = document.get("animations")
    if isinstance(animations, list):
        shorter["animations"] = [_frameless(one) for one in animations if isinstance(one, Mapping)]
    return shorter


def _frameless(animation: Mapping[str, Any]) -> dict[str, Any]:
    directions = animation.get("directions")
    told = [one for one in directions if isinstance(one, Mapping)] if isinstance(directions, list) else []
    return {**animation, "directions": [{**one, "frames": []} for one in told]}
