"""`run PROVIDER/OPERATION`: flags from the declaration, checks before anything is sent, files afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from studio.cli import flags
from studio.cli.errors import WrongUse
from studio.core.errors import Problem, UserError
from studio.core.words import _, ngettext
from studio.providers import registry
from studio.spec.describe import describe
from studio.spec.field import FieldValue
from studio.spec.operation import Operation, OperationSpec
from studio.spec.validate import problems_in


class _Operations(click.Group):
    """Every operation of every provider as a command of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [operation.spec.id for operation in registry.operations()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        try:
            return _command_for(registry.operation(cmd_name))
        except UserError as error:
            raise WrongUse(str(error)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("Operations")):
            formatter.write_dl([(one.spec.id, one.spec.title) for one in registry.operations()])


command = _Operations(
    name="run",
    help=_("Carry out one operation: sprite-studio run PROVIDER/OPERATION --FIELD VALUE ... --out FOLDER"),
    epilog=_("The fields of an operation: sprite-studio run PROVIDER/OPERATION --help"),
    subcommand_metavar="PROVIDER/OPERATION [--FIELD VALUE]...",
)


def _command_for(operation: type[Operation]) -> click.Command:
    spec = operation.spec
    return click.Command(
        spec.id,
        help=f"{spec.title}. {spec.summary}",
        epilog=_rules(spec),
        params=[
            *flags.options(spec),
            click.Option(
                ["--out", "__out"],
                type=click.Path(file_okay=False, path_type=Path),
                metavar="FOLDER",
                help=_("Folder for the frames (PNG) and result.json; it is made when missing. [required]"),
            ),
            click.Option(
                ["--dry-run", "__dry_run"], is_flag=True, help=_("Show the request and its price; send nothing.")
            ),
        ],
        callback=lambda **typed: _run(operation, typed),
    )


def _rules(spec: OperationSpec) -> str:
    """What holds between the fields, a paragraph each, with flags for the fields' names."""
    return "\n\n".join(rule.statement(_flag_of(spec).__getitem__) for rule in spec.rules)


def _flag_of(spec: OperationSpec) -> dict[str, str]:
    return {declared.name: declared.flag for declared in spec.fields}


def _run(operation: type[Operation], typed: dict[str, FieldValue]) -> None:
    folder: Path | None = typed.pop("__out")
    dry_run: bool = typed.pop("__dry_run")
    values = flags.values(operation.spec, typed)
    _check(operation.spec, values)
    request = operation.from_values(values)
    if dry_run:
        _show(request)
        return
    if folder is None:
        raise WrongUse(_("Say where the result goes: --out FOLDER."))
    _send(request, folder, typed)


def _check(spec: OperationSpec, values: dict[str, FieldValue]) -> None:
    """WrongUse with every blocking problem; warnings go to stderr."""
    found = problems_in(spec, values, titles=_flag_of(spec).__getitem__)
    blocking = [problem for problem in found if problem.blocking]
    missing = [declared.flag for declared in spec.fields if declared.required and declared.name not in values]
    if missing:
        raise WrongUse(
            ngettext("{flags} is missing.", "{flags} are missing.", len(missing)).format(flags=_(" and ").join(missing))
        )
    if blocking:
        raise WrongUse(_sentences(spec, blocking))
    for problem in found:
        click.echo(problem.message, err=True)


def _sentences(spec: OperationSpec, found: Iterable[Problem]) -> str:
    """A sentence of one field names it by its title, that of a rule by flags already."""
    flag_of = _flag_of(spec)
    return " ".join(
        problem.message
        if problem.field not in flag_of or flag_of[problem.field] in problem.message
        else f"{flag_of[problem.field]}: {problem.message}"
        for problem in found
    )


def _show(request: Operation) -> None:
    from studio.providers.wire import build_request, shortened  # noqa: PLC0415 - needs numpy and codecs

    spec = request.spec
    sent = build_request(request)
    click.echo(f"{sent.method} {sent.path}")
    if sent.query:
        click.echo(json.dumps(dict(sent.query), ensure_ascii=False, indent=2))
    click.echo(json.dumps(shortened(sent.body), ensure_ascii=False, indent=2))
    for row in describe(request):
        if row.sent:
            click.echo(f"{row.label}: {row.value}", err=True)
    price = registry.provider(spec.provider).quote(request)
    click.echo(_("Price: {price}. Nothing was sent.").format(price=price), err=True)


def _send(request: Operation, folder: Path, typed: dict[str, FieldValue]) -> None:
    from studio.cli.carry_out import carry_out  # noqa: PLC0415 - needs the queue, numpy and codecs
    from studio.cli.progress import Progress  # noqa: PLC0415
    from studio.cli.results import check_folder, write_result  # noqa: PLC0415

    check_folder(folder)
    with Progress(request.spec.title) as progress:
        done = carry_out(request, progress.tell)
    written = write_result(done, folder, typed)
    for note in done.outcome.notes:
        click.echo(note, err=True)
    count = len(written)
    click.echo(
        ngettext("Wrote {count} file to {folder}:", "Wrote {count} files to {folder}:", count).format(
            count=count, folder=folder
        )
    )
    for path in written:
        click.echo(f"  {path}")
