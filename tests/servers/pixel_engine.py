"""Pixel Engine as its document describes it: jobs, held credits, signed files, one form of error, rules between fields.

A result is made of the pictures that were sent, flattened onto the matte, each frame moved one pixel further right:
what comes back can be told exactly.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from studio.codec.animated import write_gif, write_webp
from studio.codec.images import read_image, write_png
from studio.doc.palette import Colour
from studio.doc.pixels import Pixels, frozen
from tests.servers.base import ApiServer, Reply, Seen, contract
from tests.servers.store import FileStore

PRICES = {"animate": 20, "keyframes": 24, "generate-image": 10, "pixelate": 0, "remove-background": 2}
_PIXEL = ("pixel-engine-v1.1", "pixel")
_SIDES = {
    "pixel-engine-v1.1": (1, 256),
    "pixel": (1, 256),
    "frame-engine-v1.1": (256, 2048),
    "detailed": (256, 2048),
}


@dataclass
class Job:
    """One accepted job. `states` are what polls find in turn; the last one stays."""

    id: str
    operation: str
    body: Mapping[str, Any]
    held: int
    states: list[str] = field(default_factory=lambda: ["queued", "pending", "success"])
    error: Mapping[str, str] | None = None
    file: str = ""
    """Name in the store once there is a result."""
    media: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def step(self) -> str:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


class PixelEngineServer(ApiServer):
    """The service and the host of its files."""

    def __init__(self, *, token: str = "pe_sk_canary") -> None:
        super().__init__(contract("pixelengine"), token=token)
        self.store = FileStore()
        self.jobs: dict[str, Job] = {}
        self.states = ["queued", "pending", "success"]
        """What polls of the next accepted job find."""
        self.error: Mapping[str, str] | None = None
        """Why the next accepted job ends badly."""
        self.frame_metadata = True
        """Whether sheets say how they are cut."""
        self.credits = 1000
        for name in PRICES:
            self.on(f"pixel-engine/{name}", self._accept)
        self.on("pixel-engine/show-job", self._show)
        self.on("pixel-engine/cancel-job", self._cancel)
        self.on("pixel-engine/show-balance", lambda _seen: Reply(json=self._balance()))
        self.on("pixel-engine/show-billing", self._billing)
        self.on("pixel-engine/enhance-prompt", self._enhance)

    def __enter__(self) -> PixelEngineServer:
        self.store.__enter__()
        super().__enter__()
        return self

    def close(self) -> None:
        super().close()
        self.store.close()

    def answer(self, seen: Seen, endpoint: Mapping[str, Any] | None) -> Reply:
        """Errors of the checks in the service's own form."""
        reply = super().answer(seen, endpoint)
        if reply.status == 401:
            return problem(401, "unauthorized", "Invalid or missing API key")
        if reply.status == 422:
            return problem(400, "invalid_request", "; ".join(self.complaints[-1:]))
        return reply

    # --- operations -------------------------------------------------------------------------------------------------

    def _accept(self, seen: Seen) -> Reply:
        name = seen.operation.partition("/")[2]
        body = seen.json
        wrong = _broken_rule(name, body)
        if wrong:
            self.complaints.append(f"{seen.operation}: {wrong}")
            return problem(400, "image_too_large" if "large" in wrong else "invalid_request", wrong)
        if PRICES[name] > self.credits:
            return problem(402, "insufficient_credits", "Not enough available credits")
        job = Job(str(uuid.uuid4()), name, body, PRICES[name], list(self.states), self.error)
        self.jobs[job.id] = job
        return Reply(json={"api_job_id": job.id, "status": "queued", "error": None})

    def _show(self, seen: Seen) -> Reply:
        job = self.jobs.get(seen.query["id"])
        if job is None:
            return problem(404, "job_not_found", "No such job")
        state = job.step()
        if state == "expired":
            return problem(410, "job_expired", "Results are kept for 24 hours")
        if state == "success" and not job.file:
            self._finish(job)
        return Reply(json=self._state(job, state))

    def _cancel(self, seen: Seen) -> Reply:
        job = self.jobs.get(seen.json["api_job_id"])
        if job is None:
            return problem(404, "job_not_found", "No such job")
        if job.states[0] in ("success", "failure", "cancelled"):
            return problem(409, "invalid_request", f"Job is already {job.states[0]}")
        job.states, job.error = ["cancelled"], {"code": "job_cancelled", "message": "Cancelled by the user"}
        return Reply(json={"api_job_id": job.id, "status": "cancelled"})

    def _billing(self, seen: Seen) -> Reply:
        first, last = seen.query.get("start_date", "2026-10-01"), seen.query.get("end_date", "2026-10-31")
        if first > last:
            return problem(400, "invalid_request", "start_date is after end_date")
        totals = {"credits_used": 44, "credits_added": 200, "refunds": 20, "net_change": 176, "jobs_charged": 2}
        period = {"start_date": f"{first}T00:00:00Z", "end_date": f"{last}T23:59:59Z"}
        return Reply(json={"period": period, "totals": totals, "balance": self._balance()})

    def _enhance(self, seen: Seen) -> Reply:
        if not seen.json["prompt"] and "image" not in seen.json:
            return problem(400, "invalid_request", "prompt or image is required")
        return Reply(json={"enhanced_prompt": f"{seen.json['prompt']}, in loving detail"})

    def _balance(self) -> dict[str, int]:
        held = sum(job.held for job in self.jobs.values() if job.states[0] in ("queued", "pending"))
        return {
            "monthly_balance": self.credits - 100,
            "purchased_balance": 100,
            "total_balance": self.credits,
            "reserved": held,
            "available": max(0, self.credits - held),
        }

    def _state(self, job: Job, state: str) -> dict[str, Any]:
        done = state == "success"
        hold = {"success": "captured", "failure": "released", "cancelled": "released"}.get(state, "open")
        billing = {"credits_held": job.held, "credits_charged": job.held if done else 0, "hold_status": hold}
        output = {
            "url": self.store.signed(job.file),
            "content_type": job.media,
            "metadata": dict(job.metadata),
            "expires_at": "2026-11-21T08:00:00Z",
        }
        return {
            "api_job_id": job.id,
            "status": state,
            "progress": 1.0 if done else 0.4 if state == "pending" else 0,
            "created_at": "2026-11-20T08:00:00Z",
            "finished_at": "2026-11-20T08:01:00Z" if done else None,
            "cancelled_at": "2026-11-20T08:01:00Z" if state == "cancelled" else None,
            "billing": billing if job.held else None,
            "inputs": {name: value for name, value in job.body.items() if name not in ("image", "image_url")},
            "output": output if done else None,
            "error": dict(job.error) if job.error and state in ("failure", "cancelled") else None,
        }

    # --- results ----------------------------------------------------------------------------------------------------

    def _finish(self, job: Job) -> None:
        frames, fps = made_by(job.operation, job.body), 8
        kind = job.body.get("output_format", "webp")
        height, width = frames[0].shape[:2]
        if job.operation not in ("animate", "keyframes"):
            kind = "png" if len(frames) == 1 else "webp"
        times = [Fraction(1000, fps)] * len(frames)
        metadata: dict[str, Any] = {"width": width, "height": height}
        if kind == "spritesheet":
            file, job.media = write_png(frozen(np.concatenate(frames, axis=1))), "image/png"
            metadata["width"] = width * len(frames)
            if self.frame_metadata:
                cut = {"frame_count": len(frames), "frame_w": width, "frame_h": height}
                metadata |= {"output_format": "spritesheet", **cut}
        elif kind == "gif":
            file, job.media = write_gif(frames, times).data, "image/gif"
            metadata |= {"frame_count": len(frames), "fps": fps}
        elif kind == "webp":
            file, job.media = write_webp(frames, times).data, "image/webp"
            metadata |= {"frame_count": len(frames), "fps": fps}
        else:
            file, job.media = write_png(frames[0]), "image/png"
        job.metadata = metadata
        job.file = self.store.keep(file, job.media)


