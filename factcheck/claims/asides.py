"""Part of the second room: a statement in; the statements that its asides hold out."""

from __future__ import annotations

from factcheck.claims.hosts import among_others, definite, host, is_denied, named
from factcheck.claims.inflection import be
from factcheck.claims.lexicon import AHEAD, OUTCOME, SENTENTIAL, STATES
from factcheck.claims.phrases import (
    Clause,
    Cut,
    after_comma,
    is_past,
    is_plural,
    trimmed,
    weighty,
    with_marks,
)
from factcheck.claims.sentences import SUBJECTS, Sentence

_FINITE = ("VBD", "VBZ", "VBP")
_WHO = frozenset({"who", "which", "whose", "whom", "that"})


def asides(sentence: Sentence, head: int, cut: Cut) -> None:
    """Relative clauses, participles and appositions that follow a noun of the statement."""
    reached = [i for i in sentence.subtree(head) if i not in cut.words and i not in sentence.quoted]
    for index in reached:
        word = sentence.words[index]
        noun = word.head
        if index in cut.words or noun == index or (noun in sentence.quoted and word.dep != "acl"):
            continue
        body = sentence.subtree(index)
        if word.dep in ("relcl", "acl", "appos") and (is_denied(sentence, noun) or among_others(sentence, noun, index)):
            continue
        if word.dep == "relcl" and weighty(sentence, body):
            made = _relative(sentence, index, noun)
        elif word.dep == "acl" and word.tag in ("VBN", "VBG") and weighty(sentence, body):
            made = _participle_of_noun(sentence, index, noun, is_past(sentence, head))
        elif word.dep == "appos" and _identifies(sentence, index, noun):
            cut.clauses.append(_apposition(sentence, index, noun))
            continue
        else:
            continue
        if made:
            whole = tuple(sorted({i for clause in made for i in clause.own}))
            for own in (whole, *(clause.own for clause in made)):
                cut.words |= with_marks(sentence, own)
            cut.clauses += made


def _relative(sentence: Sentence, verb: int, noun: int) -> list[Clause]:
    """Reads ", which ..." as a statement about the noun; [] where what it refers to is not plain."""
    body = sentence.subtree(verb)
    pronoun = next((i for i in body if sentence.words[i].tag in ("WDT", "WP", "WP$")), None)
    if pronoun is None or not after_comma(sentence, verb) or sentence.words[pronoun].lemma not in _WHO:
        return []
    target = host(sentence, noun, verb, sentence.words[pronoun].text.lower())
    if target is None or among_others(sentence, target, verb):
        return []
    if not definite(sentence, target) or sentence.words[verb].lemma in SENTENTIAL:
        return []
    name = named(sentence, target, body)
    body = (*body, *_trailing(sentence, body))
    if _has_late_clause(sentence, verb):
        return []
    rest = [i for i in body if i != pronoun]
    dep, governor = sentence.words[pronoun].dep, sentence.words[pronoun].head
    words: list[int | str]
    if sentence.words[pronoun].tag == "WP$" and body[0] == pronoun:
        words = [*name, "'s", *rest]
    elif dep in SUBJECTS and governor == verb and body[0] == pronoun:
        parts = _coordinated(sentence, verb, tuple(rest), body)
        return [Clause((*name, *part), own, verb) for part, own in parts]
    elif dep == "dobj" and body[0] == pronoun:
        words = _with_object(sentence, rest, governor, name)
    elif dep == "pobj" and governor == body[0]:
        words = [governor, *name, ",", *(i for i in rest if i != governor)]
    else:
        return []
    return [Clause(tuple(words), body, verb)]


