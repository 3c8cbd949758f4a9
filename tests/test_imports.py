import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = [contract["name"] for contract in SETTINGS["tool"]["importlinter"]["contracts"]]

# One import per contract that it must not let pass.
BREACHES = {
    "The way of the stream: schemas, runtime, slices, command line": (
        "schemas/record.py",
        "import services.runtime.settings",
    ),
    "Slices never import each other": (
        "services/watch/__init__.py",
        "import services.producer",
    ),
    "Faust is known to the runtime and the agents alone": (
        "services/watch/__init__.py",
        "import faust",
    ),
    "Steps and what they use are pure: no broker, no loop, no network": (
        "services/extractor/step.py",
        "import asyncio",
    ),
    "The way of an article through the extractor: words, text, names, acts": (
        "services/extractor/words/sectors.py",
        "import services.extractor.acts.judging",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("schemas", "services", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> tuple[int, str]:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_imports_go_one_way(copy: Path) -> None:
    code, told = lint(copy)
    assert code == 0, told
    assert all(f"{name} KEPT" in told for name in CONTRACTS)


def test_every_contract_has_a_breach_to_be_tried_with() -> None:
    assert set(BREACHES) == set(CONTRACTS)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_forbidden_import_is_named(copy: Path, name: str) -> None:
    path, line = BREACHES[name]
    module = copy / path
    module.write_text(f"{module.read_text()}\n{line}\n")
    code, told = lint(copy)
    assert code == 1
    assert f"{name} BROKEN" in told, told
