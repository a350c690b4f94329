"""A model file of one's own: what is no such file is refused before a server is started."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import BaseModel
from servers import Reply, ScriptedServer, says

from factcheck.errors import SetupError
from factcheck.llm.gguf import LocalServer
from factcheck.llm.providers import connect
from factcheck.llm.store import Store


class Word(BaseModel):
    """A word."""

    word: str


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With the form of the option."""
    with pytest.raises(SetupError, match="there is no model file") as caught:
        connect(f"gguf:{tmp_path / 'none.gguf'}")
    assert "gguf:PATH" in caught.value.hint


def test_another_kind_of_file_is_told(tmp_path: Path) -> None:
    """A GGUF file begins with its name."""
    (tmp_path / "model.bin").write_bytes(b"PK no model")
    with pytest.raises(SetupError, match="is no GGUF file"):
        connect(f"gguf:{tmp_path / 'model.bin'}")


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    """Where llama.cpp cannot load it."""
    pytest.importorskip("xllamacpp", reason="xllamacpp is not installed")
    (tmp_path / "model.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(SetupError, match=r"cannot load model\.gguf") as caught:
        connect(f"gguf:{tmp_path / 'model.gguf'}")
    assert caught.value.hint


def test_the_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    (tmp_path / "model.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(SetupError, match="not installed") as caught:
        connect(f"gguf:{tmp_path / 'model.gguf'}")
    assert caught.value.hint == 'pip install "factcheck[gguf]"'


def test_a_file_is_read_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its digest is kept as long as its size and time stay the same; it is no model's answer."""
    path, store = tmp_path / "model.gguf", Store(tmp_path / "answers.sqlite3")
    path.write_bytes(b"GGUF" + bytes(100))
    first = LocalServer(path, store).fingerprint
    assert first == LocalServer(path).fingerprint == sha256(path.read_bytes()).hexdigest()[:16]
    with monkeypatch.context() as patch:
        patch.setattr("factcheck.llm.gguf.file_digest", None)
        assert LocalServer(path, store).fingerprint == first
    path.write_bytes(b"GGUF" + bytes(101))
    assert LocalServer(path, store).fingerprint != first
    assert store.held() == []


def test_one_question_is_asked_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the terms: the server answers no faster, and waiting in its line would count as the model's time."""
    (tmp_path / "model.gguf").write_bytes(b"GGUF" + bytes(100))
    with ScriptedServer(Reply(says({"word": "yes"}).body, delay=0.2)) as server:
        monkeypatch.setattr(LocalServer, "start", lambda self: server.url.removesuffix("/v1"))
        with connect(f"gguf:{tmp_path / 'model.gguf'}") as chat:
            chat.together([chat.ask(("Rules.", str(n)), Word) for n in range(3)])
    assert (len(server.requests), server.most_at_once) == (3, 1)
