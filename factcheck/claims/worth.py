"""Part of the second room: a statement in; None where it is worth checking, else the reason why not.

Rules decide what is plain: a question, clutter, an opinion in the first person, a number or a name in a plain
statement. For the rest a logistic regression over words and word classes (`models/worth.npz`, trained by
`training/train_worth.py` on ClaimBuster, Arslan et al. 2020) tells factual from other sentences.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from factcheck.claims import Reason
from factcheck.claims.clutter import is_clutter
from factcheck.claims.lexicon import BODIES, FUTURE, HEDGE, HUMANS, INTERPRETING, PRAISE, QUANTITY, SELF
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import SUBJECTS, Sentence
from factcheck.errors import ModelError
from factcheck.grammar import Token

BUCKETS = 1 << 14
FACTUAL = 0.27  # the least probability at which a sentence without number, date or name is a claim; for recall
FACTUAL_DONE = 0.12  # the same for what has been done or was done to someone: debates hold little of it, news much
WEIGHTS = Path(__file__).parent.parent / "models" / "worth.npz"

_VIEW = re.compile(
    r"\bif you ask me\b|\bin my (?:view|opinion)\b|\bwhatever one thinks\b|\bperhaps\b|\bhopefully\b|\barguably\b"
    r"|\b(?:one|you|we) (?:could|can|might|may|should|must) (?:do worse|only|be)\b|\bmay(?:be)? well\b|\bof course\b"
    r"|\bit (?:seems|remains|is hoped)\b|\btime will tell\b|\bwho knows\b|\bno doubt\b|\bis a pleasure\b|\blet us\b"
    r"|\bought (?:now )?to\b|\bneedless to say\b|\bis another (?:matter|story|question)\b|\bdeserves?\b|\bmust not\b"
    r"|\bbest of all\b|\bworth (?:\w+ing)\b",
    re.IGNORECASE,
)
# Points back at what was said before, and says nothing without it.
_BACK = re.compile(r"\bthe same (?:points?|thing|views?|sentiments?|message|effect)\b|\bas much\b[.!]?$", re.IGNORECASE)
_HARD_ENTITY = frozenset(
    [
        "PERSON",
        "ORG",
        "GPE",
        "LOC",
        "FAC",
        "NORP",
        "EVENT",
        "LAW",
        "PRODUCT",
        "WORK_OF_ART",
        "DATE",
        "MONEY",
        "PERCENT",
        "CARDINAL",
        "ORDINAL",
        "QUANTITY",
    ]
)


def features(words: Sequence[Token]) -> list[str]:
    """The features of a sentence: its words and pairs of words, word classes, kinds of names, tenses and shape."""
    lemmas = [_shape(word) for word in words]
    found = [f"w:{lemma}" for lemma in lemmas]
    found += [f"b:{a}_{b}" for a, b in pairwise(lemmas)]
    tags = [word.tag for word in words]
    found += [f"t:{a}_{b}" for a, b in pairwise(tags)]
    found += [f"e:{word.entity}" for word in words if word.entity]
    found += [f"d:{word.dep}:{word.tag}" for word in words if word.dep in SUBJECTS or word.dep == "ROOT"]
    found += [f"r:{_shape(word)}" for word in words if word.dep == "ROOT"]
    found.append(f"n:{min(len(words) // 4, 10)}")
    return sorted(set(found))


def probability(words: Sequence[Token]) -> float:
    """How likely the words are a factual statement worth checking, 0 to 1, as debates' annotators saw it."""
    weights, bias = _head()
    slots = [zlib.crc32(name.encode()) % BUCKETS for name in features(words)]
    score = float(weights[slots].sum()) / max(len(slots), 1) ** 0.5 + bias
    return float(1 / (1 + np.exp(-score)))


def unworthy(sentence: Sentence, clause: Clause) -> Reason | None:
    """Why the statement is not checked; None where it is worth it."""
    words = [sentence.words[i] for i in clause.words if not isinstance(i, str)]
    text = sentence.text([i for i in clause.words if not isinstance(i, str)])
    if is_clutter(text):
        return Reason.BOILERPLATE
    if text.rstrip("\"”’') ").endswith("?"):
        return Reason.QUESTION
    free = [word for i, word in enumerate(sentence.words) if i in clause.own and i not in sentence.quoted]
    return _rules(sentence, clause, words, free)


