"""The entry point `sprite-studio`: opens the window or hands over to the command line.

Imports nothing but sys and os until it is known which of the two is wanted, so that neither pays for the other.
"""

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run with `argv` (without the program's name). Exit codes: 0 done, 1 failed, 2 wrong use, 3 outcome unknown."""
    arguments = sys.argv[1:] if argv is None else argv
    _keep_numpy_single_threaded()
    if _opens_window(arguments):
        return _open_window(arguments)
    from studio.cli.main import main as run_command  # noqa: PLC0415 - the window opens without click

    return run_command(arguments)


def _keep_numpy_single_threaded() -> None:
    """Sprite-sized arrays gain nothing from a BLAS thread pool, which costs start-up time; a person's own wish wins."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _opens_window(arguments: list[str]) -> bool:
    if not arguments:
        return True
    return arguments[0] == "open" and "--help" not in arguments and "-h" not in arguments


def _open_window(arguments: list[str]) -> int:
    import gc  # noqa: PLC0415 - nothing is imported before it is known what is wanted

    if not _has_screen():
        from studio.core.words import _  # noqa: PLC0415 - only needed to say what is missing

        problem = _("There is no screen here, so no window can be opened. Everything else works: {command}")
        sys.stderr.write(problem.format(command="sprite-studio --help") + "\n")
        return 1
    gc.disable()  # loading makes no garbage worth a look; the window collects, in its own thread, once it is loaded
    try:
        from studio.ui.main import main as open_window  # noqa: PLC0415 - the command line runs without Qt
    except ImportError as error:
        # Qt's own packages also raise it without a name, when their libraries do not fit together.
        if (error.name or "PySide6").partition(".")[0] not in {"PySide6", "shiboken6"}:
            raise
        from studio.core.words import _  # noqa: PLC0415 - only needed to say what is missing

        problem = _("The window needs Qt, which cannot be loaded here: {reason}. Everything else works: {command}")
        sys.stderr.write(problem.format(reason=error, command="sprite-studio --help") + "\n")
        return 1
    return open_window(arguments)


def _has_screen() -> bool:
    """Whether Qt finds a display; without one it ends the whole process. Who names a platform knows better."""
    if not sys.platform.startswith("linux") or "QT_QPA_PLATFORM" in os.environ:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
