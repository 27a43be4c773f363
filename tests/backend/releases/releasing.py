"""Short ways to say what the tests of releases say again and again."""

from __future__ import annotations

from typing import Any

from shared.agent.release import AgentRelease
from shared.domains.pack import Pack, load_pack
from tests.backend.people import Person

MODEL = "gpt-5-nano-2025-08-07"
PACK: Pack = load_pack("kavak")
SHIPPED = AgentRelease.current(PACK, MODEL)
TEMPLATE = "{contexto} {tono} {idioma} {canal}"


def prompt(name: str) -> str:
    return f"Eres el asistente de la empresa; esta es la variante {name} de sus instrucciones."


def body(name: str, **more: Any) -> dict[str, Any]:
    return {"system_prompt": prompt(name), "user_template": TEMPLATE, **more}


def created(admin: Person, name: str, **more: Any) -> str:
    """The id of a release that is made over the API."""
    answer = admin.post("admin/releases", json=body(name, **more))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def promoted(admin: Person, release_id: str, label: str = "production") -> dict[str, Any]:
    answer = admin.put(f"admin/releases/labels/{label}", json={"release_id": release_id, "reason": f"try {release_id}"})
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def points_to(admin: Person, label: str = "production") -> str | None:
    labels = {item["label"]: item["release_id"] for item in admin.get("admin/releases/labels").json()["items"]}
    return labels.get(label)
