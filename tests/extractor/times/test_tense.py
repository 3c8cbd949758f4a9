import pytest

from services.extractor.times.tense import lies_ahead


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("He will come on X", True),
        ("They are to meet on X", True),
        ("It is scheduled for X", True),
        ("He came on X", False),
        ("He will come, she said on X", False),
        ("He said he will come on X", True),
        ("On X he will come", True),
        ("On X he said he will come", False),
        ("He will come. They were there on X", False),
        ("The pact will be signed on X", True),
        ("They left on X, and will come again", False),
        ("They saw it on X and will come", False),
        ("In X they will meet", True),
        ("X", False),
    ],
)
def test_the_nearest_word_decides_about_a_date(text: str, ahead: bool) -> None:
    assert lies_ahead(text, text.index("X")) is ahead
