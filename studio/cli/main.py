"""The command line: `main(argv)` gives the exit status and prints errors as one sentence on stderr.

Commands are loaded when they are run, so that `--help` and `--version` import neither numpy nor codecs nor providers.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module

import click

from studio import __version__
from studio.cli.errors import Exit, WrongUse
from studio.cli.terminal import say
from studio.core.errors import OutcomeUnknown, StudioError
from studio.core.words import _

PROGRAM = "sprite-studio"


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its line in the overview and where its code is."""

    name: str
    summary: str
    module: str

    def load(self) -> click.Command:
        command: click.Command = import_module(self.module).command
        return command


COMMANDS: tuple[Entry, ...] = (
    Entry("open", _("Open the window, with files if some are named."), "studio.cli.open"),
    Entry(
        "demo",
        _("Do the whole job once, from a sprite to a sheet, and show where the pictures are."),
        "studio.cli.demo",
    ),
    Entry("run", _("Carry out one operation of a provider."), "studio.cli.run"),
    Entry("providers", _("List the operations of all providers with their fields."), "studio.cli.providers"),
    Entry("jobs", _("List what was asked for, and go on with it."), "studio.cli.jobs"),
    Entry("token", _("Keep, test or forget the token of a provider."), "studio.cli.token"),
    Entry("balance", _("Tell what is left in the accounts."), "studio.cli.balance"),
    Entry("usage", _("Tell what was spent with a provider, and prices."), "studio.cli.usage"),
    Entry("export", _("Write a sprite as a sheet or as single pictures."), "studio.cli.export"),
    Entry("info", _("Tell what a sprite holds."), "studio.cli.info"),
    Entry("lint", _("Look for faults in the pixels of sprites."), "studio.cli.lint"),
)


class _Commands(click.Group):
    """The commands by name; the overview is printed without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        for entry in COMMANDS:
            if entry.name == cmd_name:
                return entry.load()
        names = [entry.name for entry in COMMANDS]
        near = get_close_matches(cmd_name, names, n=2) or [name for name in names if name[:1] == cmd_name[:1]]
        if not near:
            raise WrongUse(
                _("There is no command {name}. Commands are {names}.").format(name=cmd_name, names=", ".join(names))
            )
        raise WrongUse(
            _("There is no command {name}. Did you mean {near}?").format(name=cmd_name, near=_(" or ").join(near))
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("Commands")):
            formatter.write_dl([(entry.name, entry.summary) for entry in COMMANDS])


_EPILOG = _(
    "Without a command the window opens. Each command explains itself: sprite-studio COMMAND --help.\n\n"
    "Exit status: 0 done, 1 failed, 2 wrong use, 3 outcome unknown."
)

group = _Commands(
    name=PROGRAM,
    help=_("Draw, mask, pose, animate and export pixel-art sprites."),
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=lambda ctx, _option, asked: _print_version(ctx) if asked else None,
            help=_("Show the version and stop."),
        )
    ],
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; `argv` is without the program's name."""
    try:
        status = group.main(args=list(sys.argv[1:] if argv is None else argv), prog_name=PROGRAM, standalone_mode=False)
    except click.exceptions.Abort:
        return _failed(_("Stopped."), Exit.FAILED)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return Exit.DONE
    except click.UsageError as error:
        return _failed(_usage_sentence(error), Exit.WRONG_USE)
    except click.ClickException as error:
        return _failed(error.format_message(), Exit.FAILED)
    except WrongUse as error:
        return _failed(str(error), Exit.WRONG_USE)
    except OutcomeUnknown as error:
        return _failed(str(error), Exit.UNKNOWN_OUTCOME)
    except StudioError as error:
        return _failed(str(error), Exit.FAILED)
    except OSError as error:
        return _failed(_os_sentence(error), Exit.FAILED)
    return status if isinstance(status, int) else Exit.DONE


def _failed(sentence: str, status: Exit) -> int:
    say(f"{PROGRAM}: {sentence}", err=True)
    return status


def _usage_sentence(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else PROGRAM
    sentence = error.format_message()
    ended = sentence if sentence.endswith((".", "?")) else f"{sentence}."
    return _("{problem} See: {command} --help").format(problem=ended, command=command)


def _os_sentence(error: OSError) -> str:
    """For folders of the person's own that cannot be made; files that were named have sentences of their own."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return _("The machine refused: {reason}.").format(reason=reason)
    return _("{path} could not be used: {reason}. Free it, or name another home in SPRITE_STUDIO_HOME.").format(
        path=error.filename, reason=reason
    )


def _print_version(ctx: click.Context) -> None:
    click.echo(f"{PROGRAM} {__version__}")
    ctx.exit()