def _rules(sentence: Sentence, clause: Clause, words: list[Token], free: list[Token]) -> Reason | None:
    lower = {word.text.lower() for word in free}
    figures = any(_is_figure(word) for word in words)
    if not _is_statement(sentence, clause, words):
        return Reason.NO_FACT
    # "mine" is a pit as well, "us" and "US" a country.
    first_person = any(word.text.lower() in SELF and word.tag in ("PRP", "PRP$") for word in free)
    if first_person or (not figures and "you" in lower):
        return Reason.OPINION
    if _VIEW.search(" ".join(word.text for word in free)):
        return Reason.OPINION
    if figures:
        return None
    if _BACK.search(" ".join(word.text for word in free)):
        return Reason.VAGUE
    if any(word.lemma in PRAISE and word.pos in ("ADJ", "NOUN") for word in free):
        return Reason.OPINION
    return _plain(sentence, clause, words, lower)


def _plain(sentence: Sentence, clause: Clause, words: list[Token], lower: set[str]) -> Reason | None:
    """The reason for a statement without figures."""
    named = any(word.pos == "PROPN" or word.entity in _HARD_ENTITY for word in words)
    leaning = {sentence.words[c].text.lower() for c in sentence.children[clause.head]}
    if leaning & FUTURE and not (named and len(words) > 9):
        return Reason.PREDICTION
    if leaning & HEDGE and not named:
        return Reason.OPINION
    if (_judges(sentence, clause) and not lower & QUANTITY) or _interprets(sentence, clause):
        return Reason.OPINION
    if (named and len(words) > 3) or lower & QUANTITY:
        return None
    if probability(words) >= (FACTUAL_DONE if _is_done(sentence, clause.head) else FACTUAL):
        return None
    return Reason.NO_FACT


def _is_done(sentence: Sentence, head: int) -> bool:
    """Whether the statement tells of something done: "was delayed", "has demanded"."""
    return sentence.words[head].tag == "VBN" and any(
        sentence.words[c].dep.startswith("aux") for c in sentence.children[head]
    )


def _is_figure(word: Token) -> bool:
    """A number, a date or an amount, but no bare "one" or weekday."""
    digits = any(map(str.isdigit, word.text))
    counted = word.pos == "NUM" and word.text.lower() not in ("one", "ones")
    return digits or counted or word.entity in ("PERCENT", "MONEY", "QUANTITY")


def _is_statement(sentence: Sentence, clause: Clause, words: list[Token]) -> bool:
    """Whether there is a subject with a finite verb, supplied words included."""
    if any(isinstance(item, str) or item not in clause.own for item in clause.words):
        return True
    finite = any(word.tag in ("VBD", "VBZ", "VBP", "MD") for word in words)
    finite |= any(word.dep == "nsubj" and sentence.words[word.head].tag == "VBN" for word in words)
    closed = len(words) > 5 and words[-1].text in (".", "!") and any(_is_figure(word) for word in words)
    # A noun as the head of "that ..." is a subject that the parser misread.
    subjects = any(word.dep in (*SUBJECTS, "attr") or (word.dep, word.pos) == ("ccomp", "NOUN") for word in words)
    return closed or (finite and subjects and len(words) > 2)


def _judges(sentence: Sentence, clause: Clause) -> bool:
    """Whether the statement only says what something is like: "the mood was giddy"."""
    complement = sentence.child(clause.head, "acomp")
    if sentence.words[clause.head].lemma not in ("be", "look", "seem", "feel", "sound", "appear") or complement is None:
        return False
    return not any(
        sentence.words[i].pos in ("PROPN", "NUM") or sentence.words[i].dep == "pobj"
        for i in sentence.subtree(complement)
    )


def _interprets(sentence: Sentence, clause: Clause) -> bool:
    """Whether the statement only says what an event means: "the visit underscores their friendship"."""
    subject = sentence.child(clause.head, "nsubj")
    if sentence.words[clause.head].lemma not in INTERPRETING or subject is None:
        return False
    doer = sentence.words[subject]
    stated = any(sentence.words[c].dep == "ccomp" for c in sentence.children[clause.head])
    return not stated and doer.pos == "NOUN" and not doer.entity and doer.lemma not in HUMANS | BODIES


def _shape(word: Token) -> str:
    if any(map(str.isdigit, word.text)):
        return "#year" if re.fullmatch(r"(?:19|20)\d\d", word.text) else "#number"
    return "#name" if word.pos == "PROPN" else word.lemma


@lru_cache(maxsize=1)
def _head() -> tuple[npt.NDArray[np.float32], float]:
    try:
        with np.load(WEIGHTS) as stored:
            return stored["weights"].astype(np.float32), float(stored["bias"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"the check-worthiness weights cannot be read: {WEIGHTS.name}", hint="reinstall factcheck"
        ) from error
