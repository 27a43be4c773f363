"""One plain-text e-mail by SMTP."""

from __future__ import annotations

import asyncio
import logging
import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from backend.clock import now
from backend.security import new_secret
from backend.settings import Settings

logger = logging.getLogger(__name__)
TIMEOUT_SEC = 15.0
_NOT_IN_AN_ADDRESS = frozenset(' ,;:<>()[]"\\')


async def send_mail(settings: Settings, to: str, subject: str, body: str) -> None:
    """Sends `body` to the one address `to`. Raises `ValueError` for a `to` that is not one plain address or a `subject`
    of several lines, `smtplib.SMTPException` or `OSError` when it cannot be delivered.

    Without `SMTP_HOST` the mail is written to the log, in development; in production only that it was not sent, because
    mails carry links that let people in.
    """
    message = mail_message(settings, to, subject, body)
    if settings.smtp_host is None:
        _log_instead(settings, message)
    else:
        await asyncio.to_thread(_deliver, settings, settings.smtp_host, message)


def mail_message(settings: Settings, to: str, subject: str, body: str) -> EmailMessage:
    """The message as it is sent. Raises `ValueError`: nothing that a header could be broken out of gets into one."""
    sender = parseaddr(settings.smtp_from)[1]
    message = EmailMessage()
    message["From"] = settings.smtp_from
    message["To"] = _one_address(to)
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{new_secret()}@{sender.rpartition('@')[2]}>"
    message.set_content(body)
    return message


def _deliver(settings: Settings, host: str, message: EmailMessage) -> None:
    with smtplib.SMTP(host, settings.smtp_port, timeout=TIMEOUT_SEC) as server:
        if settings.smtp_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(message)


def _log_instead(settings: Settings, message: EmailMessage) -> None:
    if settings.production:
        logger.error("a mail was not sent: SMTP_HOST is not set")
    else:
        logger.info(
            "SMTP_HOST is not set; mail to %s: %s\n%s", message["To"], message["Subject"], message.get_content()
        )


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a subject is one line without control characters")
    return text


def _one_address(address: str) -> Address:
    if not address.isprintable() or any(part in _NOT_IN_AN_ADDRESS for part in address):
        raise ValueError("a mail goes to one plain address")
    try:
        return Address(addr_spec=address)
    except (MessageError, IndexError) as error:  # what the parser runs into
        raise ValueError("a mail goes to one plain address") from error
