"""What each pass over the data is made of: the sets as they come, edits of them, and evidence that settles nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edits import contradict, mirrored, named, negate, rename, respell, restated
from sets import CAPS, ENTITY_SETS, NEAR_CAPS, Pair, own, public, written
from unsettled import from_documents, in_company, near_misses, strangers, without_key_sentence

from factcheck.embedder import MiniLM

NEWS_REPEATS = 2


@dataclass(frozen=True)
class Mix:
    """The training pairs: `broad` for the first pass, `near` for those after it."""

    broad: list[Pair]
    near: list[Pair]


def build(data: Path, seed: int) -> Mix:
    """Both mixes, the same for the same seed."""
    rng = random.Random(seed)
    news = own(data, held_out=False) + written(held_out=False)
    everything = public(data, rng, CAPS)
    near = _cut(everything, NEAR_CAPS)
    base = news + near
    made = edited(base, rng) + from_documents(data, rng)
    texts = [p.evidence for p in base if p.origin in ENTITY_SETS and p.origin != "infotabs"]
    made += restated(texts, rng, 14000)
    factual = [p for p in base if p.origin in ENTITY_SETS and p.label == 0]
    made += rename(factual, named(t for p in factual for t in (p.claim, p.evidence)), rng) + negate(factual, rng)
    edits = [p for p in made if p.origin == "edit"]
    made += in_company([*news, *rng.sample(edits, len(edits) // 8), *rng.sample(factual, len(factual) // 4)], rng)
    made += near_misses([p for p in base if p.origin in ENTITY_SETS], MiniLM(), limit=3000)
    made = _not_too_open(base, made, rng) + strangers(base, rng, 4000)
    ours = news * NEWS_REPEATS
    return Mix(broad=ours + everything + rng.sample(made, len(made) // 2), near=ours + near + made)


def edited(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Program-made pairs from the supported ones of the factual sets, and respelt numbers from any of them."""
    made = []
    for pair in (p for p in pairs if p.origin in ENTITY_SETS):
        if pair.label == 0:
            made += mirrored(pair, rng) if rng.random() < 0.4 else [p for p in (contradict(pair, rng),) if p]
        if pair.label != 2:
            made += [p for p in (without_key_sentence(pair, rng),) if p]
        if rng.random() < 0.3:
            made += [p for p in (respell(pair, rng),) if p]
    return made


def _not_too_open(base: Sequence[Pair], made: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """The made pairs with less of what is unverifiable: for no set more than three quarters of its rarer other label.

    Else a set that comes without this label teaches that claims of its kind are always open.
    """
    sets = {p.claim: p.origin for p in base}
    counts = Counter((p.origin, p.label) for p in base)
    room = {
        name: max(0, round(0.75 * min(counts[name, 0], counts[name, 1])) - counts[name, 2])
        for name in set(sets.values())
    }
    kept = []
    for pair in rng.sample(made, len(made)):
        name = sets.get(pair.claim) if pair.label == 2 else None
        if name is not None and room[name] <= 0:
            continue
        if name is not None:
            room[name] -= 1
        kept.append(pair)
    return kept


def _cut(pairs: Sequence[Pair], caps: dict[str, int]) -> list[Pair]:
    """The first pairs of every set, up to its cap."""
    left = dict(caps)
    kept = []
    for pair in pairs:
        if left[pair.origin] > 0:
            left[pair.origin] -= 1
            kept.append(pair)
    return kept
