"""Taking out what identifies a person, a card, an account or a car before a text goes to a model or on a page.

By format, check digit and the words around; careful with prices, years and mileage. Names and street addresses are
found where words announce them: what is redacted is less dangerous, not anonymous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple

from shared.conversations import checksums
from shared.conversations.name_words import as_words, folded, words_of
from shared.conversations.person_names import find_names
from shared.conversations.street_addresses import find_addresses

_Match = re.Match[str]


class _Rule(NamedTuple):
    """What looks like `pattern`, and passes `holds`, becomes `[name]`; with a group `keep`, that stays before it.

    `digits` is how many digits any match has at least, with no more than `_GAP` other characters between two of them:
    where a text has fewer, the pattern need not be tried, and most texts have few. The same goes for `words`, one of
    which (folded) is in every match, and for `long`, the length of a word without a break in it."""

    name: str
    pattern: re.Pattern[str]
    digits: int
    holds: Callable[[_Match], bool] = lambda _: True
    words: frozenset[bytes] = frozenset()
    long: int = 0


def redact(text: str, names: Sequence[str] = ()) -> str:
    """`text` with e-mail addresses, phones, cards, bank accounts, tax and identity numbers, VINs and plates replaced
    by `[email]`, `[phone]`, `[card]`, `[clabe]`, `[cbu]`, `[cpf]`, `[cnpj]`, `[cuit]`, `[rut]`, `[curp]`, `[rfc]`,
    `[id]`, `[vin]` and `[plate]`, street addresses by `[address]`, people's names by `[name]`; `names` are those that
    are known to belong to the conversation. Redacting twice changes nothing more."""
    plain = folded(text)
    words = words_of(plain)
    given = text
    if _MAY_IDENTIFY.search(text):
        text = _without(find_addresses(text, words), text, "[address]")
        text = _without_numbers(text, words)
    return _without(find_names(text, names, plain if text is given else "", words), text, "[name]")


def _without_numbers(text: str, words: AbstractSet[bytes]) -> str:
    """Without what is told by its digits or its `@`. A number right before a word may be taken out first, so that the
    word stands alone."""
    alone = words | set(b" ".join(words).translate(_DIGITS_APART).split())
    for rule in _BY_DIGITS[min(_most_digits(text), _MOST)]:
        if rule.words and rule.words.isdisjoint(alone):
            continue
        if (rule.long and rule.long > len(max(words, key=len, default=b""))) or (rule is _EMAIL and "@" not in text):
            continue
        text = rule.pattern.sub(lambda match, rule=rule: _replace(match, rule), text)  # type: ignore[misc]
    return text


def _without(spans: Sequence[tuple[int, int]], text: str, instead: str) -> str:
    for start, end in reversed(spans):
        text = text[:start] + instead + text[end:]
    return text


def _most_digits(text: str) -> int:
    """No fewer than the digits of the largest group of them in `text`, up to `_GAP` other characters apart."""
    if (all_of_them := sum(map(text.count, "0123456789"))) < _FEW:
        return all_of_them
    return max((len(_NO_DIGIT.sub("", group)) for group in _DIGIT_GROUP.findall(text)), default=0)


def _replace(match: _Match, rule: _Rule) -> str:
    if not rule.holds(match):
        return match.group()
    return f"{match.groupdict().get('keep') or ''}[{rule.name}]"


def _digits(match: _Match) -> str:
    return re.sub(r"[^0-9]", "", match.group())


def _checked(check: Callable[[str], bool]) -> Callable[[_Match], bool]:
    return lambda match: check(_digits(match))


def _is_rut(match: _Match) -> bool:
    return checksums.is_rut(re.sub(r"[^0-9kK]", "", match.group()))


def _is_rfc(match: _Match) -> bool:
    """Whether the six digits of a Mexican tax number are a date."""
    year, month, day = (int(part) for part in match.group("year", "month", "day"))
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _is_vin(match: _Match) -> bool:
    """Whether the 17 characters mix letters and digits as a vehicle's do, and end in its running number."""
    digits = sum(character.isdigit() for character in match.group())
    return 4 <= digits <= 15 and match.group()[-3:].isdigit()


def _is_plate(match: _Match) -> bool:
    """Written with a space, letters must be capitals: "placas por 500" is no plate."""
    plate = match.group("plate")
    letters = re.sub(r"[^A-Za-z]", "", plate)
    return letters.isupper() or " " not in plate


