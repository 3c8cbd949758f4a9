import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("bash", "dirname", "sed", "head", "tail", "grep", "tee", "mktemp", "rm", "env")
JAVA = 'echo "openjdk version \\"21.0.4\\"" >&2'


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs: a machine on which nothing is missing and `make` is a stand-in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    program(folder / "java", JAVA)
    program(folder / "mvn", "")
    program(folder / "python3", "")
    program(folder / "apt-get", 'echo "apt-get $*" >> "$(dirname "$0")/asked"')
    return folder


def ci(machine: Path, make: str) -> subprocess.CompletedProcess[str]:
    program(machine / "make", make)
    return subprocess.run(
        ["bash", ROOT / ".ci/run"],
        env={"PATH": str(machine), "TMPDIR": str(machine.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("12 passed, 3 skipped in 4.20s", 0),
        ("1 failed, 11 passed in 83.21s (0:01:23)", 2),
        ("1 error in 0.19s", 2),
    ],
)
def test_the_closing_line_of_the_tests_comes_last(machine: Path, told: str, status: int) -> None:
    done = ci(machine, f'echo "{told}"; echo "make: something else"; exit {status}')
    assert done.stdout.splitlines()[-1] == told
    assert done.returncode == status


def test_a_failure_before_the_tests_fails(machine: Path) -> None:
    done = ci(machine, 'echo "Would reformat: a.py"; exit 2')
    assert done.returncode == 2
    assert done.stdout == "Would reformat: a.py\n"


def test_the_tests_know_that_they_run_in_ci(machine: Path) -> None:
    assert ci(machine, 'echo "CI=$CI $*"').stdout == "CI=true --no-print-directory check\n"


def test_nothing_is_installed_where_nothing_is_missing(machine: Path) -> None:
    ci(machine, "true")
    assert not (machine / "asked").exists()


@pytest.mark.parametrize(
    ("missing", "package"),
    [("mvn", "maven"), ("java", "default-jre-headless"), ("python3", "python3-venv")],
)
def test_what_is_missing_is_installed(machine: Path, missing: str, package: str) -> None:
    (machine / missing).unlink()
    assert ci(machine, "true").returncode == 0
    update, install = (machine / "asked").read_text().splitlines()
    assert update == "apt-get update -qq"
    assert install.endswith(f" {package}")


def test_a_java_that_is_too_old_is_not_enough(machine: Path) -> None:
    program(machine / "java", JAVA.replace("21.0.4", "11.0.2"))
    ci(machine, "true")
    assert "default-jre-headless" in (machine / "asked").read_text()


def test_the_script_can_be_run_as_it_is() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
