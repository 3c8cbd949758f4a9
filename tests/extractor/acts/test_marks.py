"""A sentence knows which words of the lexicon stand in it, and where."""

from services.extractor.acts.marks import marks
from services.extractor.text.sentences import read

BODY = "Peru will sign a treaty. The president of Chile, however, attacked the plan."


def test_every_sentence_has_marks_of_its_own() -> None:
    first, second = marks(read("body", BODY))
    assert [found.cue.id for found in first.cues() if found.cue.meaning == "planned"] == [
        "planned.will"
    ]
    assert second.has("offices")
    assert not first.has("offices")


def test_marks_point_at_their_words() -> None:
    text = read("body", BODY)
    second = marks(text)[1]
    ((start, end),) = second.tags["conflict"]
    assert text.plain.text[start:end] == "attacked"


def test_parts_of_wordings_point_at_their_words() -> None:
    text = read("body", BODY)
    first = marks(text)[0]
    numbers = {number for _, _, word in first.hits for number in word.numbers}
    parts = [part for number in numbers for part in first.parts(number)]
    words = {text.plain.text[part.start : part.end] for part in parts}
    assert {"sign", "treaty"} <= words


def test_sectors_are_found_in_the_sentence_they_stand_in() -> None:
    first, second = marks(read("body", "They spoke of wheat. Then of railways."))
    assert [word.sectors[0].value for word in first.sectors] == ["agriculture"]
    assert [word.sectors[0].value for word in second.sectors] == ["transport"]


def test_words_are_counted_between_positions() -> None:
    (one,) = marks(read("body", "Peru signed it."))
    assert one.words_between(0, 15) == 3
    assert one.words_between(4, 5) == 0


def test_a_slice_is_taken_by_position_in_the_text() -> None:
    second = marks(read("body", "Peru left. Chile stayed."))[1]
    assert second.slice(11, 16) == "Chile"
    assert second.slice(0, 16) == "Chile"


def test_a_sentence_cut_in_two_keeps_the_marks_of_both() -> None:
    found = marks(read("body", "Peru signed a treaty " * 200))
    assert all(one.hits for one in found)


def test_a_wording_opens_only_where_its_other_part_stands_too() -> None:
    (both,) = marks(read("body", "Peru signed a treaty."))
    (one,) = marks(read("body", "Peru signed a cheque."))
    rules = {wording.pattern.id for _, wording in both.openings()}
    assert "agreement.signed" in rules
    assert "agreement.signed" not in {wording.pattern.id for _, wording in one.openings()}
