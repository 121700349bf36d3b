"""The entry point `sprite-studio`: opens the window or hands over to the command line.

Imports nothing but sys and os until it is known which of the two is wanted, so that neither pays for the other.
"""

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run with `argv` (without the program's name). Exit codes: 0 done, 1 failed, 2 wrong use, 3 outcome unknown."""
    arguments = sys.argv[1:] if argv is None else argv
    _keep_numpy_single_threaded()
    if not arguments or arguments[0] == "open":
        from studio.ui.main import main as open_window  # noqa: PLC0415 - the command line runs without Qt

        return open_window(arguments)
    from studio.cli.main import main as run_command  # noqa: PLC0415 - the window opens without click

    return run_command(arguments)


def _keep_numpy_single_threaded() -> None:
    """Sprite-sized arrays gain nothing from a BLAS thread pool, which costs start-up time; a person's own wish wins."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")


if __name__ == "__main__":
    sys.exit(main())
