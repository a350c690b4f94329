"""The verifier network: token states of a frozen MiniLM in, three label scores out.

Soft alignment and comparison follow Parikh et al. 2016 ("A Decomposable Attention Model") and Chen et al. 2017
(ESIM); on top, a small transformer over the claim attends to the evidence with the token similarities as attention
biases, so that it need not learn from scratch which words correspond.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

DIM = 384  # one MiniLM layer; a token's state is [embedding | layer 3 | layer 6], 3 x 384
BLOCKED = -1e4


class Dropout(nn.Module):
    """Dropout whose masks are cut from one long random row: on a CPU torch's own takes half of a training step."""

    LENGTH = 1 << 24

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.row = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        if self.row.dtype != x.dtype or self.row.device != x.device:
            kept = torch.rand(self.LENGTH, device=x.device) >= self.share
            self.row = kept.to(x.dtype) / (1 - self.share)
        start = int(torch.randint(self.LENGTH - x.numel(), ()))
        return x * self.row[start : start + x.numel()].view(x.shape)


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


class Verifier(nn.Module):
    """Scores (batch, 3) in the order supported, contradicted, unverifiable.

    `numeric` and `weight` are tables over the vocabulary: is the piece a number, and how rare is it (inverse
    document frequency scaled to 0..1). Padding is token id 0. With `both_ways` the evidence is compared with the
    claim as well as the claim with the evidence.
    """

    def __init__(
        self,
        numeric: Tensor,
        weight: Tensor,
        *,
        width: int = 320,
        heads: int = 8,
        layers: int = 4,
        dropout: float = 0.1,
        both_ways: bool = True,
    ) -> None:
        super().__init__()
        self.register_buffer("numeric", numeric.float())
        self.register_buffer("weight", weight.float())
        self.norms = nn.ModuleList([nn.LayerNorm(DIM) for _ in range(3)])
        self.project = nn.Linear(3 * DIM, width)
        self.marks = nn.Linear(7, width)
        self.align = nn.Linear(4, 1)
        self.compare = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), Dropout(dropout))
        self.merge = nn.ModuleList([nn.LayerNorm(width) for _ in range(2 if both_ways else 1)])
        self.final = nn.LayerNorm(width)
        self.layers = nn.ModuleList([ClaimLayer(width, heads, 4, dropout) for _ in range(layers)])
        self.attend = nn.Linear(width, 1)
        self.head = nn.Sequential(nn.Linear(3 * width + 8, width), nn.GELU(), Dropout(2 * dropout), nn.Linear(width, 3))

    def forward(self, claim_ids: Tensor, claim_states: Tensor, evidence_ids: Tensor, evidence_states: Tensor) -> Tensor:
        claim, evidence = (self._content(ids) for ids in (claim_ids, evidence_ids))
        units = [
            [F.normalize(part, dim=-1) for part in states.float().chunk(3, -1)]
            for states in (claim_states, evidence_states)
        ]
        similar = [c @ e.transpose(1, 2) for c, e in zip(*units, strict=True)]
        same = (claim_ids[:, :, None] == evidence_ids[:, None, :]).float() * claim[:, :, None] * evidence[:, None, :]
        pairwise = torch.stack([*similar, same], -1)
        closed = (evidence - 1)[:, None, :], (claim - 1)[:, :, None]
        best = [[(s + closed[side]).amax(2 - side) for s in similar] for side in (0, 1)]
        matched = same.amax(2), same.amax(1)

        x = self._embed(claim_states, claim_ids, best[0], matched[0], 0.0)
        other = self._embed(evidence_states, evidence_ids, best[1], matched[1], 1.0)
        logits = self.align(pairwise)[..., 0] * 5
        ahead = (logits + closed[0] * -BLOCKED).softmax(-1)
        compared = self._compared(x, ahead @ other, 0)
        if len(self.merge) == 2:
            back = (logits + closed[1] * -BLOCKED).softmax(1).transpose(1, 2)
            other = self._compared(other, back @ x, 1)
        x = compared
        blocked = (torch.cat([claim_ids, evidence_ids], 1) == 0).float() * BLOCKED
        for layer in self.layers:
            x = layer(x, other, pairwise, blocked)
        x = self.final(x.float())

        attention = (self.attend(x)[..., 0] + (claim - 1) * -BLOCKED).softmax(-1)
        pools = [
            (attention[:, None, :] @ x)[:, 0],
            (x * claim[..., None]).sum(1) / claim.sum(1, keepdim=True).clamp(min=1),
            (x + ((claim - 1) * -BLOCKED)[..., None]).amax(1),
        ]
        facts = self._facts(claim_ids, claim, best[0], matched[0])
        lost = (self.numeric[evidence_ids] * (1 - matched[1]) * evidence).sum(1, keepdim=True).clamp(max=4) / 4
        return self.head(torch.cat([*pools, facts, lost], -1))

    def _compared(self, x: Tensor, aligned: Tensor, side: int) -> Tensor:
        """Each piece with what differs between it and the mean of the pieces of the other text that are like it."""
        merged: Tensor = self.merge[side](x + self.compare(torch.cat([x, aligned, x - aligned, x * aligned], -1)))
        return merged

    @staticmethod
    def _content(ids: Tensor) -> Tensor:
        """1 for tokens of the text itself, 0 for padding, [CLS] and [SEP]."""
        return (ids > 103).float()

    def _embed(self, states: Tensor, ids: Tensor, best: list[Tensor], matched: Tensor, side: float) -> Tensor:
        """Token states and what the other side holds for each token, as one vector a token."""
        numeric = self.numeric[ids]
        marks = torch.stack(
            [*best, matched, numeric * (1 - matched), self.weight[ids], torch.full_like(matched, side)], -1
        )
        parts = [norm(part) for norm, part in zip(self.norms, states.float().chunk(3, -1), strict=True)]
        return self.project(torch.cat(parts, -1)) + self.marks(marks)

    def _facts(self, ids: Tensor, claim: Tensor, best: list[Tensor], matched: Tensor) -> Tensor:
        """Seven whole-pair figures: shares of the claim that found a match, and its numbers with and without one."""
        weight, numeric = self.weight[ids] * claim, self.numeric[ids] * claim
        rarity = weight.sum(1).clamp(min=1e-3)
        return torch.stack(
            [
                (matched * weight).sum(1) / rarity,
                (matched * claim).sum(1) / claim.sum(1).clamp(min=1),
                (best[0] * weight).sum(1) / rarity,
                (best[2] * weight).sum(1) / rarity,
                ((best[0] < 0.5).float() * weight).sum(1) / rarity,
                (numeric * (1 - matched)).sum(1).clamp(max=4) / 4,
                (numeric * matched).sum(1).clamp(max=4) / 4,
            ],
            -1,
        )
