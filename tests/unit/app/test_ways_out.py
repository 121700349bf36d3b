"""What a form says to do about a problem."""

from __future__ import annotations

from studio.app.ways_out import sentence_for
from studio.core.errors import Problem
from studio.doc.skeleton import Keypoint, Pose
from studio.providers import registry
from studio.spec.field import FieldValue
from studio.spec.validate import problems_in

POSE = Pose.of({"NOSE": Keypoint(1.0, 1.0)})


def said(operation: str, field: str, values: dict[str, FieldValue]) -> str:
    spec = registry.operation(operation).spec
    problem = next(one for one in problems_in(spec, values) if one.field == field)
    return sentence_for(spec, problem, values)


def test_too_few_poses_say_where_more_come_from() -> None:
    words = "1 pose is there, at least 3 are needed: select frames with poses on the timeline and take"
    assert said("pixellab-v1/animate-with-skeleton", "skeleton", {"skeleton": (POSE,)}).startswith(words)


def test_of_fields_of_which_one_is_needed_each_says_what_to_do_the_easiest_first() -> None:
    words = "Choose “Movement”, or put frames that have a pose into “Poses”."
    assert said("local/animate-with-skeleton", "keypoints", {}) == words


def test_any_other_problem_keeps_its_words() -> None:
    spec = registry.operation("pixellab-v2/edit-image").spec
    problem = Problem("description", "Change is missing.")
    assert sentence_for(spec, problem, {}) == "Change is missing."
    assert sentence_for(spec, Problem("", "It does not go."), {}) == "It does not go."
