import pytest

from schemas.vocabulary import Qualifier, Role
from services.extractor.sums.amount_words import amount_words, qualifier_of, role_of


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("a loan of X", Role.LOAN),
        ("an X loan", Role.LOAN),
        ("a loan agreement of X", Role.LOAN),
        ("they donated X", Role.GRANT),
        ("to invest X in a deal", Role.INVESTMENT),
        ("trade reached X", Role.TURNOVER),
        ("a contract worth X", Role.CONTRACT),
        ("a loan came. It was X", Role.UNSTATED),
        ("a loan; X more", Role.UNSTATED),
        ("X", Role.UNSTATED),
    ],
)
def test_the_nearest_word_tells_what_a_sum_is(text: str, role: Role) -> None:
    start = text.index("X")
    assert role_of(text, start, start + 1) is role


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("up to X", Qualifier.UP_TO),
        ("Up to X", Qualifier.UP_TO),
        ("in the region of X", Qualifier.ABOUT),
        ("(about X", Qualifier.ABOUT),
        ("no more than X", Qualifier.UP_TO),
        ("more than X", Qualifier.AT_LEAST),
        ("X or more", Qualifier.AT_LEAST),
        ("X+", Qualifier.AT_LEAST),
        ("worth X", Qualifier.EXACT),
        ("X", Qualifier.EXACT),
    ],
)
def test_words_beside_a_sum_tell_how_firm_it_is(text: str, qualifier: Qualifier) -> None:
    start = text.index("X")
    assert qualifier_of(text, start, start + 1) is qualifier


def test_every_role_but_the_unstated_has_words() -> None:
    assert set(amount_words().roles.values()) == set(Role) - {Role.UNSTATED}


def test_a_sum_has_a_least_size() -> None:
    assert amount_words().least == 1000
