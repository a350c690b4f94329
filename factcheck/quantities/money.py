"""Part of the quantities: currencies by symbol, code and name, as babel's English locale lists them."""

from __future__ import annotations

import re
from functools import lru_cache

# What news write and babel does not list. A name that several currencies bear ("dollars", "crowns") is a unit of its
# own, which agrees with each of them.
_SPELLINGS = {
    "koruna": "crown", "krone": "crown", "krona": "crown", "króna": "crown", "rouble": "ruble", "renminbi": "yuan",
    "roubles": "ruble", "crowns": "crown", "crown": "crown", "kronur": "crown", "soles": "sol", "reais": "real",
    "sterling": "pound",
}  # fmt: skip
_SYMBOLS = {
    "US$": "USD", "AU$": "AUD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD", "A$": "AUD", "C$": "CAD", "S$": "SGD",
    "R$": "BRL", "$": "dollar", "€": "EUR", "£": "pound", "¥": "JPY", "₹": "INR", "Rs.": "rupee", "Rs": "rupee",
    "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₦": "NGN",
}  # fmt: skip
_BEFORE = re.compile(rf"(?<!\w)(?:(?P<symbol>{'|'.join(map(re.escape, _SYMBOLS))})|(?P<code>[A-Z]{{3}}))[\s\u00a0]?$")
_BEHIND = re.compile(r"[\s\u00a0-]{1,2}(?:(?P<of>[A-Z][\w.]*(?: [A-Z]\w+)?) )?(?P<name>[a-zó]+)\b(?: sterling)?")
_CODE = re.compile(r"[\s\u00a0]?(?:(?P<code>[A-Z]{3})\b|€)")
# Names that are also other words; they are money behind a large number only.
_WORDS_TOO = frozenset({"won", "mark", "real", "som", "lek", "tala", "pula", "kip", "inti", "dong", "sol"})


@lru_cache(maxsize=1)
def _currencies() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Each name and plural to its unit; each unit to its currencies' codes by adjective. Those of the past left out."""
    from babel import Locale
    from babel.numbers import get_currency_name

    units, codes = dict(_SPELLINGS), dict[str, dict[str, str]]()
    for code in sorted(Locale("en").currencies):
        forms = [get_currency_name(code, count=number, locale="en").lower().split() for number in (1, 2)]
        if code[0] == "X" or any("(" in word for words in forms for word in words):
            continue
        *adjective, name = forms[0]
        unit = _SPELLINGS.get(name, name)
        units |= {words[-1]: unit for words in forms}
        codes.setdefault(unit, {})[" ".join(adjective)] = code
    return units, codes


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """The currency written before a number, "US$" or "EUR", and where it begins."""
    match = _BEFORE.search(text, max(0, start - 6), start)
    if not match:
        return None
    if match["symbol"]:
        return _SYMBOLS[match["symbol"]], match.start()
    return (match["code"], match.start()) if _is_code(match["code"]) else None


def currency_behind(text: str, end: int, value: float) -> tuple[str, int] | None:
    """The currency named behind a number, "euros" or "US dollars", and where its words end."""
    code = _CODE.match(text, end)
    if code and (not code["code"] or _is_code(code["code"])):
        return code["code"] or "EUR", code.end()
    match = _BEHIND.match(text, end)
    units, codes = _currencies()
    unit = units.get(match["name"]) if match else None
    if not match or not unit or (unit in _WORDS_TOO and not match["of"] and value < 1e5):
        return None
    known = codes.get(unit, {})
    adjective = (match["of"] or "").lower().replace("u.s.", "us").replace("american", "us")
    return known.get(adjective) or (next(iter(known.values())) if len(known) == 1 else unit), match.end()


def same_currency(one: str, other: str) -> bool:
    """Whether two units of money may be one currency: the same, or a code and the name that it bears."""
    codes = _currencies()[1]
    return one == other or one in codes.get(other, {}).values() or other in codes.get(one, {}).values()


def _is_code(code: str) -> bool:
    from babel import Locale

    return code in Locale("en").currencies and code not in {"ALL", "TOP", "TRY", "MOP"}
