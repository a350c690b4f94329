"""Door: the prompt files, one a model call. A name in; a `Prompt` out, whose slots are filled once and never rescanned.

A prompt file is one page: front matter, the rules, and from the heading `# Material` on what the call is about. The
first part goes to the model as the system's words, the second as the user's. A slot is written {{name}}.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from factcheck.errors import PromptError

NAMES = ("extract", "judge")

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MATERIAL = "# Material\n"
_SLOT = re.compile(r"\{\{([a-z_]+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file as it stands on disk; `fingerprint` is the first 12 hex digits of its sha256."""

    name: str
    text: str
    fingerprint: str

    def fence(self, *foreign: str) -> str:
        """A mark to put around foreign texts: none of them holds it, and it is the same for the same texts.

        It depends on every character of all of them, so that no author can write it into one.
        """
        mark = _digest(self.fingerprint, *foreign)[:16]
        while any(mark in text for text in foreign):
            mark = _digest(mark)[:16]
        return mark

    def enclose(self, foreign: str) -> str:
        """The text between two lines of a mark that it does not hold, for what a later turn quotes."""
        fence = self.fence(foreign)
        return f"{fence}\n{foreign}\n{fence}"

    def fill(self, **values: str) -> tuple[str, str]:
        """The rules and the material with every slot filled; braces in a value are plain text.

        Raises PromptError where the file lacks a slot for a value, or has one that no value fills.
        """
        if lacking := sorted(set(values) ^ set(_SLOT.findall(self.text))):
            raise PromptError(
                f"prompt {self.name}.md does not fit the program: {{{{{lacking[0]}}}}}",
                hint="restore the file from the release, or reinstall factcheck",
            )
        page = _FRONT_MATTER.sub("", self.text)
        rules, _, material = page.partition(_MATERIAL)
        return _substitute(rules, values), _substitute(material, values)


def load(name: str) -> Prompt:
    """The prompt called `name`. Raises PromptError where its file is missing, unreadable or has no material."""
    path = _folder() / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"prompt file {path} cannot be read", hint="reinstall factcheck") from error
    if _MATERIAL not in text:
        raise PromptError(f"prompt file {path} has no heading {_MATERIAL.strip()!r}", hint="reinstall factcheck")
    return Prompt(name, text, _digest(text)[:12])


def fingerprint() -> str:
    """One fingerprint of all prompts together; it changes when any of them does."""
    return _digest(*(load(name).text for name in NAMES))[:12]


def _folder() -> Path:
    """Beside this file in an installed package, else in the repository."""
    shipped = Path(__file__).with_suffix("")
    return shipped if shipped.is_dir() else Path(__file__).parent.parent / "prompts"


def _substitute(template: str, values: dict[str, str]) -> str:
    return _SLOT.sub(lambda slot: values[slot[1]], template).strip()


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
