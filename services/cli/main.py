"""The command `entente`, whose words are loaded when they are said."""

import os
import sys
from importlib.metadata import version
from typing import NamedTuple

from cyclopts import App, CycloptsError, Group, Parameter
from pydantic import ValidationError
from rich.text import Text

_TRY = Group("To try", sort_key=1)
_TEXT = Group("From articles, without a broker", sort_key=2)
_RUN = Group("On a broker", sort_key=3)


class _Word(NamedTuple):
    """A word of the command line: where it is, where the help lists it, with which line."""

    where: str
    group: Group
    about: str


_WORDS = {
    "demo": _Word("demo:demo", _TRY, "Show the stream at work on this machine."),
    "extract": _Word("extract:extract", _TEXT, "Articles in, reports out."),
    "replay": _Word("replay:replay", _TEXT, "Articles in, all tables out."),
    "why": _Word("why:why", _TEXT, "What was considered in an article, taken and rejected."),
    "topics": _Word("topics:app", _RUN, "Create, describe and compare the topics."),
    "up": _Word("up:up", _RUN, "Run all services, and start again each that ends."),
    "publish": _Word("publish:publish", _RUN, "Publish articles, each once."),
    "extractor": _Word("workers:extractor", _RUN, "Run a worker that extracts."),
    "aggregator": _Word("workers:aggregator", _RUN, "Run a worker that counts."),
    "watch": _Word("watch:watch", _RUN, "Show the table of counts while it changes."),
    "verify": _Word("verify:verify", _RUN, "Count again from the reports, compare the tables."),
    "refusals": _Word("refusals:refusals", _RUN, "List what was refused, or show one in full."),
    "redrive": _Word("redrive:redrive", _RUN, "Put refusals back where they came from."),
    "settings": _Word("settings:settings", _RUN, "List what can be set, and what is."),
}


def _wrong_word(error: CycloptsError) -> Text:
    return Text(f"entente: {' '.join(str(error).split())}")


def command_line(*, listed: bool) -> App:
    """Return the command line.

    `listed`: its words have the lines of the list, and nothing is loaded to show that. Without,
    the help of a word is all that its function says.
    """
    entente = App(
        name="entente",
        help="Exact, explainable tables of cooperation between countries, from live news wires.",
        help_epilogue="Settings come from the environment: see `entente settings`.",
        version=lambda: version("entente"),
        default_parameter=Parameter(negative=(), show_default=False),
        error_formatter=_wrong_word,
        help_format="markdown",
    )
    for order, (name, word) in enumerate(_WORDS.items()):
        entente.command(
            f"services.cli.{word.where}",
            name=name,
            group=word.group,
            sort_key=order,
            help=word.about if listed else None,
        )
    for flag in ("--help", "--version"):
        entente[flag].show = False
    return entente


app = command_line(listed=True)


def main() -> None:
    """Run the command line; a fault of the input or the broker is one line on standard error."""
    entente = command_line(listed=not _WORDS.keys() & set(sys.argv[1:2]))
    try:
        entente()
    except ValidationError as error:
        sys.exit(_wrong_setting(error))
    except BrokenPipeError:
        # Whoever read the output has had enough; Python would complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        sys.exit(f"entente: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _wrong_setting(error: ValidationError) -> str:
    faults = [
        f"ENTENTE_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
    ]
    return "\n".join(f"entente: {fault}" for fault in faults)
