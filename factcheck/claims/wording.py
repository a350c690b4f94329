"""Part of the second room: a statement's words in; a sentence that stands alone out, what was added in [brackets]."""

from __future__ import annotations

import re
from collections.abc import Mapping

from factcheck.claims.mentions import Mention
from factcheck.claims.phrases import Clause
from factcheck.claims.sentences import Sentence

_LEAD = re.compile(r"^(?:[,;:)\]—–-]+\s*|(?:and|but|so|yet|then again|still|also|meanwhile),?\s+)+", re.IGNORECASE)
_TRAIL = re.compile(r"[\s,;:(\[—–-]+$")
_CLOSED = re.compile(r"[.!?…][\"”’')\]]*$")


def wording(sentence: Sentence, clause: Clause, mentions: Mapping[int, Mention], dates: Mapping[int, str]) -> str:
    """The clause as a sentence: names completed, pronouns and relative dates resolved where `mentions` and `dates` say.

    Words inside quotation marks stay as they are. A name is given once: later mentions in the clause are left alone.
    """
    parts: list[str] = []
    for position, item in enumerate(clause.words):
        if isinstance(item, str):
            parts.append(item if item == "'s" or item == "," else f" {item}")
            continue
        mention = mentions.get(item)
        if mention and _is_named(mention, _plain("".join(parts))):
            mention = None
        text = mention.text if mention else _word(sentence, clause, item)
        if item in dates:
            text += f" [{dates[item]}]"
        parts.append((" " if _gap(sentence, clause, position) else "") + text)
    return _finished("".join(parts).strip())


def _is_named(mention: Mention, text: str) -> bool:
    """Whether the words before hold the name; for a pronoun the surname is enough."""
    pronoun = mention.text.startswith(f"[{mention.name}")
    return mention.name in text or (pronoun and mention.name.split()[-1] in text.split())


def _plain(text: str) -> str:
    return text.replace("[", "").replace("]", "")


def _word(sentence: Sentence, clause: Clause, index: int) -> str:
    """The word, in lower case where it began the sentence and now stands further in."""
    text = sentence.words[index].text
    lower = index == sentence_first(sentence) and _is_moved(sentence, clause) and _is_common(sentence, index)
    return text[0].lower() + text[1:] if lower else text


def sentence_first(sentence: Sentence) -> int:
    """The index of the first word that is no mark."""
    return next((i for i, word in enumerate(sentence.words) if word.pos != "PUNCT"), 0)


def _is_moved(sentence: Sentence, clause: Clause) -> bool:
    """Whether the sentence's first word is not the clause's."""
    leading = (item for item in clause.words if isinstance(item, str) or sentence.words[item].pos != "PUNCT")
    return next(leading, None) != sentence_first(sentence)


def _is_common(sentence: Sentence, index: int) -> bool:
    word = sentence.words[index]
    return word.pos not in ("PROPN", "NUM") and word.text != "I" and not word.entity and not word.text[1:2].isupper()


def _gap(sentence: Sentence, clause: Clause, position: int) -> bool:
    """Whether a space belongs before the word: as in the article, or where words were left out between."""
    if position == 0:
        return False
    before, index = clause.words[position - 1], clause.words[position]
    if isinstance(before, str) or isinstance(index, str):
        return True
    word = sentence.words[index]
    if word.text in ",.;:!?)" and index != before + 1:
        return False
    return index != before + 1 or sentence.words[before].space


def _finished(text: str) -> str:
    text = _LEAD.sub("", _TRAIL.sub("", text.strip())).strip()
    text = re.sub(r"\s+([,.;:!?])(?=\s|$)", r"\1", re.sub(r",(\s*[,.])", r"\1", text))
    text = _TRAIL.sub("", re.sub(r"[,;:—–]\s*\.$", ".", text))
    if text and not _CLOSED.search(text):
        text += "."
    # "xAI" and "iPhone" keep their small letter.
    own = text[:1].islower() and text[1:2].isupper()
    first = 1 if text.startswith("[") else 0
    return text if own else text[:first] + text[first : first + 1].upper() + text[first + 1 :]
