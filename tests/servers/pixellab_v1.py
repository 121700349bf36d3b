"""PixelLab v1: eight addresses, flat answers at once; pictures have no `format`, as its document shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.base import ApiServer, Reply, Seen, contract
from tests.servers.pixellab_drawing import Wrap, drawn, wrapped
from tests.servers.pixellab_rules import broken_rules
from tests.servers.pixellab_v2 import keypoints

COST = 0.00793


class PixelLabV1Server(ApiServer):
    """The first API."""

    def __init__(self, *, token: str = "pixellab-canary") -> None:
        super().__init__(contract("pixellab_v1"), token=token)
        self.wrap = Wrap.OBJECT
        self.usage: Mapping[str, Any] | None = {"type": "usd", "usd": COST}
        for name in ("generate-image-pixflux", "generate-image-bitforge", "rotate", "inpaint"):
            self.on(f"pixellab-v1/{name}", self._one)
        self.on("pixellab-v1/animate-with-skeleton", lambda seen: self._several(seen, 3))
        self.on("pixellab-v1/animate-with-text", lambda seen: self._several(seen, 4))
        self.on("pixellab-v1/estimate-skeleton", lambda _seen: self._told({"keypoints": keypoints()}))
        self.on("pixellab-v1/show-balance", Reply(json={"type": "usd", "usd": 4.25}))

    def answer(self, seen: Seen, endpoint: Mapping[str, Any] | None) -> Reply:
        """The rules between fields, once the fields themselves are sound."""
        reply = super().answer(seen, endpoint)
        if reply.status != 200 or endpoint is None or endpoint["request"] is None:
            return reply
        wrong = broken_rules(endpoint, seen.json)
        self.complaints += [f"{seen.operation}: {one['msg']}" for one in wrong]
        return Reply(422, json={"detail": wrong}) if wrong else reply

    def _one(self, seen: Seen) -> Reply:
        return self._told({"image": self._picture(seen, 0)})

    def _several(self, seen: Seen, count: int) -> Reply:
        return self._told({"images": [self._picture(seen, number) for number in range(count)]})

    def _picture(self, seen: Seen, number: int) -> Any:
        size = seen.json["image_size"]
        picture = wrapped(drawn(size["width"], size["height"], number), self.wrap)
        if isinstance(picture, dict):
            picture.pop("format", None)
        return picture

    def _told(self, body: Mapping[str, Any]) -> Reply:
        return Reply(json=body if self.usage is None else {**body, "usage": self.usage})
