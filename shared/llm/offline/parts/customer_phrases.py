"""What the simulated customer says around the goal and the facts."""

from __future__ import annotations

from collections.abc import Mapping

from shared.llm.offline.parts.language import Language

Phrases = Mapping[Language, tuple[str, ...]]

WANT: Mapping[Language, str] = {"es": "Quiero {goal}", "pt": "Quero {goal}", "en": "I want to {goal}"}
PRESS: Phrases = {
    "es": (
        "Lo que necesito es esto:",
        "No me queda claro.",
        "Perdón, pero eso no responde lo que pregunté.",
        "Te explico de nuevo:",
    ),
    "pt": (
        "O que preciso é isto:",
        "Não ficou claro.",
        "Desculpe, mas isso não responde o que perguntei.",
        "Explico de novo:",
    ),
    "en": (
        "What I need is this:",
        "That is not clear to me.",
        "Sorry, but that does not answer my question.",
        "Let me explain again:",
    ),
}
ANSWER: Phrases = {
    "es": ("Claro.", "Sí, mira:", "Va:"),
    "pt": ("Claro.", "Sim, veja:", "Então:"),
    "en": ("Sure.", "Yes, here:", "OK:"),
}
NOTHING_MORE: Phrases = {
    "es": ("No tengo más datos que eso.", "Es todo lo que sé.", "Ya te di lo que tengo."),
    "pt": ("Não tenho mais dados além disso.", "É tudo o que sei.", "Já passei o que tenho."),
    "en": ("I have no more details than that.", "That is all I know.", "I have given you what I have."),
}
WHAT_NEXT: Phrases = {
    "es": ("¿Y qué sigue?", "¿Y ahora qué tengo que hacer?", "Ok, ¿y cuál es el siguiente paso?"),
    "pt": ("E o que vem agora?", "E agora, o que preciso fazer?", "Ok, e qual é o próximo passo?"),
    "en": ("And what happens now?", "And what do I have to do?", "OK, and what is the next step?"),
}
AGREE: Phrases = {
    "es": ("Sí, por favor.", "Sí, adelante.", "Sí, hazlo por favor."),
    "pt": ("Sim, por favor.", "Sim, pode fazer.", "Sim, pode seguir."),
    "en": ("Yes, please.", "Yes, go ahead.", "Yes, please do it."),
}
PICK: Phrases = {
    "es": ("Me queda bien {slot}.", "Prefiero {slot}.", "El {slot}, por favor."),
    "pt": ("Para mim serve {slot}.", "Prefiro {slot}.", "Pode ser {slot}."),
    "en": ("{slot} works for me.", "I would take {slot}.", "{slot}, please."),
}
CONFIRM: Phrases = {
    "es": ("Sí, confirmo.", "Confirmado de mi parte.", "Sí, de acuerdo, confirmo."),
    "pt": ("Sim, confirmo.", "Confirmado da minha parte.", "Sim, de acordo, confirmo."),
    "en": ("Yes, I confirm.", "Confirmed on my side.", "Yes, agreed, I confirm."),
}
DECLINE: Phrases = {
    "es": ("No, eso no es lo que pedí.", "No, eso no lo quiero confirmar.", "No, espera, eso no."),
    "pt": ("Não, não foi isso que pedi.", "Não, isso não quero confirmar.", "Não, espere, isso não."),
    "en": ("No, that is not what I asked for.", "No, I do not want to confirm that.", "No, wait, not that."),
}
THANKS: Phrases = {
    "es": ("Perfecto, muchas gracias.", "Gracias, era lo que necesitaba.", "Excelente, gracias."),
    "pt": ("Perfeito, muito obrigado.", "Obrigado, era o que eu precisava.", "Ótimo, obrigado."),
    "en": ("Perfect, thank you very much.", "Thanks, that is what I needed.", "Great, thank you."),
}
LUKEWARM: Phrases = {
    "es": ("Bueno, gracias por el dato.", "Está bien, gracias."),
    "pt": ("Bom, obrigado pela informação.", "Está bem, obrigado."),
    "en": ("Well, thanks for the information.", "All right, thanks."),
}
GIVE_UP: Phrases = {
    "es": ("Así no me sirve, mejor lo dejo.", "Olvídalo, es una pérdida de tiempo.", "Nadie me resuelve; hasta aquí."),
    "pt": ("Assim não adianta, desisto.", "Deixa pra lá, é perda de tempo.", "Ninguém resolve; desisto."),
    "en": ("This is no use, I give up.", "Forget it, this is a waste of time.", "You are not helping; never mind."),
}
MY_LANGUAGE: Phrases = {
    "es": ("En español, por favor.",),
    "pt": ("Em português, por favor.",),
    "en": ("In English, please.",),
}
SAID_BEFORE: Phrases = {
    "es": ("Eso ya te lo dije.", "Ya me preguntaste eso."),
    "pt": ("Isso eu já disse.", "Você já perguntou isso."),
    "en": ("I told you that already.", "You asked me that already."),
}
