"""What a builder works with: the stage, the colours and the dice of one sprite."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.local.procedural.ramps import Scheme
from studio.local.procedural.stage import Stage


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything chosen before the first part is put down."""

    stage: Stage
    scheme: Scheme
    rng: np.random.Generator
