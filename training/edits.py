"""Pairs made by minimal edits of real sentences, by program.

A number, month, direction or quantity word changed, a name swapped, a "not" put in -> contradicted; the same change on
both sides -> still supported (`mirrored`); a number spelt another way -> label kept; in `restated`, sentences in
slightly other words beside the passage that they are from -> supported.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import spacy
from sets import Pair
from spacy.tokens import Doc

from factcheck.grammar import installed

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\w]|[.,]\d)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_OPPOSITES = [
    ("rose", "fell"),
    ("risen", "fallen"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("more", "fewer"),
    ("higher", "lower"),
    ("won", "lost"),
    ("before", "after"),
    ("above", "below"),
    ("largest", "smallest"),
    ("approved", "rejected"),
    ("north", "south"),
    ("east", "west"),
    ("northern", "southern"),
    ("eastern", "western"),
    ("oldest", "youngest"),
    ("grew", "shrank"),
    ("gained", "lost"),
    ("majority", "minority"),
    ("accepted", "refused"),
    ("opened", "closed"),
    ("always", "never"),
    ("earlier", "later"),
    ("cheaper", "dearer"),
    ("import", "export"),
    ("imports", "exports"),
]
_SWAPS = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_SCALES = {"million": "m", "billion": "bn", "trillion": "tn"}


def _other_number(text: str, rng: random.Random) -> str:
    value = float(text.replace(",", ""))
    if "." not in text and 1900 <= value <= 2100 and "," not in text:
        return str(int(value) + rng.choice([-10, -5, -3, -2, -1, 1, 2, 3, 5, 10]))
    if "." in text:
        digits = len(text.split(".")[1])
        changed = value * rng.choice([0.4, 0.6, 0.75, 1.3, 1.5, 2.0, 3.0]) + rng.choice([0, 0.3])
        return f"{changed:,.{digits}f}"
    if value < 20:
        return str(rng.choice([n for n in range(1, 22) if n != int(value)]))
    changed = int(value * rng.choice([0.4, 0.5, 0.7, 0.8, 1.2, 1.3, 1.5, 2.0, 3.0]))
    return f"{changed:,}" if "," in text else str(changed)


# What stands in the claim and in the evidence, and what to put in its place.
Change = tuple[str, str]


def _place(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,]){re.escape(words)}(?![\w]|[.,]\d)")


def _changes(pair: Pair, rng: random.Random, *, opposites: bool) -> list[Change]:
    """Changes of a number, date or (with `opposites`) direction that both texts share; a number more often."""
    found: list[Change] = []
    numbers = [m[0] for m in _NUMBER.finditer(pair.claim) if _place(m[0]).search(pair.evidence)]
    if numbers:
        number = rng.choice(numbers)
        found += [(number, _other_number(number, rng))] * 3
    words = [w for w in dict.fromkeys(re.findall(r"\w+", pair.claim)) if _place(w).search(pair.evidence)]
    for family in (_MONTHS, _DAYS, _WORDS, _ORDINALS):
        shared = [w for w in words if w in family]
        if shared:
            word = rng.choice(shared)
            found.append((word, rng.choice([w for w in family if w != word])))
    found += [(w, _SWAPS[w]) for w in words if w in _SWAPS and opposites]
    return [c for c in found if c[0] != c[1]]


def _changed(text: str, change: Change) -> str:
    """Every place of the first words taken by the second; a lambda, since the text is no template."""
    return _place(change[0]).sub(lambda _: change[1], text)


def contradict(pair: Pair, rng: random.Random) -> Pair | None:
    """The same supported pair with one shared number, date or direction changed on the claim's side, or None."""
    changes = _changes(pair, rng, opposites=True)
    return replace(pair, claim=_changed(pair.claim, rng.choice(changes)), label=1, origin="edit") if changes else None


def mirrored(pair: Pair, rng: random.Random) -> list[Pair]:
    """The pair with one shared detail changed on both sides (supported), and its claim beside the changed evidence.

    So no wording of a claim tells its label by itself (Schuster et al. 2019, "Towards Debiasing Fact Verification").
    """
    changes = _changes(pair, rng, opposites=False)
    return _reflected(pair, rng.choice(changes)) if changes else []


def _reflected(pair: Pair, change: Change) -> list[Pair]:
    evidence = _changed(pair.evidence, change)
    claim = _changed(pair.claim, change)
    return [
        replace(pair, claim=claim, evidence=evidence, origin="edit"),
        replace(pair, evidence=evidence, label=1, origin="edit"),
    ]


