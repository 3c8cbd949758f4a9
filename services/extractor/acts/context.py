"""Sides that a sentence leaves open, found in the article around it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.vocabulary import Kind
from services.extractor.acts.judging import Act, points_back
from services.extractor.acts.reading import Line
from services.extractor.acts.sides import real_pairs

_NEAR, _NEARER, _FIRST = 4, 2, 3
_MAIN_SHARE, _SOLE_SHARE, _FOCUS_SHARE = 0.5, 0.75, 0.85
_TITLE_WEIGHT, _LEDE_WEIGHT = 4, 3
_OPEN_KINDS = frozenset({Kind.MEETING, Kind.AGREEMENT, Kind.PROJECT, Kind.STATEMENT})


@dataclass(slots=True)
class Relation:
    """Which pairs an article speaks of: by sentence, and the one it is mostly about.

    `share` is the part of the explicit acts that the main pair has; `focus` the one country
    that nearly all of several pairs have in common.
    """

    by_line: dict[int, tuple[str, ...]]
    main: str | None
    share: float
    focus: str | None


def fill_sides(acts: Sequence[Act]) -> None:
    """Give open acts their sides from the article, or reject them."""
    relation = relate(acts)
    for act in acts:
        if act.rejected is None and not act.sides.pairs:
            _fill(act, relation)


def leave_out_figures(acts: Sequence[Act]) -> None:
    """Reject figures of trade that only explain other news: nothing else is told of the pair."""
    told = {
        pair
        for act in acts
        if act.rejected is None and (not act.trigger.pattern.figure or _is_first(act.line))
        for pair in act.sides.pairs
    }
    for act in acts:
        if act.rejected is None and act.trigger.pattern.figure and not told & set(act.sides.pairs):
            act.rejected = "figures that explain other news"


def _is_first(line: Line) -> bool:
    return line.marks.sentence.field == "title" or line.marks.sentence.number < _FIRST


def relate(acts: Sequence[Act]) -> Relation:
    """Return the pairs that the explicit acts of an article give."""
    by_line: dict[int, dict[str, None]] = {}
    weights: Counter[str] = Counter()
    for act in acts:
        if act.rejected is None and act.sides.pairs:
            by_line.setdefault(act.line.number, {}).update(dict.fromkeys(act.sides.pairs))
            for pair in act.sides.pairs:
                weights[pair] += _weight(act.line)
    told = {number: tuple(pairs) for number, pairs in by_line.items()}
    main, weight = max(weights.items(), key=lambda item: (item[1], item[0]), default=(None, 0))
    share = weight / sum(weights.values()) if weights else 0.0
    return Relation(told, main if share >= _MAIN_SHARE else None, share, _focus(weights))


def _focus(weights: Counter[str]) -> str | None:
    """Return the country that several pairs have in common, if nearly all acts are its own."""
    if len(weights) < 2:
        return None
    codes: Counter[str] = Counter()
    for pair, weight in weights.items():
        codes.update({pair[:3]: weight, pair[4:]: weight})
    (code, weight), (_, next_weight) = codes.most_common(2)
    enough = weight >= _FOCUS_SHARE * sum(weights.values())
    return code if enough and next_weight < weight else None


def _weight(line: Line) -> int:
    sentence = line.marks.sentence
    if sentence.field == "title":
        return _TITLE_WEIGHT
    return _LEDE_WEIGHT if sentence.number == 0 else 1


def _fill(act: Act, relation: Relation) -> None:
    pairs = _pairs(act, relation)
    if not pairs:
        act.rejected = "its two sides are not told"
    else:
        act.sides = act.sides._replace(pairs=pairs, how="from the article around it")


def _pairs(act: Act, relation: Relation) -> tuple[str, ...]:
    """Return the pairs that an act without two sides of its own can be about."""
    behind = act.sides.open_with
    if relation.focus and behind and relation.focus not in act.sides.codes:
        return real_pairs((relation.focus, code) for code in behind)
    pair = _pair(act, relation)
    return (pair,) if pair else ()


def _pair(act: Act, relation: Relation) -> str | None:
    codes = act.sides.codes
    if act.judged.kind not in _OPEN_KINDS and relation.share < _SOLE_SHARE:
        return None
    both = act.line.marks.has("both")
    if len(codes) > 1:
        main = relation.main
        return main if main and set(main.split("-")) <= codes and _fits(act, relation) else None
    if codes:
        (code,) = codes
        if act.judged.kind is Kind.PROJECT and not (
            both or act.trigger.pattern.firm or points_back(act.line)
        ):
            return None
        return _nearest(act.line, relation, _NEAR, code) or _main(relation, code, both)
    if both or points_back(act.line):
        return _nearest(act.line, relation, _NEARER, "") or _main(relation, "", both)
    if act.trigger.pattern.firm and relation.share >= _SOLE_SHARE:
        return relation.main
    return None


def _fits(act: Act, relation: Relation) -> bool:
    return act.trigger.pattern.firm or relation.share >= _SOLE_SHARE


def _main(relation: Relation, code: str, both: bool) -> str | None:
    main = relation.main
    if main and code in main and (both or relation.share >= _SOLE_SHARE):
        return main
    return None


def _nearest(line: Line, relation: Relation, reach: int, code: str) -> str | None:
    """Return the pair told last before a line, if it was one pair and has this country."""
    for number in range(line.number - 1, max(-1, line.number - 1 - reach), -1):
        pairs = relation.by_line.get(number)
        if pairs:
            fitting = [pair for pair in pairs if code in pair]
            return fitting[0] if len(fitting) == 1 else None
    return None
