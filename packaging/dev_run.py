"""The verb `run`: from a bare checkout to the open window, or to the pictures of `demo` where there is no screen."""

from pathlib import Path

import dev_setup
import dev_system
from dev_say import say

DEMO_FOLDER = dev_setup.ROOT / "build" / "demo"


def run(arguments: list[str]) -> int:
    """Start `sprite-studio` with `arguments` where the person stands; its exit code. Ends by naming the command."""
    dev_setup.environment()
    opens_window = not arguments or arguments[0] == "open"
    if opens_window and not dev_system.has_screen():
        code = _demo()
    else:
        if opens_window:
            dev_system.provide_qt(with_screen=True)
        code = dev_setup.call([str(dev_setup.COMMAND), *arguments], folder=Path.cwd())
    say(f"The command is {dev_setup.COMMAND}")
    return code


def _demo() -> int:
    say("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY leads to one), so no window can be opened.")
    say("Doing the same job without one: sprite-studio demo.")
    return dev_setup.call([str(dev_setup.COMMAND), "demo", str(DEMO_FOLDER)])
