"""`run PROVIDER/OPERATION`: flags from the declaration, checks before anything is sent, files afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studio.cli import flags
from studio.cli.accounted import operation_in
from studio.cli.each import Sending, each_in
from studio.cli.errors import WrongUse
from studio.cli.terminal import say
from studio.core.errors import Problem, UserError
from studio.core.words import _, ngettext
from studio.providers import registry
from studio.spec.cost import Quote, Unit, total_of
from studio.spec.describe import describe
from studio.spec.field import FieldValue
from studio.spec.operation import Operation, OperationSpec
from studio.spec.validate import problems_in

if TYPE_CHECKING:
    from studio.core.geometry import Box
    from studio.providers.protocol import Call

_OWN_OPTIONS = (
    click.Option(
        ["--out", "__out"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar="FOLDER",
        help=_("Folder for the frames (PNG) and result.json; it is made when missing. [required, but for --dry-run]"),
    ),
    click.Option(["--dry-run", "__dry_run"], is_flag=True, help=_("Show the request and its price; send nothing.")),
    click.Option(
        ["--from", "__from"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="RESULT.json",
        help=_("Take the values of an earlier run, its seed included; other flags change them."),
    ),
    click.Option(
        ["--each", "__each"],
        metavar="FIELD=VALUE,VALUE",
        help=_(
            "Send it once for each of these values of a field (FIELD=all for every one it knows), as one plan with one"
            " price and one budget."
        ),
    ),
    click.Option(
        ["--reuse", "__reuse"],
        is_flag=True,
        help=_("Where an equal request was answered before, give that result; nothing is sent or paid."),
    ),
    click.Option(
        ["--budget", "__budget"],
        metavar="AMOUNT",
        help=_(
            "Send it only if this request costs AMOUNT at most, in the provider's own unit. The budget of a project"
            " that --out lies in holds besides."
        ),
    ),
    click.Option(
        ["--wait/--no-wait", "__wait"],
        default=True,
        help=_("Wait for the result (default), or come back once the provider works on it; see jobs resume."),
    ),
)


_HERE = "local"
"""Nothing is sent anywhere, so there is no address to show."""


class _Operations(click.Group):
    """Every operation of every provider as a command of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`run --from result.json` needs no operation: the file names it."""
        if "--from" in args and args[0].startswith("-") and args[-1] != "--from":
            args = [operation_in(Path(args[args.index("--from") + 1])), *args]
        elif args and args[0].startswith("-") and args[0] not in ctx.help_option_names:
            raise WrongUse(
                _("Name an operation first: sprite-studio run PROVIDER/OPERATION {flag} ...").format(flag=args[0])
            )
        return super().parse_args(ctx, args)

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
            *_OWN_OPTIONS,
        ],
        callback=lambda **typed: _run(operation, typed),
    )


def _rules(spec: OperationSpec) -> str:
    """What holds between the fields, a paragraph each, with flags for the fields' names."""
    return "\n\n".join(rule.statement(_flag_of(spec).__getitem__) for rule in spec.rules)


def _flag_of(spec: OperationSpec) -> dict[str, str]:
    return {declared.name: declared.flag for declared in spec.fields}


def _run(operation: type[Operation], typed: dict[str, FieldValue]) -> None:
    own = _take_own(typed)
    values: dict[str, FieldValue] = {}
    if own.account is not None:
        from studio.cli.again import values_of  # noqa: PLC0415 - needs the ledger, numpy and codecs

        values.update(values_of(own.account, operation))
    values.update(flags.values(operation.spec, typed))
    wished = dict(values)
    each = None if own.each is None else each_in(operation.spec, own.each)
    if each is not None:
        wished[each.field] = each.values[0]
    inset = _check(operation.spec, wished)
    request = operation.from_values(wished)
    calls = () if each is None else each.calls(request)
    if own.dry_run:
        _show(request, calls, varied="" if each is None else each.field)
        return
    if own.folder is None:
        raise WrongUse(_("Say where the result goes: --out FOLDER."))
    _send(request, own, typed, Sending(calls=calls, inset=inset))


@dataclass(frozen=True, slots=True)
class _Own:
    """The options of `run` itself."""

    folder: Path | None
    dry_run: bool
    account: Path | None
    reuse: bool
    budget: Decimal | None
    wait: bool
    each: str | None


