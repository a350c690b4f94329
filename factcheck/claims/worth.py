"""Part of the second room: a statement in; None where it is worth checking, else the reason why not.

Rules decide what is plain: a question, clutter, an opinion in the first person, a figure in a plain statement. The
trained head decides on the rest. Its bars were set on whole articles: debates' annotators, whom it learnt from, thought
much less worth checking than a reader of news does.
"""

from __future__ import annotations

import re

from factcheck.claims import Reason
from factcheck.claims.clutter import is_clutter
from factcheck.claims.lexicon import BODIES, FUTURE, HEDGE, HUMANS, INTERPRETING, PRAISE, QUANTITY, SELF
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import SUBJECTS, Sentence
from factcheck.grammar import Token

FACTUAL = 0.07  # the least probability at which a statement without figure, date or name is a claim; for recall
NAMED = 0.005  # the same for one that holds a date or a name

_VIEW = re.compile(
    r"\bif you ask me\b|\bin my (?:view|opinion)\b|\bwhatever one thinks\b|\bperhaps\b|\bhopefully\b|\barguably\b"
    r"|\b(?:one|you|we) (?:could|can|might|may|should|must) (?:do worse|only|be)\b|\bmay(?:be)? well\b|\bof course\b"
    r"|\bit (?:seems|remains|is hoped)\b|\btime will tell\b|\bwho knows\b(?! \w)|\bno doubt\b|\bis a pleasure\b"
    r"|\blet us\b|\bought (?:now )?to\b|\bneedless to say\b|\bis another (?:matter|story|question)\b|\bdeserves?\b"
    r"|\bmust not\b|\bbest of all\b|\bworth (?:\w+ing)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:this|next) (?:week|month|year|spring|summer|autumn|fall|winter)\b|\b\w+day\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
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


def unworthy(sentence: Sentence, clause: Clause, likely: float) -> Reason | None:
    """Why the statement is not checked; None where it is worth it. `likely` is what the head makes of it."""
    text = sentence.text([i for i in clause.words if not isinstance(i, str)])
    if is_clutter(text):
        return Reason.BOILERPLATE
    if text.rstrip("\"”’') ").endswith("?"):
        return Reason.QUESTION
    free = [word for i, word in enumerate(sentence.words) if i in clause.own and i not in sentence.quoted]
    return _rules(sentence, clause, free, likely)


def _rules(sentence: Sentence, clause: Clause, free: list[Token], likely: float) -> Reason | None:
    words = clause.tokens(sentence)
    lower = {word.text.lower() for word in free}
    figures = any(is_figure(word) for word in words)
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
    return _plain(sentence, clause, lower, likely)


def _plain(sentence: Sentence, clause: Clause, lower: set[str], likely: float) -> Reason | None:
    """The reason for a statement without figures."""
    words = clause.tokens(sentence)
    named = any(word.pos == "PROPN" or word.entity in _HARD_ENTITY for word in words)
    leaning = {sentence.words[c].text.lower() for c in sentence.children[clause.head]}
    dated = bool(_DAY.search(" ".join(word.text for word in words)))
    if leaning & FUTURE and not (named and (dated or len(words) > 9)):
        return Reason.PREDICTION
    if leaning & HEDGE and not named:
        return Reason.OPINION
    if (_judges(sentence, clause) and not lower & QUANTITY) or _interprets(sentence, clause):
        return Reason.OPINION
    return None if likely >= (NAMED if named and len(words) > 3 else FACTUAL) else Reason.NO_FACT


def is_figure(word: Token) -> bool:
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
    closed = len(words) > 5 and words[-1].text in (".", "!") and any(is_figure(word) for word in words)
    # A noun as the head of "that ..." is a subject that the parser misread.
    subjects = any(word.dep in (*SUBJECTS, "attr") or (word.dep, word.pos) == ("ccomp", "NOUN") for word in words)
    return closed or (finite and subjects and len(words) > 2)


def _judges(sentence: Sentence, clause: Clause) -> bool:
    """Whether the statement only says what something is like: "the mood was giddy", not "it is free until May"."""
    complement = sentence.child(clause.head, "acomp")
    late = [c for c in sentence.children[clause.head] if sentence.words[c].text.lower() in ("until", "since", "from")]
    if late or (complement is not None and sentence.words[complement].lemma == "due"):
        return False
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
