"""The network that reads the claim: token states of a frozen MiniLM in, three label scores out.

After the comparison of `alignment`, a small transformer over the claim attends to the evidence with the token
similarities as attention biases, so that it need not learn from scratch which words correspond.
"""

from __future__ import annotations

import torch
from alignment import BLOCKED, DIM, Aligner, Alignment, Dropout, pooled
from torch import Tensor, nn
from torch.nn import functional as F


class ClaimLayer(nn.Module):
    """A transformer layer for the claim's tokens, which attend to themselves and to the evidence.

    Attention to the evidence gets a learnt mix of the token similarities added, head by head. The evidence's own
    tokens stay as they are: they are four times as many, and it is the claim that has to be accounted for.
    """

    def __init__(self, width: int, heads: int, features: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)
        self.bias = nn.Linear(features, heads)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.feed = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, evidence: Tensor, similar: Tensor, blocked: Tensor) -> Tensor:
        y = self.norm1(x)
        q = self._split(self.query(y))
        k, v = (self._split(part) for part in self.key_value(torch.cat([y, evidence], 1)).chunk(2, -1))
        bias = F.pad(self.bias(similar).permute(0, 3, 1, 2), (x.shape[1], 0)) + blocked[:, None, None, :]
        logits = (q / (x.shape[2] // self.heads) ** 0.5) @ k.transpose(-1, -2) + bias.to(q.dtype)
        mixed = (logits.softmax(-1) @ v).transpose(1, 2).flatten(2)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.feed(self.norm2(x)))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Verifier(Aligner):
    """Scores (batch, 3) in the order supported, contradicted, unverifiable.

    With `both_ways` the evidence is compared with the claim as well as the claim with the evidence.
    """

    def __init__(
        self,
        numeric: Tensor,
        weight: Tensor,
        *,
        width: int = 320,
        layers: int = 4,
        both_ways: bool = True,
        heads: int = 8,
        dropout: float = 0.1,
    ) -> None:
        super().__init__(numeric, weight)
        self.norms = nn.ModuleList([nn.LayerNorm(DIM) for _ in range(3)])
        self.project = nn.Linear(3 * DIM, width)
        self.marks = nn.Linear(7, width)
        self.compare = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), Dropout(dropout))
        self.merge = nn.ModuleList([nn.LayerNorm(width) for _ in range(2 if both_ways else 1)])
        self.final = nn.LayerNorm(width)
        self.layers = nn.ModuleList([ClaimLayer(width, heads, 4, dropout) for _ in range(layers)])
        self.attend = nn.Linear(width, 1)
        self.head = nn.Sequential(nn.Linear(3 * width + 8, width), nn.GELU(), Dropout(2 * dropout), nn.Linear(width, 3))

    def forward(self, claim_ids: Tensor, claim_states: Tensor, evidence_ids: Tensor, evidence_states: Tensor) -> Tensor:
        found = self.aligned(claim_ids, claim_states, evidence_ids, evidence_states)
        x, other = (self._embed(states, found, n) for n, states in enumerate((claim_states, evidence_states)))
        compared = self._compared(x, found.ahead @ other, 0)
        if len(self.merge) == 2:
            other = self._compared(other, found.back @ x, 1)
        x = compared
        blocked = (torch.cat(found.ids, 1) == 0).float() * BLOCKED
        for layer in self.layers:
            x = layer(x, other, found.pairwise, blocked)
        x = self.final(x.float())
        return self.head(torch.cat([*pooled(x, self.attend(x)[..., 0], found.content[0]), self.facts(found)], -1))

    def _compared(self, x: Tensor, aligned: Tensor, side: int) -> Tensor:
        """Each piece with what differs between it and the mean of the pieces of the other text that are like it."""
        merged: Tensor = self.merge[side](x + self.compare(torch.cat([x, aligned, x - aligned, x * aligned], -1)))
        return merged

    def _embed(self, states: Tensor, found: Alignment, side: int) -> Tensor:
        """Token states and what the other side holds for each token, as one vector a token."""
        parts = [norm(part) for norm, part in zip(self.norms, states.float().chunk(3, -1), strict=True)]
        return self.project(torch.cat(parts, -1)) + self.marks(self.marks_of(found, side))
