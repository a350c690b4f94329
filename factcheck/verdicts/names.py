"""Part of the fourth room: a sentence that a model wrote in; the names in it that stand nowhere out.

By capitals alone: a name in a script without them, and one that is also a word below, goes unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_][^\W_]*")
_BEGINNING = re.compile(r"(?:^|[.!?:;])[\s\"'“”‘’(]*$")
# Days and months, and words that begin sentences about evidence.
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december
        a about according after all also although an and another any archived are as at available because before being
        both but by claim claims conclusion contrary data despite different documents due during each either evidence
        except few figures following for four from given he her here his how however if in information instead is it its
        judging later likewise many more moreover most neither nevertheless no nobody none nor not nothing of officially
        on one only other our out over papers part passages quotes rather records report reports several she similarly
        since so some source sources statements such text than that the their then there therefore these they this those
        though three thus to together two under unless unlike until what when where whereas whether which while who with
        within without
        """,
    )
)


def unfounded(stated: str, held: str, read: str) -> list[str]:
    """The words with a capital that `held` does not hold, in order.

    A capital at the beginning of a sentence makes no name, so there a word of `read` will do as well.
    """
    known = _words(held)
    seen = known | _words(read)
    return list(
        dict.fromkeys(name for name, first in _capitalised(stated) if not _among(name, seen if first else known))
    )


def _capitalised(stated: str) -> Iterator[tuple[str, bool]]:
    """Words with a capital, and whether each begins a sentence; none that are so written whatever they mean."""
    for found in _WORD.finditer(stated):
        word = found.group()
        if len(word) > 1 and word != word.lower() and word.casefold() not in _NO_NAMES:
            yield word, bool(_BEGINNING.search(stated[: found.start()]))


def _among(name: str, words: frozenset[str]) -> bool:
    """Whether the name is there, be it with the ending of a plural or of a people (India, Indian)."""
    word = name.casefold()
    return not words.isdisjoint({word, f"{word}s", word.removesuffix("s"), f"{word}n", word.removesuffix("n")})


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))
