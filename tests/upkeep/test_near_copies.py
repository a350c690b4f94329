"""Near-copies: found whatever stands around them, and one source in a verdict."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from corpora import WordEmbedder
from terminal import Terminal

from factcheck.article import Article
from factcheck.claims import Claim
from factcheck.corpus import Corpus, Document, open_corpus
from factcheck.corpus.sketches import groups, near, resemblance, sketch
from factcheck.evidence import gather
from factcheck.reading import Source

WORDS = [f"word{n}" for n in range(3000)]


def prose(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def document(name: str, words: list[str], kind: str = "news", published: date | None = None) -> Document:
    return Document(name, name, name, kind=kind, published=published, sketch=sketch(" ".join(words)))


@pytest.mark.parametrize(("changed", "alike"), [(0, True), (5, True), (20, True), (120, False), (400, False)])
def test_a_text_with_few_words_changed_is_a_near_copy(changed: int, *, alike: bool) -> None:
    """Some words changed and a frame around it leave a copy a copy; another text on the matter is none."""
    words = prose(1)
    other = list(words)
    for at in random.Random(2).sample(range(len(words)), changed):
        other[at] = f"other{at}"
    assert near(document("a", words), document("b", ["Home", "News", *other, "Read", "more"])) is alike


def test_the_share_is_near_the_true_one() -> None:
    """A sketch tells the common part of the runs of words within what 128 numbers can."""
    one, other = prose(1), prose(2)
    mixed = one[:300] + other[:100]
    runs = [{tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in (one, mixed)]
    true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert abs(resemblance(sketch(" ".join(one)), sketch(" ".join(mixed))) - true) < 0.12


def test_forms_filled_in_are_no_copies() -> None:
    """Rows of a table say different things in the same words, so short texts are never near-copies."""
    row = "On {} the gauge at the bridge of Ormstadt read {} centimetres at noon."
    assert sketch(row.format("Monday", 312)) == ""
    assert groups([document(str(n), row.format(n, n).split()) for n in range(20)]) == []


def test_a_group_is_led_by_the_best_kind_and_then_the_earliest() -> None:
    """Copies of copies make one group among hundreds of other texts, ordered by standing and date."""
    words = prose(1)
    found = groups(
        [
            document("mirror", [*words, "mirrored"]),
            document("paper", words, "news", date(2024, 5, 2)),
            document("later", words, "agency", date(2024, 5, 3)),
            document("wire", words, "agency", date(2024, 5, 1)),
            *(document(f"other{n}", prose(n)) for n in range(10, 300)),
        ]
    )
    assert [[d.id for d in group.documents] for group in found] == [["wire", "later", "paper", "mirror"]]


STORY = "\n\n".join(
    f"The council of Ormstadt voted on part {n} of its plan for the river front after a long debate on costs, with "
    f"the mayor and the members for ward {n} in favour, and the rest abstaining until the figures had been read."
    for n in range(1, 6)
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = open_corpus(tmp_path, "rivers", WordEmbedder(), create=True)
    corpus.add(
        [
            ("a-paper.md", Source(STORY, title="Plan", kind="news", published=date(2024, 5, 2))),
            ("wire.md", Source(STORY + "\n\nEnd of the report.", title="Plan", kind="agency")),
            ("late.md", Source(STORY.replace("part 3", "part 9"), title="Plan", kind="news")),
        ]
    )
    return corpus


def test_of_near_copies_the_primary_is_retrieved(corpus: Corpus) -> None:
    """Its passage stands for all, wherever it was ranked; what a copy says otherwise is there too, as one source."""
    claim = Claim("c1", "The council voted on part 3 of its plan.", "q", 0, 1)
    article = Article("text", "0", "article.md", "Another title")
    passages = gather([claim], corpus, article=article)[0].passages
    assert "wire" in {p.document.id for p in passages}
    assert "a-paper" not in {p.document.id for p in passages}
    assert {p.stands_for for p in passages} == {"wire"}
    assert {p.document.id for p in passages if "part 9" in p.text} == {"late"}


def test_removing_the_primary_makes_another_one(corpus: Corpus) -> None:
    """Groups are told from what is held, so nothing can fall out of step."""
    corpus.remove(["wire"])
    assert [[d.id for d in group.documents] for group in corpus.near_copies()] == [["a-paper", "late"]]


def test_documents_from_before_get_their_sketch(corpus: Corpus) -> None:
    """`verify --repair` makes good what an earlier version did not store."""
    corpus._collections.amend([replace(d, sketch="") for d in corpus.documents()])
    assert corpus.near_copies() == []
    assert len(corpus.verify(repair=True)) == 3
    assert len(corpus.near_copies()) == 1


def test_the_commands_tell_of_near_copies(factcheck: Terminal, tmp_path: Path) -> None:
    """`add` names what a new document is a copy of, and `duplicates` lists the groups."""
    home = ("--home", tmp_path / "home")
    (tmp_path / "wire.txt").write_text(STORY)
    (tmp_path / "mirror.txt").write_text(f"{STORY}\n\nRead more on our site.")
    assert "near-copy" not in factcheck("corpus", "add", tmp_path / "wire.txt", "--kind", "agency", *home).err
    added = factcheck("corpus", "add", tmp_path / "mirror.txt", "--published", "2024-05-01", *home)
    assert added.out == "1 added\n"
    assert "near-copy  mirror is much the same as wire" in added.err
    shown = factcheck("corpus", "duplicates", *home)
    assert [line.split()[0] for line in shown.out.splitlines()] == ["wire", "mirror"]
    assert "1 group of near-copies, 2 documents" in shown.err
