"""Feeds and sitemaps."""

from __future__ import annotations

import gzip

import pytest

from factcheck.fetching import Fetched
from factcheck.fetching.feeds import Listing, listing

AT = "https://x.example/"
RSS = (
    "<rss><channel><link>https://x.example/</link><item><link> /a </link></item>"
    "<item><link>/b</link></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/>'
    '<entry><link href="/a"/><link rel="edit" href="/e"/></entry>'
)
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>/a</loc></url><url><loc>/a</loc></url></urlset>"
)
INDEX = "<sitemapindex><sitemap><loc>/one.xml</loc></sitemap></sitemapindex>"


def listed(text: str | bytes) -> Listing | None:
    return listing(Fetched(AT, "", "", text if isinstance(text, bytes) else text.encode()))


@pytest.mark.parametrize(
    ("text", "paths", "nested"),
    [(RSS, "ab", False), (ATOM + "</feed>", "a", False), (ATOM, "a", False), (SITEMAP, "a", False)],
)
def test_feeds_and_sitemaps_list_pages(text: str, paths: str, nested: bool) -> None:
    """RSS, Atom (a cut one too) and sitemaps give their pages, whole and once each, and nothing else they link to."""
    assert listed(text) == Listing(tuple(AT + path for path in paths), nested)
    assert listed('<?xml version="1.0"?>\n' + text) == listed(text)


def test_an_index_lists_sitemaps() -> None:
    """A list of sitemaps is told from one of pages, packed or not."""
    assert listed(INDEX) == listed(gzip.compress(INDEX.encode())) == Listing((AT + "one.xml",), nested=True)


@pytest.mark.parametrize(
    "text", ["<html><body>words</body></html>", '<?xml version="1.0"?><html/>', "words", "", "<?xml"]
)
def test_everything_else_is_none(text: str) -> None:
    """Pages, XHTML too, and broken files are no lists."""
    assert listed(text) is None


def test_entities_are_not_resolved() -> None:
    """An entity gives no address, whatever it is said to stand for."""
    text = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>'
    found = listed('<?xml version="1.0"?>' + text)
    assert found is None or all("root" not in each for each in found.addresses)
