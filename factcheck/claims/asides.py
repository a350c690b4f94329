"""Part of the second room: a statement in; the statements that its asides and participles hold out."""

from __future__ import annotations

from factcheck.claims.inflection import be, past, present
from factcheck.claims.lexicon import AHEAD, HUMANS, OUTCOME, SENTENTIAL, STATES
from factcheck.claims.phrases import (
    Clause,
    Cut,
    after_comma,
    is_aux,
    is_open,
    is_past,
    is_plural,
    noun_phrase,
    subject_phrase,
    trimmed,
    weighty,
    with_marks,
)
from factcheck.claims.sentences import SUBJECTS, Sentence
from factcheck.grammar import Token

_FINITE = ("VBD", "VBZ", "VBP")
_WHO = frozenset({"who", "which", "whose", "whom", "that"})
_NONE = frozenset({"neither", "nor", "no", "none", "nobody", "nothing", "few", "not", "any", "hardly"})
_THINGS = frozenset({"GPE", "LOC", "FAC", "ORG", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "DATE", "MONEY"})


def host(sentence: Sentence, noun: int, verb: int, pronoun: str) -> int | None:
    """The one noun that an aside can be about: of "the plant in Gyor, which" neither, unless verb or "who" tells."""
    words = sentence.words
    near = _candidates(sentence, _nearest(sentence, noun, verb))
    if noun not in near:
        near += [i for i in _candidates(sentence, noun) if i not in near]
    fitting = [i for i in near if not (pronoun == "who" and words[i].entity in _THINGS)]
    if pronoun == "who":
        people = [i for i in fitting if words[i].entity == "PERSON" or words[i].lemma in HUMANS]
        fitting = people or fitting
    elif pronoun == "which":
        fitting = [i for i in fitting if words[i].entity != "PERSON"]
    if pronoun in ("who", "which", "that") and len(fitting) > 1:
        tags = [words[i] for i in (verb, *sentence.children[verb])]
        one = any(word.tag == "VBZ" or word.text.lower() == "was" for word in tags)
        many = any(word.tag == "VBP" or word.text.lower() == "were" for word in tags)
        fitting = [
            i for i in fitting if not (one and is_plural(sentence, i)) and not (many and not is_plural(sentence, i))
        ]
    return fitting[0] if len(fitting) == 1 else None


def _nearest(sentence: Sentence, noun: int, verb: int) -> int:
    """The last noun of the noun's phrase before the aside: the parser may have hung the aside on the wrong one."""
    start = sentence.subtree(verb)[0]
    nouns = [i for i in sentence.subtree(noun) if noun <= i < start and sentence.words[i].pos in ("NOUN", "PROPN")]
    return nouns[-1] if nouns else noun


def _candidates(sentence: Sentence, noun: int) -> list[int]:
    """The noun, and those left of it that it hangs on by "of", "in" ...; "the Bank of England" is one."""
    words = sentence.words
    found = [noun]
    while words[noun].dep == "pobj":
        prep = words[noun].head
        before = prep - 1
        # "laid a wreath at the memorial": where the parser hangs the place on the verb, the noun before is no rival.
        if words[prep].text.lower() in ("at", "on", "to", "from", "with", "by") and words[prep].head != before:
            break
        if before < 0 or words[before].pos not in ("NOUN", "PROPN", "NUM", "PRON"):
            break
        named = words[noun].pos == "PROPN" == words[before].pos and prep == noun - 1 and words[prep].text == "of"
        found = [i for i in found if i != noun] if named else found
        noun = before
        found.append(noun)
    return [i for i in found if words[i].text.lower() not in ("percent", "cent", "%") and not _counts(words[i])]


def _counts(word: Token) -> bool:
    return word.pos == "NUM" or word.entity in ("DATE", "TIME")


def is_denied(sentence: Sentence, noun: int) -> bool:
    """Whether the noun stands under "no", "neither" or "few": there is nothing that an aside could be true of."""
    words = sentence.words
    while words[noun].dep == "conj" and words[noun].head != noun:
        noun = words[noun].head
    deps = ("det", "preconj", "cc", "amod", "neg", "advmod", "predet")
    near = [c for c in sentence.children[noun] if words[c].dep in deps]
    return any(words[i].text.lower() in _NONE for i in (noun, *near))


