"""The lock names versions and hashes of everything the project asks for, and nobody's registry."""

import re
import tomllib

from tests.arch.tree import ROOT

_LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_ENTRIES = re.findall(r"^([a-z0-9-]+)==([^ \n]+)(.*(?:\n    .*)*)", _LOCK, re.MULTILINE)


def _canonical(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def test_the_lock_holds_no_address() -> None:
    assert re.findall(r"://|^ *--(?!hash=).*", _LOCK, re.MULTILINE) == []


def test_every_locked_package_has_a_hash() -> None:
    assert [name for name, _, rest in _ENTRIES if "--hash=sha256:" not in rest] == []
    assert len(_ENTRIES) == sum("==" in line and not line.startswith(" ") for line in _LOCK.splitlines())


def test_everything_asked_for_is_locked() -> None:
    asked = _PROJECT["dependencies"] + _PROJECT["optional-dependencies"]["dev"]
    assert {_canonical(requirement) for requirement in asked} <= {name for name, _, _ in _ENTRIES}


def test_the_versions_known_to_be_broken_are_not_locked() -> None:
    versions = {name: tuple(int(part) for part in version.split(".")[:2]) for name, version, _ in _ENTRIES}
    assert (6, 8) <= versions["pyside6-essentials"] < (6, 12)
    assert (11, 3) <= versions["pillow"] < (13, 0)
