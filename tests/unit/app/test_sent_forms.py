"""What a form was sent with can be had back."""

from __future__ import annotations

from pathlib import Path

from studio.app.sent_forms import MOST, SentForm, SentForms, label_of
from studio.providers.local.declarations import Rotate
from studio.providers.pixellab_v2.creating import CreateImagePixflux

FORM = "pixellab-v2/create-image-pixflux"


def test_the_newest_comes_first_and_the_same_once(tmp_path: Path) -> None:
    file = tmp_path / "sent.json"
    sent = SentForms(file)
    for moment, words in enumerate(("a cat", "a dog", "a cat")):
        sent.note(FORM, {"description": words}, when=float(moment), seed=moment)
    again = SentForms(file)
    assert [(one.values["description"], one.when, one.seed) for one in again.of(FORM)] == [
        ("a cat", 2.0, 2),
        ("a dog", 1.0, 1),
    ]
    assert again.words(FORM, "description") == ("a cat", "a dog")
    assert again.words(FORM, "negative") == ()


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    sent = SentForms(tmp_path / "sent.json")
    for number in range(MOST + 5):
        sent.note(FORM, {"description": str(number)}, when=0.0, seed=None)
    assert len(sent.of(FORM)) == MOST
    assert sent.of(FORM)[0].values["description"] == str(MOST + 4)


def test_two_windows_keep_both(tmp_path: Path) -> None:
    one, other = SentForms(tmp_path / "sent.json"), SentForms(tmp_path / "sent.json")
    one.note(FORM, {"description": "one"}, when=0.0, seed=None)
    other.note(FORM, {"description": "other"}, when=1.0, seed=None)
    assert SentForms(tmp_path / "sent.json").words(FORM, "description") == ("other", "one")


def test_a_damaged_file_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "sent.json"
    for text in ("{", "[]", '{"forms": {"a": [1]}}', '{"forms": {"a": [{"values": {}}]}}'):
        file.write_text(text)
        assert SentForms(file).of("a") == ()


def test_a_request_is_named_by_its_words_else_by_what_was_chosen() -> None:
    words = SentForm({"description": "a  knight\nwith a very long beard and an even longer name"}, 0.0)
    assert label_of(CreateImagePixflux.spec, words) == "a knight with a very long beard and an even lon…"
    assert label_of(Rotate.spec, SentForm({"angle": 15.0}, 0.0)) == "Angle 15.0"
    assert label_of(Rotate.spec, SentForm({}, 0.0)) == "Rotate"
