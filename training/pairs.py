"""The training mix: public sets and our own pairs in, a shuffled list of (claim, evidence, label) out.

What is added to the sets as they come: minimal edits made by program (a number, month, direction or quantity word
changed, a name swapped, a "not" put in -> contradicted; a number spelt another way -> label kept); evidence without
its key sentence (-> unverifiable); claims with the passage of the same set that is nearest to them but belongs to
another claim, in `near_misses`, and with any passage at all, in `strangers` (-> unverifiable); in `in_company`,
evidence that stands between sentences of other passages of its set, as it does in a retrieved passage (label kept);
in `from_documents`, sentences of a reference work beside others of the same article; in `restated`, sentences in
slightly other words beside the passage that they are from (supported).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import Doc

from factcheck.grammar import installed

LABELS = ("supported", "contradicted", "unverifiable")

# Pairs taken from each set whose licence lets the weights ship. Caption sets (snli, cad) are capped: they
# assume one scene, and overused they teach that different entities contradict each other.
CAPS = {
    "fever": 9800,
    "sufficient_facts": 2900,
    "exfever": 3100,
    "fm2": 1200,
    "fm2_weaknei": 1200,
    "wice_partial": 400,
    "check_covid": 1100,
    "scifact_gold": 600,
    "creak": 5000,
    "infotabs": 9000,
    "conflictqa": 5000,
    "conjnli": 6000,
    "semiauto_wiki": 9000,
    "wanli_part": 12000,
    "mnli_hw2": 18000,
    "mnli_taxi": 2200,
    "scitail": 1300,
    "entailmentbank": 1500,
    "snli_part": 6000,
    "cad_nli": 5000,
    "fever_symmetric": 400,
    "fragments": 2000,
    "monli": 800,
    "folio": 1000,
}
# The second stage stays near what the tool meets: fact verification whole, general inference as a reminder.
NEAR_CAPS = CAPS | {
    "creak": 2500,
    "infotabs": 4000,
    "conflictqa": 1500,
    "conjnli": 1000,
    "semiauto_wiki": 3000,
    "wanli_part": 3000,
    "mnli_hw2": 5000,
    "mnli_taxi": 500,
    "scitail": 600,
    "entailmentbank": 600,
    "snli_part": 1000,
    "cad_nli": 800,
    "fragments": 300,
    "monli": 200,
    "folio": 400,
}
ENTITY_SETS = ("fever", "sufficient_facts", "exfever", "fm2", "own", "infotabs", "check_covid", "scifact_gold")


@dataclass(frozen=True)
class Pair:
    """One claim beside one piece of evidence; `label` is an index into LABELS, `origin` the set it came from."""

    claim: str
    evidence: str
    label: int
    origin: str


def _rows(path: Path) -> list[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_held_out(group: str) -> bool:
    """True for the one group in ten of our own pairs that is kept for development."""
    return int(hashlib.sha256(f"development {group}".encode()).hexdigest(), 16) % 10 == 0


def own(data: Path, *, held_out: bool) -> list[Pair]:
    """Our own news pairs, the training or the development part, split by group."""
    pairs = []
    for path in sorted((data / "verify" / "own").glob("*.jsonl")):
        for row in _rows(path):
            if is_held_out(row["group"]) == held_out:
                pairs += [Pair(row["claim"], row["evidence"], LABELS.index(row["label"]), "own")]
    return pairs


def public(data: Path, rng: random.Random, caps: dict[str, int]) -> list[Pair]:
    """The public sets that may ship, each cut to its cap."""
    by_set: dict[str, list[Pair]] = {}
    for path in sorted((data / "verify" / "train").glob("*.jsonl.gz")):
        name = path.name.split(".")[0]
        if name in caps:
            by_set.setdefault(name, []).extend(
                Pair(row["claim"], row["evidence"], LABELS.index(row["label"]), name) for row in _rows(path)
            )
    pairs = []
    for name, members in by_set.items():
        rng.shuffle(members)
        pairs += members[: caps[name]]
    return pairs


def development(data: Path) -> dict[str, list[Pair]]:
    """The development sets by name, `own` first."""
    sets = {"own": own(data, held_out=True)}
    for path in sorted((data / "verify" / "dev").glob("*.jsonl.gz")):
        name = path.name.split(".")[0]
        sets[name] = [Pair(row["claim"], row["evidence"], LABELS.index(row["label"]), name) for row in _rows(path)]
    return sets


# ---- minimal edits --------------------------------------------------------------------------------------

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
    ("all", "none"),
    ("most", "few"),
    ("oldest", "youngest"),
    ("first", "last"),
    ("up", "down"),
    ("grew", "shrank"),
    ("gained", "lost"),
    ("for", "against"),
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


def _replace_word(text: str, words: Sequence[str], rng: random.Random, other: str) -> str | None:
    found = [w for w in words if re.search(rf"\b{w}\b", text) and re.search(rf"\b{w}\b", other)]
    if not found:
        return None
    word = rng.choice(found)
    return re.sub(rf"\b{word}\b", rng.choice([w for w in words if w != word]), text, count=1)


def contradict(pair: Pair, rng: random.Random) -> Pair | None:
    """The same supported pair with one shared number, date or direction changed on the claim's side, or None."""
    ways = []
    shared = [
        m for m in _NUMBER.finditer(pair.claim) if re.search(rf"(?<![\d.,]){re.escape(m[0])}(?![\d])", pair.evidence)
    ]
    if shared:
        match = rng.choice(shared)
        ways += [pair.claim[: match.start()] + _other_number(match[0], rng) + pair.claim[match.end() :]] * 3
    for words in (_MONTHS, _DAYS, _WORDS, _ORDINALS):
        changed = _replace_word(pair.claim, words, rng, pair.evidence)
        if changed:
            ways.append(changed)
    opposite = [w for w in re.findall(r"[a-z]+", pair.claim) if w in _SWAPS and re.search(rf"\b{w}\b", pair.evidence)]
    if opposite:
        word = rng.choice(opposite)
        ways.append(re.sub(rf"\b{word}\b", _SWAPS[word], pair.claim, count=1))
    ways = [w for w in ways if w != pair.claim]
    return replace(pair, claim=rng.choice(ways), label=1, origin="edit") if ways else None


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
    texts = [(s, p) for p in dict.fromkeys(passages) for s in _SENTENCE_END.split(p) if 7 <= len(s.split()) <= 40]
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


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def without_key_sentence(pair: Pair, rng: random.Random) -> Pair | None:
    """A decided pair whose evidence lost the one sentence that shares most words with the claim, or None.

    What is left is about the same matter and leaves the claim open; half the time it is one sentence of it alone.
    """
    sentences = _SENTENCE_END.split(pair.evidence)
    if len(sentences) < 2:
        return None
    claim = _words(pair.claim)
    shares = [len(claim & _words(s)) for s in sentences]
    best = max(range(len(sentences)), key=shares.__getitem__)
    if shares[best] <= 1.5 * sorted(shares)[-2]:
        return None
    rest = [s for i, s in enumerate(sentences) if i != best]
    rest = rest if rng.random() < 0.5 else [rng.choice(rest)]
    return replace(pair, evidence=" ".join(rest), label=2, origin="dropped")


