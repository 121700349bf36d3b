"""What ships as files: it is found, and every icon, theme, palette and pose keeps its family's rules."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from studio.core import assets

SVG = "{http://www.w3.org/2000/svg}"
ICONS = assets.list_assets("icons", suffix=".svg")
FAMILY = tuple(name for name in ICONS if name != "app.svg")
PALETTES = assets.list_assets("palettes", suffix=".gpl")
POSES = assets.list_assets("poses", suffix=".json")
THEMES = assets.list_assets("themes", suffix=".json")
FILLED = {"star-filled.svg"}
BIGGEST_DOT = 1.5

EXPECTED_ICONS = """
    pencil eraser eyedropper fill line rectangle ellipse marquee lasso wand move hand zoom
    mask-brush mask-erase mask-fill mask-invert mask-clear mode-draw mode-mask mode-pose
    pose-estimate pose-copy pose-mirror pose-paste keypoint
    play pause first previous next last loop ping-pong onion-skin frame-add frame-duplicate frame-delete tag cel-link
    layer-add layer-delete layer-duplicate layer-up layer-down merge-down group eye eye-off lock unlock
    new open save export undo redo cut copy paste settings help close add remove check cross warning error info search
    more chevron-down chevron-right chevron-left chevron-up star star-filled image film sheet grid mask skeleton dice
    lock-ratio folder project keyboard bell refresh trash compare accept discard spark generate clock queue running
    stalled attention done failed cancelled swap-colours symmetry-h symmetry-v pixel-perfect brush-round brush-square
    fit zoom-in zoom-out sun moon tile character animate edit clean-up
