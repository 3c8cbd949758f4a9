"""The base of every record that crosses a topic."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Record(BaseModel):
    """A closed, frozen value: unknown fields are refused, nothing changes after creation.

    Reading raises `pydantic.ValidationError`, a `ValueError` that names the field and the reason.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_bytes(self) -> bytes:
        """Return the record as compact UTF-8 JSON, the value it has on its topic."""
        return self.model_dump_json().encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        """Read the record from the JSON value of its topic."""
        return cls.model_validate_json(value)


Country = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{3}$"),
    Field(description="ISO 3166-1 alpha-3, or EUU (European Union), or XKX (Kosovo)"),
]


def _alphabetical(pair: str) -> str:
    if pair[:3] >= pair[4:]:
        raise ValueError(f"{pair} is not two codes in alphabetical order")
    return pair


Pair = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{3}-[A-Z]{3}$"),
    AfterValidator(_alphabetical),
    Field(description="two country codes in alphabetical order, joined with a hyphen: AZE-CHN"),
]

ArticleId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=512),
    Field(description="stable name of a wire item, the same in all its revisions"),
]

# Whole numbers up to here are the same in every JSON reader, and fit a database.
HIGHEST_REVISION = 2**53 - 1

Revision = Annotated[
    int,
    Field(
        ge=1,
        le=HIGHEST_REVISION,
        description="1 for the first version of an item, higher for later",
    ),
]

DecimalText = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,24}(\.[0-9]{1,8})?$"),
    Field(description="a decimal number in units (not millions), as text so that it stays exact"),
]

Currency = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{3}$"), Field(description="ISO 4217 code")
]

Partition = Annotated[
    int, Field(ge=0, description="partition of the reports topic the row stands at")
]

Offset = Annotated[
    int,
    Field(ge=0, description="offset of the last report that changed the row, in that partition"),
]


def pair_of(one: str, other: str) -> str:
    """Return the pair of two country codes; raise ValueError if they are the same."""
    if one == other:
        raise ValueError(f"a pair needs two countries, not {one} twice")
    return "-".join(sorted((one, other)))
