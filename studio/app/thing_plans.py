"""What costs something: a character moved in chosen directions, and directions that are missing.

A movement is one request, which the service draws in all directions at once; a direction that fails leaves the others,
and only the lost ones are asked for again. Missing directions are a plan with a call each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.app.directions import EIGHT
from studio.app.thing_landing import PROVIDER, free_movement
from studio.app.thing_records import Movement, Thing, in_order
from studio.app.thing_shelf import ThingShelf
from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.pixels import Pixels, size_of
from studio.jobs.job import Job, Origin
from studio.jobs.requests import with_seeds
from studio.providers import registry
from studio.providers.protocol import Call
from studio.spec.cost import Quote, total_of
from studio.spec.operation import Operation

if TYPE_CHECKING:
    from studio.app.session import Session

_ANIMATE = f"{PROVIDER}/animate-character"
_TURN = f"{PROVIDER}/rotate"
_SIDES = range(16, 201)
"""Pixels a side of a picture that can be turned."""


class ThingPlans:
    """One for a session. What it starts is an ordinary job."""

    def __init__(self, session: Session, shelf: ThingShelf) -> None:
        self._session = session
        self._shelf = shelf

    def price(self, directions: int) -> Quote:
        """Of a movement in so many directions."""
        one = registry.operation(_ANIMATE)(character="-", template="walk", directions=(EIGHT[0],))
        return total_of([self._session.providers(PROVIDER).quote(one)] * directions)

    def price_of_sides(self, directions: Sequence[str], picture: Pixels) -> Quote:
        """Of drawing these directions after the picture of another one."""
        quote = self._session.providers(PROVIDER).quote
        return total_of([quote(_turned(picture, EIGHT[0], direction)) for direction in directions])

    def animate(self, thing: Thing, template: str, directions: Sequence[str], *, duration: int, name: str = "") -> Job:
        """Ask for a movement in these directions. UserError when none is chosen; OverBudget: nothing is sent."""
        asked = in_order(directions)
        if not asked:
            raise UserError(_("Choose at least one direction to animate."))
        if not template.strip():
            raise UserError(_("Choose a movement first."))
        job = self._send_movement(thing, template, asked)
        known = self._shelf.get(thing.id) or thing
        movement = Movement(
            free_movement(known, name.strip() or template),
            asked=asked,
            job=job.id,
            template=template,
            duration=duration,
        )
        self._shelf.put(known.with_movement(movement))
        return job

    def draw_missing(self, thing: Thing, sides: dict[str, Pixels]) -> Job:
        """Ask for the directions that are missing, each turned from the nearest that is there."""
        missing = thing.missing
        if not missing or not sides:
            raise UserError(_("No direction of “{name}” is missing.").format(name=thing.title))
        if any(side not in _SIDES for side in size_of(next(iter(sides.values())))):
            raise UserError(_("Only pictures of 16 to 200 pixels a side can be turned into another direction."))
        calls = [
            Call(_turned(sides[source], source, direction), name=direction)
            for direction in missing
            for source in [nearest(direction, tuple(sides))]
        ]
        job = self._submit(thing, with_seeds(calls[0].operation), calls)
        self._shelf.put(thing.with_movement(Movement("", asked=missing, job=job.id)))
        return job

    def retry(self, thing: Thing, movement: Movement, sides: dict[str, Pixels]) -> Job:
        """Ask once more for what is missing of a movement, and for nothing else."""
        queue = self._session.queue
        old = self.job_of(movement)
        if old is not None and old.needs_attention and not old.has_ended:
            raise UserError(
                _("The job of “{name}” waits for you. Decide about it under Jobs first.").format(
                    name=movement.name or thing.title
                )
            )
        if old is not None and not old.has_ended:
            raise UserError(_("“{name}” is still being drawn.").format(name=movement.name or thing.title))
        if old is not None and queue.calls(old.id):
            job = self._session.billing.send_anew(old)
        elif movement.name:
            job = self._send_movement(thing, movement.template or movement.name, movement.missing)
        else:
            return self.draw_missing(thing, sides)
        known = self._shelf.get(thing.id) or thing
        self._shelf.put(known.with_movement(replace(movement, job=job.id)))
        return job

    def job_of(self, movement: Movement) -> Job | None:
        """The latest job that draws it, if it is still on the list."""
        queue = self._session.queue
        try:
            found = queue.get(movement.job)
        except KeyError:
            return None
        for job in reversed(queue.jobs()):  # oldest first, so that each is met after the one it repeats
            if job.retry_of == found.id:
                found = job
        return found

    def _send_movement(self, thing: Thing, template: str, directions: Sequence[str]) -> Job:
        kind = registry.operation(_ANIMATE)
        return self._submit(thing, kind(character=thing.id, template=template, directions=tuple(directions)))

    def _submit(self, thing: Thing, whole: Operation, calls: Sequence[Call] = ()) -> Job:
        project = self._session.project
        origin = Origin(
            document_id=thing.document, project=str(project.folder.resolve()) if project is not None else ""
        )
        return self._session.queue.submit(whole, origin=origin, limit=self._session.billing.limit(whole), calls=calls)


def nearest(direction: str, there: Sequence[str]) -> str:
    """Of the directions that are there, the one that is turned least; the south on a tie."""

    def turn(other: str) -> tuple[int, int]:
        steps = abs(EIGHT.index(direction) - EIGHT.index(other))
        return min(steps, len(EIGHT) - steps), EIGHT.index(other)

    return min(there, key=turn)


def _turned(picture: Pixels, source: str, direction: str) -> Operation:
    kind = registry.operation(_TURN)
    return kind(image=picture, from_direction=source, to_direction=direction)
