"""Pictures of frames are made once, and again only where something changed."""

from __future__ import annotations

import numpy as np

from studio.app.previews import FramePictures
from studio.core.geometry import Box, Size
from studio.doc.document import Document
from studio.doc.edits import new_sprite, put_raster
from studio.doc.gesture import CelTarget
from studio.doc.layers import set_layer
from studio.doc.pixels import Pixels


def painted(frames: int = 64) -> Document:
    sprite = new_sprite(Size(8, 8), frames=frames)
    for index, frame in enumerate(sprite.frames):
        sprite = put_raster(sprite, sprite.layers[0].id, frame.id, plain(index + 1))
    return Document(sprite)


def plain(value: int) -> Pixels:
    return np.full((8, 8, 4), (value, 0, 0, 255), np.uint8)


def every(pictures: FramePictures, document: Document) -> list[int]:
    return [int(pictures.of(frame.id)[0, 0, 0]) for frame in document.sprite.frames]


def test_playing_round_and_round_composes_each_frame_once() -> None:
    document = painted()
    pictures = FramePictures(document)
    assert every(pictures, document) == list(range(1, 65))
    assert every(pictures, document) == list(range(1, 65))
    assert pictures.composings == 64


def test_an_edit_of_one_frame_composes_one_frame() -> None:
    document = painted()
    pictures = FramePictures(document)
    every(pictures, document)
    layer, frame = document.cursor
    document.apply("paint", lambda sprite: put_raster(sprite, layer, frame, plain(200)))
    assert every(pictures, document)[:2] == [200, 2]
    assert pictures.composings == 65


def test_a_hidden_layer_is_gone_from_every_picture() -> None:
    document = painted(2)
    pictures = FramePictures(document)
    every(pictures, document)
    document.apply("hide", lambda sprite: set_layer(sprite, document.cursor.layer, visible=False))
    assert every(pictures, document) == [0, 0]


def test_what_is_being_painted_shows_at_once_and_goes_when_dropped() -> None:
    document = painted(1)
    pictures = FramePictures(document)
    frame = document.cursor.frame
    gesture = document.begin("Pencil", CelTarget(*document.cursor))
    gesture.scratch.write(Box(0, 0, 1, 1), np.full((1, 1, 4), (99, 0, 0, 255), np.uint8))
    assert pictures.of(frame)[0, 0, 0] == 99
    gesture.cancel()
    assert pictures.of(frame)[0, 0, 0] == 1


def test_no_more_is_kept_than_the_budget() -> None:
    document = painted(8)
    pictures = FramePictures(document, budget=3 * 8 * 8 * 4)
    every(pictures, document)
    made = pictures.composings
    for frame in document.sprite.frames[-3:]:
        pictures.of(frame.id)
    assert pictures.composings == made
    pictures.of(document.sprite.frames[0].id)
    assert pictures.composings == made + 1
