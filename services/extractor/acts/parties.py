"""Who stands in a sentence: countries, their organisations, their people."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.extractor.acts.marks import Marks
from services.extractor.names.countries import CountryName
from services.extractor.names.organisations import OrganisationName
from services.extractor.names.people import Person
from services.extractor.words.lexicon import known
from services.extractor.words.sectors import Span

_AT = ("in", "at", "near", "outside", "across", "around", "throughout", "inside", "off")
_SITE = re.compile(
    rf"(?:^|[\s(“\"])(?:{'|'.join(_AT)})(?: the)?"
    r"(?: \w+ (?:city|capital|town|port) of)? $",
    re.IGNORECASE,
)
_SITE_ENDS = tuple(f"{word} " for word in (*_AT, "the", "of"))
"""How a text ends that `_SITE` can match: tried first, since it is cheap."""
_TOWN = re.compile(r"\b(?:in|at|near|outside) (?:[A-ZÀ-Þ][\w'’.-]+ ){0,3}[A-ZÀ-Þ][\w'’.-]+, $")
_TOWN_ENDS = re.compile(r"[,.;:)\n]|$|\s[-–—]")
_HYPHENED = re.compile(
    r"-(?:made|built|led|backed|born|style|designed|supplied|funded|owned|occupied|flagged)\b"
)
_WORDS = re.compile(r"[\w’'-]+|[,;:&–()-]")
_JOINS = frozenset(("and", "&", "-", "–", "or", "plus"))
_JOINING = ("as well as", "along with", "together with", "alongside")
_GOES_ON = re.compile(r",? (?:and|as well as) (?:others?|several|many|\w+ other)")
_CAPITAL_OF = ("'s capital", "’s capital", "'s second city", "'s largest city")
_LONGEST_JOINT = 140
_ASIDE_REACH = 24
_ARTICLES = frozenset(("the", "its"))


@dataclass(slots=True)
class Party:
    """Somebody in a sentence who can act for a country.

    `site`: a place where something happens. `aside`: named as an adversary, a topic or a mere
    description. `group`: number of the list it belongs to.
    """

    start: int
    end: int
    code: str
    name: str | None = None
    site: bool = False
    aside: bool = False
    group: int = 0


def parties(
    marks: Marks,
    countries: Iterable[CountryName],
    organisations: Sequence[OrganisationName],
    people: Iterable[Person],
    text: str,
) -> list[Party]:
    """Return who stands in a sentence, in order, with the lists they form."""
    covered = [(body.start, body.end) for body in organisations]
    found = [
        Party(body.start, body.end, body.country, body.name)
        for body in organisations
        if body.country and not _is_media(marks, (body.start, body.end))
    ]
    found += (
        Party(one.start, one.end, one.code, site=_is_site(text, marks, one))
        for one in countries
        if not _is_covered(one.start, covered) and not _is_mere_word(text, marks, one)
    )
    covered += [(party.start, party.end) for party in found]
    for person in people:
        if not _is_covered(person.start, covered):
            found.append(Party(person.start, person.end, person.code))
            covered.append((person.start, person.end))
    found.sort(key=lambda party: (party.start, -party.end))
    for party in found:
        party.aside = _is_aside(text, marks, party)
    _group(marks, found)
    return found


def _is_mere_word(text: str, marks: Marks, one: CountryName) -> bool:
    """Say whether a country's name stands for no actor: a currency, a posting, a newspaper."""
    money = text.startswith("$", one.end)
    return money or _is_posted(marks, one) or _is_media(marks, (one.start, one.end))


def _is_covered(position: int, spans: Iterable[Span]) -> bool:
    return any(start <= position < end for start, end in spans)


def _is_posted(marks: Marks, country: CountryName) -> bool:
    """Say whether the country only tells where somebody serves: "ambassador to China"."""
    return any(0 <= country.start - end <= len(" the ") for _, end in marks.tags.get("posted", ()))


