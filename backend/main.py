"""The application: `backend.main:app`."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from backend.admin import routes as admin
from backend.chatbot import routes as chatbot
from backend.events import routes as events
from backend.exports import routes as exports
from backend.handlers import add_handlers
from backend.handoff import routes as handoff
from backend.lifespan import lifespan_of
from backend.messages import routes as messages
from backend.operations import routes as operations
from backend.releases import routes as releases
from backend.settings import Settings
from backend.tickets import routes as tickets
from backend.users import routes as users
from shared.llm.client import ModelClient

API = "/api/v1"


def create_app(settings: Settings | None = None, *, llm: ModelClient | None = None) -> FastAPI:
    """The application of these settings; `llm` replaces the model that they describe.

    Nothing is opened before the lifespan: importing this module touches neither disk nor database.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Adaptive Customer Service",
        summary="Users, tickets, messages and the chatbot",
        version="1",
        lifespan=lifespan_of(settings, llm),
        max_body_size=settings.max_body_bytes,
        docs_url="/docs",
        redoc_url=None,
    )
    add_handlers(app)
    api = APIRouter(prefix=API)
    for domain in (users, tickets, messages, events, chatbot, operations, handoff, admin, exports, releases):
        api.include_router(domain.router)
    app.include_router(api)
    return app


app = create_app()
