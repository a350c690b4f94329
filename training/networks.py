"""The two kinds of network by name, and back from a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from alignment import Aligner
from joint import JointVerifier
from network import Verifier
from torch import Tensor

KINDS = {"claim": Verifier, "joint": JointVerifier}
SHAPE = ("kind", "width", "layers", "both_ways")


def build(shape: dict[str, Any], numeric: Tensor, weight: Tensor) -> Aligner:
    """A network of that shape, its tables over the vocabulary given."""
    rest = {name: value for name, value in shape.items() if name != "kind"}
    return KINDS[shape["kind"]](numeric, weight, **rest)


def shape_of(kept: dict[str, Any]) -> dict[str, Any]:
    """The shape that a checkpoint names; one without a kind is of the first."""
    return {"kind": "claim"} | {name: kept[name] for name in SHAPE if name in kept}


def restored(checkpoint: Path) -> Aligner:
    """The network of a run."""
    kept = torch.load(checkpoint, weights_only=True)
    size = len(kept["model"]["numeric"])
    model = build(shape_of(kept), torch.zeros(size), torch.zeros(size))
    model.load_state_dict(kept["model"])
    return model
