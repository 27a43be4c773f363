"""The release that answers customers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.database import Database
from backend.releases.bundles import Wanted
from backend.releases.models import LabelName
from backend.releases.service import create_release, production_release, promote, rollback
from backend.settings import Settings
from shared.agent.release import AgentRelease
from shared.domains.pack import load_pack
from tests.backend.releases.releasing import MODEL, PACK, SHIPPED, TEMPLATE, prompt

Result = TypeVar("Result")


def in_session(settings: Settings, url: str, work: Callable[[AsyncSession], Coroutine[Any, Any, Result]]) -> Result:
    """Run `work` in one transaction."""

    async def run() -> Result:
        database = Database(url, settings)
        try:
            async with database.session() as session:
                return await work(session)
        finally:
            await database.close()

    return asyncio.run(run())


def production(settings: Settings, url: str, *, model: str = MODEL, domain: str = "kavak") -> AgentRelease:
    return in_session(settings, url, lambda session: production_release(session, load_pack(domain), model))


def stored(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text("select id from releases")))


def kinds(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("select kind from release_moves order by id")))


def test_the_first_time_it_is_the_pack_s(clean: None, settings: Settings, database_url: str, engine: Engine) -> None:
    assert production(settings, database_url) == SHIPPED
    assert production(settings, database_url) == SHIPPED
    assert (stored(engine), kinds(engine)) == ({SHIPPED.release_id}, ["initial"])


def test_processes_that_ask_first_at_the_same_time_agree(
    clean: None, settings: Settings, database_url: str, engine: Engine
) -> None:
    async def all_at_once() -> list[AgentRelease]:
        database = Database(database_url, settings)

        async def one() -> AgentRelease:
            async with database.session() as session:
                return await production_release(session, PACK, MODEL)

        try:
            return await asyncio.gather(*(one() for _ in range(8)))
        finally:
            await database.close()

    assert set(asyncio.run(all_at_once())) == {SHIPPED}
    assert kinds(engine) == ["initial"]


def test_another_model_gives_the_same_prompts_on_it_and_leaves_the_label(
    clean: None, settings: Settings, database_url: str, engine: Engine
) -> None:
    production(settings, database_url)
    on_luna = production(settings, database_url, model="gpt-6-luna")
    assert (on_luna.model, on_luna.system_prompt) == ("gpt-6-luna", SHIPPED.system_prompt)
    assert stored(engine) == {SHIPPED.release_id, on_luna.release_id}
    assert kinds(engine) == ["initial"]
    assert production(settings, database_url) == SHIPPED


def test_a_tool_that_the_pack_has_lost_is_left_out(
    clean: None, settings: Settings, database_url: str, engine: Engine
) -> None:
    production(settings, database_url)
    fewer = PACK.model_copy(update={"tools": PACK.tools[1:]})
    release = in_session(settings, database_url, lambda session: production_release(session, fewer, MODEL))
    assert release.tools == SHIPPED.tools[1:]
    assert release.release_id in stored(engine)


def test_another_domain_starts_with_its_own_release_and_no_way_back_to_the_first(
    clean: None, settings: Settings, database_url: str, engine: Engine
) -> None:
    production(settings, database_url)
    airline = production(settings, database_url, domain="airline")
    assert airline == AgentRelease.current(load_pack("airline"), MODEL)
    assert production(settings, database_url, domain="airline") == airline
    assert kinds(engine) == ["initial", "initial"]


def test_a_rollback_is_not_barred_by_a_model_that_has_changed_since(
    clean: None, settings: Settings, database_url: str
) -> None:
    async def work(session: AsyncSession) -> AgentRelease:
        old = await create_release(session, PACK, Wanted(prompt("old"), TEMPLATE), model=MODEL)
        await promote(session, LabelName.PRODUCTION, old.release_id, None, "first", pack=PACK, model=MODEL)
        new = await create_release(session, PACK, Wanted(prompt("new"), TEMPLATE), model="gpt-6-luna")
        await promote(session, LabelName.PRODUCTION, new.release_id, None, "next", pack=PACK, model="gpt-6-luna")
        await rollback(session, LabelName.PRODUCTION, None, "worse", pack=PACK, model="gpt-6-luna")
        return await production_release(session, PACK, "gpt-6-luna")

    release = in_session(settings, database_url, work)
    assert (release.system_prompt, release.model) == (prompt("old"), "gpt-6-luna")
