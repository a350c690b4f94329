"""Part of the second room: a statement in; who is said to have said what, where it is reported speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.claims.clauses import statements, told_by
from factcheck.claims.lexicon import REPORTING, STATING
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import QUOTATION, Sentence

_OPEN = frozenset({"whether", "if", "what", "how", "why", "who", "where", "when", "which"})
# "falsely claimed that": the article holds the opposite of what was said.
_FALSELY = frozenset({"falsely", "wrongly", "incorrectly", "mistakenly", "erroneously", "misleadingly", "untruthfully"})
_FIRST_PERSON = re.compile(r"\b(I|we|you|me|us|my|our|your|mine|ours|let's)\b|\b(I|we|you)['’]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speech:
    """Reported speech: the word that names the `speaker`, and the statements ascribed to it that may be checked.

    `about` tells whether the whole is to be judged as "X said so" rather than by its content.
    """

    speaker: int | None
    said: tuple[Clause, ...]
    direct: bool
    about: bool = True


def speech(sentence: Sentence, clause: Clause) -> Speech | None:
    """The clause as reported speech, None where it reports none."""
    verb = clause.head
    if clause.words and isinstance(clause.words[0], str) and clause.head not in clause.words:
        return None
    quotations = [c for c in sentence.children[verb] if sentence.words[c].dep == QUOTATION]
    if quotations:
        said = [made for c in quotations for made in _quoted_statements(sentence, c)]
        return Speech(_speaker(sentence, verb), tuple(said), direct=True)
    planned = any(sentence.words[c].tag == "MD" for c in sentence.children[verb])
    if tail := told_by(sentence, verb):
        index = next(i for i in tail if sentence.words[i].dep == "dep")
        stating = _states(sentence, index)
        made = tuple(_less(part, set(tail)) for part in statements(sentence, verb)) if stating else ()
        return Speech(_speaker(sentence, index), made, direct=False)
    passive = sentence.child(verb, "nsubjpass") is not None
    if sentence.words[verb].lemma in REPORTING and not planned and not passive:
        content = next((c for c in sentence.children[verb] if sentence.words[c].dep == "ccomp"), None)
        if content is not None and not _is_phrase(sentence, verb):
            return Speech(_speaker(sentence, verb), _said(sentence, verb, content), direct=content in sentence.quoted)
        if any(i in sentence.quoted for i in sentence.subtree(verb)):
            return Speech(_speaker(sentence, verb), (), direct=True)
    return _aside_speech(sentence, clause) or _according(sentence, clause)


def _speaker(sentence: Sentence, verb: int) -> int | None:
    """The subject, or the noun after the verb in '"...," said the mayor'."""
    subject = sentence.subject(verb)
    if subject is not None:
        return subject
    if sentence.words[verb].dep == "conj":
        return sentence.subject(sentence.words[verb].head)
    return sentence.child(verb, "dobj", "attr", "npadvmod", "oprd")


def _said(sentence: Sentence, verb: int, content: int) -> tuple[Clause, ...]:
    words = sentence.words
    denied = any(words[c].dep == "neg" or words[c].tag == "MD" for c in sentence.children[verb])
    body = sentence.subtree(content)
    asked = words[body[0]].text.lower() in _OPEN
    if denied or asked or not _states(sentence, verb):
        return ()
    if sentence.subject(content) is None and not _is_misread(sentence, content):
        return ()
    if content in sentence.quoted and _FIRST_PERSON.search(sentence.text(body)):
        return ()
    that = {c for c in sentence.children[content] if words[c].dep == "mark" and c == body[0]}
    return tuple(_less(made, that | _edges(sentence, made)) for made in statements(sentence, content))


def _edges(sentence: Sentence, clause: Clause) -> set[int]:
    """The quotation marks around a quoted statement, and the comma before the closing one."""
    words, edges = sentence.words, set[int]()
    for own in (clause.own, clause.own[::-1]):
        for index in own:
            if index not in sentence.quoted or words[index].text not in '"“”,':
                break
            edges.add(index)
    return edges


def _is_phrase(sentence: Sentence, verb: int) -> bool:
    """Whether nothing is reported: "all told, 48 took part", "after 53 had said yes, ..."."""
    before = sentence.words[verb - 1].text.lower() if verb else ""
    after = sentence.words[verb + 1].text.lower() if verb + 1 < len(sentence.words) else ""
    return (before, sentence.words[verb].text.lower()) == ("all", "told") or after in ("yes", "no", "yes,", "no,")


def _states(sentence: Sentence, verb: int) -> bool:
    """Whether the verb puts forward a fact, and the article itself does not call it wrong."""
    belied = any(sentence.words[c].text.lower() in _FALSELY for c in sentence.children[verb])
    return sentence.words[verb].lemma in STATING and not belied


def _is_misread(sentence: Sentence, content: int) -> bool:
    """Whether the parser took the subject of "that the light dates from ..." for the head of the statement."""
    words = sentence.words
    mark = sentence.child(content, "mark")
    verbs = [i for i in sentence.subtree(content) if i > content and words[i].tag in ("VBZ", "VBP", "VBD")]
    main = [i for i in verbs if words[i].dep not in ("relcl", "advcl", "ccomp", "aux", "auxpass")]
    return words[content].pos in ("NOUN", "PROPN") and mark is not None and bool(main)


def _quoted_statements(sentence: Sentence, head: int) -> list[Clause]:
    body = sentence.subtree(head)
    if _FIRST_PERSON.search(sentence.text(body)) or sentence.subject(head) is None:
        return []
    marks = {i for i in (body[0], body[-1]) if sentence.words[i].text in '"“”'}
    return [Clause(tuple(i for i in body if i not in marks), body, head)]


def _less(clause: Clause, dropped: set[int]) -> Clause:
    own = tuple(i for i in clause.own if i not in dropped)
    return Clause(tuple(i for i in clause.words if i not in dropped), own or clause.own, clause.head)


def _aside_speech(sentence: Sentence, clause: Clause) -> Speech | None:
    """Reads "The striker, she said, is ..." as speech of hers."""
    for index in clause.own:
        word = sentence.words[index]
        aside = word.dep in ("parataxis", "ccomp", "advcl") and word.lemma in REPORTING and index != clause.head
        subject = sentence.subject(index)
        if aside and subject is not None and len(sentence.subtree(index)) <= 8 and _between_commas(sentence, index):
            rest = set(sentence.subtree(index))
            direct = any(i in sentence.quoted for i in clause.own)
            said = () if direct or not _states(sentence, index) else (_less(clause, rest),)
            confirms = any(sentence.words[c].text.lower() == "as" for c in sentence.children[index])
            return Speech(subject, () if confirms else said, direct=direct, about=not confirms)
    return None


def _between_commas(sentence: Sentence, index: int) -> bool:
    body = [i for i in sentence.subtree(index) if sentence.words[i].text != ","]
    before = body[0] > 0 and sentence.words[body[0] - 1].text in (",", "”", '"')
    after = body[-1] + 1 >= len(sentence.words) or sentence.words[body[-1] + 1].text in (",", ".", "“", '"')
    return before and after


def _according(sentence: Sentence, clause: Clause) -> Speech | None:
    """Reads "According to X, ..." : the source is named, and the whole is what is to be judged."""
    for index in clause.own:
        if sentence.words[index].text.lower() == "according":
            to = sentence.child(index, "prep")
            source = None if to is None else sentence.child(to, "pobj")
            return None if source is None else Speech(source, (), direct=False, about=False)
    return None
