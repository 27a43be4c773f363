"""The demo: people, records and tickets, so that nothing is empty for whoever looks at the product first."""

from __future__ import annotations

import logging
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from backend.clock import now
from backend.demo.people import CUSTOMER, OTHERS, any_there, move_in
from backend.demo.records import plant, shared_out
from backend.demo.stage import one_transaction
from backend.demo.tickets import play_tickets
from backend.services import Services
from shared.llm.client import ModelClient, create_model
from shared.llm.settings import LLMSettings

logger = logging.getLogger(__name__)
LOCK = "demo data"


async def seed_demo(services: Services) -> None:
    """Store the demo once, where the settings want it; all of it or nothing.

    Replicas that start together wait for the first and find it done. What somebody deletes later stays deleted.
    """
    if not services.settings.with_demo_data:
        return
    async with services.session() as session:
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(LOCK, 0))))
        if await any_there(session):
            return
        pack, moment = services.pack, now()
        today = moment.astimezone(ZoneInfo(services.settings.timezone)).date()
        people = await move_in(session, pack, services.settings.bcrypt_rounds)
        customers = (CUSTOMER, *OTHERS)
        shares = tuple(zip(customers, shared_out(pack, len(customers)), strict=True))
        for person, share in shares:
            await plant(session, pack, people[person].id, share.worlds, today)
        llm = offline_model(services.llm.settings.openai_model)
        try:
            await play_tickets(await one_transaction(services, session, llm=llm), people, shares, moment)
        finally:
            await llm.aclose()
    logger.info("the demo data is there")


def offline_model(model: str) -> ModelClient:
    """The stand-in, whatever the environment says: seeding never costs anything and never fails on purpose."""
    settings = LLMSettings(
        _env_file=None, openai_api_key=None, openai_base_url=None, openai_model=model,
        offline_model_faults="", offline_model_latency_ms=0.0, offline_model_retired="",
    )  # fmt: skip
    return create_model(settings)