def _is_media(marks: Marks, span: Span) -> bool:
    """Say whether the name only says whose newspaper or agency reports."""
    return any(
        start - span[1] >= 0 and marks.words_between(span[1], start) <= 1
        for start, _ in marks.tags.get("media", ())
    )


def _is_site(text: str, marks: Marks, country: CountryName) -> bool:
    """Say whether a country is only where something happens: "in Peru", "in Florence, Italy"."""
    if country.form == "demonym":
        return False
    before = text[max(marks.sentence.start, country.start - 50) : country.start]
    if text.startswith(_CAPITAL_OF, country.end):
        return True
    if before.endswith(", "):
        return bool(_TOWN.search(before) and _TOWN_ENDS.match(text, country.end))
    at = before.lower().endswith(_SITE_ENDS) and _SITE.search(before) is not None
    return at and text[country.end : country.end + 2] not in ("'s", "’s")


def _is_aside(text: str, marks: Marks, party: Party) -> bool:
    """Say whether somebody is named as an adversary or a topic: "against X", "X's invasion"."""
    if _HYPHENED.match(text, party.end):
        return True
    before = text[max(marks.sentence.start, party.start - _ASIDE_REACH) : party.start]
    words = before.lower().split()
    if words and words[-1] in _ARTICLES:
        words.pop()
    if words and words[-1] in known("aside_words"):
        return True
    for _, end in marks.tags.get("aside", ()):
        if 0 < party.start - end <= _ASIDE_REACH:
            between = text[end : party.start].strip()
            if " " not in between and "," not in between:
                return True
    for start, _ in marks.tags.get("assault", ()):
        if 0 <= start - party.end <= _ASIDE_REACH and marks.words_between(party.end, start) <= 2:
            return "," not in text[party.end : start]
    return False


def _group(marks: Marks, found: list[Party]) -> None:
    """Number the lists: parties joined by commas and a last "and", or by a hyphen."""
    number = 0
    run: list[Party] = []
    joints: list[str] = []
    for party in found:
        joint = _joint(marks.slice(run[-1].end, party.start)) if run else None
        if joint == "beside":
            joint = "and" if run[-1].code == party.code else None
        if joint is None or (joint == "comma" and run[-1].site):
            number = _number(marks, run, joints, number)
            run, joints = [party], []
        else:
            run.append(party)
            joints.append(joint)
    _number(marks, run, joints, number)


def _number(marks: Marks, run: list[Party], joints: list[str], number: int) -> int:
    """Number a run of parties: one list up to its last "and", then each alone."""
    if not joints:
        for party in run:
            party.group = number
        return number + len(run)
    last = max((at + 1 for at, joint in enumerate(joints) if joint == "and"), default=0)
    if marks.sentence.field == "title":
        last = len(joints)
    if len(joints) > 1 and _GOES_ON.match(marks.slice(run[-1].end, run[-1].end + 12)):
        last = len(joints)
    for at, party in enumerate(run):
        party.group = number + max(0, at - last)
        party.site = party.site or (at <= last and run[0].site)
        party.aside = party.aside or (at <= last and run[0].aside)
    return number + max(0, len(run) - last)


def _joint(between: str) -> str | None:
    """Return how the text between two parties joins them: "and", "comma", "beside" or not."""
    if len(between) > _LONGEST_JOINT:
        return None
    if between.strip() in ("", "-", "–", "—", "/"):
        return "and"
    joint = "beside"
    for word in _words(between):
        if word in _JOINS and word not in ("-", "–"):
            joint = "and"
        elif word == ",":
            joint = "comma" if joint == "beside" else joint
        elif not (word in known("list_words") or word[0].isupper() or word[0] in "()"):
            return None
    return joint


def _words(between: str) -> Iterator[str]:
    for phrase in _JOINING:
        between = between.replace(phrase, "and")
    for found in _WORDS.finditer(between):
        yield found.group()
