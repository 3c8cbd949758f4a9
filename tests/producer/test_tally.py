from services.producer.tally import Tally


def test_the_figures_are_one_line() -> None:
    tally = Tally(published=1200, revised=3, known=0, refused=2)
    assert str(tally) == "1200 published, 3 revised, 0 already known, 2 refused"
