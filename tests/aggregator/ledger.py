"""A table in memory for tests: what the reports so far have come to."""

from schemas.count import Count
from schemas.event import Event
from schemas.report import Correction, Report
from services.aggregator.publish import public
from services.aggregator.rows import Row
from services.aggregator.step import step


class Table:
    """Counts reports as the aggregator does, in one partition."""

    def __init__(self, *told: Report | Correction) -> None:
        self.rows: dict[str, Row] = {}
        self.offset = 0
        for record in told:
            self.tell(record)

    def tell(self, record: Report | Correction) -> dict[str, Row | None]:
        """Apply one record; return the rows it changed."""
        changes = step(self.rows, record.to_bytes(), 3, self.offset)
        self.offset += 1
        for key, row in changes.items():
            if row is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = row
        return changes

    def events(self) -> list[Event]:
        """Return every event, retracted ones too."""
        return [record for record in self._records() if isinstance(record, Event)]

    def event(self) -> Event:
        """Return the only event that reports tell of."""
        (event,) = [event for event in self.events() if event.reports]
        return event

    def counts(self) -> dict[str, Count]:
        """Return the cells that are not empty, by `PAIR|sector`."""
        cells = [record for record in self._records() if isinstance(record, Count)]
        return {f"{c.pair}|{c.sector}": c for c in cells if c.reports}

    def figures(self) -> dict[str, object]:
        """Return the cells without what says when they changed last."""
        unstamped = {"last_event", "partition", "offset"}
        return {key: cell.model_dump(exclude=unstamped) for key, cell in self.counts().items()}

    def _records(self) -> list[object]:
        published = (public(key, row) for key, row in self.rows.items())
        return [one[2] for one in published if one]
