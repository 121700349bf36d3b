"""The errors of operations, under the name that `jobs` may import; they live in `core`, where every level sees them."""

from __future__ import annotations

from studio.core.errors import (
    Auth,
    BadAnswer,
    Blocked,
    Charged,
    Credit,
    DeadLink,
    Expired,
    Facts,
    Forbidden,
    JobFailed,
    NotFound,
    NotReady,
    Offline,
    OtherAccount,
    OutcomeUnknown,
    ProviderDown,
    ProviderError,
    RateLimit,
    Refused,
    TooManyJobs,
)

__all__ = [
    "Auth",
    "BadAnswer",
    "Blocked",
    "Charged",
    "Credit",
    "DeadLink",
    "Expired",
    "Facts",
    "Forbidden",
    "JobFailed",
    "NotFound",
    "NotReady",
    "Offline",
    "OtherAccount",
    "OutcomeUnknown",
    "ProviderDown",
    "ProviderError",
    "RateLimit",
    "Refused",
    "TooManyJobs",
]
