import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text()
TOOLS = ("sh", "sed", "awk", "grep", "env", "basename", "touch")


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which("make")
    assert found
    env = {**os.environ, **environment}
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # left by the make that runs the tests
        env.pop(name, None)
    return subprocess.run(
        [found, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "a folder's name"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the plain tools of a system, to which a test adds its Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    return folder


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def set_up(copy: Path) -> None:
    (copy / ".venv/bin").mkdir(parents=True)
    for name in ("pyproject.toml", "uv.lock", ".venv/bin/uv", ".venv/.synced"):
        (copy / name).touch()


def test_make_alone_says_what_can_be_done(copy: Path) -> None:
    told = make(copy)
    targets = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert targets
    assert re.findall(r"^  make (\w+)", told.stdout, re.MULTILINE) == targets[1].split()
    assert told.returncode == 0


def test_without_a_fitting_python_it_says_so(copy: Path, bare_path: Path) -> None:
    program(bare_path / "python3", "exit 1")
    told = make(copy, "setup", PATH=str(bare_path))
    assert told.returncode != 0
    assert "Entente needs Python 3.11 or newer" in told.stderr


def test_without_venv_it_names_the_package_to_install(copy: Path, bare_path: Path) -> None:
    program(bare_path / "python3", 'case "$2" in *ensurepip*) exit 1;; esac')
    told = make(copy, "setup", PATH=str(bare_path))
    assert told.returncode != 0
    assert "apt install python3-venv" in told.stderr
    assert not (copy / ".venv").exists()


def test_a_second_python_is_tried_when_the_first_is_too_old(copy: Path, bare_path: Path) -> None:
    program(bare_path / "python3", "exit 1")
    program(bare_path / "python3.12", 'case "$2" in *ensurepip*) exit 1;; esac')
    told = make(copy, "setup", PATH=str(bare_path))
    assert "python3.12 cannot make virtual environments" in told.stderr


def test_what_is_set_up_is_not_set_up_again(copy: Path) -> None:
    set_up(copy)
    assert "uv sync" not in make(copy, "-n", "setup").stdout


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml"])
def test_a_changed_lock_is_followed(copy: Path, changed: str) -> None:
    set_up(copy)
    later = (copy / ".venv/.synced").stat().st_mtime + 10
    os.utime(copy / changed, (later, later))
    told = make(copy, "-n", "setup").stdout
    assert "uv sync --frozen" in told
    assert "-m venv" not in told


def test_settings_of_another_project_do_not_reach_uv(copy: Path) -> None:
    set_up(copy)
    program(copy / ".venv/bin/uv", 'env > "seen"')
    (copy / ".venv/.synced").unlink()
    other = {"UV_PROJECT_ENVIRONMENT": "/x", "UV_PYTHON": "3.9", "VIRTUAL_ENV": "/y"}
    told = make(copy, "setup", PYTHONPATH="/z", **other)
    assert told.returncode == 0, told.stderr
    seen = (copy / "seen").read_text()
    assert not re.search(
        r"^(UV_PROJECT_ENVIRONMENT|UV_PYTHON|VIRTUAL_ENV|PYTHONPATH)=", seen, re.M
    )


def test_check_is_what_ci_runs() -> None:
    assert re.search(r"^check: lint types imports generated test ", MAKEFILE, re.MULTILINE)
    assert "make --no-print-directory check" in (ROOT / ".ci/run").read_text()


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="sets up from the network: in CI only")
def test_setup_works_from_a_folder_with_spaces(copy: Path) -> None:
    for name in ("README.md", "LICENSE", "schemas", "services", "seeds"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    first = make(copy, "setup")
    assert first.returncode == 0, first.stderr
    again = make(copy, "setup")
    assert (again.returncode, again.stdout, again.stderr) == (0, ".venv is ready\n", "")
    entente = subprocess.run(
        [copy / ".venv/bin/entente", "--help"], capture_output=True, text=True, check=False
    )
    assert entente.returncode == 0, entente.stderr
