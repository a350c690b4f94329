"""Part of the second room: a statement in; the statements that its participles hold out."""

from __future__ import annotations

from factcheck.claims.asides import asides
from factcheck.claims.inflection import be, past, present
from factcheck.claims.lexicon import OUTCOME, STATES
from factcheck.claims.phrases import (
    Clause,
    Cut,
    after_comma,
    is_aux,
    is_open,
    is_past,
    is_plural,
    subject_phrase,
    weighty,
    with_marks,
)
from factcheck.claims.sentences import SUBJECTS, Sentence


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
