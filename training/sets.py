"""The data: public sets, our own news pairs and those in `gold/`, each as a list of (claim, evidence, label).

Nothing is made up here; see `edits.py` and `unsettled.py` for pairs made by program.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

LABELS = ("supported", "contradicted", "unverifiable")
MARKS = ("S:", "C:", "U:")

# Pairs taken from each set whose licence lets the weights ship. Caption sets (snli, cad) are capped: they
# assume one scene, and overused they teach that different entities contradict each other.
CAPS = {
    "fever": 9800,
    "sufficient_facts": 2900,
    "exfever": 3100,
    "fm2": 1200,
    "fm2_weaknei": 1200,
    "wice_partial": 400,
    "check_covid": 1100,
    "scifact_gold": 600,
    "creak": 5000,
    "infotabs": 9000,
    "conflictqa": 5000,
    "conjnli": 6000,
    "semiauto_wiki": 9000,
    "wanli_part": 12000,
    "mnli_hw2": 18000,
    "mnli_taxi": 2200,
    "scitail": 1300,
    "entailmentbank": 1500,
    "snli_part": 6000,
    "cad_nli": 5000,
    "fever_symmetric": 400,
    "fragments": 2000,
    "monli": 800,
    "folio": 1000,
}
# The later passes stay near what the tool meets: fact verification whole, general inference as a reminder.
NEAR_CAPS = CAPS | {
    "creak": 2500,
    "infotabs": 4000,
    "conflictqa": 1500,
    "conjnli": 1000,
    "semiauto_wiki": 3000,
    "wanli_part": 3000,
    "mnli_hw2": 5000,
    "mnli_taxi": 500,
    "scitail": 600,
    "entailmentbank": 600,
    "snli_part": 1000,
    "cad_nli": 800,
    "fragments": 300,
    "monli": 200,
    "folio": 400,
}
ENTITY_SETS = (
    "fever", "sufficient_facts", "exfever", "fm2", "own", "written", "infotabs", "check_covid", "scifact_gold"
)  # fmt: skip
GOLD = Path(__file__).parent / "gold"


@dataclass(frozen=True)
class Pair:
    """One claim beside one piece of evidence; `label` is an index into LABELS, `origin` the set it came from."""

    claim: str
    evidence: str
    label: int
    origin: str


def rows(path: Path) -> list[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_held_out(group: str, one_in: int = 10) -> bool:
    """True for the one group in ten of our own pairs that is kept for development."""
    return int(hashlib.sha256(f"development {group}".encode()).hexdigest(), 16) % one_in == 0


def _is_kept_apart(name: str, row: dict[str, str]) -> bool:
    """FoolMeTwice comes without a development part here: one passage in five is set aside."""
    return name in ("fm2", "fm2_weaknei") and is_held_out(row["evidence"], 5)


def own(data: Path, *, held_out: bool) -> list[Pair]:
    """Our own news pairs, the training or the development part, split by group."""
    pairs = []
    for path in sorted((data / "verify" / "own").glob("*.jsonl")):
        for row in rows(path):
            if is_held_out(row["group"]) == held_out:
                pairs += [Pair(row["claim"], row["evidence"], LABELS.index(row["label"]), "own")]
    return pairs


def written(*, held_out: bool) -> list[Pair]:
    """The pairs in `gold/`, the training or the development part, split by group as `own` is.

    A group there is a line "@ name", a line "E: evidence", and lines "S: claim", "C: claim" or "U: claim".
    """
    pairs, evidence, wanted = [], "", False
    for path in sorted(GOLD.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            mark, _, text = line.partition(" ")
            if mark == "@":
                # A name's last part tells a passage from its edited copy; both go to one side.
                wanted = is_held_out(re.sub(r"-[ab]$", "", text.strip())) == held_out
            elif mark == "E:":
                evidence = text.strip()
            elif mark in MARKS and wanted:
                pairs.append(Pair(text.strip(), evidence, MARKS.index(mark), "written"))
    return pairs


def public(data: Path, rng: random.Random, caps: dict[str, int]) -> list[Pair]:
    """The public sets that may ship, each cut to its cap."""
    by_set: dict[str, list[Pair]] = {}
    for path in sorted((data / "verify" / "train").glob("*.jsonl.gz")):
        name = path.name.split(".")[0]
        if name in caps:
            by_set.setdefault(name, []).extend(_pair(row, name) for row in rows(path) if not _is_kept_apart(name, row))
    pairs = []
    for name, members in by_set.items():
        rng.shuffle(members)
        pairs += members[: caps[name]]
    return pairs


def development(data: Path) -> dict[str, list[Pair]]:
    """The development sets by name, `own` and `written` first."""
    sets = {"own": own(data, held_out=True), "written": written(held_out=True)}
    for path in sorted((data / "verify" / "dev").glob("*.jsonl.gz")):
        name = path.name.split(".")[0]
        sets[name] = [_pair(row, name) for row in rows(path)]
    tricky = rows(data / "verify" / "train" / "fm2.train.jsonl.gz")
    sets["fm2"] = [_pair(row, "fm2") for row in tricky if _is_kept_apart("fm2", row)]
    # Its licence keeps it out of the training mix; for development it may be used.
    sets["healthver"] = [
        _pair(row, "healthver") for row in rows(data / "verify" / "train" / "healthver.train.jsonl.gz")
    ]
    return sets


def _pair(row: dict[str, str], name: str) -> Pair:
    return Pair(row["claim"], row["evidence"], LABELS.index(row["label"]), name)
