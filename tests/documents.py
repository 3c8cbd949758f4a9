"""What the project's documents promise: commands with their output, links, names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
    ROOT / "seeds" / "README.md",
)

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


@dataclass
class Command:
    """A command of a `console` block, and all that it must print."""

    text: str
    output: str = ""


def commands(markdown: str) -> Iterator[Command]:
    """Yield the commands of a document in order: `$ ` begins one, `> ` goes on with it."""
    for block in _BLOCK.findall(markdown):
        command: Command | None = None
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command
                command = Command(line[2:])
            elif command is None:
                raise ValueError(f"output before any command: {line!r}")
            elif line.startswith("> ") and not command.output:
                command.text += "\n" + line[2:]
            else:
                command.output += line + "\n"
        if command:
            yield command


def links(markdown: str) -> list[str]:
    """Return the relative links of a document, without their anchors."""
    return [link for link in _LINK.findall(markdown) if "://" not in link]
