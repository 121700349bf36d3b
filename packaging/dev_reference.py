"""The reference pages of the manual: one page an operation and an index, made from `sprite-studio providers --json`.

Reads that JSON from standard input. Writes below resources/manual/reference/ and removes pages whose operation is gone;
with `--check` it writes nothing and exits 1 when a page is missing, stale or left over.
"""

import json
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
    operations = [operation for provider in listing["providers"] for operation in provider["operations"]]
    pages = {f"{operation['id']}.md": _operation_page(operation) for operation in operations}
    pages["index.md"] = _index_page(listing["providers"])
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


def _index_page(providers: list[dict[str, Any]]) -> str:
    lines = ["# Operations", "", _HINT, ""]
    for provider in providers:
        lines += [f"## {provider['title']}", ""]
        lines += [
            f"- [{operation['title']}]({operation['id']}.md) - {operation['summary']}"
            for operation in provider["operations"]
        ]
        lines.append("")
    return "\n".join(lines)


def _operation_page(operation: dict[str, Any]) -> str:
    required = [field for field in operation["fields"] if field["required"]]
    command = " ".join(
        [
            "sprite-studio run",
            operation["id"],
            *(f"{field['flag']} {_sample(field)}" for field in required),
            "--out OUT",
        ]
    )
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
    rules = [_rule_line(rule, operation["fields"]) for rule in operation.get("rules", ())]
    if rules:
        lines += ["Rules between fields:", "", *rules, ""]
    return "\n".join(lines)


def _sample(field: dict[str, Any]) -> str:
    return str(field["kind"]).upper()


def _field_row(field: dict[str, Any]) -> str:
    cells = (
        f"`{field['flag']}`",
        field["title"],
        field["kind"],
        "**required**" if field["required"] else _default(field["default"]),
        "; ".join(part for part in (_limits(field["limits"]), _choices(field)) if part),
        f"`{field['wire']}`",
        field["help"],
    )
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _default(value: object) -> str:
    return "" if value is None else f"`{json.dumps(value, ensure_ascii=False)}`"


def _limits(limits: dict[str, Any]) -> str:
    low, high = limits["minimum"], limits["maximum"]
    if low is None and high is None:
        return ""
    if low is None:
        return f"at most {_plain(high)}"
    if high is None:
        return f"at least {_plain(low)}"
    return f"{_plain(low)} to {_plain(high)}"


def _plain(value: object) -> str:
    """A limit as a person writes it: sizes as width × height, whole numbers without a point."""
    if isinstance(value, dict):
        return f"{_plain(value['width'])}×{_plain(value['height'])}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _choices(field: dict[str, Any]) -> str:
    return ", ".join(f"`{choice}`" for choice in field["choices"])


def _rule_line(rule: dict[str, Any], fields: list[dict[str, Any]]) -> str:
    flags = {field["name"]: field["flag"] for field in fields}
    names = ", ".join(f"`{flags.get(name, name)}`" for name in rule["fields"])
    condition = f", when {rule['when']}" if "when" in rule else ""
    return f"- {rule['rule']}: {names}{condition}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
