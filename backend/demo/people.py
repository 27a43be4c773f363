"""The people of the demo. Their password is public, which is why production refuses demo data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.users.deps import SignedIn
from backend.users.models import User, UserRole
from backend.users.passwords import hash_password
from shared.domains.pack import Pack

PASSWORD = "Demo001"  # noqa: S105 - told to everybody


@dataclass(frozen=True, slots=True)
class DemoPerson:
    email: str
    name: str
    language: str
    role: UserRole = UserRole.CUSTOMER


CUSTOMER = DemoPerson("demo-agent@gmail.com", "María Demo", "es")
ADMIN = DemoPerson("demo-admin@gmail.com", "Admin Demo", "es", UserRole.ADMIN)
AGENT = DemoPerson("demo-support@gmail.com", "Sofía Soporte", "es", UserRole.AGENT)
OTHERS = (
    DemoPerson("demo-ana@example.com", "Ana Souza", "pt"),
    DemoPerson("demo-luis@example.com", "Luis Herrera", "es"),
    DemoPerson("demo-emma@example.com", "Emma Clark", "en"),
    DemoPerson("demo-joao@example.com", "João Lima", "pt"),
    DemoPerson("demo-valentina@example.com", "Valentina Ríos", "es"),
    DemoPerson("demo-liam@example.com", "Liam Turner", "en"),
)
EVERYBODY = (CUSTOMER, ADMIN, AGENT, *OTHERS)
People = Mapping[DemoPerson, SignedIn]


async def any_there(session: AsyncSession) -> bool:
    """Whether one of them is there: then the demo was seeded before, whatever has been deleted since."""
    emails = [person.email for person in EVERYBODY]
    return await session.scalar(select(User.id).where(User.email.in_(emails)).limit(1)) is not None


async def move_in(session: AsyncSession, pack: Pack, bcrypt_rounds: int) -> People:
    """Store them, all with one hash of the one password."""
    password_hash = await hash_password(PASSWORD, bcrypt_rounds)
    users = {person: _user(person, pack.languages, password_hash) for person in EVERYBODY}
    session.add_all(users.values())
    await session.flush()
    return {
        person: SignedIn(user.id, uuid4(), user.role, user.language, user.email, user.name)
        for person, user in users.items()
    }


def _user(person: DemoPerson, languages: Sequence[str], password_hash: str) -> User:
    language = person.language if person.language in languages else languages[0]
    return User(email=person.email, name=person.name, role=person.role, language=language, password_hash=password_hash)
