"""`providers`: every operation with its fields, as text or as JSON; from declarations alone."""

from __future__ import annotations

import json

import click

from studio.cli.errors import WrongUse
from studio.core.errors import UserError
from studio.core.words import _
from studio.providers import registry
from studio.spec.describe import as_json, limits_of
from studio.spec.field import Field
from studio.spec.operation import OperationSpec

SCHEMA = 1


@click.command(
    name="providers",
    help=_("List operations with their fields: all of them, those of one provider, or one."),
)
@click.argument("provider", metavar="[PROVIDER[/OPERATION]]", required=False, default="")
@click.option("--json", "as_data", is_flag=True, help=_("Print everything declared, as JSON."))
def command(provider: str, as_data: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Print the list."""
    try:
        known = [registry.operation(provider)] if "/" in provider else registry.operations(provider)
    except UserError as error:
        raise WrongUse(str(error)) from error
    specs = [operation.spec for operation in known]
    if as_data:
        click.echo(json.dumps(_document(specs), ensure_ascii=False, indent=2))
        return
    for spec in specs:
        _print(spec)


def _document(specs: list[OperationSpec]) -> dict[str, object]:
    ids = {spec.provider for spec in specs}
    return {
        "schema": SCHEMA,
        "providers": [{"id": entry.id, "title": entry.title} for entry in registry.PROVIDERS if entry.id in ids],
        "operations": [as_json(spec) for spec in specs],
    }


def _print(spec: OperationSpec) -> None:
    click.echo(f"{spec.id}  ({spec.effect.value}; {_('returns')} {spec.returns.value})")
    click.echo(f"    {spec.title}. {spec.summary}")
    for declared in spec.fields:
        click.echo(f"    {declared.flag:<18} {_facts(declared)}")
    click.echo()


def _facts(declared: Field) -> str:
    facts = [declared.kind.value, _("required") if declared.required else "", limits_of(declared)]
    if declared.choices:
        facts.append(", ".join(choice.value for choice in declared.choices))
    return "; ".join(fact for fact in facts if fact)
