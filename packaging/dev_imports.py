"""Imports every module of the studio, each counted once; run by `lint` with the environment's Python."""

import importlib
import pkgutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main(arguments: list[str]) -> int:
    """Exit code 0 when all modules import; with `--without-qt`, those of studio.ui are left out."""
    import studio  # noqa: PLC0415 - the path above comes first

    broken = 0
    count = 0
    for module in pkgutil.walk_packages(studio.__path__, "studio."):
        if "--without-qt" in arguments and module.name.startswith("studio.ui"):
            continue
        count += 1
        try:
            importlib.import_module(module.name)
        except ImportError as error:
            broken += 1
            sys.stderr.write(f"{module.name} does not import: {error}\n")
    sys.stdout.write(f"{count - broken} of {count} modules import.\n")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
