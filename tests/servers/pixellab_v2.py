"""PixelLab v2 as its document, later schemas and client code describe it: answers at once, jobs, things that are kept.

Every picture tells its size and its number (`drawn`), so what comes back can be told exactly. The body of an answer is
flat; `envelope` wraps it as the document says.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.codec.images import write_png
from studio.doc.pixels import Pixels
from studio.doc.skeleton import LABELS
from tests.servers.base import ApiServer, Reply, Seen, contract
from tests.servers.pixellab_drawing import Wrap, drawn, wrapped
from tests.servers.pixellab_rules import broken_rules
from tests.servers.store import FileStore
from tests.servers.strict import faults_of

FOUR = ("south", "west", "east", "north")
EIGHT = ("south", "south-west", "west", "north-west", "north", "north-east", "east", "south-east")
_PRO = (
    "generate-image-v2",
    "generate-with-style-v2",
    "animate-with-text-v2",
    "edit-images-v2",
    "edit-image",
    "generate-8-rotations-v2",
)
_AT_ONCE = ("create-image-pixflux", "create-image-bitforge", "rotate", "inpaint", "resize", "image-to-pixelart")
COST = 0.0079


@dataclass
class Job:
    """One accepted job. `states` are what polls find in turn; the last one stays."""

    id: str
    response: Callable[[], Mapping[str, Any]]
    states: list[str]
    misses: int = 0

    def step(self) -> str:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


@dataclass(eq=False)
class PixelLabServer(ApiServer):
    """The service and the host of its files. The attributes are what a test may choose."""

    token: str = "pixellab-canary"
    wrap: Wrap = Wrap.OBJECT
    states: tuple[str, ...] = ("processing", "completed")
    at_once: bool = False
    """The Pro tools answer with pictures, as they did before they had jobs."""
    envelope: bool = False
    misses: int = 0
    """Polls of a fresh job that find nothing yet."""
    tile_misses: int = 0
    """Asks for a finished tileset that find nothing yet."""
    failing: tuple[str, ...] = ()
    """Directions whose job fails."""
    failure: Mapping[str, Any] = field(default_factory=lambda: {"error": "The model gave up"})
    forgets: bool = False
    """Finished jobs are cleaned up before anybody asks."""
    hides: bool = False
    """Jobs of characters hold no pictures; those are kept with the character."""
    losing: tuple[str, ...] = ()
    """Directions that a new character is left without."""
    painter: Callable[[str, int, int, int], Pixels] = lambda _what, width, height, number: drawn(width, height, number)
    """Draws what is kept: a direction or `tile lower upper ...` with its corners, width, height, number."""

    def __post_init__(self) -> None:
        super().__init__(contract("pixellab_v2"), token=self.token)
        self.store = FileStore()
        self.jobs: dict[str, Job] = {}
        self.tilesets: dict[str, Mapping[str, Any]] = {}
        self.characters: dict[str, dict[str, Any]] = {}
        self.tiles: dict[str, Any] = {}
        self._count = 0
        for name in _AT_ONCE:
            self.on(f"pixellab-v2/{name}", self._one)
        for name in _PRO:
            self.on(f"pixellab-v2/{name}", self._pro)
        self.on("pixellab-v2/animate-with-skeleton", lambda seen: self._several(_asked_size(seen), 3))
        self.on("pixellab-v2/animate-with-text", lambda seen: self._several((64, 64), 4))
        self.on("pixellab-v2/estimate-skeleton", lambda _seen: self._flat({"keypoints": keypoints()}))
        for name in ("create-character-with-4-directions", "create-character-with-8-directions"):
            self.on(f"pixellab-v2/{name}", self._character)
        for name in ("animate-character", "create-character-animation"):
            self.on(f"pixellab-v2/{name}", self._animation)
        for name in ("create-tileset", "create-tileset-job"):
            self.on(f"pixellab-v2/{name}", self._tileset)
        self.on("pixellab-v2/create-isometric-tile", self._tile)
        self.on("pixellab-v2/create-map-object", self._object)
        self._on_asking()

    def __enter__(self) -> PixelLabServer:
        self.store.__enter__()
        super().__enter__()
        return self

    def close(self) -> None:
        super().close()
        self.store.close()

    def answer(self, seen: Seen, endpoint: Mapping[str, Any] | None) -> Reply:
        """The rules between fields, once the fields themselves are sound."""
        if seen.operation == "pixellab-v2/download-character" and seen.headers.get("authorization") is None:
            return self._zip(seen)
        known = seen.headers.get("authorization") == f"Bearer {self.token}"
        if known and endpoint is not None and endpoint["request"] is not None:
            objects = contract("pixellab_v2").objects
            sound = not faults_of(endpoint, seen.query, seen.body, objects=objects)
            wrong = broken_rules(endpoint, seen.json) if sound else []
            if wrong:
                self.complaints += [f"{seen.operation}: {one['msg']}" for one in wrong]
                return Reply(422, json={"detail": wrong})
        return super().answer(seen, endpoint)

    def picture(self, width: int, height: int, number: int = 0) -> Any:
        """A drawn picture as this server wraps it."""
        return wrapped(drawn(width, height, number), self.wrap, self.store)

    # --- at once ----------------------------------------------------------------------------------------------------

    def _one(self, seen: Seen) -> Reply:
        return self._flat({"image": self.picture(*_asked_size(seen))})

    def _several(self, size: tuple[int, int], count: int) -> Reply:
        return self._flat({"images": [self.picture(*size, number) for number in range(count)]})

    def _pro(self, seen: Seen) -> Reply:
        size, count = _asked_size(seen), _pro_count(seen)
        if self.at_once:
            return self._several(size, count)
        return self._accepted(lambda: {"images": [self.picture(*size, number) for number in range(count)]})

    # --- jobs -------------------------------------------------------------------------------------------------------

    def _accepted(self, response: Callable[[], Mapping[str, Any]], *, status: int = 202, **more: Any) -> Reply:
        job = self._job(response)
        return self._flat({"background_job_id": job.id, "status": "processing", **more}, status=status, cost=None)

    def _job(self, response: Callable[[], Mapping[str, Any]], *, states: tuple[str, ...] = ()) -> Job:
        job = Job(self._new("job"), response, list(states or self.states), self.misses)
        self.jobs[job.id] = job
        return job

    def _show_job(self, seen: Seen) -> Reply:
        job = self.jobs.get(seen.params["job_id"])
        if job is None or self.forgets:
            return Reply(404, json={"detail": "Job not found"})
        if job.misses:
            job.misses -= 1
            return Reply(404, json={"detail": "Job not found"})
        state = job.step()
        body = {"id": job.id, "status": state, "created_at": "2026-11-20T08:00:00Z"}
        if state in ("failed", "error"):
            return self._flat({**body, "last_response": dict(self.failure)}, cost=None)
        if state not in ("completed", "done", "success"):
            last = {"progress": 0.4, "queue_position": 2} if state == "queued" else {"progress": 0.4}
            return self._flat({**body, "last_response": last, "usage": {"type": "usd", "usd": 0}}, cost=None)
        return self._flat({**body, "last_response": {"seed": 77, **job.response()}})

    def _character(self, seen: Seen) -> Reply:
        asked = seen.json
        width, height = (asked["image_size"][side] * 7 // 5 for side in ("width", "height"))
        names = FOUR if "with-4" in seen.operation else EIGHT
        identity = self._new("character")
        self.characters[identity] = {
            "id": identity,
            "name": None,
            "prompt": asked["description"],
            "size": {"width": width, "height": height},
            "directions": len(names),
            "created_at": "2026-11-20T08:00:00Z",
            "animation_count": 0,
            "preview_url": f"{self.store.root}/preview.png",
            "tags": [],
            "rotation_urls": {
                name: None if name in self.losing else self._kept(width, height, at, name)
                for at, name in enumerate(names)
            },
            "animations": [],
            "status": "completed",
        }
        shown = {
            name: wrapped(self.painter(name, width, height, at), self.wrap, self.store)
            for at, name in enumerate(names)
            if name not in self.losing
        }
        pictures = {} if self.hides else {"images": shown}
        return self._accepted(lambda: {"character_id": identity, **pictures}, status=200, character_id=identity)

    def _animation(self, seen: Seen) -> Reply:
        asked = seen.json
        character = self.characters.get(asked["character_id"])
        if character is None:
            return Reply(404, json={"detail": "Character not found"})
        directions = asked.get("directions") or EIGHT[:: 8 // character["directions"]]
        size = (character["size"]["width"], character["size"]["height"])
        record: dict[str, Any] = {"animation_type": asked["template_animation_id"], "directions": []}
        character["animations"].append(record)
        ids = [self._direction_job(direction, at, size, record).id for at, direction in enumerate(directions)]
        body = {"background_job_ids": ids, "directions": list(directions), "status": "processing"}
        return self._flat(body, cost=None)

    def _direction_job(self, direction: str, at: int, size: tuple[int, int], record: dict[str, Any]) -> Job:
        def response() -> Mapping[str, Any]:
            frames = [self._kept(*size, at * 10 + number, direction) for number in range(4)]
            record["directions"].append({"direction": direction, "frame_count": 4, "frames": frames})
            if self.hides:
                return {"frame_count": 4}
            drawn_here = [self.painter(direction, *size, at * 10 + number) for number in range(4)]
            return {"images": [wrapped(one, self.wrap, self.store) for one in drawn_here]}

        return self._job(response, states=("processing", "failed") if direction in self.failing else ())

    def _tileset(self, seen: Seen) -> Reply:
        asked = seen.json
        identity, side = self._new("tileset"), asked["tile_size"]["width"]
        names = [f"tile {number}" for number in range(16 if asked["transition_size"] < 1 else 25)]
        corners = [_corners_of(number) for number in range(len(names))]
        self.tilesets[identity] = {
            "tileset": {
                "total_tiles": len(names),
                "tile_size": {"width": side, "height": side},
                "terrain_types": ["lower", "upper"],
                "tiles": [
                    {
                        "id": f"t-{at}",
                        "name": name,
                        "image": wrapped(
                            self.painter(" ".join(("tile", *corners[at].values())), side, side, at),
                            self.wrap,
                            self.store,
                        ),
                        "corners": corners[at],
                    }
                    for at, name in enumerate(names)
                ],
            },
            "metadata": {"terrain_prompts": {"lower": asked["lower_description"]}, "created_at": "2026-11-20"},
        }
        preview = {"image": self.picture(side * 4, side * 4)}
        return self._accepted(lambda: preview, tileset_id=identity)

    def _tile(self, seen: Seen) -> Reply:
        identity, size = self._new("tile"), _asked_size(seen)
        self.tiles[identity] = self.picture(*size)
        return self._accepted(lambda: {} if self.hides else {"image": self.picture(*size)}, tile_id=identity)

    def _object(self, seen: Seen) -> Reply:
        size = _asked_size(seen)
        return self._accepted(lambda: {"image": self.picture(*size)}, status=200, object_id=self._new("object"))

    # --- what is only asked -----------------------------------------------------------------------------------------

    def _on_asking(self) -> None:
        balance = {
            "credits": {"type": "usd", "usd": 10.5},
            "subscription": {
                "type": "generations",
                "status": "active",
                "plan": "Tier 2",
                "generations": 450,
                "total": 2000,
            },
        }
        text = Reply(body=b"# PixelLab API\n", media="text/plain; charset=utf-8")
        self.on("pixellab-v2/show-balance", lambda _seen: self._flat(balance, cost=None))
        self.on("pixellab-v2/show-documentation", text)
        self.on("pixellab-v2/show-job", self._show_job)
        self.on("pixellab-v2/list-characters", self._list)
        self.on("pixellab-v2/show-character", lambda seen: self._of(self.characters, seen, "character_id"))
        self.on("pixellab-v2/show-tileset", self._show_tileset)
        self.on("pixellab-v2/show-isometric-tile", self._show_tile)
        self.on("pixellab-v2/delete-character", self._delete)
        self.on("pixellab-v2/tag-character", self._tag)
        self.on("pixellab-v2/download-character", self._zip)

    def _list(self, seen: Seen) -> Reply:
        start, count = int(seen.query.get("offset", 0)), int(seen.query.get("limit", 10))
        everyone = list(self.characters.values())
        listed = [{k: v for k, v in one.items() if k != "animations"} for one in everyone[start : start + count]]
        return self._flat({"characters": listed, "total": len(everyone)}, cost=None)

    def _show_tileset(self, seen: Seen) -> Reply:
        if self.tile_misses:
            self.tile_misses -= 1
            return Reply(404, json={"detail": "Tileset not found"})
        return self._of(self.tilesets, seen, "tileset_id")

    def _show_tile(self, seen: Seen) -> Reply:
        found = self.tiles.get(seen.params["tile_id"])
        return Reply(404, json={"detail": "Tile not found"}) if found is None else self._flat({"image": found})

    def _of(self, things: Mapping[str, Mapping[str, Any]], seen: Seen, name: str) -> Reply:
        found = things.get(seen.params[name])
        return Reply(404, json={"detail": "Not found"}) if found is None else self._flat(dict(found), cost=None)

    def _delete(self, seen: Seen) -> Reply:
        identity = seen.params["character_id"]
        if self.characters.pop(identity, None) is None:
            wrong = {"success": False, "character_id": identity, "error": "Character not found"}
            return self._flat(wrong, cost=None)
        done = {"success": True, "character_id": identity, "files_deleted": 8, "animations_deleted": 0, "error": None}
        return self._flat(done, cost=None)

    def _tag(self, seen: Seen) -> Reply:
        found = self.characters.get(seen.params["character_id"])
        if found is None:
            return Reply(404, json={"detail": "Character not found"})
        found["tags"] = list(dict.fromkeys(tag.strip() for tag in seen.json["tags"]))
        return self._flat({"tags": found["tags"]}, cost=None)

    def _zip(self, seen: Seen) -> Reply:
        found = self.characters.get(seen.params["character_id"])
        if found is None:
            return Reply(404, json={"detail": "Character not found"})
        return Reply(body=character_zip(found), media="application/zip")

    # --- inside -----------------------------------------------------------------------------------------------------

    def _flat(self, body: Mapping[str, Any], *, status: int = 200, cost: float | None = COST) -> Reply:
        whole = body if cost is None else {**body, "usage": {"type": "usd", "usd": cost}}
        if self.envelope:
            figures = {"credits_used": 0.0, "generations_used": 2, "remaining_credits": 9, "remaining_generations": 8}
            return Reply(status, json={"success": True, "data": dict(body), "error": None, "usage": figures})
        return Reply(status, json=whole)

    def _kept(self, width: int, height: int, number: int, what: str) -> str:
        return self.store.signed(self.store.keep(write_png(self.painter(what, width, height, number)), "image/png"))

    def _new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count:04}-2b8f"


def keypoints() -> list[dict[str, Any]]:
    """Eighteen points as fractions: multiples of 1/32, the first at (0.25, 0.5)."""
    return [{"x": 0.25 + at / 32, "y": 0.5, "label": label, "z_index": float(at)} for at, label in enumerate(LABELS)]


def character_zip(character: Mapping[str, Any], *, metadata: Mapping[str, Any] | None = None) -> bytes:
    """The archive of a character with one movement of two frames to the south."""
    width, height = character["size"]["width"], character["size"]["height"]
    names = FOUR if character["directions"] == len(FOUR) else EIGHT
    rotations = {name: f"rotations/{name}.png" for name in names}
    frames = [f"animations/walk/south/frame_{number:03}.png" for number in range(2)]
    told = metadata or {
        "character": {"id": character["id"], "name": character["name"], "directions": len(names)},
        "frames": {"rotations": rotations, "animations": {"walk": {"south": [*frames, frames[0]]}}},
        "export_version": "2.0",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, path in enumerate([*rotations.values(), *frames]):
            archive.writestr(path, write_png(drawn(width, height, number)))
        archive.writestr("metadata.json", json.dumps(told))
    return stream.getvalue()


def _corners_of(number: int) -> dict[str, str]:
    """The sixteen ways in which corners are lower or upper, the first upper all over; further ones have a strip."""
    words = ["lower" if number >> bit & 1 else "upper" for bit in range(4)]
    if number >= 16:
        words = ["transition" if word == "upper" else word for word in words]
    return dict(zip(("NW", "NE", "SW", "SE"), words, strict=True))


def _asked_size(seen: Seen) -> tuple[int, int]:
    body = seen.json
    if seen.operation.endswith("/edit-image"):
        return body["width"], body["height"]
    size = body.get("output_size") or body.get("target_size") or body["image_size"]
    return size["width"], size["height"]


def _pro_count(seen: Seen) -> int:
    body, name = seen.json, seen.operation.partition("/")[2]
    if name == "edit-images-v2":
        return len(body["edit_images"])
    if name == "generate-8-rotations-v2":
        return len(EIGHT)
    if name == "edit-image":
        return 1
    if name == "animate-with-text-v2":
        return 16 if body["image_size"]["width"] < 128 else 4
    return 16 if body["image_size"]["width"] < 86 else 4
