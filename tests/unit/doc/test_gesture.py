"""A gesture paints on a private scratch, limited to the selection, and becomes one step or none."""

from dataclasses import replace

import numpy as np
import pytest

from studio.core.errors import ReadOnly, UserError
from studio.core.geometry import Box, Size
from studio.doc.cels import link_cels
from studio.doc.change import Change
from studio.doc.document import Document
from studio.doc.edits import layer_raster, new_sprite, set_mask
from studio.doc.gesture import CelTarget, Gesture, MaskTarget, Scratch
from studio.doc.layers import add_group, set_layer
from studio.doc.model import CelKey
from studio.doc.selection import rectangle
from tests.unit.doc.drawing import INKS, SIX, drawn, marked, mask, rows, sprite_of

CROSS = """
    ......
    ...r..
    ..rrr.
    ...r..
    ......
    ......
"""


def opened(*frames: str) -> Document:
    return Document(sprite_of(*frames))


def begin(document: Document) -> Gesture:
    return document.begin("Pencil", CelTarget(*document.cursor))


def dab(gesture: Gesture, box: Box, letter: str) -> None:
    with gesture.scratch.edit(box) as pixels:
        pixels[...] = INKS[letter]
    gesture.touch(box)


def shown(document: Document, frame: int = 0) -> str:
    return drawn(layer_raster(document.sprite, document.sprite.layers[0].id, document.sprite.frames[frame].id))


def test_a_stroke_is_in_the_sprite_after_the_commit_only() -> None:
    document = opened(CROSS)
    gesture = begin(document)
    dab(gesture, Box(0, 4, 3, 2), "g")
    assert shown(document) == rows(CROSS)
    gesture.commit()
    assert shown(document) == rows(
        """
        ......
        ...r..
        ..rrr.
        ...r..
        ggg...
        ggg...
        """
    )
    assert document.history.labels() == ["Pencil"]


def test_a_stroke_is_seen_while_it_is_made() -> None:
    document = opened(CROSS)
    dab(begin(document), Box(4, 0, 2, 2), "g")
    assert drawn(document.composed(document.cursor.frame)).split()[:2] == ["....gg", "...rgg"]
    assert drawn(document.composed(document.cursor.frame, Box(3, 1, 3, 1))) == "rgg"


def test_a_cancelled_stroke_leaves_nothing() -> None:
    document = opened(CROSS)
    before = document.sprite
    gesture = begin(document)
    dab(gesture, Box(0, 0, 6, 6), "g")
    gesture.cancel()
    gesture.commit()
    assert document.sprite is before
    assert document.history.labels() == []
    assert document.gesture is None


def test_painting_what_is_there_already_makes_no_step() -> None:
    document = opened(CROSS)
    gesture = begin(document)
    dab(gesture, Box(2, 2, 3, 1), "r")
    gesture.commit()
    assert document.history.labels() == []
    assert not document.is_dirty


def test_strokes_keep_to_the_selection() -> None:
    document = opened(CROSS)
    document.select(rectangle(SIX, Box(0, 2, 3, 4)))
    gesture = begin(document)
    dab(gesture, Box(1, 1, 3, 3), "g")
    gesture.commit()
    assert shown(document) == rows(
        """
        ......
        ...r..
        .ggrr.
        .ggr..
        ......
        ......
        """
    )


def test_parts_outside_of_the_canvas_are_left_out() -> None:
    document = opened(CROSS)
    gesture = begin(document)
    dab(gesture, Box(-2, -2, 4, 4), "g")
    dab(gesture, Box(9, 9, 2, 2), "g")
    gesture.commit()
    assert shown(document).split()[:3] == ["gg....", "gg.r..", "..rrr."]


def test_a_shape_that_follows_the_pointer_starts_over() -> None:
    document = opened(CROSS)
    gesture = begin(document)
    dab(gesture, Box(0, 0, 6, 6), "g")
    gesture.restart()
    dab(gesture, Box(0, 0, 1, 1), "g")
    gesture.commit()
    assert shown(document).split()[:2] == ["g.....", "...r.."]


def test_all_of_a_link_is_painted_and_seen() -> None:
    document = opened(CROSS, CROSS)
    frames = [frame.id for frame in document.sprite.frames]
    document.apply("Link", lambda sprite: link_cels(sprite, sprite.layers[0].id, frames))
    gesture = begin(document)
    dab(gesture, Box(0, 0, 1, 1), "g")
    assert drawn(document.composed(frames[1], Box(0, 0, 2, 1))) == "g."
    gesture.commit()
    assert shown(document, 0) == shown(document, 1)


def test_a_mask_is_painted_like_a_picture() -> None:
    document = opened("... ...")
    frame = document.cursor.frame
    document.apply("Mask", lambda sprite: set_mask(sprite, frame, mask("#.. ...")))
    gesture = document.begin("Mask brush", MaskTarget(frame))
    with gesture.scratch.edit(Box(1, 0, 2, 2)) as cells:
        cells[...] = 255
    gesture.touch(Box(1, 0, 2, 2))
    seen = document.mask(frame, Box(0, 1, 3, 1))
    assert seen is not None
    assert marked(seen) == ".##"
    gesture.commit()
    kept = document.sprite.frame(frame).mask
    assert kept is not None
    assert marked(kept) == rows("### .##")
    document.undo()
    before = document.mask(frame)
    assert before is not None
    assert marked(before) == rows("#.. ...")


