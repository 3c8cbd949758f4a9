"""Acts told in several sentences become one mention; acts told apart stay apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.report import Amount, EventDate, Evidence, Mention, Organisation
from schemas.vocabulary import Kind, Precision, Sector, Status, event_codes
from services.extractor.acts.details import Details, line_amounts, line_sectors
from services.extractor.acts.judging import Act, points_back
from services.extractor.acts.reading import Line
from services.extractor.words.lexicon import known
from services.extractor.words.scanner import fold
from services.extractor.words.sectors import sectors_of

MOST_MENTIONS, MOST_EVIDENCE, MOST_TOLD = 40, 6, 12
"""Mentions of a pair, quotes of a mention, and sums or bodies of one, that are kept."""

_REACH, _OPENING = 3, 3
_UNPAID = frozenset({Kind.MEETING, Kind.STATEMENT})
_REAL = frozenset({Status.DONE, Status.ONGOING})


@dataclass(slots=True)
class Draft:
    """A mention in the making."""

    pair: str
    kind: Kind
    status: Status
    background: bool
    rule: str
    lines: list[Line]
    date: EventDate | None
    amounts: dict[Amount, None] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    sectors: dict[Sector, int] = field(default_factory=dict)
    single: bool = False
    headline: bool = False

    def add(self, line: Line, details: Details) -> None:
        """Take in one more sentence that tells of the act."""
        if line not in self.lines and len(self.lines) < MOST_EVIDENCE:
            self.lines.append(line)
        if self.date is None or (details.date and _is_finer(details.date, self.date)):
            self.date = details.date
        self.amounts.update(dict.fromkeys(details.amounts))
        self.organisations.update({body.name: body for body in details.organisations})
        for sector, hits in details.sectors.items():
            self.sectors[sector] = self.sectors.get(sector, 0) + hits

    def finished(self, otherwise: Iterable[Sector] = ()) -> Mention:
        """Return the mention; without a sector of its own it has those given."""
        plover, cameo = event_codes(self.kind, self.status)
        codes = self.pair.split("-")
        bodies = [b for b in self.organisations.values() if b.country in codes]
        return Mention(
            kind=self.kind,
            status=self.status,
            background=self.background,
            headline=self.headline,
            sectors=sectors_of(self.kind, self.sectors or otherwise),
            date=self.date,
            amounts=tuple(self.amounts)[:MOST_TOLD],
            organisations=tuple(bodies)[:MOST_TOLD],
            evidence=tuple(quote(line) for line in self.lines),
            rule=self.rule,
            plover=plover,
            cameo=cameo,
        )


def _is_finer(one: EventDate, other: EventDate) -> bool:
    """Say whether a date tells more than another that it agrees with."""
    return len(one.value) > len(other.value) and one.value.startswith(other.value)


def quote(line: Line) -> Evidence:
    """Return a sentence as evidence, with its offsets in the published text."""
    sentence = line.marks.sentence
    start, end = line.text.plain.span(sentence.start, sentence.end)
    published = line.text.published[start:end]
    return Evidence(field=sentence.field, start=start, end=end, quote=published)


def gather(
    acts: Sequence[Act], details: Sequence[Details], lines: Sequence[Line]
) -> dict[str, list[Draft]]:
    """Return the mentions of each pair, in the order in which they are first told."""
    drafts: dict[str, list[Draft]] = {}
    told: dict[int, list[Draft]] = {}
    for act, detail in zip(acts, details, strict=True):
        for pair in act.sides.pairs:
            mine = drafts.setdefault(pair, [])
            draft = _place(pair, act, detail, mine)
            if draft:
                told.setdefault(act.line.number, []).append(draft)
    _attach(lines, told)
    return drafts


def _place(pair: str, act: Act, detail: Details, drafts: list[Draft]) -> Draft | None:
    """Put an act with the mention it belongs to, or open a new one for it."""
    background = act.judged.background or detail.old or _is_standing(act, detail)
    single = _is_single(act)
    for draft in reversed(drafts):
        if _is_same(draft, act, detail, background, single):
            draft.add(act.line, detail)
            draft.single = draft.single or single
            return draft
    if len(drafts) >= MOST_MENTIONS:
        return None
    draft = Draft(pair, act.judged.kind, act.status, background, act.rule, [], None, single=single)
    draft.add(act.line, detail)
    drafts.append(draft)
    return draft


def _is_standing(act: Act, detail: Details) -> bool:
    """Say whether a state of things is described: "320 firms are active", with no date."""
    sentence = act.line.marks.sentence
    opening = sentence.field == "title" or sentence.number < _OPENING
    return act.status is Status.ONGOING and detail.date is None and not opening


def _is_same(draft: Draft, act: Act, detail: Details, background: bool, single: bool) -> bool:
    """Say whether a mention tells of the same act."""
    if draft.kind is not act.judged.kind or draft.background is not background:
        return False
    if draft.status is not act.status and not {draft.status, act.status} <= _REAL:
        return False
    if act.line in draft.lines:
        return True
    if draft.kind is not Kind.STATEMENT and _apart(draft.date, detail.date):
        return False
    if draft.kind is not Kind.AGREEMENT:
        return True
    return not _is_another(draft, act, detail, single)


def _apart(one: EventDate | None, other: EventDate | None) -> bool:
    """Say whether two dates cannot mean the same day."""
    if one is None or other is None:
        return False
    shorter = min(len(one.value), len(other.value))
    if shorter < len("2025-01-01") or one.precision is not Precision.DAY:
        return one.value[:shorter] != other.value[:shorter]
    return one.value != other.value


def _is_another(draft: Draft, act: Act, detail: Details, single: bool) -> bool:
    """Say whether an agreement is another than the one told before."""
    if act.line.marks.has("anew"):
        return True
    if not (single and draft.single):
        return False
    names = {body.name for body in detail.organisations}
    if names and draft.organisations and not names <= set(draft.organisations):
        return True
    return bool(names) and bool(set(detail.sectors) - set(draft.sectors))


def _is_single(act: Act) -> bool:
    """Say whether an act brings up one instrument: "signed a memorandum"."""
    if act.judged.kind is not Kind.AGREEMENT or act.line.number == 0:
        return False
    words = fold(act.line.marks.slice(act.trigger.start - 14, act.trigger.end)).split()
    return bool({"a", "an", "another"} & set(words)) and not known("many") & set(words)


def _attach(lines: Sequence[Line], told: dict[int, list[Draft]]) -> None:
    """Give sentences that go on about an act ("The agreement covers …") to its mention.

    A sum goes to the last mention that can have one, even past a meeting.
    """
    last: list[Draft] = []
    payable: list[Draft] = []
    since = 0
    for line in lines:
        if line.number in told:
            last, since = told[line.number], 0
            payable = [d for d in last if d.kind not in _UNPAID] or payable
            continue
        since += 1
        if last and since <= _REACH and points_back(line):
            _extend(last, line)
            for draft in payable:
                draft.amounts.update(dict.fromkeys(line_amounts(line)))


def _extend(drafts: Iterable[Draft], line: Line) -> None:
    firm = [draft for draft in drafts if draft.kind is not Kind.STATEMENT] or list(drafts)
    for draft in firm:
        draft.add(line, Details(sectors=line_sectors(line)))
