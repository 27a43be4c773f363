"""One mail, by a server on this machine."""

from __future__ import annotations

import asyncio
import email
import email.policy
import logging
import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest

from backend.mail import send_mail
from backend.settings import Settings

TO, SUBJECT, BODY = (
    "ana@example.com",
    "Elige una contraseña nueva",
    "Hola:\n\nhttp://127.0.0.1:3000/reset?token=x\n¡Adiós!\n",
)


class MailServer:
    """As much SMTP as a client needs to hand over a mail; `refusing` turns every recipient away."""

    def __init__(self, *, refusing: bool = False) -> None:
        self.refusing = refusing
        self.recipients: list[str] = []
        self.mails: list[EmailMessage] = []

    async def session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            writer.write(await self._answer(line.decode().strip(), reader, writer))
            await writer.drain()
            if line.upper().startswith(b"QUIT"):
                break
        writer.close()

    async def _answer(self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        verb = line[:4].upper()
        if verb == "RCPT":
            if self.refusing:
                return b"550 nobody here\r\n"
            self.recipients.append(line.partition(":")[2].strip("<> "))
        if verb == "DATA":
            writer.write(b"354 go on\r\n")
            raw = await reader.readuntil(b"\r\n.\r\n")
            parsed = email.message_from_bytes(raw[:-3], policy=email.policy.default)
            self.mails.append(parsed)
        return b"221 bye\r\n" if verb == "QUIT" else b"250 fine\r\n"


def mailed(server: MailServer, to: str = TO, subject: str = SUBJECT, **changes: object) -> None:
    """Sends one mail to the server."""

    async def send() -> None:
        listening = await asyncio.start_server(server.session, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        given: dict[str, object] = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_starttls": False}
        async with listening:
            await send_mail(mail_settings(**(given | changes)), to, subject, BODY)

    asyncio.run(send())


def mail_settings(**changes: object) -> Settings:
    given: dict[str, object] = {"data_folder": Path(), "smtp_from": "Kavak <hola@example.com>"}
    return Settings(**(given | changes))  # type: ignore[arg-type]


def test_a_mail_arrives_as_it_was_written() -> None:
    server = MailServer()
    mailed(server)
    (mail,) = server.mails
    assert server.recipients == [TO]
    assert (mail["To"], mail["Subject"], mail["From"]) == (TO, SUBJECT, "Kavak <hola@example.com>")
    assert mail.get_content().replace("\r\n", "\n") == BODY
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@example.com>")


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        (TO, "Hello\r\nBcc: other@example.com"),
        (TO, "Hello\nBcc: other@example.com"),
        (TO, "Hello\x00"),
        ("ana@example.com\r\nBcc: other@example.com", SUBJECT),
        ("ana@example.com, other@example.com", SUBJECT),
        ("ana@example.com,other@example.com", SUBJECT),
        ("Ana <ana@example.com>", SUBJECT),
        ("", SUBJECT),
        ("ana@", SUBJECT),
        ("ana@example.com@other.com", SUBJECT),
    ],
)
def test_nothing_breaks_out_of_a_header(to: str, subject: str) -> None:
    server = MailServer()
    with pytest.raises(ValueError):  # noqa: PT011 - any of them, before a connection is made
        mailed(server, to, subject)
    assert server.mails == []


def test_a_body_that_looks_like_headers_stays_a_body() -> None:
    server = MailServer()
    mailed(server, subject="Bcc: other@example.com")
    assert server.mails[0]["Bcc"] is None
    assert server.recipients == [TO]


def test_a_refused_recipient_is_an_error() -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mailed(MailServer(refusing=True))


def test_a_server_without_the_encryption_that_is_asked_for_gets_nothing() -> None:
    server = MailServer()
    with pytest.raises(smtplib.SMTPNotSupportedError):
        mailed(server, smtp_starttls=True)
    assert server.mails == []


def test_a_server_that_is_away_is_an_error() -> None:
    with pytest.raises(OSError, match="refused"):
        mailed(MailServer(), smtp_port=1)


def test_without_a_server_the_mail_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "backend.mail")
    asyncio.run(send_mail(mail_settings(), TO, SUBJECT, BODY))
    assert TO in caplog.text
    assert "/reset?token=x" in caplog.text


def test_in_production_no_link_gets_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    production = mail_settings(
        environment="production",
        database_url="postgresql://127.0.0.1/acs",
        secret_key="kQ7-vR2x_Lm9ZtB4wYcH8nJf3PdGs6Ea",
    )
    asyncio.run(send_mail(production, TO, SUBJECT, BODY))
    assert "SMTP_HOST" in caplog.text
    assert "token" not in caplog.text
    assert TO not in caplog.text