def problem(status: int, code: str, message: str) -> Reply:
    """The one form in which this service says what is wrong."""
    return Reply(status, json={"error": {"code": code, "message": message}})


def made_by(operation: str, body: Mapping[str, Any]) -> list[Pixels]:
    """The frames of a result."""
    if operation == "animate":
        picture = _flattened(_read(body["image"])[0], body)
        return [moved(picture, step) for step in range(body.get("output_frames", 8))]
    if operation == "keyframes":
        pictures = [_flattened(_read(one["image"])[0], body) for one in body["frames"] if "image" in one]
        first = pictures[0] if pictures else frozen(np.full((8, 8, 4), 255, np.uint8))
        return [moved(first, step) for step in range(body["total_frames"])]
    if operation == "remove-background" and "image" in body:
        return [_keyed(frame) for frame in _read(body["image"])]
    if "image" in body:
        return [frozen(_read(body["image"])[0] | np.array([0, 0, 0, 255], np.uint8))]
    return [frozen(np.full((16, 16, 4), (40, 90, 200, 255), np.uint8))]


def moved(picture: Pixels, steps: int) -> Pixels:
    """The picture moved right, what leaves it coming in on the left."""
    return frozen(np.roll(picture, steps, axis=1))


def _flattened(picture: Pixels, body: Mapping[str, Any]) -> Pixels:
    """Alpha onto the matte; with an exact palette every pixel becomes the nearest of its colours."""
    matte = np.array(Colour.parse(body.get("matte_color", "#808080")), np.int64)
    alpha = picture[..., 3:].astype(np.int64)
    flat = (picture.astype(np.int64) * alpha + matte * (255 - alpha) + 127) // 255
    flat[..., 3] = 255
    palette = body.get("pixel_config", {}).get("palette")
    if palette:
        colours = np.array([Colour.parse(word) for word in palette], np.int64)
        flat = colours[((flat[..., None, :] - colours) ** 2).sum(axis=-1).argmin(axis=-1)]
    return frozen(flat.astype(np.uint8))


