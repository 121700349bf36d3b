"""An open sprite: every change is one step and one announcement, and a listener sees the document already changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from psygnal import EmitLoopError

from studio.core.errors import ReadOnly, UserError
from studio.core.geometry import Box, Size
from studio.doc.canvas_size import resize_canvas
from studio.doc.change import Change
from studio.doc.document import Cursor, Document, TakePreview
from studio.doc.edits import layer_raster, new_sprite, put_raster
from studio.doc.frames import add_frame, remove_frames
from studio.doc.gesture import CelTarget, Gesture
from studio.doc.layers import add_layer, remove_layer
from studio.doc.model import Sprite
from studio.doc.selection import rectangle
from tests.unit.doc.drawing import INKS, drawn, picture, rows, sprite_of


def paint(document: Document, text: str) -> None:
    document.apply("Paint", lambda sprite: put_raster(sprite, *document.cursor, picture(text)))


def shown(document: Document) -> str:
    return drawn(layer_raster(document.sprite, *document.cursor))


def open_stroke(document: Document) -> Gesture:
    gesture = document.begin("Pencil", CelTarget(*document.cursor))
    with gesture.scratch.edit(Box(0, 0, 1, 1)) as pixels:
        pixels[...] = INKS["k"]
    gesture.touch(Box(0, 0, 1, 1))
    return gesture


def changes_of(document: Document) -> list[Change]:
    heard: list[Change] = []
    document.changed.connect(heard.append)
    return heard


def test_an_edit_is_one_step_and_one_announcement() -> None:
    document = Document(sprite_of("r.", ".g"))
    heard = changes_of(document)
    paint(document, "bb")
    document.undo()
    paint(document, "rb")
    assert [change.box for change in heard] == [Box(0, 0, 2, 1), Box(0, 0, 2, 1), Box(1, 0, 1, 1)]
    assert document.history.labels() == ["Paint"]
    assert document.is_dirty


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    document = Document(sprite_of("r."))
    heard = changes_of(document)
    paint(document, "r.")
    assert (heard, document.history.labels(), document.is_dirty) == ([], [], False)


def test_an_edit_that_fails_changes_nothing() -> None:
    document = Document(sprite_of("r."))
    before, heard = document.sprite, changes_of(document)
    with pytest.raises(UserError):
        document.apply("Remove", lambda sprite: remove_frames(sprite, [sprite.frames[0].id]))
    assert document.sprite is before
    assert (heard, document.history.labels()) == ([], [])


def test_a_read_only_sprite_does_not_change() -> None:
    document = Document(replace(new_sprite(Size(1, 1)), read_only="It is indexed."))
    with pytest.raises(ReadOnly, match="It is indexed"):
        document.apply("Frame", lambda sprite: add_frame(sprite, 0))


def test_undo_and_redo_walk_through_what_was_done() -> None:
    document = Document(sprite_of("r."))
    paint(document, "g.")
    paint(document, "b.")
    heard = changes_of(document)
    document.undo()
    assert shown(document) == "g."
    document.undo()
    assert shown(document) == "r."
    assert (document.can_undo, document.can_redo) == (False, True)
    document.undo()
    document.redo()
    document.redo()
    assert shown(document) == "b."
    document.redo()
    document.jump(0)
    assert shown(document) == "r."
    assert len(heard) == 5


def test_undo_in_mid_stroke_cancels_the_stroke_and_nothing_else() -> None:
    document = Document(sprite_of("r."))
    paint(document, "g.")
    gesture = open_stroke(document)
    assert (document.can_undo, document.can_redo) == (True, False)
    document.undo()
    assert not gesture.is_open
    assert shown(document) == "g."
    assert document.history.labels() == ["Paint"]
    open_stroke(document)
    document.redo()
    assert document.gesture is None
    assert shown(document) == "g."


def test_a_stroke_ends_when_something_else_begins() -> None:
    document = Document(add_frame(add_layer(new_sprite(Size(2, 1))), 0))
    for interrupt in (
        lambda: document.begin("Other", CelTarget(*document.cursor)),
        lambda: document.apply("Frame", lambda sprite: add_frame(sprite, 0)),
        lambda: document.move_to(frame=document.sprite.frames[0].id),
        lambda: document.select(rectangle(Size(2, 1), Box(0, 0, 1, 1))),
        lambda: document.jump(0),
        document.cancel_gesture,
    ):
        gesture = open_stroke(document)
        interrupt()
        assert not gesture.is_open
        assert dict(document.sprite.cels) == {}


def test_one_gesture_is_one_announcement_after_many_paintings() -> None:
    document = Document(sprite_of("... ..."))
    heard, painted, ended = changes_of(document), [], []
    document.painted.connect(painted.append)
    document.gesture_ended.connect(lambda: ended.append(document.gesture))
    gesture = document.begin("Pencil", CelTarget(*document.cursor))
    for x in range(3):
        with gesture.scratch.edit(Box(x, 0, 1, 1)) as pixels:
            pixels[...] = INKS["r"]
        gesture.touch(Box(x, 0, 1, 1))
    gesture.commit()
    assert painted == [Box(0, 0, 1, 1), Box(1, 0, 1, 1), Box(2, 0, 1, 1)]
    assert [change.box for change in heard] == [Box(0, 0, 3, 1)]
    assert ended == [None]


def test_a_cancelled_gesture_says_what_to_draw_again() -> None:
    document = Document(sprite_of("... ..."))
    painted: list[Box] = []
    gesture = open_stroke(document)
    document.painted.connect(painted.append)
    gesture.cancel()
    assert painted == [Box(0, 0, 1, 1)]
    assert drawn(document.composed(document.cursor.frame)) == rows("... ...")


def test_listeners_find_the_document_changed() -> None:
    document = Document(sprite_of("r.", "g."))
    last = document.sprite.frames[1].id
    document.move_to(frame=last)
    document.select_frames([last])
    seen: list[tuple[int, bool, bool]] = []
    document.changed.connect(
        lambda _change: seen.append(
            (
                len(document.sprite.frames),
                document.cursor.frame == document.sprite.frames[0].id,
                document.selected_frames == (document.sprite.frames[0].id,),
            )
        )
    )
    document.apply("Remove", lambda sprite: remove_frames(sprite, [last]))
    assert seen == [(1, True, True)]


def test_a_listener_that_raises_is_heard_of_and_the_change_stays() -> None:
    document = Document(sprite_of("r."))

    def broken(_change: Change) -> None:
        raise ValueError("broken listener")

    document.changed.connect(broken)
    with pytest.raises(EmitLoopError, match="broken listener"):
        paint(document, "g.")
    assert shown(document) == "g."
    assert document.history.labels() == ["Paint"]


def test_a_change_made_by_a_listener_is_announced_after_the_first() -> None:
    document = Document(sprite_of("r."))
    order: list[tuple[str, bool]] = []

    def answer(change: Change) -> None:
        order.append(("first", change.structure))
        if not change.structure:
            document.apply("Frame", lambda sprite: add_frame(sprite, 0))

    document.changed.connect(answer)
    document.changed.connect(lambda change: order.append(("second", change.structure)))
    paint(document, "g.")
    assert order == [("first", False), ("second", False), ("first", True), ("second", True)]


def test_the_cursor_goes_to_what_was_added_and_back_with_undo() -> None:
    document = Document(sprite_of("r.", "g."))
    start = document.cursor
    moves: list[Cursor] = []
    document.cursor_moved.connect(moves.append)
    document.apply("Frame", lambda sprite: add_frame(sprite, 0))
    assert document.cursor == (start.layer, document.sprite.frames[1].id)
    document.apply("Layer", add_layer)
    assert document.cursor.layer == document.sprite.layers[1].id
    document.jump(0)
    assert document.cursor == start
    document.redo()
    assert document.cursor == (start.layer, document.sprite.frames[1].id)
    assert len(moves) == 4


def test_the_cursor_stays_near_what_was_removed() -> None:
    document = Document(add_layer(add_layer(sprite_of("r.", "g.", "b."))))
    middle = document.sprite.layers[1].id
    document.move_to(layer=middle, frame=document.sprite.frames[2].id)
    document.apply("Remove", lambda sprite: remove_frames(sprite, [document.cursor.frame]))
    assert document.cursor.frame == document.sprite.frames[1].id
    document.apply("Remove", lambda sprite: remove_layer(sprite, middle))
    assert document.cursor.layer == document.sprite.layers[0].id


def test_undo_goes_to_where_the_step_was_made() -> None:
    document = Document(sprite_of("r.", "g."))
    there = document.sprite.frames[1].id
    document.move_to(frame=there)
    paint(document, "bb")
    document.move_to(frame=document.sprite.frames[0].id)
    document.undo()
    assert document.cursor.frame == there


def test_frames_are_selected_in_their_order() -> None:
    document = Document(sprite_of("r", "g", "b"))
    first, second, third = (frame.id for frame in document.sprite.frames)
    assert document.selected_frames == (first,)
    document.select_frames([third, first])
    assert document.selected_frames == (first, third)
    document.move_to(frame=third)
    assert document.selected_frames == (first, third)
    document.move_to(frame=second)
    assert document.selected_frames == (second,)


def test_the_cursor_cannot_go_where_there_is_nothing() -> None:
    document = Document(sprite_of("r"))
    with pytest.raises(KeyError):
        document.move_to(frame="nobody")


def test_a_selection_does_not_outlive_its_canvas() -> None:
    document = Document(sprite_of("r."))
    heard: list[None] = []
    document.selection_changed.connect(lambda: heard.append(None))
    document.select(rectangle(Size(2, 1), Box(0, 0, 1, 1)))
    document.apply("Resize", lambda sprite: resize_canvas(sprite, Size(3, 3)))
    assert document.selection is None
    assert len(heard) == 2
    document.select(rectangle(Size(3, 3), Box(7, 7, 1, 1)))
    assert document.selection is None


def test_saving_makes_it_clean_until_the_next_change() -> None:
    document = Document(sprite_of("r."), title="Hero")
    heard: list[None] = []
    document.saved.connect(lambda: heard.append(None))
    paint(document, "g.")
    assert document.title == "Hero"
    document.mark_saved(Path("sprites/knight.aseprite"))
    assert (document.is_dirty, document.title, len(heard)) == (False, "knight.aseprite", 1)
    document.undo()
    assert document.is_dirty
    document.redo()
    assert not document.is_dirty


def test_a_recovered_sprite_is_unsaved_though_nothing_was_done() -> None:
    document = Document(sprite_of("r."))
    document.mark_unsaved()
    assert document.is_dirty
    document.mark_saved()
    assert not document.is_dirty


def test_a_preview_is_shown_once_and_taken_away() -> None:
    document = Document(sprite_of("r."))
    heard: list[TakePreview | None] = []
    document.preview_changed.connect(lambda: heard.append(document.preview))
    preview = TakePreview(picture("gg"))
    document.show_preview(preview)
    document.show_preview(preview)
    document.show_preview(None)
    assert heard == [preview, None]


def test_a_document_without_name_and_file_is_untitled() -> None:
    assert Document(new_sprite(Size(1, 1))).title == "Untitled"
    assert Document(new_sprite(Size(1, 1)), path=Path("a/slime.png")).title == "slime.png"


def test_documents_open_on_their_topmost_picture() -> None:
    sprite: Sprite = add_layer(new_sprite(Size(1, 1)), "Top")
    assert Document(sprite).cursor.layer == sprite.layers[1].id
