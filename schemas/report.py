"""What one article says about one pair of countries."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, TypeAdapter, model_validator

from schemas.article import TextField
from schemas.record import (
    ArticleId,
    Country,
    Currency,
    DecimalText,
    Pair,
    Record,
    Revision,
)
from schemas.vocabulary import Kind, Precision, PubStatus, Qualifier, Role, Sector, Status

_DATE_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


class EventDate(Record):
    """When an act took place, as exactly as the text says: 2025-04-18, 2025-04 or 2025."""

    value: str = Field(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
    precision: Precision

    @model_validator(mode="after")
    def _value_has_its_precision(self) -> Self:
        if len(self.value) != _DATE_LENGTH[self.precision]:
            raise ValueError(f"{self.value!r} is not a {self.precision.value}")
        date.fromisoformat(self.value + "-01-01"[len(self.value) - 4 :])
        return self


class Amount(Record):
    """A sum of money of the cooperation itself, in units of its currency."""

    value: DecimalText
    currency: Currency
    role: Role = Role.UNSTATED
    qualifier: Qualifier = Qualifier.EXACT


class Organisation(Record):
    """A body that takes part in the act, with its country where it is known."""

    name: str = Field(min_length=1, max_length=300)
    country: Country | None = None


class Evidence(Record):
    """A verbatim quote: `article.text(field)[start:end] == quote`.

    Offsets count Unicode code points, as Python strings do.
    """

    field: TextField
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str = Field(min_length=1)

    @model_validator(mode="after")
    def _quote_fills_its_span(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"{len(self.quote)} characters do not span {self.start}:{self.end}")
        return self


class Mention(Record):
    """One cooperative act told in an article.

    `background` marks what the article recalls rather than reports. `evidence[0]` is the
    sentence the mention rests on, `rule` the id of the lexicon pattern that found it.
    `plover` and `cameo` are the codes of `vocabulary.event_codes`.
    """

    kind: Kind
    status: Status
    background: bool = False
    headline: bool = Field(default=False, description="the article's main news")
    sectors: tuple[Sector, ...] = Field(min_length=1)
    date: EventDate | None = None
    amounts: tuple[Amount, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    rule: str = Field(min_length=1)
    plover: str
    cameo: str


class Report(Record):
    """What one article says about one pair: key `pair`, in the partition of its pair.

    `lexicon` is the content hash of the word lists that found it. `title`, `source`, `url`
    and `published` are the article's, for the rows that quote it.
    """

    record: Literal["report"] = "report"
    article_id: ArticleId
    revision: Revision
    pair: Pair
    mentions: tuple[Mention, ...] = Field(min_length=1)
    lexicon: str
    title: str = ""
    source: str = ""
    url: str | None = None
    published: AwareDatetime | None = None


class Correction(Record):
    """Which pairs an article now speaks of: told to every partition, for every later revision.

    What earlier revisions counted for other pairs is taken back, and earlier revisions that
    come late count nothing. `pairs` is empty when the article was withheld or killed.
    """

    record: Literal["correction"] = "correction"
    article_id: ArticleId
    revision: Revision
    status: PubStatus
    pairs: tuple[Pair, ...] = ()


Told = Annotated[Report | Correction, Field(discriminator="record")]
"""What travels on the reports topic."""

_TOLD: TypeAdapter[Report | Correction] = TypeAdapter(Told)


def read_told(value: bytes) -> Report | Correction:
    """Read a value of the reports topic; raise ValueError naming the field and the reason."""
    return _TOLD.validate_json(value)
