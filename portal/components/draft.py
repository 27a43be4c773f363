"""A form's draft and a field's count, in the browser alone (`draft.js`)."""

from __future__ import annotations

import reflex as rx

from portal.states.session import Session

_SCRIPT = "$/public" + rx.asset("draft.js", shared=True)


class _FormDraft(rx.Component):
    library = _SCRIPT
    tag = "FormDraft"
    form: rx.Var[str]
    owner: rx.Var[str]
    sent: rx.Var[bool]


class _FieldCount(rx.Component):
    library = _SCRIPT
    tag = "FieldCount"
    field: rx.Var[str]
    most: rx.Var[int]
    language: rx.Var[str]


def form_draft(form: str, sent: rx.Var[bool]) -> rx.Component:
    """Keeps what is typed into the form of this id until it is `sent`, for the signed-in person. Draws nothing."""
    return _FormDraft.create(form=form, owner=Session.email, sent=sent)


def field_count(field: str, most: rx.Var[int]) -> rx.Component:
    """How many characters the field of this id has, of how many it may have."""
    return _FieldCount.create(field=field, most=most, language=Session.language)
