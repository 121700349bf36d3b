"""`jobs list|show|support|resume|cancel|give-up|send-anew|adopt`: all that was asked for, without the window."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import click

from studio.cli.errors import Exit, WrongUse
from studio.cli.terminal import say
from studio.core.words import _

SCHEMA = 1


@click.group(name="jobs", invoke_without_command=True, help=_("List what was asked for, and go on with it."))
@click.pass_context
def command(context: click.Context) -> None:
    """Without a word, the list."""
    if context.invoked_subcommand is None:
        context.invoke(list_jobs)


_OUT = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help=_("Folder for the result; it is made when missing."),
)
_ID = click.argument("job_id", metavar="JOB")


@command.command(name="list", help=_("List jobs, what needs attention first."))
@click.option("--all", "with_all", is_flag=True, help=_("All of them, not only the 20 that ended last."))
@click.option("--json", "as_data", is_flag=True, help=_("Print everything, as JSON."))
def list_jobs(*, with_all: bool = False, as_data: bool = False) -> None:
    """Print a line for each."""
    from studio.cli.job_words import as_json, latest, lines_of, listed, rest_words  # noqa: PLC0415 - --help needs none

    known = listed()
    jobs = known if with_all else latest(known)
    if as_data:
        told = {"schema": SCHEMA, "jobs": [as_json(job) for job in jobs]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in lines_of(jobs):
        say(line)
    if len(jobs) < len(known):
        click.echo(rest_words(len(known) - len(jobs)))


@command.command(name="show", help=_("Tell everything about one job, and what can be done with it."))
@_ID
def show(job_id: str) -> None:
    """Print it."""
    from studio.cli.job_words import calls_of, find, listed, story_of  # noqa: PLC0415 - --help needs none of it

    job = find(listed(), job_id)
    for line in story_of(job, calls_of(job)):
        say(line)


@command.command(
    name="support",
    help=_("Print what the provider's support needs about a job that was charged and gave nothing; no token is in it."),
)
@_ID
def support(job_id: str) -> None:
    """Print a text that can be sent as it is."""
    from studio.cli.job_words import find, listed, support_of  # noqa: PLC0415 - --help needs none of it

    say(support_of(find(listed(), job_id)), nl=False)


@command.command(
    name="resume",
    help=_("Go on with one job, or with all that an ended program left behind, and wait for the result."),
)
@click.argument("job_id", metavar="[JOB]", required=False)
@_OUT
def resume(job_id: str | None, out: Path | None) -> int:
    """Watch it to its end."""
    from studio.cli.job_work import resume_all, resume_one  # noqa: PLC0415 - --help needs none of it

    if job_id is None and out is not None:
        raise WrongUse(_("Say whose result goes to --out: sprite-studio jobs resume JOB --out FOLDER"))
    if job_id is None:
        return asyncio.run(resume_all())
    asyncio.run(resume_one(job_id, out))
    return Exit.DONE


@command.command(name="cancel", help=_("Ask that a job ends; what finished meanwhile is fetched, not thrown away."))
@_ID
def cancel(job_id: str) -> None:
    """Ask the provider to stop."""
    from studio.cli.job_work import cancel_one  # noqa: PLC0415 - --help needs none of it

    say(asyncio.run(cancel_one(job_id)))


@command.command(name="give-up", help=_("No longer look after a job that needs attention; it may have been charged."))
@_ID
def give_up(job_id: str) -> None:
    """End it here."""
    from studio.cli.job_work import give_up_one  # noqa: PLC0415 - --help needs none of it

    say(asyncio.run(give_up_one(job_id)))


@command.command(
    name="send-anew",
    help=_("Send the request of an ended or unknown job once more, knowing that it may be paid once more."),
)
@_ID
@_OUT
def send_anew(job_id: str, out: Path | None) -> None:
    """A new job with the same request."""
    from studio.cli.job_work import send_one_anew  # noqa: PLC0415 - --help needs none of it

    asyncio.run(send_one_anew(job_id, out))


@command.command(
    name="adopt",
    help=_("Fetch a job that was started elsewhere, by the number its provider gave. Nothing is sent or paid."),
)
@click.argument("operation_id", metavar="PROVIDER/OPERATION")
@click.argument("number", metavar="ID")
@_OUT
def adopt(operation_id: str, number: str, out: Path | None) -> None:
    """Put it into the list and wait for its result."""
    from studio.cli.job_work import adopt_one  # noqa: PLC0415 - --help needs none of it

    asyncio.run(adopt_one(operation_id, number, out))
