"""Part of the evaluation: a corpus that lives in a temporary folder for as long as something is measured on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from factcheck.corpus import Corpus, open_corpus
from factcheck.embedder import Embedder


@contextmanager
def scratch(embedder: Embedder) -> Iterator[Corpus]:
    """An empty corpus of its own, apart from the user's; deleted afterwards, whatever happens."""
    with TemporaryDirectory(prefix="factcheck-eval-") as folder:
        corpus = open_corpus(Path(folder), "evaluation", embedder, create=True)
        try:
            yield corpus
        finally:
            corpus.close()
