"""What a person does about a problem, said in the terms of the window: for problems whose own words are those of a
declaration, the sentence that a form shows instead. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from studio.core.errors import Problem
from studio.core.words import _, ngettext
from studio.spec.field import Field, FieldValue, Kind, Limits
from studio.spec.operation import OperationSpec
from studio.spec.rules import Count, Exclusive
from studio.spec.values import given, limits_text


def sentence_for(spec: OperationSpec, problem: Problem, values: Mapping[str, FieldValue]) -> str:
    """What to say of a problem in a form: its own message, or one that tells what to do."""
    declared = next((one for one in spec.form_fields if one.name == problem.field), None)
    if declared is None or not problem.blocking:
        return problem.message
    return _of_frames(declared, values) or _of_rivals(spec, declared, values) or problem.message


def _of_frames(declared: Field, values: Mapping[str, FieldValue]) -> str:
    """Too few or too many poses or masks: they come one a frame, so frames are to be chosen."""
    value = values.get(declared.name)
    if declared.kind not in (Kind.KEYPOINTS, Kind.MASKS) or not isinstance(value, tuple):
        return ""
    count = len(value)
    known = [declared.limits] if declared.reported is None else [declared.limits, declared.reported]
    most = None if declared.windowed else known[0].maximum
    limits = Limits(known[0].minimum, most)
    if limits.admit(count) or any(one.admit(count) for one in known):
        return ""
    here = (
        ngettext("{count} pose is there", "{count} poses are there", count)
        if declared.kind is Kind.KEYPOINTS
        else ngettext("{count} mask is there", "{count} masks are there", count)
    ).format(count=count)
    way = (
        _("{here}, {limits} are needed: select frames with poses on the timeline and take “Selected frames” here.")
        if declared.kind is Kind.KEYPOINTS
        else _("{here}, {limits} are needed: select frames on the timeline and take “Selected frames” here.")
    )
    return way.format(here=here, limits=limits_text(limits))


def _of_rivals(spec: OperationSpec, declared: Field, values: Mapping[str, FieldValue]) -> str:
    """None of several fields is given of which one is needed: what to do in each."""
    for rule in spec.rules:
        if not isinstance(rule, Exclusive) or rule.count is Count.AT_MOST_ONE or declared.name != rule.fields[0]:
            continue
        fields = [one for one in spec.form_fields if one.name in rule.fields]
        if not any(given(values.get(name)) for name in rule.fields) and len(fields) == len(rule.fields):
            ways = [_way(one) for one in sorted(fields, key=lambda one: one.kind in _LONG_WAY)]
            words = _(", or ").join(ways)
            return f"{words[:1].upper()}{words[1:]}."
    return ""


_LONG_WAY = frozenset({Kind.KEYPOINTS, Kind.IMAGE, Kind.IMAGES, Kind.KEYFRAMES})
"""What has to be drawn or placed first; said last."""


def _way(declared: Field) -> str:
    match declared.kind:
        case Kind.KEYPOINTS:
            words = _("put frames that have a pose into “{field}”")
        case Kind.IMAGE | Kind.IMAGES | Kind.KEYFRAMES:
            words = _("put a picture into “{field}”")
        case Kind.TEXT:
            words = _("write something into “{field}”")
        case Kind.FLAG:
            words = _("switch on “{field}”")
        case _:
            words = _("choose “{field}”")
    return words.format(field=declared.title)
