"""Everything a person does with a checkout. Needs Python 3.11 or newer and nothing else.

    python3 packaging/dev.py run [-- ARGS]        make what is missing, then open the studio (`demo` without a screen)
    python3 packaging/dev.py test [-- ARGS]       the whole test suite; ARGS go to pytest
    python3 packaging/dev.py lint                 ruff, mypy --strict, import contracts, and that it imports
    python3 packaging/dev.py format               rewrite the code the way lint wants it
    python3 packaging/dev.py bench [--json FILE]  one row a figure: name, value, unit, floor, ratio, goal
    python3 packaging/dev.py docs [--check]       the reference pages and pictures of the manual
    python3 packaging/dev.py setup                only what `run` and `test` would install
    python3 packaging/dev.py bundle               packages to give away; comes later

On Windows: `py packaging\\dev.py run`. Windows and macOS are untested.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells an older Python so
    sys.exit(
        f"Sprite Studio needs Python 3.11 or newer, and this is {sys.version.split()[0]}. Start it with a newer one."
    )

import argparse

import dev_bench
import dev_checks
import dev_docs
import dev_run
import dev_setup
from dev_say import Stop

_ABOUT = {
    "run": "open the studio; ARGS go to sprite-studio",
    "test": "run the test suite; ARGS go to pytest",
    "lint": "check style, types, import contracts and that everything imports",
    "format": "rewrite the code the way lint wants it",
    "bench": "measure, and print a row a figure",
    "docs": "write the reference pages and pictures of the manual",
    "setup": "install what run and test need, and stop there",
    "bundle": "build packages to give away (comes later)",
}
_PASS_ON = {"run", "test"}


def main(argv: list[str]) -> int:
    """Carry out one verb and return its exit code. What stands after `--` is passed on untouched."""
    own, passed_on = _split(argv)
    options = _parser().parse_args(own)
    if passed_on and options.verb not in _PASS_ON:
        sys.stderr.write("Only `run` and `test` pass arguments on.\n")
        return 2
    try:
        return _carry_out(options, passed_on)
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _split(argv: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in argv:
        return argv, []
    at = argv.index("--")
    return argv[:at], argv[at + 1 :]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    own = {}
    for verb, about in _ABOUT.items():
        usage = f"dev.py {verb} [-h] [-- ARGS ...]" if verb in _PASS_ON else None
        description = f"{about[0].upper()}{about[1:]}."
        own[verb] = verbs.add_parser(verb, help=about, description=description, usage=usage)
    own["bench"].add_argument("--json", metavar="FILE", help="write the figures to FILE as well")
    own["docs"].add_argument(
        "--check", action="store_true", help="write nothing; say whether the pages are fresh and all pictures there"
    )
    return parser


def _carry_out(options: argparse.Namespace, passed_on: list[str]) -> int:
    match options.verb:
        case "run":
            return dev_run.run(passed_on)
        case "test":
            return dev_checks.test(passed_on)
        case "lint":
            return dev_checks.lint()
        case "format":
            return dev_checks.rewrite()
        case "bench":
            return dev_bench.bench(json_file=options.json)
        case "docs":
            return dev_docs.docs(check=options.check)
        case "setup":
            return dev_setup.everything()
        case _:
            raise Stop("Bundles come later. Until then, `dev.py run` is the way to start the studio from a checkout.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
