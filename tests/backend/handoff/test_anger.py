"""Who is angry: measured on sentences that were written for it, 48 angry ones and 56 that are not."""

from __future__ import annotations

import pytest

from backend.handoff.rules import is_angry

ANGRY = {
    "es": (
        "Los voy a demandar si no me pagan hoy",
        "Ya fui a Profeco y voy a poner una denuncia contra ustedes",
        "Son unos ladrones, me robaron la comisión",
        "Esto es una estafa",
        "Esto es un fraude, devuélvanme mi coche",
        "Pinches rateros, quiero mi lana",
        "Estoy harto de que nadie me conteste",
        "me tienen hasta la madre con sus pretextos",
        "¡¡Llevo tres semanas esperando mi pago!!",
        "QUIERO MI DINERO YA, NO ME PAGAN DESDE EL LUNES",
        "qué coraje con ustedes, todo es mentira",
        "Bot inútil, no entiendes nada",
        "Me están viendo la cara",
        "son una manga de chantas, voy a ir a Defensa del Consumidor",
        "Voy a ir al Sernac, weones culiaos",
        "Pelotudos, me cagaron con la cotización",
        "Qué falta de respeto, nadie responde!!!",
        "Ustedes me mienten cada semana",
        "váyanse a la mierda",
        "Hablará con ustedes mi abogado",
        "Es el colmo!!! Otra vez lo mismo",
        "Estoy furiosa, cancelaron mi cita sin avisar",
        "Nos vemos en Profeco",
        "Los voy a exhibir en redes sociales",
        "puros mentirosos",
        "no manchen, cuántas veces tengo que mandar los mismos papeles",
    ),
    "pt": (
        "Vou no Procon amanhã mesmo",
        "Vou abrir uma reclamação no Reclame Aqui",
        "Vou processar vocês",
        "Vocês são uns ladrões",
        "Isso é um golpe",
        "Que palhaçada, estou indignado",
        "Bando de incompetentes",
        "Estou de saco cheio dessa enrolação",
        "Cadê meu dinheiro!!! Ninguém responde!!!",
        "EU QUERO O MEU DINHEIRO DE VOLTA AGORA MESMO SEUS CALOTEIROS",
        "Me fizeram de palhaço",
        "Atendimento de merda",
    ),
    "en": (
        "I will sue you",
        "You are a bunch of thieves",
        "This is a scam",
        "I'm furious, nobody called me back",
        "You people lied to me",
        "stupid bot",
        "I WANT MY MONEY BACK AND I WANT IT NOW",
        "Still waiting for my payment!!!",
        "You'll hear from my lawyer",
        "What a rip-off",
    ),
}
CALM = {
    "es": (
        "Llevo tres días esperando mi pago, ¿me pueden ayudar?",
        "Qué coraje la lluvia, llegué tarde a la inspección",
        "No es una estafa, ¿verdad?",
        "No creo que sean unos ladrones, solo quiero entender la oferta",
        "No los voy a demandar, solo quiero mi comprobante",
        "¿Cómo sé que no es un fraude?",
        "Me robaron el coche la semana pasada, ¿me cubre la garantía?",
        "Tengo la denuncia del robo, ¿la subo como documento?",
        "¿Están registrados ante Profeco?",
        "La oferta me parece baja",
        "El servicio fue malo la vez pasada",
        "No estoy enojado, solo confundido",
        "HOLA BUENAS TARDES QUIERO VENDER MI AUTO POR FAVOR",
        "NISSAN VERSA ADVANCE 2019",
        "VOLKSWAGEN JETTA COMFORTLINE TIPTRONIC",
        "¡¡Muchas gracias!!",
        "¡Excelente servicio!!! Me encantó",
        "¿ya cayó la lana del Jetta?",
        "quiero hablar con una persona",
        "No me sirve ese horario, ¿tienen otro?",
        "me cancelaron la cita, quiero otra",
        "Mi abogada va a recoger los papeles del coche, ¿puede?",
        "Mi CURP es GOMC800101HDFRRL09 y el RFC GOMC800101AB1",
        "el mecánico anterior me estafó, por eso vengo con ustedes",
        "Nunca dije que fuera un fraude",
        "Perdón por la demora, estuve enfermo",
        "El motor hace un ruido horrible",
        "no puedo subir mi identificación",
        "¿Me pueden llamar mañana? Urge",
        "Quedé muy contento, gracias",
        "Hay una multa que no es mía en el sistema",
    ),
    "pt": (
        "Ainda não recebi o pagamento, podem verificar?",
        "Que raiva dessa chuva, me atrasei",
        "Isso não é golpe, né?",
        "Vi no Reclame Aqui que a nota de vocês é boa",
        "Não vou processar ninguém, só quero o documento",
        "Meu carro foi roubado, o que faço com a garantia?",
        "Bom dia, quero vender meu carro",
        "Muito obrigado!!",
        "A proposta ficou abaixo do que eu esperava",
        "Fiz o boletim na delegacia, onde envio?",
        "O motor está com um barulho horrível",
        "Não consigo enviar a foto",
        "quero falar com um atendente",
        "CHEVROLET ONIX LTZ 2020 PRATA",
    ),
    "en": (
        "My payment has not arrived yet, can you check?",
        "This is not a scam, right?",
        "I won't sue anyone, I just want the receipt",
        "My car was stolen last week, does the warranty cover it?",
        "The offer seems low to me",
        "Thanks a lot!!!",
        "I'm not angry, just confused",
        "Please reschedule my inspection",
        "I hate the rain, sorry I was late",
        "TOYOTA COROLLA ALTIS HYBRID 2021",
        "Can I talk to a person?",
    ),
}


def test_angry_customers_are_heard_and_others_are_left_in_peace() -> None:
    heard = [is_angry(text, language) for language, texts in ANGRY.items() for text in texts]
    disturbed = [is_angry(text, language) for language, texts in CALM.items() for text in texts]

    assert len(heard) + len(disturbed) >= 80
    assert sum(heard) / (sum(heard) + sum(disturbed)) >= 0.95
    assert sum(heard) / len(heard) >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "No es una estafa, ¿verdad?",
        "No los voy a demandar, solo quiero mi comprobante",
        "Me robaron el coche la semana pasada, ¿me cubre la garantía?",
        "HOLA BUENAS TARDES QUIERO VENDER MI AUTO POR FAVOR",
    ],
)
def test_a_negation_a_theft_and_polite_capitals_are_no_anger(text: str) -> None:
    assert not is_angry(text, "es")


def test_a_negation_reaches_no_further_than_its_own_words() -> None:
    assert is_angry("No quiero esperar más, los voy a demandar", "es")
    assert is_angry("no me contestan, son unos ladrones", "es")


def test_another_language_is_read_by_every_lexicon() -> None:
    assert is_angry("You are a bunch of thieves", "fr")
    assert not is_angry("Bonjour, je voudrais vendre ma voiture", "fr")


@pytest.mark.parametrize("text", ["", " ", "!!!", "¡¡¡", "🙂" * 50, "A" * 100_000, "no " * 30_000, "es una " * 20_000])
def test_strange_texts_are_read_quickly_and_are_no_anger(text: str) -> None:
    assert not is_angry(text, "es")
