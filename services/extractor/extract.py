"""What an article says about each pair of countries: the extraction as a whole."""

from collections.abc import Callable, Sequence

from schemas.article import Article
from schemas.report import Report
from schemas.vocabulary import PubStatus
from services.extractor.acts.context import fill_sides, leave_out_figures
from services.extractor.acts.details import add_details
from services.extractor.acts.headline import add_topics, date_headline, mark_headline
from services.extractor.acts.judging import Act, find_acts
from services.extractor.acts.mentions import Draft, gather
from services.extractor.acts.reading import Reading, read_article
from services.extractor.words.lexicon import lexicon

Trace = Callable[[Reading, Sequence[Act]], None]
"""Is told every trigger that was considered, with what was made of it."""


def extract(article: Article, trace: Trace | None = None) -> tuple[Report, ...]:
    """Return one report for each pair of countries that the article says cooperate.

    Pure and deterministic; pairs in alphabetical order. Nothing is found in an article that is
    not usable or not in English.
    """
    if not is_read(article):
        return ()
    reading = read_article(article)
    acts = find_acts(reading)
    fill_sides(acts)
    leave_out_figures(acts)
    if trace:
        trace(reading, acts)
    taken = [act for act in acts if act.rejected is None]
    drafts = gather(taken, add_details(reading, taken), reading.lines)
    mark_headline(drafts)
    date_headline(reading, drafts)
    add_topics(reading.lines, drafts)
    return tuple(_report(article, pair, drafts[pair]) for pair in sorted(drafts))


def is_read(article: Article) -> bool:
    """Say whether an article is usable and in a language that has a lexicon."""
    english = article.language.lower().replace("_", "-").split("-")[0] in ("en", "eng", "")
    return article.status is PubStatus.USABLE and english


def _report(article: Article, pair: str, drafts: Sequence[Draft]) -> Report:
    topics = next((draft.sectors for draft in drafts if draft.headline), {})
    return Report(
        article_id=article.article_id,
        revision=article.revision,
        pair=pair,
        mentions=tuple(draft.finished(topics) for draft in drafts),
        lexicon=lexicon().content,
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.published,
    )
