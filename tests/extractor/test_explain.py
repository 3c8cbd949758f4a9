"""Every decision is shown: what was considered, what became of it, and why."""

from schemas.vocabulary import Kind, PubStatus, Status
from services.extractor.explain import Considered, Explanation, explain
from services.extractor.extract import extract
from tests.factories import article

BODY = "Peru signed a treaty with Chile. Peru could export fish to Kenya. It rained."


def explained(body: str = BODY, title: str = "") -> Explanation:
    return explain(article(title=title, body=body))


def considered(body: str = BODY) -> list[Considered]:
    return [one for sentence in explained(body).sentences for one in sentence.considered]


def test_every_sentence_is_shown_with_its_place() -> None:
    found = explained(title="Peru, Chile sign treaty").sentences
    assert [sentence.field for sentence in found] == ["title", "body", "body", "body"]
    assert [BODY[s.start : s.end] for s in found[1:]] == [s.text for s in found[1:]]


def test_the_countries_of_a_sentence_are_shown() -> None:
    assert [sentence.countries for sentence in explained().sentences] == [
        ("PER", "CHL"),
        ("PER", "KEN"),
        (),
    ]


def test_what_was_taken_is_shown_with_its_rule_and_words() -> None:
    one = next(one for one in considered() if one.taken)
    assert (one.rule, one.words) == ("agreement.signed", "signed a treaty")
    assert (one.kind, one.status, one.pairs) == (Kind.AGREEMENT, Status.DONE, ("CHL-PER",))
    assert one.reason == "sides on both sides of it"
    assert one.cue == "past tense"


def test_what_was_rejected_is_shown_with_the_reason() -> None:
    one = next(one for one in considered() if not one.taken)
    assert one.rule == "trade.sold/wish"
    assert one.reason == "not affirmed (wish.may)"
    assert (one.status, one.pairs) == (None, ())


def test_the_reports_are_those_of_the_extraction() -> None:
    assert explain(article()).reports == extract(article())


def test_every_mention_was_considered_and_taken() -> None:
    found = explain(article())
    rules = {one.rule for s in found.sentences for one in s.considered if one.taken}
    assert {mention.rule for report in found.reports for mention in report.mentions} <= rules


def test_an_article_that_may_not_be_used_is_skipped_with_the_reason() -> None:
    found = explain(article(status=PubStatus.CANCELED))
    assert (found.skipped, found.sentences, found.reports) == ("it is canceled", (), ())


def test_an_article_in_another_language_is_skipped_with_the_reason() -> None:
    assert explain(article(language="fr")).skipped == "there is no lexicon for the language 'fr'"


def test_an_article_about_a_match_is_skipped_with_the_reason() -> None:
    match = (
        "Peru met Chile in the semi-final of the championship. The striker scored in the first "
        "half, the goalkeeper saved a penalty, and the coach praised the squad after the match."
    )
    assert explained(match).skipped == "it tells of a sports match"


def test_an_article_that_is_read_is_not_skipped() -> None:
    assert explained().skipped is None
