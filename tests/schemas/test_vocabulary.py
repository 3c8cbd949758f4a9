import re
from itertools import product

import pytest

from schemas.vocabulary import (
    COUNTED,
    MEDIA_TOPICS,
    Kind,
    Precision,
    PubStatus,
    Qualifier,
    Role,
    Sector,
    Status,
    event_codes,
)

PLOVER = {"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "AGREE", "REJECT"}
LISTS = (Kind, Precision, PubStatus, Qualifier, Role, Sector, Status)
EVERY_ACT = list(product(Kind, Status))


def test_there_are_eight_kinds_and_twenty_one_sectors() -> None:
    assert (len(Kind), len(Status), len(Sector)) == (8, 5, 21)


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_a_word_is_written_as_it_is_named(words: type[Kind]) -> None:
    assert [word.value for word in words] == [word.name.lower() for word in words]


def test_only_what_is_done_or_under_way_counts() -> None:
    assert {Status.DONE, Status.ONGOING} == COUNTED


def test_every_sector_has_a_media_topic_of_its_own() -> None:
    assert set(MEDIA_TOPICS) == set(Sector)
    assert len(set(MEDIA_TOPICS.values())) == len(Sector)


@pytest.mark.parametrize("sector", Sector)
def test_a_media_topic_is_written_as_a_qcode(sector: Sector) -> None:
    assert re.fullmatch(r"medtop:\d{8}", MEDIA_TOPICS[sector])


@pytest.mark.parametrize(("kind", "status"), EVERY_ACT)
def test_every_act_has_a_code_of_cooperation_in_both_vocabularies(
    kind: Kind, status: Status
) -> None:
    plover, cameo = event_codes(kind, status)
    assert plover in PLOVER
    assert re.fullmatch(r"0[3-8]\d|120", cameo)


@pytest.mark.parametrize("kind", Kind)
def test_what_is_called_off_or_denied_is_a_rejection(kind: Kind) -> None:
    assert event_codes(kind, Status.CANCELLED) == ("REJECT", "120")
    assert event_codes(kind, Status.DENIED) == ("REJECT", "120")


@pytest.mark.parametrize("kind", Kind)
def test_what_is_under_way_has_the_code_of_what_is_done(kind: Kind) -> None:
    assert event_codes(kind, Status.ONGOING) == event_codes(kind, Status.DONE)


@pytest.mark.parametrize("kind", Kind)
def test_what_is_planned_is_an_intention(kind: Kind) -> None:
    assert event_codes(kind, Status.PLANNED)[1].startswith("03")


def test_a_wish_for_cooperation_is_no_request() -> None:
    assert event_codes(Kind.STATEMENT, Status.DONE) == ("AGREE", "030")
