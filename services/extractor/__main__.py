"""`python -m services.extractor` runs a worker of the extractor."""

from services.runtime.stream import run_worker

run_worker("services.extractor.agent")
