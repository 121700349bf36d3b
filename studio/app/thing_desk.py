"""Everything a person can do with things: look them up at the provider, tag, delete, download, open, chain.

Listing and looking up cost nothing, so they are asked directly and are no jobs. The list of things on this machine
stays when the provider cannot be reached.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psygnal import Signal

from studio.app import chaining
from studio.app.results import take_from, take_id
from studio.app.takes import Take
from studio.app.thing_landing import PROVIDER, ThingLanding
from studio.app.thing_plans import ThingPlans
from studio.app.thing_records import Movement, Thing, ThingKind, character_of_row, in_order, merged
from studio.app.thing_shelf import FOLDER, ThingShelf
from studio.app.thing_sprites import keep_pictures, pictures_of, read_pictures, thing_as_sprite
from studio.app.things import runs_of, tiles_of
from studio.core import paths
from studio.core.errors import Auth, BadAnswer, ProviderError, StudioError, UserError
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels, size_of
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.protocol import Answer, Outcome
from studio.spec.operation import Operation

if TYPE_CHECKING:
    from studio.app.session import Session

PAGE = 50
"""Characters that are listed at a time."""
_SHOWN = {ThingKind.TILESET: ("show-tileset", "tileset"), ThingKind.TILE: ("show-isometric-tile", "tile")}
Change = Callable[[Answer], Answer]


class ThingDesk:
    """One for a session. `changed` tells that the state of the list is another one; the shelf tells of the things."""

    changed = Signal()
    wanted = Signal(str)
    """Id of a thing that is to be shown."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.shelf = ThingShelf(paths.data_dir() / FOLDER)
        self.landing = ThingLanding(session, self.shelf)
        self.plans = ThingPlans(session, self.shelf)
        self.trouble = ""
        """Why the list could not be brought up to date, as a sentence; empty when it was."""
        self.is_refused = False
        """Whether the trouble is that the provider does not take the token."""
        self.is_busy = False
        self.has_more = False
        self._next = 0
        self._seen: set[str] = set()
        session.commands.add("thing.show", self._show)

    def start(self) -> None:
        """Take in what was finished when the program ended before it was put in its place. Needs the running loop."""
        self._session.tasks.launch(self._catch_up(), name="things of earlier runs")

    async def land(self, job: Job, take: Take, operation: Operation) -> None:
        """Put a result where it belongs, if it is a thing or a part of one."""
        await self.landing.land(job, take, operation)

    # -- the list ------------------------------------------------------------------------------------------------------

    async def refresh(self) -> None:
        """Ask for the first page of characters; trouble is kept as a sentence, and the known list with it."""
        self._next = 0
        self._seen.clear()
        await self.more()

    async def more(self) -> None:
        """Ask for the next page."""
        if self.is_busy:
            return
        self.is_busy = True
        self.changed.emit()
        try:
            rows = (await self._ask("list-characters", limit=PAGE, offset=self._next)).table
        except ProviderError as error:
            self.trouble = str(error)
            self.is_refused = isinstance(error, Auth)
        else:
            self._take_in([thing for row in rows if (thing := character_of_row(row)) is not None], count=len(rows))
        finally:
            self.is_busy = False
            self.changed.emit()

    async def needs_token(self) -> bool:
        """Whether a token has to be given first."""
        accounts = self._session.accounts
        await accounts.look(PROVIDER)
        return accounts.needs_token(PROVIDER)

    # -- one thing -----------------------------------------------------------------------------------------------------

    async def pictures(self, thing: Thing) -> Sprite | None:
        """Its pictures as a sprite: those on this machine, else asked for and kept. None where there are none yet.

        ProviderError or UserError when they cannot be had.
        """
        file = self.shelf.picture_file(thing)
        if file.exists():
            return await asyncio.to_thread(read_pictures, file)
        if thing.kind is ThingKind.CHARACTER and thing.is_listed:
            return await self.look(thing.id)
        return None

    async def look(self, thing_id: str) -> Sprite | None:
        """Read what the provider keeps of a character, with a picture of each direction; None while there is none."""
        from studio.providers.pixellab_v2.brief import without_frames  # noqa: PLC0415 - with the provider

        outcome = await self._ask("show-character", change=without_frames, character=thing_id)
        row = {**outcome.table[0], **{key: outcome.facts[key] for key in ("movements",) if key in outcome.facts}}
        told = character_of_row(row)
        if told is None:
            raise BadAnswer(_("The answer tells of no character."))
        told = replace(told, directions=in_order(outcome.names))
        known = self.shelf.get(thing_id)
        thing = told if known is None else merged(known, told)
        sprite = await self._keep(thing, outcome) if outcome.frames else None
        self.shelf.note(thing)
        return sprite

    async def fetch(self, kind: ThingKind, thing_id: str) -> Thing:
        """Put a thing on the list that was made elsewhere, by its id. ProviderError when there is none."""
        if kind is ThingKind.CHARACTER:
            await self.look(thing_id)
        else:
            name, field = _SHOWN[kind]
            values: dict[str, Any] = {field: thing_id}
            outcome = await self._ask(name, **values)
            tiles = outcome.facts.get("base_tiles")
            known = self.shelf.get(thing_id) or Thing(thing_id, kind, name=outcome.text)
            thing = replace(
                known,
                size=size_of(outcome.frames[0]),
                base_tiles=dict(tiles) if isinstance(tiles, dict) else known.base_tiles,
                is_listed=True,
            )
            await self._keep(thing, outcome)
            self.shelf.put(thing)
        found = self.shelf.get(thing_id)
        if found is None:
            raise BadAnswer(_("The answer tells of no character."))
        return found

    async def tag(self, thing: Thing, tags: Sequence[str]) -> None:
        """Replace its tags. UserError or ProviderError: they stay as they were."""
        words = tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
        outcome = await self._ask("tag-character", character=thing.id, tags=words)
        told = outcome.table[0].get("tags") if outcome.table else None
        now = tuple(map(str, told)) if isinstance(told, list) else words
        self.shelf.put(replace(self.shelf.get(thing.id) or thing, tags=now))

    async def delete(self, thing: Thing) -> None:
        """Delete a character at the provider and take it off the list; its sprite stays. ProviderError: all stays."""
        if thing.kind is ThingKind.CHARACTER and thing.is_listed:
            await self._ask("delete-character", character=thing.id)
        self.shelf.remove(thing.id)

    async def download(self, thing: Thing) -> Document:
        """Fetch all directions and animations of a character as a new sprite with tags."""
        outcome = await self._ask("download-character", character=thing.id)
        whole = Take(id="", operation="", title=thing.title, frames=outcome.frames, names=outcome.names)
        sprite = await asyncio.to_thread(thing_as_sprite, whole, thing.id, self.landing.usual_duration())
        document = await self.landing.place.put(sprite, thing.title, wanted=True)
        known = self.shelf.get(thing.id) or thing
        for movement in _movements_in(outcome.names):
            if all(one.name != movement.name for one in known.movements):
                known = known.with_movement(movement)
        self.shelf.put(replace(known, document=document.id, file=str(document.path or "")))
        return document

    async def open(self, thing: Thing) -> Document:
        """Bring the sprite of a thing to the front: the open one, its file, or a new one of the known pictures."""
        document = self.landing.document_of(thing)
        if document is not None:
            self._session.workspace.activate(document)
            return document
        if thing.file and Path(thing.file).is_file():
            document = self._session.open_path(Path(thing.file))
        else:
            sprite = await self.pictures(thing)
            if sprite is None:
                raise UserError(_("There is no picture of “{name}” yet.").format(name=thing.title))
            document = await self.landing.place.put(sprite, thing.title, wanted=True)
        known = self.shelf.get(thing.id) or thing
        self.shelf.put(replace(known, document=document.id, file=str(document.path or "")))
        return document

    async def chain(self, thing: Thing) -> Operation:
        """The request of the next tileset, for the form."""
        sprite = await self.pictures(thing)
        kind = registry.operation(f"{PROVIDER}/create-tileset")
        return chaining.chained(kind, thing, ground=None if sprite is None else _upper_ground(sprite))

    # -- inner ---------------------------------------------------------------------------------------------------------

    async def _catch_up(self) -> None:
        session, queue = self._session, self._session.queue
        known = {thing.job for thing in self.shelf.things}
        for job in reversed(queue.jobs()):
            waits = job.state is State.DONE and job.id not in known and not job.origin.purpose
            if waits and self.landing.is_for(job) and not session.keeper.is_settled(take_id(job.id)):
                try:
                    operation = queue.request(job)
                    outcome = await asyncio.to_thread(queue.outcome, job)
                    take = await asyncio.to_thread(take_from, job, outcome, operation)
                except StudioError:
                    continue  # the keeper of takes says that it cannot be read
                session.takes.fill([take])
                await self.land(job, take, operation)

    def _take_in(self, things: Sequence[Thing], *, count: int) -> None:
        self.trouble, self.is_refused = "", False
        self._next += count
        self._seen.update(thing.id for thing in things)
        self.has_more = count >= PAGE
        self.shelf.told(things)
        if not self.has_more:
            gone = [
                thing.id
                for thing in self.shelf.things
                if thing.kind is ThingKind.CHARACTER and thing.is_listed and thing.id not in self._seen
            ]
            if gone:
                self.shelf.unlisted(gone)

    async def _keep(self, thing: Thing, outcome: Outcome) -> Sprite:
        whole = Take(
            id="",
            operation="",
            title=thing.title,
            frames=outcome.frames,
            names=outcome.names,
            table=outcome.table if thing.kind is ThingKind.TILESET else (),
            facts={} if thing.kind is ThingKind.CHARACTER else outcome.facts,
        )
        sprite = await asyncio.to_thread(thing_as_sprite, whole, thing.id, self.landing.usual_duration())
        await asyncio.to_thread(keep_pictures, self.shelf.picture_file(thing), sprite)
        return sprite

    async def _ask(self, name: str, *, change: Change | None = None, **values: Any) -> Outcome:  # noqa: ANN401 - fields
        """The answer of something that costs nothing."""
        operation = registry.operation(f"{PROVIDER}/{name}")(**values)
        provider = self._session.providers(PROVIDER)
        answer = await provider.submit(operation, _quietly)
        if not isinstance(answer, Answer):
            raise BadAnswer(_("The answer is not what was expected."))
        if change is not None:
            answer = change(answer)
        collected = await provider.collect(operation, answer, _quietly)
        return await asyncio.to_thread(provider.decode, operation, collected)

    def _show(self) -> None:
        """What came last, in the panel."""
        self._session.panel_wanted.emit("things")
        if self.landing.latest:
            self.wanted.emit(self.landing.latest)


def _quietly(_progress: float | None, _note: str) -> None:
    """These answers come at once."""


def _movements_in(names: Sequence[str]) -> list[Movement]:
    """The animations among the names of frames, `walk/south`."""
    found: dict[str, list[str]] = {}
    for run in runs_of(names):
        movement, slash, direction = run.name.rpartition("/")
        if slash:
            found.setdefault(movement, []).append(direction)
    return [Movement(name, asked=in_order(sides), done=in_order(sides)) for name, sides in found.items()]


def _upper_ground(sprite: Sprite) -> Pixels | None:
    """The tile that is the upper ground all over."""
    tiles = tiles_of(sprite)
    at = next(
        (at for at, tile in enumerate(tiles) if {tile.get(corner) for corner in ("NW", "NE", "SW", "SE")} == {"upper"}),
        None,
    )
    return None if at is None or at >= len(sprite.frames) else pictures_of(sprite)[at]
