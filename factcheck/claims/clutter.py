"""Part of the second room: a line in; whether it is the page's furniture rather than the article's text out."""

from __future__ import annotations

import re

_WHOLE = re.compile(
    r"^\W*(?:"
    r"(?:photo(?:graph)?s?|images?|pictures?|credits?|sources?|video|caption|illustration|tags?|topics|filed under"
    r"|related|share|copyright|reporting|editing|writing)(?: (?:credit|by|courtesy of))?\s*[:|©–/].{0,120}"
    r"|(?:share|print|e-?mail|menu|video|advertisement|sponsored|related|topics|newsletter|most read|recommended"
    r"|comments|back to top|skip to \w+(?: \w+)?|log ?in|sign in|subscribe"
    r"|terms of (?:use|service)|(?:privacy|cookie) \w+)"
    r"|(?:read (?:more|also|next)|see also|also read|related (?:articles?|stories)|follow (?:us|me|@)"
    r"|subscribe (?:to|now)|sign up|click (?:here|to)|tap (?:here|to)|leave a (?:reply|comment)"
    r"|post a comment|share (?:this|on|via))\b.{0,160}"
    r"|(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,120}"
    r"|(?:additional )?(?:reporting|editing|writing) by .{0,80}"
    r"|(?-i:[Bb]y (?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+)"
    r"|(?:last )?(?:updated|modified|published|posted)(?: on| at|:) .{0,60}"
    r"|[\d,.]+ (?:words|min(?:ute)?s?(?: read)?|comments?|shares|views)"
    r")\W*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\bcomments? (?:on this \w+ )?(?:are|is|have been) (?:now )?(?:closed|disabled|off)\b|\ball rights reserved\b"
    r"|\bunsubscribe\b|\bour (?:\w+ )?(?:newsletter|website|app|podcast|email|cookie policy|privacy policy)\b"
    r"|\breaders like you\b|\bsupport our (?:work|journalism)\b|\bsign up for\b|\bclick here\b|\bcontact us\b"
    r"|\bthis (?:article|story|post) (?:\w+ ){0,2}"
    r"(?:updated|corrected|amended|supported|syndicated|sponsored|appeared|published) (?:in|on|at|by|to|from|with)\b",
    re.IGNORECASE,
)


def is_clutter(text: str) -> bool:
    """Whether the text is a share button, photo credit, copyright line and the like, or holds no letter at all."""
    return bool(_WHOLE.match(text) or _INSIDE.search(text)) or not any(map(str.isalpha, text))
