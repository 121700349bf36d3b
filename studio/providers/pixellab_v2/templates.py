"""The movements that characters can be animated with, as far as they are known.

The service has no list of them; its document names the first ten and stops. The longer list is reported by its users,
so other words are sent as well.
"""

from __future__ import annotations

DOCUMENTED = (
    "backflip",
    "breathing-idle",
    "cross-punch",
    "crouched-walking",
    "crouching",
    "drinking",
    "falling-back-death",
    "fight-stance-idle-8-frames",
    "fireball",
    "flying-kick",
)
_REPORTED = (
    "front-flip",
    "getting-up",
    "high-kick",
    "hurricane-kick",
    "jumping-1",
    "jumping-2",
    "lead-jab",
    "leg-sweep",
    "picking-up",
    "pull-heavy-object",
    "pushing",
    "roundhouse-kick",
    "running-4-frames",
    "running-6-frames",
    "running-8-frames",
    "running-jump",
    "running-slide",
    "sad-walk",
    "scary-walk",
    "surprise-uppercut",
    "taking-punch",
    "throw-object",
    "two-footed-jump",
    "walk",
    "walk-1",
    "walk-2",
    "walking",
    *(f"walking-{number}" for number in range(2, 11)),
    "walking-4-frames",
    "walking-6-frames",
    "walking-8-frames",
)
HUMANOID = (*DOCUMENTED, *_REPORTED)
_EVERY_ANIMAL = ("walk-4-frames", "walk-6-frames", "walk-8-frames")
ANIMALS = (
    *_EVERY_ANIMAL,
    *("fast-walk", "sneaking", "idle", "bark"),
    *("slow-run", "jump", "seated-on-belly-idle", "sitting", "sitting-on-belly", "standing", "standing-from-belly"),
    *("eating", "licking", "yawning", "angry"),
    *("walk-turn-left", "walk-turn-right", "running-turn-left", "running-turn-right", "running-headbutt", "swimming"),
    *("attack", "attack-back", "hit-left", "hit-right", "dying", "idle-shaking-head", "rest-idle"),
    *("eat-start", "eat-end", "start-sleep", "sleep-cycle", "rest-cycle", "wake-up", "lie-down", "stand-up"),
    *("stand-on-hind-legs", "attack-left", "attack-right", "jump-attack", "idle-long", "idle-resting", "idle-sitting"),
    *("going-to-sleep", "waking-getting-up", "sitting-down", "standing-up"),
)
"""Dog, cat, horse, bear and lion, each word once; which animal knows which is for the service to say."""

CHOICES: tuple[tuple[str, str], ...] = tuple(
    (word, word.replace("-", " ").capitalize()) for word in (*HUMANOID, *ANIMALS)
)
