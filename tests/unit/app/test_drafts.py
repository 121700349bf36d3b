"""Forms come back as they were left."""

from __future__ import annotations

from pathlib import Path

from studio.app.drafts import LONGEST, Drafts


def test_the_last_form_comes_back_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "drafts.json"
    Drafts(file).keep("local/rotate", {"angle": 30.0, "images": [["frames", ""]]})
    again = Drafts(file)
    assert again.operation == "local/rotate"
    assert again.of("local/rotate") == {"angle": 30.0, "images": [["frames", ""]]}


def test_each_form_has_its_own_draft(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts.json")
    drafts.keep("local/rotate", {"angle": 30.0})
    drafts.keep("local/resize", {"size": [8, 9]})
    assert drafts.of("local/rotate") == {"angle": 30.0}
    assert drafts.operation == "local/resize"


def test_a_form_never_used_is_empty(tmp_path: Path) -> None:
    assert Drafts(tmp_path / "drafts.json").of("local/rotate") == {}


def test_a_damaged_file_is_forgotten(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"forms": 3, "operation": ""}', '{"forms": {"a": 1}, "operation": ""}', "\x00"):
        file = tmp_path / "drafts.json"
        file.write_text(text)
        drafts = Drafts(file)
        assert drafts.operation == ""
        assert drafts.of("a") == {}


def test_a_whole_book_in_one_field_is_not_kept(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts.json")
    drafts.keep("x/y", {"prompt": "a" * (LONGEST + 1), "seed": 4})
    assert drafts.of("x/y") == {"seed": 4}


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "no-folder" / "drafts.json"
    drafts = Drafts(blocked)
    drafts.keep("x/y", {"seed": 4})
    assert drafts.of("x/y") == {"seed": 4}
    assert not blocked.exists()
