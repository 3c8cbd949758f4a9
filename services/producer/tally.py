"""The figures of a run."""

from dataclasses import dataclass


@dataclass
class Tally:
    """What became of the articles so far; `refused` has lines and files, too."""

    published: int = 0
    revised: int = 0
    known: int = 0
    refused: int = 0

    def __str__(self) -> str:
        return (
            f"{self.published} published, {self.revised} revised, "
            f"{self.known} already known, {self.refused} refused"
        )
