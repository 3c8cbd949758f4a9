"""Why an article says what it says: each sentence with what was considered in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.article import Article, TextField
from schemas.report import Report
from schemas.vocabulary import Kind, PubStatus, Status
from services.extractor.acts.judging import Act
from services.extractor.acts.reading import Line, Reading
from services.extractor.extract import extract, is_read


@dataclass(frozen=True, slots=True)
class Considered:
    """A pattern met in a sentence, taken for an act or rejected; `reason` says why.

    `words` are those that met the pattern, `cue` what decided the status.
    """

    rule: str
    words: str
    taken: bool
    reason: str
    kind: Kind
    status: Status | None
    cue: str
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence with its offsets as published, the countries in it, and what was considered."""

    field: TextField
    start: int
    end: int
    text: str
    countries: tuple[str, ...]
    considered: tuple[Considered, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All sentences of an article; `skipped` says why it was not read at all."""

    article_id: str
    skipped: str | None
    sentences: tuple[Explained, ...]
    reports: tuple[Report, ...]


def explain(article: Article) -> Explanation:
    """Extract an article and return the reasons; the reports are those of `extract`."""
    sentences: list[Explained] = []
    skipped = [_unread(article)] if not is_read(article) else []

    def trace(reading: Reading, acts: Sequence[Act]) -> None:
        if reading.sport:
            skipped.append("it tells of a sports match")
        by_line: dict[int, list[Act]] = {}
        for act in acts:
            by_line.setdefault(act.line.number, []).append(act)
        sentences.extend(_explained(line, by_line.get(line.number, ())) for line in reading.lines)

    reports = extract(article, trace)
    return Explanation(
        article.article_id, skipped[0] if skipped else None, tuple(sentences), reports
    )


def _unread(article: Article) -> str:
    if article.status is not PubStatus.USABLE:
        return f"it is {article.status.value}"
    return f"there is no lexicon for the language {article.language!r}"


def _explained(line: Line, acts: Sequence[Act]) -> Explained:
    sentence = line.marks.sentence
    start, end = line.text.plain.span(sentence.start, sentence.end)
    codes = tuple(dict.fromkeys(party.code for party in line.present))
    considered = tuple(_considered(act) for act in acts)
    text = line.text.published[start:end]
    return Explained(sentence.field, start, end, text, codes, considered)


def _considered(act: Act) -> Considered:
    taken = act.rejected is None
    return Considered(
        rule=act.rule,
        words=act.line.marks.slice(act.trigger.start, act.trigger.end),
        taken=taken,
        reason=act.rejected or f"sides {act.sides.how}",
        kind=act.judged.kind,
        status=act.judged.status,
        cue=act.judged.cue,
        pairs=act.sides.pairs if taken else (),
    )
