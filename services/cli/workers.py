"""`entente extractor` and `entente aggregator`: one worker of a service."""

from services.runtime.stream import run_worker


def extractor() -> None:
    """Run a worker that extracts: articles in, reports out."""
    run_worker("services.extractor.agent")


def aggregator() -> None:
    """Run a worker that counts: reports in, events and counts out."""
    run_worker("services.aggregator.agent")
