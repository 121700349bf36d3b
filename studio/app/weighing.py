"""Whether the pictures of a request have more bytes than its provider takes, found out before anything is sent.

Only the file tells, so large pictures are written once in a worker thread; small ones cannot be too heavy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import numpy as np

from studio.app.fitting import fitted
from studio.core.errors import Problem, Refused
from studio.doc.pixels import Pixels
from studio.providers.protocol import Provider
from studio.spec.field import FieldValue, Keyframe, Picture
from studio.spec.operation import Operation
from studio.spec.rules import Values

LIGHT = 4 * 1024 * 1024
"""Bytes of pixels that no provider finds too many, however badly they are packed."""


def heavy_pictures(values: Values) -> tuple[Pixels, ...]:
    """The pictures of a request when they could be too heavy together; else nothing."""
    found = tuple(picture for value in values.values() for picture in _pictures(value))
    return found if sum(picture.nbytes for picture in found) > LIGHT else ()


async def weighed(provider: Provider, operation: Operation) -> tuple[Problem, ...]:
    """What the provider has against the request as it would be sent."""
    try:
        await asyncio.to_thread(lambda: provider.request(fitted(operation)[0]))
    except Refused as error:
        return error.problems
    return ()


def _pictures(value: FieldValue) -> Iterator[Pixels]:
    for one in value if isinstance(value, tuple) else (value,):
        array = one.pixels if isinstance(one, Picture | Keyframe) else one
        if isinstance(array, np.ndarray):
            yield array
