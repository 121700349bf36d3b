"""Finished jobs of Pixel Engine as frames: the file cut by its metadata, the matte taken out, times, seed and price."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from operator import is_not
from typing import Any

from studio.codec.images import read_image
from studio.codec.limits import MAX_FRAMES
from studio.core.errors import BadAnswer, BadFile, Blocked, Charged, JobFailed, ProviderError
from studio.core.words import _, ngettext
from studio.doc.palette import Colour
from studio.doc.pixels import Pixels, frozen
from studio.providers.answers import Json, read_json, whole_in
from studio.providers.bundle import Kept
from studio.providers.pixel_engine.declarations import Animate, Keyframes, RemoveBackground
from studio.providers.pixel_engine.matte import has_half_transparent, without_matte
from studio.providers.pixel_engine.request import chosen_matte, is_of_elsewhere, pictures_of
from studio.providers.pixel_engine.words import SHEET
from studio.providers.protocol import FILL_FACT, Charge, Outcome
from studio.providers.tables import amount_of
from studio.spec.cost import Unit
from studio.spec.field import FieldValue
from studio.spec.operation import Operation

_FPS = 8
"""Frames a second where the answer does not say; a sheet never does."""
_POLICY_WORDS = ("moderation", "content_policy", "policy_violation", "blocked", "nsfw")
_PLAIN_MATTE = "#808080"
"""What the service fills with when nobody chooses; too ordinary a colour to be taken out."""


def address_of(body: Json) -> str | None:
    """Where the file of a finished job is."""
    output = body.get("output")
    address = output.get("url") if isinstance(output, Mapping) else None
    return address if isinstance(address, str) and address else None


def read_job(operation: Operation, kept: Kept) -> Outcome:
    """The result of a finished job. BadAnswer when there is no file, or it is no picture."""
    body = read_json(kept.answer)
    file = kept.files.get(address_of(body) or "")
    if file is None:
        if body.get("error"):
            raise failure_of(operation, body)
        raise BadAnswer(_("The job has ended, but its file is missing. The answer was kept; nothing is lost."))
    try:
        decoded = read_image(file)
    except BadFile as error:
        sentence = _("The file of the result cannot be read: {reason}").format(reason=error)
        raise BadAnswer(sentence + " " + _("It was kept; nothing is lost.")) from error
    metadata = _mapping(_mapping(body.get("output")).get("metadata"))
    frames = decoded.frames
    notes: list[str] = []
    if len(frames) == 1 and (count := _sheet_count(operation, metadata)) > 1:
        frames, notes = _cut(frames[0], metadata, count=count)
    whole = frames
    frames, said = _unmatted(operation, body, whole)
    return Outcome(
        frames=frames,
        facts=_fill_taken_out(operation, body, is_cleared=any(map(is_not, frames, whole))),
        durations=_durations(operation, metadata, decoded.durations, count=len(frames)),
        seed=_seed(body),
        charge=charge_in(body),
        notes=(*notes, *said),
    )


def failure_of(operation: Operation, body: Json) -> ProviderError:
    """Why a job ended without a result, and whether that cost something; held credits come back."""
    told: Any = body.get("error")
    code, reason = "", told if isinstance(told, str) else ""
    if isinstance(told, Mapping):
        code, reason = str(told.get("code") or ""), str(told.get("message") or "")
    charge = charge_in(body)
    charged = Charged.YES if charge is not None and charge.amount > 0 else Charged.NO
    if any(word in code.lower() for word in _POLICY_WORDS):
        sentence = _("Pixel Engine did not draw this: {reason}").format(reason=reason or code)
        return Blocked(sentence, provider=operation.spec.provider, operation=operation.spec.id, charged=charged)
    if code == "job_cancelled" or str(body.get("status")).lower() in ("cancelled", "canceled"):
        sentence = _("The job was cancelled at Pixel Engine; the credits held for it came back.")
    else:
        reason = reason or code or _("no reason given")
        sentence = _("Pixel Engine could not finish this: {reason}").format(reason=reason)
    return JobFailed(sentence, provider=operation.spec.provider, operation=operation.spec.id, charged=charged)


def charge_in(body: Json) -> Charge | None:
    """What the job was charged; None when nothing was ever held for it."""
    charged = amount_of(_mapping(body.get("billing")).get("credits_charged"))
    return None if charged is None else Charge(charged, Unit.CREDITS)


def _sheet_count(operation: Operation, metadata: Json) -> int:
    """How many frames one picture holds; 1 when it is no sheet."""
    is_sheet = metadata.get("output_format") == SHEET or "frame_w" in metadata
    asked = operation.values.get("output_format") == SHEET and isinstance(operation, Animate | Keyframes)
    if not (is_sheet or asked):
        return 1
    count = _whole(metadata.get("frame_count"))
    if count is None and isinstance(operation, Animate | Keyframes):
        count = operation.frames if isinstance(operation, Animate) else operation.total_frames
    return count or 1


def _cut(sheet: Pixels, metadata: Json, *, count: int) -> tuple[tuple[Pixels, ...], list[str]]:
    """The frames of a sheet, row by row. A sheet that its metadata do not fit stays whole, with a sentence."""
    height, width = sheet.shape[:2]
    cell_width = _whole(metadata.get("frame_w")) or (width // count if width % count == 0 else 0)
    cell_height = _whole(metadata.get("frame_h")) or height
    columns = width // cell_width if cell_width else 0
    rows = height // cell_height
    if not columns or not rows or columns * rows < count or count > MAX_FRAMES:
        sentence = _("The sheet of {width} x {height} pixels could not be cut into its frames; it came as one picture.")
        return (sheet,), [sentence.format(width=width, height=height)]
    places = [(at // columns * cell_height, at % columns * cell_width) for at in range(count)]
    return tuple(frozen(sheet[y : y + cell_height, x : x + cell_width].copy()) for y, x in places), []


def _unmatted(operation: Operation, body: Json, frames: tuple[Pixels, ...]) -> tuple[tuple[Pixels, ...], list[str]]:
    """The frames with the matte taken out, and what a person should know about that."""
    matte = _matte(operation, body)
    if matte is None:
        return frames, []
    cleared = tuple(without_matte(frame, matte) for frame in frames)
    untouched = sum(new is old for new, old in zip(cleared, frames, strict=True))
    notes = []
    if untouched:
        sentence = ngettext(
            "In {count} frame nothing has the colour that stood for transparency ({colour}): remove its background.",
            "In {count} frames nothing has the colour that stood for transparency ({colour}): remove their background.",
            untouched,
        )
        notes.append(sentence.format(count=untouched, colour=matte.hex))
    if has_half_transparent(pictures_of(operation)):
        notes.append(_("Half-transparent pixels of the picture were mixed with {colour}.").format(colour=matte.hex))
    return cleared, notes


def _fill_taken_out(operation: Operation, body: Json, *, is_cleared: bool) -> Mapping[str, Any]:
    """What a person needs who wants the colour back."""
    matte = _matte(operation, body)
    return {} if matte is None or not is_cleared else {FILL_FACT: matte.hex}


def _matte(operation: Operation, body: Json) -> Colour | None:
    """The colour to be taken out: as the job repeats it, else as the request makes it."""
    repeated = _colour(_mapping(body.get("inputs")).get("matte_color"))
    if not isinstance(operation, Animate | Keyframes) or is_of_elsewhere(operation):
        return None if repeated is None or repeated.hex == _PLAIN_MATTE else repeated
    matte = chosen_matte(operation, sent=repeated.hex if repeated else None)
    return matte.colour if matte is not None and matte.removable else None


def _durations(
    operation: Operation, metadata: Json, decoded: tuple[Fraction, ...], *, count: int
) -> tuple[Fraction, ...]:
    """Milliseconds a frame; nothing for stills, and for frames that only lost their background and keep their times."""
    if count == 1 or isinstance(operation, RemoveBackground):
        return ()
    if len(decoded) == count:
        return decoded
    fps = metadata.get("fps")
    known = isinstance(fps, int | float) and not isinstance(fps, bool) and 0 < fps <= 1000
    return (1000 / Fraction(str(fps) if known else _FPS),) * count


def _seed(body: Json) -> int | None:
    return _whole(_mapping(body.get("inputs")).get("seed"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _whole(value: FieldValue) -> int | None:
    """A whole number above zero."""
    number = whole_in(value)
    return number if number is not None and number > 0 else None


def _colour(value: object) -> Colour | None:
    try:
        return Colour.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None
