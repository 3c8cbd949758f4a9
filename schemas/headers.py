"""The CloudEvents headers (binary mode) of a record."""

import os
from datetime import UTC, datetime

_TYPES = "entente"


def new_trace() -> str:
    """Start a W3C trace context, to be carried from an article to the rows it changes."""
    return f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-01"


def cloud_headers(
    kind: str, source: str, record_id: str, trace: str | None = None
) -> list[tuple[str, bytes]]:
    """Return the headers of a record: what it is, who made it, its id and the trace it is part of.

    `kind` is a record's name (`article`, `report`, …), `source` the service, `record_id` unique
    within the two.
    """
    headers = {
        "ce_specversion": "1.0",
        "ce_id": record_id,
        "ce_type": f"{_TYPES}.{kind}.v1",
        "ce_source": f"/{_TYPES}/{source}",
        "ce_time": datetime.now(UTC).isoformat(),
        "content-type": "application/json",
    }
    if trace:
        headers["traceparent"] = trace
    return [(name, value.encode()) for name, value in headers.items()]