def asides(sentence: Sentence, head: int, cut: Cut) -> None:
    """Relative clauses, participles and appositions that follow a noun of the statement."""
    reached = [i for i in sentence.subtree(head) if i not in cut.words and i not in sentence.quoted]
    for index in reached:
        word = sentence.words[index]
        noun = word.head
        if index in cut.words or noun == index or (noun in sentence.quoted and word.dep != "acl"):
            continue
        body = sentence.subtree(index)
        if word.dep in ("relcl", "acl", "appos") and (
            is_denied(sentence, noun) or _among_others(sentence, noun, index)
        ):
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


def participles(sentence: Sentence, head: int, given: tuple[int | str, ...], cut: Cut) -> None:
    """Reads "..., reaffirming the pact" and "Born in Lusk Bay, ..." as statements about the subject."""
    words = sentence.words
    subject = sentence.subject(head)
    if (subject is None and not given) or is_open(sentence, head):
        return
    name = subject_phrase(sentence, head, given)
    plural = subject is not None and is_plural(sentence, subject)
    for verb in [c for c in sentence.children[head] if words[c].dep == "advcl" and c not in sentence.quoted]:
        body = sentence.subtree(verb)
        before = [c for c in sentence.children[verb] if c < verb]
        bare = not any(
            words[c].dep in ("mark", *SUBJECTS) or words[c].tag == "WRB" or is_aux(sentence, c) for c in before
        )
        bare &= not any(words[i].tag in ("VBD", "VBZ", "VBP", "MD") for i in range(head + 1, verb))
        apart = after_comma(sentence, verb) or (body[0] == 0 and words[body[-1] + 1].text == ",")
        if not (bare and apart and weighty(sentence, body)) or verb in cut.words:
            continue
        if _may_be_of_another(sentence, verb, subject):
            continue
        if words[verb].tag == "VBG" and words[verb].lemma not in OUTCOME:
            finite = past(words[verb].lemma) if is_past(sentence, head) else present(words[verb].lemma, plural=plural)
            lead: tuple[int | str, ...] = (*(i for i in body if i < verb), finite, *(i for i in body if i > verb))
        elif words[verb].tag == "VBN" and words[verb].lemma not in ("give", "compare", "base", "follow"):
            lead = (be(plural=plural, is_past=words[verb].lemma not in STATES or is_past(sentence, head)), *body)
        else:
            continue
        cut.words |= with_marks(sentence, body) | ({body[-1] + 1} if body[0] == 0 else set())
        nested = Cut()
        asides(sentence, verb, nested)
        nested.words -= {verb}
        cut.clauses.append(
            Clause(
                (*name, *(i for i in lead if i not in nested.words)),
                tuple(i for i in body if i not in nested.words),
                verb,
            )
        )
        cut.clauses += nested.clauses


def _may_be_of_another(sentence: Sentence, verb: int, subject: int | None) -> bool:
    """Whether "..., known as X" may be about the noun before it, or a subject with an aside is two in truth."""
    words, first = sentence.words, sentence.subtree(verb)[0]
    if first > 1 and words[verb].tag == "VBN":
        return words[first - 2].pos in ("NOUN", "PROPN")
    if first or subject is None:
        return False
    return any(words[c].dep in ("appos", "conj") for i in sentence.subtree(subject) for c in sentence.children[i])


def absolutes(sentence: Sentence, head: int, cut: Cut) -> None:
    """Reads ", with trade reaching $68.7B" as a statement: trade reached $68.7B."""
    words = sentence.words
    if is_open(sentence, head):
        return
    for prep in [i for i in sentence.subtree(head) if words[i].lemma == "with" and i not in sentence.quoted]:
        pair = _absolute_pair(sentence, prep)
        if pair is None or prep in cut.words or not after_comma(sentence, prep):
            continue
        noun, verb = pair
        body = sentence.subtree(verb) if noun in sentence.subtree(verb) else sentence.subtree(noun)
        rest = tuple(i for i in body if i > verb)
        if not weighty(sentence, rest):
            continue
        name = tuple(i for i in body if i < verb)
        lemma, plural = words[verb].lemma, is_plural(sentence, noun)
        finite = past(lemma) if is_past(sentence, head) else present(lemma, plural=plural)
        cut.words |= with_marks(sentence, (prep, *body))
        cut.clauses.append(Clause((*name, finite, *rest), body, verb))


