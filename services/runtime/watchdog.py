"""Ends a worker that has fallen silent while work is waiting."""

import threading
from collections.abc import Callable, Hashable
from time import monotonic

from services.runtime.exits import fail_stop

Look = Callable[[], tuple[Hashable, bool]]
"""Returns how far the worker has come, and whether work is waiting."""

_EVERY = 1.0


class Watchdog(threading.Thread):
    """Looks at a worker from a thread of its own.

    A thread, because a worker falls silent with its event loop blocked, or in a recovery that
    never ends (Faust issues 175, 523, 640), and nothing on the loop would then run. `limit` is
    in seconds.
    """

    def __init__(self, look: Look, limit: float) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._look, self._limit = look, limit
        self._ended = threading.Event()

    def run(self) -> None:
        """Look every second; end the process when the limit has passed without progress."""
        last, since = None, monotonic()
        while not self._ended.wait(_EVERY):
            come, waiting = self._look()
            if come != last or not waiting:
                last, since = come, monotonic()
            elif monotonic() - since > self._limit:
                fail_stop("no progress while work is waiting", seconds=self._limit, at=repr(come))

    def stop(self) -> None:
        """Stop looking: the worker is ending."""
        self._ended.set()
