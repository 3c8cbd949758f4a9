"""How many records may be refused before the worker stops instead."""

from collections import deque

from services.runtime.exits import fail_stop
from services.runtime.settings import Settings

WINDOW = 1000
"""Records over which refusals are numbered."""


class RefusalLimit:
    """Ends the process when too many of the last records were refused.

    A poison record is put aside and the stream goes on; a bad release must not put
    everything aside.
    """

    def __init__(self, settings: Settings) -> None:
        self._allowed = settings.refusal_limit * WINDOW
        self._refused: deque[bool] = deque(maxlen=WINDOW)
        self._number = 0

    def note(self, refused: bool) -> None:
        """Note the fate of one more record."""
        if len(self._refused) == WINDOW:
            self._number -= self._refused[0]
        self._refused.append(refused)
        self._number += refused
        if refused and self._number > self._allowed:
            fail_stop(
                "too many records are refused: the worker stops before it refuses them all",
                refused=self._number,
                of_the_last=len(self._refused),
            )
