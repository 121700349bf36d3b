"""Why a job needs the person, and what can be done about it, in words; for the window and the command line alike."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.states import State

_TOKEN_TROUBLE = frozenset({"Auth"})


class Way(StrEnum):
    """What a person may decide."""

    TOKEN = "token"
    RESUME = "resume"
    GIVE_UP = "give up"
    SEND_ANEW = "send anew"


class Choice(NamedTuple):
    """One way out, in words and in what it means."""

    way: Way
    title: str
    meaning: str


def wants_token(job: Job) -> bool:
    """Whether the job waits for a token that works."""
    return job.state is State.PAUSED and job.error_kind in _TOKEN_TROUBLE


def ways(job: Job) -> tuple[Choice, ...]:
    """What can be done with a job that needs attention, the safest first; empty for any other."""
    if wants_token(job):
        return (
            Choice(Way.TOKEN, _("Change the token"), _("It goes on by itself once the provider takes the token.")),
            _resume(job),
            _give_up(job),
        )
    if job.state is State.PAUSED:
        return (_resume(job), _give_up(job))
    if job.state is not State.UNKNOWN:
        return ()
    anew = Choice(
        Way.SEND_ANEW, _("Send anew"), _("The same request once more. If the first was accepted, you pay twice.")
    )
    return (_resume(job), _give_up(job), anew) if job.remote_id else (_give_up(job), anew)


def _resume(job: Job) -> Choice:
    if job.remote_id:
        return Choice(Way.RESUME, _("Check again"), _("Ask the provider once more how it stands; this costs nothing."))
    return Choice(Way.RESUME, _("Continue"), _("Nothing was sent yet; it is sent now and may cost something."))


def _give_up(job: Job) -> Choice:
    if job.remote_id or job.state is State.UNKNOWN:
        return Choice(Way.GIVE_UP, _("Give up"), _("Nobody looks after it any more. It may have been charged."))
    return Choice(Way.GIVE_UP, _("Cancel"), _("Nothing was sent and nothing is paid."))
