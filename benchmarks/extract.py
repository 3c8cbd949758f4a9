"""How many articles a second one core extracts: `python -m benchmarks.extract`."""

import gc
import platform
import sys
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from schemas.article import Article
from services.extractor.extract import extract
from services.runtime.articles import BadLine, read_articles

LENGTH = 3_000
"""Characters of an article, as wires send them."""

ROUNDS, LEAST = 5, 300
_QUIET = "no-cooperation.jsonl"


def articles() -> list[Article]:
    """Return articles of 3 kB: a sample, and after it paragraphs that tell of no act.

    The samples are shorter than wire items, which spend most of their length on the setting.
    """
    samples = _samples()
    quiet = " ".join(article.body for article in samples[_QUIET])
    told = [article for name, several in samples.items() if name != _QUIET for article in several]
    made: list[Article] = []
    while len(made) < LEAST:
        for sample in told:
            first = len(made) * 997 % len(quiet)
            body = f"{sample.body}\n\n{quiet[first:]} {quiet}"[:LENGTH]
            changes = {"article_id": str(len(made)), "body": body}
            made.append(sample.model_copy(update=changes))
    return made


def _samples() -> dict[str, list[Article]]:
    """Return the sample articles of the project by file."""
    folder = files("seeds") / "articles"
    found: dict[str, list[Article]] = {}
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".jsonl"):
            lines = entry.read_bytes().splitlines()
            read = [a for a in read_articles(lines, entry.name) if not isinstance(a, BadLine)]
            found[entry.name] = [article for article in read if article.body]
    return found


def machine() -> str:
    """Describe the machine: processor, system, Python."""
    name = platform.processor() or platform.machine()
    known = Path("/proc/cpuinfo")
    if known.exists():
        models = [line for line in known.read_text().splitlines() if line.startswith("model name")]
        name = models[0].partition(":")[2].strip() if models else name
    system = f"{platform.system()} {platform.release()}"
    return f"{name}, one core; {system}; Python {platform.python_version()}"


def main() -> None:
    """Print articles a second, best of several rounds, and what they held."""
    given = articles()
    reports = sum(len(extract(article)) for article in given)
    size = sum(len(article.body) for article in given) / len(given)
    best = min(_seconds(given) for _ in range(ROUNDS))
    print(machine())
    print(f"{len(given)} articles of {size:,.0f} characters, {reports} reports")
    print(f"{len(given) / best:,.0f} articles/s (best of {ROUNDS})")


def _seconds(given: Sequence[Article]) -> float:
    """Return the processor time that the extraction of all articles takes."""
    gc.collect()
    started = time.process_time()
    for article in given:
        extract(article)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
