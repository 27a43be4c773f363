"""Check digits of the numbers that identify people, cards and accounts. Each takes the digits alone, as text."""

from __future__ import annotations

from collections.abc import Sequence

_CLABE_WEIGHTS = (3, 7, 1)
_CBU_BANK_WEIGHTS = (7, 1, 3, 9, 7, 1, 3)
_CBU_ACCOUNT_WEIGHTS = (3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3)
_CUIT_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_CNPJ_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)


def is_card(digits: str) -> bool:
    """A payment card: 13 to 19 digits, not all the same, with the Luhn check digit (ISO/IEC 7812)."""
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_clabe(digits: str) -> bool:
    """A Mexican bank account (CLABE): 18 digits, weights 3-7-1, each product modulo 10."""
    if len(digits) != 18:
        return False
    total = sum(int(d) * _CLABE_WEIGHTS[place % 3] % 10 for place, d in enumerate(digits[:17]))
    return (10 - total % 10) % 10 == int(digits[17])


def is_cbu(digits: str) -> bool:
    """An Argentine bank account (CBU): 22 digits, a block of 8 and one of 14, each with its check digit."""
    if len(digits) != 22:
        return False
    bank, account = digits[:8], digits[8:]
    return _ends_with(bank, _CBU_BANK_WEIGHTS) and _ends_with(account, _CBU_ACCOUNT_WEIGHTS)


def is_cuit(digits: str) -> bool:
    """An Argentine tax number (CUIT, CUIL): 11 digits, modulo 11."""
    if len(digits) != 11:
        return False
    return (11 - _weighted(digits, _CUIT_WEIGHTS) % 11) % 11 == int(digits[10])


def is_cpf(digits: str) -> bool:
    """A Brazilian person's tax number (CPF): 11 digits, not all the same, two check digits modulo 11."""
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    return all(_brazilian(digits[:size], range(size + 1, 1, -1)) == int(digits[size]) for size in (9, 10))


def is_cnpj(digits: str) -> bool:
    """A Brazilian company's tax number (CNPJ): 14 digits, not all the same, two check digits modulo 11."""
    if len(digits) != 14 or len(set(digits)) == 1:
        return False
    return all(_brazilian(digits[:size], _CNPJ_WEIGHTS[13 - size :]) == int(digits[size]) for size in (12, 13))


def is_rut(number: str) -> bool:
    """A Chilean tax number (RUT): 7 or 8 digits and a check digit or K, modulo 11."""
    body, check = number[:-1], number[-1].upper()
    if not 7 <= len(body) <= 8:
        return False
    total = sum(int(d) * (2 + place % 6) for place, d in enumerate(reversed(body)))
    return check == {10: "K", 11: "0"}.get(rest := 11 - total % 11, str(rest))


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _ends_with(digits: str, weights: Sequence[int]) -> bool:
    return (10 - _weighted(digits, weights) % 10) % 10 == int(digits[-1])


def _brazilian(digits: str, weights: Sequence[int]) -> int:
    rest = _weighted(digits, weights) % 11
    return 0 if rest < 2 else 11 - rest