def _keyed(frame: Pixels) -> Pixels:
    """The colour of the upper left corner becomes transparent."""
    behind = (frame == frame[0, 0]).all(axis=-1)
    return frozen(np.where(behind[..., None], np.uint8(0), frame))


def _read(text: str) -> tuple[Pixels, ...]:
    return read_image(base64.b64decode(text.rpartition(",")[2], validate=True)).frames


def _broken_rule(operation: str, body: Mapping[str, Any]) -> str:
    """What the document forbids between fields; empty when nothing is wrong."""
    config = body.get("pixel_config", body if operation == "pixelate" else {})
    mode = str(body.get("render_mode") or body.get("model", "pixel-engine-v1.1"))
    if "colors" in config and "palette" in config:
        return "colors and palette are mutually exclusive"
    if operation == "generate-image" and not config:
        return "pixel_config needs colors or palette"
    if operation in ("animate", "keyframes") and "pixel_config" in body and mode not in _PIXEL:
        return "pixel_config is for the pixel model only"
    if "image" in body and "image_url" in body:
        return "image or image_url, not both"
    if operation == "remove-background" and "image" not in body and "image_url" not in body:
        return "image or image_url is required"
    return _broken_picture_rule(operation, body, mode) or _broken_frame_rule(operation, body, mode)


def _broken_picture_rule(operation: str, body: Mapping[str, Any], mode: str) -> str:
    texts = [body.get("image"), *(one.get("image") for one in body.get("frames", ()))]
    pictures = [_read(text)[0] for text in texts if text]
    if operation in ("animate", "keyframes", "pixelate"):
        low, high = (1, 2048) if operation == "pixelate" else _SIDES[mode]
        for picture in pictures:
            height, width = picture.shape[:2]
            if not (low <= width <= high and low <= height <= high):
                return f"image sides must be {low} to {high}"
            if not 0.5 <= width / height <= 2:
                return "aspect ratio must be between 1:2 and 2:1"
    if len({picture.shape for picture in pictures}) > 1:
        return "keyframes must have one size"
    if sum(len(text) * 3 // 4 for text in texts if text) > 20 * 2**20:
        return "images too large"
    return ""


def _broken_frame_rule(operation: str, body: Mapping[str, Any], mode: str) -> str:
    if operation == "animate":
        count = body.get("output_frames", 8)
        if count % 2 or count > (16 if mode in _PIXEL else 24):
            return "output_frames must be even and within the model's range"
    if operation == "keyframes":
        frames: Sequence[Mapping[str, Any]] = body["frames"]
        places = [one["index"] for one in frames]
        if len(set(places)) < len(places) or max(places) >= body["total_frames"]:
            return "frame indices must be distinct and below total_frames"
        if any(("image" in one) == ("image_url" in one) for one in frames):
            return "each frame needs exactly one of image and image_url"
    return ""
