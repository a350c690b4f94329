"""Part of the second room: sentences in, one by one; who and what their pronouns and short names mean out.

A mention is resolved only where one candidate is left: the last full name that fits, in this sentence or shortly
before, with no rival. Everything else is left as the article has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from factcheck.claims.lexicon import BODIES, HE, HUMANS, REPORTING, SHE, TITLES
from factcheck.claims.names import follows_place_word, is_person, name_phrase, runs, stripped, width
from factcheck.claims.phrases import noun_phrase
from factcheck.claims.sentences import SUBJECTS, Sentence

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_PLACES = frozenset({"GPE", "LOC", "FAC", "ORG"})
_WEATHER = frozenset({"rain", "snow", "freeze", "hail", "thunder", "storm", "seem", "appear", "take", "happen", "turn"})
_EMPTY = frozenset({"late", "early", "time", "possible", "impossible", "clear", "likely", "unlikely", "hard", "cold"})
# "The House" is not "the White House", "the Times" not the one named before: these names are complete as they are.
_COMPLETE = frozenset(
    {"house", "senate", "street", "union", "times", "post", "court", "church", "cup", "league", "park"}
)
# "There is a catch: it leaks" presents no catch that leaks.
_ANNOUNCING = frozenset(
    {"catch", "problem", "reason", "snag", "risk", "question", "issue", "rule", "difference", "condition", "trick"}
    | {"way", "limit", "downside", "twist", "drawback", "exception", "explanation", "answer", "chance", "point"}
)
_SHIPS = frozenset({"ship", "boat", "ferry", "vessel", "yacht", "liner", "tanker", "trawler", "freighter", "warship"})
_REACH = 3  # sentences to look back for the one a pronoun means


@dataclass(frozen=True, slots=True)
class Mention:
    """How a word is to be written, and whom or what it names."""

    name: str
    text: str


@dataclass(slots=True)
class _Known:
    """What the article has told of a person so far; `certain` where the name alone would not have told."""

    gender: str = ""
    roles: set[str] = field(default_factory=set)
    certain: bool = False


class Mentions:
    """What the article has named so far; feed it every sentence once, in order."""

    def __init__(self, sentences: Iterable[Sentence] = ()) -> None:
        sentences = list(sentences)
        self._shared = {word for s in sentences for word in _in_other_names(s)}
        self._ships = any(w.lemma in _SHIPS and w.dep in SUBJECTS for s in sentences for w in s.words)
        self._presented = ""
        self._alone = {s.words[a].text for s in sentences for a, b in runs(s) if a == b}
        self._people: dict[str, _Known] = {}
        self._things: dict[str, set[str]] = {}
        self._past: list[tuple[int, list[str], bool]] = []

    def read(self, sentence: Sentence) -> dict[int, Mention]:
        """The sentence's mentions that are certain, by the index of their first word."""
        found: dict[int, Mention] = {}
        spoken: list[str] = []
        for first, last in runs(sentence):
            self._name(sentence, first, last, found, spoken)
        self._pronouns(sentence, found, spoken)
        self._definites(sentence, found)
        self._remember_things(sentence)
        self._presented = _presented(sentence)
        strangers = _strangers(sentence)
        self._past.append((sentence.paragraph, spoken, strangers))
        return found

    def speaker(self, sentence: Sentence, index: int, found: dict[int, Mention]) -> str | None:
        """The speaker that a word names, in full; None for a pronoun that could be anyone."""
        span = sentence.subtree(index)
        for first, last in runs(sentence):
            if first in span and (words := stripped(sentence, first, last)):
                name = self._full(" ".join(words))
                if name in self._people:
                    return name
        if index in found:
            return found[index].name
        if sentence.words[index].pos == "PRON":
            return None
        phrase = sentence.text(noun_phrase(sentence, index))
        return phrase.strip(' ,"“”').removeprefix("the ").removeprefix("The ") or None

    def _name(self, sentence: Sentence, first: int, last: int, found: dict[int, Mention], spoken: list[str]) -> None:
        words = stripped(sentence, first, last)
        if not words:
            return
        start = last - width(sentence, words, last) + 1
        name = self._full(" ".join(words))
        elsewhere = len(words) == 1 and sentence.words[start].entity in _PLACES
        if " " in name and not elsewhere and (name in self._people or self._is_new_person(sentence, start, last)):
            self._learn(sentence, name, first, last)
            self._people[name].certain |= len(words) > 1 and is_person(sentence, start, last)
            spoken.append(name)
            short = len(words) == 1 and not follows_place_word(sentence, start)
            if short and start not in sentence.quoted:
                given = name[: -len(words[0])].strip()
                found[start] = Mention(name, f"[{given}] {sentence.words[start].text}")

    def _is_new_person(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether the name is a person's; people go by their last name, "Castrel United" by its first."""
        text = [sentence.words[i].text for i in range(first, last + 1)]
        club = text[0] in self._alone and text[-1] not in self._alone
        if club or BODIES & {word.lower() for word in text}:
            return False
        labels = {sentence.words[i].entity for i in range(first, last + 1)}
        called = text[-1] in self._alone and text[0] not in self._alone and len(text) == 2
        return is_person(sentence, first, last) or (called and not labels & {"GPE", "LOC", "FAC", "EVENT", "LAW"})

    def _full(self, name: str) -> str:
        """The one known full name that ends in this surname, or the name itself."""
        if " " in name or name in self._shared:
            return name
        fits = [full for full in self._people if full.split()[-1] == name]
        return fits[0] if len(fits) == 1 else name

    def _learn(self, sentence: Sentence, name: str, first: int, last: int) -> None:
        known = self._people.setdefault(name, _Known())
        around = {sentence.words[i].text.lower() for i in range(max(0, first - 3), last + 1)}
        apposed = [c for i in range(first, last + 1) for c in sentence.children[i] if sentence.words[c].dep == "appos"]
        over = sentence.words[last].head if sentence.words[last].dep == "appos" else None
        around |= {sentence.words[c].lemma for c in apposed} | (
            {sentence.words[over].lemma} if over is not None else set()
        )
        known.roles |= around & HUMANS
        known.gender = known.gender or ("m" if around & HE else "f" if around & SHE else "")

    def _pronouns(self, sentence: Sentence, found: dict[int, Mention], spoken: list[str]) -> None:
        where = {name: i for i, name in _positions(sentence, self._people)}
        for index, word in enumerate(sentence.words):
            gender = _PRONOUNS.get(word.text.lower())
            if gender and index not in sentence.quoted:
                name = self._person(sentence, index, gender, where)
                if name:
                    self._people[name].gender = gender
                    spoken.append(name)
                    found[index] = Mention(name, _written(sentence, index, name))
            elif word.text.lower() in ("they", "it") and index not in sentence.quoted:
                empty = _stands_for_nothing(sentence, index)
                holder = None if empty else _reporting_subject(sentence, index)
                if self._presented and not empty and index == 0 and word.text.lower() == "it":
                    found[index] = Mention(self._presented, f"[{self._presented}]")
                elif holder is not None and sentence.words[holder].pos != "PRON":
                    phrase = sentence.text(noun_phrase(sentence, holder))
                    found[index] = Mention(phrase, f"[{phrase}]")

    def _person(self, sentence: Sentence, index: int, gender: str, where: dict[str, int]) -> str | None:
        """The one person that a pronoun can mean."""
        here = [name for name, place in where.items() if place < index and self._fits(name, gender)]
        holder = _reporting_subject(sentence, index)
        back = self._recent(sentence.paragraph, gender)
        if here:
            governs = any(where[name] in _subjects_over(sentence, index) for name in here)
            alone = len(set(here)) == 1 and (governs or not set(back) - set(here))
            return here[0] if alone else None
        if holder is not None or _strangers(sentence, before=index) or len(set(back)) != 1:
            return None
        return back[0]

    def _recent(self, paragraph: int, gender: str) -> list[str]:
        """The people named in the nearest earlier sentence that names or hints at any."""
        for past_paragraph, names, strangers in reversed(self._past[-_REACH:]):
            fitting = [name for name in names if self._fits(name, gender)]
            if paragraph - past_paragraph > 1 or (strangers and not fitting):
                return []
            if fitting:
                return fitting
        return []

    def _fits(self, name: str, gender: str) -> bool:
        # A ship is a "she" as well.
        known = self._people[name].gender or ("" if gender == "f" and self._ships else gender)
        return self._people[name].certain and known == gender

    def _definites(self, sentence: Sentence, found: dict[int, Mention]) -> None:
        """Reads "the commission" where one commission has been named, "the minister" where one minister has."""
        for index, word in enumerate(sentence.words):
            bare = [sentence.words[c].text.lower() for c in sentence.children[index] if c < index]
            if word.tag not in ("NN", "NNP") or bare != ["the"] or index in sentence.quoted or index in found:
                continue
            if any(sentence.words[c].dep in ("prep", "relcl", "acl", "appos") for c in sentence.children[index]):
                continue
            if _is_told_apart(sentence, index):
                continue
            names = self._things.get(word.lemma, set()) | {n for n, k in self._people.items() if word.lemma in k.roles}
            if len(names) == 1:
                name = next(iter(names))
                lead = name[: -len(word.text)].strip()
                ends = name.lower().endswith(f" {word.text.lower()}")
                found[index] = Mention(name, f"[{lead}] {word.text}" if ends else f"{word.text} [{name}]")

    def _remember_things(self, sentence: Sentence) -> None:
        for first, last in runs(sentence):
            head = next((i for i in range(last, first - 1, -1) if not first <= sentence.words[i].head <= last), last)
            person = is_person(sentence, first, last) or sentence.words[head].text.lower() in TITLES
            if last == first or person or sentence.words[head].dep in ("compound", "poss"):
                continue
            phrase = name_phrase(sentence, head)
            if len(phrase.split()) <= 12:
                self._things.setdefault(sentence.words[head].lemma.lower(), set()).add(phrase)


def _presented(sentence: Sentence) -> str:
    """What "there is a new opera house, too:" presents, as the words after the colon may call it; "" for others."""
    root, words = sentence.root, sentence.words
    noun = sentence.child(root, "attr")
    if sentence.child(root, "expl") is None or noun is None or words[-1].text not in (":", ";"):
        return ""
    phrase = noun_phrase(sentence, noun)
    if words[noun].tag != "NN" or words[noun].lemma in _ANNOUNCING or words[phrase[0]].text.lower() not in ("a", "an"):
        return ""
    return f"the {sentence.text(phrase[1:])}"


def _in_other_names(sentence: Sentence) -> set[str]:
    """The words that open a longer name which does not end in them: "Varga" in "Varga Motors"."""
    words = sentence.words
    named = [(first, last) for first, last in runs(sentence) if first < last]
    things = [pair for pair in named if {words[i].entity for i in range(pair[0], pair[1] + 1)} & _PLACES]
    return {words[i].text for first, last in things for i in range(first, last)}


def _is_told_apart(sentence: Sentence, index: int) -> bool:
    """Whether the words after "the minister" tell which one: a name, a participle; or it is a name by itself."""
    words = sentence.words
    after = words[index + 1 : index + 3]
    if not after:
        return False
    apposed = after[0].text == "," and len(after) > 1 and after[1].tag == "NNP"
    named = after[0].tag in ("NNP", "NNPS", "VBN")
    # "The commission set up by ... met": a participle that the parser took for the verb.
    misread = any(words[c].dep == "agent" for c in sentence.children[words[index].head])
    misread &= words[words[index].head].tag == "VBD" and words[index].head == index + 1
    return apposed or named or misread or words[index].text.lower() in _COMPLETE


def _stands_for_nothing(sentence: Sentence, index: int) -> bool:
    """Whether an "it" names nothing: it rained, it was too late, it was not the time to ..."""
    words, verb = sentence.words, sentence.words[index].head
    if words[index].text.lower() != "it":
        return False
    if words[index].dep == "expl" or words[verb].lemma in _WEATHER:
        return True
    about = [c for c in sentence.children[verb] if words[c].dep in ("acomp", "attr", "ccomp", "csubj", "xcomp")]
    return words[verb].lemma == "be" and any(
        words[c].lemma in _EMPTY or words[c].dep in ("ccomp", "csubj", "xcomp") for c in about
    )


def _positions(sentence: Sentence, people: dict[str, _Known]) -> list[tuple[int, str]]:
    found = []
    for first, last in runs(sentence):
        words = stripped(sentence, first, last)
        name = " ".join(words)
        fits = [full for full in people if full == name or (len(words) == 1 and full.split()[-1] == name)]
        if len(fits) == 1:
            found.append((last, fits[0]))
    return found


def _strangers(sentence: Sentence, before: int | None = None) -> bool:
    """Whether an unnamed person is spoken of, who might be the one a pronoun means."""
    for index, word in enumerate(sentence.words[:before]):
        named = any(
            sentence.words[c].pos == "PROPN" and sentence.words[c].dep in ("appos", "compound")
            for c in sentence.children[index]
        )
        titled = word.dep in ("appos", "compound", "attr", "amod", "nmod") or sentence.words[word.head].pos == "PROPN"
        if word.lemma in HUMANS and word.tag == "NN" and not named and not titled:
            return True
    return False


def _subjects_over(sentence: Sentence, index: int) -> set[int]:
    """The subjects of the verbs over a word."""
    found: set[int] = set()
    seen: set[int] = set()
    while index not in seen:
        seen.add(index)
        found.update(c for c in sentence.children[index] if sentence.words[c].dep in SUBJECTS)
        index = sentence.words[index].head
    return found


def _reporting_subject(sentence: Sentence, index: int) -> int | None:
    """For the subject of "X said that they ..." the word X, else None."""
    verb = sentence.words[index].head
    above = sentence.words[verb].head
    says = sentence.words[verb].dep == "ccomp" and sentence.words[above].lemma in REPORTING
    if sentence.words[index].dep not in SUBJECTS or not says:
        return None
    holder = sentence.subject(above)
    if holder is None or sentence.words[index].text.lower() not in ("they", "it"):
        return None
    several = sentence.words[holder].tag in ("NNS", "NNPS") or sentence.words[holder].lemma in ("police", "staff")
    return holder if several == (sentence.words[index].text.lower() == "they") and holder < index else None


def _written(sentence: Sentence, index: int, name: str) -> str:
    """The name in the pronoun's place, with its case."""
    owner = sentence.words[index].tag == "PRP$"
    return f"[{name}'s]" if owner else f"[{name}]"
