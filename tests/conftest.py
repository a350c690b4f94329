"""What every test starts from: no network but loopback, no keys, a home of its own, a fixed clock."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from terminal import Terminal

# How long an example takes says more about what else the machine does than about the property.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
SHARED = Path(__file__).resolve().parents[2] / "shared"
_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a test tried to reach {address}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _sealed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)
    for name in list(os.environ):
        if name.endswith(("_API_KEY", "_TOKEN", "_PROXY", "_proxy")) or name.startswith(("FACTCHECK_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("FACTCHECK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("factcheck.llm.patience.FIRST_WAIT", 0.01)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764950400")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on development data skip, with the reason, in a clone that has none beside it."""
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(pytest.mark.skip(reason="the development data is not beside this clone"))


@pytest.fixture
def factcheck(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Terminal:
    """The command line, in this process, with a terminal of 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")
    return Terminal(monkeypatch, capfd)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the repository."""
    return SHARED


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose default corpus is the starter corpus, embedded with the real model; made once."""
    from factcheck.corpus import open_corpus
    from factcheck.embedder import MiniLM
    from factcheck.ingest import Provenance, add_paths

    home = tmp_path_factory.mktemp("starter")
    corpus = open_corpus(home, "default", MiniLM(), create=True)
    add_paths(corpus, [Path(__file__).resolve().parents[1] / "corpus"], Provenance())
    return home
