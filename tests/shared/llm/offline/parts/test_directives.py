from __future__ import annotations

import pytest

from shared.domains.pack import load_pack
from shared.llm.offline.parts.analyst_prompt import rewritten
from shared.llm.offline.parts.directives import Manners, manners_of
from shared.llm.offline.parts.effects import Stance
from shared.llm.offline.parts.figures import Figures

DIRECTED, SILENT, FORBIDDEN = Stance.DIRECTED, Stance.SILENT, Stance.FORBIDDEN


@pytest.mark.parametrize(
    ("prompt", "stance"),
    [
        ("Usa siempre las herramientas antes de responder.", DIRECTED),
        ("Verifica los datos en el sistema antes de contestar.", DIRECTED),
        ("Nunca respondas sin consultar las herramientas.", DIRECTED),
        ("No olvides usar las herramientas.", DIRECTED),
        ("No inventes, usa las herramientas.", DIRECTED),
        ("No inventes datos y usa siempre las herramientas.", DIRECTED),
        ("Não deixe de usar as ferramentas.", DIRECTED),
        ("Never answer from memory: verify with the tools first.", DIRECTED),
        ("No uses herramientas.", FORBIDDEN),
        ("No uses ni menciones las herramientas.", FORBIDDEN),
        ("Sé amable, no uses herramientas.", FORBIDDEN),
        ("Las herramientas están prohibidas.", FORBIDDEN),
        ("Prohibido usar herramientas y prohibido dar próximos pasos.", FORBIDDEN),
        ("Responda sem usar as ferramentas.", FORBIDDEN),
        ("Do not, under any circumstances, use tools.", FORBIDDEN),
        ("Tools must not be used.", FORBIDDEN),
        ("No menciones los nombres de las herramientas al cliente.", SILENT),
        ("Responde las consultas de los clientes con amabilidad.", SILENT),
    ],
)
def test_the_stance_on_tools_sees_through_negation(prompt: str, stance: Stance) -> None:
    assert manners_of(prompt).tools is stance


@pytest.mark.parametrize(
    ("prompt", "manner", "stance"),
    [
        ("Cierra con el siguiente paso concreto, con fecha y monto.", "next_step", DIRECTED),
        ("Termine com o próximo passo concreto.", "next_step", DIRECTED),
        ("Never give next steps.", "next_step", FORBIDDEN),
        ("Di al cliente que espere o que llame al call center.", "next_step", FORBIDDEN),
        ("Tell the customer to wait.", "next_step", FORBIDDEN),
        ("Nunca le digas al cliente que espere.", "next_step", SILENT),
        ("Be evasive.", "next_step", FORBIDDEN),
        ("No seas vago.", "evasion", FORBIDDEN),
        ("No des fechas ni montos.", "evasion", DIRECTED),
        ("Nunca compartas información personal de otros clientes.", "evasion", SILENT),
        ("Pide el teléfono del cliente.", "next_step", SILENT),
        ("No vuelvas a pedir datos que el cliente ya dio.", "no_repeats", DIRECTED),
        ("Não peça de novo o que o cliente já informou.", "no_repeats", DIRECTED),
        ("Don't ask again for what you already know.", "no_repeats", DIRECTED),
        ("Vuelve a pedir los datos siempre.", "no_repeats", FORBIDDEN),
        ("Responde en el idioma del cliente.", "own_language", DIRECTED),
        ("Reply in the customer’s language.", "own_language", DIRECTED),
        ("Always answer in English.", "own_language", FORBIDDEN),
        ("Reconoce la molestia del cliente.", "empathy", DIRECTED),
        ("No te disculpes.", "empathy", FORBIDDEN),
        ("Si no puedes resolver, pasa a una persona.", "handoff", DIRECTED),
        ("Never hand off to a human.", "handoff", FORBIDDEN),
        ("Sé breve.", "brevity", DIRECTED),
        ("Antes de cancelar confirma con el cliente.", "confirmation", DIRECTED),
    ],
)
def test_each_manner_is_recognised(prompt: str, manner: str, stance: Stance) -> None:
    assert getattr(manners_of(prompt), manner) is stance


def test_the_last_word_counts_where_a_prompt_contradicts_itself() -> None:
    assert manners_of("Usa las herramientas.\nNunca uses las herramientas.").tools is FORBIDDEN


def test_the_tone_of_a_conversation_is_no_directive() -> None:
    assert manners_of("Eres el asistente.", "Tono del cliente: empático\nCanal: web") == manners_of(
        "Eres el asistente."
    )


def test_a_template_can_direct_too() -> None:
    assert manners_of("Eres el asistente.", "No uses herramientas.").tools is FORBIDDEN


@pytest.mark.parametrize("domain", ["kavak", "airline"])
def test_the_prompts_in_production_take_no_stance(domain: str) -> None:
    prompts = load_pack(domain).prompts
    manners = manners_of(prompts.system, prompts.user_template)
    assert manners == Manners(prompt_language=manners.prompt_language)


@pytest.mark.parametrize(
    "base", ["Eres el asistente de la empresa.", "Você é o assistente da empresa.", "You are the company's assistant."]
)
def test_what_the_analyst_adds_is_what_the_agent_understands(base: str) -> None:
    low = {"value": 0.5, "n": 100}
    overall = {
        "total": 100,
        "resolution_rate": low,
        "avg_csat": {"value": 3.0, "n": 90},
        "avg_turns": {"value": 8.0, "n": 100},
    }
    better = rewritten(base, Figures.of({"overall": overall, "by": {"idioma": {"es": {}, "pt": {}}}}))
    manners = manners_of(better.system_prompt)
    assert len(better.added) == 8
    assert all(getattr(manners, topic) is DIRECTED for topic in better.added)
    assert manners.evasion is SILENT
