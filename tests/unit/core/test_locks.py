"""A lock lasts as long as the process that holds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from studio.core.locks import ProcessLock, is_held

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
