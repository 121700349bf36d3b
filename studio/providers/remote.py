"""What all services behind the network have in common: submit, poll, collect, cancel, balance, decode.

A package declares its operations and subclasses RemoteProvider: class attributes are the facts (address, policy), the
methods under “hooks” are what differs. Whether an answer is the result or a job is decided by its body, never by its
status.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from studio.core.clock import Clock, SystemClock
from studio.core.errors import BadAnswer, Blocked, Expired, JobFailed, NotFound, ProviderError
from studio.core.words import _
from studio.providers import bundle
from studio.providers.access import Access, access_of
from studio.providers.answers import Json, decode_answer
from studio.providers.bundle import Kept
from studio.providers.client import LOST_HEADER, ApiClient
from studio.providers.documents import read_document
from studio.providers.failures import excerpt
from studio.providers.protocol import (
    Accepted,
    Account,
    Answer,
    Balance,
    Call,
    Outcome,
    Policy,
    ReportProgress,
    Running,
)
from studio.providers.wire import Request, build_request
from studio.spec.cost import FREE, Quote, Unit, total_of
from studio.spec.operation import Effect, Operation

_UNREADABLE_POLLS = 5
"""After so many answers in a row that cannot be read, a job is handed to the person."""
_EARLIER, _LATER = 120.0, 900.0
"""Seconds before and after a request was sent in which the service may have written it down; clocks differ."""
_REPEATABLE = frozenset({Effect.READS, Effect.FREE})


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """What an accepted job is asked after by; the ledger holds it as one text, `id,id@thing`."""

    ids: tuple[str, ...]
    thing: str = ""
    """Id of what it makes at the provider (a character), asked for once the job itself is forgotten."""

    def __str__(self) -> str:
        return ",".join(self.ids) + (f"@{self.thing}" if self.thing else "")

    @classmethod
    def parse(cls, text: str) -> RemoteJob:
        ids, _at, thing = text.partition("@")
        return cls(tuple(ids.split(",")), thing)


@dataclass(frozen=True, slots=True)
class Status:
    """How far a job is, as a poll tells it."""

    ended: bool
    progress: float | None = None
    note: str = ""
    poll_after: float | None = None
    """Seconds the provider asks for; None leaves it to the policy."""


class Listed(NamedTuple):
    """An entry of a service's own list. `made` is in seconds since 1970."""

    remote_id: str
    made: float


