"""A stand-in embedder for tests of the corpus, and small sources to fill one with."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from factcheck.reading import Source


class WordEmbedder:
    """Bags of words hashed into 64 dimensions, so that texts sharing words are near; remembers what it embedded."""

    def __init__(self, name: str = "words") -> None:
        self.name = name
        self.history: list[str] = []

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.history += texts
        vectors = np.full((len(texts), 64), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, zlib.crc32(word.encode()) % 64] += 1
        if progress:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


RIVER = Source(
    text="The river Sarre is 312 kilometres long. It rises in the Highlands.", title="The Sarre", kind="reference"
)
TOWER = Source(
    text="The lighthouse tower at Cape Orm was built in 1871 from grey granite.", title="Cape Orm", kind="news"
)
