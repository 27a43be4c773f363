"""The application: `backend.main:app`."""

from __future__ import annotations

from fastapi import FastAPI

from backend import config_routes, health, metrics
from backend.admin import routes as admin
from backend.chatbot import routes as chatbot
from backend.events import routes as events
from backend.exports import routes as exports
from backend.handlers import add_handlers
from backend.handoff import routes as handoff
from backend.lifespan import lifespan_of
from backend.messages import routes as messages
from backend.middleware import Api
from backend.openapi import describe
from backend.operations import routes as operations
from backend.privacy import routes as privacy
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
    app = Api(
        settings,
        title="Adaptive Customer Service",
        version="1",
        lifespan=lifespan_of(settings, llm),
        max_body_size=settings.max_body_bytes,
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,  # such an answer would lead to whatever host the request names
        docs_url=None if settings.production else "/docs",  # its page loads scripts of another site
        redoc_url=None,
    )
    add_handlers(app)
    # One level of routers and the busiest first: FastAPI looks through them for every request.
    for domain in (
        tickets,
        messages,
        events,
        chatbot,
        users,
        operations,
        handoff,
        admin,
        exports,
        privacy,
        releases,
        config_routes,
    ):
        app.include_router(domain.router, prefix=API)
    for router in (health.router, metrics.router):
        app.include_router(router)
    describe(app)
    return app


app = create_app()
