"""Where sentences lie."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.sentences import LONGEST_SENTENCE_WORDS, sentences

PIECES = st.sampled_from(
    ["# H", "## Sub", "- ", "1. ", "> ", "| a | b |", "---", "\n", "\n\n", " ", "Mr. ", "word", "Big. ", "“Oh!” ",
     "(a.) ", "5 p.m. ", '"', "“", "”", "*", "...", "漢字。", "é", ".", "?", "A long line of words that goes on, "]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80))


def split_by_bar(marked: str) -> tuple[str, list[str]]:
    return marked.replace("¦", ""), [part.strip() for part in marked.split("¦")]


@pytest.mark.parametrize(
    "marked",
    [
        "The U.S. Senate met on Jan. 6 at 9 a.m. on Tuesday. ¦Sen. John Smith of the U.S. spoke first.",
        "He works for the U.S. ¦The president left at 5 p.m. ¦He was tired.",
        "It was 10 a.m. Monday. ¦At 5 p.m. IST it rose. ¦By 7 p.m. Eastern it fell.",
        "Gen. Mark A. Milley, Lt. Col. Vindman and Rep. Adam B. Schiff (D-Calif.) spoke. ¦No. 5 was Gov. Lee.",
        "It raised Rs. 500 crore in Sept. 2021, up 3.5 per cent from Rs. 480 crore. ¦That is $1.2 bn.",
        "“Are you sure?” he asked. ¦“Yes.” ¦She left. ¦“We will not yield!” said the minister.",
        "“I saw it. It was big. Very big,” he said. ¦She agreed.",
        "He said, “Russia is a time-tested partner.” ¦He also spoke of trade.",
        "Then he left. ¦(See Fig. 3.) ¦The end came soon.",
        "See pp. 5-10, vol. 2, ch. 3. ¦Ft. Worth is in Tex. ¦It cost approx. 5,000 in all.",
        "Well... I think so. ¦Hmm… maybe not.",
        "**Highlights.** ¦While ministers *said so.* ¦They left.",
        'It has a 5" nail. ¦"Quoted." ¦After.',
        "- one item\n¦- two items. ¦And more\n  that goes on\n¦- three",
        "Words before:\n¦1. first\n¦2. second",
        "| a | b. C |\n¦| 1 | 2 |",
        "# A heading. Of two\n¦Text under it.",
        "Background\n¦The meeting was held in the capital on Thursday by the ministers of both\ncountries, who signed.",
        "> A quotation that is wrapped\n> Over two lines.",
    ],
)
def test_news_prose_is_split_where_a_reader_would(marked: str) -> None:
    """Abbreviations, hours, ranks, quotations, asides, lists and wrapped lines are split where a reader would."""
    text, expected = split_by_bar(marked)
    expected = [part.removeprefix("- ").removeprefix("1. ").removeprefix("2. ").removeprefix("> ") for part in expected]
    assert [text[low:high] for low, high in sentences(text)] == expected


def test_a_very_long_quotation_is_split_inside() -> None:
    """A quotation of more than eighty words gives its sentences one by one."""
    text = "“" + "The plan is good and it will work for us all. " * 12 + "We go.” He left."
    found = [text[low:high] for low, high in sentences(text)]
    assert len(found) == 14
    assert found[-2:] == ["We go.”", "He left."]


def test_words_without_any_end_are_cut_at_a_space() -> None:
    """A thousand words without a full stop are cut at spaces, and only there."""
    text = "word " * 1000
    assert [len(text[low:high].split()) for low, high in sentences(text)] == [LONGEST_SENTENCE_WORDS] * 2 + [200]


def test_a_part_is_read_as_if_it_stood_alone() -> None:
    """Offsets of a part's sentences point into the whole text."""
    text = "First one. Second one. Third one."
    assert sentences(text, 11, 22) == ((11, 22),)
    assert sentences(text, 11) == ((11, 22), (23, 33))
    assert sentences("") == ()


@given(TEXTS)
def test_sentences_are_in_order_and_lose_no_word(text: str) -> None:
    """Sentences are in order and apart, begin and end with a character, and hold every letter but for list numbers."""
    found = sentences(text)
    assert found == sentences(text)
    assert all(high <= low for (_, high), (low, _) in pairwise(found))
    assert all(text[low:high] and text[low:high] == text[low:high].strip() for low, high in found)
    covered = {index for low, high in found for index in range(low, high)}
    assert not [char for index, char in enumerate(text) if char.isalpha() and index not in covered]
