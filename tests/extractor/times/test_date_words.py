import pytest

from services.extractor.times.date_words import Says, TimeWord, date_cues, time_words


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("January", TimeWord(Says.MONTH, 1)),
        ("DEC", TimeWord(Says.MONTH, 12)),
        ("Sunday", TimeWord(Says.WEEKDAY, 6)),
        ("Yesterday", TimeWord(Says.DAYS, -1)),
        ("last night", TimeWord(Says.DAYS, -1)),
        ("next week", TimeWord(Says.WEEKS, 1)),
        ("Earlier this month", TimeWord(Says.MONTHS, 0)),
        ("last year", TimeWord(Says.YEARS, -1)),
        ("ago", TimeWord(Says.AGO, 0)),
    ],
)
def test_a_word_of_time_has_a_meaning(words: str, meaning: TimeWord) -> None:
    assert [found for _, _, found in time_words().find(words)] == [meaning]


def test_months_in_lower_case_are_verbs() -> None:
    assert time_words().find("they may march") == []


def test_there_are_twelve_months_and_seven_days() -> None:
    names = "January February March April May June July August September October November December"
    numbers = [found.number for _, _, found in time_words().find(names)]
    assert numbers == list(range(1, 13))


def test_no_word_speaks_of_what_is_to_come_and_of_what_was() -> None:
    assert date_cues().future & date_cues().telling == frozenset()


def test_numbers_are_counted_from_one() -> None:
    assert date_cues().numbers[0] == "one"
    assert len(date_cues().numbers) == 12
