"""The word lists are read whole, checked, and known by their hash."""

import tomllib
from collections import Counter
from itertools import chain

import pytest

from schemas.vocabulary import Kind, Sector
from services.extractor.words.lexicon import build, known, lexicon, listed, read_files
from services.extractor.words.scanner import fold
from services.extractor.words.wording import WordingError

FILES = read_files("en")
TABLES = {name.removesuffix(".toml"): tomllib.loads(text.decode()) for name, text in FILES.items()}


def test_every_kind_has_patterns_of_its_own() -> None:
    assert {pattern.kind for pattern in lexicon().patterns} == set(Kind)


def test_rule_ids_are_unique_and_begin_with_their_kind() -> None:
    ids = [pattern.id for pattern in lexicon().patterns]
    assert len(ids) == len(set(ids))
    assert all(p.id.startswith(f"{p.kind.value}.") for p in lexicon().patterns)


def test_every_sector_has_words() -> None:
    assert set(TABLES["sectors"]["sectors"]) == {sector.value for sector in Sector}
    assert all(TABLES["sectors"]["sectors"].values())


def test_no_sector_names_a_word_twice() -> None:
    twice = {
        sector: [word for word, times in Counter(words).items() if times > 1]
        for sector, words in TABLES["sectors"]["sectors"].items()
    }
    assert not any(twice.values()), twice


def test_no_word_is_hidden_and_a_sector_at_once() -> None:
    hidden = set(TABLES["sectors"]["hidden"]["words"])
    named = set(chain.from_iterable(TABLES["sectors"]["sectors"].values()))
    assert not hidden & named


def test_no_pattern_says_a_wording_twice() -> None:
    for kind in Kind:
        for raw in TABLES[kind.value]["pattern"]:
            twice = [w for w, times in Counter(raw["say"]).items() if times > 1]
            assert not twice, (raw["id"], twice)


def test_cue_ids_begin_with_their_meaning() -> None:
    assert all(cue["id"].startswith(cue["meaning"]) for cue in TABLES["status"]["cue"])


def test_the_hash_follows_the_content() -> None:
    changed = {**FILES, "trade.toml": FILES["trade.toml"] + b"\n# a remark\n"}
    assert build(FILES).content == lexicon().content
    assert build(changed).content != lexicon().content


def test_the_hash_is_short_and_hexadecimal() -> None:
    assert len(lexicon().content) == 16
    int(lexicon().content, 16)


def test_the_lexicon_is_loaded_once() -> None:
    assert lexicon() is lexicon()


def test_a_file_that_is_no_toml_is_named() -> None:
    with pytest.raises(ValueError, match=r"trade\.toml"):
        build({**FILES, "trade.toml": b"[[pattern"})


def test_a_list_that_does_not_exist_is_named() -> None:
    broken = FILES["trade.toml"].replace(b'"bilateral trade"', b'"@nowhere"')
    with pytest.raises(WordingError, match="@nowhere"):
        build({**FILES, "trade.toml": broken})


def test_an_unknown_field_of_a_pattern_is_refused() -> None:
    broken = FILES["trade.toml"].replace(b'kind = "trade"', b'kind = "trade"\nhue = "red"', 1)
    with pytest.raises(TypeError, match="hue"):
        build({**FILES, "trade.toml": broken})


def test_an_unknown_kind_is_refused() -> None:
    broken = FILES["trade.toml"].replace(b'kind = "trade"', b'kind = "barter"', 1)
    with pytest.raises(ValueError, match="barter"):
        build({**FILES, "trade.toml": broken})


def test_known_lists_are_sets_and_listed_ones_keep_their_order() -> None:
    assert "after" in known("openings")
    assert listed("clause_breaks")[0] == ";"


def test_leaders_are_known_by_name_and_by_title_and_surname() -> None:
    text = "Vladimir Putin spoke. President Putin left. Putin slept."
    hits = [text[start:end] for start, end, _ in lexicon().people.hits(fold(text))]
    assert hits == ["Vladimir Putin", "President Putin"]


def test_a_common_surname_with_a_title_is_nobody() -> None:
    assert not list(lexicon().people.hits(fold("President Kim and Mr Brown came.")))


def test_an_irregular_verb_has_at_most_three_forms() -> None:
    assert all(1 <= len(forms) <= 3 for forms in TABLES["lists"]["irregular"].values())
