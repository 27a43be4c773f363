"""What the agent says around what its tools found. Every list has the same length in each language."""

from __future__ import annotations

from collections.abc import Mapping

from shared.llm.offline.parts.language import Language

Phrases = Mapping[Language, tuple[str, ...]]

GREETING: Phrases = {
    "es": ("¡Hola!", "¡Hola! Gracias por escribir.", "Hola, gracias por tu mensaje."),
    "pt": ("Olá!", "Olá! Obrigado por escrever.", "Oi, obrigado pela mensagem."),
    "en": ("Hello!", "Hello! Thanks for writing.", "Hi, thank you for your message."),
}
EMPATHY: Phrases = {
    "es": ("Entiendo lo importante que es esto para ti.", "Lamento la molestia.", "Entiendo tu preocupación."),
    "pt": ("Entendo como isso é importante para você.", "Sinto muito pelo transtorno.", "Entendo a sua preocupação."),
    "en": ("I understand how important this is to you.", "I am sorry for the trouble.", "I understand your concern."),
}
LOOKED_UP: Phrases = {
    "es": ("Ya lo revisé.", "Acabo de consultarlo.", "Esto es lo que veo:"),
    "pt": ("Já verifiquei.", "Acabei de consultar.", "Isto é o que vejo:"),
    "en": ("I have checked.", "I have just looked it up.", "This is what I see:"),
}
UNTOLD: Phrases = {
    "es": ("Tu caso está en proceso.", "Ya está registrado y todo va en orden.", "Tu solicitud sigue su curso."),
    "pt": (
        "O seu caso está em andamento.",
        "Já está registrado e está tudo em ordem.",
        "A sua solicitação segue o curso.",
    ),
    "en": ("Your case is in progress.", "It is registered and all is in order.", "Your request is taking its course."),
}
PUT_OFF: Phrases = {
    "es": (
        "Te contactaremos a la brevedad.",
        "Estamos trabajando en ello; te pedimos un poco de paciencia.",
        "Eso depende de cada caso; nos pondremos en contacto contigo.",
    ),
    "pt": (
        "Entraremos em contato o quanto antes.",
        "Estamos trabalhando nisso; pedimos um pouco de paciência.",
        "Isso depende de cada caso; entraremos em contato.",
    ),
    "en": (
        "We will contact you as soon as possible.",
        "We are working on it; please be patient.",
        "It depends on each case; we will get back to you.",
    ),
}
ASK_DATA: Phrases = {
    "es": (
        "¿Me compartes los datos de tu caso para revisarlo?",
        "¿Me puedes dar más detalles de lo que necesitas?",
        "¿Tienes algún número de folio o referencia a la mano?",
    ),
    "pt": (
        "Pode me passar os dados do seu caso para eu verificar?",
        "Pode me dar mais detalhes do que precisa?",
        "Tem algum número de protocolo ou referência à mão?",
    ),
    "en": (
        "Could you share the details of your case so that I can check?",
        "Could you give me more details of what you need?",
        "Do you have a case or reference number at hand?",
    ),
}
NOT_KNOWN: Phrases = {
    "es": (
        "No tengo esa información en este canal.",
        "Con lo que tengo a la vista no puedo responder eso.",
        "Eso no lo puedo consultar desde aquí.",
    ),
    "pt": (
        "Não tenho essa informação neste canal.",
        "Com o que vejo aqui não consigo responder isso.",
        "Isso não consigo consultar daqui.",
    ),
    "en": (
        "I do not have that information in this channel.",
        "I cannot answer that with what I can see.",
        "That is something I cannot look up from here.",
    ),
}
FAILED: Phrases = {
    "es": (
        "No pude consultarlo en este momento.",
        "El sistema no me dio una respuesta.",
        "Algo falló al consultarlo y no se hizo ningún cambio.",
    ),
    "pt": (
        "Não consegui consultar neste momento.",
        "O sistema não me deu resposta.",
        "Algo falhou na consulta e nada foi alterado.",
    ),
    "en": (
        "I could not look that up just now.",
        "The system gave me no answer.",
        "Something failed while looking it up and nothing was changed.",
    ),
}
BUTTON: Phrases = {
    "es": (
        "Para continuar necesito que lo confirmes con el botón.",
        "Falta tu confirmación con el botón.",
        "Confírmalo con el botón y queda hecho.",
    ),
    "pt": (
        "Para continuar preciso que confirme no botão.",
        "Falta a sua confirmação no botão.",
        "Confirme no botão e fica feito.",
    ),
    "en": (
        "To go on I need you to confirm with the button.",
        "Your confirmation with the button is missing.",
        "Confirm with the button and it is done.",
    ),
}
SMALL_TALK: Phrases = {
    "es": ("¿Hay algo más en lo que pueda ayudarte?", "Quedo al pendiente.", "Estamos para servirte."),
    "pt": ("Posso ajudar em mais alguma coisa?", "Fico à disposição.", "Estamos aqui para ajudar."),
    "en": ("Is there anything else I can help you with?", "I remain at your disposal.", "We are here to help."),
}
CLOSING: Phrases = {
    "es": (
        "¡Con gusto! Que tengas un excelente día.",
        "¡Gracias a ti! Aquí estamos si necesitas algo.",
        "¡Un placer! Hasta pronto.",
    ),
    "pt": ("De nada! Tenha um ótimo dia.", "Eu que agradeço! Estamos aqui se precisar.", "Foi um prazer! Até logo."),
    "en": (
        "You are welcome! Have a great day.",
        "Thank you! We are here if you need anything.",
        "My pleasure! Goodbye.",
    ),
}
OPENING: Phrases = {
    "es": ("¿En qué te puedo ayudar?", "Cuéntame qué necesitas.", "¿Qué necesitas hoy?"),
    "pt": ("Em que posso ajudar?", "Conte o que precisa.", "O que precisa hoje?"),
    "en": ("How can I help you?", "Tell me what you need.", "What do you need today?"),
}
HANDOFF_SUMMARY: Mapping[Language, str] = {
    "es": "El cliente escribe: «{said}». {tried}",
    "pt": "O cliente escreve: «{said}». {tried}",
    "en": "The customer writes: “{said}”. {tried}",
}
TRIED: Mapping[Language, str] = {
    "es": "Se consultó: {tools}.",
    "pt": "Foi consultado: {tools}.",
    "en": "Looked up: {tools}.",
}
