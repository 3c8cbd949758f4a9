"""`python -m services.aggregator` runs a worker of the aggregator."""

from services.runtime.stream import run_worker

run_worker("services.aggregator.agent")
