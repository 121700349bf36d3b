"""A whole provider of the tests' own, with everything a service can do: at once, as a job, as several jobs."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import numpy as np

from studio.codec.images import write_png
from studio.core.errors import JobFailed
from studio.core.tasks import TaskOwner
from studio.doc.pixels import frozen
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.results import ResultStore
from studio.jobs.states import NEEDS_ATTENTION
from studio.providers.access import Access
from studio.providers.answers import Json
from studio.providers.protocol import Balance, Charge, Policy
from studio.providers.remote import RemoteJob, RemoteProvider, Status
from studio.providers.wire import Request
from studio.spec import fields as f
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Effect, Operation
from tests.servers.base import ApiServer
from tests.servers.driving import HastyClock


class Paint(Operation, id="corner-shop/paint", title="Paint", effect=Effect.PAYS):
    """Costs a credit."""

    prompt: str = f.text("Prompt")
    seed: int | None = f.seed("Seed", default=None, minimum=1, maximum=999)


class Sketch(Operation, id="corner-shop/sketch", title="Sketch", effect=Effect.FREE):
    """Costs nothing."""

    prompt: str = f.text("Prompt")


class CornerShop(RemoteProvider):
    """`{"jobs": [...], "thing"}` is a submission, `{"status"}` a poll, `{"image"}` or `{"images"}` a result."""

    id = "corner-shop"
    title = "Corner Shop"
    operations: Sequence[type[Operation]] = (Paint, Sketch)
    base_url = "https://corner-shop.invalid"
    policy = Policy(
        poll_first=2.0,
        poll_factor=2.0,
        poll_cap=5.0,
        submit_read=0.4,
        submit_total=0.4,
        ask_total=0.4,
        download_total=0.4,
    )

    def read_submission(self, operation: Operation, body: Json) -> RemoteJob | None:
        jobs = body.get("jobs")
        return RemoteJob(tuple(jobs), str(body.get("thing", ""))) if isinstance(jobs, list) and jobs else None

    def status_request(self, operation: Operation, job_id: str) -> Request:
        return Request("GET", f"/jobs/{job_id}")

    def read_status(self, operation: Operation, body: Json) -> Status:
        if body.get("status") == "failed":
            raise JobFailed(str(body.get("error")), provider=self.id)
        return Status(ended=body.get("status") == "done", progress=body.get("progress"), poll_after=body.get("after"))

    def thing_request(self, operation: Operation, job: RemoteJob) -> Request | None:
        return Request("GET", f"/things/{job.thing}") if job.thing else None

    def cancel_request(self, job_id: str) -> Request | None:
        return Request("POST", "/cancel", {}, {"id": job_id})

    def balance_request(self) -> Request | None:
        return Request("GET", "/balance")

    def read_balance(self, body: Json) -> Balance:
        return Balance((Charge(Decimal(str(body["credits"])), Unit.CREDITS),))

    def price(self, operation: Operation) -> Quote:
        return Quote(Decimal(1), Unit.CREDITS)


def picture(*colour: int) -> bytes:
    """A PNG of one pixel."""
    return write_png(frozen(np.array([[colour]], np.uint8)))


def inline(*colour: int) -> dict[str, str]:
    """The same inside JSON."""
    return {"base64": base64.b64encode(picture(*colour)).decode()}


def shop_at(server: ApiServer, *, clock: HastyClock | None = None) -> CornerShop:
    return CornerShop(lambda: Access(server.url, lambda: server.token), clock=clock or HastyClock())


class Counter:
    """A queue of the studio in front of a Corner Shop; its clock never lets anybody wait."""

    def __init__(self, folder: Path, shop: CornerShop, *, clock: HastyClock) -> None:
        self.folder = folder
        self.clock = clock
        self.shop = shop
        self.ledger = Ledger(folder / "ledger.sqlite")
        self.results = ResultStore(folder / "results")
        self.tasks = TaskOwner("test")
        self.queue = JobQueue(self.ledger, self.results, lambda _id: shop, clock=clock, owner=self.tasks)
        self._moved = asyncio.Event()
        self.queue.job_moved.connect(self._note)

    async def settled(self, job: Job) -> Job:
        """The job once it has ended or needs the person."""
        async with asyncio.timeout(20):
            while not self._is_settled(job.id):
                self._moved.clear()
                await self._moved.wait()
        return self.queue.get(job.id)

    async def buys(self, operation: Operation) -> Job:
        return await self.settled(self.queue.submit(operation))

    def answers(self, job: Job) -> list[bytes]:
        """What was kept of a job, oldest first."""
        return [self.results.read(name) for name in job.files]

    def _is_settled(self, job_id: str) -> bool:
        job = self.queue.get(job_id)
        return job.has_ended or job.state in NEEDS_ATTENTION

    def _note(self, _job: Job) -> None:
        self._moved.set()


@asynccontextmanager
async def open_counter(folder: Path, server: ApiServer) -> AsyncIterator[Counter]:
    clock = HastyClock()
    counter = Counter(folder, shop_at(server, clock=clock), clock=clock)
    counter.queue.start()
    try:
        yield counter
    finally:
        await counter.queue.close()
        await counter.tasks.close()
        await counter.shop.close()
        counter.ledger.close()
