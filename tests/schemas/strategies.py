"""Hypothesis strategies for whole records, as wide as their fields allow."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st

from schemas.article import Article
from schemas.count import Count
from schemas.event import Event, Join, Telling
from schemas.record import pair_of
from schemas.report import Amount, Correction, EventDate, Evidence, Mention, Organisation, Report
from schemas.vocabulary import (
    Kind,
    Precision,
    PubStatus,
    Qualifier,
    Role,
    Sector,
    Status,
    event_codes,
)

# surrogates have no UTF-8 form, so no JSON text can carry them
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
filled_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=zones)  # noqa: DTZ001 (hypothesis adds the zone)
revisions = st.integers(1, 10**6)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
pairs = st.lists(codes, min_size=2, max_size=2, unique=True).map(lambda two: pair_of(*two))
decimals = st.decimals(0, 10**15, places=2).map(lambda number: f"{number:f}")
offsets = st.integers(0, 2**63 - 1)
event_ids = st.text("0123456789abcdef", min_size=16, max_size=16)


def optional(values: st.SearchStrategy) -> st.SearchStrategy:
    """Give a value or None."""
    return st.none() | values


def tuples(values: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    """Give a short tuple of values."""
    return st.lists(values, min_size=least, max_size=3).map(tuple)


def _date(day: date, precision: Precision) -> EventDate:
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[precision]
    return EventDate(value=day.isoformat()[:length], precision=precision)


def _evidence(field: str, start: int, quote: str) -> Evidence:
    return Evidence(field=field, start=start, end=start + len(quote), quote=quote)


dates = st.builds(_date, st.dates(), st.sampled_from(Precision))
amounts = st.builds(
    Amount,
    value=decimals,
    currency=codes,
    role=st.sampled_from(Role),
    qualifier=st.sampled_from(Qualifier),
)
organisations = st.builds(Organisation, name=filled_texts, country=optional(codes))
evidence = st.builds(
    _evidence, st.sampled_from(["title", "body"]), st.integers(0, 10**7), filled_texts
)

articles = st.builds(
    Article,
    article_id=filled_texts,
    revision=revisions,
    status=st.sampled_from(PubStatus),
    title=texts,
    body=texts,
    published=optional(times),
    retrieved=times,
    language=st.just("en") | st.just("zh-Hant"),
    source=texts,
    url=optional(texts),
    subjects=tuples(texts),
    embargoed_until=optional(times),
    usage_terms=optional(texts),
)


@st.composite
def _mentions(draw: st.DrawFn) -> Mention:
    kind, status = draw(st.sampled_from(Kind)), draw(st.sampled_from(Status))
    plover, cameo = event_codes(kind, status)
    return Mention(
        kind=kind,
        status=status,
        background=draw(st.booleans()),
        headline=draw(st.booleans()),
        sectors=draw(tuples(st.sampled_from(Sector), least=1)),
        date=draw(optional(dates)),
        amounts=draw(tuples(amounts)),
        organisations=draw(tuples(organisations)),
        evidence=draw(tuples(evidence, least=1)),
        rule=draw(filled_texts),
        plover=plover,
        cameo=cameo,
    )


mentions = _mentions()

reports = st.builds(
    Report,
    article_id=filled_texts,
    revision=revisions,
    pair=pairs,
    mentions=tuples(mentions, least=1),
    lexicon=texts,
    title=texts,
    source=texts,
    url=optional(texts),
    published=optional(times),
)

corrections = st.builds(
    Correction,
    article_id=filled_texts,
    revision=revisions,
    status=st.sampled_from(PubStatus),
    pairs=tuples(pairs),
)

tellings = st.builds(
    Telling,
    article_id=filled_texts,
    revision=revisions,
    source=texts,
    url=optional(texts),
    published=optional(times),
    quote=texts,
)

joins = st.builds(
    Join,
    article_id=filled_texts,
    revision=revisions,
    decision=st.sampled_from(["opened", "joined"]),
    reasons=tuples(texts),
)

events = st.builds(
    Event,
    event_id=event_ids,
    pair=pairs,
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    counted=st.booleans(),
    sectors=tuples(st.sampled_from(Sector)),
    date=optional(dates),
    amounts=tuples(amounts),
    organisations=tuples(organisations),
    title=texts,
    reports=st.integers(0, 10**9),
    report_list=tuples(tellings),
    why=tuples(joins),
    first_seen=optional(times),
    updated=optional(times),
    retracted=optional(texts),
    partition=st.integers(0, 10**4),
    offset=offsets,
)

numbers = st.integers(0, 10**9)
months = st.sampled_from(["2026-10", "2025", "undated"])

counts = st.builds(
    Count,
    pair=pairs,
    sector=st.sampled_from(Sector),
    events=numbers,
    reports=numbers,
    planned=numbers,
    by_kind=st.dictionaries(st.sampled_from(Kind), numbers),
    by_month=st.dictionaries(months, numbers),
    amounts=st.dictionaries(codes, decimals),
    last_event=event_ids,
    partition=st.integers(0, 10**4),
    offset=offsets,
)

every_record = st.one_of(articles, reports, corrections, events, counts)
