import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

import pytest

from services.extractor.names import gazetteer
from services.extractor.names.gazetteer import (
    GazetteerError,
    country_codes,
    country_forms,
    cues,
    doubts,
    nobodies,
    prefixes,
    read_list,
    shared_forms,
)
from services.extractor.names.organisations import listed_organisations

# The officially assigned codes of ISO 3166-1.
ISO = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK
FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV
HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN
PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE
SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""
EMPTY = "ATA ATF BVT CCK CXR HMD NFK SGS SJM SPM UMI"
"""Territories whose people, if any, no wire calls by an adjective."""

LISTS = sorted(path.name for path in files("seeds").joinpath("gazetteer").iterdir())


def entries() -> list[dict[str, object]]:
    found: list[dict[str, object]] = read_list("countries.toml")["country"]
    return found


def lists_of_words(name: str) -> Iterator[tuple[str, list[str]]]:
    for field, words in read_list(name).items():
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            yield field, words


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_toml_with_an_explanation_on_top(name: str) -> None:
    text = files("seeds").joinpath("gazetteer", name).read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert text.startswith("# ")


def test_every_country_of_the_world_is_listed() -> None:
    assert len(ISO.split()) == 249
    assert country_codes() == {*ISO.split(), "EUU", "XKX"}


def test_countries_are_sorted_and_listed_once() -> None:
    codes = [entry["code"] for entry in entries()]
    assert codes == sorted(set(codes))  # type: ignore[type-var]


def test_a_form_has_one_owner_unless_it_is_weak() -> None:
    owners = Counter(known.words for known in country_forms())
    shared = {words for words, count in owners.items() if count > 1}
    assert [known for known in country_forms() if known.words in shared and known.strong] == []


def test_a_country_lists_a_form_once() -> None:
    for entry in entries():
        words = [w for field in entry.values() if isinstance(field, list) for w in field]
        assert sorted(words) == sorted(set(words)), entry["code"]


def test_every_country_but_the_emptiest_has_an_adjective_or_a_capital() -> None:
    told = {known.code for known in country_forms() if known.form in ("demonym", "capital")}
    names_alone = country_codes() - told
    assert names_alone <= {*EMPTY.split(), "GGY", "MNP", "VAT"}


def test_no_form_of_a_country_is_an_outlet_or_a_nobody() -> None:
    forms = {known.words for known in country_forms()}
    assert forms & (nobodies().phrases | nobodies().outlets) == set()


def test_doubts_are_about_weak_forms() -> None:
    weak = {known.words for known in country_forms() if not known.strong}
    assert set(doubts()) <= weak


def test_a_doubt_with_a_default_names_an_owner() -> None:
    owners: dict[str, set[str]] = {}
    for known in country_forms():
        owners.setdefault(known.words, set()).add(known.code)
    for form, doubt in doubts().items():
        assert doubt.default is None or doubt.default in owners[form], form


def test_a_form_with_several_owners_has_a_default_or_needs_proof() -> None:
    owners = Counter(known.words for known in country_forms())
    for words, count in owners.items():
        if count > 1:
            assert doubts()[words].default or doubts()[words].own, words


def test_cues_are_in_lower_case() -> None:
    assert all(word == word.lower() for word in cues().before | set(cues().after) | cues().joints)


def test_shared_forms_and_prefixes_mean_known_countries() -> None:
    codes = {code for pair in shared_forms().values() for code in pair} | set(prefixes().values())
    assert codes <= country_codes()


@pytest.mark.parametrize("name", ["not_actors.toml", "bodies.toml"])
def test_lists_of_words_are_sorted(name: str) -> None:
    for field, words in lists_of_words(name):
        if field not in ("after_name", "language"):
            assert words == sorted(set(words)), field


def test_organisations_are_sorted_within_their_country() -> None:
    for code, table in read_list("organisations.toml").items():
        assert code == "INTERNATIONAL" or code in country_codes()
        assert list(table) == sorted(table), code
        assert all(others == sorted(set(others)) for others in table.values()), code


def test_an_organisation_has_one_line() -> None:
    forms = [
        form
        for table in read_list("organisations.toml").values()
        for name, others in table.items()
        for form in (name, *others)
    ]
    assert [form for form, count in Counter(forms).items() if count > 1] == []
    assert len(forms) == len(listed_organisations()) > 900


def test_outlets_are_no_organisations() -> None:
    assert set(listed_organisations()) & nobodies().outlets == set()


def test_a_list_that_is_missing_is_named() -> None:
    with pytest.raises(GazetteerError, match=r"nowhere\.toml"):
        read_list("nowhere.toml")


def test_an_unknown_field_of_a_country_is_named() -> None:
    entry = {"code": "PER", "name": "Peru", "demonym": ["Peruvian"]}
    with pytest.raises(GazetteerError, match=r"PER has unknown fields \['demonym'\]"):
        list(gazetteer._forms_of(entry))


def test_lists_are_read_once() -> None:
    assert country_forms() is country_forms()
    assert read_list("countries.toml") is read_list("countries.toml")
