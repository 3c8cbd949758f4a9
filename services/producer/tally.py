"""The figures of a run."""

from dataclasses import dataclass


@dataclass
class Tally:
    """What became of the articles so far; `refused` has lines and files, too.

    `held` is how many wait for the end of their embargo, those of earlier runs among them.
    """

    published: int = 0
    revised: int = 0
    known: int = 0
    refused: int = 0
    held: int = 0

    def __str__(self) -> str:
        held = f", {self.held} held until their embargo ends" if self.held else ""
        return (
            f"{self.published} published, {self.revised} revised, "
            f"{self.known} already known, {self.refused} refused{held}"
        )
