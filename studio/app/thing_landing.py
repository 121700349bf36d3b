"""What becomes of a finished thing: a character is a sprite in the project at once, its movements go into that sprite
as they come, and everything is on the list of things with its pictures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from studio.app import chaining
from studio.app.directions import EIGHT, FOUR
from studio.app.surface import Level
from studio.app.takes import Take
from studio.app.thing_place import SpritePlace
from studio.app.thing_records import LIFETIMES, Movement, Thing, ThingKind, in_order, short_name
from studio.app.thing_shelf import ThingShelf
from studio.app.thing_sprites import (
    Growth,
    by_direction,
    grown,
    identity_in,
    keep_pictures,
    read_pictures,
    thing_as_sprite,
)
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.document import Document
from studio.jobs.job import Job
from studio.spec.operation import Operation
from studio.store.sprite_file import save_sprite

if TYPE_CHECKING:
    from studio.app.session import Session

PROVIDER = "pixellab-v2"
_MADE: Mapping[str, ThingKind] = {
    f"{PROVIDER}/create-character-with-4-directions": ThingKind.CHARACTER,
    f"{PROVIDER}/create-character-with-8-directions": ThingKind.CHARACTER,
    f"{PROVIDER}/create-tileset": ThingKind.TILESET,
    f"{PROVIDER}/create-tileset-job": ThingKind.TILESET,
    f"{PROVIDER}/create-isometric-tile": ThingKind.TILE,
    f"{PROVIDER}/create-map-object": ThingKind.OBJECT,
}
_MOVED = frozenset({f"{PROVIDER}/animate-character", f"{PROVIDER}/create-character-animation"})
_IDS = ("character_id", "tileset_id", "tile_id", "object_id")


class ThingLanding:
    """One for a session; `land` is told of every result."""

    def __init__(self, session: Session, shelf: ThingShelf) -> None:
        self._session = session
        self._shelf = shelf
        self.place = SpritePlace(session)
        self._turn = asyncio.Lock()
        self.latest = ""
        """Id of the thing that came last."""

    async def land(self, job: Job, take: Take, operation: Operation) -> None:
        """Put a result where it belongs, if it is a thing or a part of one. Trouble is told, the take stays."""
        kind = _MADE.get(job.operation)
        if not take.frames or not self.is_for(job):
            return
        async with self._turn:  # parts of a plan come one after the other into the same sprite
            try:
                await (self._moved(job, take, operation) if kind is None else self._made(job, take, operation, kind))
            except StudioError as error:
                self._session.report(error)

    def is_for(self, job: Job) -> bool:
        """Whether the job makes a thing or a part of one."""
        return job.operation in _MADE or job.operation in _MOVED or self._drawn_for(job) is not None

    def document_of(self, thing: Thing) -> Document | None:
        """The sprite of a thing, if it is open."""
        workspace = self._session.workspace
        found = workspace.find(thing.document) if thing.document else None
        if found is None and thing.file:
            found = workspace.at_path(Path(thing.file))
        return found or next((one for one in workspace.documents if identity_in(one.sprite) == thing.id), None)

    # -- a new thing ---------------------------------------------------------------------------------------------------

    async def _made(self, job: Job, take: Take, operation: Operation, kind: ThingKind) -> None:
        thing = thing_made(job, take, operation, kind)
        known = self._shelf.get(thing.id)
        if known is not None and known.job == job.id:
            return
        sprite = await asyncio.to_thread(thing_as_sprite, take, thing.id, self.usual_duration())
        await asyncio.to_thread(keep_pictures, self._shelf.picture_file(thing), sprite)
        self._shelf.put(thing)
        self.latest = thing.id
        if kind is ThingKind.TILESET:
            self._leave(take)  # tiles are no animation; they are seen as a map
            self._session.say(
                _("The tileset “{name}” is here. Things shows it as a map.").format(name=thing.title),
                Level.GOOD,
                action="thing.show",
            )
        if kind is not ThingKind.CHARACTER:
            return
        document = await self.place.put(sprite, thing.title, project=job.origin.project)
        self._shelf.put(replace(thing, document=document.id, file=str(document.path or "")))
        self._settle(take)
        self._say_made(thing, document)

    def _say_made(self, thing: Thing, document: Document) -> None:
        missing = thing.missing
        if missing:
            words = _("“{name}” lacks {count} of {all} directions: {missing}.").format(
                name=thing.title, count=len(missing), all=len(thing.wanted), missing=", ".join(missing)
            )
            self._session.say(words, Level.WARN, action="thing.show")
            return
        words = _("“{name}” is finished and open as a sprite.").format(name=thing.title)
        if document.path is not None:
            words = _("“{name}” is in the project now: {file}.").format(name=thing.title, file=document.path.name)
        self._session.say(words, Level.GOOD, action="thing.show")

    # -- a further part of one -----------------------------------------------------------------------------------------

    def _drawn_for(self, job: Job) -> tuple[Thing, Movement] | None:
        """The thing and its movement that a job, or one that it repeats, draws."""
        queue, wanted, met = self._session.queue, job, {job.id}
        while (found := self._shelf.drawn_by(wanted.id)) is None:
            if not wanted.retry_of or wanted.retry_of in met:
                return None
            met.add(wanted.retry_of)
            try:
                wanted = queue.get(wanted.retry_of)
            except KeyError:
                return None
        return found

    async def _moved(self, job: Job, take: Take, operation: Operation) -> None:
        thing, movement = self._drawn_for(job) or self._wished_elsewhere(job, operation)
        movement = replace(movement, job=job.id)
        sides = {
            direction: pictures
            for direction, pictures in by_direction(take, movement.asked).items()
            if direction not in movement.done
        }
        if not sides:
            return
        duration = Fraction(movement.duration) if movement.duration else self.usual_duration()
        growth = Growth(movement.name, sides, duration)
        if not growth.name:
            await self._grow_pictures(thing, growth)
        document = await self._grow(thing, take, growth)
        thing = (self._shelf.get(thing.id) or thing).with_movement(movement.with_done(tuple(sides)))
        if not growth.name:
            thing = replace(thing, directions=in_order((*thing.directions, *sides)))
        if document is not None:
            thing = replace(thing, document=document.id, file=str(document.path or ""))
        self._shelf.put(thing)
        self.latest = thing.id
        self._settle(take)

    def _wished_elsewhere(self, job: Job, operation: Operation) -> tuple[Thing, Movement]:
        """A movement that was asked for from the plain form, or in another program run."""
        values = operation.values
        thing_id = str(values["character"])
        thing = self._shelf.get(thing_id) or Thing(thing_id, ThingKind.CHARACTER, created=job.created)
        name = free_movement(thing, str(values["name"] or values["template"]))
        asked = in_order(values["directions"] or thing.wanted)
        return thing, Movement(name, asked=asked, job=job.id, template=str(values["template"]))

    async def _grow_pictures(self, thing: Thing, growth: Growth) -> None:
        file = self._shelf.picture_file(thing)
        if file.exists():
            sprite = await asyncio.to_thread(read_pictures, file)
            await asyncio.to_thread(keep_pictures, file, grown(sprite, growth))

    async def _grow(self, thing: Thing, take: Take, growth: Growth) -> Document | None:
        """Put the frames into the open sprite as one undo step, else into its file, else into a new sprite."""
        document = self.document_of(thing)
        if document is not None:
            await _at_rest(document)
            was_saved = not document.is_dirty and document.path is not None
            label = _("Add {name}").format(name=growth.name or ", ".join(growth.sides))
            cursor, selected = document.cursor, document.selected_frames
            document.apply(label, lambda sprite: grown(sprite, growth))
            document.move_to(frame=cursor.frame)  # what comes by itself takes nobody's place away
            document.select_frames(selected)
            if was_saved:
                await self._session.save(document)
            return document
        path = Path(thing.file) if thing.file else None
        if path is not None and path.is_file():
            sprite = await asyncio.to_thread(read_pictures, path)
            await asyncio.to_thread(save_sprite, path, grown(sprite, growth))
            return None
        kept = self._shelf.picture_file(thing)
        if kept.exists():
            sprite = await asyncio.to_thread(read_pictures, kept)
            return await self.place.put(sprite if not growth.name else grown(sprite, growth), thing.title)
        named = replace(take, names=tuple(_movement_names(take, growth)))
        sprite = await asyncio.to_thread(thing_as_sprite, named, thing.id, growth.duration)
        return await self.place.put(sprite, thing.title)

    def _settle(self, take: Take) -> None:
        """It is in a sprite now: nothing is left to decide, and nothing of it to be shown in place."""
        self._session.takes.mark_accepted(take.id)
        self._leave(take)

    def _leave(self, take: Take) -> None:
        takes = self._session.takes
        if takes.chosen is not None and takes.chosen.id == take.id:
            takes.choose(None)

    def usual_duration(self) -> Fraction:
        """Milliseconds of a frame nobody gave a time."""
        return Fraction(self._session.settings.get("timeline.duration"))


def thing_made(job: Job, take: Take, operation: Operation, kind: ThingKind) -> Thing:
    """The record of what a job made."""
    created = job.ended or job.created
    lifetime = LIFETIMES.get(kind)
    values = operation.values
    if kind is ThingKind.TILESET:
        name = _("{lower} and {upper}").format(lower=short_name(values["lower"]), upper=short_name(values["upper"]))
    else:
        name = short_name(str(values["description"] or ""))
    prompt = "" if kind is ThingKind.TILESET else str(values["description"] or "")
    tiles = take.facts.get("base_tiles")
    return Thing(
        id=_identity(job, take),
        kind=kind,
        name=name,
        prompt=prompt,
        size=take.size,
        wanted=(EIGHT if "with-8" in job.operation else FOUR) if kind is ThingKind.CHARACTER else (),
        directions=in_order([name for name in take.names if name in EIGHT]) if kind is ThingKind.CHARACTER else (),
        created=created,
        expires=None if lifetime is None else created + lifetime,
        job=job.id,
        made_with=chaining.made_with(operation) if kind is ThingKind.TILESET else {},
        base_tiles={str(key): str(tile) for key, tile in tiles.items()} if isinstance(tiles, Mapping) else {},
        is_listed=True,
    )


def free_movement(thing: Thing, name: str) -> str:
    """The name, with a number behind it where the thing has such a movement already."""
    taken = {movement.name for movement in thing.movements}
    number, free = 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _movement_names(take: Take, growth: Growth) -> list[str]:
    """Names of the frames as tags are made of them, where there is no sprite to put them into."""
    names = take.names or ("",) * len(take.frames)
    only = next(iter(growth.sides)) if len(growth.sides) == 1 else ""
    return ["/".join(part for part in (growth.name, name.rpartition("/")[2] or only) if part) for name in names]


async def _at_rest(document: Document) -> None:
    """Wait until no stroke is under way in the document: a change would end it."""
    while document.gesture is not None:
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def settle(waiting: asyncio.Future[None] = ended) -> None:
            if not waiting.done():
                waiting.set_result(None)

        document.gesture_ended.connect(settle)
        try:
            await ended
        finally:
            document.gesture_ended.disconnect(settle, missing_ok=True)


def _identity(job: Job, take: Take) -> str:
    """The provider's id; where it was not told with the result, that of the accepted job's thing (`ids@thing`)."""
    told = (take.facts, *take.table)
    found = next((facts[key] for facts in told for key in _IDS if isinstance(facts.get(key), str)), "")
    return str(found or job.remote_id.partition("@")[2] or take.id)
