"""Says whether a date is told as one to come."""

from services.extractor.names.neighbours import sentence_after, sentence_before
from services.extractor.times.date_words import date_cues


def lies_ahead(flat: str, start: int) -> bool:
    """Say whether the words of its sentence tell a date as one to come.

    The nearest word before it decides: "will visit on Friday" lies ahead, "will visit, he said
    on Friday" does not. Where the date opens its sentence, the first word after it does.
    """
    before = sentence_before(flat, start).lower().split()
    for at in range(len(before) - 1, -1, -1):
        told = _told(before, at)
        if told is not None:
            return told
    if not date_cues().opening.issuperset(before):
        return False
    after = sentence_after(flat, start).lower().split()
    verdicts = (_told(after, at) for at in range(len(after)))
    return next((told for told in verdicts if told is not None), False)


def _told(words: list[str], at: int) -> bool | None:
    """Say whether a word speaks of what is to come (True) or was (False), or of neither."""
    word = words[at].strip(",;:()\"'")
    cues = date_cues()
    if word in cues.telling:
        return None if at and words[at - 1] in cues.passive else False
    if word in cues.future:
        return True
    if word in cues.future_openings and " ".join(words[at : at + 2]) in cues.future:
        return True
    return None
