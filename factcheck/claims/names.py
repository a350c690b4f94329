"""Part of the second room: a sentence in; the names in it out, and whether one is a person's."""

from __future__ import annotations

from factcheck.claims.lexicon import HUMANS, REPORTING, TITLES
from factcheck.claims.phrases import noun_phrase
from factcheck.claims.sentences import Sentence

_NOT_PEOPLE = frozenset({"GPE", "LOC", "FAC", "ORG", "NORP", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})


def runs(sentence: Sentence) -> list[tuple[int, int]]:
    """The names: the first and last index of each run of proper nouns."""
    found: list[tuple[int, int]] = []
    for index, word in enumerate(sentence.words):
        capital = word.text[:1].isupper() and word.tag in ("NNP", "NNPS")
        joins = word.text == "-" and not word.space and bool(found) and found[-1][1] == index - 1
        if not (
            capital or (joins and index + 1 < len(sentence.words) and sentence.words[index + 1].text[:1].isupper())
        ):
            continue
        if found and found[-1][1] == index - 1 and (index - 1 in sentence.quoted) == (index in sentence.quoted):
            found[-1] = (found[-1][0], index)
        elif capital:
            found.append((index, index))
    return found


def stripped(sentence: Sentence, first: int, last: int) -> list[str]:
    """The words of a name without titles."""
    titles = [i for i in range(first, last) if sentence.words[i].text.lower() in TITLES]
    first = titles[-1] + 1 if titles else first
    text = sentence.text(range(first, last + 1))
    return text.split() if sentence.words[first].text.lower() not in TITLES else []


def width(sentence: Sentence, words: list[str], last: int) -> int:
    """How many tokens the stripped name takes."""
    target, count = " ".join(words), 1
    while sentence.text(range(last - count + 1, last + 1)) != target and count <= last:
        count += 1
    return count


def is_person(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a full name is a person's: so labelled, titled, speaking, or in one breath with a person."""
    words = sentence.words
    if last - first > 3 or last == first:
        return False
    labels = {words[i].entity for i in range(first, last + 1)}
    if "PERSON" in labels:
        return True
    titled = first > 0 and (words[first - 1].text.lower() in TITLES or words[first - 1].lemma in HUMANS)
    head = words[last].head
    speaks = words[last].dep == "nsubj" and words[head].lemma in REPORTING
    linked = [c for c in sentence.children[last] if words[c].dep in ("conj", "appos")]
    joined = any(words[c].entity == "PERSON" or words[c].lemma in HUMANS for c in linked)
    who = any(
        words[i].text.lower() == "who" and words[i].dep == "nsubj" for i in range(last + 1, min(last + 3, len(words)))
    )
    above = words[last].dep == "appos" and words[head].lemma in HUMANS
    return titled or who or above or (not labels & _NOT_PEOPLE and (speaks or joined)) or (speaks and joined)


def follows_place_word(sentence: Sentence, index: int) -> bool:
    return index > 0 and sentence.words[index - 1].text.lower() in ("in", "at", "near", "to", "from", "into", "across")


def name_phrase(sentence: Sentence, head: int) -> str:
    clauses = [c for c in sentence.children[head] if sentence.words[c].dep in ("acl", "relcl", "appos")]
    dropped = {i for c in clauses for i in sentence.subtree(c)}
    span = [i for i in noun_phrase(sentence, head) if i not in dropped]
    while span and sentence.words[span[0]].pos == "DET":
        span = span[1:]
    return sentence.text(span).strip(' ,"“”')
