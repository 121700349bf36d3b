"""The decode guard: whatever a decoder raises over somebody's bytes becomes one clear BadFile.

Pillow, zlib and struct raise many unrelated kinds over damaged input; this is the only place that catches them all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from studio.core.errors import BadFile, UserError
from studio.core.words import _

log = logging.getLogger(__name__)


@contextmanager
def decoding(name: str) -> Iterator[None]:
    """Everything raised inside leaves as BadFile naming `name`; a UserError passes as it is."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        log.info("decoding %s failed: %r", name, error)
        raise damaged(name) from error


def damaged(name: str) -> BadFile:
    """The sentence for bytes that contradict their own format."""
    return BadFile(_("{name} is damaged and cannot be read. Get another copy of the file.").format(name=name))


def cut_short(name: str) -> BadFile:
    """The sentence for bytes that end too early."""
    return BadFile(_("{name} is cut short: its end is missing. Get another copy of the file.").format(name=name))
