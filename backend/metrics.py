"""What Prometheus reads at `/metrics`. One registry a process; labels are few and bounded."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import QueuePool

from backend.deps import ServicesDep
from backend.services import Services

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
_SHORT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
_WAITING = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)

REQUESTS = Counter(
    "acs_http_requests", "Answered requests by route template.", ("method", "route", "status"), registry=REGISTRY
)
REQUEST_SECONDS = Histogram(
    "acs_http_request_seconds", "Time to the end of an answer; streams are not counted.", ("method", "route"),
    buckets=_SHORT, registry=REGISTRY,
)  # fmt: skip
TOKENS = Counter("acs_model_tokens", "Tokens by kind: input, cached, output.", ("kind", "model"), registry=REGISTRY)
COST_USD = Counter("acs_model_cost_usd", "What the model has cost in US dollars.", registry=REGISTRY)
FIRST_TOKEN_SECONDS = Histogram(
    "acs_first_token_seconds", "From a customer's message to the first piece of the answer.",
    buckets=_WAITING, registry=REGISTRY,
)  # fmt: skip
TOOL_CALLS = Counter("acs_tool_calls", "Calls of the bot's tools.", ("tool", "outcome"), registry=REGISTRY)
REPLIES = Counter("acs_replies", "The bot's replies by how they ended.", ("outcome",), registry=REGISTRY)
OPEN_STREAMS = Gauge("acs_open_streams", "Listeners to a ticket's events.", registry=REGISTRY)
POOL = Gauge("acs_pool_connections", "Connections of the database's pool.", ("state",), registry=REGISTRY)

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(services: ServicesDep) -> Response:
    """Everything, in Prometheus' text format."""
    _look(services)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _look(services: Services) -> None:
    """Set the gauges to what is so now."""
    OPEN_STREAMS.set(services.bus.open_streams)
    pool = services.database.engine.pool
    if isinstance(pool, QueuePool):
        POOL.labels("in_use").set(pool.checkedout())
        POOL.labels("idle").set(pool.checkedin())
