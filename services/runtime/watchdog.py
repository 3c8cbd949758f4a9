"""Ends a worker that has fallen silent while work is waiting."""

import threading
from collections.abc import Callable, Hashable, Mapping
from time import monotonic

from services.runtime.exits import fail_stop

Look = Callable[[], Mapping[Hashable, Hashable]]
"""Returns how far the worker has come at each place where work is waiting."""

_EVERY = 1.0


class Watchdog(threading.Thread):
    """Looks at a worker from a thread of its own.

    A thread, because a worker falls silent with its event loop blocked, or in a recovery that
    never ends (Faust issues 175, 523, 640), and nothing on the loop would then run. Each place
    is watched on its own: that one partition moves does not excuse another. `limit` is in
    seconds.
    """

    def __init__(self, look: Look, limit: float) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._look, self._limit = look, limit
        self._ended = threading.Event()

    def run(self) -> None:
        """Look every second; end the process when one place has not moved for the limit."""
        since: dict[tuple[Hashable, Hashable], float] = {}
        while not self._ended.wait(_EVERY):
            now = monotonic()
            since = {stand: since.get(stand, now) for stand in self._look().items()}
            still = [stand for stand, start in since.items() if now - start > self._limit]
            if still:
                fail_stop("no progress while work is waiting", seconds=self._limit, at=repr(still))

    def stop(self) -> None:
        """Stop looking: the worker is ending."""
        self._ended.set()
