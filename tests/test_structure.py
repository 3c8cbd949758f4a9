import ast
import re
import statistics
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ("schemas", "services", "seeds")
WORKSHOP = ("tests", "benchmarks", "docs")
FORBIDDEN = {"utils", "util", "helpers", "helper", "manager", "processor", "handler"}
FORBIDDEN |= {"handlers", "data", "common"}


def modules(*folders: str) -> list[Path]:
    return sorted(chain.from_iterable((ROOT / folder).rglob("*.py") for folder in folders))


class Function(NamedTuple):
    name: str
    lines: int


def functions_of(source: str, where: str) -> Iterator[Function]:
    """Lines from `def` to the end, without the docstring: it explains, it does not complicate."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node, clean=False) is not None:
                lines -= (first.end_lineno or 0) - first.lineno + 1
            yield Function(f"{where}:{node.lineno} {node.name}", lines)


def functions(*folders: str) -> list[Function]:
    return [
        function
        for path in modules(*folders)
        for function in functions_of(path.read_text(), str(path.relative_to(ROOT)))
    ]


def words(name: str) -> set[str]:
    """`TableManager` and `table_manager` are the words table and manager."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def names_of(source: str) -> Iterator[str]:
    """What a module names itself: classes, functions, arguments, variables."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def vague_names(source: str) -> list[str]:
    return sorted({name for name in names_of(source) if words(name) & FORBIDDEN})


@pytest.mark.parametrize(
    "path", modules(*PRODUCT, *WORKSHOP), ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def test_no_function_is_longer_than_a_page() -> None:
    assert [f for f in functions(*PRODUCT, *WORKSHOP) if f.lines > 60] == []


def test_functions_are_short(record_property: Callable[[str, object], None]) -> None:
    found = functions(*PRODUCT)
    lengths = sorted(function.lines for function in found)
    median = statistics.median(lengths)
    longest_of_most = lengths[int(len(lengths) * 0.95)]
    record_property("function_lines", f"median {median}, 95 % {longest_of_most}, {lengths[-1]}")
    assert median <= 7
    assert longest_of_most <= 30, [f for f in found if f.lines > 30]


@pytest.mark.parametrize(
    "path", modules(*PRODUCT, "benchmarks", "docs"), ids=lambda p: str(p.relative_to(ROOT))
)
def test_names_say_what_a_thing_is(path: Path) -> None:
    places = {
        part for name in path.relative_to(ROOT).with_suffix("").parts for part in words(name)
    }
    assert places & FORBIDDEN == set()
    assert vague_names(path.read_text()) == []


def test_vague_names_are_found() -> None:
    source = "class TableManager: pass\ndef load(data): event_handler = database = 1"
    assert vague_names(source) == ["TableManager", "data", "event_handler"]


def test_functions_are_measured_without_their_docstrings() -> None:
    source = 'def one():\n    """Say\n\n    much.\n    """\n    return 1\n'
    assert list(functions_of(source, "m.py")) == [Function("m.py:1 one", 2)]


def cycle_among(imports: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*PRODUCT, cache_dir=None, exclude_type_checking_imports=True)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(imports) > 20
    assert cycle_among(imports) == []


def test_a_circle_is_found() -> None:
    assert set(cycle_among({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


def test_a_package_root_holds_no_code() -> None:
    for path in modules(*PRODUCT):
        if path.name == "__init__.py":
            kinds = {type(node) for node in ast.parse(path.read_text()).body}
            assert kinds <= {ast.Expr, ast.Import, ast.ImportFrom, ast.Assign}, path


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    left = [str(p) for p in modules(*PRODUCT, "benchmarks", "docs") if later.search(p.read_text())]
    assert left == []
