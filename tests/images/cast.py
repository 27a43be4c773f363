"""Who is in the pictures, and the cases that they have."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from sqlalchemy import Engine

from backend.demo.people import CUSTOMER, PASSWORD
from tests.backend.chats import open_ticket, say
from tests.backend.people import Person, made_person
from tests.backend.records import add_record
from tests.backend.serving import SECRET
from tests.portal.running import PortalProcess

NAMES = {"es": "Lucía Campos", "pt": "Beatriz Nunes", "en": "Olivia Reed"}
AGENT_NAME = "Sofía Medina"
PAYMENT = {
    "es": ("Aún no recibo mi pago", "Hola, vendí mi Jetta 2018 y quiero saber cuándo me depositan el dinero."),
    "pt": ("Ainda não recebi meu pagamento", "Olá, vendi meu Jetta 2018 e quero saber quando cai o pagamento."),
    "en": ("My payment has not arrived", "Hi, I sold my Jetta 2018 and want to know when I will get paid."),
}

_DEVICES = ("phone", "desktop")
_BROWSERS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
)


@dataclass
class Cast:
    """Cookies of browsers by who is signed in there, and the addresses of cases by what they show."""

    cookies: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)


def assembled(engine: Engine, url: str, portal: PortalProcess) -> Cast:
    """Signed-in people with their cases: the demo's customer, and a customer of every language."""
    cast = Cast()
    cast.cookies["demo"] = asyncio.run(portal.signed_in(_demo_token(url)))
    with made_person(engine, url, SECRET, "agent", name=AGENT_NAME) as agent:
        for language, name in NAMES.items():
            with made_person(engine, url, SECRET, email=f"{language}@example.com", name=name, language=language) as one:
                _give_records(engine, one)
                cast.cookies[language] = asyncio.run(portal.signed_in(one.token))
                cast.cases[f"payment-{language}"] = _case(one, *PAYMENT[language])
                if language == "es":
                    cast.cases |= _moments(one, agent)
    return cast


def _demo_token(url: str) -> str:
    """The demo's customer logs in on a phone and here."""
    body = {"email": CUSTOMER.email, "password": PASSWORD}
    answers = [
        httpx2.post(f"{url}/api/v1/auth/login", json=body, headers={"User-Agent": browser}) for browser in _BROWSERS
    ]
    return str(answers[-1].raise_for_status().json()["access_token"])


def _give_records(engine: Engine, customer: Person) -> None:
    """A payment on its way, an inspection tomorrow, an offer."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    records: dict[tuple[str, str], dict[str, Any]] = {
        ("payout", "processing"): {
            "item": "Jetta 2018", "amount": 241_300, "date": f"{tomorrow}", "account": "8842",
        },
        ("inspection", "booked"): {"item": "Ibiza 2019", "place": "Kavak Santa Fe", "starts_at": f"{tomorrow}T10:00"},
        ("offer", "active"): {"item": "Sentra 2017", "amount": 162_000, "expires": f"{tomorrow}"},
    }  # fmt: skip
    for (kind, state), data in records.items():
        add_record(engine, customer.id, kind, state, **data)


def _moments(customer: Person, agent: Person) -> dict[str, str]:
    """The cases of a conversation's telling moments."""
    wish = "Necesito cambiar la inspección de mi Ibiza 2019 a otro día de esta semana."
    slots = _case(customer, "Cambiar la inspección de mi Ibiza", wish)
    confirmation = _case(
        customer, "Aceptar la oferta por mi Sentra", "La oferta por mi Sentra 2017 me parece bien, la quiero aceptar."
    )
    return {
        "slots": slots,
        "confirmation": confirmation,
        "person": _with_person(customer, agent),
        "solved": _solved(customer),
    } | {f"writing-{device}": _opened(customer, "Fecha de mi depósito", "Vendí mi Jetta 2018.") for device in _DEVICES}


def _with_person(customer: Person, agent: Person) -> str:
    case = _case(customer, "Factura con un error", "El nombre en la factura de mi auto está mal escrito.")
    ticket = case.rpartition("/")[2]
    customer.post(f"tickets/{ticket}/handoff", json={"reason": "Es un dato de la factura"}).raise_for_status()
    answer = (
        f"Hola, Lucía. Soy {AGENT_NAME}, de Atención a clientes. Ya pedí la corrección de tu factura: "
        "la recibes por correo **mañana antes de las 14:00**. ¿Hay algo más que debamos corregir?"
    )
    agent.post(f"admin/tickets/{ticket}/replies", json={"content": answer}).raise_for_status()
    say(customer, ticket, "Solo el nombre. ¡Muchas gracias!")
    return case


def _solved(customer: Person) -> str:
    case = _case(customer, "Pago de mi Jetta", "¿Cuándo llega la transferencia por mi Jetta 2018?")
    customer.post(f"tickets/{case.rpartition('/')[2]}/resolve").raise_for_status()
    return case


def _case(customer: Person, title: str, description: str) -> str:
    """A case whose description was sent and answered; its address."""
    address = _opened(customer, title, description)
    say(customer, address.rpartition("/")[2], description)
    return address


def _opened(customer: Person, title: str, description: str) -> str:
    return f"/tickets/{open_ticket(customer, title=title, description=description)['id']}"
