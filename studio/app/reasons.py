"""Why a job failed, told apart in a few words; what helps stands in the sentence of its error."""

from __future__ import annotations

from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.states import State


def reason_title(job: Job) -> str:
    """What stands in place of `Failed`; empty where nothing more is known."""
    if job.state is not State.FAILED:
        return ""
    return {
        "Auth": _("Token refused"),
        "BadAnswer": _("Answer not understood"),
        "Blocked": _("Against the content policy"),
        "Credit": _("Too little left"),
        "Forbidden": _("Not in your plan"),
        "NotReady": _("Not ready in time"),
        "Offline": _("No connection"),
        "ProviderDown": _("Provider out of order"),
        "RateLimit": _("Too many requests"),
        "Refused": _("Request not accepted"),
        "TooManyJobs": _("Too many jobs"),
    }.get(job.error_kind, "")
