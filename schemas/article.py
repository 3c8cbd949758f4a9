"""The article: one revision of one wire item."""

from typing import Literal

from pydantic import AwareDatetime, Field

from schemas.record import ArticleId, Record, Revision
from schemas.vocabulary import PubStatus

TextField = Literal["title", "body"]


class Article(Record):
    """One revision of one wire item, as it was published on `wire.articles.v1`.

    Times carry a zone. `published` is when the wire says the item appeared, `retrieved` when
    it was taken in; only the first ever dates an event. Evidence points into `title` and
    `body` exactly as they stand here.
    """

    article_id: ArticleId
    revision: Revision = 1
    status: PubStatus = PubStatus.USABLE
    title: str = ""
    body: str = ""
    published: AwareDatetime | None = None
    retrieved: AwareDatetime
    language: str = Field(default="en", max_length=35, description="BCP 47 tag")
    source: str = Field(default="", max_length=256, description="the outlet or agency")
    url: str | None = Field(default=None, max_length=4096)
    subjects: tuple[str, ...] = Field(default=(), description="the wire's own subject codes")
    embargoed_until: AwareDatetime | None = None
    usage_terms: str | None = Field(default=None, max_length=4096)

    def text(self, field: TextField) -> str:
        """Return the title or the body."""
        return self.title if field == "title" else self.body
