"""Ids, folders, words, logs, the clock and the error tree."""

import asyncio
import gettext
import logging
from pathlib import Path

import pytest

from studio.core import errors, logs, paths, words
from studio.core.clock import SystemClock
from studio.core.ids import new_id


def test_ids_are_short_distinct_and_safe_in_file_names() -> None:
    made = {new_id("frame") for _number in range(1000)}
    assert len(made) == 1000
    for identifier in made:
        prefix, rest = identifier.split("-")
        assert (prefix, len(rest)) == ("frame", 12)
        assert rest.isalnum()
        assert rest == rest.lower()
        assert not set(rest) & set("ilou")


def test_one_variable_moves_all_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    folders = [paths.data_dir(), paths.config_dir(), paths.cache_dir()]
    assert folders == [tmp_path / "data", tmp_path / "config", tmp_path / "cache"]
    assert all(folder.is_dir() for folder in folders)


def test_without_the_variable_folders_are_the_persons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    folders = {paths.data_dir(), paths.config_dir(), paths.cache_dir()}
    assert len(folders) == 3
    assert all(paths.APP_FOLDER in folder.parts and folder.is_dir() for folder in folders)


def test_words_come_from_the_catalogue_in_use() -> None:
    class Shouting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

        def ngettext(self, singular: str, plural: str, count: int) -> str:
            return (singular if count == 1 else plural).upper()

    words.install(Shouting())
    try:
        assert words._("Open") == "OPEN"
        assert words.ngettext("{n} frame", "{n} frames", 2) == "{N} FRAMES"
    finally:
        words.install(gettext.NullTranslations())
    assert words._("Open") == "Open"
    assert [words.ngettext("one", "many", count) for count in (0, 1, 2)] == ["many", "one", "many"]


def test_logs_go_to_a_file_without_the_addresses_of_requests(tmp_path: Path) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    quiet = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "PIL", "asyncio", "qasync")}
    try:
        logs.configure(tmp_path / "logs")
        logging.getLogger("studio.jobs").info("job moved")
        logging.getLogger("httpx").info("GET https://example.org/?signature=secret")
        text = (tmp_path / "logs" / "studio.log").read_text()
    finally:
        for handler in set(root.handlers) - set(handlers):
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
        for name, before in quiet.items():
            logging.getLogger(name).setLevel(before)
    assert "INFO studio.jobs: job moved" in text
    assert "secret" not in text


def test_the_clock_goes_forward() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    asyncio.run(clock.sleep(0))
    assert clock.monotonic() >= before
    assert clock.now() > 1_700_000_000


def test_every_error_carries_its_facts() -> None:
    error = errors.Refused(
        "The size does not fit.", problems=(errors.Problem("size", "too large"),), provider="local", operation="x"
    )
    assert isinstance(error, errors.StudioError)
    assert (str(error), error.problems[0].field, error.provider, error.retryable) == (
        "The size does not fit.",
        "size",
        "local",
        False,
    )
    assert errors.RateLimit("Too many.", after=2.5).after == 2.5
    assert errors.ProviderError("Odd.").charged is errors.Charged.NO


@pytest.mark.parametrize(
    ("kind", "retryable"),
    [
        (errors.Offline, True),
        (errors.RateLimit, True),
        (errors.ProviderDown, True),
        (errors.NotReady, True),
        (errors.OutcomeUnknown, False),
        (errors.BadAnswer, False),
        (errors.Credit, False),
        (errors.Auth, False),
    ],
)
def test_only_what_cannot_cost_twice_is_tried_again(kind: type[errors.ProviderError], retryable: bool) -> None:
    assert kind("Odd.").retryable is retryable
