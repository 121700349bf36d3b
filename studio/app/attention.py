"""Why a job needs the person, and what can be done about it, in words; for the window and the command line alike."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.resuming import asked_again, can_look_again, waits_for_token
from studio.jobs.states import State
from studio.providers.errors import Charged, OtherAccount


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
    """Whether the job waits for a token that works, or for the one that it was sent with."""
    return waits_for_token(job)


def ways(job: Job) -> tuple[Choice, ...]:
    """What can be done with a job that needs attention or left something to look at, the safest first; else empty."""
    if can_look_again(job):
        return (_LOOK, *(() if job.is_adopted else (_anew(_("The same request once more. It is paid once more.")),)))
    if job.error_kind == OtherAccount.__name__ and wants_token(job):
        return (_TOKEN_OF_OLD, _ASK_THIS_ONE, _give_up(job))
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
    again = (_resume(job),) if asked_again(job) is not None else ()
    if job.is_adopted:
        return (*again, _give_up(job))
    anew = _anew(_("The same request once more. If the first was accepted, you pay twice."))
    return (*again, _give_up(job), anew)


_LOOK = Choice(
    Way.RESUME,
    _("Look once more"),
    _("Read what was kept, download it once more and ask the provider again; this costs nothing."),
)
_TOKEN_OF_OLD = Choice(
    Way.TOKEN, _("Change the token"), _("Set the token and address it was sent with; it goes on by itself then.")
)
_ASK_THIS_ONE = Choice(
    Way.RESUME, _("Check with this one"), _("Ask under the token and address that are set now; this costs nothing.")
)


def _anew(meaning: str) -> Choice:
    return Choice(Way.SEND_ANEW, _("Send anew"), meaning)


def _resume(job: Job) -> Choice:
    if job.remote_id:
        return Choice(Way.RESUME, _("Check again"), _("Ask the provider once more how it stands; this costs nothing."))
    if asked_again(job) is State.FETCHING:
        return _LOOK
    if _is_partly_sent(job):
        meaning = _("What was not sent yet is sent now and may cost something; the rest is not sent again.")
        return Choice(Way.RESUME, _("Continue"), meaning)
    return Choice(Way.RESUME, _("Continue"), _("Nothing was sent yet; it is sent now and may cost something."))


def _give_up(job: Job) -> Choice:
    if job.remote_id or job.state is State.UNKNOWN:
        return Choice(Way.GIVE_UP, _("Give up"), _("Nobody looks after it any more. It may have been charged."))
    if _is_partly_sent(job):
        return Choice(
            Way.GIVE_UP, _("Cancel"), _("Nothing more is sent and nobody looks after what was. What came stays.")
        )
    return Choice(Way.GIVE_UP, _("Cancel"), _("Nothing was sent and nothing is paid."))


def _is_partly_sent(job: Job) -> bool:
    """Whether it is a plan of which some was sent: a job without a number that may have cost something."""
    return job.state is State.PAUSED and job.cost is not Charged.NO
