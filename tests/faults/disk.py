"""Disks of brokers that can be made full or read-only: small ones of their own, in memory."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SIZE_MB = 512
_BLOCK = bytes(1_048_576)


def lack() -> str | None:
    """Say what keeps this machine from such faults, or None."""
    if sys.platform != "linux":
        return "it needs Linux"
    if os.geteuid() != 0:
        return "it needs root, to mount a small disk"
    if not all(map(shutil.which, ("mount", "umount", "chattr"))):
        return "it needs mount and chattr"
    return None


class Disk:
    """A small disk in memory, mounted on a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        _run("mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder))

    def fill(self) -> None:
        """Leave no byte free: the broker goes on writing meanwhile, so that only trying tells."""
        with (self._folder / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while filler.write(_BLOCK):
                pass

    def freeze(self) -> None:
        """Let no file be created, renamed, removed or opened for writing: files open stay so."""
        _run("chattr", "-R", "-f", "+i", str(self._folder), check=False)

    def mend(self) -> None:
        """Take back either."""
        _run("chattr", "-R", "-f", "-i", str(self._folder), check=False)
        (self._folder / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        """Unmount it: its files are gone."""
        _run("umount", "--lazy", str(self._folder))


def _run(*words: str, check: bool = True) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {done.stderr.strip()}")
