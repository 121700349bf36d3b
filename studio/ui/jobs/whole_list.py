"""What is done with the list as a whole: cancel everything that is open, add a job that was made elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.jobs.cancelling import Cancelling
from studio.jobs.job import Job, Origin
from studio.spec.operation import Effect
from studio.ui.dialogs import ask
from studio.ui.jobs.adopt_dialog import AdoptDialog


async def cancel_all(session: Session, window: QWidget) -> None:
    """Cancel what waits and what is under way, after saying how many may be charged all the same."""
    jobs = [job for job in session.queue.jobs() if _can_stop(session, job)]
    if not jobs:
        return
    question = ngettext("Stop {count} job?", "Stop all {count} jobs?", len(jobs)).format(count=len(jobs))
    answer = await ask.choose(window, question, [_("Stop")], detail=_what_it_costs(jobs))
    if answer is None:
        return
    given_up = 0
    for job in jobs:
        try:
            given_up += session.queue.cancel(job.id) in (Cancelling.ASKED, Cancelling.GIVEN_UP)
        except StudioError as error:
            session.report(error)
    if given_up:
        session.say(
            ngettext(
                "{count} job was under way; its card says how it ends.",
                "{count} jobs were under way; their cards say how they end.",
                given_up,
            ).format(count=given_up)
        )


async def adopt_by_number(session: Session, window: QWidget) -> None:
    """Ask for provider, kind and number of a job, and put it into the list."""
    origin = Origin(project=session.billing.folder)
    dialog = AdoptDialog(session, window, chosen=session.drafts.operation)
    while await ask.finished(dialog):
        try:
            session.queue.adopt(dialog.operation_chosen, dialog.number_typed, origin=origin)
        except StudioError as error:
            dialog = AdoptDialog(session, window, chosen=dialog.operation_chosen, typed=dialog.number_typed)
            dialog.complain(str(error))
        else:
            return


def _can_stop(session: Session, job: Job) -> bool:
    return not job.has_ended and not job.needs_attention and session.queue.is_own(job.id)


def _what_it_costs(jobs: list[Job]) -> str:
    """`2 are under way at a provider and may be charged all the same. 3 were not sent and cost nothing.`"""
    at_provider = sum(job.is_active and job.effect == Effect.PAYS for job in jobs)
    unsent = len(jobs) - at_provider
    parts = []
    if at_provider:
        parts.append(
            ngettext(
                "{count} is under way at a provider and may be charged all the same.",
                "{count} are under way at a provider and may be charged all the same.",
                at_provider,
            ).format(count=at_provider)
        )
    if unsent:
        parts.append(
            ngettext("{count} is free to stop.", "{count} are free to stop.", unsent).format(count=unsent)
            if at_provider
            else _("Nothing is charged for them.")
        )
    return " ".join(parts)