"""

EXPECTED_POSES = (
    "idle walk run jump attack cast hurt crouch climb push block wave victory death idle-front stand-front stand-side"
)

LABELS = [
    "NOSE", "NECK",
    "RIGHT SHOULDER", "RIGHT ELBOW", "RIGHT ARM", "LEFT SHOULDER", "LEFT ELBOW", "LEFT ARM",
    "RIGHT HIP", "RIGHT KNEE", "RIGHT LEG", "LEFT HIP", "LEFT KNEE", "LEFT LEG",
    "RIGHT EYE", "LEFT EYE", "RIGHT EAR", "LEFT EAR",
]  # fmt: skip
# Shoulders and hips turn in depth in a side view; the other bones lie in the picture's plane.
RIGID_BONES = [
    ("NECK", "NOSE"),
    *((f"{side} {start}", f"{side} {end}")
      for side in ("RIGHT", "LEFT")
      for start, end in (("SHOULDER", "ELBOW"), ("ELBOW", "ARM"), ("HIP", "KNEE"), ("KNEE", "LEG"))),
]  # fmt: skip
GROUND = 0.9


def test_a_text_is_found_from_any_working_folder() -> None:
    assert assets.read_text("icons", "check.svg").startswith("<svg ")
    assert assets.read_bytes("icons", "check.svg") == assets.read_text("icons", "check.svg").encode()


@pytest.mark.parametrize("parts", [("..", "pyproject.toml"), ("icons", "../../pyproject.toml"), ("/etc/hostname",)])
def test_nothing_outside_the_resources_is_reached(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not inside the resources"):
        assets.asset_path(*parts)


def test_what_is_missing_is_said_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        assets.read_text("icons", "no-such-icon.svg")
    with pytest.raises(FileNotFoundError):
        assets.list_assets("no-such-folder")


def test_looking_up_assets_loads_no_import_machinery_and_no_qt() -> None:
    script = "import sys; from studio.core import assets; assets.list_assets('icons'); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    unwanted = {"importlib.resources", "importlib.metadata", "PySide6", "numpy", "PIL", "json"}
    assert unwanted.isdisjoint(loaded)


# --- icons ------------------------------------------------------------------------------------------------------------


def test_the_family_is_complete() -> None:
    assert {f"{name}.svg" for name in EXPECTED_ICONS.split()} <= set(FAMILY)


@pytest.mark.parametrize("name", FAMILY)
def test_icon_is_drawn_by_the_family_s_rules(name: str) -> None:
    root = ElementTree.fromstring(assets.read_text("icons", name))
    assert root.get("viewBox") == "0 0 20 20"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.5"
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")
    assert root.get("fill") == "none"
    for shape in root.iter():
        assert shape is root or "stroke-width" not in shape.attrib, "one stroke width in the whole family"
        if shape is not root and "fill" in shape.attrib and name not in FILLED:
            assert shape.tag == f"{SVG}circle", "only dots are filled"
            assert float(shape.attrib["r"]) <= BIGGEST_DOT
    assert not re.search(r"#[0-9a-fA-F]{3}", assets.read_text("icons", name)), "the theme gives the colour"


def test_the_program_s_icon_sits_on_a_pixel_grid() -> None:
    text = assets.read_text("icons", "app.svg")
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == "0 0 16 16"
    assert root.get("shape-rendering") == "crispEdges"
    paths = [shape.attrib["d"] for shape in root.iter(f"{SVG}path")]
    assert len(paths) >= 6
    assert not any("." in path for path in paths), "whole pixels only"


# --- themes -----------------------------------------------------------------------------------------------------------


def test_there_are_three_themes_with_the_same_tokens() -> None:
    assert THEMES == ("dark.json", "high-contrast.json", "light.json")
    token_sets = [set(_theme(name)["colours"]) for name in THEMES]
    assert token_sets[0] == token_sets[1] == token_sets[2]
    assert len(token_sets[0]) >= 30


@pytest.mark.parametrize("name", THEMES)
def test_every_colour_of_a_theme_is_a_plain_hex_colour(name: str) -> None:
    for token, colour in _theme(name)["colours"].items():
        assert re.fullmatch(r"#[0-9a-f]{6}", colour), token


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("surface", ["window", "panel", "raised", "field"])
@pytest.mark.parametrize("token", ["text", "muted", "accent", "good", "warn", "bad", "mask", "pose"])
def test_words_can_be_read_on_every_surface(name: str, surface: str, token: str) -> None:
    colours = _theme(name)["colours"]
    assert _contrast(colours[token], colours[surface]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("token", "surface"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("selected_text", "selected"),
        ("text", "hover"),
        ("text", "pressed"),
        ("accent", "checked"),
    ],
)
def test_words_can_be_read_on_what_is_active(name: str, token: str, surface: str) -> None:
    colours = _theme(name)["colours"]
    assert _contrast(colours[token], colours[surface]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_the_focus_ring_stands_out_from_what_it_surrounds(name: str) -> None:
    colours = _theme(name)["colours"]
    assert min(_contrast(colours["accent"], colours[on]) for on in ("window", "panel", "raised", "field", "line")) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_a_pressed_in_tool_has_an_edge_that_is_seen_without_colour(name: str) -> None:
    colours = _theme(name)["colours"]
    assert _contrast(colours["checked_line"], colours["panel"]) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_s_pictures_exist(name: str) -> None:
    wanted = set(re.findall(r"\$glyphs/([a-z-]+\.svg)", assets.read_text("themes", "studio.qss")))
    assert wanted
    there = set(assets.list_assets(f"themes/{name.removesuffix('.json')}"))
    assert wanted <= there
    tokens = set(_theme(name)["colours"].values())
    for glyph in there:
        text = assets.read_text("themes", name.removesuffix(".json"), glyph)
        ElementTree.fromstring(text)
        assert set(re.findall(r"#[0-9a-f]{6}", text)) <= tokens, "a picture keeps a colour the theme no longer has"


# --- palettes ---------------------------------------------------------------------------------------------------------


def test_five_palettes_ship_with_names_of_their_own() -> None:
    names = [assets.read_text("palettes", name).splitlines()[1] for name in PALETTES]
    assert len(names) == len(set(names)) >= 5


@pytest.mark.parametrize("name", PALETTES)
def test_palette_is_a_gimp_palette_of_as_many_colours_as_its_name_says(name: str) -> None:
    lines = assets.read_text("palettes", name).splitlines()
    assert lines[0] == "GIMP Palette"
    assert lines[1].startswith("Name: ")
    assert re.fullmatch(r"Columns: \d+", lines[2])
    entries = [line for line in lines[3:] if not line.startswith("#")]
    matches = [re.fullmatch(r" *(\d+) +(\d+) +(\d+)\t(.+)", line) for line in entries]
    colours = [tuple(int(part) for part in match.groups()[:3]) for match in matches if match is not None]
    assert len(colours) == len(entries) == len(set(colours)) == int(lines[1].split()[-1])
    assert all(part <= 255 for colour in colours for part in colour)
    assert len({match[4] for match in matches if match is not None}) == len(colours), "each colour has its own name"


# --- poses ------------------------------------------------------------------------------------------------------------


def test_the_presets_are_there() -> None:
    assert set(POSES) >= {f"{name}.json" for name in EXPECTED_POSES.split()}
    assert (len(_frames("walk.json")), len(_frames("run.json"))) == (8, 6)
    assert (len(_frames("jump.json")), len(_frames("attack.json"))) == (5, 5)


@pytest.mark.parametrize("name", POSES)
def test_pose_names_every_joint_once_inside_the_canvas(name: str) -> None:
    record = json.loads(assets.read_text("poses", name))
    assert (record["schema"], record["unit"]) == (1, "fraction")
    assert record["facing"] in {"east", "south"}
    assert isinstance(record["loop"], bool)
    for frame in record["frames"]:
        assert frame["duration_ms"] > 0
        assert [point["label"] for point in frame["keypoints"]] == LABELS
        assert all(0 <= point[axis] <= 1 for point in frame["keypoints"] for axis in ("x", "y"))


@pytest.mark.parametrize("name", POSES)
def test_bones_keep_their_length(name: str) -> None:
    frames = _frames(name)
    for start, end in RIGID_BONES:
        lengths = [math.dist(frame[start], frame[end]) for frame in frames]
        assert max(lengths) - min(lengths) <= 0.001, (start, end)


@pytest.mark.parametrize("name", ["idle.json", "walk.json", "run.json", "stand-front.json", "stand-side.json"])
def test_the_lowest_foot_is_on_the_ground_or_in_flight_never_below(name: str) -> None:
    lowest = [max(frame["RIGHT LEG"][1], frame["LEFT LEG"][1]) for frame in _frames(name)]
    assert max(lowest) == pytest.approx(GROUND, abs=0.002)
    assert all(y <= GROUND + 0.002 for y in lowest)


@pytest.mark.parametrize(
    "name", ["idle.json", "idle-front.json", "walk.json", "run.json", "push.json", "climb.json", "wave.json"]
)
def test_a_loop_closes_without_a_jump(name: str) -> None:
    frames = _frames(name)
    steps = [max(math.dist(a[label], b[label]) for label in LABELS) for a, b in pairwise(frames)]
    closing = max(math.dist(frames[-1][label], frames[0][label]) for label in LABELS)
    assert closing <= 1.1 * max(steps)


def test_the_walk_s_second_half_is_its_first_with_the_sides_exchanged() -> None:
    frames = _frames("walk.json")
    hip = [(frame["RIGHT HIP"][0] + frame["LEFT HIP"][0]) / 2 for frame in frames]
    for index in range(4):
        ahead = frames[index]["RIGHT LEG"][0] - hip[index]
        assert frames[index + 4]["LEFT LEG"][0] - hip[index + 4] == pytest.approx(ahead, abs=0.001)


def _theme(name: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(assets.read_text("themes", name))
    return record


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _frames(name: str) -> list[dict[str, tuple[float, float]]]:
    record = json.loads(assets.read_text("poses", name))
    return [{point["label"]: (point["x"], point["y"]) for point in frame["keypoints"]} for frame in record["frames"]]
