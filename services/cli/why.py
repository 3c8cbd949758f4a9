"""`entente why`: what was considered in an article, what was taken, and for which reason."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from schemas.article import Article
from schemas.report import Mention, Report
from services.extractor.explain import Considered, Explained, Explanation, explain
from services.runtime.articles import BadLine, read_articles


def why(
    file: Path,
    *,
    id_: Annotated[str | None, Parameter(name="--id")] = None,
    json_: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Show for each sentence what was considered, taken and rejected, and why.

    Parameters
    ----------
    file
        JSON Lines of articles; `-` is standard input.
    id_
        Explain the article with this id alone.
    json_
        Write one JSON object a line for each article, and nothing else.
    """
    bad = shown = 0
    console = Console(highlight=False)
    for found in _articles(file):
        if isinstance(found, BadLine):
            print(found, file=sys.stderr)
            bad += 1
        elif id_ is None or found.article_id == id_:
            _show(console, explain(found), found, as_json=json_)
            shown += 1
    if id_ is not None and not shown:
        print(f"{file}: no article has the id {id_}", file=sys.stderr)
        return 1
    return 1 if bad else 0


def _articles(file: Path) -> Iterator[Article | BadLine]:
    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as lines:
        yield from read_articles(lines, str(file))


def _show(console: Console, found: Explanation, article: Article, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_plain(found), ensure_ascii=False))
        return
    console.print(f"[bold]{escape(article.title or '(no title)')}[/]  {escape(found.article_id)}")
    if found.skipped:
        console.print(f"  nothing is extracted: {escape(found.skipped)}")
    for sentence in found.sentences:
        for line in _sentence(sentence):
            console.print(line, soft_wrap=True)
    for report in found.reports:
        for line in _report(report):
            console.print(line, soft_wrap=True)
    console.print()


def _plain(found: Explanation) -> dict[str, Any]:
    reports = [report.model_dump(mode="json") for report in found.reports]
    told = {"article_id": found.article_id, "skipped": found.skipped}
    return {**told, "sentences": [asdict(one) for one in found.sentences], "reports": reports}


def _sentence(sentence: Explained) -> Iterator[Text]:
    """Yield a sentence with its countries, and a line for each pattern met in it."""
    text = Text(" ".join(sentence.text.split()), style="" if sentence.considered else "dim")
    if sentence.countries:
        text.append("  " + " ".join(sentence.countries), style="cyan")
    yield text
    for considered in sentence.considered:
        yield _considered(considered)


def _considered(one: Considered) -> Text:
    """Return "+ rule  kind status pairs  words  (reason)", green if taken, red if not."""
    told = f"{one.kind.value} {one.status.value if one.status else '-'}"
    pairs = " ".join(one.pairs)
    line = Text("  + " if one.taken else "  - ", style="green" if one.taken else "red")
    line.append(one.rule, style="bold")
    line.append(f"  {told}  {pairs + '  ' if pairs else ''}“{' '.join(one.words.split())}”")
    line.append(f"  ({one.cue}; {one.reason})", style="dim")
    return line


def _report(report: Report) -> Iterator[Text]:
    """Yield a pair and a line for each of its mentions."""
    yield Text(report.pair, style="bold cyan")
    for mention in report.mentions:
        yield Text(f"  = {_mention(mention)}")


def _mention(mention: Mention) -> str:
    marks = [
        mention.kind.value,
        mention.status.value,
        "background" if mention.background else "",
        "headline" if mention.headline else "",
        mention.date.value if mention.date else "no date",
        ", ".join(sector.value for sector in mention.sectors),
        ", ".join(f"{amount.value} {amount.currency}" for amount in mention.amounts),
        mention.rule,
    ]
    return "  ".join(mark for mark in marks if mark)
