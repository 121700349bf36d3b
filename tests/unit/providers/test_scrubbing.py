"""The token is taken out of whatever a service answers, however large and however it is packed."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from urllib.parse import quote

import pytest

from studio.providers.scrubbing import without_token

TOKEN = 'abc/def+ghi"jkl-0123456789'
HEADER = base64.b64encode(f"Bearer {TOKEN}".encode()).decode()
PICTURE = bytes(range(256)) * 8
FORMS = (
    f"Bearer {TOKEN}",
    json.dumps(f"Bearer {TOKEN}"),
    json.dumps(f"Bearer {TOKEN}").replace("/", "\\/"),
    quote(TOKEN, safe=""),
    quote(TOKEN),
    HEADER,
    base64.b64encode(TOKEN.encode()).decode(),
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [0, 300_000], ids=["small", "large"])
def test_it_is_found_in_every_form(form: str, size: int) -> None:
    padding = "x" * size
    found = without_token(f"{padding} {form} {padding}".encode(), TOKEN).decode()
    assert "[token]" in found
    assert "jkl" not in found
    assert HEADER[:20] not in found
    assert len(found) > 2 * size


def test_it_is_taken_out_of_the_members_of_an_archive_and_the_rest_stays() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("metadata.json", json.dumps({"sent": TOKEN, "size": 8}))
        archive.writestr("south/0.png", PICTURE)
    with zipfile.ZipFile(io.BytesIO(without_token(stream.getvalue(), TOKEN))) as archive:
        assert archive.namelist() == ["metadata.json", "south/0.png"]
        assert json.loads(archive.read("metadata.json")) == {"sent": "[token]", "size": 8}
        assert archive.read("south/0.png") == PICTURE


def test_what_does_not_hold_it_stays_byte_for_byte() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("south/0.png", PICTURE)
    whole = stream.getvalue()
    damaged = whole[:60] + bytes(byte ^ 90 for byte in whole[60:70]) + whole[70:]
    for body in (whole, whole[:80], damaged, PICTURE, b""):
        assert without_token(body, TOKEN) == body


def test_a_token_of_a_few_letters_is_not_looked_for() -> None:
    assert without_token(b"a b c", "b") == b"a b c"
