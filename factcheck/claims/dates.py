"""Part of the second room: relative dates in a sentence and the article's date in; the dates they mean out."""

from __future__ import annotations

import re
from datetime import date, timedelta

from factcheck.claims.sentences import Sentence

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    f"{short}{dot}": number for short, number in _SHORT.items() if short != "may" for dot in ("", ".")
}
_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_PARTS = frozenset({"morning", "afternoon", "evening", "night"})
_COUNTS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
} | {"a": 1, "an": 1}
_SPANS = {"year": 1, "summer": 1, "winter": 1, "decade": 10, "season": 0}
# "called a strike for 17 November", "was due on Friday": told in the past tense, the day may still be to come.
_TOWARDS = frozenset({"for", "until", "till", "til", "by", "to"})
_PLANNING = frozenset({"schedule", "reschedule", "postpone", "plan", "slate", "due"})
_STEP = {"last": -1, "this": 0, "next": 1}


def date_notes(sentence: Sentence, published: date, *, other_years: bool) -> dict[int, str]:
    """For words that end a relative date, what it means: "4 December 2025"; nothing where the tense leaves it open.

    `other_years` tells that the text around speaks of other years, so that a date without a year is left alone.
    """
    notes: dict[int, str] = {}
    for index in range(len(sentence.words)):
        if index in sentence.quoted:
            continue
        found = (
            _near(sentence, index, published)
            or _weekday(sentence, index, published)
            or _stepped(sentence, index, published)
            or _ago(sentence, index, published)
            or (None if other_years else _yearless(sentence, index, published))
        )
        if found:
            notes[found[0]] = found[1]
    return notes


