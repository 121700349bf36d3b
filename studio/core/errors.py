"""One small tree of errors, each with the facts a person or a log needs.

StudioError
  UserError            something the person can mend: the message is one clear sentence with what to do
    BadFile            bytes that are no picture, sprite or palette the studio reads
    ReadOnly           the document cannot be changed
  ProviderError        an operation that did not give its result
    Offline Auth (OtherAccount) Credit Refused RateLimit (TooManyJobs) ProviderDown BadAnswer OutcomeUnknown JobFailed
    Blocked Forbidden NotReady NotFound (DeadLink) Expired
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, Unpack


class StudioError(Exception):
    """Root of every error the studio raises on purpose; `str()` is the sentence for the person."""


class UserError(StudioError):
    """Bad input or a place that cannot be used; nothing was changed."""


class BadFile(UserError):
    """The bytes cannot be read as what they claim to be."""


class ReadOnly(UserError):
    """The document was opened without the right to change it."""


class Charged(StrEnum):
    """Whether an operation cost something."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of a request. `field` is the declared name, empty for the whole."""

    field: str
    message: str
    blocking: bool = True


class Facts(TypedDict, total=False):
    """What every ProviderError may carry."""

    provider: str
    operation: str
    request_id: str
    status: int | None
    charged: Charged
    excerpt: str
    body: bytes
    media: str


class ProviderError(StudioError):
    """An operation failed; the class says how, the attributes say the rest."""

    retryable = False

    def __init__(self, message: str, **facts: Unpack[Facts]) -> None:
        super().__init__(message)
        self.provider = facts.get("provider", "")
        self.operation = facts.get("operation", "")
        self.request_id = facts.get("request_id", "")
        self.status = facts.get("status")
        self.charged = facts.get("charged", Charged.NO)
        self.excerpt = facts.get("excerpt", "")
        self.body = facts.get("body", b"")
        """What the service answered, byte for byte, so that it can be kept; empty where nothing came."""
        self.media = facts.get("media", "")


class Offline(ProviderError):
    """Nothing was sent: no connection."""

    retryable = True


class Auth(ProviderError):
    """The token is missing or refused."""


class OtherAccount(Auth):
    """A job belongs to another account, or another address, than those that are set now."""


class Credit(ProviderError):
    """The account has too little left."""


class Refused(ProviderError):
    """The request is not acceptable as it is; `problems` names the fields."""

    def __init__(
        self,
        message: str,
        *,
        problems: tuple[Problem, ...] = (),
        **facts: Unpack[Facts],
    ) -> None:
        super().__init__(message, **facts)
        self.problems = problems


class RateLimit(ProviderError):
    """Too many requests; `after` is the wait in seconds that was asked for, if any."""

    retryable = True

    def __init__(
        self,
        message: str,
        *,
        after: float | None = None,
        **facts: Unpack[Facts],
    ) -> None:
        super().__init__(message, **facts)
        self.after = after


class TooManyJobs(RateLimit):
    """The account works on as many jobs as it may; a place is free when one of them ends."""


class ProviderDown(ProviderError):
    """The service answers with a fault of its own."""

    retryable = True


class BadAnswer(ProviderError):
    """The answer cannot be understood; its bytes are kept."""


class OutcomeUnknown(ProviderError):
    """It may have been accepted and charged; nobody here can tell. Never sent again by itself."""


class UnknownNumber(ProviderError):
    """The provider knows no job of the number that a person gave."""


class JobFailed(ProviderError):
    """The provider worked on it and gave up."""


class Blocked(ProviderError):
    """Refused by the provider's content policy."""


class Forbidden(ProviderError):
    """The account or plan may not do this."""


class NotReady(ProviderError):
    """The result is still being made; `after` is the wait in seconds that was asked for, if any."""

    retryable = True

    def __init__(self, message: str, *, after: float | None = None, **facts: Unpack[Facts]) -> None:
        super().__init__(message, **facts)
        self.after = after


class NotFound(ProviderError):
    """The provider does not know this id."""


class DeadLink(NotFound):
    """A download address no longer works; asking after the job again may give a new one."""


class Expired(ProviderError):
    """The provider no longer keeps the result."""
