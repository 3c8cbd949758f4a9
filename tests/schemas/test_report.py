import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.report import (
    Amount,
    Correction,
    EventDate,
    Evidence,
    Mention,
    Organisation,
    Report,
    read_told,
)
from schemas.vocabulary import Precision, PubStatus, Qualifier, Role
from tests.factories import article, correction, evidence, mention, report
from tests.schemas.strategies import corrections, dates, reports, texts


@given(reports | corrections)
def test_what_is_told_is_read_back_as_the_record_it_was(told: Report | Correction) -> None:
    read = read_told(told.to_bytes())
    assert type(read) is type(told)
    assert read == told


@pytest.mark.parametrize("name", [b"rumour", b"", b"Report"])
def test_a_record_of_another_name_is_not_told(name: bytes) -> None:
    with pytest.raises(ValueError, match="'report', 'correction'"):
        read_told(report().to_bytes().replace(b'"record":"report"', b'"record":"' + name + b'"'))


def test_a_value_that_does_not_say_which_record_it_is_is_refused() -> None:
    with pytest.raises(ValueError, match="Unable to extract tag using discriminator 'record'"):
        read_told(report().to_bytes().replace(b'"record":"report",', b""))


def test_a_report_cannot_pass_for_a_correction() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        read_told(report().to_bytes().replace(b'"record":"report"', b'"record":"correction"'))


@given(dates)
def test_a_date_is_as_long_as_it_is_exact(date: EventDate) -> None:
    assert len(date.value) == {"day": 10, "month": 7, "year": 4}[date.precision.value]


@pytest.mark.parametrize(
    ("value", "precision"),
    [("2024-02-29", "day"), ("2026-12", "month"), ("2026", "year"), ("0001-01-01", "day")],
)
def test_a_date_in_the_calendar_is_taken(value: str, precision: str) -> None:
    assert EventDate(value=value, precision=Precision(precision)).value == value


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("value", ["2026-10-06", "2026-10", "2026"])
def test_a_date_must_have_its_precision(value: str, precision: Precision) -> None:
    fits = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}[len(value)]
    if precision is fits:
        assert EventDate(value=value, precision=precision).precision is fits
    else:
        with pytest.raises(ValidationError, match=f"'{value}' is not a {precision.value}"):
            EventDate(value=value, precision=precision)


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2026-02-29", "day"),
        ("2026-04-31", "day"),
        ("2026-13", "month"),
        ("2026-00", "month"),
        ("0000", "year"),
        ("26", "year"),
        ("2026-1-1", "day"),
        ("20261006", "day"),
        ("2026-10-06T00:00", "day"),
        ("٢٠٢٦", "year"),
    ],
)
def test_a_date_outside_the_calendar_is_refused(value: str, precision: str) -> None:
    with pytest.raises(ValidationError):
        EventDate(value=value, precision=Precision(precision))


@given(texts, texts.filter(bool), texts)
def test_evidence_is_a_slice_of_its_article(before: str, quote: str, after: str) -> None:
    told = article(body=before + quote + after)
    found = Evidence(field="body", start=len(before), end=len(before) + len(quote), quote=quote)
    assert told.text(found.field)[found.start : found.end] == found.quote


def test_offsets_count_code_points_and_not_bytes() -> None:
    told = article(body="🇰🇪 Café. They met.")
    found = evidence("They met.", told)
    assert (found.start, found.end) == (9, 18)


@given(st.integers(0, 50), st.integers(1, 50), texts.filter(bool))
def test_a_quote_that_does_not_fill_its_span_is_refused(start: int, end: int, quote: str) -> None:
    if end - start == len(quote):
        assert Evidence(field="title", start=start, end=end, quote=quote).quote == quote
    else:
        with pytest.raises(ValidationError, match=f"do not span {start}:{end}"):
            Evidence(field="title", start=start, end=end, quote=quote)


@pytest.mark.parametrize(
    ("start", "end", "quote", "field"),
    [(-1, 2, "abc", "body"), (0, 0, "", "body"), (0, 3, "abc", "caption"), (5, 2, "abc", "body")],
)
def test_evidence_outside_a_text_is_refused(start: int, end: int, quote: str, field: str) -> None:
    with pytest.raises(ValidationError):
        Evidence(field=field, start=start, end=end, quote=quote)


def test_an_amount_is_unstated_and_exact_until_the_text_says_more() -> None:
    sum_ = Amount(value="335000000", currency="USD")
    assert (sum_.role, sum_.qualifier) == (Role.UNSTATED, Qualifier.EXACT)


def test_an_amount_stays_exact() -> None:
    value = "123456789012345678901234.12345678"
    read = Amount.from_bytes(Amount(value=value, currency="IDR").to_bytes())
    assert read.value == value


@pytest.mark.parametrize("value", [335000000, 0.1, None, True])
def test_an_amount_is_text_and_not_a_number(value: object) -> None:
    with pytest.raises(ValidationError, match="valid string"):
        Amount(value=value, currency="USD")


@pytest.mark.parametrize("name", ["", "x" * 301])
def test_an_organisation_has_a_name_of_sensible_length(name: str) -> None:
    with pytest.raises(ValidationError, match="name"):
        Organisation(name=name)


@pytest.mark.parametrize("field", ["sectors", "evidence"])
def test_a_mention_is_about_something_and_rests_on_something(field: str) -> None:
    with pytest.raises(ValidationError, match=rf"{field}\n.*at least 1 item"):
        mention(**{field: ()})


@pytest.mark.parametrize("field", ["kind", "status", "sectors", "evidence", "rule", "cameo"])
def test_a_mention_without_these_is_refused(field: str) -> None:
    fields = mention().model_dump()
    del fields[field]
    with pytest.raises(ValidationError, match=rf"{field}\n.*Field required"):
        Mention.model_validate(fields)


def test_a_mention_is_news_of_an_unknown_day_until_it_is_said_otherwise() -> None:
    fields = mention().model_dump()
    for optional in ("background", "headline", "date", "amounts", "organisations"):
        fields.pop(optional)
    bare = Mention.model_validate(fields)
    assert (bare.background, bare.headline, bare.date) == (False, False, None)
    assert (bare.amounts, bare.organisations) == ((), ())


def test_a_report_has_something_to_tell() -> None:
    with pytest.raises(ValidationError, match="mentions"):
        report(mentions=())


@pytest.mark.parametrize("pair", ["VNM-KEN", "KEN-KEN"])
def test_the_pair_of_a_report_is_in_order(pair: str) -> None:
    with pytest.raises(ValidationError, match=f"{pair} is not two codes in alphabetical order"):
        report(pair=pair)


def test_the_pairs_of_a_correction_are_in_order() -> None:
    with pytest.raises(ValidationError, match="VNM-KEN is not two codes"):
        correction("ETH-KEN", "VNM-KEN")


def test_a_correction_that_leaves_nothing_names_no_pair() -> None:
    killed = correction(status=PubStatus.CANCELED)
    assert killed.pairs == ()
    assert read_told(killed.to_bytes()) == killed
