"""The table of counts as it is shown on a terminal."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from schemas.count import Count
from schemas.vocabulary import Kind

_LINES_AROUND = 6  # title, heading, what is left out, summary, and two for what stands above
_PAIR_WIDTH = 7
_EDGES = 4
_GAP = "   "
_NEW, _NUMBER, _PLANNED = "bold black on green", "bold", "cyan"


def line(count: Count) -> str:
    """Return a row as one line of text."""
    kinds = ", ".join(f"{kind.value} {number}" for kind, number in _most_first(count.by_kind))
    figures = f"events {count.events:<4} planned {count.planned:<4} reports {count.reports:<4}"
    return f"{count.pair}  {count.sector.value:<14}  {figures} {kinds}".rstrip()


def grid(
    counts: Collection[Count],
    width: int,
    height: int | None = None,
    fresh: Collection[tuple[str, str]] = (),
    latest: Count | None = None,
) -> RenderableType:
    """Return the table: a line for each pair, the busiest first, its sectors beside it.

    `width` and `height` are those of the terminal; what does not fit is left out and numbered.
    Without a height every pair is shown. Cells (pair, sector) in `fresh` are marked.
    """
    pairs = _by_pair(counts)
    shown = len(pairs) if height is None else max(height - _LINES_AROUND, 1)
    table = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column("pair", style="bold", width=_PAIR_WIDTH, no_wrap=True)
    table.add_column("events (+planned) by sector", ratio=1, no_wrap=True)
    for pair, cells in pairs[:shown]:
        table.add_row(pair, _cells(cells, width - _PAIR_WIDTH - _EDGES, fresh))
    left = len(pairs) - shown
    return Group(
        table,
        *([Text(f"… and {_number(left, 'more pair')}", style="dim")] if left > 0 else []),
        _summary(pairs, latest, width),
    )


def _by_pair(counts: Iterable[Count]) -> list[tuple[str, list[Count]]]:
    """Return the pairs with the cells that are not empty, the most events first."""
    pairs: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        if count.events or count.planned:
            pairs[count.pair].append(count)
    for cells in pairs.values():
        cells.sort(key=lambda cell: (-cell.events, -cell.planned, cell.sector))
    return sorted(pairs.items(), key=lambda told: (-_events(told[1]), told[0]))


def _events(cells: Iterable[Count]) -> int:
    return sum(cell.events for cell in cells)


def _cells(cells: list[Count], width: int, fresh: Collection[tuple[str, str]]) -> Text:
    """Return as many cells as fit into the width, and the number of the others."""
    text = Text(no_wrap=True)
    for number, cell in enumerate(cells):
        one = _cell(cell, (cell.pair, cell.sector) in fresh)
        left = len(cells) - number - 1
        gap = _GAP if text else ""
        more = len(f"{_GAP}+{left} more") if left else 0
        if len(text) + len(gap) + len(one) + more > width:
            return text.append(f"{gap}+{left + 1} more", style="dim")
        text.append(gap).append_text(one)
    return text


def _cell(cell: Count, is_fresh: bool) -> Text:
    text = Text(f"{cell.sector.value} ")
    if cell.events:
        text.append(str(cell.events), style=_NUMBER)
    if cell.planned:
        text.append(f"+{cell.planned}", style=_PLANNED)
    if is_fresh:
        text.stylize(_NEW)
    return text


def _summary(
    pairs: list[tuple[str, list[Count]]], latest: Count | None, width: int
) -> RenderableType:
    cells = sum(len(cells) for _, cells in pairs)
    text = Text(f"{_number(len(pairs), 'pair')}, {_number(cells, 'cell')}", style="dim")
    if latest:
        planned = f", {latest.planned} planned" if latest.planned else ""
        figures = f"{_number(latest.events, 'event')}{planned}"
        text.append(f"; last {latest.pair} {latest.sector.value}: {figures}")
    text.truncate(width - 1, overflow="ellipsis")
    return text


def _number(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _most_first(numbers: dict[Kind, int]) -> list[tuple[Kind, int]]:
    return sorted(numbers.items(), key=lambda told: (-told[1], told[0]))
