"""Part of the second room: a participle in; the finite verb that makes a statement of it out."""

from __future__ import annotations

from factcheck.claims.lexicon import DOUBLING

_PAST = {
    "be": "was", "have": "had", "do": "did", "go": "went", "make": "made", "take": "took", "get": "got", "give": "gave",
    "come": "came", "see": "saw", "say": "said", "tell": "told", "know": "knew", "think": "thought", "find": "found",
    "leave": "left", "bring": "brought", "begin": "began", "keep": "kept", "hold": "held", "write": "wrote",
    "stand": "stood", "hear": "heard", "let": "let", "mean": "meant", "set": "set", "meet": "met", "run": "ran",
    "pay": "paid", "sit": "sat", "speak": "spoke", "lie": "lay", "lead": "led", "read": "read", "grow": "grew",
    "lose": "lost", "fall": "fell", "send": "sent", "build": "built", "draw": "drew", "win": "won", "buy": "bought",
    "spend": "spent", "cut": "cut", "rise": "rose", "drive": "drove", "wear": "wore", "choose": "chose",
    "seek": "sought",
    "break": "broke", "hit": "hit", "put": "put", "shut": "shut", "sell": "sold", "catch": "caught", "teach": "taught",
    "become": "became", "beat": "beat", "cost": "cost", "fly": "flew", "fight": "fought", "throw": "threw",
    "strike": "struck", "shoot": "shot", "steal": "stole", "sink": "sank", "swear": "swore", "split": "split",
    "spread": "spread", "sing": "sang", "ring": "rang", "swim": "swam", "wake": "woke", "withdraw": "withdrew",
    "overtake": "overtook", "undergo": "underwent", "undertake": "undertook", "forecast": "forecast", "bid": "bid",
    "feed": "fed", "feel": "felt", "sweep": "swept", "sleep": "slept", "deal": "dealt", "lay": "laid", "lend": "lent",
    "ride": "rode", "rule": "ruled", "shake": "shook", "shrink": "shrank", "slide": "slid", "tear": "tore",
    "understand": "understood", "upset": "upset", "quit": "quit", "oversee": "oversaw", "outdo": "outdid",
    "bind": "bound", "bear": "bore", "forgo": "forwent", "forbid": "forbade", "freeze": "froze", "hide": "hid",
}  # fmt: skip
_VOWELS = "aeiou"


def past(lemma: str) -> str:
    """The simple past of a verb, singular."""
    if lemma in _PAST:
        return _PAST[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if lemma in DOUBLING else "") + "ed"


def present(lemma: str, *, plural: bool) -> str:
    """The simple present of a verb, third person."""
    if lemma == "be":
        return "are" if plural else "is"
    if plural:
        return lemma
    if lemma == "have":
        return "has"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def be(*, plural: bool, is_past: bool) -> str:
    """The form of "be" for a subject and a time."""
    if is_past:
        return "were" if plural else "was"
    return "are" if plural else "is"
