"""The first admin, whom no other admin can make: `python -m backend.admin.first EMAIL`, for `make admin`."""

from __future__ import annotations

import sys

from sqlalchemy import create_engine, update
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from backend.database import sqlalchemy_url
from backend.serving import WRONG_WORDS, CannotStart, checked_settings, failed, reachable_database
from backend.users.models import User, UserRole


def make_admin(url: str, email: str) -> bool:
    """Give the account of `email` the role of an admin, from its next request on; whether there is such an account."""
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        made = connection.execute(
            update(User).where(User.email == email.strip().lower()).values(role=UserRole.ADMIN).returning(User.id)
        )
        return made.first() is not None


def main(words: list[str]) -> int:
    """The exit code: 0 done, 1 the database cannot be asked or knows no such account, 2 the words are wrong."""
    if len(words) != 1 or "@" not in words[0]:
        return failed("say whose account: make admin EMAIL=you@example.com", WRONG_WORDS)
    try:
        settings = checked_settings()
        with reachable_database(settings) as url:
            found = make_admin(url, words[0])
    except CannotStart as error:
        return failed(str(error), error.exit_code)
    except (OperationalError, ProgrammingError):
        return failed("the database cannot be reached or was never migrated; start the product once (make up)")
    if not found:
        return failed(f"nobody has signed up as {words[0]}; sign up in the portal first")
    sys.stdout.write(f"{words[0]} is an admin now\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
