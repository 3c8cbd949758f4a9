"""The small language of wordings: verbs in braces, lists with an at sign, gaps with a tilde."""

import pytest

from services.extractor.words.wording import (
    Form,
    WordingError,
    inflect,
    plural,
    segments,
    surfaces,
)

IRREGULAR = {
    "hold": ["held"],
    "begin": ["began", "begun", "beginning"],
    "cut": ["cut", "cut", "cutting"],
}
LISTS = {"paper": ["treaty", "deal"]}


def spelled(segment: str) -> set[tuple[str, Form]]:
    return {(one.text, one.form) for one in surfaces(segment, LISTS, IRREGULAR)}


def test_a_wording_falls_into_parts_at_its_gap() -> None:
    assert segments("{sign} ~ @paper") == ("{sign}", "@paper")


def test_a_wording_without_gap_is_one_part() -> None:
    assert segments("talks  with") == ("talks with",)


@pytest.mark.parametrize("wording", ["", "~ @paper", "{sign} ~", "a ~ b ~ c"])
def test_a_wording_with_an_empty_part_or_two_gaps_is_refused(wording: str) -> None:
    with pytest.raises(WordingError, match="gap"):
        segments(wording)


@pytest.mark.parametrize(
    ("verb", "third", "past", "ing"),
    [
        ("sign", "signs", "signed", "signing"),
        ("donate", "donates", "donated", "donating"),
        ("ratify", "ratifies", "ratified", "ratifying"),
        ("delay", "delays", "delayed", "delaying"),
        ("reach", "reaches", "reached", "reaching"),
        ("express", "expresses", "expressed", "expressing"),
        ("agree", "agrees", "agreed", "agreeing"),
    ],
)
def test_regular_verbs_are_inflected_by_rule(verb: str, third: str, past: str, ing: str) -> None:
    assert dict(inflect(verb, {})) == {
        verb: Form.BASE,
        third: Form.THIRD,
        past: Form.EITHER,
        ing: Form.ING,
    }


def test_a_verb_with_one_past_form_leaves_open_which_it_is() -> None:
    assert dict(inflect("hold", IRREGULAR))["held"] is Form.EITHER


def test_a_verb_with_two_past_forms_tells_them_apart() -> None:
    forms = dict(inflect("begin", IRREGULAR))
    assert (forms["began"], forms["begun"]) == (Form.PAST, Form.PARTICIPLE)
    assert forms["beginning"] is Form.ING


def test_plurals_follow_the_rule() -> None:
    assert [plural(noun) for noun in ("deal", "treaty", "speech")] == [
        "deals",
        "treaties",
        "speeches",
    ]


def test_a_list_stands_for_its_words_and_their_plurals() -> None:
    assert {text for text, _ in spelled("@paper")} == {"treaty", "treaties", "deal", "deals"}


def test_bars_part_alternatives() -> None:
    assert {text for text, _ in spelled("talks|parley with")} == {"talks with", "parley with"}


def test_a_phrase_has_the_form_of_its_verb() -> None:
    assert ("held talks", Form.EITHER) in spelled("{hold} talks")


def test_a_wording_without_verb_has_no_form() -> None:
    assert spelled("talks with") == {("talks with", Form.NONE)}


def test_a_list_that_does_not_exist_is_named() -> None:
    with pytest.raises(WordingError, match="@nothing"):
        list(surfaces("@nothing", LISTS, IRREGULAR))
