"""One sentence read by itself, as tests of the extractor's parts need it."""

from services.extractor.acts.parties import Party
from services.extractor.acts.patterns import Trigger, triggers
from services.extractor.acts.reading import Line, Reading, read_article
from tests.factories import article


def read_body(body: str, title: str = "") -> Reading:
    """Read an article that has this text."""
    return read_article(article(title=title, body=body))


def read_line(sentence: str) -> Line:
    """Read a sentence that stands alone."""
    (line,) = read_body(sentence).lines
    return line


def parties_of(sentence: str) -> list[Party]:
    """Return who stands in a sentence."""
    return read_line(sentence).present


def trigger_of(sentence: str, rule: str) -> Trigger:
    """Return the trigger of a rule in a sentence."""
    return next(t for t in triggers(read_line(sentence).marks) if t.pattern.id == rule)
