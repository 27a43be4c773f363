"""The mails about an account, in three languages. No name or other text of a user's goes into them: whoever signs up
with somebody else's address must not write to it in our name."""

from __future__ import annotations

from typing import NamedTuple


class Mail(NamedTuple):
    subject: str
    body: str


_RESET = {
    "es": Mail(
        "{company}: elige una contraseña nueva",
        "Hola:\n\nPediste una contraseña nueva para tu cuenta de {company}. Elígela aquí:\n\n{link}\n\n"
        "El enlace funciona una sola vez y durante {minutes} minutos. Si no lo pediste, no hagas nada: "
        "tu contraseña sigue siendo la misma.\n",
    ),
    "pt": Mail(
        "{company}: escolha uma nova senha",
        "Olá!\n\nVocê pediu uma nova senha para a sua conta da {company}. Escolha-a aqui:\n\n{link}\n\n"
        "O link funciona uma única vez e por {minutes} minutos. Se você não fez o pedido, não faça nada: "
        "a sua senha continua a mesma.\n",
    ),
    "en": Mail(
        "{company}: choose a new password",
        "Hello,\n\nYou asked for a new password for your {company} account. Choose it here:\n\n{link}\n\n"
        "The link works once and for {minutes} minutes. If you did not ask for it, do nothing: "
        "your password stays the same.\n",
    ),
}


def reset_mail(language: str, company: str, link: str, minutes: int) -> Mail:
    """The mail with a link to a new password; in Spanish for a language that we do not have."""
    subject, body = _RESET.get(language, _RESET["es"])
    return Mail(subject.format(company=company), body.format(company=company, link=link, minutes=minutes))
