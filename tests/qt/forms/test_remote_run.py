"""Every operation of every service, filled into its plain form, sent by the session and landed as a take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.app.takes import Take
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.pixel_engine import declarations as engine
from studio.providers.pixelapi import declarations as api
from studio.providers.remote import RemoteProvider
from studio.spec.operation import Operation, Returns
from studio.store.settings import Settings
from studio.ui.forms.form import OperationForm
from tests.contract import pixellab_requests, test_pixel_engine, test_pixelapi, test_pixeldojo, test_pixellab_v1
from tests.servers.base import ApiServer
from tests.servers.pixel_engine import PixelEngineServer
from tests.servers.pixelapi import PixelApiServer
from tests.servers.pixeldojo import PixelDojoServer
from tests.servers.pixellab_v1 import PixelLabV1Server
from tests.servers.pixellab_v2 import PixelLabServer

SERVERS: dict[str, Callable[[], ApiServer]] = {
    "pixellab-v2": PixelLabServer,
    "pixellab-v1": PixelLabV1Server,
    "pixel-engine": PixelEngineServer,
    "pixeldojo": PixelDojoServer,
    "pixelapi": PixelApiServer,
}
REQUESTS: Sequence[Operation] = (
    *(*pixellab_requests.MINIMAL, *pixellab_requests.MAXIMAL),
    *(*test_pixellab_v1.MINIMAL, *test_pixellab_v1.MAXIMAL),
    *(*test_pixel_engine.MINIMAL, *test_pixel_engine.FULL),
    *(test_pixeldojo.MINIMAL, test_pixeldojo.FULL),
    *(test_pixelapi.MINIMAL, test_pixelapi.FULL, test_pixelapi.FLUX),
    *(api.ListModels(), api.ShowBalance(), api.ShowUsage(limit=5)),
)


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, ApiServer]]:
    """One server a service, for all tests of this module."""
    running = {provider_id: made() for provider_id, made in SERVERS.items()}
    api = running["pixelapi"]
    assert isinstance(api, PixelApiServer)
    api.fast_plan = True
    for server in running.values():
        server.__enter__()
    yield running
    for server in running.values():
        server.close()


@asynccontextmanager
async def at_work(
    folder: Path, provider_id: str, server: ApiServer, patch: pytest.MonkeyPatch
) -> AsyncIterator[Session]:
    """A session with an account at this service, whose jobs are asked after without a pause."""
    stem = "STUDIO_" + provider_id.upper().replace("-", "_")
    patch.setenv("SPRITE_STUDIO_HOME", str(folder / "home"))
    patch.setenv(f"{stem}_TOKEN", server.token)
    patch.setenv(f"{stem}_URL", server.url)
    provider = registry.provider(provider_id)
    assert isinstance(provider, RemoteProvider)
    patch.setattr(provider, "policy", replace(provider.policy, poll_first=0.0, poll_cap=0.0))
    session = Session(Settings.load(folder / "settings.json"))
    session.start()
    try:
        yield session
    finally:
        await session.close()
        await provider.close()


async def landed(session: Session, job: Job) -> Take:
    """The take of a job that ends well."""
    moved = asyncio.Event()
    session.queue.job_moved.connect(lambda _job: moved.set())
    session.takes.changed.connect(moved.set)
    async with asyncio.timeout(20):
        while True:
            found = session.queue.get(job.id)
            if found.has_ended or found.needs_attention:
                assert (found.state, found.error) == (State.DONE, "")
                take = next((take for take in session.takes.takes if take.job_id == job.id), None)
                if take is not None:
                    return take
            moved.clear()
            await moved.wait()


@pytest.mark.parametrize("asked", REQUESTS, ids=lambda one: one.spec.id)
async def test_a_filled_in_form_becomes_a_take(
    asked: Operation, servers: dict[str, ApiServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    provider_id = asked.spec.provider
    server = servers[provider_id]
    complaints = len(server.complaints)
    async with at_work(tmp_path, provider_id, server, monkeypatch) as session:
        form = OperationForm(type(asked), session)
        qtbot.addWidget(form)
        form.show_values(asked.values)
        assert form.is_sound, [problem.message for problem in form.problems]
        take = await landed(session, session.generate(form.request()))
    assert server.complaints[complaints:] == []
    shown = {Returns.FRAMES: take.frames, Returns.KEYPOINTS: take.poses, Returns.TEXT: take.text}
    assert shown.get(asked.spec.returns, take.table or take.facts or take.frames)


@pytest.mark.parametrize(
    ("made_by", "looked_up_by", "field"),
    [
        (test_pixel_engine.MINIMAL[0], engine.ShowJob, "job"),
        (test_pixelapi.MINIMAL, api.ShowImage, "generation_id"),
    ],
    ids=["pixel-engine/show-job", "pixelapi/show-image"],
)
async def test_what_is_kept_at_a_service_is_looked_up_by_its_id(
    made_by: Operation,
    looked_up_by: type[Operation],
    field: str,
    servers: dict[str, ApiServer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    provider_id = made_by.spec.provider
    async with at_work(tmp_path, provider_id, servers[provider_id], monkeypatch) as session:
        made = await landed(session, session.generate(made_by))
        form = OperationForm(looked_up_by, session)
        qtbot.addWidget(form)
        form.show_values({field: session.queue.get(made.job_id).remote_id})
        found = await landed(session, session.generate(form.request()))
    assert [frame.tolist() for frame in found.frames] == [frame.tolist() for frame in made.frames]
