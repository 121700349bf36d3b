"""The verbs `test`, `lint` and `format`."""

import dev_setup
import dev_system
from dev_say import Stop, say
from dev_setup import call, tool


def test(arguments: list[str]) -> int:
    """The whole suite, or what `arguments` choose from it, on Qt's offscreen platform."""
    dev_setup.environment()
    provide_for_checks()
    dev_system.provide_test_tools()
    return call([str(dev_setup.PYTHON), "-m", "pytest", *arguments], QT_QPA_PLATFORM="offscreen")


def lint() -> int:
    """Every check that needs no test to run; all of them run, the exit code tells whether any complained."""
    dev_setup.environment()
    python = str(dev_setup.PYTHON)
    checks = {
        "rules (ruff)": [tool("ruff"), "check"],
        "layout (ruff format)": [tool("ruff"), "format", "--check"],
        "types of studio (mypy --strict)": [tool("mypy"), "studio"],
        "types of packaging (mypy --strict)": [tool("mypy"), "packaging"],
        "import contracts (import-linter)": [tool("lint-imports"), "--no-logo"],
        "everything imports": [python, str(dev_setup.ROOT / "packaging" / "dev_imports.py"), *_without_qt()],
    }
    complaints = []
    for name, command in checks.items():
        say(f"Checking: {name}")
        if call(command, QT_QPA_PLATFORM="offscreen") != 0:
            complaints.append(name)
    say(f"Not clean: {', '.join(complaints)}." if complaints else "Clean.")
    return int(bool(complaints))


def rewrite() -> int:
    """Put the code into the layout and order that lint asks for."""
    dev_setup.environment()
    fixed = call([tool("ruff"), "check", "--fix"])
    return call([tool("ruff"), "format"]) or fixed


def provide_for_checks() -> bool:
    """Qt's libraries where they can be had; without them the checks of the window are left out, and that is said."""
    try:
        dev_system.provide_qt(with_screen=True)
    except Stop as stop:
        say(f"{stop}\nUntil then, what needs Qt is left out.")
        return False
    return True


def _without_qt() -> list[str]:
    return [] if provide_for_checks() else ["--without-qt"]
