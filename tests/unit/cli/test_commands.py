"""The command line as a person uses it: exit status, one sentence on stderr, files where they were asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from studio import __version__
from studio.cli.main import COMMANDS
from studio.codec.aseprite import write_aseprite
from studio.codec.images import read_png, write_png
from studio.codec.load import open_sprite
from studio.core.errors import OutcomeUnknown
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.edits import new_sprite
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels, frozen
from studio.jobs.ledger import Ledger
from studio.jobs.states import State


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    pixels = np.zeros((6, 8, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[2:4, 3:5] = 255
    path = tmp_path / "mask.png"
    path.write_bytes(write_png(frozen(pixels)))
    return path


def test_help_lists_every_command(run: Any) -> None:
    ended = run("--help")
    assert ended.status == 0
    for entry in COMMANDS:
        assert entry.name in ended.out
    assert "Exit status: 0 done, 1 failed, 2 wrong use, 3 outcome unknown." in ended.out


@pytest.mark.parametrize("name", [entry.name for entry in COMMANDS])
def test_every_command_explains_itself(run: Any, name: str) -> None:
    ended = run(name, "--help")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage: sprite-studio {name}")


def test_the_version(run: Any) -> None:
    assert run("--version").out == f"sprite-studio {__version__}\n"


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["rn"], "There is no command rn. Did you mean run?"),
        (["provider"], "There is no command provider. Did you mean providers?"),
        (["zap"], "There is no command zap. Commands are open, demo, run, providers, "),
        (["run", "local/pixelte"], "There is no operation local/pixelte. Did you mean local/pixelate?"),
        (["run", "local/inpaint", "--sead", "3"], "No such option '--sead'. (Possible options: --image, --seed)"),
        (["run", "local/procedural-sprite", "--seed", "x"], "--seed takes a whole number, not x."),
        (
            ["run", "local/procedural-sprite", "--size", "8", "--kind", "cat"],
            "--kind: Kind knows no cat; it can be creature, ship, item.",
        ),
        (["run", "local/procedural-sprite"], "Say where the result goes: --out FOLDER."),
        (["run", "local/animate-with-skeleton", "--preset", "walk"], "--image is missing."),
        (["run", "--out", "x"], "Name an operation first: sprite-studio run PROVIDER/OPERATION --out ..."),
        (["usage", "pixelapi", "--from", "yesterday"], "--from takes a day such as 2026-01-31, not yesterday."),
        (
            ["run", "pixelapi/generate-image", "--prompt", "x", "--size", "7"],
            "--size: the width has to be between 512 and 1536 pixels, not 7. --size: the height",
        ),
        (["run", "local/rotate", "--bogus"], "No such option '--bogus'. Did you mean '--out'? See: "),
        (["providers", "locl"], "There is no provider locl. Did you mean local?"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(run: Any, argv: list[str], sentence: str) -> None:
    ended = run(*argv)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("sprite-studio: ")
    assert ended.err.count("\n") == 1
    if argv[2:3] != ["--sead"]:
        assert sentence in ended.err
    else:
        assert "--sead" in ended.err


def test_what_holds_between_fields_is_said_by_their_flags(run: Any, tmp_path: Path, picture: Path) -> None:
    ended = run("run", "local/animate-with-skeleton", "--image", picture, "--out", tmp_path / "out")
    assert (ended.status, ended.err) == (2, "sprite-studio: Give --keypoints or --preset.\n")
    small = tmp_path / "small.png"
    small.write_bytes(write_png(frozen(np.full((1, 2, 4), 255, np.uint8))))
    ended = run("run", "local/inpaint", "--image", picture, "--mask", small, "--out", tmp_path / "out")
    assert ended.status == 2
    assert ended.err == "sprite-studio: --mask is 2 x 1 pixels, --image is 8 x 6; both have to be the same.\n"


def test_a_run_leaves_frames_and_an_account_of_itself(run: Any, tmp_path: Path, picture: Path, mask: Path) -> None:
    out = tmp_path / "out"
    ended = run("run", "local/inpaint", "--image", picture, "--mask", mask, "--seed", 5, "--out", out)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"Wrote 2 files to {out}:",
        f"  {out / 'frame-01.png'}",
        f"  {out / 'result.json'}",
    ]
    result = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert result["operation"] == "local/inpaint"
    assert result["asked"] == {"image": str(picture), "mask": str(mask), "palette": None, "seed": 5}
    assert (result["seed_sent"], result["seed_returned"]) == (5, 5)
    assert result["cost"] == {"amount": "0", "unit": "free"}
    assert result["frames"] == [{"file": "frame-01.png", "width": 8, "height": 6}]
    before, after = read_png(picture.read_bytes()), read_png((out / "frame-01.png").read_bytes())
    after = after.copy()
    after[2:4, 3:5] = before[2:4, 3:5]
    assert after.tolist() == before.tolist()


def test_a_folder_may_be_used_again_but_not_a_persons_own_files(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("run", "local/procedural-sprite", "--seed", 5, "--count", 3, "--out", out).status == 0
    (out / "notes.txt").write_text("mine")
    assert run("run", "local/procedural-sprite", "--seed", 6, "--out", out).status == 0
    assert sorted(path.name for path in out.iterdir()) == ["frame-01.png", "notes.txt", "result.json"]

    own = tmp_path / "own"
    own.mkdir()
    (own / "frame-01.png").write_bytes(b"mine")
    ended = run("run", "local/procedural-sprite", "--seed", 5, "--out", own)
    assert ended.status == 1
    assert ended.err == (
        f"sprite-studio: {own} already holds frame-01.png, which no run wrote. Choose another folder.\n"
    )
    assert (own / "frame-01.png").read_bytes() == b"mine"


@pytest.mark.parametrize("listed", ["../frame-01.png", "hero.png", "../hero.png"])
def test_an_account_from_elsewhere_cannot_have_files_deleted(run: Any, tmp_path: Path, listed: str) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    precious = folder / listed
    precious.write_bytes(b"a day of work")
    account = {"program": "sprite-studio 0.1.0", "frames": [{"file": listed}]}
    (folder / "result.json").write_text(json.dumps(account), encoding="utf-8")
    assert run("run", "local/procedural-sprite", "--out", folder).status == 0
    assert precious.read_bytes() == b"a day of work"


def test_a_drawn_seed_is_written_down_and_repeats_the_result(run: Any, tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    assert run("run", "local/procedural-sprite", "--out", first).status == 0
    result = json.loads((first / "result.json").read_text(encoding="utf-8"))
    assert result["asked"]["seed"] == result["seed_sent"] == result["seed_returned"] > 0
    assert run("run", "local/procedural-sprite", "--seed", result["seed_sent"], "--out", again).status == 0
    assert (first / "frame-01.png").read_bytes() == (again / "frame-01.png").read_bytes()


def test_keypoints_come_as_a_file_that_the_next_run_takes(run: Any, tmp_path: Path) -> None:
    run("run", "local/procedural-sprite", "--seed", 5, "--size", "48x48", "--out", tmp_path / "sprite")
    sprite = tmp_path / "sprite" / "frame-01.png"
    assert run("run", "local/estimate-skeleton", "--image", sprite, "--out", tmp_path / "pose").status == 0
    keypoints = json.loads((tmp_path / "pose" / "keypoints.json").read_text(encoding="utf-8"))
    assert (keypoints["unit"], keypoints["size"]) == ("pixel", {"width": 48, "height": 48})
    assert len(keypoints["frames"][0]["keypoints"]) == 18
    ended = run(
        *("run", "local/animate-with-skeleton", "--image", sprite, "--rest", tmp_path / "pose" / "keypoints.json"),
        *("--preset", "idle", "--frame-time", 90, "--out", tmp_path / "idle"),
    )
    assert ended.status == 0
    result = json.loads((tmp_path / "idle" / "result.json").read_text(encoding="utf-8"))
    assert [frame["duration_ms"] for frame in result["frames"]] == [90.0] * 6


def test_what_an_algorithm_cannot_do_fails_with_its_sentence(run: Any, tmp_path: Path, picture: Path) -> None:
    ended = run("run", "local/estimate-skeleton", "--image", picture, "--out", tmp_path / "out")
    assert ended.status == 1
    assert ended.err == (
        "sprite-studio: The picture has no clear background, so no figure can be seen; remove its background first.\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_dry_run_shows_the_request_and_sends_nothing(run: Any, tmp_path: Path, picture: Path, mask: Path) -> None:
    ended = run("run", "local/inpaint", "--image", picture, "--mask", mask, "--dry-run")
    assert ended.status == 0
    head, _newline, body = ended.out.partition("\n")
    assert head == "local/inpaint"
    assert json.loads(body)["image"]["format"] == "png"
    assert "Mask: 4 pixels are redone\n" in ended.err
    assert ended.err.endswith("Price: Free. Nothing was sent.\n")


def test_a_dry_run_for_each_value_names_them_and_not_the_first_alone(run: Any) -> None:
    words = ("run", "pixellab-v2/create-image-pixflux", "--description", "a knight", "--size", "64x64")
    ended = run(*words, "--each", "direction=north,south", "--dry-run")
    assert (ended.status, ended.out.count("POST ")) == (0, 2)
    assert "Direction: " not in ended.err
    assert ended.err.splitlines()[:2] == ["north", "south"]


def test_a_price_that_nobody_knows_is_said_once(run: Any) -> None:
    ended = run(
        *("run", "pixellab-v2/create-image-bitforge", "--description", "a knight", "--size", "64x64", "--dry-run")
    )
    assert ended.err.endswith("\nPrice not known. Nothing was sent.\n")


def test_a_flag_that_says_no_has_a_plain_opposite(run: Any) -> None:
    shown = run("run", "pixellab-v2/create-image-pixflux", "--help").out
    assert "--no-background / --background" in shown
    assert "--no-no-" not in shown
    words = ("run", "pixellab-v2/create-image-pixflux", "--description", "a knight", "--size", "64x64", "--dry-run")
    for flag, expected in (("--no-background", True), ("--background", False)):
        assert json.loads(run(*words, flag).out.partition("\n")[2])["no_background"] is expected


@pytest.mark.parametrize(
    ("data", "words"), [(b"not a picture", "text.png"), (b"\x89PNG\r\n\x1a\n\x00\x00", "text.png"), (None, "not there")]
)
def test_files_that_are_no_pictures_fail_with_a_sentence(
    run: Any, tmp_path: Path, data: bytes | None, words: str
) -> None:
    path = tmp_path / "text.png"
    if data is not None:
        path.write_bytes(data)
    ended = run("run", "local/estimate-skeleton", "--image", path, "--out", tmp_path / "out")
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert words in ended.err


def test_a_folder_that_cannot_be_written_is_said(run: Any, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    ended = run("run", "local/procedural-sprite", "--seed", 1, "--out", blocked / "out")
    assert ended.status == 1
    assert "result.json could not be written" in ended.err


def test_a_result_that_cannot_be_kept_is_said_instead_of_waited_for(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "results").write_text("a file where the folder should be")
    ended = run("run", "local/procedural-sprite", "--out", tmp_path / "out")
    assert (ended.status, ended.out) == (1, "")
    assert "could not be written to" in ended.err
    assert not (tmp_path / "out").exists()
    ledger = Ledger(tmp_path / "data" / "ledger.sqlite")
    assert [job.state for job in ledger.jobs()] == [State.CANCELLED]
    ledger.close()


def test_a_home_that_cannot_be_used_is_said(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").write_text("in the way")
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path))
    ended = run("run", "local/procedural-sprite", "--out", tmp_path / "out")
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert f"{tmp_path / 'data'} could not be used" in ended.err
    assert not (tmp_path / "out").exists()


def test_the_demo_writes_nothing_where_the_home_cannot_be_used(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_text("in the way")
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path))
    assert run("demo", tmp_path / "out").status == 1
    assert not (tmp_path / "out").exists()


def test_providers_as_json_have_every_field(run: Any) -> None:
    document = json.loads(run("providers", "--json").out)
    assert document["schema"] == 1
    operations = {entry["id"]: entry for entry in document["operations"]}
    inpaint = operations["local/inpaint"]
    assert {key: inpaint[key] for key in ("provider", "method", "path", "title", "returns", "effect")} == {
        "provider": "local",
        "method": "POST",
        "path": "/inpaint",
        "title": "Redo the masked part",
        "returns": "frames",
        "effect": "free",
    }
    assert [field["flag"] for field in inpaint["fields"]] == ["--image", "--mask", "--palette", "--seed"]
    for entry in operations.values():
        for field in entry["fields"]:
            assert {"name", "flag", "wire", "kind", "required", "default", "limits", "choices"} <= field.keys()
    animate = {field["name"]: field for field in operations["local/animate-with-skeleton"]["fields"]}
    assert animate["frame_time"]["unit"] == "ms"


def test_one_operation_alone(run: Any) -> None:
    document = json.loads(run("providers", "local/rotate", "--json").out)
    assert [entry["id"] for entry in document["operations"]] == ["local/rotate"]


def test_providers_as_text(run: Any) -> None:
    lines = run("providers", "local").out.splitlines()
    assert "local/inpaint  (free; returns frames)" in lines
    assert "    --mask             mask; required" in lines


def test_info_of_a_picture(run: Any, picture: Path) -> None:
    assert run("info", picture).out.splitlines()[:3] == [
        "box.png: 8 x 6 pixels, rgba",
        "1 frame, 100 ms",
        "  0: 100 ms",
    ]
    about = json.loads(run("info", picture, "--json").out)
    assert (about["width"], about["height"], about["colour_mode"]) == (8, 6, "rgba")
    assert about["frames"] == [{"index": 0, "duration_ms": 100, "pose": None, "masked_pixels": 0}]
    assert [(cel["layer"], cel["frame"], cel["width"], cel["height"]) for cel in about["cels"]] == [
        ("Layer 1", 0, 8, 6)
    ]


def test_info_lets_no_name_command_the_terminal(run: Any, tmp_path: Path) -> None:
    sprite = new_sprite(Size(2, 2), layer_name="Ink\x1b[2J\nbody: hidden")
    (tmp_path / "odd.aseprite").write_bytes(write_aseprite(sprite))
    ended = run("info", tmp_path / "odd.aseprite")
    assert "  Ink�[2J�body: hidden: image\n" in ended.out


def test_the_demo_does_the_whole_job(run: Any, tmp_path: Path) -> None:
    ended = run("demo", tmp_path / "demo")
    assert (ended.status, ended.err) == (0, "")
    steps = [line for line in ended.out.splitlines() if line[:1].isdigit()]
    assert len(steps) == 7
    for line in ended.out.splitlines():
        if line.startswith("   "):
            assert Path(line.strip()).stat().st_size > 0
    sprite = open_sprite(tmp_path / "demo" / "hero.aseprite").sprite
    assert [tag.name for tag in sprite.tags] == ["walk"]
    assert len(sprite.frames) == 9
    assert all(frame.pose is not None for frame in sprite.frames)
    assert sprite.frames[0].mask is not None
    used = {tuple(int(value) for value in colour) for colour in np.unique(_visible(sprite), axis=0)}
    assert used <= set(sprite.palette.colours)
    sheet = json.loads((tmp_path / "demo" / "export" / "hero.json").read_text(encoding="utf-8"))
    assert len(sheet["frames"]) == 9
    assert sheet["meta"]["frameTags"][0]["name"] == "walk"


def _visible(sprite: Sprite) -> Pixels:
    """The colours that show in a sprite, (n, 4)."""
    frames = [flatten(sprite, frame.id) for frame in sprite.frames]
    return np.concatenate([pixels[pixels[..., 3] > 0] for pixels in frames])


class _Unanswered:
    """A command whose request got lost on the way."""

    @staticmethod
    def load() -> click.Command:
        def command() -> None:
            raise OutcomeUnknown("Nobody can tell whether it was accepted. Look at your account, then ask again.")

        return click.Command("lost", callback=command)

    name = "lost"
    summary = "Loses its answer."


def test_an_unknown_outcome_has_a_status_of_its_own(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.cli.main.COMMANDS", (_Unanswered(),))
    ended = run("lost")
    assert ended.status == 3
    assert ended.err == (
        "sprite-studio: Nobody can tell whether it was accepted. Look at your account, then ask again.\n"
    )
