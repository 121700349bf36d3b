"""Declarations of what the account and its jobs look like, and of the service's own document."""

from __future__ import annotations

from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Place
from studio.spec.operation import Effect, Intent, Operation, Returns

_GROUP = _("Account")


class ShowBalance(
    Operation,
    id="pixellab-v2/show-balance",
    title=_("Show the balance"),
    summary=_("Reads the credit and the generations that are left."),
    returns=Returns.TABLE,
    effect=Effect.READS,
    intent=Intent.ACCOUNT,
    method="GET",
    path="/balance",
    usual_seconds=1,
    group=_GROUP,
):
    """What is left."""


class ShowJob(
    Operation,
    id="pixellab-v2/show-job",
    title=_("Look up a job"),
    summary=_("Reads state and result of a background job, also of one that another program started."),
    returns=Returns.JOB,
    effect=Effect.READS,
    intent=Intent.ACCOUNT,
    method="GET",
    path="/background-jobs/{job_id}",
    usual_seconds=1,
    group=_GROUP,
):
    """One job by its id."""

    job: str = f.resource(
        _("Job"), "job", place=Place.PATH, wire="job_id", help=_("The id that the service gave the job.")
    )


class ShowDocumentation(
    Operation,
    id="pixellab-v2/show-documentation",
    title=_("Read the documentation"),
    summary=_("Fetches the service's own description of its API as text."),
    returns=Returns.TEXT,
    effect=Effect.READS,
    intent=Intent.ACCOUNT,
    method="GET",
    path="/llms.txt",
    usual_seconds=2,
    group=_GROUP,
):
    """The document itself."""
