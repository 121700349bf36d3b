"""Moving frames, cels and tags with the pointer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.doc.edits import set_pose
from studio.doc.frames import add_frame
from studio.doc.layers import set_layer
from studio.doc.model import Sprite
from studio.doc.skeleton import Keypoint, Pose
from studio.ui.timeline.layout import RowKind
from tests.qt.timeline.conftest import Setting
from tests.qt.timeline.stage import LEFT, NONE, Stage, strip, tagged


def filled(sprite: Sprite) -> dict[str, list[int]]:
    """Layer name -> frame indices in which it holds something."""
    return {
        layer.name: [index for index, frame in enumerate(sprite.frames) if sprite.cel(layer.id, frame.id) is not None]
        for layer in sprite.layers
    }


def test_chosen_frames_are_put_elsewhere_in_one_step(stage: Stage) -> None:
    stage.drag(stage.number(0), stage.number(1))
    stage.drag(stage.number(1), stage.number(3), stage.edge(5))
    assert stage.order == [3, 4, 5, 1, 2, 6]
    assert stage.chosen == [1, 2]
    assert stage.document.history.labels() == ["Move frames"]
    stage.drag(stage.number(4), stage.number(2), stage.edge(0))
    assert stage.order == [1, 2, 3, 4, 5, 6]


def test_one_frame_is_clicked_and_then_taken_along(stage: Stage) -> None:
    stage.click(stage.number(0))
    stage.drag(stage.number(0), stage.number(2), stage.edge(4))
    assert (stage.order, stage.chosen) == ([2, 3, 4, 1, 5, 6], [1])
    stage.key(Qt.Key.Key_Left)
    stage.drag(stage.number(2), stage.number(4))
    assert (stage.order, stage.chosen) == ([2, 3, 4, 1, 5, 6], [4, 1, 5])


def test_with_control_copies_are_put_there(stage: Stage) -> None:
    stage.drag(stage.number(0), stage.number(1))
    stage.drag(stage.number(0), stage.number(3), stage.edge(6), copying=True)
    assert stage.order == [1, 2, 3, 4, 5, 6, 1, 2]
    assert stage.here == 6
    stage.document.undo()
    assert stage.order == [1, 2, 3, 4, 5, 6]


def test_escape_drops_a_drag(stage: Stage) -> None:
    stage.drag(stage.number(0), stage.number(1))
    view = stage.grid.viewport()
    QTest.mousePress(view, LEFT, NONE, stage.number(0))
    QTest.mouseMove(view, stage.number(3))
    QTest.mouseMove(view, stage.edge(5))
    assert stage.grid.marks.gap == 5
    stage.key(Qt.Key.Key_Escape)
    assert stage.grid.marks.gap is None
    QTest.mouseRelease(view, LEFT, NONE, stage.edge(5))
    assert stage.order == [1, 2, 3, 4, 5, 6]
    assert not stage.document.can_undo


def test_undo_in_the_middle_of_a_drag_drops_it(stage: Stage) -> None:
    stage.document.apply("new", lambda sprite: add_frame(sprite, 5))
    stage.drag(stage.number(5), stage.number(6))
    view = stage.grid.viewport()
    QTest.mousePress(view, LEFT, NONE, stage.number(6))
    QTest.mouseMove(view, stage.number(3))
    stage.document.undo()
    QTest.mouseMove(view, stage.number(1))
    QTest.mouseRelease(view, LEFT, NONE, stage.number(1))
    assert stage.order == [1, 2, 3, 4, 5, 6]


def test_the_current_cel_is_carried_to_another_frame_and_layer(stage: Stage) -> None:
    stage.click(stage.cell(1, 0))
    stage.drag(stage.cell(1, 0), stage.cell(1, 3), stage.cell(0, 4))
    assert filled(stage.document.sprite) == {"ink": [1, 2], "top": [4]}
    assert (stage.document.sprite.layer(stage.document.cursor.layer).name, stage.here) == ("top", 4)
    stage.document.undo()
    assert filled(stage.document.sprite) == {"ink": [0, 1, 2], "top": []}


def test_with_control_the_cel_is_copied(stage: Stage) -> None:
    stage.click(stage.cell(1, 0))
    stage.drag(stage.cell(1, 0), stage.cell(1, 3), stage.cell(1, 5), copying=True)
    assert filled(stage.document.sprite) == {"ink": [0, 1, 2, 5], "top": []}


def test_a_cel_let_go_on_masks_or_where_it_was_stays(stage: Stage) -> None:
    stage.click(stage.cell(1, 0))
    stage.drag(stage.cell(1, 0), stage.cell(1, 3), stage.cell(2, 4))
    stage.drag(stage.cell(1, 0), stage.cell(1, 3), stage.cell(1, 0))
    assert filled(stage.document.sprite) == {"ink": [0, 1, 2], "top": []}
    assert not stage.document.can_undo


def test_the_cels_of_chosen_frames_are_carried_together(stage: Stage) -> None:
    stage.drag(stage.cell(1, 0), stage.cell(1, 2))
    stage.drag(stage.cell(1, 1), stage.cell(1, 3), stage.cell(1, 4))
    assert filled(stage.document.sprite) == {"ink": [3, 4, 5], "top": []}
    assert (stage.chosen, stage.here) == ([4, 5, 6], 4)
    assert stage.document.history.labels() == ["Move cels"]
    stage.drag(stage.cell(1, 5), stage.cell(1, 4), stage.cell(0, 4))
    assert filled(stage.document.sprite) == {"ink": [], "top": [2, 3, 4]}


def test_carried_cels_stop_at_the_ends(stage: Stage) -> None:
    stage.drag(stage.cell(1, 0), stage.cell(1, 2))
    stage.drag(stage.cell(1, 0), stage.cell(1, 3), stage.cell(1, 5))
    assert filled(stage.document.sprite) == {"ink": [3, 4, 5], "top": []}


def test_chosen_cels_are_copied_over_themselves_in_the_right_order(stage: Stage) -> None:
    stage.drag(stage.cell(1, 1), stage.cell(1, 3))
    stage.drag(stage.cell(1, 2), stage.cell(1, 4), stage.cell(1, 3), copying=True)
    assert filled(stage.document.sprite) == {"ink": [0, 1, 2, 3], "top": []}


def test_both_ends_of_a_tag_are_pulled(set_stage: Setting) -> None:
    stage = set_stage(tagged(strip(), "walk", 2, 3))
    stage.drag(stage.bar("walk", 1.0), stage.cell(0, 4), stage.cell(0, 5))
    assert stage.spans == {"walk": (2, 5)}
    stage.drag(stage.bar("walk", 0.0), stage.cell(0, 1), stage.cell(0, 0))
    assert stage.spans == {"walk": (0, 5)}
    assert stage.document.history.labels() == ["Change tag", "Change tag"]


def test_an_end_never_passes_the_other(set_stage: Setting) -> None:
    stage = set_stage(tagged(strip(), "walk", 2, 3))
    stage.drag(stage.bar("walk", 1.0), stage.cell(0, 1), stage.cell(0, 0))
    assert stage.spans == {"walk": (2, 2)}


def test_the_tag_is_seen_stretching_before_it_is(set_stage: Setting) -> None:
    stage = set_stage(tagged(strip(), "walk", 2, 3))
    width = stage.grid.layout_now().tag_rect(stage.tag("walk")).width
    view = stage.grid.viewport()
    QTest.mousePress(view, LEFT, NONE, stage.bar("walk", 1.0))
    QTest.mouseMove(view, stage.cell(0, 4))
    QTest.mouseMove(view, stage.cell(0, 5))
    layout = stage.grid.layout_now()
    assert layout.tag_rect(layout.sprite.tags[0]).width == width + 2 * layout.measures.cell
    assert stage.spans == {"walk": (2, 3)}
    QTest.mouseRelease(view, LEFT, NONE, stage.cell(0, 5))
    assert stage.spans == {"walk": (2, 5)}


def test_a_whole_tag_is_moved_with_its_frames(set_stage: Setting) -> None:
    stage = set_stage(tagged(tagged(strip(), "walk", 0, 1), "jump", 2, 5))
    stage.drag(stage.bar("walk"), stage.cell(0, 3), QPoint(stage.edge(6).x(), 8))
    assert stage.order == [3, 4, 5, 6, 1, 2]
    assert stage.spans == {"walk": (4, 5), "jump": (0, 3)}


def test_a_locked_layer_keeps_its_cels_and_says_why(stage: Stage) -> None:
    ink = stage.document.sprite.layers[0].id
    stage.document.apply("lock", lambda sprite: set_layer(sprite, ink, locked=True))
    said: list[str] = []
    stage.session.notice.connect(lambda notice: said.append(notice.text))
    stage.click(stage.cell(1, 0))
    stage.drag(stage.cell(1, 0), stage.cell(1, 3), stage.cell(0, 4))
    assert filled(stage.document.sprite) == {"ink": [0, 1, 2], "top": []}
    assert said == ["ink is locked. Unlock it to move its cels."]
    stage.drag(stage.cell(1, 0), stage.cell(1, 3), stage.cell(0, 4), copying=True)
    assert filled(stage.document.sprite) == {"ink": [0, 1, 2], "top": [4]}


def test_a_read_only_sprite_is_left_alone_and_says_why(set_stage: Setting) -> None:
    stage = set_stage(replace(strip(), read_only="Indexed sprites are shown only."))
    said: list[str] = []
    stage.session.notice.connect(lambda notice: said.append(notice.text))
    stage.drag(stage.number(0), stage.number(1))
    stage.drag(stage.number(1), stage.number(3), stage.edge(5))
    assert stage.order == [1, 2, 3, 4, 5, 6]
    assert said == ["Indexed sprites are shown only."]


def posed(frames: int, *at: int) -> Sprite:
    """With poses on some frames; a nose lies at the frame's index."""
    sprite = strip(frames)
    for index in at:
        sprite = set_pose(sprite, sprite.frames[index].id, Pose.of({"NOSE": Keypoint(index, 1.0)}))
    return sprite


