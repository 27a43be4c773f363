"""The words by which signals are recognised: plain (lower case, no accents) Spanish, Portuguese and English."""

from __future__ import annotations

import re

MONTHS = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro"
    r"|marco"
    r"|maio|junho|julho|setembro|outubro|novembro|dezembro|january|february|march|april|may|june|july|august|september"
    r"|october|november|december)"
)
WEEKDAYS = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|monday|tuesday"
    r"|wednesday"
    r"|thursday|friday|saturday|sunday)"
)
FIGURE = re.compile(rf"\d|\b{MONTHS}\b|\b{WEEKDAYS}\b")
SLOT = re.compile(
    rf"\b{WEEKDAYS}(?:-feira)?,? (?:\d{{1,2}}(?: de {MONTHS})?|{MONTHS} \d{{1,2}})(?:,? (?:a las|as"
    rf"|at) \d{{1,2}}:\d{{2}})?"
    r"(?: \([^()]{2,60}\))?"
)
DONE = re.compile(
    r"\b(?:listo|pronto|hecho|feito|done)[:.,!]|\b(?:qued[oa] (?:en|para|agendad\w*|confirmad\w*|registrad\w*)"
    r"|quedaste|ficou"
    r"|confirmad[oa]s?|agendad[oa]|agendamos|reagendad[oa]|reservad[oa]|registr(?:e|amos|ado|ada)|abri(?:mos)?"
    r"|abiert[oa]|abert[oa]"
    r"|aceptad[oa]|aceptaste|aceitou|aceit[oa] por|cancelad[oa]|cancel(?:e|ei|amos|aste|led|ed)|movi(?:mos|do|da)?"
    r"|cambi(?:e|amos|ado)"
    r"|mudamos|remarcad[oa]|remarcamos|pedi(?:mos|do)?|solicitamos|recibimos|recebemos|anotad[oa]|booked|confirmed"
    r"|moved"
    r"|rescheduled|accepted|opened|registered|asked for|submitted|changed)\b"
)
VAGUE = re.compile(
    r"\b(?:te contactar\w*|nos pondremos en contacto|en contacto contigo|tan pronto como|lo antes posible"
    r"|a la brevedad|un poco de paciencia|estamos trabajando|estamos revisando tu caso"
    r"|consulta (?:nuestra|la) pagina|llama(?:r)? al|comunicate|te sugiero esperar|varia|depende de|no tengo acceso"
    r"|entraremos em contato|o quanto antes|um pouco de paciencia"
    r"|consulte (?:o|nosso) site|ligue para|nao tenho acesso|depende do|we will contact you|we'll contact you"
    r"|get back to you|as soon as possible|please be patient|visit our website|call our|it depends"
    r"|i don't have access|cannot access|can't access)\b"
)
NEXT_STEP = re.compile(
    r"\b(?:puedes|podes|podras|vas a|recibiras|te avis\w+|te llam\w+|te escrib\w+|te lleg\w+|solo (?:falta|tienes)"
    r"|dime|decime|avisame|elige|escoge|responde|sube|trae|lleva|presiona|oprime|toca"
    r"|si (?:quieres|prefieres|te sirve|gustas)|quieres que|te gustaria|cual (?:te|prefieres)|siguiente paso"
    r"|a partir de|voce pode|vai receber|avisamos|avisaremos|me (?:diga|avise)|escolha|envie|responda|leve|basta"
    r"|toque|clique|se (?:quiser|preferir)|quer que|proximo passo|you can|you'll|you will|we'll|we will|let me know"
    r"|tell me|just|pick|choose|reply|upload|bring|press|tap|if you (?:want|like|prefer)|would you like|next step)\b"
)
EMPATHY = re.compile(
    r"\b(?:lamento|lamentamos|siento|sentimos|entiendo|entendemos|comprendo|disculpa|disculpe|que (?:lata|pena)"
    r"|sinto muito|entendo|compreendo|desculpe|desculpa|sorry|i understand|apologi[sz]e|that must)\b"
)
UNHAPPY = re.compile(
    r"\b(?:asi no|no me (?:sirve|ayud\w+|resuelv\w+)|olvidalo|mejor lo dejo|lo dejo|me rindo|perdida de tiempo|harto"
    r"|harta|pesimo|nadie me|deixa pra la|desisto|perda de tempo|nao (?:me )?(?:ajud\w+|adianta|resolve\w*)"
    r"|pessimo|forget it|give up|waste of time|useless|no use|not help\w*|never mind|terrible)\b"
)
THANKS = re.compile(
    r"\b(?:gracias|graci?as|mil gracias|obrigad[oa]|valeu|brigad[oa]|thanks|thank you|thx|perfecto|perfeito|perfect"
    r"|genial|excelente|otimo)\b"
)
PERSON = re.compile(
    r"\b(?:una persona|un humano|ser humano|persona real|un asesor|una asesora|un agente|un ejecutivo|alguien real"
    r"|uma pessoa|um humano|pessoa de verdade|um atendente|atendente humano"
    r"|a person|a human\b|real person|human being|an agent|a representative|someone real|speak to someone"
    r"|talk to someone|live agent)\b"
)
PASSES_ON = re.compile(
    r"\b(?:te paso con|te comunico con|vou passar voce|passo voce a|passing you to|passo voce|encaminho voce"
    r"|transfiro|pass you (?:on )?to|hand you over"
    r"|put you through|connect you (?:to|with))\b"
)
FOLLOW_UP = re.compile(
    r"\b(?:que sigue|siguiente paso|y ahora|que tengo que hacer|que hago|proximo passo|e agora|o que vem agora"
    r"|next step|what now|what happens now|what do i (?:have to )?do)\b"
)
ASKS_WHEN = re.compile(r"\b(?:cuando|quando|when|que dia|fecha|data|date)\b")
ASKS_AMOUNT = re.compile(r"\b(?:cuanto|quanto|how much|monto|valor|amount|mensualidad|parcela)\b")
DATE = re.compile(rf"\b{MONTHS}\b|\b{WEEKDAYS}\b|\b(?:hoy|manana|hoje|amanha|today|tomorrow)\b|\d{{1,2}}/\d{{1,2}}")
AMOUNT = re.compile(r"\d{3}|\d+ ?%|\$ ?\d")
ACTION = re.compile(
    r"\b(?:mover|mueva\w*|muev\w+|cambiar|reagendar|reprogramar|remarcar|mudar|reschedul\w+|move|change|cancel\w*"
    r"|anular|agendar|reservar|apartar|book|schedule|aceptar|aceitar|accept"
    r"|reclam\w+|abrir|open|claim|subir|enviar|mandar|entregar|upload|submit|send|hand in|renovar|pedir|solicitar"
    r"|request|renuev\w+|renew\w*|adelantar|antecipar|adiar|posponer|postpone|take an earlier|bajar|subir|trocar"
    r"|downgrade|upgrade|passar|pasar|sacar|nueva fecha|nova data|new date)\b"
)
KNOWING = re.compile(
    r"^(?:quiero |quero |i want to )?(?:saber|confirmar|conocer|averiguar|entender|recibir una respuesta|conhecer"
    r"|descobrir"
    r"|receber uma resposta|find out|know|confirm|understand|get a clear)\b"
)
KINDS_OF_ACTION = tuple(
    re.compile(pattern) for pattern in (r"\b(?:cancel\w*|anul\w+|desmarc\w+)\b", r"\b(?:acept\w+|aceit\w+|accept\w*)\b")
)
"""Actions that no other one stands in for."""