class RemoteProvider:
    """Base of every service behind the network; implements providers.protocol.Provider."""

    id: str
    title: str
    operations: Sequence[type[Operation]]
    base_url: str
    policy: Policy = Policy()

    def __init__(self, access: Callable[[], Access] | None = None, *, clock: Clock | None = None) -> None:
        """`access` is asked at each request; without it, what `access.configure` was told."""
        self.client = ApiClient(
            self.id,
            access or (lambda: access_of(self.id)),
            base_url=self.base_url,
            title=self.title,
            policy=self.policy,
            clock=clock or SystemClock(),
        )
        self._waits: dict[str, float] = {}
        self._ended: dict[str, dict[str, Answer | ProviderError]] = {}
        self._unreadable: dict[str, int] = {}

    # --- hooks: what a package says about its service -------------------------------------------------------------

    def request(self, operation: Operation) -> Request:
        """What is sent. Runs in a worker thread."""
        return build_request(operation)

    def calls(self, operation: Operation) -> tuple[Call, ...]:
        """The requests that this wish is sent as."""
        return (Call(operation),)

    def follow(self, call: Call, before: Outcome) -> Operation:  # noqa: ARG002 - a hook
        """The request of a call that carries frames over from the call before it."""
        return call.operation

    def read_submission(self, operation: Operation, body: Json) -> RemoteJob | None:  # noqa: ARG002 - a hook
        """The job in an answer to a submission; None when the answer is the result itself."""
        return None

    def status_request(self, operation: Operation, job_id: str) -> Request:
        """How one job is asked after."""
        raise NotImplementedError(f"{self.id} has no jobs: {operation.spec.id} {job_id}")

    def read_status(self, operation: Operation, body: Json) -> Status:  # noqa: ARG002 - a hook
        """How far the job is. Raises JobFailed, Blocked or Expired when it ended without a result."""
        return Status(ended=True)

    def result_request(self, operation: Operation, job: RemoteJob) -> Request | None:  # noqa: ARG002 - a hook
        """Where the result of an ended job is fetched; None when the last poll holds it."""
        return None

    async def finished(self, operation: Operation, job: RemoteJob, told: Answer) -> Answer | Running:
        """The result of an ended job, `told` being the last poll: what `result_request` names takes its place."""
        request = self.result_request(operation, job)
        return told if request is None else await self.ask(operation, request)

    def thing_request(self, operation: Operation, job: RemoteJob) -> Request | None:
        """Where the result may still be found when the provider no longer knows the job."""
        return self.result_request(operation, job)

    def read_thing(self, operation: Operation, body: Json) -> Status:  # noqa: ARG002 - a hook
        """How far the thing of `thing_request` is."""
        return Status(ended=True)

    def list_request(self, operation: Operation) -> Request | None:  # noqa: ARG002 - a hook
        """Where the service lists what was made lately; None where it does not."""
        return None

    def read_list(self, operation: Operation, document: object) -> Iterable[Listed]:  # noqa: ARG002 - a hook
        """The entries of that list which such a request may have become."""
        return ()

    def cancel_request(self, job_id: str) -> Request | None:  # noqa: ARG002 - a hook
        """How one job is cancelled; None where the provider cannot."""
        return None

    def balance_request(self) -> Request | None:
        """None where the provider tells nobody."""
        return None

    def read_balance(self, body: Json) -> Balance:
        raise NotImplementedError(f"{self.id} reads no balance: {sorted(body)}")

    def files_in(self, operation: Operation, body: Json) -> Iterable[str]:  # noqa: ARG002 - a hook
        """Addresses of the files that belong to the result, in order."""
        return addresses_in(body)

    def read(self, operation: Operation, kept: Kept) -> Outcome:
        """The result. Runs in a worker thread and never asks the network."""
        return decode_answer(operation, kept.answer, files=kept.files)

    def price(self, operation: Operation) -> Quote:  # noqa: ARG002 - a hook
        """The price of an operation that pays."""
        return Quote(Decimal(0), Unit.UNKNOWN)

    # --- the protocol ---------------------------------------------------------------------------------------------

    def quote(self, operation: Operation) -> Quote:
        if operation.spec.effect is not Effect.PAYS:
            return FREE
        return total_of([self.price(call.operation) for call in self.calls(operation)])

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:  # noqa: ARG002
        request = await asyncio.to_thread(self.request, operation)
        makes = operation.spec.effect is Effect.PAYS
        answer = await self.client.send(
            request,
            operation=operation,
            repeatable=operation.spec.effect in _REPEATABLE,
            total=self.policy.submit_total if makes else self.policy.ask_total,
            read=self.policy.submit_read if makes else self.policy.ask_total,
        )
        body = await as_object(answer)
        job = None if body is None else self.read_submission(operation, body)
        return answer if job is None else Accepted(str(job), answer, self.policy.poll_first)

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        job = RemoteJob.parse(remote_id)
        try:
            found = await self._ask(operation, job)
        except NotFound:
            request = self.thing_request(operation, job)
            if request is None:
                raise
            found = await self._thing(operation, request)
        if isinstance(found, Running):
            return self._paced(remote_id, found)
        self._waits.pop(remote_id, None)
        self._ended.pop(remote_id, None)
        return found

    async def find(self, operation: Operation, sent: float, known: Collection[str]) -> str | None:
        request = self.list_request(operation)
        if request is None:
            return None
        answer = await self.client.send(request, operation=operation, repeatable=True, total=self.policy.ask_total)
        try:
            document = await asyncio.to_thread(read_document, answer.body)
        except (ValueError, RecursionError):
            return ""
        things = {thing for number in known if (thing := RemoteJob.parse(number).thing)}
        fitting = {
            one.remote_id
            for one in self.read_list(operation, document)
            if sent - _EARLIER <= one.made <= sent + _LATER
            # The number of a job whose answer was not lost is another than that in the list; its thing is the same.
            and one.remote_id not in known
            and RemoteJob.parse(one.remote_id).thing not in things
        }
        return fitting.pop() if len(fitting) == 1 else ""

    async def collect(self, operation: Operation, answer: Answer, report: ReportProgress) -> Answer:
        if answer.media == bundle.MEDIA:
            return answer
        body = await as_object(answer)
        addresses = [] if body is None else list(dict.fromkeys(self.files_in(operation, body)))
        files: dict[str, Answer] = {}
        room = self.policy.bundle_bytes
        for at, address in enumerate(addresses):
            report(at / len(addresses), _("Downloading"))
            file = await self.client.download(
                address, operation=operation, limit_bytes=min(room, self.policy.download_bytes)
            )
            room -= len(file.body)
            files[address] = file
        return await asyncio.to_thread(bundle.pack, answer, files) if files else answer

    async def balance(self) -> Balance | None:
        request = self.balance_request()
        if request is None:
            return None
        answer = await self.client.send(request, repeatable=True, total=self.policy.ask_total)
        body = await as_object(answer)
        if body is None:
            raise BadAnswer(_("The balance that {provider} told cannot be read.").format(provider=self.title))
        return self.read_balance(body)

    async def account(self, salt: bytes) -> Account | None:
        return await self.client.account(salt)

    async def cancel(self, remote_id: str) -> bool:
        """Whether all of it was stopped; False also when it had already finished (409)."""
        requests = [self.cancel_request(job_id) for job_id in RemoteJob.parse(remote_id).ids]
        stopped = bool(requests)
        for request in requests:
            if request is None:
                return False
            stopped &= await self.client.cancel(request)
        return stopped

    def decode(self, operation: Operation, answer: Answer) -> Outcome:
        cut = answer.headers.get(LOST_HEADER)
        if cut:
            raise BadAnswer(
                _(
                    "The answer of {provider} did not arrive whole: {reason}."
                    " What came was kept; it may have been charged."
                ).format(provider=self.title, reason=cut),
                provider=self.id,
                operation=operation.spec.id,
                status=answer.status,
            )
        return self.read(operation, bundle.unpack(answer))

    async def close(self) -> None:
        await self.client.close()

    async def ask(self, operation: Operation, request: Request, *, attempts: int = 1) -> Answer:
        """Ask for something that costs nothing. One attempt: who polls waits and asks again by itself."""
        return await self.client.send(
            request, operation=operation, repeatable=True, total=self.policy.ask_total, attempts=attempts
        )

    # --- inside ---------------------------------------------------------------------------------------------------

    async def _ask(self, operation: Operation, job: RemoteJob) -> Answer | Running:
        """The result once all jobs have ended; several results as one document, what failed beside them."""
        ended = self._ended.setdefault(str(job), {})
        before = len(ended)
        running: list[Running] = []
        for job_id in job.ids:
            if job_id in ended:
                continue
            try:
                found = await self._ask_one(operation, job_id)
            except (JobFailed, Blocked, Expired) as error:
                if len(job.ids) == 1:
                    raise
                ended[job_id] = error
            else:
                if isinstance(found, Running):
                    running.append(found)
                else:
                    ended[job_id] = found
        if running:
            has_more = len(ended) > before and any(isinstance(found, Answer) for found in ended.values())
            return _together(running, ended=len(ended), part=_joined(job.ids, ended) if has_more else None)
        answers = {job_id: found for job_id, found in ended.items() if isinstance(found, Answer)}
        if not answers:
            raise next(found for found in ended.values() if isinstance(found, ProviderError))
        told = next(iter(answers.values())) if len(job.ids) == 1 else _joined(job.ids, ended)
        return await self.finished(operation, job, told)

    async def _ask_one(self, operation: Operation, job_id: str) -> Answer | Running:
        answer = await self.ask(operation, self.status_request(operation, job_id))
        return await self._judged(operation, job_id, answer, self.read_status)

    async def _thing(self, operation: Operation, request: Request) -> Answer | Running:
        answer = await self.ask(operation, request)
        return await self._judged(operation, request.path, answer, self.read_thing)

    async def _judged(
        self, operation: Operation, asked: str, answer: Answer, read: Callable[[Operation, Json], Status]
    ) -> Answer | Running:
        body = await as_object(answer)
        if body is None:
            return self._not_readable(operation, asked, answer)
        self._unreadable.pop(asked, None)
        status = read(operation, body)
        if status.ended:
            return answer
        return Running(status.progress, status.note, status.poll_after or 0.0)

    def _not_readable(self, operation: Operation, asked: str, answer: Answer) -> Running:
        """Nothing can be told from it, and asking again costs nothing; but not for ever."""
        self._unreadable[asked] = self._unreadable.get(asked, 0) + 1
        if self._unreadable[asked] >= _UNREADABLE_POLLS:
            del self._unreadable[asked]
            raise BadAnswer(
                _("{provider} answers about this job in a way that cannot be read.").format(provider=self.title),
                provider=self.id,
                operation=operation.spec.id,
                status=answer.status,
                excerpt=excerpt(answer.body),
                body=answer.body,
                media=answer.media,
            )
        return Running(note=_("An answer about its progress could not be read."))

    def _paced(self, remote_id: str, found: Running) -> Running:
        wait = self._waits.get(remote_id, self.policy.poll_first)
        self._waits[remote_id] = min(wait * self.policy.poll_factor, self.policy.poll_cap)
        return replace(found, poll_after=max(wait, found.poll_after))


