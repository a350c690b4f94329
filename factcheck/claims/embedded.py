"""Part of the second room: the extractor that needs no model key. It walks block by block, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from factcheck.article import Article
from factcheck.claims import Claim, Extraction, Leftover, Reason
from factcheck.claims.blocks import Block, Kind, blocks
from factcheck.claims.clauses import clauses
from factcheck.claims.dates import date_notes
from factcheck.claims.drafts import Draft, is_fact, settled
from factcheck.claims.head import Head
from factcheck.claims.mentions import Mention, Mentions
from factcheck.claims.phrases import Clause, noun_phrase
from factcheck.claims.sentences import Sentence, read_sentences
from factcheck.claims.speech import Speech, speech
from factcheck.claims.wording import wording
from factcheck.embedder import Embedder
from factcheck.grammar import Grammar


@dataclass(slots=True)
class _Quoting:
    """Who spoke last, and in which paragraph: a quotation that follows without a speaker is theirs."""

    speaker: str | None = None
    paragraph: int = -1


class EmbeddedExtractor:
    """Finds claims by grammar, rules and a small trained head; the same article always gives the same extraction."""

    def __init__(self, grammar: Grammar, embedder: Embedder) -> None:
        self._grammar = grammar
        self._head = Head(embedder)

    def extract(self, article: Article) -> Extraction:
        """All claims and leftovers, ids c1, c2, ... in article order."""
        found = list(self._weighed(list(self._pieces(article))))
        claims = _distinct(p for p in found if isinstance(p, Claim))
        claims.sort(key=lambda claim: (claim.start, -claim.end))
        numbered = tuple(replace(claim, id=f"c{number}") for number, claim in enumerate(claims, 1))
        leftovers = sorted((p for p in found if isinstance(p, Leftover)), key=lambda left: (left.start, left.end))
        return Extraction(numbered, tuple(leftovers))

    def _weighed(self, pieces: Sequence[Claim | Leftover | Draft]) -> Iterator[Claim | Leftover]:
        """The pieces with every draft settled; all drafts are embedded in one go."""
        drafts = [draft for piece in pieces if isinstance(piece, Draft) for draft in (piece, *piece.said)]
        scores = self._head.probabilities([(draft.plain, draft.clause.tokens(draft.sentence)) for draft in drafts])
        likely = {id(draft): score for draft, score in zip(drafts, scores, strict=True)}
        for piece in pieces:
            if isinstance(piece, Draft):
                yield from settled(piece, likely)
            else:
                yield piece

    def _pieces(self, article: Article) -> Iterator[Claim | Leftover | Draft]:
        found = blocks(article.text)
        prose = [block for block in found if block.kind is Kind.PROSE and block.text]
        read = {id(block): rows for block, rows in zip(prose, read_sentences(self._grammar, prose), strict=True)}
        walk = _Walk(article, (sentence for rows in read.values() for sentence in rows))
        for block in found:
            if id(block) in read and any(read[id(block)]):
                yield from walk.paragraph(block, read[id(block)])
            else:
                reason = Reason.HEADING if block.kind is Kind.HEADING else Reason.BOILERPLATE
                yield _leftover(article, block.start, block.end, reason)


class _Walk:
    """One walk through an article: what has been named and who spoke last, sentence after sentence."""

    def __init__(self, article: Article, sentences: Iterable[Sentence]) -> None:
        self._article = article
        self._mentions = Mentions(sentences)
        self._before: Sentence | None = None
        self._quoting = _Quoting()

    def paragraph(self, block: Block, sentences: list[Sentence]) -> Iterator[Claim | Draft]:
        """What a block states."""
        other_years = _speaks_of_other_years(block.text, self._article.published)
        for sentence in sentences:
            yield from self._sentence(sentence, other_years)

    def _sentence(self, sentence: Sentence, other_years: bool) -> Iterator[Claim | Draft]:
        mentions = self._mentions.read(sentence)
        published = self._article.published
        dates = date_notes(sentence, published, other_years=other_years) if published else {}
        if self._continues(sentence):
            yield self._continued(sentence)
            return
        for clause in clauses(sentence, self._host(sentence)):
            yield self._draft(sentence, clause, mentions, dates)

    def _host(self, sentence: Sentence) -> str:
        """What an aside in parentheses is about: the noun phrase in front of it."""
        before, self._before = self._before, sentence if not sentence.aside else self._before
        if not sentence.aside or before is None:
            return ""
        earlier = [i for i, word in enumerate(before.words) if word.end <= sentence.start]
        noun = earlier[-1] if earlier else 0
        return before.text(i for i in noun_phrase(before, noun) if i <= noun)

    def _draft(self, sentence: Sentence, clause: Clause, mentions: dict[int, Mention], dates: dict[int, str]) -> Draft:
        said = speech(sentence, clause)
        name = self._speaker(sentence, said, mentions)

        def claim(part: Clause, *, about_speech: bool = False) -> Claim:
            text = wording(sentence, part, mentions, dates)
            span = _span(self._article.text, sentence, part)
            return _claim(self._article, *span, text, name, about_speech=about_speech)

        contents = [part for part in said.said if is_fact(sentence, part, said)] if said else []
        whole = claim(clause, about_speech=said is not None and said.about)
        return Draft(sentence, clause, whole, said, tuple(Draft(sentence, part, claim(part)) for part in contents))

    def _speaker(self, sentence: Sentence, said: Speech | None, mentions: dict[int, Mention]) -> str | None:
        if said is None or said.speaker is None:
            return None
        name = self._mentions.speaker(sentence, said.speaker, mentions)
        if said.direct:
            self._quoting = _Quoting(name, sentence.paragraph)
        return name

    def _continues(self, sentence: Sentence) -> bool:
        """Whether the sentence is nothing but a quotation that goes on from the sentence before."""
        bare = all(i in sentence.quoted or word.pos == "PUNCT" for i, word in enumerate(sentence.words))
        return bare and bool(self._quoting.speaker) and self._quoting.paragraph == sentence.paragraph

    def _continued(self, sentence: Sentence) -> Claim:
        words = self._article.text[sentence.start : sentence.end]
        text = f"[{self._quoting.speaker} said:] {' '.join(words.split())}"
        return _claim(self._article, sentence.start, sentence.end, text, self._quoting.speaker, about_speech=True)


def _span(text: str, sentence: Sentence, clause: Clause) -> tuple[int, int]:
    """The article's characters from the clause's first own word to its last, without loose marks around.

    Loose words in front stay where they are a line that would else be in no piece.
    """
    own = sorted(clause.own)
    first = sentence.words[own[0]].start
    while len(own) > 1 and sentence.words[own[0]].text in (",", ";", ":", ")", "—", "–", "-", "and", "but"):
        own = own[1:]
    while len(own) > 1 and sentence.words[own[-1]].text in (",", ";", ":", "(", "—", "–", "-"):
        own = own[:-1]
    if len(own) > 1 and own[-1] - own[-2] > 1 and sentence.words[own[-1]].text in (".", "!", "…"):
        own = own[:-1]
    start = sentence.words[own[0]].start
    return first if "\n" in text[first:start] else start, sentence.words[own[-1]].end


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those that say the same of the same words; of two, the one with a speaker stays."""
    kept: dict[tuple[int, int, str], Claim] = {}
    for claim in claims:
        key = (claim.start, claim.end, claim.text)
        if key not in kept or (kept[key].speaker is None and claim.speaker is not None):
            kept[key] = claim
    return list(kept.values())


def _speaks_of_other_years(text: str, published: date | None) -> bool:
    years = {
        int(word) for word in text.replace(",", " ").replace(".", " ").split() if word.isdigit() and len(word) == 4
    }
    return published is not None and any(1500 < year < 2200 and year != published.year for year in years)


def _claim(
    article: Article, start: int, end: int, text: str, speaker: str | None, *, about_speech: bool = False
) -> Claim:
    return Claim("", text, article.text[start:end], start, end, speaker, about_speech)


def _leftover(article: Article, start: int, end: int, reason: Reason) -> Leftover:
    return Leftover(article.text[start:end], start, end, reason)
