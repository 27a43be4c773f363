"""Imported conversations to make scenarios and proposals from."""

from __future__ import annotations

from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn


def make_conversation(
    name: str = "conv_1",
    *customer: str,
    context: str | None = "buying",
    tono: str | None = "molesto",
    canal: str | None = "whatsapp",
    idioma: str | None = "es",
    resolved: bool | None = False,
    csat: float | None = None,
    answer: str = "Claro, con gusto.",
) -> Conversation:
    turns: list[Turn] = []
    for text in customer or ("¿Cuándo me depositan el dinero de mi auto?",):
        turns += [Turn(Role.USER, text), Turn(Role.ASSISTANT, answer)]
    meta = Meta(context=context, tono=tono, canal=canal, idioma=idioma, resolved=resolved)
    return Conversation(name, meta, tuple(turns), Outcomes(csat_estimated_1_5=csat))
