"""What holds for every test of the interface: garbage is taken away in the main thread, and between two tests only.

Python collects garbage in whichever thread happens to allocate. Of windows and timers, which hold each other in cycles,
that may be a worker thread; Qt then complains of timers that end in another thread, or the process dies.
"""

import gc
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Collect once nothing of the test is held any more, its fixtures and arguments included."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.enable()
