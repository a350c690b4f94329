"""Part of the second room: a sentence in; its statements out, each one that can be true or false by itself.

Statements are cut only where the grammar is plain: coordinated verbs, asides between commas, participles and
"with ... -ing" that carry a name or a number. Where in doubt a sentence stays whole.
"""

from __future__ import annotations

from factcheck.claims.asides import asides
from factcheck.claims.lexicon import BACK, CONTRAST, REPORTING, SUPPOSED
from factcheck.claims.participles import absolutes, participles
from factcheck.claims.phrases import (
    Clause,
    Cut,
    after_comma,
    is_aux,
    is_open,
    is_past,
    is_sound,
    subject_phrase,
    trimmed,
    weighty,
    with_marks,
)
from factcheck.claims.sentences import SUBJECTS, Sentence

_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})


def clauses(sentence: Sentence, host: str = "") -> list[Clause]:
    """The sentence's statements in reading order; at least one, for a sentence without a verb the sentence itself.

    `host` is the subject of an aside that has none of its own.
    """
    root = sentence.root
    if told_by(sentence, root):
        return [Clause(sentence.subtree(root), sentence.subtree(root), root)]
    lacking = bool(host) and sentence.subject(sentence.root) is None
    return statements(sentence, sentence.root, (host,) if lacking else ())


def told_by(sentence: Sentence, verb: int) -> tuple[int, ...]:
    """The words of an ending like ", officials said" that hangs on the verb; () where there is none."""
    for child in sentence.children[verb]:
        tail = sentence.words[child].dep == "dep" and sentence.words[child].lemma in REPORTING
        if tail and child > verb and sentence.subject(child) is not None:
            return sentence.subtree(child)
    return ()


def statements(sentence: Sentence, head: int, subject: tuple[int | str, ...] = ()) -> list[Clause]:
    """The statements under a verb; `subject` is what to put in front where the verb has no subject of its own."""
    own = _without_day_of_saying(sentence, head)
    whole = [Clause((*subject, *own), own, head)]
    if sentence.words[own[-1]].text == "?" or not (subject or sentence.subject(head) is not None):
        return whole
    if _is_misread(sentence, head):
        return whole
    cut = Cut()
    _coordinated(sentence, head, subject, cut)
    participles(sentence, head, subject, cut)
    for find in (_contrasts, asides, absolutes):
        find(sentence, head, cut)
    kept = tuple(i for i in own if i not in cut.words)
    if not _has_content(sentence, kept):
        return whole
    found = [Clause((*subject, *kept), kept, head), *cut.clauses]
    if (
        cut.doubtful
        or _is_torn(sentence, head, cut)
        or not all(is_sound(sentence, clause, head) for clause in (found if found[1:] else ()))
    ):
        return whole
    return sorted(found, key=lambda clause: (clause.own[0], clause.own[-1]))


def _is_torn(sentence: Sentence, head: int, cut: Cut) -> bool:
    """Whether a second verb stays behind after another was cut out before it: "40 are long went bankrupt"."""
    verbs = [c for c in sentence.children[head] if c > head and _is_verb(sentence, c)]
    second = [c for c in verbs if sentence.words[c].dep in ("conj", "parataxis", "dep", "ccomp")]
    return any(a in cut.words and b not in cut.words and a < b for a in second for b in second)


def _without_day_of_saying(sentence: Sentence, head: int) -> tuple[int, ...]:
    """The words under a verb; without "on Tuesday" where "he said on Tuesday he had won" may tell when he said so."""
    words, own = sentence.words, sentence.subtree(head)
    above = words[head].head
    if words[head].dep != "ccomp" or words[above].lemma not in REPORTING or own[0] != above + 1:
        return own
    for child in sentence.children[head]:
        span = sentence.subtree(child)
        timed = any(words[i].entity in ("DATE", "TIME") for i in span)
        if span[0] == own[0] and timed and words[child].dep in ("prep", "npadvmod", "nmod", "advmod"):
            return own[len(span) :] if own[: len(span)] == span else own
    return own


def _is_misread(sentence: Sentence, head: int) -> bool:
    """Whether a lone comma stands between subject and verb: the verb is likely a participle then."""
    subject = sentence.subject(head)
    if subject is None or subject > head:
        return False
    between = [sentence.words[i].text for i in range(subject + 1, head)]
    return between.count(",") == 1 and between[-1] == ","


