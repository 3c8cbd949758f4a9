"""A poison record is put aside; a bad release is stopped."""

import pytest

from services.runtime import exits
from services.runtime.refusals import WINDOW, RefusalLimit
from services.runtime.settings import Settings


class Ended(Exception):
    """The process would have ended here."""


@pytest.fixture(autouse=True)
def _no_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr(exits.os, "_exit", end)


@pytest.fixture
def limit() -> RefusalLimit:
    return RefusalLimit(Settings(refusal_limit=0.01))


def test_a_few_refusals_are_borne(limit: RefusalLimit) -> None:
    for _ in range(10):
        limit.note(True)


def test_one_too_many_ends_the_process(limit: RefusalLimit) -> None:
    for _ in range(10):
        limit.note(True)
    with pytest.raises(Ended, match="75"):
        limit.note(True)


def test_refusals_long_ago_are_forgotten(limit: RefusalLimit) -> None:
    for _ in range(5):
        for _ in range(10):
            limit.note(True)
        for _ in range(WINDOW):
            limit.note(False)


def test_a_limit_of_zero_bears_none() -> None:
    strict = RefusalLimit(Settings(refusal_limit=0))
    with pytest.raises(Ended):
        strict.note(True)
