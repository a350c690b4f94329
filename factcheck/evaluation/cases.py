"""Part of the evaluation: folders in; articles with their corpora and the quotes that people have labelled out.

A case is a folder with an article (article.md, .txt or .html), the folder corpus/ with its documents, and gold.jsonl.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from factcheck.article import Article, read
from factcheck.errors import GoldError
from factcheck.evaluation.gold import numbered
from factcheck.evaluation.rows import Quote, Source
from factcheck.quotes import locate
from factcheck.reading import SUFFIXES, read_source

LAYOUT = "a case is a folder with article.md, corpus/ and gold.jsonl; name one, or a folder of such folders"
GOLD = ("gold.jsonl", "gold.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Piece:
    """A gold passage: characters `start` to `end` of the document in the file `path`."""

    path: Path
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A labelled quote: characters `start` to `end` of the article, and the passages that bear on it."""

    quote: str
    start: int
    end: int
    label: str
    evidence: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """An article, the folder of its documents, and its labelled quotes in the gold file's order."""

    name: str
    article: Article
    documents: Path
    gold: tuple[Marked, ...]


def read_cases(folders: Sequence[Path]) -> list[Case]:
    """All cases in order; of a folder of cases, by name. Raises GoldError, or ArticleError where an article is bad."""
    return [_case(folder) for named in folders for folder in _folders(named)]


def _folders(named: Path) -> list[Path]:
    if not named.is_dir():
        raise GoldError(f"{named} is not a folder" if named.exists() else f"{named} does not exist", hint=LAYOUT)
    if _gold(named):
        return [named]
    found = sorted(path for path in named.iterdir() if path.is_dir() and _gold(path))
    if not found:
        raise GoldError(f"{named} holds no case: no gold.jsonl in it or in the folders in it", hint=LAYOUT)
    return found


def _gold(folder: Path) -> Path | None:
    return next((folder / name for name in GOLD if (folder / name).exists()), None)


def _case(folder: Path) -> Case:
    path = next((folder / f"article{end}" for end in SUFFIXES if (folder / f"article{end}").exists()), None)
    documents, gold = folder / "corpus", _gold(folder)
    if path is None or gold is None or not documents.is_dir():
        raise GoldError(f"{folder} holds no {'article.md' if path is None else 'folder corpus/'}", hint=LAYOUT)
    article = read(path)
    return Case(folder.resolve().name, article, documents, tuple(_marked(gold, article, documents)))


def _marked(gold: Path, article: Article, documents: Path) -> Iterator[Marked]:
    text = cache(lambda path: read_source(path).text)
    before = 0
    for number, row in numbered(gold, Quote):
        place = f"{gold}, line {number}"
        # Words that the article repeats are meant where the gold, which goes in its order, has not been yet.
        span = _span(row.quote, article.text, before) or _span(row.quote, article.text, 0)
        if span is None:
            raise GoldError(f"{place}: the quote does not stand in the article", hint="copy it letter for letter")
        before = span[0]
        pieces = []
        for source in row.evidence:
            path = documents / source.doc
            if not path.is_file():
                raise GoldError(f"{place}: there is no {source.doc} in {documents}", hint="name one of its files")
            pieces.append(_piece(source, path, text(path), place))
        yield Marked(article.text[slice(*span)], *span, row.label, tuple(pieces))


def _piece(source: Source, path: Path, text: str, place: str) -> Piece:
    span = _span(source.quote, text, 0)
    if span is None:
        raise GoldError(f"{place}: the evidence does not stand in {source.doc}", hint="copy it letter for letter")
    return Piece(path, *span, text[slice(*span)])


def _span(words: str, text: str, after: int) -> tuple[int, int] | None:
    """Where the words stand, letter for letter, or else but for typography and line ends."""
    at = text.find(words, after)
    return (at, at + len(words)) if at >= 0 else locate(words, text)
