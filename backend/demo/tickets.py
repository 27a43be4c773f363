"""The demo's tickets: what became of each, and how long ago it began."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from backend.admin import desk
from backend.demo.conversations import Ending, converse, opening, say
from backend.demo.people import AGENT, CUSTOMER, DemoPerson, People
from backend.demo.records import Share
from backend.demo.stage import OneTransaction, Stage
from backend.demo.texts import text
from backend.handoff.models import HandoffBy
from backend.handoff.service import request_handoff
from backend.messages.models import Author
from backend.messages.service import add_message
from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.outcomes.service import settle
from backend.tickets import service as tickets
from backend.tickets.deps import locked
from backend.tickets.models import ActorKind, Ticket, TicketStatus
from backend.tickets.schemas import CsatIn, TicketIn
from backend.tickets.states import move
from backend.users.deps import SignedIn
from shared.agent.rendering import plain
from shared.domains.pack import Pack, World

A_MINUTE = 60.0
TITLE_CHARS = 120
CLOSED_AFTER_DAYS = 7
SPREAD_DAYS = 26
ABANDONED_AFTER_DAYS = 3
HELPED_WITHIN_DAYS = 4


@dataclass(frozen=True, slots=True)
class Play:
    """A ticket on its stage, with the people in it."""

    stage: Stage
    world: World
    customer: SignedIn
    agent: SignedIn

    @property
    def language(self) -> str:
        return self.stage.ticket.language


Script = Callable[[Play], Awaitable[None]]


async def nothing_yet(play: Play) -> None:
    """Just opened: nobody has written."""


async def unanswered_so_far(play: Play) -> None:
    """The bot has answered once; the customer has not come back."""
    await say(play.stage, opening(play.world, play.language))


async def wants_a_person(play: Play) -> None:
    """The customer asks for a person with the button and waits."""
    stage = play.stage
    await add_message(
        stage.session, stage.ticket, Author.CUSTOMER, text("ask_person", play.language), author_id=play.customer.id
    )
    await stage.passes(A_MINUTE)
    await request_handoff(
        stage.session, stage.services.pack, stage.ticket,
        by=HandoffBy.CUSTOMER, reason="customer_request", actor_id=play.customer.id,
    )  # fmt: skip
    await stage.passes(A_MINUTE / 2)


async def resolved(play: Play) -> None:
    """Talked through, resolved by the customer and rated."""
    await _resolved(play, await converse(play.stage, play.world))


async def closed(play: Play) -> None:
    """Resolved, rated and, a week later, closed by the system."""
    await resolved(play)
    await _close(play)


async def assumed(play: Play) -> None:
    """The customer got the answer and was not heard of again."""
    await converse(play.stage, play.world)
    stage = play.stage
    await settle(stage.session, stage.ticket.id, OutcomeKind.ASSUMED, OutcomeSource.RULE)
    await move(
        stage.session, stage.ticket, TicketStatus.RESOLVED, actor=ActorKind.SYSTEM, reason="no word for three days"
    )
    await stage.passes(72 * 60 * A_MINUTE)


async def reopened(play: Play) -> None:
    """Resolved, and then it was not."""
    await resolved(play)
    await tickets.reopen(play.stage.session, await _locked(play), play.customer)
    await play.stage.passes(40 * A_MINUTE)
    await say(play.stage, opening(play.world, play.language))


async def as_it_goes(play: Play) -> None:
    """However the conversation ends; an agent helps where the bot handed over."""
    ending = await converse(play.stage, play.world)
    if ending == "handed_off":
        await _helped(play)
    elif ending == "satisfied":
        await _resolved(play, ending)
    elif play.stage.clock < play.stage.services.played_from - timedelta(days=ABANDONED_AFTER_DAYS):
        await settle(play.stage.session, play.stage.ticket.id, OutcomeKind.ABANDONED, OutcomeSource.RULE)
        await play.stage.passes(A_MINUTE)


async def helped(play: Play) -> None:
    """Nothing for a bot: the customer asks for a person, and an agent helps."""
    await wants_a_person(play)
    await _helped(play)


class Part(NamedTuple):
    script: Script
    ago: timedelta


OWN = (
    Part(resolved, timedelta(days=2, hours=5)),
    Part(closed, timedelta(days=13)),
    Part(unanswered_so_far, timedelta(hours=3)),
    Part(wants_a_person, timedelta(minutes=35)),
    Part(nothing_yet, timedelta(minutes=50)),
    Part(assumed, timedelta(days=5)),
    Part(reopened, timedelta(days=1, hours=4)),
    Part(nothing_yet, timedelta(minutes=20)),
)
"""What becomes of the demo customer's tickets, one for each of their worlds: every state, and nothing that writes to
the records that a visitor will ask about."""


async def play_tickets(
    services: OneTransaction, people: People, shares: tuple[tuple[DemoPerson, Share], ...], today: datetime
) -> None:
    """Open and play all of them."""
    for person, world, part in parts(shares):
        stage = await _opened(services, people[person], world, today - part.ago)
        await part.script(Play(stage, world, people[person], people[AGENT]))


def parts(shares: tuple[tuple[DemoPerson, Share], ...]) -> Iterator[tuple[DemoPerson, World, Part]]:
    """Who has a ticket about which world, the oldest first: all of the demo customer's,
    every other of the others', and those that need a person."""
    own = [(CUSTOMER, world, part) for world, part in zip(shares[0][1].worlds, OWN, strict=False)]
    others = [
        (person, world)
        for person, share in shares[1:]
        for number, world in enumerate(share.worlds)
        if number % 2 == 0 or _needs_a_person(world)
    ]
    step = timedelta(days=SPREAD_DAYS) / max(len(others), 1)
    spread = [
        (person, world, Part(helped if _needs_a_person(world) else as_it_goes, timedelta(hours=7) + number * step))
        for number, (person, world) in enumerate(others)
    ]
    yield from sorted([*own, *spread], key=lambda part: part[2].ago, reverse=True)


