"""Starting and stopping: database, migrations, model, listener, replies, jobs; and the same backwards."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from backend.chatbot.runner import ReplyRunner
from backend.database import Database
from backend.demo.seed import seed_demo
from backend.embedded import database_url
from backend.events.listener import Listener
from backend.jobs.running import running_jobs
from backend.logs import configure_logging
from backend.migrating import upgrade
from backend.security import signing_secret
from backend.services import Services
from backend.settings import Settings
from backend.stopping import told_to_stop
from shared.domains.pack import load_pack
from shared.llm.client import ModelClient, create_model

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def lifespan_of(settings: Settings, llm: ModelClient | None) -> Lifespan:
    """The lifespan of an application with these settings."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        configure_logging(settings)
        async with started(settings, llm) as services:
            app.state.services = services
            with told_to_stop(services.bus.close):
                yield

    return lifespan


@asynccontextmanager
async def started(settings: Settings, llm: ModelClient | None = None) -> AsyncIterator[Services]:
    """Everything that one process needs, running."""
    async with AsyncExitStack() as stack:
        embedded = database_url(settings)
        url = await asyncio.to_thread(embedded.__enter__)
        stack.push_async_callback(asyncio.to_thread, embedded.__exit__, None, None, None)
        await asyncio.to_thread(upgrade, url)
        database = Database(url, settings)
        stack.push_async_callback(database.close)
        model = llm or create_model(settings.llm, budget_usd=settings.model_budget_usd)
        stack.push_async_callback(model.aclose)
        services = Services(settings, signing_secret(settings), load_pack(settings.domain), database, model)
        services.replies = ReplyRunner(services)
        await stack.enter_async_context(services.replies.running())
        services.listener = await stack.enter_async_context(Listener(services, services.replies.stop).running())
        services.jobs = await stack.enter_async_context(running_jobs(services))
        await seed_demo(services)
        # What is loaded by now stays: the garbage collector need not look at it again and again, which would be felt
        # as pauses in the streams.
        gc.collect()
        gc.freeze()
        yield services
