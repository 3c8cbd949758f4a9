"""`entente settings` tells what is set, in a form that can be set."""

import pytest

from services.cli.settings import settings
from services.runtime.settings import Settings


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    settings()
    return capsys.readouterr().out.splitlines()


def test_every_setting_has_its_purpose_and_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    told = lines(capsys)
    for name, field in Settings.model_fields.items():
        at = next(n for n, text in enumerate(told) if text.startswith(f"ENTENTE_{name.upper()}="))
        assert told[at - 1].startswith(f"# {field.description}")
    assert len(told) == 2 * len(Settings.model_fields)


def test_a_changed_setting_has_its_default_beside_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTENTE_TRANSACTIONS", "false")
    told = lines(capsys)
    at = told.index("ENTENTE_TRANSACTIONS=false")
    assert told[at - 1].endswith("(default: true)")


def test_what_is_listed_can_be_read_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTENTE_PARTITIONS", "5")
    monkeypatch.setenv("ENTENTE_LOG_JSON", "true")
    before = Settings()
    told = dict(text.split("=", 1) for text in lines(capsys) if text.startswith("ENTENTE_"))
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert Settings() == before
