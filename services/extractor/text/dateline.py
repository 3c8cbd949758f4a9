"""Datelines and the marks of agencies that open a wire text: places, not actors."""

import re

_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_DAY = rf"(?:(?:{_MONTHS})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_MONTHS})\.?)(?:,?\s+\d{{4}})?"
_AGENCY = r"[(\[][A-Z][\w .,/&'’-]{1,40}[)\]]"
_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/ -]{2,40}"
_DASH = r"(?:--+|[–—-])"

_DATELINE = re.compile(
    rf"""\s*(?:
        [A-Z]{{3,}}\s+-\s+[A-Z][\w .]{{1,40}}\)\s*                      # MENAFN - an agency)
      | {_PLACE}(?:,\s+[A-Z][\w.'’ -]{{2,30}}){{0,2}}
          ,?\s+{_DAY}\s*(?:{_AGENCY}\s*)?(?:{_DASH}|[.:])\s*     # BAKU, Azerbaijan, April 18.
      | {_PLACE}(?:,\s+[A-Z][\w.'’ -]{{2,30}}){{0,2}}\s*{_AGENCY}\s*{_DASH}\s*   # PARIS (AFP) -
      | {_PLACE}(?:,\s+[A-Z][\w.'’ -]{{2,30}})?\s+{_DASH}\s+            # TEHRAN –
      | [A-Z][\w.'’]+(?:\s[A-Z][\w.'’]+){{0,2}}(?:,\s+[A-Z][\w.'’ -]{{2,30}})?
          \s*(?:,\s*{_DAY}\s*)?{_AGENCY}\s*{_DASH}\s*                   # Lagos (NAN) -
      | {_PLACE}\s*{_DASH}\s+(?=[A-Z][a-z])
    )""",
    re.VERBOSE,
)
_STAMP = re.compile(r"\s*(?:date\s+)?\d{4}-\d{2}-\d{2}(?:\s*\+\s*\S\s*[−-]\s*\d+\s*px)?(?=\s)")
_REACH = 400
_TRIES = 4


def dateline_end(text: str) -> int:
    """Return where the news begins: after stamps, datelines and marks of agencies, or 0.

    Only the first lines are looked at.
    """
    end = 0
    head = text[:_REACH]
    if stamp := _STAMP.match(head):
        end = stamp.end()
    for start in _line_starts(head, end):
        if found := _DATELINE.match(head, start):
            return found.end()
    return end


def _line_starts(head: str, first: int) -> list[int]:
    starts = [first]
    while len(starts) < _TRIES and (newline := head.find("\n", starts[-1])) >= 0:
        starts.append(newline + 1)
    return starts


def lead_end(sentence: str) -> int:
    """Return where a sentence begins that opens with a dateline inside the body, or 0."""
    found = _DATELINE.match(sentence[:_REACH])
    return found.end() if found and found.end() < len(sentence) else 0