def _take_own(typed: dict[str, Any]) -> _Own:
    """Take the options of `run` out of what was typed; the operation's own flags are left."""
    return _Own(
        typed.pop("__out"),
        typed.pop("__dry_run"),
        typed.pop("__from"),
        typed.pop("__reuse"),
        _budget(typed.pop("__budget")),
        typed.pop("__wait"),
        typed.pop("__each"),
    )


def _budget(typed: str | None) -> Decimal | None:
    if typed is None:
        return None
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise WrongUse(_("--budget takes an amount such as 2.5, not {given}.").format(given=typed))
    return amount


def _check(spec: OperationSpec, values: dict[str, FieldValue]) -> Box | None:
    """WrongUse with every blocking problem; warnings go to stderr.

    Pictures of a size that is not possible are padded in `values`; the box is where they lie, if they are cut back.
    """
    found = problems_in(spec, values, titles=_flag_of(spec).__getitem__)
    fit = None
    if any(problem.blocking for problem in found):
        from studio.app.fitting import fit_for  # noqa: PLC0415 - numpy, only where a size may be wrong

        fit = fit_for(spec, values)
    if fit is not None:
        values.update(fit.values)
        click.echo(f"{_flag_of(spec)[fit.field]}: {fit.sentence}", err=True)
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
        say(problem.message, err=True)
    return fit.inset if fit is not None and fit.is_cut_back else None


def _sentences(spec: OperationSpec, found: Iterable[Problem]) -> str:
    """A sentence of one field names it by its title, that of a rule by flags already."""
    return " ".join(_by_flag(spec, problem) for problem in found)


def _by_flag(spec: OperationSpec, problem: Problem) -> str:
    declared = next((one for one in spec.fields if one.name == problem.field), None)
    if declared is None or declared.flag in problem.message:
        return problem.message
    # `Size: the width has to be ...` has the title where the flag goes.
    return f"{declared.flag}: {problem.message.removeprefix(f'{declared.title}: ')}"


def _show(request: Operation, calls: Sequence[Call], *, varied: str) -> None:
    """Every request that would be sent, by its name where they differ in the field `varied`."""
    from studio.providers.wire import shortened  # noqa: PLC0415 - needs numpy and codecs

    spec = request.spec
    provider = registry.provider(spec.provider)
    calls = calls or provider.calls(request)
    for call in calls:
        sent = provider.request(call.operation)
        if call.name:
            click.echo(call.name, err=True)
        click.echo(call.operation.spec.id if spec.provider == _HERE else f"{sent.method} {sent.path}")
        if sent.query:
            click.echo(json.dumps(dict(sent.query), ensure_ascii=False, indent=2))
        click.echo(json.dumps(shortened(sent.body), ensure_ascii=False, indent=2))
    for row in describe(request):
        if row.sent and row.name != varied:
            say(f"{row.label}: {row.value}", err=True)
    click.echo(_price_sentence(total_of([provider.quote(call.operation) for call in calls])), err=True)


def _price_sentence(price: Quote) -> str:
    words = f"{price}." if price.unit is Unit.UNKNOWN else _("Price: {price}.").format(price=price)
    return f"{words} " + _("Nothing was sent.")


def _send(request: Operation, own: _Own, typed: dict[str, FieldValue], sending: Sending) -> None:
    from studio.cli.carry_out import Done, Terms, carry_out  # noqa: PLC0415 - needs the queue, numpy and codecs
    from studio.cli.progress import Progress  # noqa: PLC0415
    from studio.cli.results import check_folder, leave_result  # noqa: PLC0415

    folder = own.folder or Path()
    check_folder(folder)
    terms = Terms(budget=own.budget, place=folder, reuse=own.reuse, wait=own.wait)
    with Progress(request.spec.title) as progress:
        done = carry_out(request, progress.tell, terms, sending)
    if isinstance(done, Done):
        leave_result(done, folder, typed)
        return
    click.echo(done.id)
    click.echo(
        _("The provider works on it. Fetch it with: sprite-studio jobs resume {id} --out {folder}").format(
            id=done.id, folder=folder
        ),
        err=True,
    )
