"""Everything a person does with a checkout: run, test, lint, bench, docs, bundle. Needs Python 3.11 and nothing else.

    python3 packaging/dev.py run [-- ARGS]        make what is missing, then open the studio (`demo` without a screen)
    python3 packaging/dev.py test [-- ARGS]       the whole test suite; ARGS go to pytest
    python3 packaging/dev.py lint                 ruff, mypy --strict, import contracts, and that it imports
    python3 packaging/dev.py format               rewrite the code the way lint wants it
    python3 packaging/dev.py bench [--json FILE]  one row a figure: name, value, unit, floor, ratio, goal
    python3 packaging/dev.py docs [--check]       the reference pages and pictures of the manual
    python3 packaging/dev.py setup                only what `run` and `test` would install

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


def main(argv: list[str]) -> int:
    """Carry out one verb and return its exit code. What stands after `--` is passed on untouched."""
    own, passed_on = _split(argv)
    options = _parser().parse_args(own)
    if passed_on and options.verb not in {"run", "test"}:
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
    verbs.add_parser("run", help="open the studio; arguments after -- go to sprite-studio")
    verbs.add_parser("test", help="run the test suite; arguments after -- go to pytest")
    verbs.add_parser("lint", help="check style, types, import contracts and that everything imports")
    verbs.add_parser("format", help="rewrite the code the way lint wants it")
    bench = verbs.add_parser("bench", help="measure, and print a row a figure")
    bench.add_argument("--json", metavar="FILE", help="write the figures to FILE as well")
    docs = verbs.add_parser("docs", help="write the reference pages and pictures of the manual")
    docs.add_argument("--check", action="store_true", help="write nothing; say whether the pages are fresh")
    verbs.add_parser("setup", help="install what run and test need, and stop there")
    verbs.add_parser("bundle", help="build packages to give away (comes later)")
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
