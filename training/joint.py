"""The network that reads both texts together: MiniLM's own upper layers, trained on over claim and evidence at once.

Its lower layers stay frozen and read each text alone, so that a passage is encoded once for all claims (Cao et al.
2020, "DeFormer"; MacAvaney et al. 2020, "PreTTR"). The comparison of `alignment` is added to what enters.
"""

from __future__ import annotations

import torch
from alignment import BLOCKED, DIM, Aligner, Alignment, Dropout, pooled
from torch import Tensor, nn
from torch.nn import functional as F

FROZEN = 3  # of MiniLM's six layers
SMALL = 128
# The layers that start from MiniLM's weights learn this much slower than the rest.
SLOWER = 0.4


class JointLayer(nn.Module):
    """BERT's layer: attention, feed-forward, normalised after each."""

    HEADS = 12

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(DIM, 3 * DIM)
        self.out = nn.Linear(DIM, DIM)
        self.norm1, self.norm2 = nn.LayerNorm(DIM, eps=1e-12), nn.LayerNorm(DIM, eps=1e-12)
        self.up, self.down = nn.Linear(DIM, 4 * DIM), nn.Linear(4 * DIM, DIM)
        self.drop = Dropout(dropout)

    def start_from(self, layer: nn.Module) -> None:
        """Take over the weights of a layer of transformers' BertModel."""
        own, out, feed = layer.attention.self, layer.attention.output, layer.output
        with torch.no_grad():
            for kind in ("weight", "bias"):
                parts = [getattr(part, kind) for part in (own.query, own.key, own.value)]
                getattr(self.qkv, kind).copy_(torch.cat(parts))
                for mine, theirs in (
                    (self.out, out.dense),
                    (self.norm1, out.LayerNorm),
                    (self.up, layer.intermediate.dense),
                    (self.down, feed.dense),
                    (self.norm2, feed.LayerNorm),
                ):
                    getattr(mine, kind).copy_(getattr(theirs, kind))

    def forward(self, x: Tensor, blocked: Tensor, going_on: int | None = None) -> Tensor:
        """With `going_on`, only so many of the first tokens leave; they attend to all."""
        q, k, v = (part.unflatten(-1, (self.HEADS, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        if going_on is not None:
            q, x = q[:, :, :going_on], x[:, :going_on]
        logits = (q * (DIM // self.HEADS) ** -0.5) @ k.transpose(-1, -2) + blocked[:, None, None, :].to(q.dtype)
        mixed = (logits.softmax(-1).to(v.dtype) @ v).transpose(1, 2).flatten(2)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class JointVerifier(Aligner):
    """Scores (batch, 3) in the order supported, contradicted, unverifiable."""

    def __init__(
        self, numeric: Tensor, weight: Tensor, *, width: int = 320, layers: int = 3, dropout: float = 0.1
    ) -> None:
        super().__init__(numeric, weight)
        self.marks = nn.Linear(7, DIM)
        self.shrink = nn.Linear(DIM, SMALL)
        self.compare = nn.Sequential(nn.Linear(4 * SMALL, 2 * SMALL), nn.GELU(), nn.Linear(2 * SMALL, DIM))
        self.layers = nn.ModuleList([JointLayer(dropout) for _ in range(layers)])
        self.attend = nn.Linear(DIM, 1)
        self.head = nn.Sequential(nn.Linear(4 * DIM + 8, width), nn.GELU(), Dropout(2 * dropout), nn.Linear(width, 3))
        for part in (self.marks, self.compare[2]):
            nn.init.normal_(part.weight, std=0.02)
            nn.init.zeros_(part.bias)

    def start_from(self, layers: nn.ModuleList) -> None:
        """Take over the weights of MiniLM's upper layers."""
        for mine, theirs in zip(self.layers, layers[FROZEN:], strict=True):
            mine.start_from(theirs)

    def forward(self, claim_ids: Tensor, claim_states: Tensor, evidence_ids: Tensor, evidence_states: Tensor) -> Tensor:
        found = self.aligned(claim_ids, claim_states, evidence_ids, evidence_states)
        third = [states.chunk(3, -1)[1] for states in (claim_states, evidence_states)]
        claim, evidence = (self.shrink(part) for part in third)
        x = torch.cat(
            [
                self._entered(third[0], claim, found.ahead.to(evidence.dtype) @ evidence, found, 0),
                self._entered(third[1], evidence, found.back.to(claim.dtype) @ claim, found, 1),
            ],
            1,
        )
        blocked = (torch.cat(found.ids, 1) == 0).float() * BLOCKED
        length = claim_ids.shape[1]
        for layer in self.layers[:-1]:
            x = layer(x, blocked)
        # What the head reads: the claim's pieces and the evidence's [CLS].
        x = self.layers[-1](x, blocked, length + 1).float()
        first, x = x[:, length], x[:, :length]
        pools = pooled(x, self.attend(x)[..., 0], found.content[0])
        return self.head(torch.cat([first, *pools, self.facts(found)], -1))

    def _entered(self, x: Tensor, small: Tensor, aligned: Tensor, found: Alignment, side: int) -> Tensor:
        """What enters the first layer for each piece: its state, its marks, and how it compares with its like."""
        compared = self.compare(torch.cat([small, aligned, small - aligned, small * aligned], -1))
        entered: Tensor = x + self.marks(self.marks_of(found, side)) + compared
        return entered
