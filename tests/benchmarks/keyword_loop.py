"""What the analysis is measured against: the plain loop that one writes first, and parsing alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import orjson

KEYWORDS = {
    "offer_24h": {
        "es": "oferta|cotización|cotizar|cuánto me dan|vender mi|valor de mi|precio de compra|avalúo|24 horas|compran",
        "pt": "oferta|cotação|avaliação|quanto pagam|vender meu|valor do meu|preço de compra|24 horas|proposta|compram",
        "en": "offer|quote|valuation|how much would|sell my|value of my|buying price|24 hours|appraisal|you buy",
    },
    "status_eval": {
        "es": "inspección|taller|avance|diagnóstico|revisión|reparación|estatus|estado de mi|cómo va|resultado",
        "pt": "inspeção|oficina|andamento|diagnóstico|revisão|conserto|status|situação|como está|resultado",
        "en": "inspection|workshop|progress|diagnosis|review|repair|status|state of my|how is|result",
    },
    "payment_status": {
        "es": "pago|depósito|transferencia|depositaron|mi dinero|pagaron|cuenta|clabe|abono|cobrar",
        "pt": "pagamento|depósito|transferência|depositaram|meu dinheiro|pagaram|conta|pix|crédito na conta|receber",
        "en": "payment|deposit|transfer|deposited|my money|paid me|account|payout|wire|get paid",
    },
    "reschedule_inspection": {
        "es": "reagendar|reprogramar|cambiar la cita|otra fecha|mover la cita|posponer|no puedo ir|otro día|cancelar",
        "pt": "reagendar|remarcar|mudar a visita|outra data|adiar|não posso ir|outro dia|cancelar|horário|trocar o dia",
        "en": "reschedule|rebook|change the appointment|another date|move it|postpone|can't make it|another day|cancel",
    },
    "credit_prequal": {
        "es": "crédito|financiamiento|mensualidad|enganche|tasa|interés|buró|préstamo|a meses|plazos",
        "pt": "financiamento|parcela|entrada|taxa|juros|score|empréstimo|em vezes|prazo|aprovado",
        "en": "credit|financing|monthly|down payment|rate|interest|score|loan|instalment|term",
    },
    "warranty_claim": {
        "es": "garantía|falla|ruido|descompuso|cubre|cobertura|avería|se apagó|defecto|reclamo",
        "pt": "garantia|defeito|barulho|quebrou|cobre|cobertura|pane|apagou|problema|reclamação",
        "en": "warranty|fault|noise|broke down|cover|coverage|failure|died|defect|claim",
    },
    "kyc_docs": {
        "es": "documentos|factura|ine|pasaporte|comprobante|tenencia|tarjeta de circulación|papeles|identificación|rfc",
        "pt": "documentos|recibo|cnh|passaporte|comprovante|ipva|crlv|papéis|identidade|cpf",
        "en": "documents|invoice|id card|passport|proof of address|registration|title|papers|identification|licence",
    },
    "appointment": {
        "es": "cita|agendar|visita|prueba de manejo|conocer el auto|ir a ver|sucursal|apartar|reservar|probar",
        "pt": "agendar|visita|test drive|conhecer o carro|ver o carro|loja|reservar|marcar|experimentar|horário",
        "en": "appointment|schedule|visit|test drive|see the car|branch|reserve|book|come by|try",
    },
}


def keyword_loop(path: Path) -> int:
    """One thread: `json.loads`, then one `re.search` per pattern over the joined text; conversations with a hit."""
    patterns = [re.compile(words, re.IGNORECASE) for by_language in KEYWORDS.values() for words in by_language.values()]
    hits = 0
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            text = " ".join(turn["content"] for turn in record["transcript"])
            found = [pattern.search(text) for pattern in patterns]
            hits += any(found)
    return hits


def parse_only(path: Path) -> int:
    """The limit: one `orjson.loads` a line, nothing else; lines."""
    lines = 0
    with path.open("rb") as file:
        for line in file:
            orjson.loads(line)
            lines += 1
    return lines
