"""Web pages."""

import subprocess
import sys
from datetime import date

import pytest

from factcheck.reading import ReadingError, html

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Harbour bridge opens | The Daily Test</title>
<meta name="author" content="Ann Writer"><meta property="og:site_name" content="The Daily Test">
<meta property="article:published_time" content="2024-03-05T10:00:00Z">
<link rel="canonical" href="https://example.org/news/bridge"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport pages</a></li></ul></nav>
<article><h1>Harbour bridge opens</h1>
<p>The <b>new</b> bridge in Port Example opened on Tuesday after
   <a href="http://example.org/z">four years</a> of work.<br>It cost 310 million euros.</p>
<h2>What the mayor said</h2><p>“We waited long enough,” said Mayor Jo Field. 5 * 3 is 15, a_b and [c].</p>
<ul><li>Length: <i>1.2</i> km<ul><li>Span: 300 m</li></ul></li><li>Lanes: four</li></ul>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2020</td><td>200</td></tr></table>
<script>document.write("injected words")</script></article>
<footer>Copyright 2030. <a href="#">Privacy</a></footer></body></html>"""

TEXT = """# Harbour bridge opens

The new bridge in Port Example opened on Tuesday after four years of work.
It cost 310 million euros.

## What the mayor said

“We waited long enough,” said Mayor Jo Field. 5 * 3 is 15, a_b and [c].

- Length: 1.2 km
- Span: 300 m
- Lanes: four

| Year | Cost |
| 2020 | 200 |"""


def test_the_main_text_comes_without_navigation() -> None:
    """Headings, paragraphs, lists and tables come as plain lines; navigation, scripts, addresses and footer do not."""
    assert html.read(PAGE.encode(), "x").text == TEXT


def test_metadata_comes_from_the_markup() -> None:
    """Title, author, publisher, date, address and language come from the page's markup."""
    source = html.read(PAGE.encode(), "x")
    assert (source.title, source.author, source.publisher) == ("Harbour bridge opens", "Ann Writer", "The Daily Test")
    assert (source.url, source.published) == ("https://example.org/news/bridge", date(2024, 3, 5))
    assert source.language == "en-GB"


def test_a_date_in_the_text_is_no_publication_date() -> None:
    """A date that only stands in the text is not taken for the page's own."""
    page = b"<html><body><article><p>On 12 May 2019 it rained all day in Port Example.</p></article></body></html>"
    assert html.read(page, "x").published is None


def test_a_bare_page_still_gives_its_words() -> None:
    """A page without any structure gives its words."""
    assert html.read(b"<html><p>five words are right here", "x").text == "five words are right here"
    assert html.read(b"five words, no tags, here", "x").text == "five words, no tags, here"
    declared = b'<?xml version="1.0" encoding="utf-8"?><html><body><p>Five words are right here.</p></body></html>'
    assert html.read(declared, "x").text == "Five words are right here."


def test_hostile_markup_only_gives_text() -> None:
    """Scripts, deep nesting and entity declarations give text or nothing, never an error."""
    assert "alert" not in html.read(b"<html><body><p>Words here.<script>alert(1)</script></p></body></html>", "x").text
    html.read(b"<html>" + b"<div>" * 5000 + b"deep words" + b"</div>" * 5000, "x")
    html.read(b'<!DOCTYPE html [<!ENTITY a "aaaa">]><html><body><p>&a;&a; words</p></body></html>', "x")


def test_millions_of_tags_are_refused() -> None:
    """What is small in bytes and large as a tree is refused before it is parsed."""
    with pytest.raises(ReadingError, match="more than 600,000 tags"):
        html.read(b"<p>a" * 700_000, "x")


def test_the_extractor_is_loaded_only_for_web_pages() -> None:
    """Importing the reading door does not load trafilatura."""
    code = "import sys, factcheck.article; sys.exit('trafilatura' in sys.modules or 'lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