def _has_content(sentence: Sentence, kept: tuple[int, ...]) -> bool:
    return sum(sentence.words[i].pos != "PUNCT" for i in kept) >= 3


def _coordinated(sentence: Sentence, head: int, given: tuple[int | str, ...], cut: Cut) -> None:
    """Reads "A did this and did that": the second verb with its own subject, or with the first one's."""
    words = sentence.words
    linked = [c for c in sentence.children[head] if words[c].dep == "cc"]
    content = sentence.child(head, "ccomp")
    if content is not None and content < head and words[head].lemma in REPORTING:
        return
    if any(words[c].text.lower() not in ("and", "but", "yet", "so", ",") for c in linked):
        return
    for conj in [c for c in sentence.children[head] if words[c].dep in ("conj", "parataxis") and _is_verb(sentence, c)]:
        body = sentence.subtree(conj)
        subject = sentence.subject(conj)
        if _is_aside_of_saying(sentence, head, conj):
            cut.doubtful = True
            return
        short = len(body) < (3 if weighty(sentence, body) else 4)
        if conj in sentence.quoted or short or conj < head or _depends(sentence, head, conj, subject is None):
            continue
        if subject is None and _may_be_a_time(sentence, body[0]):
            cut.doubtful = True
            return
        lead: tuple[int | str, ...] = ()
        if subject is None and not _noun_first(sentence, conj, body):
            shared = _shared(sentence, head, conj)
            lead = (*_opening(sentence, head, conj), *subject_phrase(sentence, head, given), *shared)
            if not lead or (words[conj].tag in ("VBG", "VB") and not shared):
                continue
        cut.words |= with_marks(sentence, body)
        cut.words.update(c for c in linked if body[0] - 2 <= c < body[0])
        cut.words.update(c - 1 for c in linked if body[0] - 2 <= c < body[0] and words[c - 1].text == ",")
        made = statements(sentence, conj, lead)
        mark = sentence.child(conj, "mark")
        if mark is not None and sentence.child(head, "mark") is not None and words[mark].text == "that":
            made = [_without(clause, mark) for clause in made]
        cut.clauses += made


def _is_aside_of_saying(sentence: Sentence, head: int, conj: int) -> bool:
    """Whether the parser took ", so the porters say," or ", it has to be said," for a statement of the sentence."""
    words, subject = sentence.words, sentence.subject(head)
    marks = {words[c].text.lower() for c in sentence.children[conj] if c < conj}
    says = words[conj].lemma in REPORTING and bool(marks & {"so", "as"})
    before = [c for c in sentence.children[head] if subject is not None and c < subject and words[c].dep == "dep"]
    return says or (sentence.subject(conj) is None and any(words[c].pos in ("NOUN", "PROPN") for c in before))


def _may_be_a_time(sentence: Sentence, start: int) -> bool:
    """Whether the noun left of a verb hangs on "before": "before the firm, X & Sons, went bankrupt" is one clause."""
    words = sentence.words
    at = start - 1
    while at > 0 and words[at].pos == "PUNCT":
        at -= 1
    if words[at].pos not in ("NOUN", "PROPN", "PRON"):
        return False
    while words[at].dep in ("conj", "appos", "compound") and words[at].head != at:
        at = words[at].head
    over = words[words[at].head]
    return words[at].dep in ("pobj", *SUBJECTS) and over.text.lower() in ("before", "after", "until", "when", "since")


def _noun_first(sentence: Sentence, verb: int, body: tuple[int, ...]) -> bool:
    """Whether a noun stands right before the verb: a subject that the parser called something else."""
    before = [sentence.words[i] for i in body if i < verb]
    named = any(word.pos in ("NOUN", "PROPN", "PRON") and word.dep != "pobj" for word in before)
    return named or any(word.pos == "DET" for word in before[:1])


def _is_verb(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].pos in ("VERB", "AUX") and sentence.words[index].tag != "TO"


def _depends(sentence: Sentence, head: int, conj: int, shares: bool) -> bool:
    """Whether the second statement is only true together with the first: a condition, a denial, a "since"."""
    words = sentence.words
    negated = any(words[c].dep == "neg" for c in sentence.children[head])
    body = sentence.subtree(conj)
    bare_back = any(words[i].lemma in BACK and i != body[0] and not sentence.children[i] for i in body)
    bare_back |= any(_points_back(sentence, i) for i in body)
    supposed = any(words[i].text.lower() in SUPPOSED for i in sentence.subtree(head) if i < head)
    return supposed or bare_back or (negated and shares and words[conj].tag in ("VB", "VBN", "VBG"))


