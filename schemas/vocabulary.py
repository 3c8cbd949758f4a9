"""The closed word lists of the stream, with their codes in other vocabularies."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of act a mention tells of."""

    MEETING = "meeting"
    AGREEMENT = "agreement"
    PROJECT = "project"
    TRADE = "trade"
    INVESTMENT = "investment"
    AID = "aid"
    EASING = "easing"
    STATEMENT = "statement"


class Status(StrEnum):
    """How real the act is: cancelled and denied are shown and never counted."""

    DONE = "done"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    DENIED = "denied"


COUNTED = frozenset({Status.DONE, Status.ONGOING})
"""The statuses that `events` of a count adds up; `planned` is counted apart."""


class Sector(StrEnum):
    """What the cooperation is about; `diplomacy` also where nothing else is named."""

    TRADE = "trade"
    INVESTMENT = "investment"
    FINANCE = "finance"
    ENERGY = "energy"
    TRANSPORT = "transport"
    INFRASTRUCTURE = "infrastructure"
    INDUSTRY = "industry"
    MINING = "mining"
    AGRICULTURE = "agriculture"
    DIGITAL = "digital"
    SCIENCE = "science"
    EDUCATION = "education"
    CULTURE = "culture"
    TOURISM = "tourism"
    HEALTH = "health"
    ENVIRONMENT = "environment"
    DEFENCE = "defence"
    SECURITY = "security"
    HUMANITARIAN = "humanitarian"
    LABOUR = "labour"
    DIPLOMACY = "diplomacy"


class Precision(StrEnum):
    """How exactly a text dates an act."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Role(StrEnum):
    """What an amount of money is."""

    LOAN = "loan"
    GRANT = "grant"
    INVESTMENT = "investment"
    TURNOVER = "turnover"
    CONTRACT = "contract"
    UNSTATED = "unstated"


class Qualifier(StrEnum):
    """How firmly an amount is stated."""

    EXACT = "exact"
    ABOUT = "about"
    UP_TO = "up_to"
    AT_LEAST = "at_least"


class PubStatus(StrEnum):
    """Whether a wire item may be used (the words of ninjs `pubstatus`)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


MEDIA_TOPICS: dict[Sector, str] = {
    Sector.TRADE: "medtop:20000373",
    Sector.INVESTMENT: "medtop:20000200",
    Sector.FINANCE: "medtop:20000271",
    Sector.ENERGY: "medtop:20000256",
    Sector.TRANSPORT: "medtop:20000337",
    Sector.INFRASTRUCTURE: "medtop:20001245",
    Sector.INDUSTRY: "medtop:20000294",
    Sector.MINING: "medtop:20000316",
    Sector.AGRICULTURE: "medtop:20000210",
    Sector.DIGITAL: "medtop:20000225",
    Sector.SCIENCE: "medtop:13000000",
    Sector.EDUCATION: "medtop:05000000",
    Sector.CULTURE: "medtop:01000000",
    Sector.TOURISM: "medtop:20000331",
    Sector.HEALTH: "medtop:07000000",
    Sector.ENVIRONMENT: "medtop:06000000",
    Sector.DEFENCE: "medtop:20000297",
    Sector.SECURITY: "medtop:20000598",
    Sector.HUMANITARIAN: "medtop:20000643",
    Sector.LABOUR: "medtop:09000000",
    Sector.DIPLOMACY: "medtop:20000638",
}
"""The IPTC Media Topic nearest to each sector (CC BY 4.0, IPTC)."""

_DONE = {
    Kind.MEETING: ("CONSULT", "040"),
    Kind.AGREEMENT: ("SUPPORT", "057"),
    Kind.PROJECT: ("COOPERATE", "060"),
    Kind.TRADE: ("COOPERATE", "061"),
    Kind.INVESTMENT: ("COOPERATE", "061"),
    Kind.AID: ("AID", "070"),
    Kind.EASING: ("CONCEDE", "080"),
    Kind.STATEMENT: ("AGREE", "030"),
}
_PLANNED = {
    Kind.MEETING: ("AGREE", "036"),
    Kind.AGREEMENT: ("AGREE", "030"),
    Kind.PROJECT: ("AGREE", "031"),
    Kind.TRADE: ("AGREE", "031"),
    Kind.INVESTMENT: ("AGREE", "031"),
    Kind.AID: ("AGREE", "033"),
    Kind.EASING: ("CONCEDE", "035"),
    Kind.STATEMENT: ("AGREE", "030"),
}
_REFUSED = ("REJECT", "120")


def event_codes(kind: Kind, status: Status) -> tuple[str, str]:
    """Return the PLOVER root and the CAMEO code of an act.

    Both vocabularies code an act to come as an intention, and one called off as a rejection.
    """
    if status in (Status.CANCELLED, Status.DENIED):
        return _REFUSED
    return (_PLANNED if status is Status.PLANNED else _DONE)[kind]