def from_documents(data: Path, rng: random.Random) -> list[Pair]:
    """Sentences of the World Factbook's introductions (public domain) as claims, beside places in the same document.

    Beside the three sentences that hold it, a sentence is supported; so beside them with one detail changed, it is
    contradicted; beside the sentences elsewhere in the document that share most words with it, it is left open.
    """
    made = []
    for row in _rows(data / "factbook.jsonl.gz"):
        sentences = [s for s in _SENTENCE_END.split(row["text"]) if 8 <= len(s.split()) <= 45 and s.endswith(".")]
        if not row["id"].endswith("-introduction") or len(sentences) < 5:
            continue
        for place in rng.sample(range(len(sentences)), min(10, len(sentences))):
            claim, words = sentences[place], _words(sentences[place])
            around = Pair(claim, " ".join(sentences[max(0, place - 1) : place + 2]), 0, "document")
            changed = contradict(around, rng)
            made += [replace(changed, origin="document")] if changed else []
            made += [around] if changed and rng.random() < 0.6 else []
            far = [i for i in range(len(sentences)) if abs(i - place) > 1]
            near = sorted(far, key=lambda i: -len(words & _words(sentences[i])))[:2]
            for i in near:
                evidence = " ".join(sentences[i : i + rng.choice([1, 2])])
                made += [] if claim in evidence else [Pair(claim, evidence, 2, "document")]
    return made


