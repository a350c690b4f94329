"""Foreign text made inert: nothing of an article, a source or a model's answer acts as markdown, HTML or YAML.

Only what would act is escaped, so that the text still reads well raw. GitHub turns mentions, emoji codes and issue
numbers into links after the markdown is rendered, where a backslash or an entity no longer helps (cmark-gfm issue 181);
an empty HTML comment inside them does, and `<span>$</span>` is what GitHub documents against math.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

_ACTS = r"""
    (?P<backslash>
        [\\`*~]
      | (?<![^\W_])_ | _(?![^\W_])              # between letters or digits an underscore does nothing
      | <(?=[a-z/!?])
      | &(?=\#?\w+;)
      | \](?=[(:])                              # no definitions stand in a report, so other brackets are inert
      | \A\[(?=!|[\sx]\]) | \[(?=\^)            # an alert or a task box, a footnote
      | :(?=//) | (?<=www)\.                    # bare addresses become links
      | \A\#(?=[\s\#]|\Z) | (?<=\s)\#(?=\#*\Z)  # opens or closes a heading
      | \A[-+](?=[\s-]|\Z) | \A[=>^]
    )
  | (?P<split>
        @(?=\S)
      | \#(?=\d)
      | :(?=(?:(?!\d+:)[a-z0-9_+-]{1,50}|100|1234):)
    )
  | (?P<dollar> (?<!\s)\$(?!\w) | \$(?=\$) | (?<=\$)\$ )   # could close a formula; a price cannot
"""
_INLINE = re.compile(_ACTS, re.VERBOSE | re.IGNORECASE)
_LABEL = re.compile(rf"(?P<bracket>[][]) | {_ACTS}", re.VERBOSE | re.IGNORECASE)
_NUMBERED = re.compile(r"\A(\d{1,9})([.)])(?=\s|\Z)")
# Control characters, and the bidirectional overrides that make text read otherwise than it is.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def plain(text: str) -> str:
    """`text` on one line: white space collapsed; control characters and text-direction overrides dropped."""
    return " ".join(_UNSEEN.sub("", text).encode("utf-8", "replace").decode("utf-8").split())


def inline(text: str) -> str:
    """`text` for a paragraph, heading, list item or block quote of one line; renders as `plain(text)`."""
    return _NUMBERED.sub(r"\1\\\2", _INLINE.sub(_inert, plain(text)))


def label(text: str) -> str:
    """`text` for the brackets of a link, where an unpaired bracket would break the link itself."""
    return _NUMBERED.sub(r"\1\\\2", _LABEL.sub(_inert, plain(text)))


def link(text: str, url: str) -> str:
    """A link that shows `text`, or the text alone where `url` is not a plain web address."""
    goal = target(url)
    return f"[{label(text)}]({goal})" if goal else inline(text)


def cell(markup: str) -> str:
    """Escaped text or a link for a table cell."""
    return markup.replace("|", r"\|")


def target(url: str) -> str:
    """`url` as a link's destination; "" unless it is http or https with a host and no user name in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc or url != plain(url):
        return ""
    return re.sub(r"&(?=#?\w+;)", "&amp;", quote(url, safe=":/?#@!$&+,;=%~"))


def yaml_string(text: str) -> str:
    """`text` as a double-quoted YAML scalar on one line; a JSON string is one but for a few characters."""
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _inert(found: re.Match[str]) -> str:
    if found.lastgroup == "split":
        return f"{found[0]}<!-- -->"
    return f"<span>{found[0]}</span>" if found.lastgroup == "dollar" else f"\\{found[0]}"
