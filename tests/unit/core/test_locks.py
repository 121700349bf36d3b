"""A lock lasts as long as the process that holds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from studio.core.locks import ProcessLock, held, is_held

ROOT = Path(__file__).parents[3]
HOLD = """
import sys
from pathlib import Path
from studio.core.locks import ProcessLock
lock = ProcessLock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_only_one_can_hold_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    with ProcessLock.take(path) as lock:
        assert lock.path == path
        assert is_held(path)
        assert ProcessLock.take(path) is None
    assert not path.exists()
    lock.release()
    again = ProcessLock.take(path)
    assert again is not None
    again.release()


def test_a_killed_process_loses_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_held(path)
        holder.kill()
        holder.wait()
        assert path.exists(), "nobody tidied up"
        assert not is_held(path)


def test_who_waits_for_it_comes_after_the_one_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held(path):
        assert ProcessLock.take(path) is None
        script = "import sys; from pathlib import Path; from studio.core.locks import held\n"
        script += "print('waits', flush=True)\nwith held(Path(sys.argv[1])): print('has it', flush=True)"
        other = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert other.stdout is not None
        assert other.stdout.readline() == "waits\n"
        assert other.poll() is None
    assert other.stdout.readline() == "has it\n"
    assert other.wait(20) == 0
    other.stdout.close()
