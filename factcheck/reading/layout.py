"""Part of the reading door: how the elements of a tree, whatever their tags are called, become lines of text.

Whitespace of the markup is one space; blocks stand between blank lines, list items are `-` lines, rows are `|` lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from factcheck.reading.normalising import normalise

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACES = re.compile(r"\s+")
_BLANK = re.compile(r"\n{2,}")
_LINE_EDGES = re.compile(r" *\n *")


def inside(element: _Element, render: Callable[[_Element], str]) -> str:
    """What stands in the element, its children as `render` has them."""
    return _folded(element.text) + "".join(render(child) + _folded(child.tail) for child in element)


def block(text: str) -> str:
    """A paragraph and the like."""
    return f"\n\n{text.strip()}\n\n"


def item(text: str) -> str:
    """An item of a list."""
    return "\n- " + _BLANK.sub("\n", text.strip())


def row(element: _Element, render: Callable[[_Element], str]) -> str:
    """A row of a table."""
    return "\n| " + " | ".join(" ".join(render(cell).split()) for cell in element) + " |"


def laid_out(text: str) -> str:
    """The whole, normalised, without spaces at the edges of lines."""
    return normalise(_LINE_EDGES.sub("\n", text))


def _folded(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")
