"""The verb `docs`: the reference pages of the manual, made from the declarations, and its pictures."""

import subprocess
import sys
from pathlib import Path

import dev_setup
from dev_say import Stop, say

_HERE = Path(__file__).resolve().parent


def docs(*, check: bool) -> int:
    """Write the manual's generated parts; with `check`, write nothing and answer 1 when they are stale."""
    dev_setup.environment()
    options = ["--check"] if check else []
    code = _run("dev_reference.py", options, listing=_listing())
    if (_HERE / "dev_pictures.py").exists():
        code = _run("dev_pictures.py", options) or code
    say(_verdict(code, check=check))
    return code


def _verdict(code: int, *, check: bool) -> str:
    if not check:
        return "The manual could not be made." if code else "The manual is fresh."
    if code:
        return "The manual is stale; run `packaging/dev.py docs`."
    return "The reference pages are fresh and every picture is there. What the pictures show, no check can tell."


def _listing() -> bytes:
    answer = subprocess.run(
        [str(dev_setup.COMMAND), "providers", "--json"], check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    if answer.returncode != 0:
        raise Stop("The operations could not be listed; the lines above tell why.")
    return answer.stdout


def _run(script: str, options: list[str], *, listing: bytes = b"") -> int:
    sys.stdout.flush()
    command = [str(dev_setup.PYTHON), str(_HERE / script), *options]
    return subprocess.run(command, check=False, cwd=dev_setup.ROOT, input=listing).returncode
