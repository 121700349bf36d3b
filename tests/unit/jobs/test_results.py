"""Kept results are whole, named by their content, and never rewritten."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from studio.core.errors import BadFile, UserError
from studio.jobs.ledger import Ledger
from studio.jobs.results import ResultStore


def test_the_same_content_has_one_file(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    first = store.keep(b"{}", media="application/json; charset=utf-8")
    written = store.path(first).stat().st_mtime_ns
    assert store.keep(b"{}", media="application/json") == first == hashlib.sha256(b"{}").hexdigest() + ".json"
    assert store.path(first).stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first]


def test_a_changed_file_is_not_taken_for_a_result_and_is_mended_by_keeping_it_again(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    name = store.keep(b"abc", media="image/png")
    store.path(name).write_bytes(b"abd")
    with pytest.raises(BadFile, match="damaged"):
        store.read(name)
    assert store.keep(b"abc", media="image/png") == name
    assert store.read(name) == b"abc"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"00ff\.bin is not there"):
        ResultStore(tmp_path).read("00ff.bin")


@pytest.mark.skipif(sys.platform == "win32", reason="there folders take the rights of the home folder")
def test_nobody_else_may_look_into_the_ledger_and_its_results(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "mine" / "ledger.sqlite")
    ledger.close()
    ResultStore(tmp_path / "results").keep(b"paid for", media="image/png")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("mine", "results")] == [0o700, 0o700]
