from __future__ import annotations

from itertools import pairwise

import pytest

from factcheck.claims.breaks import quotation_spans, sentence_breaks


def sentences(text: str) -> list[str]:
    breaks, inner = sentence_breaks(text)
    starts = [*sorted(breaks.sure - inner), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    "text",
    [
        "Sen. Mark J. Foo paid $68.7B in vain to Mr. Smith.",
        "It is listed as No. 5 of Jan. 12 by Dr. Lund.",
        "“The plant is old. We want it closed,” Lund told reporters.",
        '"What?" Lund asked.',
    ],
)
def test_no_sentence_ends_at_an_abbreviation_or_inside_a_quotation(text):
    """Abbreviations, initials and open quotations hold a sentence together."""
    assert sentences(text) == [text]


def test_a_sentence_ends_with_its_quotation():
    """A quotation that ends with a full stop ends its sentence."""
    assert sentences('He said: "It is so." They left.') == ['He said: "It is so."', "They left."]


def test_where_only_the_parser_can_tell_it_is_asked():
    """After "U.S." and "p.m." a sentence may or may not begin."""
    breaks, _ = sentence_breaks("It was in the U.S. Army officers left.")
    assert breaks.maybe == {19}


def test_a_quotation_mark_that_is_never_closed_opens_nothing():
    """A stray mark does not swallow the rest of the paragraph."""
    assert quotation_spans("He said “never. It rained.") == []
