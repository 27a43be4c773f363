"""Accounts on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from backend.users.models import User, UserRole
from backend.users.passwords import MAX_BYTES, MIN_BYTES
from backend.wire import Clean, ShortText
from shared.domains.pack import Language

MAX_LOCAL_PART = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LAST_LABEL = r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
EMAIL_PATTERN = rf"^{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LAST_LABEL}$"
"""One plain ASCII address with a dotted domain; no quotes, comments or literals."""
_PASSWORD_ABOUT = f"{MIN_BYTES} to {MAX_BYTES} bytes in UTF-8; an accented letter has 2, an emoji 4."


def _of_fitting_size(password: str) -> str:
    """Raises `ValueError`. What counts is bytes: bcrypt reads no more than 72."""
    size = len(password.encode())
    if size > MAX_BYTES:
        raise ValueError(f"a password has at most {MAX_BYTES} bytes; yours has {size}")
    if size < MIN_BYTES:
        raise ValueError(f"a password has at least {MIN_BYTES} bytes; yours has {size}")
    return password


def _lower(email: str) -> str:
    """Raises `ValueError` for a local part over 64 characters, which no mail server takes."""
    if len(email.partition("@")[0]) > MAX_LOCAL_PART:
        raise ValueError(f"the part before the @ has at most {MAX_LOCAL_PART} characters")
    return email.lower()


def _printable(name: str) -> str:
    if not name.isprintable():
        raise ValueError("a name has no line breaks or other control characters")
    return name


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=EMAIL_PATTERN),
    AfterValidator(_lower),
    Field(examples=["ana@example.com"], description="Upper and lower case are the same."),
]
NewPassword = Annotated[
    str, Clean, AfterValidator(_of_fitting_size), Field(examples=["un buen secreto 7"], description=_PASSWORD_ABOUT)
]
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=1_000), Clean]
"""As it is checked, not as it is set: one that could not be a password is just wrong."""
Name = Annotated[ShortText, AfterValidator(_printable), Field(examples=["Ana Ruiz"])]
Token = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500),
    Clean,
    Field(examples=["3vR0m1v9c0pQm9XbQ0c1Yw7m2hJ4kT8sZ5nL6dE1fGo"]),
]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignUpIn(_In):
    """A new customer. Without a language, the one that `Accept-Language` likes best."""

    email: Email
    password: NewPassword
    name: Name
    language: Language | None = Field(default=None, examples=["es"])


class LogInIn(_In):
    email: Email
    password: GivenPassword = Field(examples=["un buen secreto 7"])


class RefreshIn(_In):
    refresh_token: Token


class ForgotIn(_In):
    email: Email


class ResetIn(_In):
    token: Token
    password: NewPassword


class MeIn(_In):
    """What is left out stays as it is."""

    name: Name | None = Field(default=None, examples=["Ana Ruiz"])
    language: Language | None = Field(default=None, examples=["pt"])


class PasswordIn(_In):
    current_password: GivenPassword = Field(examples=["un buen secreto 7"])
    new_password: NewPassword


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str
    name: str
    role: UserRole
    language: str
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> UserOut:
        return cls.model_validate(user)


class SignedInOut(BaseModel):
    """`access_token` goes into `Authorization: Bearer`, for `expires_in` seconds; then `refresh_token`, once, gets the
    next two."""

    user: UserOut
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a scheme, no secret
    expires_in: int


class SessionOut(BaseModel):
    """One sign-in that holds. `current`: the one that asks."""

    id: UUID
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    current: bool
