"""What there is to say about a seed: where it is ignored, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studio.core.words import _
from studio.jobs.job import Job
from studio.spec.field import FieldValue
from studio.spec.operation import OperationSpec


class Ignored(NamedTuple):
    """A choice that makes a provider ignore the seed: its values of `field` start with `start`."""

    field: str
    start: str


_IGNORED: Mapping[str, Ignored] = {"pixel-engine/generate-image": Ignored("model", "nb_")}
"""By operation, from the documents of the providers."""


def is_ignored(spec: OperationSpec, values: Mapping[str, FieldValue]) -> bool:
    """Whether the provider pays no heed to the seed of such a request."""
    known = _IGNORED.get(spec.id)
    if known is None:
        return False
    value = values.get(known.field)
    value = spec.field(known.field).default if value is None else value
    return isinstance(value, str) and value.startswith(known.start)


def ignored_words(spec: OperationSpec, values: Mapping[str, FieldValue]) -> str:
    """Said at the seed before anything is sent; empty where it counts."""
    if not is_ignored(spec, values):
        return ""
    declared = spec.field(_IGNORED[spec.id].field)
    value = values.get(declared.name)
    chosen = declared.choice_title(str(declared.default if value is None else value))
    return _("{choice} ignores the seed: the same number gives another picture.").format(choice=chosen)


def answered_words(job: Job, provider: str) -> str:
    """What became of the seed of a finished job, for the field it came from; empty without a seed.

    `provider` is its name for people.
    """
    if job.seed_sent is None:
        return ""
    if job.seed_returned is None:
        words = _("Last sent {seed}. {provider} does not say which seed it used.")
    elif job.seed_returned == job.seed_sent:
        words = _("Last sent {seed}, and used so.")
    else:
        words = _("Last sent {seed}; {provider} says it used {returned}.")
    return words.format(seed=job.seed_sent, provider=provider, returned=job.seed_returned)