def spelt(day: date) -> str:
    """A date as written in a note: 4 December 2025."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def _word(sentence: Sentence, index: int) -> str:
    return sentence.words[index].text.lower() if 0 <= index < len(sentence.words) else ""


def _near(sentence: Sentence, index: int, published: date) -> tuple[int, str] | None:
    word, after = _word(sentence, index), _word(sentence, index + 1)
    if word in _NEAR and after not in ("'s", "’s") and _word(sentence, index - 1) != "ago":
        return index, spelt(published + timedelta(days=_NEAR[word]))
    if word == "this" and after in _PARTS:
        return index + 1, spelt(published)
    if word == "last" and after == "night":
        return index + 1, spelt(published - timedelta(days=1))
    return None


def _weekday(sentence: Sentence, index: int, published: date) -> tuple[int, str] | None:
    word, before, after = _word(sentence, index), _word(sentence, index - 1), _word(sentence, index + 1)
    dated = any(_word(sentence, index + step) in _MONTH for step in (1, 2, 3)) or after.strip(",").isdigit()
    if word not in _DAYS or dated or before in ("every", "each", "a", "any", "another") or before in _MONTH:
        return None
    wanted = _DAYS.index(word)
    future = True if before == "next" else False if before in ("last", "since") else _tense(sentence, index)
    if future is None:
        return None
    back = (published.weekday() - wanted) % 7 or (7 if before == "last" else 0)
    ahead = (wanted - published.weekday()) % 7 or (7 if before == "next" else 0)
    end = index + 1 if after in _PARTS else index
    return end, spelt(published + timedelta(days=ahead) if future else published - timedelta(days=back))


def _tense(sentence: Sentence, index: int) -> bool | None:
    """Whether the words over a date speak of the future (True) or the past (False); None where they do not say."""
    path = _up_to_verb(sentence, index)
    words = [sentence.words[i] for i in path]
    top = words[-1]
    if top.tag == "VBN" and top.dep == "acl":
        future: bool | None = False
    else:
        future = _verb_tense(sentence, path[-1]) if top.pos in ("VERB", "AUX") else None
    if future is False and (_looks_ahead(sentence, path) or _after_misread(sentence, path[-1], index)):
        return None
    return future


def _up_to_verb(sentence: Sentence, index: int) -> list[int]:
    """The words from a date up to the verb it hangs on, or to the top where there is none."""
    path: list[int] = []
    while index not in path:
        path.append(index)
        word = sentence.words[index]
        if word.pos in ("VERB", "AUX") and word.tag != "VBG":
            break
        index = word.head
    return path


def _after_misread(sentence: Sentence, verb: int, index: int) -> bool:
    """Whether a verb of the present tense, which the parser took for a noun, stands before the date.

    In "arrived on Monday and leaves on Friday" it is a plural joined to a verb or to a date.
    """
    words = sentence.words
    joined = [word for word in words[verb + 1 : index] if word.dep == "conj" and word.tag == "NNS"]
    return any(words[word.head].pos == "VERB" or words[word.head].entity == "DATE" for word in joined)


def _looks_ahead(sentence: Sentence, path: list[int]) -> bool:
    """Whether a date is one that something was put off to, planned or due for."""
    words = [sentence.words[i] for i in path]
    preposition = next((word.text.lower() for word in words if word.pos in ("ADP", "SCONJ", "PART")), "")
    due = any(sentence.words[c].lemma == "due" for c in sentence.children[path[-1]])
    # "was set on Friday" is a plan, "set a record on Friday" is not.
    due |= sentence.words[path[-1]].lemma == "set" and sentence.child(path[-1], "nsubjpass") is not None
    planned = any(word.lemma in _PLANNING for word in words if word.pos in ("VERB", "ADJ"))
    return preposition in _TOWARDS or due or planned


def _verb_tense(sentence: Sentence, verb: int) -> bool | None:
    aux = [sentence.words[c] for c in sentence.children[verb] if sentence.words[c].dep in ("aux", "auxpass")]
    texts = {word.text.lower() for word in aux}
    if texts & {"will", "'ll", "’ll", "shall"} or (texts & {"is", "are"} and "to" in texts):
        return True
    if texts & {"would", "could", "may", "might", "should", "to", "can"}:
        return None
    if texts & {"was", "were", "had", "has", "have", "did"} or sentence.words[verb].tag == "VBD":
        return False
    return None


def _stepped(sentence: Sentence, index: int, published: date) -> tuple[int, str] | None:
    """Reads "last year", "this month", "next week", "last July"."""
    word, unit = _word(sentence, index), _word(sentence, index + 1)
    if word not in _STEP or (index and sentence.words[index - 1].tag in ("PRP$", "DT", "POS")):
        return None
    step = _STEP[word]
    if unit == "year":
        return index + 1, str(published.year + step)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return index + 1, f"{_MONTHS[months % 12].capitalize()} {months // 12}"
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return index + 1, f"week of {spelt(monday)}"
    if unit in _MONTHS and step and not _word(sentence, index + 2).isdigit():
        number = _MONTHS.index(unit) + 1
        later = number >= published.month if step < 0 else number > published.month
        year = published.year - (1 if step < 0 and later else 0) + (1 if step > 0 and not later else 0)
        return index + 1, f"{unit.capitalize()} {year}"
    return None


def _ago(sentence: Sentence, index: int, published: date) -> tuple[int, str] | None:
    """Reads "four summers ago", "a decade ago", "two days ago"."""
    if _word(sentence, index) != "ago" or index < 2:
        return None
    count, unit = _word(sentence, index - 2), _word(sentence, index - 1).rstrip("s")
    number = int(count) if count.isdigit() and len(count) < 4 else _COUNTS.get(count)
    vague = _word(sentence, index - 3) in (
        "about",
        "some",
        "around",
        "nearly",
        "almost",
        "over",
        "than",
        "to",
    )
    if number is None or vague:
        return None
    if unit == "day":
        return index, spelt(published - timedelta(days=number))
    if _SPANS.get(unit):
        year = published.year - number * _SPANS[unit]
        if year > 0 and _word(sentence, index + 1) == "today" and (published.month, published.day) != (2, 29):
            return index + 1, spelt(published.replace(year=year))
        return (index, str(year)) if year > 0 else None
    return None


def _yearless(sentence: Sentence, index: int, published: date) -> tuple[int, str] | None:
    """Reads "on March 2", "22 December", "in March": the year, where the tense tells on which side of today it lies."""
    word = sentence.words[index]
    month = _MONTH.get(word.text.lower())
    if month is None or word.tag not in ("NNP", "CD") or not word.text[0].isupper():
        return None
    after, before = _word(sentence, index + 1), _word(sentence, index - 1)
    end = index + 1 if re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", after) else index
    day = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", after if end > index else before)
    following = [_word(sentence, end + step) for step in (1, 2, 3)]
    if any(re.fullmatch(r"\d{4}", text) for text in following) or before in (
        "last",
        "next",
        "this",
        "early",
        "mid",
        "of",
    ):
        return None
    if day is None and before not in ("in", "since", "from", "until", "by", "on"):
        return None
    future = _tense(sentence, index)
    if future is None:
        return None
    number = min(int(day.group(1)), 28) if day else None
    return end, str(_year_of(published, month, number, future=future))


def _year_of(published: date, month: int, day: int | None, *, future: bool) -> int:
    """The year of the nearest such day, today included, on that side of the date."""
    then, now = (month, day or 0), (published.month, published.day if day else 0)
    if future:
        return published.year + (then < now)
    return published.year - (then > now)
