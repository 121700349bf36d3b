"""A session with an account at a server of this machine, and what tests of things begin with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from studio.app.session import Session
from studio.app.thing_records import Thing
from studio.core.geometry import Size
from studio.doc.model import Sprite
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.remote import RemoteProvider
from studio.spec.operation import Operation
from studio.store.settings import Settings
from tests.contract.pixellab_requests import operation
from tests.servers.pixellab_v2 import PixelLabServer

HERO = operation("create-character-with-8-directions", description="A brave crab.", size=Size(40, 40))
TILES = operation("create-tileset", lower="sea", upper="sand")


@asynccontextmanager
async def session_at(server: PixelLabServer, folder: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Session]:
    """Jobs are asked after without a pause."""
    patch.setenv("SPRITE_STUDIO_HOME", str(folder / "home"))
    patch.setenv("STUDIO_PIXELLAB_V2_TOKEN", server.token)
    patch.setenv("STUDIO_PIXELLAB_V2_URL", server.url)
    registry.provider.cache_clear()  # what it remembers of jobs goes by their ids, which each server begins anew
    provider = registry.provider("pixellab-v2")
    assert isinstance(provider, RemoteProvider)
    patch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
    session = Session(Settings.load(folder / "settings.json"))
    session.start()
    try:
        yield session
    finally:
        await session.close()
        await provider.close()


async def ended(session: Session, job: Job) -> Job:
    """The job at its end, with all that follows from it done."""
    moved = asyncio.Event()
    session.queue.job_moved.connect(lambda _job: moved.set())
    async with asyncio.timeout(20):
        while not session.queue.get(job.id).has_ended:
            moved.clear()
            await moved.wait()
        landing = [task for task in asyncio.all_tasks() if task.get_name() == f"take of {job.id}"]
        await asyncio.gather(*landing)
    return session.queue.get(job.id)


async def until_landed(session: Session, job: Job) -> None:
    """What an earlier run left has been taken in."""
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "things of earlier runs"))
    assert any(thing.job == job.id for thing in session.things.shelf.things)


async def made(session: Session, asked: Operation) -> Thing:
    """The thing that a request makes."""
    job = await ended(session, session.generate(asked))
    assert (job.state, job.error) == (State.DONE, "")
    return next(thing for thing in session.things.shelf.things if thing.job == job.id)


def now(session: Session, thing: Thing) -> Thing:
    """The thing as it stands on the list."""
    found = session.things.shelf.get(thing.id)
    assert found is not None
    return found


def tags(sprite: Sprite) -> dict[str, int]:
    """Number of frames by tag, in the order of the timeline."""
    return {tag.name: len(sprite.tag_range(tag)) for tag in sprite.tags}
