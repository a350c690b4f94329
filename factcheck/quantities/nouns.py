"""Part of the quantities: what a number counts, told from the words behind it without a parser."""

from __future__ import annotations

import re

# Words that end the phrase of a counted noun, and are none themselves.
_ENDING = (
    "a about above according across after against all along also although am among amongst an and another any are "
    "around as at be because been before behind being below between both but by can could did do does down during "
    "each either else ever every few for from further had has have he her hers him his how however i if in including "
    "inside into is it its itself just last least less many may me might more most much my near neither next no nor "
    "not of off on once one only onto or other our out outside over own per rather said same say says she should "
    "since so some such than that the their them then there these they this those though through throughout till to "
    "too toward towards under until up upon us very via was we were what when where whether which while who whom "
    "whose why will with within without would yet you your"
)
STOP = frozenset(_ENDING.split())
_PLURALS = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot",
    "lives": "life", "wives": "wife", "wolves": "wolf", "leaves": "leaf", "mice": "mouse", "geese": "goose",
    "teeth": "tooth", "aircraft": "aircraft", "staff": "staff", "fish": "fish", "sheep": "sheep", "cattle": "cattle",
    "troops": "troop", "species": "species", "series": "series", "deer": "deer", "crew": "crew", "police": "police",
    "personnel": "personnel", "criteria": "criterion", "salmon": "salmon", "offspring": "offspring",
    "spacecraft": "spacecraft", "media": "medium",
}  # fmt: skip
_NO_HEADS = frozenset(word for word, one in _PLURALS.items() if word == one)  # "police officers" are officers
_WORD = re.compile(r"[\s\u00a0-]([^\W\d_][\w’'-]*)")
_OF = re.compile(
    r"\s+(?:out )?of(?:\s(?:the|its|their|his|her|our|these|those|all|\w+[’']s?))?(?:\s(?:more than|about|some))?"
    r"(?:\s\d[\w.,-]*(?=\s))?"
)
_LONGEST = 4


def counted(text: str, end: int, value: float) -> tuple[str, int]:
    """The noun that a number ending there counts, singular in lower case, and its end; "" where it cannot be told.

    "14 of the 18 tanks" counts tanks, but its words end with the number.
    """
    if text[end : end + 1] == "-":
        word = _WORD.match(text, end)
        first = word[1].split("-")[0] if word else ""
        return singular(first.lower()), end + (1 + len(first) if first else 0)
    if of := _OF.match(text, end):
        return _head(text, of.end(), 2)[0], end
    return _head(text, end, value)


def phrase(text: str, end: int) -> list[tuple[str, int]]:
    """The words of a noun phrase behind a number, each with its end: until punctuation or a word that ends it."""
    words: list[tuple[str, int]] = []
    while len(words) < _LONGEST and (match := _WORD.match(text, end)):
        word = re.sub(r"[’']s?$", "", match[1])
        if word.lower() in STOP:
            break
        words.append((word, match.start(1) + len(word)))
        end = match.end()
    return words


def singular(noun: str) -> str:
    """A noun in the singular, by the commonest endings."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if re.search(r"(?:ch|sh|x|ss|zz)es$", noun):
        return noun[:-2]
    return noun[:-1] if is_plural(noun) else noun


def is_plural(noun: str) -> bool:
    """Whether a noun in lower case looks like a plural."""
    regular = len(noun) > 3 and noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
    return noun in _PLURALS or regular


def _head(text: str, end: int, value: float) -> tuple[str, int]:
    """The first plural of the phrase; behind "one" its first word."""
    words = phrase(text, end)
    plurals = [pair for pair in words if is_plural(pair[0].lower())]
    if plurals and (value != 1 or len(words) == 1):
        word, stop = min(plurals, key=lambda pair: pair[0].lower() in _NO_HEADS)
        return singular(word.lower()), stop
    return (words[0][0].lower(), words[0][1]) if words and value == 1 else ("", end)