def _absolute_pair(sentence: Sentence, prep: int) -> tuple[int, int] | None:
    """The noun and the -ing verb of a "with" phrase."""
    for child in sentence.children[prep]:
        noun = sentence.subject(child)
        if sentence.words[child].dep == "pcomp" and sentence.words[child].tag == "VBG" and noun is not None:
            return noun, child
        verb = sentence.child(child, "acl")
        if sentence.words[child].dep == "pobj" and verb is not None and sentence.words[verb].tag == "VBG":
            return child, verb
    return None


def _relative(sentence: Sentence, verb: int, noun: int) -> list[Clause]:
    """Reads ", which ..." as a statement about the noun; [] where what it refers to is not plain."""
    body = sentence.subtree(verb)
    pronoun = next((i for i in body if sentence.words[i].tag in ("WDT", "WP", "WP$")), None)
    if pronoun is None or not after_comma(sentence, verb) or sentence.words[pronoun].lemma not in _WHO:
        return []
    target = host(sentence, noun, verb, sentence.words[pronoun].text.lower())
    if target is None or _among_others(sentence, target, verb):
        return []
    if not _definite(sentence, target) or sentence.words[verb].lemma in SENTENTIAL:
        return []
    name = _named(sentence, target, body)
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


def _among_others(sentence: Sentence, noun: int, aside: int) -> bool:
    """Whether the noun is one of several that the aside stands between or after: it may be about one or about all."""
    words = sentence.words
    several = any(words[c].dep == "conj" for c in sentence.children[noun])
    # "X, and Y, the mayor of Z": a name that is told who it is; anything else may be told of both.
    last = words[noun].dep == "conj" and (words[noun].pos != "PROPN" or words[aside].dep == "relcl")
    return several or last


def _named(sentence: Sentence, noun: int, aside: tuple[int, ...]) -> tuple[int | str, ...]:
    """The noun phrase in front of its aside; "a levy" becomes "the levy", since it has been introduced."""
    phrase = trimmed(sentence, tuple(i for i in noun_phrase(sentence, noun) if i not in aside))
    if phrase and sentence.words[phrase[0]].text.lower() in ("a", "an"):
        return ("the", *phrase[1:])
    return phrase


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


def _definite(sentence: Sentence, noun: int) -> bool:
    word = sentence.words[noun]
    bound = any(sentence.words[c].dep in ("det", "poss", "nummod", "amod") for c in sentence.children[noun])
    return word.pos == "PROPN" or word.tag == "NNS" or (word.pos == "NOUN" and bound)


def _participle_of_noun(sentence: Sentence, verb: int, noun: int, past_time: bool) -> list[Clause]:
    """Reads "the meeting, held at Y, ahead of Z" as two: that it was held at Y, and that it was ahead of Z."""
    words, body = sentence.words, sentence.subtree(verb)
    aside = after_comma(sentence, verb)
    named = words[noun].pos == "PROPN" and any(words[c].text.lower() == "the" for c in sentence.children[noun])
    if verb < noun or not _definite(sentence, noun) or not (aside or (named and words[verb].tag == "VBN")):
        return []
    if (words[verb].lemma in OUTCOME and words[verb].lemma not in STATES) or verb in sentence.quoted:
        return []
    if aside and host(sentence, noun, verb, "") != noun:
        return []
    name = _named(sentence, noun, body)
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
    named = words[noun].pos == "PROPN" and words[index].pos == "NOUN" and words[index].tag in ("NN", "NNS")
    bare = any(words[i].tag in ("WDT", "WP", "VBG") or words[i].dep == "conj" for i in body)
    return named and index > noun and after_comma(sentence, index) and weighty(sentence, body) and not bare


def _apposition(sentence: Sentence, index: int, noun: int) -> Clause:
    body = trimmed(sentence, sentence.subtree(index))
    is_or_are = be(plural=is_plural(sentence, index), is_past=False)
    name = _named(sentence, noun, body)
    return Clause((*name, is_or_are, *body), body, index)
