"""The things a person has, newest first: what a provider listed last and what was made here, also without a network.

The list is a small JSON file; the pictures of each thing lie beside it as an .aseprite file. Both are a convenience: a
damaged list is set aside and begun anew from what the provider tells. Other windows write the same file, so only what
was changed here is put into what stands there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from studio.app.thing_records import Movement, Thing, as_json, from_json, merged
from studio.core.errors import UserError
from studio.core.files import write_atomic
from studio.core.locks import held

log = logging.getLogger(__name__)

FOLDER = "things"
_LIST = "things.json"
_ASIDE = "things.damaged.json"
_SCHEMA = 1
_PLAIN = re.compile(r"[0-9A-Za-z._-]{1,80}")


class ThingShelf:
    """`changed` tells of every change; ids are unique over all kinds."""

    changed = Signal()

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._things: dict[str, Thing] | None = None
        self._unwritten: set[str] = set()
        """Ids of what was changed or removed here since the list was written."""
        self._drawn: Mapping[str, tuple[Thing, Movement]] | None = None

    @property
    def things(self) -> tuple[Thing, ...]:
        """Newest first."""
        return tuple(sorted(self._known().values(), key=lambda thing: -thing.created))

    def get(self, thing_id: str) -> Thing | None:
        return self._known().get(thing_id)

    def drawn_by(self, job_id: str) -> tuple[Thing, Movement] | None:
        """The thing and its movement that a job draws."""
        if self._drawn is None:
            pairs = [(thing, movement) for thing in self.things for movement in thing.movements if movement.job]
            self._drawn = {movement.job: (thing, movement) for thing, movement in reversed(pairs)}
        return self._drawn.get(job_id)

    def picture_file(self, thing: Thing) -> Path:
        """Where its pictures lie on this machine; the file need not be there."""
        plain = _PLAIN.fullmatch(thing.id) is not None and not thing.id.startswith(".")
        name = thing.id if plain else hashlib.sha256(thing.id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{thing.kind.value}-{name}.aseprite"

    def put(self, thing: Thing) -> None:
        """A new thing, or the new state of one."""
        if self._known().get(thing.id) == thing:
            return
        self._change(thing)
        self._keep()

    def note(self, thing: Thing) -> None:
        """The new state of a thing that can be asked for again: it is written with the next that cannot."""
        if self._known().get(thing.id) != thing:
            self._change(thing)
            self.changed.emit()

    def told(self, things: Iterable[Thing]) -> None:
        """What a provider lists now: facts are brought up to date, what it does not name stays as it was."""
        known = self._known()
        before = dict(known)
        for thing in things:
            old = known.get(thing.id)
            new = thing if old is None else merged(old, thing)
            if new != old:
                self._change(new)
        if known != before:
            self._keep()

    def unlisted(self, ids: Iterable[str]) -> None:
        """These are no longer at the provider."""
        known = self._known()
        for thing_id in ids:
            if thing_id in known:
                self._change(replace(known[thing_id], is_listed=False))
        self._keep()

    def remove(self, thing_id: str) -> None:
        """Off the list, with its pictures; the sprite that was made of it stays."""
        thing = self._known().pop(thing_id, None)
        if thing is not None:
            self._unwritten.add(thing_id)
            self._drawn = None
            self.picture_file(thing).unlink(missing_ok=True)
            self._keep()

    def _change(self, thing: Thing) -> None:
        self._known()[thing.id] = thing
        self._unwritten.add(thing.id)
        self._drawn = None

    def _known(self) -> dict[str, Thing]:
        if self._things is None:
            self._things = self._stored() or {}
        return self._things

    def _keep(self) -> None:
        """A list that cannot be written costs the memory, not the work: this is called after a job was sent."""
        try:
            with self._alone():
                self._take_over()
                document = {"schema": _SCHEMA, "things": [as_json(thing) for thing in self._known().values()]}
                # Half a surrogate, as a file's name may hold one, can only be written as an escape.
                write_atomic(self._folder / _LIST, json.dumps(document).encode())
                self._unwritten.clear()
        except (UserError, OSError, ValueError, TypeError, RecursionError) as error:
            log.info("the list of things is not kept: %s", error)
        self.changed.emit()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process writes the list meanwhile, so that none takes away what another has put."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with held(self._folder / f".{_LIST}.lock"):
            yield

    def _take_over(self) -> None:
        """What other windows wrote holds, but for what was changed here since."""
        stored = self._stored()
        if stored is None:  # there is no list, or it was set aside
            return
        known = self._known()
        for thing_id, thing in stored.items():
            old = known.get(thing_id)
            if old is not None:
                stored[thing_id] = replace(thing, document=old.document)
        for thing_id in self._unwritten:
            if thing_id in known:
                stored[thing_id] = known[thing_id]
            else:
                stored.pop(thing_id, None)
        self._things, self._drawn = stored, None

    def _stored(self) -> dict[str, Thing] | None:
        """What the file says now; None where there is none that can be read. A damaged one is set aside."""
        path = self._folder / _LIST
        try:
            stored = list(json.loads(path.read_bytes())["things"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            log.info("the list of things is begun anew: %s", error)
            with contextlib.suppress(OSError):
                path.replace(path.with_name(_ASIDE))
            return None
        return {thing.id: thing for one in stored if (thing := _thing_in(one)) is not None}


def _thing_in(stored: Any) -> Thing | None:  # noqa: ANN401 - whatever stands in the file
    """The record; None where it is damaged, which costs this one alone."""
    try:
        return from_json(stored)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        log.info("a thing of the list is left out: %s", error)
        return None
