"""Declarations of what is about jobs and credits."""

from __future__ import annotations

import datetime

from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Place
from studio.spec.measures import InOrder
from studio.spec.operation import Effect, Intent, Operation, Returns


class ShowJob(
    Operation,
    id="pixel-engine/show-job",
    title=_("Look up a Pixel Engine job"),
    summary=_("Shows how far a job is and fetches its result, up to 24 hours after it was sent."),
    method="GET",
    path="/jobs",
    returns=Returns.JOB,
    intent=Intent.ACCOUNT,
    effect=Effect.READS,
    usual_seconds=1.0,
):
    """One job."""

    job: str = f.resource(_("Job"), "job", wire="id", place=Place.QUERY, help=_("The id of the job."))


class CancelJob(
    Operation,
    id="pixel-engine/cancel-job",
    title=_("Cancel a Pixel Engine job"),
    summary=_("Stops a job that waits or runs; the credits held for it come back."),
    path="/cancel",
    returns=Returns.JOB,
    intent=Intent.ACCOUNT,
    effect=Effect.CHANGES,
    usual_seconds=1.0,
):
    """A job less."""

    job: str = f.resource(_("Job"), "job", wire="api_job_id", help=_("The id of the job."))


class ShowBalance(
    Operation,
    id="pixel-engine/show-balance",
    title=_("Show Pixel Engine credits"),
    summary=_("Shows the credits you have, and those that running jobs hold."),
    method="GET",
    path="/balance",
    returns=Returns.TABLE,
    intent=Intent.ACCOUNT,
    effect=Effect.READS,
    usual_seconds=1.0,
):
    """What is left."""


class ShowBilling(
    Operation,
    id="pixel-engine/show-billing",
    title=_("Show Pixel Engine spending"),
    summary=_("Sums up what was spent between two days, at most a year."),
    method="GET",
    path="/billing",
    returns=Returns.TABLE,
    intent=Intent.ACCOUNT,
    effect=Effect.READS,
    usual_seconds=1.0,
    rules=(InOrder(first="start_date", last="end_date", maximum_days=365),),
):
    """What was spent."""

    start_date: datetime.date | None = f.date(
        _("From"), default=None, place=Place.QUERY, help=_("The first day. Left open, 30 days before the last.")
    )
    end_date: datetime.date | None = f.date(
        _("To"), default=None, place=Place.QUERY, help=_("The last day. Left open, today.")
    )