def noses(sprite: Sprite) -> dict[int, float]:
    """Frame index -> where its nose is."""
    poses = ((index, frame.pose) for index, frame in enumerate(sprite.frames))
    return {index: pose.points["NOSE"].x for index, pose in poses if pose is not None}


def test_a_pose_is_taken_to_another_frame_or_copied_there(set_stage: Setting) -> None:
    stage = set_stage(posed(6, 0, 3))
    row = pose_row(stage)
    stage.click(stage.cell(row, 0))
    stage.drag(stage.cell(row, 0), stage.cell(row, 1), stage.cell(row, 2))
    assert noses(stage.document.sprite) == {2: 0, 3: 3}
    assert (stage.here, stage.document.history.labels()) == (2, ["Move pose"])
    stage.drag(stage.cell(row, 2), stage.cell(row, 4), stage.cell(row, 5), copying=True)
    assert noses(stage.document.sprite) == {2: 0, 3: 3, 5: 0}
    stage.document.undo()
    assert noses(stage.document.sprite) == {2: 0, 3: 3}


def test_the_frames_a_pose_would_go_to_are_marked(set_stage: Setting) -> None:
    stage = set_stage(posed(6, 0))
    row = pose_row(stage)
    stage.click(stage.cell(row, 0))
    view = stage.grid.viewport()
    QTest.mousePress(view, LEFT, NONE, stage.cell(row, 0))
    QTest.mouseMove(view, stage.cell(row, 1))
    QTest.mouseMove(view, stage.cell(row, 4))
    assert stage.grid.marks.cells == ((row, 4),)
    stage.key(Qt.Key.Key_Escape)
    assert stage.grid.marks.cells == ()


def pose_row(stage: Stage) -> int:
    rows = stage.grid.layout_now().rows
    return next(index for index, row in enumerate(rows) if row.kind is RowKind.POSE)