def addresses_in(document: object) -> Iterable[str]:
    """Every http address in a document, in order; strings of other kinds are passed over."""
    if isinstance(document, str):
        if document.startswith(("https://", "http://")):
            yield document
    elif isinstance(document, Mapping):
        for part in document.values():
            yield from addresses_in(part)
    elif isinstance(document, list):
        for part in document:
            yield from addresses_in(part)


async def as_object(answer: Answer) -> Json | None:
    """The answer as a JSON object, out of its envelope; None when it is none. Large ones are read in a thread."""
    if len(answer.body) < _LARGE:
        return _object(answer.body)
    return await asyncio.to_thread(_object, answer.body)


_LARGE = 32 * 1024


def _object(body: bytes) -> Json | None:
    try:
        document: Any = read_document(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    inner = document.get("data")
    return {**document, **inner} if isinstance(inner, dict) else document


def _together(running: list[Running], *, ended: int, part: Answer | None) -> Running:
    progress = [found.progress or 0.0 for found in running]
    known = ended > 0 or any(found.progress is not None for found in running)
    notes = [found.note for found in running if found.note]
    return Running(
        (sum(progress) + ended) / (len(progress) + ended) if known else None,
        notes[0] if notes else "",
        max(found.poll_after for found in running),
        part,
    )


def _joined(ids: tuple[str, ...], ended: Mapping[str, Answer | ProviderError]) -> Answer:
    """`{"jobs": [{"id", "answer"} or {"id", "error"}]}` of those that ended, in the order of their acceptance."""
    jobs: list[dict[str, Any]] = []
    for job_id in (one for one in ids if one in ended):
        found = ended[job_id]
        if isinstance(found, Answer):
            jobs.append({"id": job_id, "answer": json.loads(found.body)})
        else:
            jobs.append({"id": job_id, "error": str(found)})
    return Answer(json.dumps({"jobs": jobs}).encode())
