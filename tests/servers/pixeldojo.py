"""PixelDojo as its document describes it, with the second body and the jobs that newer pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from studio.codec.images import write_png
from studio.doc.pixels import Pixels, frozen
from tests.servers.base import ApiServer, Reply, Seen, contract
from tests.servers.store import FileStore

_LORA = "flux-dev-single-lora"
_STATUS = {
    "invalid_request": 400,
    "invalid_api_key": 401,
    "insufficient_credits": 403,
    "model_not_found": 404,
    "quota_exceeded": 429,
    "server_error": 500,
}


class PixelDojoServer(ApiServer):
    """The service and the host of its files."""

    def __init__(self, *, token: str = "pd_canary", body: str = "documented") -> None:
        """`body` is which answer it gives: `documented`, `credits`, `objects` or `job`."""
        super().__init__(contract("pixeldojo"), token=token)
        self.store = FileStore()
        self.body = body
        self.states = ["pending", "processing", "completed"]
        self._asked: list[Mapping[str, Any]] = []
        self.on("pixeldojo/flux", self._flux)
        self.otherwise = self._job

    def __enter__(self) -> PixelDojoServer:
        self.store.__enter__()
        super().__enter__()
        return self

    def close(self) -> None:
        super().close()
        self.store.close()

    def answer(self, seen: Seen, endpoint: Mapping[str, Any] | None) -> Reply:
        reply = super().answer(seen, endpoint)
        if reply.status == 401:
            reply = problem("invalid_api_key")
        if reply.status == 422:
            reply = problem("invalid_request")
        limits = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "59", "X-RateLimit-Reset": "1790000060"}
        return replace(reply, headers=limits)

    def _flux(self, seen: Seen) -> Reply:
        asked = seen.json
        if "lora_weights" in asked and asked["model"] != _LORA:
            self.complaints.append("lora_weights belong to the LoRA model")
            return problem("invalid_request")
        self._asked.append(asked)
        if self.body == "job":
            return Reply(202, json={"jobId": "job/7", "status": "pending", "statusUrl": "https://elsewhere.example/x"})
        addresses = self._pictures(asked)
        if self.body == "credits":
            used = len(addresses)
            return Reply(json={"images": addresses, "credits_used": used, "credits_remaining": 90 - used})
        images = [{"url": address} for address in addresses] if self.body == "objects" else addresses
        told = {"model": asked["model"], "prompt": asked["prompt"]}
        return Reply(json={"id": "g-1", "created": 1_790_000_000, "images": images, **told})

    def _job(self, seen: Seen) -> Reply:
        if seen.method != "GET" or seen.path != "/jobs/job%2F7":
            return Reply(404, json={"error": {"code": "not_found", "message": "Not found", "status": 404}})
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        output = {"images": self._pictures(self._asked[-1])} if state == "completed" else None
        error = {"code": "server_error", "message": "Out of memory"} if state == "failed" else None
        return Reply(json={"jobId": "job/7", "status": state, "output": output, "error": error})

    def _pictures(self, asked: Mapping[str, Any]) -> list[str]:
        count = range(asked.get("num_outputs", 1))
        return [self.store.signed(self.store.keep(write_png(picture(at)), "image/png")) for at in count]


def picture(number: int) -> Pixels:
    """What is made, each another colour."""
    return frozen(np.full((16, 28, 4), (20 * number, 100, 200, 255), np.uint8))


def problem(code: str) -> Reply:
    """An error as public clients read it."""
    status = _STATUS[code]
    return Reply(status, json={"error": {"code": code, "message": code.replace("_", " "), "status": status}})