def edited(pairs: Iterable[Pair], rng: random.Random) -> list[Pair]:
    """All program-made pairs from supported ones of the factual sets, and respelt numbers from any of them."""
    made = []
    for pair in pairs:
        if pair.origin not in ENTITY_SETS:
            continue
        if pair.label == 0:
            made += [p for p in (contradict(pair, rng),) if p]
        if pair.label != 2:
            made += [p for p in (without_key_sentence(pair, rng),) if p]
        if rng.random() < 0.3:
            made += [p for p in (respell(pair, rng),) if p]
    return made


def in_company(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Every pair with one or two sentences of another passage of its set before its evidence, after it, or both."""
    by_set: dict[str, list[str]] = {}
    for pair in pairs:
        by_set.setdefault(pair.origin, []).append(pair.evidence)
    made = []
    for pair in pairs:
        before, after = (_some_sentences(rng.choice(by_set[pair.origin]), rng) for _ in range(2))
        sides = rng.choice([(before, ""), ("", after), (before, after)])
        made.append(replace(pair, evidence=" ".join(part for part in (sides[0], pair.evidence, sides[1]) if part)))
    return made


def _some_sentences(text: str, rng: random.Random) -> str:
    sentences = _SENTENCE_END.split(text)
    first = rng.randrange(len(sentences))
    return " ".join(sentences[first : first + rng.choice([1, 2])])


def strangers(pairs: Sequence[Pair], rng: random.Random, count: int) -> list[Pair]:
    """Claims beside evidence drawn at random from any set -> unverifiable."""
    return [
        replace(p, evidence=rng.choice(pairs).evidence, label=2, origin="stranger") for p in rng.choices(pairs, k=count)
    ]


def near_misses(pairs: Sequence[Pair], claims: np.ndarray, passages: np.ndarray, limit: int) -> list[Pair]:
    """Claims beside the nearest passage of their own set that belongs to another claim, labelled unverifiable.

    `claims` and `passages` hold one unit vector a pair, (len(pairs), dim). A passage nearly identical to the
    claim's own is skipped (it may well settle the claim), and so is one that the set pairs with the same claim.
    """
    made: list[Pair] = []
    for name in ENTITY_SETS:
        rows = [i for i, p in enumerate(pairs) if p.origin == name]
        known: dict[str, set[str]] = {}
        for i in rows:
            known.setdefault(pairs[i].claim, set()).add(pairs[i].evidence)
        for start in range(0, min(len(rows), limit), 512):
            block = rows[start : start + 512]
            scores = claims[block] @ passages[rows].T
            own_passage = passages[block] @ passages[rows].T
            scores[own_passage > 0.85] = -1
            for row, i in enumerate(block):
                best = rows[int(scores[row].argmax())]
                if scores[row].max() > 0.3 and pairs[best].evidence not in known[pairs[i].claim]:
                    made.append(Pair(pairs[i].claim, pairs[best].evidence, 2, "near_miss"))
    return made
