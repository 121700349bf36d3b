"""What holds for every test of the interface: garbage is taken away in the main thread, and between two tests only.

Python collects garbage in whichever thread happens to allocate. Of windows and timers, which hold each other in cycles,
that may be a worker thread; Qt then complains of timers that end in another thread, or the process dies.
"""

import gc
from collections.abc import Generator
from pathlib import Path

import pytest

_YOUNG = 1
_ALL = 2


_HERE = Path(__file__).parent


def pytest_collection_finish() -> None:
    """The tests themselves are no garbage: thousands of them need not be looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """Collect once nothing of the test is held any more: what is new after each test, everything after each file."""
    if _HERE not in item.path.parents:  # pytest asks this hook for every test there is
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        is_last = nextitem is None or nextitem.path != item.path
        gc.collect(_ALL if is_last else _YOUNG)
        gc.enable()
