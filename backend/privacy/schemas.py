"""Erasures on the wire."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from backend.users.schemas import Email, GivenPassword


class EraseMeIn(BaseModel):
    """The password again: a sign-in that was left open, or stolen, is not enough."""

    model_config = ConfigDict(extra="forbid")

    password: GivenPassword = Field(examples=["un buen secreto 7"])


class EraseUserIn(BaseModel):
    """The account's e-mail, typed out, so that nobody erases the wrong one."""

    model_config = ConfigDict(extra="forbid")

    email: Email


class ErasureOut(BaseModel):
    """What went: rows by kind."""

    model_config = ConfigDict(from_attributes=True)

    erased_at: datetime
    counts: dict[str, int] = Field(examples=[{"tickets": 3, "messages": 41, "records": 5, "sessions": 2, "mails": 0}])
