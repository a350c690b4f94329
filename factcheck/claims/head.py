"""Part of the second room: statements in; how likely each is worth checking out, as debates' annotators saw it.

A logistic regression over all-MiniLM-L6-v2's sentence vectors and over hashed words and word classes, trained by
`training/train_worth.py` on ClaimBuster (Arslan et al. 2020).
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from factcheck.claims.sentences import SUBJECTS
from factcheck.embedder import DIMENSIONS, Embedder
from factcheck.errors import ModelError
from factcheck.grammar import Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

BUCKETS = 1 << 14
SCALE = 4.0  # what a unit vector is multiplied by, so that regularisation weighs it like the hashed features
WEIGHTS = Path(__file__).parent.parent / "models" / "worth.npz"


class Head:
    """The trained head; all statements of a call are embedded together. Raises ModelError where a file is missing."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def probabilities(self, statements: Sequence[tuple[str, Sequence[Token]]]) -> list[float]:
        """For each statement, its text and its words, the probability that it is worth checking."""
        import numpy as np

        if not statements:
            return []
        vector, hashed, bias = _weights()
        vectors = SCALE * self._embedder.embed([text for text, _ in statements])
        words = np.array([_sum(hashed, slots(words)) for _, words in statements], np.float32)
        scores = vectors @ vector + words + bias
        return [float(1 / (1 + np.exp(-score))) for score in scores]


def features(words: Sequence[Token]) -> list[str]:
    """The features of a sentence: its words and pairs of words, word classes, kinds of names, tenses and shape."""
    lemmas = [_shape(word) for word in words]
    found = [f"w:{lemma}" for lemma in lemmas]
    found += [f"b:{a}_{b}" for a, b in pairwise(lemmas)]
    tags = [word.tag for word in words]
    found += [f"t:{a}_{b}" for a, b in pairwise(tags)]
    found += [f"e:{word.entity}" for word in words if word.entity]
    found += [f"d:{word.dep}:{word.tag}" for word in words if word.dep in SUBJECTS or word.dep == "ROOT"]
    found += [f"r:{_shape(word)}" for word in words if word.dep == "ROOT"]
    found.append(f"n:{min(len(words) // 4, 10)}")
    return sorted(set(found))


def slots(words: Sequence[Token]) -> list[int]:
    """Where the features of the words are kept among the hashed weights."""
    return [zlib.crc32(name.encode()) % BUCKETS for name in features(words)]


def _sum(hashed: Numbers, places: list[int]) -> float:
    total = float(hashed[places].sum())
    return total / math.sqrt(max(len(places), 1))


def _shape(word: Token) -> str:
    if any(map(str.isdigit, word.text)):
        return "#year" if re.fullmatch(r"(?:19|20)\d\d", word.text) else "#number"
    return "#name" if word.pos == "PROPN" else word.lemma


@lru_cache(maxsize=1)
def _weights() -> tuple[Numbers, Numbers, float]:
    import numpy as np

    try:
        with np.load(WEIGHTS) as stored:
            vector = stored["vector"].astype(np.float32).reshape(DIMENSIONS)
            hashed = stored["hashed"].astype(np.float32).reshape(BUCKETS)
            return vector, hashed, float(stored["bias"])
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise ModelError(
            f"the check-worthiness weights cannot be read: {WEIGHTS.name}", hint="reinstall factcheck"
        ) from error
