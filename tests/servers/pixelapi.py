"""PixelAPI as its document describes it: one picture a job, FastAPI's errors, a CDN that turns library agents away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from studio.codec.images import write_png
from studio.doc.pixels import Pixels, frozen
from tests.servers.base import ApiServer, Reply, Seen, contract
from tests.servers.store import FileStore, turned_away

TURNED_AWAY = ("Python-urllib/", "python-requests/", "Go-http-client")
_CDN = Reply(403, body=b"<!DOCTYPE html><title>Attention Required</title>", media="text/html")
_STEPS = {"sdxl": (20, 50), "flux-schnell": (1, 8)}
_PRICES = {"sdxl": 1, "flux-schnell": 3}


class PixelApiServer(ApiServer):
    """The service and the host of its files."""

    def __init__(self, *, token: str = "pk_live_canary") -> None:
        super().__init__(contract("pixelapi"), token=token)
        self.store = FileStore(agents_turned_away=TURNED_AWAY)
        self.states = ["queued", "processing", "completed"]
        self.credits = 100
        self.fast_plan = False
        """Whether answers tell of a limit that nobody meets."""
        self._jobs: dict[str, dict[str, Any]] = {}
        self.on("pixelapi/generate-image", self._generate)
        self.on("pixelapi/show-image", self._show)
        models = [{"id": "sdxl", "type": "image", "credits": 1}, {"id": "flux-schnell", "type": "image", "credits": 3}]
        self.on("pixelapi/list-models", Reply(json={"models": models}))
        self.on("pixelapi/show-usage", lambda _seen: Reply(json=[self._used(job) for job in self._jobs.values()]))
        account = {"plan": "starter", "email": "artist@example.org"}
        self.on("pixelapi/show-balance", lambda _s: Reply(json={"credits_remaining": self.credits, **account}))

    def __enter__(self) -> PixelApiServer:
        self.store.__enter__()
        super().__enter__()
        return self

    def close(self) -> None:
        super().close()
        self.store.close()

    def answer(self, seen: Seen, endpoint: Mapping[str, Any] | None) -> Reply:
        if turned_away(seen.headers, TURNED_AWAY):
            return _CDN
        reply = super().answer(seen, endpoint)
        return replace(reply, headers={**reply.headers, "X-RateLimit-Limit": "60000"}) if self.fast_plan else reply

    def _generate(self, seen: Seen) -> Reply:
        asked = seen.json
        low, high = _STEPS[asked["model"]]
        if not low <= asked.get("steps", low) <= high:
            words = f"must be {low} to {high}"
            entry = {"loc": ["body", "steps"], "msg": words, "type": "value_error"}
            self.complaints.append(words)
            return Reply(422, json={"detail": [entry]})
        if "negative_prompt" in asked and asked["model"] != "sdxl":
            self.complaints.append("negative_prompt is for sdxl")
            return Reply(422, json={"detail": "negative_prompt is for sdxl"})
        price = _PRICES[asked["model"]]
        if price > self.credits:
            return Reply(402, json={"detail": "Out of credits"})
        job_id = f"gen-{len(self._jobs) + 1}"
        self._jobs[job_id] = {"id": job_id, "asked": asked, "states": list(self.states), "price": price}
        return Reply(
            json={"generation_id": job_id, "status": "queued", "model": asked["model"], "credits_used": price},
            headers={"X-RateLimit-Remaining": "19", "X-RateLimit-Reset": "60"},
        )

    def _used(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """An entry of the list of what was made lately."""
        state = job["states"][0]
        return {
            "id": job["id"],
            "prompt": job["asked"]["prompt"],
            "model": job["asked"]["model"],
            "status": state,
            "credits_used": 0 if state in ("blocked", "failed") else job["price"],
            "created_at": "2026-11-20T08:00:00Z",
            "output_url": self.store.signed(job["file"]) if "file" in job else None,
        }

    def _show(self, seen: Seen) -> Reply:
        job = self._jobs.get(seen.params["generation_id"])
        if job is None:
            return Reply(404, json={"detail": "Generation not found"})
        states = job["states"]
        state = states.pop(0) if len(states) > 1 else states[0]
        told: dict[str, Any] = {
            "id": job["id"],
            "status": state,
            "model": job["asked"]["model"],
            "credits_used": 0 if state in ("blocked", "failed") else job["price"],
            "created_at": "2026-11-20T08:00:00Z",
            "output_url": None,
        }
        if state == "failed":
            told["error"] = "GPU fault"
        if state == "completed":
            name = job.setdefault("file", self.store.keep(write_png(picture(job["asked"])), "image/png"))
            told["output_url"] = self.store.signed(name)
        return Reply(json=told)


def picture(asked: Mapping[str, Any]) -> Pixels:
    """What is made: its upper left pixel is red, the rest is blue."""
    made = np.full((asked.get("height", 1024), asked.get("width", 1024), 4), (0, 0, 255, 255), np.uint8)
    made[0, 0] = (255, 0, 0, 255)
    return frozen(made)
