"""Reads markdown as GitHub does, so that a test can say what of it would act."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

OURS = {"<!-- -->", "<span>", "</span>"}
_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(markdown: str) -> list[Token]:
    """All tokens, each inline one followed by its children; the front matter is left out."""
    flat = []
    for token in _READER.parse(_body(markdown)):
        flat += [token, *(token.children or [])]
    return flat


def visible(markdown: str) -> str:
    """What a reader sees of one block of markdown."""
    return "".join(token.content for token in tokens(markdown) if token.type == "text")


def skeleton(markdown: str) -> list[tuple[str, str]]:
    """The structure without its words: every token but text and our own inert tags."""
    return [
        (token.type, token.tag)
        for token in tokens(markdown)
        if token.type not in ("text", "inline") and not (token.type == "html_inline" and token.content in OURS)
    ]


def links(markdown: str) -> list[str]:
    """Where the links lead, in order."""
    return [str(token.attrs["href"]) for token in tokens(markdown) if token.type == "link_open"]


def headings(markdown: str) -> list[str]:
    """The headings as a reader sees them."""
    flat = _READER.parse(_body(markdown))
    return [visible(flat[at + 1].content) for at, token in enumerate(flat) if token.type == "heading_open"]


def _body(markdown: str) -> str:
    return markdown.split("\n---\n", 1)[1] if markdown.startswith("---\n") else markdown
