"""Access tokens, and the one-way names under which secrets are stored."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import jwt

from backend.errors import Unauthenticated
from backend.settings import Settings

ALGORITHM = "HS256"
ISSUER = "acs"
EXPIRED = "the access token has expired; refresh it"
_REQUIRED = ["exp", "iat", "sub", "sid", "iss"]


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What an access token says: who, and in which sign-in."""

    user_id: UUID
    session_id: UUID


def access_token(claims: AccessToken, secret: str, *, issued_at: datetime, lifetime: timedelta) -> str:
    """A signed token for the `Authorization: Bearer` header."""
    payload = {
        "iss": ISSUER, "sub": str(claims.user_id), "sid": str(claims.session_id),
        "iat": issued_at, "exp": issued_at + lifetime,
    }  # fmt: skip
    return jwt.encode(payload, secret, algorithm=ALGORITHM)


def read_access_token(token: str, secret: str) -> AccessToken:
    """The claims of a token that we signed and that still holds. Raises `Unauthenticated`."""
    try:
        claims, expires_at = _verified(token, secret)
    except jwt.ExpiredSignatureError as error:
        raise Unauthenticated(EXPIRED) from error
    except (jwt.InvalidTokenError, ValueError) as error:
        raise Unauthenticated("the access token is not valid") from error
    if expires_at <= time.time():
        raise Unauthenticated(EXPIRED)
    return claims


@lru_cache(maxsize=10_000)
def _verified(token: str, secret: str) -> tuple[AccessToken, float]:
    """The claims and the end of a token. Remembered, because a signature does not change while a token is used a
    hundred times; that its time has come is for the caller to see."""
    claims = jwt.decode(token, secret, algorithms=[ALGORITHM], issuer=ISSUER, options={"require": _REQUIRED})
    return AccessToken(UUID(claims["sub"]), UUID(claims["sid"])), float(claims["exp"])


def new_secret() -> str:
    """A random token of 256 bits for a URL or a body."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """The SHA-256 under which a random token is stored; it has too much entropy to need a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def signing_secret(settings: Settings) -> str:
    """`SECRET_KEY` or, in development, one that is made once and kept under the data folder."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = settings.data_folder / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    return (path.read_text(encoding="ascii") if path.exists() else "") or _kept_secret(path)


def _kept_secret(path: Path) -> str:
    """The secret at `path`, for its owner only. Of several processes that begin at once one makes it; a file that a
    process left empty when it died is filled."""
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        secret = file.read()
        if not secret:
            secret = new_secret()
            file.write(secret)
        return secret
