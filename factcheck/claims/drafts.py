"""Part of the second room: statements with the claims they would be in; claims and leftovers out.

A statement is weighed only once all of an article are known: their vectors are made in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from factcheck.claims import Claim, Leftover, Reason
from factcheck.claims.clutter import is_clutter
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import Sentence
from factcheck.claims.speech import Speech
from factcheck.claims.wording import wording
from factcheck.claims.worth import is_figure, unworthy


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement, the claim that it would be, and the drafts of what was said in it where it is reported speech."""

    sentence: Sentence
    clause: Clause
    claim: Claim
    speech: Speech | None = None
    said: tuple[Draft, ...] = ()

    @property
    def plain(self) -> str:
        """The statement as a sentence, in the article's own words."""
        return wording(self.sentence, self.clause, {}, {})


def settled(draft: Draft, likely: Mapping[int, float]) -> Iterator[Claim | Leftover]:
    """The draft's claims, or the leftover it is; `likely` tells by a draft's id() how likely it is worth checking."""
    reason = _reason(draft, likely[id(draft)])
    if reason or not draft.claim.text.strip("."):
        yield Leftover(draft.claim.quote, draft.claim.start, draft.claim.end, reason or Reason.NO_FACT)
        return
    yield draft.claim
    for content in draft.said:
        if unworthy(content.sentence, content.clause, likely[id(content)]) is None:
            yield content.claim


def _reason(draft: Draft, likely: float) -> Reason | None:
    """Why the draft is not checked; what has been said on record is checked for having been said."""
    said, sentence = draft.speech, draft.sentence
    on_record = said is not None and is_on_record(sentence, said)
    if is_clutter(sentence.text(draft.clause.own)):
        return Reason.BOILERPLATE
    reason = None if on_record else unworthy(sentence, draft.clause, likely)
    if said and said.direct and said.speaker is not None and not on_record:
        return reason or Reason.VAGUE
    return reason


def is_on_record(sentence: Sentence, said: Speech) -> bool:
    """Whether reported speech has a speaker who can be asked for: a name, a body, not "a man in a hard hat"."""
    if said.speaker is None:
        return False
    if sentence.words[said.speaker].pos == "PRON":
        return said.direct
    article = sentence.words[sentence.subtree(said.speaker)[0]].text.lower()
    indefinite = article in ("a", "an", "some", "many", "one", "everyone", "somebody", "most")
    around = [c for c in sentence.children[said.speaker] if sentence.words[c].dep in ("appos", "compound", "nmod")]
    return not indefinite or any(sentence.words[i].pos == "PROPN" for i in (said.speaker, *around))


def is_fact(sentence: Sentence, clause: Clause, said: Speech) -> bool:
    """Whether what was said is stated as a fact of now or before; quoted words have to hold a figure as well."""
    tags = {sentence.words[c].tag for c in sentence.children[clause.head]}
    figures = any(is_figure(sentence.words[i]) for i in clause.own)
    return "MD" not in tags and (figures or not said.direct)
