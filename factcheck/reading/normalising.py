"""Part of the reading door: one spelling for text, so that offsets and quotes mean the same everywhere."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")

# Format characters with a shape of their own (Arabic number signs and the like); every other one is invisible.
_VISIBLE_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def normalise(text: str) -> str:
    r"""NFC, "\n" line ends, plain spaces, at most one blank line in a row, nothing that hides or reorders text.

    Typographic quotes and dashes stay. Normalising twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = unicodedata.normalize("NFC", text.translate({ord(char): _spelling(char) for char in set(text)}))
    lines = (line.rstrip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def one_line(value: object) -> str:
    """A value's text, normalised, on one line; "" for None and the like."""
    return " ".join(normalise(str(value or "")).split())


def _spelling(char: str) -> str | None:
    category = unicodedata.category(char)
    if char == "\t" or category == "Zs":
        return " "
    if char == "\n" or char in _VISIBLE_FORMAT:
        return char
    # Variation selectors beyond the emoji's own can carry a hidden message, as the tag characters can.
    hidden = category in ("Cc", "Cf", "Cs") or "\U000e0100" <= char <= "\U000e01ef"
    return None if hidden else char
