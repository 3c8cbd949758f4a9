import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extractor.names.countries import find_countries
from services.extractor.names.gazetteer import country_codes, nobodies
from services.extractor.names.organisations import (
    OrganisationName,
    find_organisations,
    learn_abbreviations,
    listed_organisations,
)

calm = settings(deadline=None)

LISTED = sorted(listed_organisations())
PIECES = [
    *LISTED,
    "China",
    "Peruvian",
    "Ministry",
    "of",
    "Bank",
    "Trade",
    "and",
    ",",
    "'s",
    "Co.,",
]
PIECES += ["Ltd", "(ABC)", "Reuters", "carmaker", "a", "the", "The", "\n", "Group", "for", "Seoul"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=80)


def bodies(text: str) -> list[OrganisationName]:
    countries = find_countries(text)
    return find_organisations(text, countries, learn_abbreviations(text, countries))


def told(text: str) -> list[tuple[str, str | None]]:
    return [(one.name, one.country) for one in bodies(text)]


def test_a_listed_organisation_is_found_under_its_name() -> None:
    for form, (name, country) in listed_organisations().items():
        text = f"We saw {form} then"
        assert find_organisations(text, []) == [OrganisationName(7, 7 + len(form), name, country)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SOCAR met Sinosure and JICA.", [("SOCAR", "AZE"), ("Sinosure", "CHN"), ("JICA", "JPN")]),
        ("The UN and the World Bank paid.", [("UN", None), ("World Bank", None)]),
        ("The European Investment Bank lent it.", [("European Investment Bank", "EUU")]),
        ("Iran's Ministry of Roads called.", [("Ministry of Roads", "IRN")]),
        (
            "The Ministry of Trade and Industry of Peru.",
            [("Ministry of Trade and Industry", "PER")],
        ),
        ("The Turkish Ministry of Trade.", [("Ministry of Trade", "TUR")]),
        ("The Turkish Foreign Ministry.", [("Ministry of Foreign Affairs", "TUR")]),
        ("The Bank of Peru lent it.", [("Bank of Peru", "PER")]),
        ("The University of Shiraz agreed.", [("University of Shiraz", "IRN")]),
        ("The Shanghai Cooperation Organisation.", [("Shanghai Cooperation Organisation", None)]),
        ("The Lima Water Board.", [("Lima Water Board", "PER")]),
        ("The Embassy of Cuba in Peru.", [("Embassy of Cuba", "CUB")]),
        ("The Cuban Embassy in Lima.", [("Cuban Embassy", "CUB")]),
        ("Oman's Parliament voted.", [("Oman's Parliament", "OMN")]),
        ("China Rare Metals Corporation bid.", [("China Rare Metals Corporation", "CHN")]),
        ("Tianshan Seeds Co., Ltd. bid.", [("Tianshan Seeds Co., Ltd.", None)]),
        ("Swiss carmaker Helvet and Dutch firm Polder.", [("Helvet", "CHE"), ("Polder", "NLD")]),
        ("Helvet, a Swiss carmaker, bid.", [("Helvet", "CHE")]),
        ("The Cuba-Peru Business Council met.", [("Cuba-Peru Business Council", None)]),
        ("Reuters and Xinhua reported it.", []),
        ("The ministry and a bank agreed.", []),
        ("A Peruvian bank agreed with Peru.", []),
    ],
)
def test_a_text_names_its_organisations(text: str, found: list[tuple[str, str | None]]) -> None:
    assert told(text) == found


def test_a_longer_name_takes_the_country_of_the_one_inside() -> None:
    assert told("The SOCAR Trading Company sold it.") == [("SOCAR Trading Company", "AZE")]


def test_a_listed_name_told_with_its_country_stays_the_listed_one() -> None:
    text = "The National Development and Reform Commission of China answered."
    assert told(text) == [("NDRC", "CHN")]


def test_bodies_of_two_paragraphs_are_two() -> None:
    assert told("It is led by Nile Bank\nDelta Fund said.") == [
        ("Nile Bank", None),
        ("Delta Fund", None),
    ]


def test_an_abbreviation_is_known_after_it_was_explained() -> None:
    text = "The Rural Roads Agency of Peru (RRA) spoke. RRA will build."
    assert told(text) == [("Rural Roads Agency", "PER"), ("RRA", "PER"), ("RRA", "PER")]


def test_what_an_article_explains_goes_before_the_gazetteer() -> None:
    text = "The Mining Company of Cuba (MCC) spoke."
    assert ("MCC", "CUB") in told(text)


def test_known_abbreviations_are_found_in_another_field() -> None:
    assert find_organisations("RRA builds", [], {"RRA": "PER"}) == [
        OrganisationName(0, 3, "RRA", "PER")
    ]


@pytest.mark.parametrize(
    ("text", "learnt"),
    [
        ("The Rural Roads Agency of Peru (RRA) spoke.", {"RRA": "PER"}),
        (
            "The Export and Investment Promotion Agency of Azerbaijan (AZPROMO).",
            {"AZPROMO": "AZE"},
        ),
        ("Power Grid of Peru, or Peru Power Grid (PPG), spoke.", {"PPG": "PER"}),
        ("The Lake Basin Commission (LBC) spoke.", {"LBC": None}),
        ("They signed a Memorandum of Understanding (MoU).", {}),
        ("The People's Republic of China (PRC) answered.", {}),
        ("BAKU (AFP) and Paris (Reuters) said so.", {}),
        ("Nothing (at all) is explained (here).", {}),
        ("", {}),
    ],
)
def test_abbreviations_of_bodies_are_learnt(text: str, learnt: dict[str, str | None]) -> None:
    assert learn_abbreviations(text, find_countries(text)) == learnt


@calm
@given(TEXTS)
def test_organisations_stand_in_order_and_never_overlap(text: str) -> None:
    found = bodies(text)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    assert all(one.start < one.end <= len(text) and one.name for one in found)


@calm
@given(TEXTS)
def test_an_organisation_acts_for_a_country_of_the_gazetteer(text: str) -> None:
    assert {one.country for one in bodies(text)} <= country_codes() | {None}


@calm
@given(TEXTS)
def test_an_outlet_is_never_an_organisation(text: str) -> None:
    assert not {text[one.start : one.end] for one in bodies(text)} & nobodies().outlets


@calm
@given(TEXTS)
def test_the_same_text_names_the_same_organisations_twice(text: str) -> None:
    assert bodies(text) == bodies(text)


@pytest.mark.parametrize(
    "text",
    [
        "7" * 400_000,
        ", " * 200_000,
        "A" * 400_000,
        "\0" * 400_000,
        "(AB" * 100_000,
        "of " * 100_000,
    ],
    ids=["digits", "commas", "capitals", "nul", "brackets", "links"],
)
def test_text_without_organisations_is_read_to_its_end(text: str) -> None:
    assert bodies(text) == []
