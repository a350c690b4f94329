"""Part of the second room: a noun with an aside in; which noun the aside can be about, and how to name it, out."""

from __future__ import annotations

from factcheck.claims.lexicon import HUMANS
from factcheck.claims.phrases import is_plural, noun_phrase, trimmed
from factcheck.claims.sentences import Sentence
from factcheck.grammar import Token

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


def among_others(sentence: Sentence, noun: int, aside: int) -> bool:
    """Whether the noun is one of several that the aside stands between or after: it may be about one or about all."""
    words = sentence.words
    several = any(words[c].dep == "conj" for c in sentence.children[noun])
    # "X, and Y, the mayor of Z": a name that is told who it is; anything else may be told of both.
    last = words[noun].dep == "conj" and (words[noun].pos != "PROPN" or words[aside].dep == "relcl")
    return several or last


def named(sentence: Sentence, noun: int, aside: tuple[int, ...]) -> tuple[int | str, ...]:
    """The noun phrase in front of its aside; "a levy" becomes "the levy", since it has been introduced."""
    phrase = trimmed(sentence, tuple(i for i in noun_phrase(sentence, noun) if i not in aside))
    if phrase and sentence.words[phrase[0]].text.lower() in ("a", "an"):
        return ("the", *phrase[1:])
    return phrase


def definite(sentence: Sentence, noun: int) -> bool:
    word = sentence.words[noun]
    bound = any(sentence.words[c].dep in ("det", "poss", "nummod", "amod") for c in sentence.children[noun])
    return word.pos == "PROPN" or word.tag == "NNS" or (word.pos == "NOUN" and bound)
