"""Sides that a sentence leaves open are found in the article, or the act is given up."""

from services.extractor.acts.context import fill_sides, leave_out_figures, relate
from services.extractor.acts.judging import Act, find_acts
from tests.extractor.reading_one import read_body

OPENING = "Peru signed a treaty with Chile on fishing."


def filled(body: str, title: str = "") -> list[Act]:
    acts = find_acts(read_body(body, title))
    fill_sides(acts)
    leave_out_figures(acts)
    return acts


def last(body: str, title: str = "") -> Act:
    return filled(body, title)[-1]


def test_a_pronoun_stands_for_those_named_before() -> None:
    act = last(f"{OPENING} They held talks on ports.")
    assert act.sides.pairs == ("CHL-PER",)
    assert act.sides.how == "from the article around it"


def test_the_two_countries_are_those_named_before() -> None:
    assert last(f"{OPENING} The two countries held talks on ports.").sides.pairs == ("CHL-PER",)


def test_one_country_meets_the_one_it_was_named_with() -> None:
    assert last(f"{OPENING} Chile's premier held talks on ports.").sides.pairs == ("CHL-PER",)


def test_a_firm_act_without_names_is_that_of_an_article_about_one_pair() -> None:
    act = last(f"{OPENING} It rained for a week in Lima. Six memoranda were signed on Friday.")
    assert act.sides.pairs == ("CHL-PER",)


def test_an_act_in_an_article_about_nobody_is_given_up() -> None:
    act = last("They held talks on ports.")
    assert act.rejected == "its two sides are not told"


def test_a_third_country_is_not_paired_by_context() -> None:
    assert last(f"{OPENING} Norway held talks on ports.").rejected == "its two sides are not told"


def test_the_country_an_article_is_about_meets_each() -> None:
    body = (
        "Peru signed a treaty with Chile. Peru signed a treaty with Bolivia. "
        "The delegation met with ministers of Kenya and Ghana."
    )
    assert last(body).sides.pairs == ("KEN-PER", "GHA-PER")


def test_an_article_about_many_pairs_has_no_main_one() -> None:
    body = (
        "Peru signed a treaty with Chile. Kenya signed a treaty with Ghana. "
        "Norway signed a treaty with Japan. Six memoranda were signed on Friday."
    )
    assert last(body).rejected == "its two sides are not told"


def test_trade_in_an_article_about_others_is_given_up() -> None:
    body = (
        "Peru signed a treaty with Chile. Kenya signed a treaty with Ghana. "
        "Norway signed a treaty with Japan. Peru sold fish to it."
    )
    assert all(act.rejected for act in filled(body) if act.rule == "trade.sold")


def test_figures_that_explain_other_news_are_left_out() -> None:
    body = (
        f"{OPENING} It rained in Lima. It was cold in Quito. Nobody came to the port of Callao. "
        "Norwegian exports to Kenya rose by 4 percent."
    )
    act = last(body)
    assert act.rejected == "figures that explain other news"


def test_figures_that_are_the_news_are_kept() -> None:
    assert last("Norwegian exports to Kenya rose by 4 percent.").rejected is None


def test_figures_of_a_pair_that_is_told_of_are_kept() -> None:
    body = (
        f"{OPENING} It rained. It was cold. It was dark. Peru's exports to Chile rose 4 percent."
    )
    assert last(body).rejected is None


def test_title_and_opening_weigh_more_than_what_follows() -> None:
    body = "Peru signed a treaty with Chile. Kenya signed a treaty with Ghana."
    relation = relate(find_acts(read_body(body, title="Peru signs treaty with Chile")))
    assert relation.main == "CHL-PER"


def test_an_article_without_acts_has_no_relation() -> None:
    relation = relate([])
    assert (relation.main, relation.share, relation.focus) == (None, 0.0, None)
