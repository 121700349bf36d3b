"""The manual's generated pages say what the declarations say."""

import subprocess
import sys

from tests.arch.tree import ROOT


def test_the_reference_pages_are_fresh() -> None:
    listing = subprocess.run(
        [sys.executable, "-m", "studio", "providers", "--json"], check=True, cwd=ROOT, capture_output=True, timeout=60
    ).stdout
    answer = subprocess.run(
        [sys.executable, "packaging/dev_reference.py", "--check"],
        check=False,
        cwd=ROOT,
        input=listing,
        capture_output=True,
        timeout=60,
    )
    assert answer.stderr.decode() == ""
    assert answer.returncode == 0
