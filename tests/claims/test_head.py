"""The trained head: one batch for all statements, small weights, a plain word where they cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from factcheck.article import Article
from factcheck.claims import head
from factcheck.claims.embedded import EmbeddedExtractor
from factcheck.claims.head import WEIGHTS, Head
from factcheck.embedder import MiniLM
from factcheck.errors import ModelError
from factcheck.grammar import Breaks, SpacyGrammar


class Recorder:
    """The real embedder, remembering what it was asked for."""

    name = MiniLM.name

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self._model = MiniLM()

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.calls.append(list(texts))
        return self._model.embed(texts, progress)


@pytest.fixture
def unread() -> Iterator[None]:
    """No weights remembered before or after."""
    head._weights.cache_clear()
    yield
    head._weights.cache_clear()


def test_the_statements_of_an_article_are_embedded_in_one_go() -> None:
    """However many sentences there are, the embedder is called once, with each in the article's own words."""
    recorder = Recorder()
    text = "Erik Lund opened the tunnel. He cut the ribbon, and 40 guests came.\n\nIt rained."
    EmbeddedExtractor(SpacyGrammar(), recorder).extract(Article(text=text, sha256="0", source="test"))
    assert recorder.calls == [["Erik Lund opened the tunnel.", "He cut the ribbon.", "40 guests came.", "It rained."]]


def test_a_fact_is_likelier_than_chat() -> None:
    """Probabilities lie between 0 and 1, in the order of the statements."""
    texts = ["Unemployment fell to 4 percent under this government.", "Thank you all, and good evening."]
    words = [sentences[0] for sentences in SpacyGrammar().parse([(text, Breaks(frozenset({0}))) for text in texts])]
    fact, chat = Head(MiniLM()).probabilities(list(zip(texts, words, strict=True)))
    assert 0 <= chat < 0.1 < 0.5 < fact <= 1


def test_no_statements_need_no_embedder() -> None:
    """An article without sentences loads nothing."""
    recorder = Recorder()
    assert Head(recorder).probabilities([]) == []
    assert recorder.calls == []


def test_the_weights_are_small() -> None:
    """The shipped file stays under a megabyte."""
    assert WEIGHTS.stat().st_size < 1_000_000


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x03\x04 broken", "other"])
def test_weights_that_cannot_be_read_are_named(
    content: bytes | str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing, empty, broken or different file is a model error with a hint, not a crash."""
    path = tmp_path / "worth.npz"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        np.savez(path, vector=np.zeros(3), hashed=np.zeros(3), bias=0.0)
    monkeypatch.setattr(head, "WEIGHTS", path)
    with pytest.raises(ModelError, match=r"worth\.npz") as caught:
        Head(MiniLM()).probabilities([("It rained.", [])])
    assert "reinstall" in caught.value.hint
