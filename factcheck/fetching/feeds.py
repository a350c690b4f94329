"""Part of the fetching door: what RSS and Atom feeds and sitemaps list."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from factcheck.fetching import Fetched, inflated

_OPENINGS = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf")
_LISTS = {
    "rss": "//*[local-name()='item']/*[local-name()='link']/text()",
    "RDF": "//*[local-name()='item']/*[local-name()='link']/text()",
    "feed": "//*[local-name()='entry']/*[local-name()='link'][not(@rel) or @rel='alternate']/@href",
    "urlset": "/*/*[local-name()='url']/*[local-name()='loc']/text()",
    "sitemapindex": "/*/*[local-name()='sitemap']/*[local-name()='loc']/text()",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """Addresses in the order they are listed, each once; `nested` where they are sitemaps themselves."""

    addresses: tuple[str, ...]
    nested: bool = False


def listing(fetched: Fetched) -> Listing | None:
    """What a feed or sitemap lists; None for everything else. No entity is resolved and nothing is fetched."""
    data = fetched.data
    if data.startswith(b"\x1f\x8b"):
        data = inflated(data, fetched.url)
    if not data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_OPENINGS):
        return None
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    kind = etree.QName(root).localname if root is not None else ""
    if kind not in _LISTS:
        return None
    found = (urljoin(fetched.url, str(each).strip()) for each in root.xpath(_LISTS[kind]))
    return Listing(tuple(dict.fromkeys(found)), nested=kind == "sitemapindex")
