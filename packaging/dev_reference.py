"""The reference pages of the manual: one page an operation and an index, made from `sprite-studio providers --json`.

Reads that JSON from standard input. Writes below resources/manual/reference/ and removes pages whose operation is gone;
with `--check` it writes nothing and exits 1 when a page is missing, stale or left over.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parent.parent / "resources" / "manual" / "reference"
_HINT = "<!-- Made by `packaging/dev.py docs` from the operation's declaration. Changes here are overwritten. -->"
_EFFECTS = {
    "reads": "Reads only; costs nothing.",
    "free": "Costs nothing.",
    "pays": "Costs money or credits.",
    "changes": "Changes something kept at the provider.",
}
# How a value of each kind is written on the command line of the example.
_SAMPLES = {
    "date": "2026-01-31",
    "flag": "",
    "image": "picture.png",
    "images": "picture.png",
    "integer": "4",
    "keyframes": "0:picture.png",
    "keypoints": "poses.json",
    "mask": "mask.png",
    "masks": "mask.png",
    "number": "0.5",
    "palette": "palette.gpl",
    "seed": "7",
    "size": "32x32",
}
# What the limits of a kind count.
_UNITS = {
    "choices": "entries",
    "image": "pixels a side",
    "images": "pictures",
    "keyframes": "entries",
    "keypoints": "poses",
    "masks": "masks",
    "palette": "colours",
    "size": "pixels a side",
    "text": "characters",
    "words": "entries",
}
_ONE = {"entries": "entry", "masks": "mask", "pictures": "picture", "poses": "pose"}


def main(arguments: list[str]) -> int:
    """Write or check all pages; exit code 1 when a check finds a difference."""
    pages = make_pages(json.load(sys.stdin))
    if arguments == ["--check"]:
        return _check(pages)
    _write(pages)
    sys.stdout.write(f"{len(pages)} reference pages are in {REFERENCE}\n")
    return 0


def make_pages(listing: dict[str, Any]) -> dict[str, str]:
    """Text of every page by its path relative to the reference folder."""
    operations = listing["operations"]
    pages = {f"{operation['id']}.md": _operation_page(operation) for operation in operations}
    pages["index.md"] = _index_page(listing["providers"], operations)
    return pages


def _check(pages: dict[str, str]) -> int:
    found = {path.relative_to(REFERENCE).as_posix() for path in REFERENCE.rglob("*.md")}
    wrong = sorted(found ^ set(pages))
    wrong += sorted(name for name in found & set(pages) if _read(name) != pages[name])
    for name in wrong:
        sys.stderr.write(f"{name} is not what its declaration says; run `packaging/dev.py docs`.\n")
    return int(bool(wrong))


def _read(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def _write(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        path = REFERENCE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in REFERENCE.rglob("*.md"):
        if path.relative_to(REFERENCE).as_posix() not in pages:
            path.unlink()


def _index_page(providers: list[dict[str, Any]], operations: list[dict[str, Any]]) -> str:
    lines = ["# Operations", "", _HINT, ""]
    for provider in providers:
        lines += [f"## {provider['title']}", ""]
        lines += [
            f"- [{operation['title']}]({operation['id']}.md) - {operation['summary']}"
            for operation in operations
            if operation["provider"] == provider["id"]
        ]
        lines.append("")
    return "\n".join(lines)


def _operation_page(operation: dict[str, Any]) -> str:
    command = " ".join(["sprite-studio run", operation["id"], *map(_sample, _needed(operation)), "--out OUT"])
    lines = [
        f"# {operation['title']}",
        "",
        _HINT,
        "",
        operation["summary"],
        "",
        f"    {command}",
        "",
        f"Returns: {operation['returns']}. {_EFFECTS[operation['effect']]}",
        "",
        "| Flag | Title | Kind | Default | Limits and choices | On the wire | About |",
        "|---|---|---|---|---|---|---|",
        *(_field_row(field) for field in operation["fields"]),
        "",
    ]
    rules = [_rule_line(rule, operation["fields"]) for rule in operation["rules"]]
    if rules:
        lines += ["Rules between fields:", "", *rules, ""]
    return "\n".join(lines)


def _needed(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields an example cannot do without: required ones, and one of those that rule each other out."""
    fields = {field["name"]: field for field in operation["fields"]}
    needed = [field for field in operation["fields"] if field["required"]]
    for rule in operation["rules"]:
        rivals = [fields[name] for name in rule["fields"]]
        if rule["rule"] == "Exclusive" and not any(field in needed for field in rivals):
            needed.append(next((field for field in rivals if field["choices"]), rivals[0]))
    return needed


def _sample(field: dict[str, Any]) -> str:
    """A flag with a value it takes, as often as it has to be given."""
    if field["choices"]:
        return f"{field['flag']} {field['choices'][0]}"
    value = _SAMPLES.get(field["kind"], f'"{field["title"].lower()}"')
    least = int(field["limits"]["minimum"] or 1) if field["kind"] == "images" else 1
    if least == 1:
        return f"{field['flag']} {value}".rstrip()
    return " ".join(f"{field['flag']} {value.replace('.', f'-{number}.')}" for number in range(1, least + 1))


def _field_row(field: dict[str, Any]) -> str:
    cells = (
        f"`{field['flag']}`",
        field["title"],
        field["kind"],
        "**required**" if field["required"] else _default(field["default"]),
        "; ".join(part for part in (_limits(field), _choices(field)) if part),
        f"`{field['wire']}`",
        field["help"],
    )
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _default(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"`{value['width']}x{value['height']}`"
    if isinstance(value, list):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{value}`"


def _limits(field: dict[str, Any]) -> str:
    low, high = field["limits"]["minimum"], field["limits"]["maximum"]
    if low is None and high is None:
        return ""
    if low is None:
        text = f"at most {_plain(high)}"
    elif high is None:
        text = f"at least {_plain(low)}"
    else:
        text = _plain(low) if low == high else f"{_plain(low)} to {_plain(high)}"
    unit = _UNITS.get(field["kind"], "")
    if high == 1:
        unit = _ONE.get(unit, unit)
    return f"{text} {unit}".rstrip()


def _plain(number: float) -> str:
    return f"{number:.10g}"


def _rule_line(rule: dict[str, Any], fields: list[dict[str, Any]]) -> str:
    """The rule's own sentence, with flags for the titles of its fields."""
    flags = {field["title"]: f"`{field['flag']}`" for field in fields if field["name"] in rule["fields"]}
    titles = "|".join(re.escape(title) for title in sorted(flags, key=len, reverse=True))
    return "- " + re.sub(rf"\b(?:{titles})\b", lambda found: flags[found.group()], rule["text"])


def _choices(field: dict[str, Any]) -> str:
    return ", ".join(f"`{choice}`" for choice in field["choices"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
