"""Is it ready, what is counted, and what a page knows before sign-in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, text

from backend.config_routes import config_of
from backend.database import Database
from backend.health import checked
from backend.main import create_app
from backend.migrating import newest_revision
from backend.openapi import EVENTS, FILE, as_file
from backend.services import Services
from backend.settings import Settings
from portal.settings import Settings as PortalSettings
from shared.llm.client import create_model
from shared.llm.settings import LLMSettings
from tests.backend.people import Person
from tests.backend.serving import RunningServer
from workbench.settings import Settings as WorkbenchSettings


def health(server: RunningServer, which: str) -> httpx2.Response:
    return httpx2.get(f"{server.url}/health/{which}")


def test_a_running_server_is_alive_and_ready(server: RunningServer) -> None:
    assert health(server, "live").json() == {"status": "alive"}
    answer = health(server, "ready")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "ready"
    assert set(answer.json()["checks"]) == {"database", "migrations", "listener", "jobs", "process", "model"}


def test_an_unmigrated_database_is_not_ready_and_says_so(server: RunningServer, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'older'"))
    try:
        answer = health(server, "ready")
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"update alembic_version set version_num = '{newest_revision()}'"))
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"]["ok"] is False
    assert "older" in answer.json()["checks"]["migrations"]["detail"]


def test_a_server_that_stops_or_hears_nothing_is_not_ready(server: RunningServer) -> None:
    services: Services = server.app.state.services
    services.bus.closing, services.listener.connected = True, False
    try:
        checks = health(server, "ready").json()["checks"]
    finally:
        services.bus.closing, services.listener.connected = False, True
    assert [name for name, check in checks.items() if not check["ok"]] == ["listener", "process"]


def test_a_database_that_is_away_is_told_in_time(server: RunningServer, settings: Settings) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/none", settings)

    async def look() -> bool:
        running: Services = server.app.state.services
        services = Services(settings, running.secret, running.pack, away, running.llm)
        services.listener, services.jobs = running.listener, running.jobs
        try:
            return (await asyncio.wait_for(checked(services), 3))["database"].ok
        finally:
            await away.close()

    assert asyncio.run(look()) is False


def test_figures_count_by_template_and_show_the_pool(person: Callable[..., Person], server: RunningServer) -> None:
    line = 'acs_http_requests_total{method="GET",route="/api/v1/tickets/{ticket_id}",status="404"}'

    def count() -> float:
        found = [one for one in httpx2.get(f"{server.url}/metrics").text.splitlines() if one.startswith(line)]
        return float(found[0].rpartition(" ")[2]) if found else 0.0

    before = count()
    person().get("tickets/6f9619ff-8b86-d011-b42d-00c04fc964ff")
    assert count() == before + 1
    figures = httpx2.get(f"{server.url}/metrics").text
    for name in ("acs_http_request_seconds_bucket", "acs_open_streams", 'acs_pool_connections{state="in_use"}',
                 "acs_model_cost_usd_total", "acs_first_token_seconds_count"):  # fmt: skip
        assert name in figures


def test_paths_that_do_not_exist_are_one_label(api: httpx2.Client, server: RunningServer) -> None:
    for number in range(3):
        api.get(f"no-such-thing-{number}")
    figures = httpx2.get(f"{server.url}/metrics").text
    assert 'route="unmatched",status="404"' in figures
    assert "no-such-thing" not in figures


def test_a_page_learns_the_company_before_sign_in(api: httpx2.Client) -> None:
    told = api.get("config").json()
    assert told["company"]["name"] == "Kavak"
    assert set(told["company"]["description"]) == {"es", "pt", "en"}
    assert {"id": "credit", "label": {"es": "Crédito", "pt": "Financiamento", "en": "Credit"}} in told["categories"]
    assert told["default_language"] == "es"
    assert told["texts"]["confirm_button"]["en"] == "Confirm"
    assert told["model"] == {"name": "offline-rules-1", "offline": True, "notes": told["model"]["notes"]}
    assert told["limits"]["message_characters"] == 4_000
    assert told["demo"] == {"enabled": False, "logins": []}


def test_demo_logins_are_told_only_where_demo_data_is(server: RunningServer, settings: Settings) -> None:
    running: Services = server.app.state.services
    with_demo = Services(
        settings.model_copy(update={"demo_data": True}), "", running.pack, running.database, running.llm
    )
    told = config_of(with_demo).demo
    assert {(one.email, one.role) for one in told.logins} == {
        ("demo-agent@gmail.com", "customer"), ("demo-support@gmail.com", "agent"), ("demo-admin@gmail.com", "admin"),
    }  # fmt: skip


def test_the_end_of_the_pinned_model_is_told(server: RunningServer, settings: Settings) -> None:
    running: Services = server.app.state.services
    model = create_model(LLMSettings(openai_api_key="sk-never-used", openai_base_url="http://127.0.0.1:1/v1"))
    told = config_of(Services(settings, "", running.pack, running.database, model)).model
    assert told.name == "gpt-5-nano-2025-08-07"
    assert any("2026-12-11" in note for note in told.notes)


def test_the_description_in_the_repository_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == as_file(create_app(Settings())), "say `make docs`"


def test_every_operation_has_a_name_a_summary_a_tag_and_documented_errors(server: RunningServer) -> None:
    document = httpx2.get(f"{server.url}/openapi.json").json()
    described = {tag["name"] for tag in document["tags"]}
    operations = [(path, one) for path, methods in document["paths"].items() for one in methods.values()]
    names = [one["operationId"] for _, one in operations]
    assert len(names) == len(set(names))
    for path, one in operations:
        assert one.get("summary"), path
        assert one.get("description"), path
        assert set(one["tags"]) <= described, (path, one["tags"])
        if path.startswith("/api/"):
            assert {"422", "429", "503"} <= set(one["responses"]), path


def test_events_are_described(server: RunningServer) -> None:
    document = httpx2.get(f"{server.url}/openapi.json").json()
    stream = document["paths"]["/api/v1/tickets/{ticket_id}/events"]["get"]["responses"]["200"]["content"]
    assert stream == {"text/event-stream": {"schema": {"$ref": "#/components/schemas/StreamedEvent"}}}
    kinds = document["components"]["schemas"]["StreamedEvent"]["oneOf"]
    assert {kind["properties"]["event"]["const"] for kind in kinds} == set(EVENTS)


def test_every_setting_is_explained_and_no_other(tmp_path: Path) -> None:
    example = (FILE.parents[1] / ".env.example").read_text(encoding="utf-8")
    named = {
        line.partition("=")[0].lower() for line in example.splitlines() if "=" in line and not line.startswith("#")
    }
    hidden = {"offline_model_retired"}
    services = (Settings, LLMSettings, PortalSettings, WorkbenchSettings)
    assert named == {name for settings in services for name in settings.model_fields} - hidden


def test_the_example_file_is_a_valid_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(_env_file=FILE.parents[1] / ".env.example").port == 8000