def test_a_mask_wiped_clean_is_no_mask() -> None:
    document = opened("... ...")
    frame = document.cursor.frame
    document.apply("Mask", lambda sprite: set_mask(sprite, frame, mask("#.. ...")))
    gesture = document.begin("Mask eraser", MaskTarget(frame))
    with gesture.scratch.edit(Box(0, 0, 3, 2)) as cells:
        cells[...] = 0
    gesture.commit()
    assert document.mask(frame) is None


@pytest.mark.parametrize(
    ("change", "sentence"), [({"locked": True}, "Layer 1 is locked"), ({"visible": False}, "Layer 1 is hidden")]
)
def test_what_cannot_be_seen_or_changed_is_not_painted_on(change: dict[str, bool], sentence: str) -> None:
    document = opened(CROSS)
    document.apply("Layer", lambda sprite: set_layer(sprite, sprite.layers[0].id, **change))
    with pytest.raises(UserError, match=sentence):
        begin(document)


def test_groups_are_not_painted_on() -> None:
    document = Document(add_group(new_sprite(SIX), "Body"))
    with pytest.raises(UserError, match="Body is a group"):
        document.begin("Pencil", CelTarget(document.sprite.layers[1].id, document.cursor.frame))


def test_a_read_only_sprite_is_not_painted_on() -> None:
    document = Document(replace(new_sprite(SIX), read_only="It is indexed."))
    with pytest.raises(ReadOnly, match="It is indexed"):
        begin(document)


def test_a_scratch_copies_only_the_tiles_that_are_written_to() -> None:
    reads: list[Box] = []

    def base(box: Box) -> np.ndarray:
        reads.append(box)
        return np.zeros((box.height, box.width), np.uint8)

    scratch = Scratch(Size(4096, 4096), base)
    with scratch.edit(Box(300, 300, 3, 3)) as cells:
        cells[...] = 255
    with scratch.edit(Box(310, 310, 3, 3)) as cells:
        cells[...] = 255
    assert reads == [Box(256, 256, 256, 256)]
    assert scratch.touched == Box(300, 300, 13, 13)
    assert scratch.read(Box(302, 302, 2, 2)).tolist() == [[255, 0], [0, 0]]


def test_a_box_over_several_tiles_is_written_as_one() -> None:
    scratch = Scratch(Size(600, 300), lambda box: np.ones((box.height, box.width), np.uint8))
    with scratch.edit(Box(254, 254, 4, 4)) as cells:
        cells[...] = 7
    assert scratch.read(Box(253, 253, 6, 6)).tolist() == [
        [1, 1, 1, 1, 1, 1],
        [1, 7, 7, 7, 7, 1],
        [1, 7, 7, 7, 7, 1],
        [1, 7, 7, 7, 7, 1],
        [1, 7, 7, 7, 7, 1],
        [1, 1, 1, 1, 1, 1],
    ]
    assert sorted((box, tuple(cells.shape)) for box, cells in scratch.patches()) == [
        (Box(254, 254, 2, 2), (2, 2)),
        (Box(254, 256, 2, 2), (2, 2)),
        (Box(256, 254, 2, 2), (2, 2)),
        (Box(256, 256, 2, 2), (2, 2)),
    ]


def test_some_cells_of_a_scratch_come_back() -> None:
    scratch = Scratch(Size(3, 1), lambda box: np.zeros((box.height, box.width), np.uint8))
    scratch.write(Box(0, 0, 3, 1), np.array([[1, 2, 3]], np.uint8))
    scratch.restore(Box(0, 0, 3, 1), cells=np.array([[True, False, True]]))
    assert scratch.read(Box(0, 0, 3, 1)).tolist() == [[0, 2, 0]]
    assert scratch.restore() == Box(0, 0, 3, 1)
    assert scratch.read(Box(0, 0, 3, 1)).tolist() == [[0, 0, 0]]


def test_a_stroke_over_several_tiles_lands_whole() -> None:
    document = Document(new_sprite(Size(600, 300)))
    gesture = begin(document)
    dab(gesture, Box(250, 250, 300, 20), "r")
    gesture.commit()
    (cel,) = document.sprite.cels.values()
    assert (cel.box, (cel.pixels == INKS["r"]).all()) == (Box(250, 250, 300, 20), True)


def test_a_stroke_on_a_linked_picture_is_undone_where_its_twin_stands_elsewhere() -> None:
    document = opened(CROSS, CROSS)
    first, second = (frame.id for frame in document.sprite.frames)
    layer = document.cursor.layer
    document.apply("Link", lambda sprite: link_cels(sprite, layer, [first, second]))
    key = CelKey(layer, second)
    document.apply("Move", lambda sprite: sprite.with_cels({key: replace(sprite.cels[key], x=0, y=3)}))
    before = document.sprite
    heard: list[Change] = []
    document.changed.connect(heard.append)
    gesture = begin(document)
    dab(gesture, Box(3, 1, 1, 1), "g")
    gesture.commit()
    assert shown(document, 1).split()[3] == ".g...."
    assert heard[0].box.united(Box(1, 3, 1, 1)) == heard[0].box, "the twin's cell is announced too"
    document.undo()
    assert [shown(document, index) for index in (0, 1)] == [
        drawn(layer_raster(before, layer, frame)) for frame in (first, second)
    ]
