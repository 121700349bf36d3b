"""The environment in `.venv`: made once, filled from the hash-locked list, and left alone while its stamp fits.

The stamp names what was installed (lock, project file), where, and by which interpreter. While all of that still holds,
set-up costs reading three small files and needs no network.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import dev_system
from dev_say import Counter, Stop, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
STAMP = VENV / "sprite-studio-stamp.json"
_SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
_SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = _SCRIPTS / f"python{_SUFFIX}"
COMMAND = _SCRIPTS / f"sprite-studio{_SUFFIX}"


def everything() -> int:
    """What `run` and `test` would install, and nothing else."""
    environment()
    dev_system.provide_qt(with_screen=True)
    dev_system.provide_test_tools()
    say(f"Everything is in place. The command is {COMMAND}")
    return 0


def environment() -> None:
    """Make `.venv` hold exactly what the lock and the project file ask for. Raises Stop when it cannot be done."""
    held = held_stamp()
    if held == wanted_stamp() and COMMAND.exists():
        return
    STAMP.unlink(missing_ok=True)
    if not _usable():
        _make()
        held = {}
    if any(held.get(part) != wanted_stamp()[part] for part in ("lock", "interpreter")):
        _install_locked()
    _install_project()
    STAMP.write_text(json.dumps(wanted_stamp(), indent=2) + "\n", encoding="utf-8")


def held_stamp() -> dict[str, str]:
    """What the environment says it was made from; empty where there is none, or half of one."""
    try:
        held = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def wanted_stamp() -> dict[str, str]:
    """What an environment made now would say."""
    return {
        "lock": _digest(LOCK),
        "project": _digest(ROOT / "pyproject.toml"),
        "root": str(ROOT),
        "interpreter": _interpreter(),
    }


def tool(name: str) -> str:
    """Path of a program installed in `.venv`."""
    return str(_SCRIPTS / f"{name}{_SUFFIX}")


def call(command: Sequence[str], *, folder: Path = ROOT, **extra_environment: str) -> int:
    """Run a program with the person's own environment; its exit code, 128 + n when signal n ended it.

    An interrupt reaches the program by itself and a request to end is handed on, so that it closes in its own way.
    """
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **extra_environment}) as process:
        before = signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
        try:
            code = _wait(process)
        finally:
            signal.signal(signal.SIGTERM, before)
    return code if code >= 0 else 128 - code


def _wait(process: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _interpreter() -> str:
    """The program behind the environment's `python`, and its age: a system upgrade replaces it under our feet."""
    try:
        program = PYTHON.resolve(strict=True)
        return f"{program} {program.stat().st_mtime_ns}"
    except OSError:
        return "none"


def _usable() -> bool:
    """Whether `.venv` runs a new enough Python and belongs to this folder; an interrupted set-up leaves less."""
    probe = "import sys; print(sys.version_info >= (3, 11) and sys.prefix)"
    try:
        answer = subprocess.run(
            [str(PYTHON), "-c", probe], check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
    except OSError:
        return False
    if answer.returncode != 0 or answer.stdout.strip() != str(VENV):
        return False
    return _uv() is not None or _has_pip()


def _has_pip() -> bool:
    quiet = subprocess.DEVNULL
    command = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(command, check=False, stdin=quiet, stdout=quiet, stderr=quiet).returncode == 0


def _uv() -> str | None:
    return shutil.which("uv")


def _make() -> None:
    if Path(sys.prefix).resolve() == VENV:
        raise Stop(f"{VENV} is damaged. Start again with a Python from outside of it.")
    say(f"Making {VENV} with Python {sys.version.split()[0]}.")
    if VENV.exists():
        shutil.rmtree(VENV)
    if uv := _uv():
        command = [uv, "venv", "--quiet", "--no-python-downloads", "--python", sys.executable, str(VENV)]
        if call(command) == 0:
            return
        say("uv did not manage it; going on with Python's own venv.")
    _make_with_venv()


def _make_with_venv() -> None:
    dev_system.provide_venv_module()
    shutil.rmtree(VENV, ignore_errors=True)
    answer = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if answer.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(f"The environment could not be made:\n{answer.stdout.strip()[-2000:]}")


def _install_locked() -> None:
    total = sum("==" in line for line in LOCK.read_text(encoding="utf-8").splitlines())
    say(f"Installing up to {total} locked packages; the first time this fetches about 150 MB.")
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]
    if uv := _uv():
        if call([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *locked]) == 0:
            return
        # uv does not read pip's settings, and those may be the only way to the packages.
        say("uv did not manage it; going on with pip.")
        if not _has_pip():
            _make_with_venv()
    _pip(["install", *locked], counter=Counter(total))


def _install_project() -> None:
    say("Installing the studio itself into the environment.")
    project = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    if (uv := _uv()) and call([uv, "pip", "install", "--quiet", "--offline", "--python", str(PYTHON), *project]) == 0:
        return
    _pip(["install", *project])


def _pip(arguments: list[str], *, counter: Counter | None = None) -> None:
    """Run the environment's pip, counting what it collects. Raises Stop with the end of its output when it fails."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=_pip_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if counter and line.startswith("Collecting "):
                counter.step(line.split()[1].partition("==")[0])
            elif counter and line.startswith("Installing collected packages"):
                counter.end()
                say("Unpacking them into the environment.")
    if process.returncode != 0:
        end = "\n".join(lines[-15:])
        raise Stop(f"{end}\nThe packages could not be installed. Check the connection, then run the same line again.")


def _pip_environment() -> dict[str, str]:
    """The person's environment without the pip settings that would install beside `.venv` instead of into it."""
    beside = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    return {name: value for name, value in os.environ.items() if name not in beside} | {"PIP_USER": "0"}