def _is_phone(match: _Match) -> bool:
    """No amount of money, mileage or order number, and no two years side by side."""
    before, after = match.string[max(match.start() - 24, 0) : match.start()], match.string[match.end() :][:12]
    if _UNIT_AFTER.match(after) or any(pattern.search(before) for pattern in _NO_PHONE_AFTER):
        return False
    return len(re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", match.group())) < 2


def _rule(name: str, digits: int, pattern: str, holds: Callable[[_Match], bool] = lambda _: True) -> _Rule:
    return _Rule(name, re.compile(pattern, re.IGNORECASE | re.VERBOSE), digits, holds)


_DIGITS_APART = bytes.maketrans(b"0123456789", b" " * 10)
_MAY_IDENTIFY = re.compile(r"[0-9@]")
_GAP = 3
"""The most that stands between two digits of a phone number, as in "(55) 1234": the other kinds have one character."""
_DIGIT_GROUP = re.compile(rf"[0-9](?:[^0-9]{{0,{_GAP}}}[0-9])+")
_NO_DIGIT = re.compile(r"[^0-9]+")
_MONEY_BEFORE = re.compile(r"(?:[$€£]|\b(?:usd|mxn|ars|clp|brl|pesos|reais))\s?$", re.IGNORECASE)
_GROUP_BEFORE = re.compile(r"(?<![0-9])(?!(?:19|20)[0-9]{2}[ -])[0-9]{4}[ -]$")
"""Four digits that are no year: then this is the rest of a longer number."""
_UNIT_AFTER = re.compile(
    r"\s?(?:km|kms|kil[oó]metros|quil[oô]metros|miles|pesos|reais|d[oó]lares|usd|mxn|ars|clp|%)\b", re.IGNORECASE
)
_ORDER_BEFORE = re.compile(
    r"\b(?:folio|orden|order|pedido|ticket|reserva|protocolo|caso|case|item|sku|product|producto|produto)\b"
    r"\W{0,3}(?:\w{1,6}\W{1,3})?$",
    re.IGNORECASE,
)

_NO_PHONE_AFTER = (_MONEY_BEFORE, _ORDER_BEFORE, _GROUP_BEFORE)

_START, _END = r"(?<![\w$€£/#])(?<![0-9][.,])(?<!\w-)", r"(?![\w])(?![-.,/:][0-9])"
_PLATE = r"""(?P<plate>
    [a-z]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}        # MX ABC-12-34, BR ABC-1234
    | [a-z]{3}[ -]?[0-9]{3}(?:[ -]?[a-z])?    # MX ABC-123-D, AR ABC 123
    | [a-z][0-9]{2}[ -]?[a-z]{3}              # MX A12-BCD
    | [0-9]{3}[ -]?[a-z]{3}                   # MX 123-ABC
    | [a-z]{2}[ -]?[0-9]{3}[ -]?[a-z]{2}      # AR AB 123 CD
    | [a-z]{3}[0-9][a-z][0-9]{2}              # BR ABC1D23
    | [a-z]{4}[ -]?[0-9]{2}                   # CL BBCL-12
    | [a-z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}      # CL AB-12-34
    )"""
_PHONE_WORDS = (
    r"(?:tel|cel|m[oó]vil|whats|wpp|wsp|zap|fone|phone|llam|marc[aá]|call|text|ligar|ligue|contact|n[uú]mero)"
)
_ID_WORDS = (
    r"(?:dni|c[eé]dula|pasaporte|passaporte|passport|rg|ine|ssn|social\ security|licencia|licen[cs]e\ n(?:o|r|umber)?)"
)

_PLATE_WORDS = r"(?:placas?|patentes?|matr[ií]cula|chapa|dominio|plates?|registration|emplacad[oa])"

_PLATE_KEYS = as_words(
    "placa", "placas", "patente", "patentes", "matricula", "chapa", "dominio", "plate", "plates", "registration",
    "emplacado", "emplacada",
)  # fmt: skip
_ID_KEYS = as_words(
    "dni", "cedula", "pasaporte", "passaporte", "passport", "rg", "ine", "ssn", "social", "licencia", "license",
    "licence",
)  # fmt: skip

_RULES = (
    _rule("email", 0, r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    _rule("curp", 6, r"\b[a-z]{4}[0-9]{6}[hmx][a-z]{5}[0-9a-z][0-9]\b"),
    _rule("vin", 2, r"\b[a-hj-npr-z0-9]{17}\b", _is_vin)._replace(long=17),
    _rule(
        "rfc",
        6,
        r"(?<![\w&])[a-zñ&]{3,4}[ -]?(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})[ -]?[0-9a-z]{2}[0-9a]\b",
        _is_rfc,
    ),
    _rule(
        "cnpj",
        14,
        rf"{_START}[0-9]{{2}}\.?[0-9]{{3}}\.?[0-9]{{3}}/?[0-9]{{4}}-?[0-9]{{2}}{_END}",
        _checked(checksums.is_cnpj),
    ),
    _rule(
        "card",
        16,
        rf"{_START}[2-6][0-9]{{3}}([ -]?)[0-9]{{4}}\1[0-9]{{4}}\1[0-9]{{4}}{_END}",
        _checked(checksums.is_card),
    ),
    _rule("card", 15, rf"{_START}3[47][0-9]{{2}}([ -]?)[0-9]{{6}}\1[0-9]{{5}}{_END}", _checked(checksums.is_card)),
    _rule("cbu", 22, rf"{_START}[0-9](?:[ -]?[0-9]){{21}}{_END}", _checked(checksums.is_cbu)),
    _rule("clabe", 18, rf"{_START}[0-9](?:[ -]?[0-9]){{17}}{_END}", _checked(checksums.is_clabe)),
    _rule("card", 13, rf"{_START}[2-6][0-9]{{12,18}}{_END}", _checked(checksums.is_card)),
    _rule("cpf", 11, rf"{_START}[0-9]{{3}}\.?[0-9]{{3}}\.?[0-9]{{3}}[-.]?[0-9]{{2}}{_END}", _checked(checksums.is_cpf)),
    _rule("cuit", 11, rf"{_START}(?:2[0347]|3[034])-?[0-9]{{8}}-?[0-9]{_END}", _checked(checksums.is_cuit)),
    _rule("rut", 7, rf"{_START}[0-9]{{1,2}}\.?[0-9]{{3}}\.?[0-9]{{3}}-[0-9k]{_END}", _is_rut),
    _rule("id", 6, rf"(?P<keep>\b{_ID_WORDS}\b[^0-9\n]{{0,16}}?)\b[a-z]{{0,3}}[0-9](?:[ .-]?[0-9]){{5,10}}\b")._replace(
        words=_ID_KEYS
    ),
    _rule("id", 9, r"(?<![\w-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])"),
    _rule("phone", 8, r"(?<![\w+])\+[1-9][0-9]{0,2}(?:[ .()-]{0,2}[0-9]){7,12}(?![0-9])"),
    _rule(
        "phone",
        10,
        rf"""{_START}(?:\(?0?[0-9]{{2,3}}\)?|(?:5[2456]|1)[ -]?[19]?[ -]?\(?[0-9]{{2,3}}\)?)(?P<gap>[ .-]?[ ]?)
        (?:15[ -]?)?(?:[0-9]{{4,5}}[ .-]?[0-9]{{4}}|(?<=[0-9]{{3}}[ .-])[0-9]{{3}}[ .-]?[0-9]{{4}}
        |(?<=[0-9]{{3}}\)[ ])[0-9]{{3}}[ .-]?[0-9]{{4}}|(?<=[0-9]{{3}}\))[0-9]{{3}}[ .-]?[0-9]{{4}}){_END}""",
        _is_phone,
    ),
    _rule("phone", 10, rf"{_START}(?:5[2456][0-9]{{9,11}}|0?[0-9]{{10}}){_END}", _is_phone),
    _rule("phone", 10, rf"{_START}[0-9]{{2}}(?:[ -][0-9]{{2}}){{4}}{_END}", _is_phone),
    _rule("phone", 9, rf"{_START}9[ ]?[0-9]{{4}}[ -]?[0-9]{{4}}{_END}", _is_phone),
    _rule("phone", 8, rf"(?P<keep>\b{_PHONE_WORDS}\w*[^0-9\n]{{0,16}}?){_START}[0-9]{{4}}[ -]?[0-9]{{4}}{_END}"),
    _rule(
        "plate",
        2,
        rf"(?P<keep>\b{_PLATE_WORDS}\b[^\n.!?]{{0,24}}?)\b{_PLATE}\b",
        _is_plate,
    )._replace(words=_PLATE_KEYS),
    _Rule(
        "plate",
        re.compile(  # a letter first and what may not stand before it second: so the search is three times as fast
            r"[A-Z](?<!\w[A-Z])(?:[A-Z]{2}-[0-9]{2}-[0-9]{2}|[A-Z][0-9]{3}[A-Z]{2}|[A-Z]{2}[0-9][A-Z][0-9]{2})\b"
        ),
        2,
    ),
)
_EMAIL = _RULES[0]
_FEW = 6
"""The rules ask for 2 digits or for this many."""
_MOST = max(rule.digits for rule in _RULES)
_BY_DIGITS = tuple(tuple(rule for rule in _RULES if rule.digits <= digits) for digits in range(_MOST + 1))
