"""Where both networks begin: which pieces of the claim correspond to which of the evidence.

Soft alignment follows Parikh et al. 2016 ("A Decomposable Attention Model") and Chen et al. 2017 (ESIM).
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Alignment:
    """What corresponds to what; of each pair of figures the first is the claim's, the second the evidence's.

    `content` is 1 for pieces of the text itself. `pairwise` (n, claim, evidence, 4) holds the cosine similarities at
    the three layers and whether the pieces are the same; `best` and `matched` the highest of them for each piece.
    `ahead` (n, claim, evidence) and `back` (n, evidence, claim) are the soft alignment.
    """

    ids: tuple[Tensor, Tensor]
    content: tuple[Tensor, Tensor]
    pairwise: Tensor
    best: tuple[list[Tensor], list[Tensor]]
    matched: tuple[Tensor, Tensor]
    ahead: Tensor
    back: Tensor


class Aligner(nn.Module):
    """Base of the networks. Padding is token id 0.

    `numeric` and `weight` are tables over the vocabulary: is the piece a number, and how rare is it (inverse
    document frequency scaled to 0..1).
    """

    def __init__(self, numeric: Tensor, weight: Tensor) -> None:
        super().__init__()
        self.register_buffer("numeric", numeric.float())
        self.register_buffer("weight", weight.float())
        self.align = nn.Linear(4, 1)

    def aligned(
        self, claim_ids: Tensor, claim_states: Tensor, evidence_ids: Tensor, evidence_states: Tensor
    ) -> Alignment:
        """The alignment of ids (n, length) and states (n, length, 3 * 384)."""
        claim, evidence = ((ids > 103).float() for ids in (claim_ids, evidence_ids))
        units = [
            [F.normalize(part, dim=-1) for part in states.chunk(3, -1)] for states in (claim_states, evidence_states)
        ]
        similar = [(c @ e.transpose(1, 2)).float() for c, e in zip(*units, strict=True)]
        same = (claim_ids[:, :, None] == evidence_ids[:, None, :]).float() * claim[:, :, None] * evidence[:, None, :]
        closed = (evidence - 1)[:, None, :], (claim - 1)[:, :, None]
        pairwise = torch.stack([*similar, same], -1)
        logits = self.align(pairwise)[..., 0].float() * 5
        return Alignment(
            (claim_ids, evidence_ids),
            (claim, evidence),
            pairwise,
            ([(s + closed[0]).amax(2) for s in similar], [(s + closed[1]).amax(1) for s in similar]),
            (same.amax(2), same.amax(1)),
            (logits + closed[0] * -BLOCKED).softmax(-1),
            (logits + closed[1] * -BLOCKED).softmax(1).transpose(1, 2),
        )

    def marks_of(self, found: Alignment, side: int) -> Tensor:
        """Seven figures a piece, (n, length, 7): how well it is matched, is it a number without a match, its rarity."""
        ids, matched = found.ids[side], found.matched[side]
        unmatched = self.numeric[ids] * (1 - matched)
        return torch.stack(
            [*found.best[side], matched, unmatched, self.weight[ids], torch.full_like(matched, float(side))], -1
        )

    def facts(self, found: Alignment) -> Tensor:
        """Eight whole-pair figures: shares of the claim that found a match, numbers with and without one."""
        ids, claim, best, matched = found.ids[0], found.content[0], found.best[0], found.matched[0]
        weight, numeric = self.weight[ids] * claim, self.numeric[ids] * claim
        lost = self.numeric[found.ids[1]] * (1 - found.matched[1]) * found.content[1]
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
                lost.sum(1).clamp(max=4) / 4,
            ],
            -1,
        )


def pooled(x: Tensor, attention: Tensor, content: Tensor) -> list[Tensor]:
    """Three vectors (n, width) of the pieces (n, length, width): by attention, their mean and their maximum."""
    closed = (content - 1) * -BLOCKED
    return [
        ((attention + closed).softmax(-1)[:, None, :] @ x)[:, 0],
        (x * content[..., None]).sum(1) / content.sum(1, keepdim=True).clamp(min=1),
        (x + closed[..., None]).amax(1),
    ]
