"""What `docker-compose.yml` says, read without Docker."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docker-compose.yml"


def compose() -> dict[str, Any]:
    """Return the file with its anchors resolved; variables stand as written."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return read


def own_services() -> dict[str, Any]:
    """Return the services that run the project's image."""
    return {name: told for name, told in compose()["services"].items() if "build" in told}


def with_defaults(text: str) -> str:
    """Put the default in the place of each `${NAME:-default}`."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


@dataclass(frozen=True)
class Place:
    """Where a service of the file finds on this machine what it has in its container."""

    bootstrap_servers: str
    topic_prefix: str
    folders: dict[str, Path]

    def here(self, text: str) -> str:
        """Return a word of a command with the container's folders replaced."""
        for inside, folder in self.folders.items():
            text = re.sub(rf"^{re.escape(inside)}(?=/|$)", str(folder), text)
        return text

    def command(self, service: dict[str, Any]) -> list[str]:
        """Return the service's command as it runs here."""
        words = [self.here(word) for word in service["command"]]
        return [sys.executable, "-m", "services", *words]

    def environment(self, service: dict[str, Any]) -> dict[str, str]:
        """Return the service's environment as it is here."""
        told = {name: self.here(value) for name, value in service["environment"].items()}
        return {
            **os.environ,
            "ENTENTE_STATE_DIR": self.here("/state"),
            **told,
            "ENTENTE_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "ENTENTE_TOPIC_PREFIX": self.topic_prefix,
        }