def _points_back(sentence: Sentence, index: int) -> bool:
    """Whether the word is a bare "that" or "these", which stands for something in the first statement."""
    word = sentence.words[index]
    pointing = word.lemma in ("that", "this", "these", "those", "such") and word.dep in (
        "nsubj",
        "dobj",
        "pobj",
        "attr",
    )
    return pointing and word.tag not in ("WDT", "IN") and not sentence.children[index]


def _opening(sentence: Sentence, head: int, conj: int) -> tuple[int, ...]:
    """A time in front of the first verb that holds for the second as well."""
    subject = sentence.subject(head)
    if subject is None or any(sentence.words[i].entity in ("DATE", "TIME") for i in sentence.subtree(conj)):
        return ()
    for child in sentence.children[head]:
        span = sentence.subtree(child)
        timed = any(sentence.words[i].entity in ("DATE", "TIME") for i in span)
        if child < subject and timed and sentence.words[child].dep in ("prep", "npadvmod", "advmod"):
            comma = span[-1] + 1
            return (*span, comma) if sentence.words[comma].text == "," else span
    return ()


def _shared(sentence: Sentence, head: int, conj: int) -> tuple[int, ...]:
    """The auxiliaries of the first verb that the second one leans on."""
    words = sentence.words
    if any(is_aux(sentence, c) for c in sentence.children[conj]) or words[conj].tag not in ("VB", "VBN", "VBG"):
        return ()
    aux = [c for c in sentence.children[head] if is_aux(sentence, c)]
    same = words[head].tag == words[conj].tag or (words[head].tag == "VBD" and words[conj].tag == "VBN")
    return tuple(aux) if same else ()


def _contrasts(sentence: Sentence, head: int, cut: Cut) -> None:
    """Cuts off "although ..."; "after ...", "because ..." and "until ..." stay, and are stated once more alone."""
    for verb in [c for c in sentence.children[head] if sentence.words[c].dep == "advcl"]:
        mark = sentence.child(verb, "mark", "advmod")
        if verb in sentence.quoted or mark is None or sentence.subject(verb) is None or verb in cut.words:
            continue
        body = sentence.subtree(verb)
        rest = tuple(i for i in body if i != mark)
        lemma = sentence.words[mark].text.lower()
        if body[0] != mark or is_open(sentence, verb):
            continue
        if lemma in CONTRAST and (body[0] == 0 or after_comma(sentence, verb)):
            cut.words |= with_marks(sentence, body) | _closing_comma(sentence, body)
            cut.clauses += [_without(clause, mark) for clause in statements(sentence, verb)]
        elif (
            lemma in ("because", "after", "until", "when")
            and _happened(sentence, head, verb)
            and weighty(sentence, rest)
        ):
            cut.clauses.append(Clause((*trimmed(sentence, rest), *_dated(sentence, mark)), rest, verb))


def _dated(sentence: Sentence, mark: int) -> tuple[int | str, ...]:
    """Reads "Thursday, when ..." as "on Thursday" for the end of the statement; () where no date stands there."""
    last = mark - 2
    if last < 0 or sentence.words[mark - 1].text != "," or sentence.words[last].entity != "DATE":
        return ()
    first = last
    while first and sentence.words[first - 1].entity == "DATE":
        first -= 1
    words = [sentence.words[i].text for i in range(first, last + 1)]
    if words[0] in _DAYS or any(word.isdigit() and len(word) < 3 for word in words):
        return ("on", *range(first, last + 1))
    return ("in", first) if len(words) == 1 and words[0].isdigit() else ()


def _closing_comma(sentence: Sentence, body: tuple[int, ...]) -> set[int]:
    after = body[-1] + 1
    return {after} if body[0] == 0 and after < len(sentence.words) and sentence.words[after].text == "," else set()


def _happened(sentence: Sentence, head: int, verb: int) -> bool:
    return is_past(sentence, verb) and not is_open(sentence, head)


def _without(clause: Clause, index: int) -> Clause:
    own = tuple(i for i in clause.own if i != index)
    return Clause(tuple(i for i in clause.words if i != index), own or clause.own, clause.head)
