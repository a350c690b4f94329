"""Pairs made by program in which the evidence is near the claim and leaves it open, and evidence among other sentences.

Evidence without its key sentence; the passage of the same set that is nearest to a claim but belongs to another one
(`near_misses`), and any passage at all (`strangers`); sentences of a reference work beside others of the same article
(`from_documents`); in `in_company`, evidence that stands between sentences of other passages, label kept.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from edits import SENTENCE_END, contradict
from sets import Pair, rows

from factcheck.embedder import Embedder


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def without_key_sentence(pair: Pair, rng: random.Random) -> Pair | None:
    """A decided pair whose evidence lost the one sentence that shares most words with the claim, or None.

    What is left is about the same matter and leaves the claim open; half the time it is one sentence of it alone.
    """
    sentences = SENTENCE_END.split(pair.evidence)
    if len(sentences) < 2:
        return None
    claim = _words(pair.claim)
    shares = [len(claim & _words(s)) for s in sentences]
    best = max(range(len(sentences)), key=shares.__getitem__)
    if shares[best] <= 1.5 * sorted(shares)[-2]:
        return None
    rest = [s for i, s in enumerate(sentences) if i != best]
    rest = rest if rng.random() < 0.5 else [rng.choice(rest)]
    return replace(pair, evidence=" ".join(rest), label=2, origin="dropped")


def from_documents(data: Path, rng: random.Random) -> list[Pair]:
    """Sentences of the World Factbook's introductions (public domain) as claims, beside places in the same document.

    Beside the three sentences that hold it, a sentence is supported; so beside them with one detail changed, it is
    contradicted; beside the sentences elsewhere in the document that share most words with it, it is left open.
    """
    made = []
    for row in rows(data / "factbook.jsonl.gz"):
        sentences = [s for s in SENTENCE_END.split(row["text"]) if 8 <= len(s.split()) <= 45 and s.endswith(".")]
        if not row["id"].endswith("-introduction") or len(sentences) < 5:
            continue
        for place in rng.sample(range(len(sentences)), min(10, len(sentences))):
            claim, words = sentences[place], _words(sentences[place])
            around = Pair(claim, " ".join(sentences[max(0, place - 1) : place + 2]), 0, "document")
            changed = contradict(around, rng)
            made += [replace(changed, origin="document")] if changed else []
            made += [around] if changed and rng.random() < 0.6 else []
            far = [i for i in range(len(sentences)) if abs(i - place) > 1]
            near = sorted(far, key=lambda i: -len(words & _words(sentences[i])))[:2]
            for i in near:
                evidence = " ".join(sentences[i : i + rng.choice([1, 2])])
                made += [] if claim in evidence else [Pair(claim, evidence, 2, "document")]
    return made


def in_company(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Every pair with one or two sentences of another passage of its set before its evidence, after it, or both."""
    by_set: dict[str, list[str]] = {}
    for pair in pairs:
        by_set.setdefault(pair.origin, []).append(pair.evidence)
    made = []
    for pair in pairs:
        before, after = (_some_sentences(rng.choice(by_set[pair.origin]), rng) for _ in range(2))
        sides = rng.choice([(before, ""), ("", after), (before, after)])
        made.append(replace(pair, evidence=" ".join(part for part in (sides[0], pair.evidence, sides[1]) if part)))
    return made


def _some_sentences(text: str, rng: random.Random) -> str:
    sentences = SENTENCE_END.split(text)
    first = rng.randrange(len(sentences))
    return " ".join(sentences[first : first + rng.choice([1, 2])])


def strangers(pairs: Sequence[Pair], rng: random.Random, count: int) -> list[Pair]:
    """Claims beside evidence drawn at random from any set -> unverifiable."""
    return [
        replace(p, evidence=rng.choice(pairs).evidence, label=2, origin="stranger") for p in rng.choices(pairs, k=count)
    ]


def near_misses(pairs: Sequence[Pair], embedder: Embedder, limit: int) -> list[Pair]:
    """Claims beside the nearest passage of their own set that belongs to another claim, labelled unverifiable.

    At most `limit` a set. A passage nearly identical to the claim's own is skipped (it may well settle the claim), and
    so is one that the set pairs with the same claim.
    """
    made: list[Pair] = []
    for name in sorted({p.origin for p in pairs}):
        members = [p for p in pairs if p.origin == name]
        passages = list(dict.fromkeys(p.evidence for p in members))
        vectors = embedder.embed(passages)
        at = {text: n for n, text in enumerate(passages)}
        known: dict[str, set[int]] = {}
        for p in members:
            known.setdefault(p.claim, set()).add(at[p.evidence])
        for start in range(0, min(len(members), limit), 512):
            block = members[start : start + 512]
            scores = embedder.embed([p.claim for p in block]) @ vectors.T
            scores[vectors[[at[p.evidence] for p in block]] @ vectors.T > 0.85] = -1
            for pair, row in zip(block, scores, strict=True):
                best = int(row.argmax())
                if row[best] > 0.3 and best not in known[pair.claim]:
                    made.append(replace(pair, evidence=passages[best], label=2, origin="near_miss"))
    return made
