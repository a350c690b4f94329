"""Part of the evaluation: the words by which gold sets call our labels, each led back to the label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

CHECK_WORTHY, NOT = "check_worthy", "not"
NOT_CHECKWORTHY = "not_checkworthy"

_SUPPORTED = ("supported", "supports", "support", "entailment", "entails", "entailed")
_CONTRADICTED = ("contradicted", "contradicts", "contradict", "contradiction", "refutes", "refuted", "refute")
_UNVERIFIABLE = ("unverifiable", "not enough info", "not enough information", "not enough evidence", "NEI", "neutral")
_WORTHY = ("check_worthy", "checkworthy", "verifiable", "claim", "CFS", "yes", "true", "1")
_UNWORTHY = ("not_check_worthy", "not_checkworthy", "not_verifiable", "not_claim", "no_claim", "non_claim")

Labels = Mapping[str, tuple[str, ...]]
VERDICTS: Labels = MappingProxyType(
    {"supported": _SUPPORTED, "contradicted": _CONTRADICTED, "unverifiable": _UNVERIFIABLE}
)
WORTH: Labels = MappingProxyType(
    {CHECK_WORTHY: _WORTHY, NOT: ("not", *_UNWORTHY, "unverifiable", "NFS", "UFS", "no", "false", "0")}
)
QUOTES: Labels = MappingProxyType({**VERDICTS, NOT_CHECKWORTHY: ("not", *_UNWORTHY)})


def find(word: object, labels: Labels) -> str | None:
    """The label that `word` stands for, however it is cased and joined; None where it is no word for any."""
    wanted = _key(str(word))
    return next((label for label, words in labels.items() if wanted in map(_key, words)), None)


def listing(labels: Labels) -> str:
    """All accepted words, label by label."""
    return "; ".join(
        f"{label} ({', '.join(word for word in words if word != label)})" for label, words in labels.items()
    )


def _key(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word).casefold()
