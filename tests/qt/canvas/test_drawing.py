"""Drawing by mouse: what the screen shows, what the sprite holds, what one undo takes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from studio.app.toolbox import Mode, Tool
from studio.core.geometry import Box
from studio.doc.document import TakePreview
from studio.doc.selection import rectangle
from tests.qt.canvas.stage import Stage, rgb
from tests.unit.ui.canvas.hand import INK, raster

EMPTY = ("........", "........", "........", "........")


def test_a_stroke_is_on_the_screen_before_the_release_and_in_the_sprite_after_it(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *EMPTY)
    stage.drag((1, 1), (4, 1), release=False)
    assert stage.cell_on_screen(3, 1) == INK["r"][:3]
    assert not stage.document.history.can_undo
    stage.drag((4, 1))  # the press of a held button changes nothing, the release ends the stroke
    assert stage.picture() == ["........", ".rrrr...", "........", "........"]
    stage.document.undo()
    assert stage.picture() == list(EMPTY)
    assert stage.cell_on_screen(3, 1) in (rgb("checker_a"), rgb("checker_b"))


def test_the_right_button_draws_with_the_second_colour(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *EMPTY)
    stage.drag((0, 0), (2, 0), button=Qt.MouseButton.RightButton)
    assert stage.picture()[0] == "bbb....."


def test_every_tool_of_the_bar_draws(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *EMPTY)
    stage.choose(Tool.RECTANGLE)
    stage.drag((0, 0), (3, 3))
    stage.choose(Tool.FILL)
    stage.toolbox.colour = INK["g"]
    stage.drag((1, 1))
    stage.choose(Tool.ERASER)
    stage.drag((0, 0))
    stage.choose(Tool.EYEDROPPER)
    stage.drag((3, 3))
    assert stage.picture() == [".rrr....", "rggr....", "rggr....", "rrrr...."]
    assert stage.toolbox.colour == INK["r"]


def test_escape_a_lost_focus_and_another_tool_end_a_stroke_without_a_trace(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *EMPTY)
    for interrupt in (
        lambda: stage.key(Qt.Key.Key_Escape),
        stage.view.clearFocus,
        lambda: stage.choose(Tool.ERASER),
        stage.view.hide,
    ):
        stage.choose(Tool.PENCIL)
        stage.view.show()
        stage.view.setFocus()
        stage.drag((0, 0), (5, 0), release=False)
        assert stage.document.gesture is not None
        interrupt()
        assert stage.document.gesture is None
        assert stage.picture() == list(EMPTY)
        assert not stage.document.can_undo


def test_only_what_was_painted_is_composed_again(qtbot: QtBot) -> None:
    stage = Stage(qtbot, *EMPTY)
    touched: list[Box] = []
    stage.document.painted.connect(touched.append)
    stage.screen()
    stage.drag((1, 1), (2, 1))
    assert set(touched) == {Box(1, 1, 1, 1), Box(2, 1, 1, 1)}


def test_a_mask_is_tinted_hatched_and_outlined(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "kkkkkkkk", "kkkkkkkk", "kkkkkkkk", "kkkkkkkk")
    stage.choose(Tool.RECTANGLE, Mode.MASK)
    stage.toolbox.filled = True
    stage.drag((1, 1), (3, 3))
    stage.hover(7, 0)
    screen = stage.screen()
    red, green, blue = rgb("mask_overlay")
    tint = (red * 115 >> 8, green * 115 >> 8, blue * 115 >> 8)  # 45 % over black
    colours = {tuple(int(channel) for channel in pixel) for pixel in screen[45:65, 35:55].reshape(-1, 3)}
    assert tint in colours
    assert len(colours) > 1  # the hatch
    assert tuple(int(channel) for channel in screen[40, 45]) == rgb("mask_outline")
    assert stage.cell_on_screen(5, 1) == (0, 0, 0)


def test_a_mask_up_to_the_rim_is_outlined_there_too(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "kkkk", "kkkk")
    stage.choose(Tool.RECTANGLE, Mode.MASK)
    stage.toolbox.filled = True
    stage.drag((0, 0), (3, 1))
    screen = stage.screen()
    edge = {tuple(int(channel) for channel in pixel) for pixel in screen[30, 21:59]}
    beyond = {tuple(int(channel) for channel in pixel) for pixel in screen[31:49, 60]}
    assert edge == beyond == {rgb("mask_outline")}


def test_the_mask_stays_in_sight_in_draw_mode_until_it_is_switched_off(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "kkkk", "kkkk")
    stage.choose(Tool.PENCIL, Mode.MASK)
    stage.toolbox.brush_size = 8
    stage.drag((1, 1))
    stage.choose(Tool.HAND)
    assert stage.cell_on_screen(1, 1) != (0, 0, 0)
    stage.toolbox.mask_shown = False
    assert stage.cell_on_screen(1, 1) == (0, 0, 0)


def test_a_take_is_shown_in_place_and_gone_again(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "kkkkkkkk", "kkkkkkkk")
    stage.document.show_preview(TakePreview(raster(["gg", "gg"]), x=2, y=0))
    assert stage.cell_on_screen(2, 0) == INK["g"][:3]
    assert stage.cell_on_screen(0, 0) in (rgb("checker_a"), rgb("checker_b"))
    stage.document.show_preview(None)
    assert stage.cell_on_screen(2, 0) == (0, 0, 0)


def test_onion_skin_shows_the_frame_before(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "gggg", "gggg", frames=2)
    stage.key(Qt.Key.Key_Right)
    bare = stage.cell_on_screen(1, 1)
    assert bare in (rgb("checker_a"), rgb("checker_b"))
    stage.toolbox.onion_shown = True
    assert stage.cell_on_screen(1, 1) not in (rgb("checker_a"), rgb("checker_b"))
    assert stage.picture() == ["....", "...."]


def test_a_selection_has_a_black_and_white_border(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "gggggggg", "gggggggg", "gggggggg", "gggggggg")
    stage.choose(Tool.MARQUEE)
    stage.document.select(rectangle(stage.document.sprite.size, Box(1, 1, 4, 2)))
    line = stage.screen()[40, 31:69]
    assert {tuple(int(channel) for channel in pixel) for pixel in line} == {(0, 0, 0), (255, 255, 255)}


def test_the_border_goes_along_with_what_is_moved(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "gggggggg", "gggggggg", "gggggggg", "gggggggg")
    stage.document.select(rectangle(stage.document.sprite.size, Box(1, 1, 2, 2)))
    stage.choose(Tool.MOVE)
    for timer in stage.view.findChildren(QTimer):
        timer.stop()  # the ants stand still, so that two pictures can be compared
    stage.drag((1, 1), (5, 2), release=False)
    colours = {tuple(int(channel) for channel in pixel) for pixel in stage.screen()[50, 71:89]}
    assert colours == {(0, 0, 0), (255, 255, 255)}
    assert (stage.on_glass() == stage.screen()).all()
    stage.key(Qt.Key.Key_Escape)
    colours = {tuple(int(channel) for channel in pixel) for pixel in stage.screen()[40, 31:49]}
    assert colours == {(0, 0, 0), (255, 255, 255)}
    assert (stage.on_glass() == stage.screen()).all()


def test_a_layer_that_is_locked_says_so_in_the_status_bar(qtbot: QtBot) -> None:
    from studio.doc.layers import set_layer

    stage = Stage(qtbot, *EMPTY)
    layer = stage.document.cursor.layer
    stage.document.apply("lock", lambda sprite: set_layer(sprite, layer, locked=True))
    stage.drag((0, 0), (3, 0))
    assert stage.said == ["Layer 1 is locked. Unlock it to paint on it."]


def test_the_move_tool_shows_the_content_on_its_way(qtbot: QtBot) -> None:
    stage = Stage(qtbot, "r.......", "........")
    stage.choose(Tool.MOVE)
    stage.drag((0, 0), (5, 1), release=False)
    assert stage.cell_on_screen(5, 1) == INK["r"][:3]
    assert stage.cell_on_screen(0, 0) != INK["r"][:3]
    stage.drag((5, 1))
    assert stage.picture() == ["........", ".....r.."]
    stage.key(Qt.Key.Key_Left)
    assert stage.picture() == ["........", "....r..."]
