"""One real grammar and embedder for all tests of this room: loading takes two seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

import pytest

from factcheck.article import Article
from factcheck.claims import Extraction
from factcheck.claims.embedded import EmbeddedExtractor
from factcheck.embedder import MiniLM
from factcheck.grammar import SpacyGrammar

Extract = Callable[..., Extraction]


@pytest.fixture(scope="session")
def extract() -> Extract:
    extractor = EmbeddedExtractor(SpacyGrammar(), MiniLM())

    def run(text: str, published: date | None = date(2025, 12, 4)) -> Extraction:
        digest = sha256(text.encode("utf-8", "replace")).hexdigest()
        return extractor.extract(Article(text=text, sha256=digest, source="test", published=published))

    return run
