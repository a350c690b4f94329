"""Where passages lie."""

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from test_sentences import TEXTS

from factcheck.passages import TARGET_WORDS, Span, sentences, split
from factcheck.sentences import heading


def words(text: str, span: Span) -> int:
    return len(text[span.start : span.end].split())


def prose(count: int, length: int = 10) -> str:
    return " ".join(f"Sentence {number}" + " word" * (length - 3) + " ends." for number in range(count))


def test_headings_bound_passages_and_name_them() -> None:
    """No passage reaches over a heading; each names the headings it stands under; headings are in none."""
    text = "Intro.\n\n# One\n\nFirst.\n\n## Sub ##\n\nSecond.\n\n### C#\n\nThird.\n\n# Two\n\nFourth."
    found = [(text[span.start : span.end], span.heading) for span in split(text)]
    assert found == [
        ("Intro.", ""), ("First.", "One"), ("Second.", "One > Sub"), ("Third.", "One > Sub > C#"), ("Fourth.", "Two"),
    ]  # fmt: skip


def test_short_paragraphs_share_a_passage() -> None:
    """Short neighbouring paragraphs share a passage."""
    text = "One short paragraph.\n\nAnother one.\n\n- a list item\n- and another"
    assert split(text) == (Span(0, len(text)),)


def test_long_prose_is_cut_between_sentences() -> None:
    """Long prose gives passages of whole sentences near the target size."""
    text = prose(60)
    found = split(text)
    assert [words(text, span) for span in found] == [TARGET_WORDS] * 5
    assert all(text[span.end - 1] == "." for span in found)


def test_a_paragraph_stays_whole_where_it_can() -> None:
    """A paragraph that would not fit begins a new passage once the last is half full."""
    text = prose(8) + "\n\n" + prose(8)
    assert [words(text, span) for span in split(text)] == [80, 80]


def test_a_short_rest_joins_the_passage_before() -> None:
    """A rest too short to stand alone joins the passage before it."""
    text = prose(13)
    assert [words(text, span) for span in split(text)] == [130]


def test_a_very_long_sentence_is_a_passage_of_its_own() -> None:
    """A sentence beyond the target is a passage of its own, whole."""
    text = f"{prose(3)} {'Long ' + 'word ' * 198}ends. {prose(5)}"
    assert [words(text, span) for span in split(text)] == [30, 200, 50]


def test_scripts_without_spaces_are_cut_as_well() -> None:
    """Text without spaces is cut at its own sentence ends."""
    text = "国防部长周四抵达德里进行会谈。" * 200
    assert len(split(text)) > 1


def test_nothing_gives_nothing() -> None:
    """Text without words has no passages."""
    assert split("") == split("---\n\n...") == split("# Only a heading") == ()


@given(TEXTS)
def test_every_sentence_lies_in_exactly_one_passage(text: str) -> None:
    """Passages are in order and apart, and every sentence but headings lies within exactly one."""
    found = split(text)
    assert found == split(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for low, high in sentences(text):
        holders = sum(span.start <= low and high <= span.end for span in found)
        is_heading = (low == 0 or text[low - 1] == "\n") and heading(text[low:high]) is not None
        assert holders == (0 if is_heading else 1)


@settings(deadline=None, max_examples=5)
@given(
    st.sampled_from(
        ["The cat sat on the mat. ", "word ", "“open quote. ", '"a. ', "(((", "[a.) ", "- x\n", "a\n", " #"]
    )
)
def test_time_grows_with_the_text_alone(unit: str) -> None:
    """Two hundred thousand characters of anything are split in seconds."""
    started = time.perf_counter()
    split(unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 5


def test_a_passage_stays_on_its_page() -> None:
    """Sentences that begin on two pages are in two passages, each with its page; a text without pages has page 0."""
    text = "The first page says this. It ends\nhere. The second page says that."
    assert [(text[s.start : s.end], s.page) for s in split(text, (0, 34))] == [
        ("The first page says this. It ends\nhere.", 1),
        ("The second page says that.", 2),
    ]
    assert [span.page for span in split(text)] == [0]