def _coordinated(
    sentence: Sentence, verb: int, rest: tuple[int, ...], body: tuple[int, ...]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Reads "which was opened in 2019 and bears 25,942 names" as two, where both hold something to look up.

    Each part comes with the words of the aside that it rests on; together these are the whole `body`.
    """
    words = sentence.words
    linked = [c for c in sentence.children[verb] if words[c].dep == "cc"]
    conj = sentence.child(verb, "conj")
    if conj is None or len(linked) != 1 or words[linked[0]].text != "and" or words[conj].tag not in _FINITE:
        return [(rest, body)]
    second = tuple(i for i in body if i > linked[0])
    first = trimmed(sentence, tuple(i for i in rest if i < linked[0]))
    whole = sentence.subject(conj) is None and second == sentence.subtree(conj) and second[0] == conj
    if not (whole and weighty(sentence, first) and weighty(sentence, second)):
        return [(rest, body)]
    return [(first, tuple(i for i in body if i < linked[0])), (second, (linked[0], *second))]


def _trailing(sentence: Sentence, body: tuple[int, ...]) -> tuple[int, ...]:
    """An -ing phrase right after a relative clause: it belongs there, whatever the parser hung it on."""
    for index in range(body[-1] + 1, min(body[-1] + 3, len(sentence.words))):
        word = sentence.words[index]
        if word.tag == "VBG" and word.dep in ("advcl", "acl") and sentence.subtree(index)[0] == index:
            return tuple(range(body[-1] + 1, sentence.subtree(index)[-1] + 1))
    return ()


def _has_late_clause(sentence: Sentence, verb: int) -> bool:
    """Whether the relative clause ends in ", when ...": most often that belongs to the sentence around it."""
    late = [c for c in sentence.children[verb] if c > verb and sentence.words[c].dep == "advcl"]
    marked = [c for c in late if any(sentence.words[m].dep in ("mark", "advmod") for m in sentence.children[c])]
    return any(after_comma(sentence, c) for c in marked)


def _with_object(sentence: Sentence, rest: list[int], governor: int, name: tuple[int | str, ...]) -> list[int | str]:
    """The antecedent put where the relative pronoun had left its gap."""
    has_object = any(sentence.words[c].dep == "dobj" and c > governor for c in sentence.children[governor])
    to = next((c for c in sentence.children[governor] if sentence.words[c].tag == "TO"), governor)
    at = rest.index(to if has_object else governor) + (0 if has_object else 1)
    return [*rest[:at], *name, *rest[at:]]


def _participle_of_noun(sentence: Sentence, verb: int, noun: int, past_time: bool) -> list[Clause]:
    """Reads "the meeting, held at Y, ahead of Z" as two: that it was held at Y, and that it was ahead of Z."""
    words, body = sentence.words, sentence.subtree(verb)
    aside = after_comma(sentence, verb)
    proper = words[noun].pos == "PROPN" and any(words[c].text.lower() == "the" for c in sentence.children[noun])
    if verb < noun or not definite(sentence, noun) or not (aside or (proper and words[verb].tag == "VBN")):
        return []
    if (words[verb].lemma in OUTCOME and words[verb].lemma not in STATES) or verb in sentence.quoted:
        return []
    if aside and host(sentence, noun, verb, "") != noun:
        return []
    name = named(sentence, noun, body)
    stative = words[verb].lemma in STATES or words[verb].tag == "VBG"
    verb_be = be(plural=is_plural(sentence, noun), is_past=past_time or not stative)
    parts = _split_by_place(sentence, verb, body)
    if ahead := _ahead(sentence, body):
        return [Clause((*name, verb_be, *part), part, verb) for part in parts] + [
            Clause((*name, verb_be, verb, *ahead), ahead, verb)
        ]
    return [Clause((*name, verb_be, *part), part, verb) for part in parts]


def _ahead(sentence: Sentence, body: tuple[int, ...]) -> tuple[int, ...]:
    """The ", ahead of Z" that follows ", held at Y", whatever the parser hung it on; () where there is none."""
    first = body[-1] + 2
    if first >= len(sentence.words) or sentence.words[first - 1].text != "," or not weighty(sentence, body):
        return ()
    if sentence.words[first].text.lower() not in AHEAD or first in body:
        return ()
    tail = sentence.subtree(first)
    return tail if tail[0] == first and weighty(sentence, tail) else ()


def _split_by_place(sentence: Sentence, verb: int, body: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Reads "held at Y ahead of Z" as "held at Y" and "held ahead of Z" where both hold something to look up."""
    later = [c for c in sentence.children[verb] if c > verb and sentence.words[c].text.lower() in AHEAD]
    for child in later:
        tail = sentence.subtree(child)
        first = tuple(i for i in body if i not in tail)
        if weighty(sentence, tail) and weighty(sentence, first) and len(first) > 2 and tail[-1] == body[-1]:
            return [trimmed(sentence, first), (verb, *tail)]
    return [body]


def _identifies(sentence: Sentence, index: int, noun: int) -> bool:
    """Whether an apposition says who a named one is: "X, the defence minister of Y"."""
    words, body = sentence.words, sentence.subtree(index)
    proper = words[noun].pos == "PROPN" and words[index].pos == "NOUN" and words[index].tag in ("NN", "NNS")
    bare = any(words[i].tag in ("WDT", "WP", "VBG") or words[i].dep == "conj" for i in body)
    return proper and index > noun and after_comma(sentence, index) and weighty(sentence, body) and not bare


def _apposition(sentence: Sentence, index: int, noun: int) -> Clause:
    body = trimmed(sentence, sentence.subtree(index))
    is_or_are = be(plural=is_plural(sentence, index), is_past=False)
    name = named(sentence, noun, body)
    return Clause((*name, is_or_are, *body), body, index)