# A name's place in a text, and its kind as spaCy tells it.
Name = tuple[int, int, str]
_KINDS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT")
_AUXILIARY = re.compile(r"\b(was|were|is|are|has|have|had|will|can|could|would|did)\b(?! not|n't)")


def named(texts: Iterable[str]) -> dict[str, list[Name]]:
    """Where each text holds the name of a person, body or place."""
    nlp = spacy.load(installed(), exclude=["parser", "senter", "lemmatizer", "attribute_ruler", "tagger"])
    found = {}
    for doc in nlp.pipe(dict.fromkeys(texts), batch_size=256):
        found[doc.text] = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in _KINDS]
    return found


def rename(pairs: Sequence[Pair], names: dict[str, list[Name]], rng: random.Random) -> list[Pair]:
    """Supported pairs with one name that the evidence shares replaced by another of its kind -> contradicted.

    The other name comes from the same evidence where there is one (roles mixed up), else from another pair.
    """
    pool: dict[str, list[str]] = {}
    for pair in pairs:
        for start, end, kind in names[pair.claim]:
            pool.setdefault(kind, []).append(pair.claim[start:end])
    made = []
    for pair in pairs:
        shared = [n for n in names[pair.claim] if pair.claim[n[0] : n[1]] in pair.evidence]
        if pair.label != 0 or not shared:
            continue
        start, end, kind = rng.choice(shared)
        beside = [pair.evidence[a:b] for a, b, k in names[pair.evidence] if k == kind]
        beside = [n for n in beside if n not in pair.claim and pair.claim[start:end] not in n]
        other = rng.choice(beside) if beside and rng.random() < 0.6 else rng.choice(pool[kind])
        if other in pair.claim or pair.claim[start:end] in other:
            continue
        if rng.random() < 0.3 and other not in pair.evidence:
            made += _reflected(pair, (pair.claim[start:end], other))
        else:
            made.append(replace(pair, claim=pair.claim[:start] + other + pair.claim[end:], label=1, origin="edit"))
    return made


