from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.report.escape import cell, inline, label, link, plain, target, yaml_string

from .rendering import links, skeleton, visible

_SIGNS = [*"\\`*_{}[]()<>#+-.!|~$&@:;/=^'\"\n\t 01ax", "www.", "http://", "&amp;", "é"]
ACTING = st.lists(st.sampled_from(_SIGNS)).map("".join)
FOREIGN = st.one_of(ACTING, st.text()).filter(plain)
PLACES = {
    "paragraph": (inline, "{}"),
    "heading": (inline, "### {}"),
    "list item": (inline, "- {}"),
    "block quote": (inline, "> {}"),
    "middle of a sentence": (inline, "**Reasoning:** {}"),
    "table cell": (lambda text: cell(inline(text)), "| a | b |\n| --- | --- |\n| {} | c |"),
    "link": (label, "[{}](#c1)"),
    "link in a table cell": (lambda text: cell(label(text)), "| a | b |\n| --- | --- |\n| [{}](#c1) | c |"),
}


@pytest.mark.parametrize("place", PLACES)
@given(text=FOREIGN)
@example(text="[x](http://a.example) ![y](z) [ref]: http://b.example")
@example(text="<script>alert(1)</script> <!-- gone --> &lt;b&gt;")
@example(text="# Title #")
@example(text="1) one")
@example(text="a\\|b | c\\")
@example(text="***\n---\n```\ncode")
@settings(max_examples=60, deadline=None)
def test_foreign_text_is_seen_as_written_and_does_nothing(place: str, text: str) -> None:
    """Whatever the text holds, a reader sees it whole, and the markdown around it has the structure it had."""
    escape, frame = PLACES[place]
    shown, plainly = frame.format(escape(text)), frame.format("word")
    assert visible(shown) == visible(plainly).replace("word", plain(text))
    assert skeleton(shown) == skeleton(plainly)


@pytest.mark.parametrize(
    "text",
    [
        "A well-kept sentence (with an aside), 3.5% up - and done.",
        "[The line] opened in 2019 [after a delay].",
        "It cost $48 million, or US$50 at AT&T, a_b and 10:30:45 stay.",
        "Was it 5 < 6 > 4? Yes! “Quoted” – it's so: 1. first, + second, # third",
        "See port.example/x and the C# code.",
    ],
)
def test_ordinary_text_reads_the_same_raw(text: str) -> None:
    """What does not act is not escaped."""
    assert inline(text) == text


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("ask @ada", "ask @<!-- -->ada"),
        ("ada@port.example", "ada@<!-- -->port.example"),
        ("issue #12", "issue #<!-- -->12"),
        ("a :smile: face", "a :<!-- -->smile: face"),
        ("$x+y$", "$x+y<span>$</span>"),
        ("$$x$$", "<span>$</span><span>$</span>x<span>$</span><span>$</span>"),
        ("http://a.example", r"http\://a.example"),
        ("www.a.example", r"www\.a.example"),
        ("[!WARNING] x", r"\[!WARNING] x"),
        ("[x] done", r"\[x] done"),
        ("as said [^1]", r"as said \[^1]"),
        ("mailto:@.example", "mailto:@<!-- -->.example"),
    ],
)
def test_what_github_links_after_rendering_is_broken_up(text: str, raw: str) -> None:
    """Mentions, addresses, issue numbers, emoji codes, formulas, alerts and task boxes stay text."""
    assert inline(text) == raw


def test_hidden_characters_are_dropped() -> None:
    """Terminal codes and text-direction overrides do not reach the reader; white space becomes one space."""
    assert plain("a\x1b[31m\u202eb\x00\n\u00a0c\ud800") == "a[31mb c?"


@pytest.mark.parametrize(
    ("url", "goal"),
    [
        ("https://a.example/x?y=1&z=2#w", "https://a.example/x?y=1&z=2#w"),
        ("http://a.example/x_(1) <b>|`", "http://a.example/x_%281%29%20%3Cb%3E%7C%60"),
        ("https://a.example/ü%20?a&copy;", "https://a.example/%C3%BC%20?a&amp;copy;"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://bank.example@evil.example", ""),
        ("https://[broken", ""),
        ("https:///x", ""),
        ("https://a.example/\nx", ""),
        ("", ""),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, goal: str) -> None:
    """A link's destination is http or https, encoded so that it cannot end the link."""
    assert target(url) == goal


def test_text_without_a_web_address_is_no_link() -> None:
    """Where the address is unusable the title stands alone."""
    assert link("A [b]", "javascript:x") == "A [b]"
    assert links(link("A [b", "https://a.example/(x")) == ["https://a.example/%28x"]


@given(text=st.text() | ACTING)
@example(text="\x7f\x85\u2028\ufeff\uffff😀: {a} # b")
@settings(max_examples=200, deadline=None)
def test_yaml_reads_back_what_was_written(text: str) -> None:
    """A scalar stands on one line and holds any text."""
    assert "\n" not in yaml_string(text)
    assert yaml.safe_load(f"title: {yaml_string(text)}\n") == {"title": text}
