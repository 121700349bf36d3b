"""A file is replaced whole or not at all, and every failure is a sentence."""

import errno
import os
from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.core.files import cannot_read, cannot_write, read_bytes, write_atomic
from tests.fakes.faults import Faults


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "hero.aseprite"
    write_atomic(path, b"first")
    write_atomic(path, b"second")
    assert path.read_bytes() == b"second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["hero.aseprite"]


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
def test_the_bytes_are_on_disk_before_the_name_is_and_the_name_before_it_returns(tmp_path: Path) -> None:
    watched = Faults("watch", 0)
    with watched.installed():
        write_atomic(tmp_path / "hero.aseprite", b"data")
    assert watched.operations == ["open", "write", "fsync", "replace", "fsync"]


def test_a_very_long_name_is_written_too(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 240)
    write_atomic(path, b"data")
    assert path.read_bytes() == b"data"


@pytest.mark.skipif(os.name == "nt", reason="rights are kept by the folder there")
def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "hero.aseprite"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write_atomic(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o664)


def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"old")
    (tmp_path / "hero.png").symlink_to(tmp_path / "precious")
    write_atomic(tmp_path / "hero.png", b"new")
    assert (tmp_path / "precious").read_bytes() == b"old"
    assert not (tmp_path / "hero.png").is_symlink()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"hero\.png could not be written to .*nowhere: No such file or directory"):
        write_atomic(tmp_path / "nowhere" / "hero.png", b"data")


def test_a_folder_in_the_way_stays_and_no_rest_is_left(tmp_path: Path) -> None:
    (tmp_path / "hero.png").mkdir()
    with pytest.raises(UserError, match="could not be written"):
        write_atomic(tmp_path / "hero.png", b"data")
    assert [entry.name for entry in tmp_path.iterdir()] == ["hero.png"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_rights_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "hero.png"
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="Permission denied"):
            write_atomic(path, b"new")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_a_sentence_with_what_to_do() -> None:
    with pytest.raises(OSError, match="No space left") as caught, Path("/dev/full").open("wb", buffering=0) as file:
        file.write(b"data")
    sentence = str(cannot_write(Path("sprites/hero.png"), caught.value))
    assert sentence == (
        "hero.png could not be written to sprites: No space left on device. Choose another folder or free some space."
    )


def test_bytes_are_read_up_to_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"x" * (2 * 2**20))
    assert len(read_bytes(path)) == 2 * 2**20
    with pytest.raises(UserError, match="is larger than the 1 MiB the studio opens"):
        read_bytes(path, limit=2**20)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device without an end")
def test_what_never_ends_is_read_up_to_the_limit() -> None:
    with pytest.raises(UserError, match="/dev/zero is larger than the 1 MiB"):
        read_bytes(Path("/dev/zero"), limit=2**20)


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not there"):
        read_bytes(tmp_path / "gone.png")


def test_a_folder_is_no_file_to_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be read"):
        read_bytes(tmp_path)


def test_an_error_without_words_still_says_something() -> None:
    assert "odd" in str(cannot_read(Path("hero.png"), OSError("odd")))
    assert "Permission denied" in str(cannot_read(Path("a"), PermissionError(errno.EACCES, "Permission denied")))
