"""`entente extract`: articles in, reports out, without a broker."""

import sys
from collections.abc import Iterator
from pathlib import Path

from schemas.report import Report
from services.extractor.extract import extract as extracted
from services.runtime.articles import BadLine, read_articles


def extract(files: list[Path]) -> int:
    """Write what articles say, one report a line for each article and pair of countries.

    Articles are read one at a time, so a file of any length will do. Lines that are no article
    are named on standard error, the others are taken; then the exit code is 1.

    Parameters
    ----------
    files
        JSON Lines of articles; `-` is standard input.
    """
    bad = 0
    for file in files:
        for found in _reports(file):
            if isinstance(found, BadLine):
                print(found, file=sys.stderr)
                bad += 1
            else:
                sys.stdout.buffer.write(found.to_bytes() + b"\n")
    sys.stdout.buffer.flush()
    return 1 if bad else 0


def _reports(file: Path) -> Iterator[Report | BadLine]:
    """Yield what the articles of a file say, and its bad lines, in their order."""
    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as lines:
        for found in read_articles(lines, str(file)):
            if isinstance(found, BadLine):
                yield found
            else:
                yield from extracted(found)
