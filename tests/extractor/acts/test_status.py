"""Words around an act say how real it is."""

import pytest

from schemas.vocabulary import Kind, Status
from services.extractor.acts.status import Judgement, is_past, judge
from tests.extractor.reading_one import read_body, read_line, trigger_of


def judged(sentence: str, rule: str = "agreement.signed") -> Judgement:
    return judge(trigger_of(sentence, rule), read_line(sentence).marks)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Peru signed a treaty with Chile.", Status.DONE),
        ("Peru has signed a treaty with Chile.", Status.DONE),
        ("Peru signs a treaty with Chile.", Status.DONE),
        ("A treaty was signed with Chile.", Status.DONE),
        ("Peru will sign a treaty with Chile.", Status.PLANNED),
        ("Peru is expected to sign a treaty with Chile.", Status.PLANNED),
        ("Peru plans to sign a treaty with Chile.", Status.PLANNED),
        ("A treaty will be signed with Chile.", Status.PLANNED),
        ("Peru agreed to sign a treaty with Chile.", Status.PLANNED),
        ("Peru is to sign a treaty with Chile.", Status.PLANNED),
        ("Peru did not sign a treaty with Chile.", Status.DENIED),
        ("Peru refused to sign a treaty with Chile.", Status.DENIED),
        ("Peru denied that it had signed a treaty with Chile.", Status.DENIED),
        ("Peru failed to sign a treaty with Chile.", Status.CANCELLED),
    ],
)
def test_an_agreement_is_as_real_as_its_sentence_says(sentence: str, status: Status) -> None:
    assert judged(sentence).status is status
    assert judged(sentence).kind is Kind.AGREEMENT


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru wants to sign a treaty with Chile.",
        "Peru hopes to sign a treaty with Chile.",
        "Peru is ready to sign a treaty with Chile.",
        "Peru urged Chile to sign a treaty.",
        "Peru proposed signing a treaty with Chile.",
        "Peru called for signing a treaty with Chile.",
    ],
)
def test_a_wish_is_a_statement_that_was_made(sentence: str) -> None:
    assert judged(sentence).kind is Kind.STATEMENT
    assert judged(sentence).status is Status.DONE


@pytest.mark.parametrize(
    "sentence",
    [
        "If Peru signs a treaty with Chile, fish will be cheap.",
        "Peru could sign a treaty with Chile.",
        "Peru asked whether Chile signed the treaty.",
    ],
)
def test_what_is_only_possible_is_not_affirmed(sentence: str) -> None:
    assert judged(sentence).status is None


def test_a_purpose_is_not_affirmed() -> None:
    sentence = "They met to sign a treaty with Chile."
    assert judged(sentence).status is None


def test_what_an_agreement_provides_is_planned() -> None:
    sentence = "Peru signed a contract to supply fish to Chile."
    assert judged(sentence, "trade.sold").status is Status.PLANNED


def test_an_infinitive_in_a_headline_is_planned() -> None:
    (title,) = read_body("", title="Peru to sign treaty with Chile").lines
    trigger = trigger_of("Peru to sign treaty with Chile", "agreement.signed")
    assert judge(trigger, title.marks).status is Status.PLANNED


@pytest.mark.parametrize(
    ("sentence", "rule", "status"),
    [
        ("Talks between Peru and Chile are under way.", "meeting.ongoing", Status.ONGOING),
        ("Talks between Peru and Chile were called off.", "meeting.talks", Status.CANCELLED),
        ("Peru cancelled talks with Chile.", "meeting.talks", Status.CANCELLED),
        ("Peru supplies fish to Chile.", "trade.sold", Status.ONGOING),
        ("Peru is building a bridge in Chile.", "project.built", Status.ONGOING),
        ("Peru suspended exports to Chile.", "trade.flow", Status.CANCELLED),
        ("Peru completed a bridge in Chile that was postponed.", "project.built", Status.DONE),
    ],
)
def test_acts_of_other_kinds_are_judged_alike(sentence: str, rule: str, status: Status) -> None:
    assert judged(sentence, rule).status is status


def test_a_statement_about_the_future_was_made_now() -> None:
    found = judged("Peru will strengthen ties with Chile.", "statement.deepen")
    assert (found.kind, found.status) == (Kind.STATEMENT, Status.DONE)


def test_a_statement_that_was_not_made_is_not_affirmed() -> None:
    assert judged("Peru did not praise Chile for it.", "statement.praised").status is None


def test_a_cue_in_another_clause_does_not_decide() -> None:
    assert judged("Peru will wait; Chile signed a treaty with Kenya.").status is Status.DONE


def test_a_cue_for_another_verb_does_not_decide() -> None:
    found = judged("Peru will discuss the treaty Chile signed, a deal with Kenya.")
    assert found.status is Status.DONE


def test_the_cue_that_decided_is_named() -> None:
    assert judged("Peru will sign a treaty with Chile.").cue == "planned.will"
    assert judged("Peru signed a treaty with Chile.").cue == "past tense"


def recalled(body: str) -> bool:
    line = read_body(body).lines[-1]
    sentence = line.marks.sentence
    trigger = trigger_of(sentence.text, "agreement.signed")
    moved = type(trigger)(
        trigger.pattern,
        trigger.start + sentence.start,
        trigger.end + sentence.start,
        trigger.verb_start + sentence.start,
        trigger.verb_end + sentence.start,
        trigger.form,
        trigger.turned,
        trigger.reduced,
    )
    return judge(moved, line.marks).background


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru had signed a treaty with Chile.",
        "Peru previously signed a treaty with Chile.",
        "They spoke of the treaty signed with Chile.",
    ],
)
def test_what_is_recalled_is_background(sentence: str) -> None:
    assert recalled(f"It rained in Lima. {sentence}")


def test_what_somebody_said_had_happened_is_news() -> None:
    assert not recalled("It rained in Lima. Peru said it had signed a treaty with Chile.")


def test_the_opening_sentence_is_never_background() -> None:
    assert not recalled("Peru had signed a treaty with Chile.")


def test_the_word_that_puts_an_act_into_the_past_is_found() -> None:
    sentence = "Peru said it had signed a treaty with Chile."
    found = is_past(trigger_of(sentence, "agreement.signed"), read_line(sentence).marks)
    assert found is not None
    assert sentence[found.start : found.end] == "had"
