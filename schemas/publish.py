"""The JSON Schema files of the records, for readers that are not written in Python.

`python -m schemas.publish` writes them to `schemas/json`; with `--check` it compares only, names
the files that are out of date and ends with 1.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from schemas.record import Record
from schemas.topics import TOPICS

FOLDER = Path(__file__).parent / "json"

_ENDING = ".v1.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FIRST = ("$schema", "$id", "title", "description", "type", "required", "additionalProperties")


class _WithoutFieldTitles(GenerateJsonSchema):
    """Leaves out titles that only repeat a field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic's)
        return False


def records() -> tuple[type[Record], ...]:
    """Return every record that travels on a topic, in the order of the stream."""
    return tuple(model for topic in TOPICS for model in topic.models)


def file_name(record: type[Record]) -> str:
    """Return the name of a record's schema file: `article.v1.schema.json`."""
    return record.__name__.lower() + _ENDING


def schema_of(record: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record as it is read, its heading first.

    A schema is looser than the record in what lies between fields: the model alone knows that
    a quote must fill its span, a date have its precision, a pair be in order, a time have a zone.
    """
    schema = record.model_json_schema(schema_generator=_WithoutFieldTitles)
    # the word that tells the records of one topic apart must stand there for a reader to see
    words = [name for name, field in schema["properties"].items() if "const" in field]
    schema["required"] = words + schema["required"]
    schema["$schema"] = _DIALECT
    schema["$id"] = f"urn:entente:schema:{record.__name__.lower()}:v1"
    return {key: schema[key] for key in (*_FIRST, *sorted(schema.keys() - set(_FIRST)))}


def texts() -> dict[str, str]:
    """Return what every schema file must hold, by file name."""
    return {
        file_name(record): json.dumps(schema_of(record), indent=2, ensure_ascii=False) + "\n"
        for record in records()
    }


def _present(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.glob(f"*{_ENDING}")}


def out_of_date(folder: Path = FOLDER) -> list[str]:
    """Return the names of files that are missing, say something else or belong to no record."""
    wanted, present = texts(), _present(folder)
    return sorted(
        name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)
    )


def write(folder: Path = FOLDER) -> list[str]:
    """Bring the files up to date and return the names of those that changed."""
    wanted = texts()
    folder.mkdir(parents=True, exist_ok=True)
    changed = out_of_date(folder)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], "utf-8", newline="\n")
        else:
            (folder / name).unlink()
    return changed


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Write or check, tell on stderr which files are concerned, and return the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m schemas.publish [--check]\n")
        return 2
    told = "out of date, `make format` writes it anew" if arguments else "written"
    names = out_of_date(folder) if arguments else write(folder)
    sys.stderr.writelines(f"schemas/json/{name}: {told}\n" for name in names)
    return int(bool(arguments and names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
