"""Wishes of several requests, sprites of sizes that are not possible, and things, through the command line up to the
files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from studio.app.things import tiles_of
from studio.cli.main import main
from studio.codec.aseprite import read_aseprite
from studio.codec.base64image import decode_image
from studio.codec.images import read_png
from studio.core.geometry import Size
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels, frozen
from studio.providers.pixellab_v1.declarations import Inpaint
from studio.providers.pixellab_v1.declarations import Rotate as FirstRotate
from tests.contract.pixellab_requests import SPRITE, operation, pose
from tests.contract.test_pixellab_command_line import Terminal, terminal
from tests.servers.base import Reply
from tests.servers.pixellab_drawing import drawn
from tests.servers.pixellab_v2 import PixelLabServer

__all__ = ["terminal"]


def _frames(folder: Path) -> list[Pixels]:
    return [read_png(path.read_bytes()) for path in sorted((folder / "out").glob("frame-*.png"))]


def _sprite(folder: Path) -> Sprite:
    return read_aseprite((folder / "out" / "sprite.aseprite").read_bytes())


def _tags(sprite: Sprite) -> dict[str, int]:
    return {tag.name: len(sprite.tag_range(tag)) for tag in sprite.tags}


class TestWindows:
    """An animation along more poses than are drawn at a time."""

    def test_five_poses_are_two_requests_that_share_a_frame(self, terminal: Terminal) -> None:
        walk = operation("animate-with-skeleton", reference=SPRITE, skeleton=tuple(pose(at) for at in range(5)))
        about = terminal.carry_out(walk)
        server = terminal.servers["pixellab-v2"]
        first, second = server.seen("pixellab-v2/animate-with-skeleton")
        assert server.complaints == []
        assert first.json["skeleton_keypoints"][2] == second.json["skeleton_keypoints"][0]
        assert [frame is None for frame in second.json["inpainting_images"]] == [False, True, True]
        assert np.array_equal(decode_image(second.json["inpainting_images"][0]), drawn(64, 64, 2))
        assert decode_image(second.json["mask_images"][0])[..., :3].max() == 0
        assert first.json["seed"] == second.json["seed"]
        # Frame 0 of the second answer is the frozen one: it stands in the result once.
        assert [int(frame[1, 1, 2]) for frame in _frames(terminal.folder)] == [0, 1, 2, 1, 2]
        assert float(about["cost"]["amount"]) > 0

    def test_a_dry_run_shows_both_and_one_price(self, terminal: Terminal) -> None:
        walk = operation("animate-with-skeleton", reference=SPRITE, skeleton=tuple(pose(at) for at in range(5)))
        status, said = terminal.run(walk.spec.id, *terminal.flags(walk), "--dry-run")
        assert status == 0
        assert said.count("POST /animate-with-skeleton") == 2
        assert "2 requests" in said
        assert terminal.servers["pixellab-v2"].requests == []

    def test_without_credit_nothing_further_is_tried(self, terminal: Terminal) -> None:
        server = terminal.servers["pixellab-v2"]
        turn = operation("rotate", image=SPRITE)
        words = [turn.spec.id, *terminal.flags(turn), "--each", "to-direction=south,east,north", "--out", "out"]
        server.fail(Reply(402, json={"detail": "Insufficient credits"}), path="/rotate", times=1)
        assert terminal.run(*words)[0] == 1
        assert len(server.requests) == 1

    def test_what_came_is_written_on_its_own_and_the_rest_is_sent_anew(self, terminal: Terminal) -> None:
        server = terminal.servers["pixellab-v2"]
        turn = operation("rotate", image=SPRITE)
        assert isinstance(server, PixelLabServer)
        turned = Reply(json={"image": server.picture(64, 64), "usage": {"type": "usd", "usd": 0.01}})
        refusals = [Reply(402, json={"detail": "Insufficient credits"})]
        server.on(
            "pixellab-v2/rotate",
            lambda seen: refusals.pop() if refusals and seen.json["to_direction"] == "north" else turned,
        )
        words = [turn.spec.id, *terminal.flags(turn), "--each", "to-direction=south,east,north", "--out", "out"]
        status, said = terminal.run(*words)
        assert status == 1
        assert "2 of 3 parts are here." in said
        job = said.split("jobs resume ")[1].split()[0]
        assert main(["jobs", "resume", job, "--out", "parts"]) == 0
        assert len(list((terminal.folder / "parts").glob("frame-*.png"))) == 2
        assert main(["jobs", "send-anew", job, "--out", "whole"]) == 0
        assert len(list((terminal.folder / "whole").glob("frame-*.png"))) == 3
        sent = [one.json["to_direction"] for one in server.seen("pixellab-v2/rotate")]
        assert (sent[0], sorted(sent)) == ("south", ["east", "north", "north", "south"])


class TestDirections:
    """One request a direction."""

    def test_each_direction_is_a_tag_of_one_sprite(self, terminal: Terminal) -> None:
        turn = operation("rotate", image=SPRITE)
        about = terminal.carry_out(turn, "--each", "to-direction=south,east,north-west")
        sent = terminal.servers["pixellab-v2"].seen("pixellab-v2/rotate")
        assert sorted(one.json["to_direction"] for one in sent) == ["east", "north-west", "south"]
        assert len({one.json["seed"] for one in sent}) == 1
        assert [frame["name"] for frame in about["frames"]] == ["south", "east", "north-west"]
        assert _tags(_sprite(terminal.folder)) == {"south": 1, "east": 1, "north-west": 1}

    def test_words_that_are_no_direction_are_refused_before_anything_is_sent(self, terminal: Terminal) -> None:
        turn = operation("rotate", image=SPRITE)
        status, said = terminal.run(turn.spec.id, *terminal.flags(turn), "--each", "to-direction=up", "--out", "out")
        assert status == 2
        assert "south" in said
        assert terminal.servers["pixellab-v2"].requests == []

    def test_the_budget_holds_for_all_of_them(self, terminal: Terminal) -> None:
        walk = operation("animate-with-skeleton", reference=SPRITE, skeleton=tuple(pose(at) for at in range(9)))
        words = [walk.spec.id, *terminal.flags(walk), "--budget", "0.02", "--out", "out"]
        status, said = terminal.run(*words)
        assert (status, "budget" in said.lower()) == (1, True)
        assert terminal.servers["pixellab-v2"].requests == []


class TestSizes:
    """A sprite of 20 x 30, where only squares of 16, 32, 64 and 128 pixels are possible."""

    def test_it_is_padded_for_sending_and_cut_back(self, terminal: Terminal) -> None:
        own = drawn(20, 30, 9)
        about = terminal.carry_out(FirstRotate(image=own))
        (sent,) = terminal.servers["pixellab-v1"].seen("pixellab-v1/rotate")
        picture = decode_image(sent.json["from_image"])
        assert picture.shape == (32, 32, 4)
        assert np.array_equal(picture[1:31, 6:26], own)
        assert int(picture[..., 3].sum()) == 255 * (20 * 30 - 1)
        assert sent.json["image_size"] == {"width": 32, "height": 32}
        (frame,) = _frames(terminal.folder)
        assert np.array_equal(frame, drawn(32, 32)[1:31, 6:26])
        again = terminal.run("--from", "out/result.json", "--out", "again")
        assert again[0] == 0, again[1]
        assert read_png((terminal.folder / "again" / "frame-01.png").read_bytes()).shape == (30, 20, 4)
        assert about["seed_sent"] == json.loads((terminal.folder / "again" / "result.json").read_text())["seed_sent"]

    def test_that_it_will_be_padded_is_said_before(self, terminal: Terminal) -> None:
        turn = FirstRotate(image=drawn(20, 30))
        status, said = terminal.run(turn.spec.id, *terminal.flags(turn), "--dry-run")
        assert status == 0
        assert "20 x 30 pixels are not possible here: it is sent as 32 x 32" in said

    def test_outside_of_the_mask_nothing_changes_in_a_padded_sprite(self, terminal: Terminal) -> None:
        own = drawn(12, 40, 200)
        mask = np.zeros((40, 12), np.uint8)
        mask[10:20, 2:8] = 255
        about = terminal.carry_out(Inpaint(image=own, mask=frozen(mask), description="a belt"))
        (frame,) = _frames(terminal.folder)
        assert frame.shape == (40, 12, 4)
        assert np.array_equal(frame[mask == 0], own[mask == 0])
        assert not np.array_equal(frame[mask > 0], own[mask > 0])
        assert "420 pixels outside the mask came back different" in " ".join(about["notes"])


class TestThings:
    """Characters and tilesets as sprites."""

    def test_the_archive_of_a_character_is_a_sprite_with_its_tags(self, terminal: Terminal) -> None:
        server = terminal.servers["pixellab-v2"]
        assert isinstance(server, PixelLabServer)
        terminal.carry_out(operation("create-character-with-4-directions", description="a crab", size=Size(40, 40)))
        (identity,) = server.characters
        terminal.carry_out(operation("animate-character", character=identity, template="walk", directions=("south",)))
        terminal.carry_out(operation("download-character", character=identity))
        tags = _tags(_sprite(terminal.folder))
        assert {"south", "west", "east", "north"} <= tags.keys()
        assert len(tags) == 5

    def test_a_tileset_has_a_tile_a_frame_with_its_corners(self, terminal: Terminal) -> None:
        terminal.carry_out(operation("create-tileset", lower="sea", upper="sand"))
        sprite = _sprite(terminal.folder)
        tiles = tiles_of(sprite)
        assert len(sprite.frames) == len(tiles) == 16
        kinds = {tile[corner] for tile in tiles for corner in ("NW", "NE", "SW", "SE")}
        assert kinds <= {"lower", "upper", "transition"}
        assert len({tile["id"] for tile in tiles}) == 16
