"""A pattern is met where its words stand in the right order, form and place."""

import pytest

from services.extractor.acts.patterns import triggers
from services.extractor.words.wording import Form
from tests.extractor.reading_one import read_line, trigger_of


def rules(sentence: str) -> list[str]:
    return [trigger.pattern.id for trigger in triggers(read_line(sentence).marks)]


def test_a_verb_and_its_object_are_met_with_words_between() -> None:
    assert "agreement.signed" in rules("Peru signed a long and costly fishing treaty.")


def test_an_object_out_of_reach_is_not_the_verbs() -> None:
    sentence = (
        "Peru signed up for a race that took all day and half of the night after the treaty."
    )
    assert "agreement.signed" not in rules(sentence)


def test_an_object_behind_another_clause_is_not_the_verbs() -> None:
    assert "agreement.signed" not in rules("Peru signed because the treaty was fair.")


def test_talks_on_a_deal_are_not_the_deal() -> None:
    assert "agreement.signed" not in rules("Peru concluded talks on a fishing treaty.")


def test_plans_to_sign_are_no_announced_deal() -> None:
    assert "agreement.announced" not in rules("Peru announced plans to sign a deal.")


def test_a_passive_is_met() -> None:
    trigger = trigger_of("A treaty with Chile was signed.", "agreement.signed")
    assert trigger.turned
    assert not trigger.reduced


def test_a_long_passive_is_met() -> None:
    sentence = "Papers on fish, crabs, ships, nets and the treaty of the sea of Lima were signed."
    assert "agreement.signed" in rules(sentence)


def test_an_act_that_is_only_referred_to_is_known() -> None:
    assert trigger_of("The treaty signed in Lima holds.", "agreement.signed").reduced


def test_what_happens_by_itself_is_not_only_referred_to() -> None:
    assert not trigger_of("The meeting concluded in Lima.", "meeting.held").reduced


def test_an_active_past_is_no_passive() -> None:
    sentence = "The treaty of 1960 and the fishermen who signed in."
    assert "agreement.signed" not in rules(sentence)


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("They sign a treaty.", Form.BASE),
        ("Peru signs a treaty.", Form.THIRD),
        ("Peru signed a treaty.", Form.EITHER),
        ("Peru is signing a treaty.", Form.ING),
    ],
)
def test_the_form_of_the_verb_is_told(sentence: str, form: Form) -> None:
    assert trigger_of(sentence, "agreement.signed").form is form


def test_a_noun_that_looks_like_a_verb_is_no_verb() -> None:
    assert "trade.sold" not in rules("Norwegian exports to the south fell.")
    assert "meeting.visited" not in rules("The first visit of the premier failed.")


def test_a_verb_that_looks_like_a_noun_is_a_verb_behind_its_subject() -> None:
    assert "trade.sold" in rules("Norway exports cod to Brazil.")
    assert "trade.sold" in rules("Farmers export cod to Brazil.")
    assert "trade.sold" in rules("Norway will export cod to Brazil.")


def test_words_behind_it_give_a_trigger_another_sense() -> None:
    assert "meeting.met" not in rules("The refinery met the growing demand.")


def test_words_before_it_give_a_trigger_another_sense() -> None:
    assert "agreement.named" not in rules("They could deal with Chile.")
    assert "agreement.announced" not in rules("The bill of 40 billion won contract lawyers over.")


def test_of_one_kind_and_place_the_firm_and_longer_pattern_is_kept() -> None:
    found = rules("Peru held talks with Chile.")
    assert found == ["meeting.held"]


def test_different_kinds_in_one_place_are_kept() -> None:
    assert {"agreement.signed", "meeting.signing"} <= set(
        rules("The presidents of Peru and Chile signed a treaty.")
    )


def test_a_sentence_without_words_of_the_lexicon_has_no_triggers() -> None:
    assert rules("It rained all day.") == []


def test_triggers_are_in_order() -> None:
    found = triggers(read_line("Peru met Chile, signed a treaty and sold fish to Norway.").marks)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_sentence_of_triggers_alone_is_bounded() -> None:
    assert len(triggers(read_line("signed a treaty " * 90).marks)) <= 60
