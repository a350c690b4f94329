"""Part of the door to chat models: a llama.cpp server for one GGUF file, started here and ended with the chat."""

from __future__ import annotations

import json
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from factcheck.errors import SetupError
from factcheck.llm import Usage
from factcheck.llm.providers import missing
from factcheck.llm.store import NO_MODEL, Forgetful, Keeps, Kept

CONTEXT = 16_384  # tokens; a window of the article or ten passages, the rules, and the answer
LONGEST_ANSWER = 3_000  # tokens; a small model that repeats itself for ever is cut off there


class LocalServer:
    """Serves the file to this process alone, on the loopback; one request at a time, the others wait in line."""

    def __init__(self, path: Path, store: Keeps | None = None) -> None:
        self._path = path
        self._server: Any = None
        if not path.is_file():
            raise SetupError(f"there is no model file {path}", hint="name a .gguf file: --model gguf:PATH")
        with path.open("rb") as file:
            if file.read(4) != b"GGUF":
                raise SetupError(f"{path} is no GGUF file", hint="name a model in llama.cpp's format")
        self.fingerprint = _digest(path, store or Forgetful())[:16]

    def start(self) -> str:
        """The address that it listens at. Raises SetupError where it cannot be started."""
        try:
            import xllamacpp
        except ImportError:
            raise missing("gguf") from None
        params = xllamacpp.CommonParams()
        params.model.path = str(self._path)
        params.n_ctx, params.n_parallel, params.n_predict = CONTEXT, 1, LONGEST_ANSWER
        params.warmup, params.verbosity = False, 0
        try:
            self._server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise SetupError(
                f"llama.cpp cannot load {self._path.name}", hint="is the file whole, and is there memory for it?"
            ) from error
        return str(self._server.listening_address)

    def stop(self) -> None:
        """End the server, where one was started."""
        # It ends with the object; it has no method for it.
        self._server = None


def _digest(path: Path, store: Keeps) -> str:
    """The file's sha256. Reading gigabytes takes seconds, so it is kept for as long as size and time stay the same."""
    now = path.stat()
    key = sha256(json.dumps(["file", str(path.resolve()), now.st_size, now.st_mtime_ns]).encode()).hexdigest()
    if kept := store.get(key):
        return kept.answer
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return store.put(key, NO_MODEL, Kept(digest, Usage())).answer
