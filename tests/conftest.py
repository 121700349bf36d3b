"""What holds for every test: its own home, silence, no task left behind.

- HOME, the XDG folders and SPRITE_STUDIO_HOME lie in a folder of the session; no test sees the person's settings.
- A log record at WARNING or above fails the test, unless it carries `@pytest.mark.expect_log("pattern")`.
- A Qt message at WARNING or above fails the test (marks of pytest-qt: `qt_log_ignore("pattern")`, `no_qt_log`).
- `async def` tests run by `asyncio.run`; a task that outlives its test fails it.
- Where Qt cannot be imported, tests/qt and tests/e2e are left out and the head of the report says so.
  `SPRITE_STUDIO_TESTS_WITHOUT_QT=1` pretends that it cannot.
"""

import asyncio
import contextlib
import importlib
import inspect
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path

import pytest
from hypothesis import settings

WITHOUT_QT = "SPRITE_STUDIO_TESTS_WITHOUT_QT"
_NEEDS_QT = frozenset({"qt", "e2e"})
_TESTS = Path(__file__).parent
# Said by Qt's offscreen platform about itself, whatever the program does.
_OFFSCREEN_CHATTER = "This plugin does not support (propagateSizeHints|raise)\\(\\)"

_session_home = Path(tempfile.mkdtemp(prefix="sprite-studio-tests-"))


def _isolate() -> None:
    """Point everything that reads a person's folders at the session's own, before the studio is imported."""
    folders = {
        "HOME": "home",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_RUNTIME_DIR": "run",
        "SPRITE_STUDIO_HOME": "studio",
    }
    for name, folder in folders.items():
        path = _session_home / folder
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(path)
    for name in list(os.environ):
        if name.lower() in {"http_proxy", "https_proxy", "all_proxy"} or name.startswith("LC_"):
            del os.environ[name]
    os.environ.pop("LANGUAGE", None)
    os.environ["LANG"] = "C.UTF-8"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    os.environ["PYTEST_QT_API"] = "pyside6"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _why_no_qt() -> str | None:
    """Why Qt cannot be imported here, or None when it can."""
    if os.environ.get(WITHOUT_QT):
        for name in ("PySide6", "shiboken6", "qasync"):
            sys.modules[name] = None  # type: ignore[assignment]  # what makes an import fail, says the language reference
        return f"{WITHOUT_QT} is set"
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return str(error)
    return None


_isolate()
_no_qt = _why_no_qt()
pytest_plugins = [] if _no_qt else ["pytestqt.plugin"]

settings.register_profile("studio", deadline=None, database=None, derandomize=True)
settings.load_profile("studio")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of tests/bench, which is otherwise not collected."""
    group = parser.getgroup("bench")
    group.addoption("--bench", action="store_true", help="collect tests/bench")
    group.addoption("--bench-json", type=Path, metavar="FILE", help="write the measured figures to FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Let Qt's offscreen platform talk about itself."""
    if _no_qt is None:
        config.addinivalue_line("qt_log_ignore", _OFFSCREEN_CHATTER)


def pytest_unconfigure() -> None:
    """Take the session's home away."""
    shutil.rmtree(_session_home, ignore_errors=True)


def pytest_report_header() -> str | None:
    """Say what is left out, and why."""
    return f"tests/qt and tests/e2e are left out, because Qt cannot be imported: {_no_qt}" if _no_qt else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out figures unless asked for, and what needs Qt where there is none."""
    layer = collection_path.relative_to(_TESTS).parts[:1] if collection_path.is_relative_to(_TESTS) else ()
    if layer == ("bench",) and not config.getoption("--bench"):
        return True
    if _no_qt and _NEEDS_QT.intersection(layer):
        return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's warnings fail a test wherever nothing else is said."""
    if _no_qt:
        return
    for item in items:
        if item.get_closest_marker("qt_log_level_fail") is None:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an `async def` test on a loop of its own; None leaves every other test to pytest."""
    test = pyfuncitem.obj
    if not inspect.iscoroutinefunction(test):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in inspect.signature(test).parameters}
    asyncio.run(_without_left_overs(lambda: test(**arguments)))
    return True


async def _without_left_overs(test: Callable[[], Coroutine[object, object, None]]) -> None:
    await test()
    await asyncio.sleep(0)  # a task that was just cancelled needs one turn to end
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        names = ", ".join(sorted(str(task.get_coro()) for task in left))
        pytest.fail(f"the test left tasks behind: {names}", pytrace=False)


class _Loud(logging.Handler):
    """Collects the records that nobody expected."""

    def __init__(self, expected: list[re.Pattern[str]]) -> None:
        super().__init__(logging.WARNING)
        self.unexpected: list[str] = []
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if not any(pattern.search(text) for pattern in self._expected):
            self.unexpected.append(f"{record.levelname} {record.name}: {text}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test that logs a warning nobody announced."""
    patterns = [re.compile(mark.args[0]) for mark in item.iter_markers("expect_log")]
    with _listening(_Loud(patterns)) as loud:
        yield
    if loud.unexpected:
        lines = "\n  ".join(loud.unexpected)
        pytest.fail(f"unexpected log records:\n  {lines}", pytrace=False)


@contextlib.contextmanager
def _listening(loud: _Loud) -> Generator[_Loud, None, None]:
    root = logging.getLogger()
    root.addHandler(loud)
    try:
        yield loud
    finally:
        root.removeHandler(loud)
