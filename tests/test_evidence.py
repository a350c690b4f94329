"""The evidence room: the nearest passages of a claim, no copies, never the article itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from factcheck.article import Article
from factcheck.claims import Claim
from factcheck.corpus import EVERYTHING, Document, Only, Passage
from factcheck.entailment import Part, Stances
from factcheck.evidence import PASSAGES, PER_DOCUMENT, gather
from factcheck.retrieval.reranking import DEPTH

ARTICLE = Article(text="The Sarre is 312 km long.", sha256="a" * 64, source="a.md", url="https://paper.example/1")
CLAIM = Claim("c1", "The Sarre [river] is 312 km long.", "The Sarre is 312 km long.", 0, 25)


class Shelf:
    """A corpus that returns what it was given and remembers what it was asked."""

    def __init__(self, *passages: Passage) -> None:
        self.passages = list(passages)
        self.asked: list[tuple[str, date | None]] = []

    def search(
        self, queries: Sequence[str], *, limit: int, as_of: date | None, only: Only = EVERYTHING
    ) -> list[list[Passage]]:
        self.asked += [(query, as_of) for query in queries]
        return [self.passages[:limit] for _ in queries]


def passage(name: str, text: str, **provenance: str) -> Passage:
    return Passage(Document(name, name, provenance.pop("sha256", name), **provenance), text, 0, len(text))


def found(*passages: Passage) -> list[str]:
    return [p.document.id for p in gather([CLAIM], Shelf(*passages), article=ARTICLE)[0].passages]


def test_the_claim_is_looked_up_without_its_brackets_and_within_the_date() -> None:
    """Brackets mark added context for the reader; the query is plain words. The date limit goes along."""
    shelf = Shelf()
    gather([CLAIM], shelf, article=ARTICLE, as_of=date(2025, 1, 1))
    assert shelf.asked == [("The Sarre river is 312 km long.", date(2025, 1, 1))]


def test_copies_of_one_story_count_once() -> None:
    """Of passages that say the same in the same words, the nearest stays."""
    story = "The river Sarre is 312 kilometres long and rises in the Highlands, the survey said on Monday."
    assert found(passage("wire", story), passage("paper", story + " More soon."), passage("map", "A map.")) == [
        "wire",
        "map",
    ]


def test_a_corrected_copy_is_another_source() -> None:
    """Passages whose numbers differ are both kept, however alike they are."""
    story = "The river Sarre is {} kilometres long and rises in the Highlands, the survey said."
    assert found(passage("wire", story.format(312)), passage("corrected", story.format(318))) == ["wire", "corrected"]


def test_the_article_itself_is_no_evidence() -> None:
    """Neither the same text nor the same address is quoted against the article."""
    same_text = passage("copy", "The Sarre is 312 km long.", sha256="a" * 64)
    same_address = passage("page", "The Sarre is long.", url="https://paper.example/1")
    assert found(same_text, same_address, passage("map", "A map of rivers.")) == ["map"]


def test_no_document_fills_the_evidence() -> None:
    """One long document leaves room for others, and the evidence has an upper size."""
    one = [passage("long", f"Chapter {n} speaks of something else entirely, namely number {n}.") for n in range(9)]
    others = [passage(f"d{n}", f"Document {n} is about topic {n}.") for n in range(30)]
    names = found(*one, *others)
    assert names.count("long") == PER_DOCUMENT
    assert len(names) == PASSAGES


def test_the_article_is_known_by_another_spelling_of_its_address() -> None:
    """An earlier version of the article, indexed under its address, is no evidence for it."""
    for url in ("http://www.paper.example/1/", "https://paper.example/1?utm_source=x"):
        assert found(passage("old", "The Sarre is 311 km long.", url=url)) == []
    assert found(passage("other", "The Sarre is 311 km long.", url="https://paper.example/2")) == ["other"]


def test_the_article_is_known_by_its_title() -> None:
    """The same title without a date that tells them apart is the article itself."""
    article = Article("The Sarre is long.", "a" * 64, "a.md", title="The Sarre", published=date(2025, 1, 2))
    same = passage("The sarre", "It is 311 km long.")
    assert gather([CLAIM], Shelf(same), article=article)[0].passages == ()


class Partisan:
    """Reads some passages as support, the others as nothing; keeps what it was shown."""

    def __init__(self, *supporting: str) -> None:
        self.supporting = supporting
        self.history: list[str] = []

    def score(self, claim: str, parts: Sequence[Part]) -> list[Stances]:
        self.history += [part.text for part in parts]
        sides = [any(text in part.text for text in self.supporting) for part in parts]
        return [Stances(0.9, 0.0, 0.1) if side else Stances(0.0, 0.01, 0.99) for side in sides]


def test_with_a_reader_passages_that_take_a_side_come_first() -> None:
    """It reads each under its document's title, and only the best."""
    shelf = Shelf(*(passage(f"d{n}", f"Document {n} is about topic {n}.") for n in range(30)))
    reader = Partisan("topic 15.")
    (evidence,) = gather([CLAIM], shelf, article=ARTICLE, reader=reader)
    assert [p.document.id for p in evidence.passages[:2]] == ["d15", "d0"]
    assert reader.history[0] == "[d0] Document 0 is about topic 0."
    assert len(reader.history) == DEPTH
