"""What the commands of `jobs` do to the queue: each takes over what ended programs left, then acts on one job."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click

from studio.app.billing import limit_of
from studio.cli.carry_out import Done, failure_of, parts_of, result_of, unanswerable
from studio.cli.errors import Exit, WrongUse
from studio.cli.job_words import find
from studio.cli.progress import Progress
from studio.cli.results import check_folder, leave_result
from studio.cli.services import Services, services
from studio.cli.terminal import say
from studio.core.errors import OutcomeUnknown, UserError
from studio.core.words import _, ngettext
from studio.jobs.cancelling import Cancelling
from studio.jobs.job import Job
from studio.jobs.ledger import LedgerTrouble
from studio.jobs.resuming import can_go_on
from studio.jobs.states import State
from studio.providers.registry import operation
from studio.store.project import project_around


async def resume_one(typed: str, out: Path | None) -> None:
    """Go on with one job, wait for it, and leave its result in `out`."""
    _check_place(out)
    async with _at_work() as using:
        job = find(using.queue.jobs(), typed)
        if can_go_on(job) or (job.is_active and using.queue.is_own(job.id)):
            _go_on(job, using)
        await _finish(job, out, using)


def _go_on(job: Job, using: Services) -> None:
    """OutcomeUnknown with the ways out where nobody can be asked about it."""
    try:
        using.queue.resume(job.id)
    except LedgerTrouble:
        raise
    except UserError as error:
        if job.state is not State.UNKNOWN:
            raise
        raise unanswerable(job, str(error)) from error


async def resume_all() -> int:
    """Wait for everything that is under way; the exit status of the worst end."""
    async with _at_work() as using:
        queue = using.queue
        queue.token_changed()  # since the last time
        mine = [job for job in queue.jobs() if not job.has_ended and not job.needs_attention and queue.is_own(job.id)]
        for job in mine:
            with Progress(job.title) as progress:
                await _settled(job.id, using, progress)
        ended = [queue.get(job.id) for job in mine]
        waiting = [job for job in queue.jobs() if job.needs_attention]
    for job in ended:
        say(f"{job.id}  {job.state:<10} {job.title}")
    if not ended:
        click.echo(_("Nothing was left behind."))
    if waiting:
        count = len(waiting)
        words = ngettext("{count} job needs attention: {ids}", "{count} jobs need attention: {ids}", count)
        click.echo(words.format(count=count, ids=", ".join(job.id for job in waiting)), err=True)
    if any(job.state is State.UNKNOWN for job in ended):
        return Exit.UNKNOWN_OUTCOME
    return Exit.DONE if all(job.state is State.DONE for job in ended) else Exit.FAILED


async def cancel_one(typed: str) -> str:
    """Ask that a job ends, and say what became of it."""
    async with _at_work() as using:
        job = find(using.queue.jobs(), typed)
        how = using.queue.cancel(job.id)
        if how in (Cancelling.ASKED, Cancelling.STOPPED):
            with Progress(job.title) as progress:
                await _settled(job.id, using, progress)
        ended = using.queue.get(job.id)
    if how is Cancelling.TOO_LATE:
        raise UserError(_("“{title}” has ended already, or its result is here.").format(title=job.title))
    if ended.state is State.UNKNOWN:
        raise failure_of(ended, using)
    return ended.note or _("“{title}”: {state}.").format(title=ended.title, state=ended.state)


async def give_up_one(typed: str) -> str:
    """No longer look after a job that needs attention. UserError for any other."""
    async with _at_work() as using:
        job = find(using.queue.jobs(), typed)
        if not job.needs_attention:
            raise UserError(
                _("“{title}” ({state}) does not need attention, so there is nothing to give up.").format(
                    title=job.title, state=job.state
                )
            )
        using.queue.cancel(job.id)
        ended = using.queue.get(job.id)
    return ended.note or _("“{title}” was given up. Nothing was sent.").format(title=ended.title)


async def send_one_anew(typed: str, out: Path | None) -> None:
    """The request of an ended or unknown job as a new one."""
    _check_place(out)
    async with _at_work() as using:
        old = find(using.queue.jobs(), typed)
        project = project_around(Path(old.origin.project)) if old.origin.project else None
        limit = limit_of(project, using.queue.request(old), using.providers)
        job = using.queue.retry(old.id, limit=limit)
        click.echo(_("Sent anew as {id}.").format(id=job.id), err=True)
        await _finish(job, out, using)


async def adopt_one(operation_id: str, number: str, out: Path | None) -> None:
    """Watch a job that was started elsewhere, and leave its result in `out`."""
    _check_place(out)
    async with _at_work() as using:
        try:
            job = using.queue.adopt(operation(operation_id).spec.id, number)
        except LedgerTrouble:
            raise
        except UserError as error:
            raise WrongUse(str(error)) from error
        click.echo(_("Watched as {id}.").format(id=job.id), err=True)
        await _finish(job, out, using)


@asynccontextmanager
async def _at_work() -> AsyncIterator[Services]:
    async with services() as using:
        using.queue.start()
        yield using


def _check_place(out: Path | None) -> None:
    """Before anything is sent or asked."""
    if out is not None:
        check_folder(out)


async def _finish(job: Job, out: Path | None, using: Services) -> None:
    with Progress(job.title) as progress:
        ended = await _settled(job.id, using, progress)
    done = await result_of(ended, using) if out is None else await parts_of(ended, using)
    if not isinstance(done, Done):
        raise OutcomeUnknown(_("“{title}” is still under way in another window.").format(title=job.title))
    if out is not None:
        leave_result(done, out, {})
    else:
        click.echo(_("“{title}” is done. Write its result with: sprite-studio jobs resume {id} --out FOLDER").format(
            title=ended.title, id=ended.id
        ))  # fmt: skip


async def _settled(job_id: str, using: Services, progress: Progress) -> Job:
    """The job once it has ended or needs attention."""
    settled = asyncio.Event()

    def moved(job: Job) -> None:
        if job.id == job_id:
            progress.tell(job)
            if job.has_ended or job.needs_attention:
                settled.set()

    using.queue.job_moved.connect(moved)
    job = using.queue.get(job_id)
    if not (job.has_ended or job.needs_attention):
        await settled.wait()
    using.queue.job_moved.disconnect(moved)
    return using.queue.get(job_id)