def negate(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """One supported pair in six with a "not" after its first auxiliary verb -> contradicted."""
    made = []
    for pair in pairs:
        if pair.label == 0 and rng.random() < 1 / 6 and (match := _AUXILIARY.search(pair.claim)):
            claim = pair.claim[: match.end()] + " not" + pair.claim[match.end() :]
            made.append(replace(pair, claim=claim, label=1, origin="edit"))
    return made


_PLAIN_SPOKEN = re.compile(r"\b(not|no|never|only|without|except|less|few|unless|if|whether|nor|n't)\b|n't|[?“”\"]")
_DATE = re.compile(rf"\b(on )?(?:(\d{{1,2}}) ({'|'.join(_MONTHS)})|({'|'.join(_MONTHS)}) (\d{{1,2}}),?) (\d{{4}})\b")
_SYNONYMS = [
    ("began", "started"), ("about", "around"), ("planned", "designed"), ("bought", "purchased"), ("film", "movie"),
    ("built", "constructed"), ("said", "stated"), ("approved", "passed"), ("roughly", "about"), ("almost", "nearly"),
    ("released", "published"), ("is located", "lies"), ("ended", "finished"), ("helped", "assisted"),
    ("injured", "hurt"), ("because of", "owing to"), ("employs", "has a staff of"), ("per cent", "percent"),
    ("inhabitants", "people"), ("got", "received"), ("rose", "went up"), ("fell", "went down"), ("whole", "entire"),
    ("more than", "over"), ("large", "big"), ("in total", "altogether"), ("holds", "contains"), ("sent", "dispatched"),
    ("made up of", "composed of"), ("chose", "picked"), ("showed", "revealed"), ("took over", "assumed"),
]  # fmt: skip
_SAME = {a: b for pair in _SYNONYMS for a, b in (pair, pair[::-1])}
# What a statement can lose and still follow from the whole: adverbial phrases, asides, appositions.
_LOOSE = ("prep", "npadvmod", "advmod", "appos", "relcl", "acl", "advcl")


def restated(passages: Iterable[str], rng: random.Random, most: int) -> list[Pair]:
    """Sentences of passages as claims in slightly other words or with a detail less, beside the passage -> supported.

    Minimal edits alone teach that whatever nearly repeats the evidence contradicts it; these are the counterweight.
    Every second one comes with a copy in which a number, date or direction is changed -> contradicted.
    """
    nlp = spacy.load(installed(), exclude=["senter", "ner", "lemmatizer"])
    texts = [(s, p) for p in dict.fromkeys(passages) for s in SENTENCE_END.split(p) if 7 <= len(s.split()) <= 40]
    texts = [pair for pair in texts if not _PLAIN_SPOKEN.search(pair[0])]
    made = []
    for doc, passage in nlp.pipe(rng.sample(texts, min(most, len(texts))), as_tuples=True):
        claim = _reworded(_shortened(doc, rng), rng)
        if claim == doc.text or len(claim.split()) < 4:
            continue
        pair = Pair(claim, rng.choice([doc.text, passage]), 0, "restated")
        made.append(pair)
        changed = contradict(pair, rng)
        made += [replace(changed, origin="restated")] if changed and rng.random() < 0.5 else []
    return made


def _shortened(doc: Doc, rng: random.Random) -> str:
    """The sentence without one or two of the phrases that hang loosely on its main verb or a name."""
    loose = [
        t for t in doc if t.dep_ in _LOOSE and t.head.pos_ in ("VERB", "AUX", "PROPN", "NOUN") and t.lower_ != "of"
    ]
    loose = [t for t in loose if t.head.pos_ in ("VERB", "AUX") or t.dep_ in ("appos", "relcl")]
    loose = [t for t in loose if len(list(t.subtree)) > 1 and t.left_edge.i > 0 and doc[t.left_edge.i - 1].text != "("]
    gone: set[int] = set()
    for token in rng.sample(loose, min(len(loose), rng.choice([0, 1, 1, 2]))):
        first, last = token.left_edge.i, token.right_edge.i
        if doc[first - 1].text == "," and last + 1 < len(doc) and doc[last + 1].text == ",":
            last += 1
        if doc[first - 1].text == ",":
            first -= 1
        gone |= set(range(first, last + 1))
    kept = "".join(t.text_with_ws + " " * (t.i + 1 in gone) for t in doc if t.i not in gone)
    return re.sub(r" +([,.)])", r"\1", " ".join(kept.split()).rstrip(" .,;")) + "."


def _reworded(text: str, rng: random.Random) -> str:
    """A word exchanged for its like, or a date told less or more fully; each now and then."""
    found = [w for w in _SAME if re.search(rf"\b{w}\b", text)]
    if found and rng.random() < 0.7:
        word = rng.choice(found)
        text = re.sub(rf"\b{word}\b", _SAME[word], text, count=1)
    return _DATE.sub(lambda match: _retold(match, rng), text, count=1)


def _retold(match: re.Match[str], rng: random.Random) -> str:
    day, month, year = match[2] or match[5], match[3] or match[4], match[6]
    try:
        weekday = date(int(year), _MONTHS.index(month) + 1, int(day)).strftime("%A")
    except ValueError:
        return match[0]
    ways = [
        match[0],
        f"{match[1] or ''}{weekday}, {day} {month} {year}",
        f"{match[1] or ''}{weekday} {day} {month} {year}",
    ]
    ways += [f"in {month} {year}", f"in {year}", f"on {month} {day}, {year}"] if match[1] else []
    return rng.choice(ways)


def respell(pair: Pair, rng: random.Random) -> Pair | None:
    """The same pair with a number of the claim spelt another way (68.7 billion, 68.7bn; 7846, 7,846), or None."""
    ways = []
    for scale, short in _SCALES.items():
        ways.append(re.sub(rf"(\d) {scale}\b", rf"\1{short}", pair.claim, count=1))
    ways.append(re.sub(r"\b(\d{1,3}),(\d{3})\b(?!,)", r"\1\2", pair.claim, count=1))
    ways.append(re.sub(r"\b(\d{2})(\d{3})\b", r"\1,\2", pair.claim, count=1))
    ways.append(re.sub(r"(\d) ?(percent|per cent)\b", r"\1%", pair.claim, count=1))
    ways.append(re.sub(r"(\d)%", r"\1 percent", pair.claim, count=1))
    for number, word in enumerate(_WORDS, 2):
        ways.append(re.sub(rf"\b{word}\b", str(number), pair.claim, count=1))
    ways = [w for w in ways if w != pair.claim]
    return replace(pair, claim=rng.choice(ways), origin="edit") if ways else None