def _needs_a_person(world: World) -> bool:
    return world.success.get("handed_off") is True


def category(pack: Pack, world: World) -> str:
    """The pack's context whose words are nearest to a world's; the first where none is."""
    intent = pack.intent(world.intent)
    said = plain(" ".join((intent.id, *intent.label.values(), intent.description, *world.goal.values())))

    def nearness(context: str) -> int:
        words = set(plain(" ".join((context, *pack.contexts[context].values()))).split())
        return sum(len(word) > 3 and word in said for word in words)

    return max(pack.contexts, key=nearness)


async def _opened(services: OneTransaction, customer: SignedIn, world: World, start: datetime) -> Stage:
    pack, language = services.pack, customer.language
    title = world.goal[language][:TITLE_CHARS]
    wanted = TicketIn(title=title, category=category(pack, world), description=opening(world, language))
    made = await tickets.create_ticket(services.open, pack, customer, wanted)
    stage = Stage(services, await services.open.get_one(Ticket, made.id), start)
    await stage.passes(0)
    return stage


async def _resolved(play: Play, ending: Ending) -> None:
    """The customer says that it is solved, and how content they are."""
    stage, happy = play.stage, ending == "satisfied"
    await tickets.resolve(stage.session, await _locked(play), play.customer)
    await stage.passes(2 * A_MINUTE)
    comment = text("happy" if happy else "unhappy", play.language)
    score = (5 if stage.ticket.number % 3 else 4) if happy else 2
    await tickets.rate(stage.session, await _locked(play), CsatIn(score=score, comment=comment))
    await stage.passes(A_MINUTE)
    if stage.clock < stage.services.played_from - timedelta(days=CLOSED_AFTER_DAYS):
        await _close(play)


async def _helped(play: Play) -> None:
    """An agent takes the ticket, writes and, unless it is a young one, resolves it."""
    stage, services = play.stage, play.stage.services
    await desk.reply(services, stage.session, stage.ticket, play.agent, text("agent_answer", play.language), None)
    await stage.passes(9 * A_MINUTE)
    if stage.clock > services.played_from - timedelta(days=HELPED_WITHIN_DAYS):
        return
    await desk.reply(services, stage.session, stage.ticket, play.agent, text("agent_done", play.language), None)
    await stage.passes(50 * A_MINUTE)
    await desk.resolve(stage.session, await _locked(play), play.agent)
    await stage.passes(A_MINUTE)


async def _close(play: Play) -> None:
    stage = play.stage
    if stage.ticket.status is TicketStatus.CLOSED:
        return
    reason = f"resolved for {CLOSED_AFTER_DAYS} days"
    await move(stage.session, stage.ticket, TicketStatus.CLOSED, actor=ActorKind.SYSTEM, reason=reason)
    await stage.passes(CLOSED_AFTER_DAYS * 24 * 60 * A_MINUTE)


async def _locked(play: Play) -> Ticket:
    return await locked(play.stage.session, Ticket.id == play.stage.ticket.id)
