"""What a purchase on credit would cost a month, by the annuity formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field, model_validator

from shared.agent.events import ToolOutcome
from shared.agent.tools.base import Arguments, Tool, ToolResult
from shared.agent.tools.desk import Desk


class CreditArguments(Arguments):
    price: float | None = Field(
        default=None, gt=0, description="Price of what the customer wants to buy; null if unknown."
    )
    monthly_budget: float | None = Field(
        default=None,
        gt=0,
        description="What the customer can pay a month, when they ask how far it goes; otherwise null.",
    )
    down_payment: float | None = Field(default=None, ge=0, description="Down payment as an amount; null if not said.")
    months: int | None = Field(default=None, gt=0, description="Term in months; null if not said.")
    monthly_income: float | None = Field(default=None, gt=0, description="Income a month; null if not said.")

    @model_validator(mode="after")
    def _something_is_left_to_finance(self) -> CreditArguments:
        if self.price is not None and self.down_payment is not None and self.down_payment >= self.price:
            raise ValueError("down_payment must be below price")
        return self


def monthly_payment(principal: float, annual_rate: float, months: int) -> float:
    """The level payment that repays `principal` in `months`: P·r / (1 − (1 + r)^−n) with r = annual_rate / 12."""
    rate = annual_rate / 12
    return principal / months if rate == 0 else principal * rate / (1 - (1 + rate) ** -months)


def affordable_principal(payment: float, annual_rate: float, months: int) -> float:
    """The loan that a monthly payment repays: the inverse of `monthly_payment`."""
    rate = annual_rate / 12
    return payment * months if rate == 0 else payment * (1 - (1 + rate) ** -months) / rate


@dataclass(frozen=True, slots=True)
class Terms:
    """The lender's limits, from `ToolSpec.settings`; amounts in the pack's currency, the rate a year."""

    annual_rate: float
    terms: tuple[int, ...]
    default_months: int
    min_down_share: float
    max_loan: float
    income_share: float

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Terms:
        return cls(
            float(settings["annual_rate"]),
            tuple(settings["months"]),
            int(settings["default_months"]),
            float(settings["min_down_share"]),
            float(settings["max_loan"]),
            float(settings["income_share"]),
        )


class CreditTool(Tool[CreditArguments]):
    """A simulation, never an approval. What the customer does not say comes from their record of `spec.record`."""

    kind = "credit"
    texts: ClassVar[Sequence[str]] = (
        "declined", "need_price", "out_of_range", "quote", "quote.over_limit", "quote.over_income", "budget",
    )  # fmt: skip
    base_arguments: ClassVar[type[Arguments]] = CreditArguments

    async def run(self, arguments: CreditArguments, desk: Desk) -> ToolResult:
        profile = next(iter(await desk.records()), None)
        if profile is not None and profile.state == "declined":
            return desk.answer("declined", subject=profile)
        known = dict(profile.data) if profile else {}
        terms = Terms.of(self.spec.settings)
        limit = min(terms.max_loan, float(known.get("limit", terms.max_loan)))
        months = arguments.months or int(known.get("months", terms.default_months))
        if months not in terms.terms:
            told = ", ".join(str(term) for term in terms.terms)
            return desk.answer("out_of_range", ToolOutcome.CONFLICT, months=months, terms=told)
        if arguments.monthly_budget is not None and arguments.price is None:
            return _budget(arguments.monthly_budget, months, limit, terms, desk)
        price = arguments.price or known.get("price")
        if price is None:
            return desk.answer("need_price", ToolOutcome.CONFLICT, limit=limit, rate=_percent(terms))
        return _quote(float(price), months, limit, _merged(arguments, known, terms), desk, terms)


@dataclass(frozen=True, slots=True)
class _Buyer:
    down: float | None
    income: float | None


def _merged(arguments: CreditArguments, known: Mapping[str, Any], terms: Terms) -> _Buyer:
    """The down payment on record belongs to the price on record, so another price does not inherit it."""
    same_price = arguments.price is None or arguments.price == known.get("price")
    down = arguments.down_payment if arguments.down_payment is not None else known.get("down_payment")
    if arguments.down_payment is None and not same_price:
        down = None
    return _Buyer(down, arguments.monthly_income or known.get("income"))


def _quote(price: float, months: int, limit: float, buyer: _Buyer, desk: Desk, terms: Terms) -> ToolResult:
    down = price * terms.min_down_share if buyer.down is None else min(buyer.down, price)
    loan = price - down
    monthly = round(monthly_payment(loan, terms.annual_rate, months))
    figures: dict[str, Any] = {
        "price": round(price), "down_payment": round(down), "loan": round(loan), "months": months,
        "monthly": monthly, "rate": _percent(terms), "limit": round(limit),
        "needed_down": round(max(price - limit, price * terms.min_down_share)),
    }  # fmt: skip
    if round(loan) > round(limit) or round(down) < round(price * terms.min_down_share):
        return desk.answer("quote.over_limit", data=figures, **figures)
    if buyer.income is not None and monthly > buyer.income * terms.income_share:
        figures["affordable_monthly"] = round(buyer.income * terms.income_share)
        return desk.answer("quote.over_income", data=figures, **figures)
    return desk.answer("quote", data=figures, **figures)


def _budget(payment: float, months: int, limit: float, terms: Terms, desk: Desk) -> ToolResult:
    loan = min(affordable_principal(payment, terms.annual_rate, months), limit)
    price = loan / (1 - terms.min_down_share)
    figures: dict[str, Any] = {
        "monthly": round(payment), "months": months, "rate": _percent(terms), "loan": round(loan),
        "price": round(price), "down_payment": round(price - loan), "limit": round(limit),
    }  # fmt: skip
    return desk.answer("budget", data=figures, **figures)


def _percent(terms: Terms) -> str:
    return f"{terms.annual_rate:.1%}"
