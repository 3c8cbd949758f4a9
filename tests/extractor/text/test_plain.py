"""A text is made plain for reading, and every position leads back to what was published."""

from hypothesis import given
from hypothesis import strategies as st

from services.extractor.text.plain import MAX_READ, make_plain

LETTERS = st.text(alphabet="abc ABC.,\n\t\r\x00\u200b\u00a0&;quot\u2029é", max_size=200)


def test_plain_text_stays_as_it_is() -> None:
    assert make_plain("Peru and Chile met.").text == "Peru and Chile met."


def test_white_space_shrinks_to_one_space() -> None:
    assert make_plain("Peru \t  and\u00a0Chile").text == "Peru and Chile"


def test_an_empty_line_ends_a_paragraph() -> None:
    assert make_plain("Peru met.\n\n  Chile left.").text == "Peru met.\nChile left."


def test_a_line_that_leads_on_is_joined_to_the_next() -> None:
    assert make_plain("Peru signed the\nTreaty of Lima.").text == "Peru signed the Treaty of Lima."


def test_a_line_that_begins_in_lower_case_goes_on() -> None:
    assert make_plain("Peru signed\nthe treaty.").text == "Peru signed the treaty."


def test_a_heading_is_kept_apart() -> None:
    assert make_plain("News of the day\nPeru signed.").text == "News of the day\nPeru signed."


def test_lines_broken_for_width_are_joined_even_before_capitals() -> None:
    wrapped = (
        "The trade ministers of Peru and Chile signed an accord\n"
        "Tuesday that lowers the duty on grapes, said Minister\n"
        "Rosa Quispe at the end of a meeting that took two days\n"
        "Lima will send its experts to the port of Valparaiso.\n"
    )
    assert "\n" not in make_plain(wrapped).text.strip()


def test_what_cannot_be_seen_is_left_out() -> None:
    assert make_plain("Pe\u00adru\u200b and Chile").text == "Peru and Chile"


def test_control_characters_are_white_space() -> None:
    assert make_plain("Peru\x00\x01and Chile").text == "Peru and Chile"


def test_entities_become_what_they_stand_for() -> None:
    assert make_plain("&quot;Peru&#x27;s turn&quot; &amp; more").text == '"Peru\'s turn" & more'


def test_an_ampersand_alone_is_no_entity() -> None:
    assert make_plain("Smith & Co; done").text == "Smith & Co; done"


def test_positions_lead_back_to_the_published_text() -> None:
    published = "Peru \n\n and\t&amp;  Chile"
    plain = make_plain(published)
    start = plain.text.index("Chile")
    first, last = plain.span(start, start + 5)
    assert published[first:last] == "Chile"


def test_only_so_much_of_a_text_is_read() -> None:
    assert len(make_plain("a " * MAX_READ).text) <= MAX_READ


@given(LETTERS)
def test_no_white_space_but_single_spaces_and_newlines_is_left(text: str) -> None:
    plain = make_plain(text).text
    assert "  " not in plain
    assert not set(plain) & set("\t\r\x00\u200b\u00a0\u2029")


@given(LETTERS)
def test_every_letter_is_found_where_it_was_published(text: str) -> None:
    plain = make_plain(text)
    for position, letter in enumerate(plain.text):
        if letter.isalpha() and "&" not in text:
            assert text[plain.published(position)] == letter
