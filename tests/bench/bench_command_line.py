"""How long a person waits for the command line to answer, against the bare interpreter of the same run."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.bench.conftest import Figures

_ROUNDS = 9
_HELP = "import sys; from studio.__main__ import main; sys.exit(main(['--help']))"


def test_help_against_the_bare_interpreter(figures: Figures) -> None:
    bare, helped = [], []
    for _ in range(_ROUNDS):
        bare.append(_milliseconds([sys.executable, "-c", "pass"]))
        helped.append(_milliseconds([sys.executable, "-c", _HELP]))
    figures.add(
        "sprite-studio --help",
        statistics.median(helped),
        unit="ms",
        floor=statistics.median(bare),
        goal="6 times `python -c pass` or less",
    )


def _milliseconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
    return (time.perf_counter() - start) * 1000
