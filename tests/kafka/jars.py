"""The jars of Apache Kafka, copied once from Maven into `.kafka/libs`."""

import fcntl
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
HOME = HERE.parents[1] / ".kafka"
LEAST_JAVA = 17


def java_version(told: str) -> int:
    """Return the major version in what `java -version` prints, 0 if there is none."""
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else 0


@cache
def missing() -> str | None:
    """Return what this machine lacks to run Kafka, or None if nothing."""
    java, maven = shutil.which("java"), shutil.which("mvn")
    if java is None or maven is None:
        return f"no {'Java' if java is None else 'Maven'}"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = java_version(told)
    return None if version >= LEAST_JAVA else f"only Java {version}"


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the folder for one process at a time, so that two test runs share its jars."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kafka_jars(home: Path = HOME) -> Path:
    """Return the folder of jars, having Maven fill it unless it already is as `pom.xml` asks.

    Raises RuntimeError with Maven's own words if the jars cannot be had.
    """
    libs, pom = home / "libs", HERE / "pom.xml"
    with locked(home):
        made_from = libs / "pom.xml"
        if not made_from.exists() or made_from.read_bytes() != pom.read_bytes():
            fresh = home / "libs.new"
            for old in (fresh, libs):
                shutil.rmtree(old, ignore_errors=True)
            _copy(pom, fresh)
            shutil.copy(pom, fresh)  # last: its presence says that the folder is whole
            fresh.rename(libs)
    return libs


def _copy(pom: Path, folder: Path) -> None:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime"]
    command = ["mvn", "-q", "-B", "-f", str(pom), *goal, f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Maven could not fetch Kafka:\n{done.stdout}{done.stderr}")
