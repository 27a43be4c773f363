"""A case and its chat."""

from __future__ import annotations

from portal.i18n.catalogue import Text, Texts

TEXTS: Texts = {
    "chat.title": Text("Tu caso", "Seu caso", "Your case"),
    "chat.section": Text("Conversación", "Conversa", "Conversation"),
    "chat.log": Text("Mensajes del caso", "Mensagens do caso", "Messages of the case"),
    "chat.to_end": Text("Ir a lo más reciente", "Ir para o mais recente", "Go to the latest"),
    "chat.earlier": Text("Ver mensajes anteriores", "Ver mensagens anteriores", "Show earlier messages"),
    "chat.is_ai": Text(
        "Te responde un asistente virtual con inteligencia artificial.",
        "Quem responde é um assistente virtual com inteligência artificial.",
        "You are talking to a virtual assistant that uses artificial intelligence.",
    ),
    "chat.can_ask_person": Text(
        "Puedes pedir hablar con una persona cuando quieras.",
        "Você pode pedir para falar com uma pessoa quando quiser.",
        "You can ask for a person whenever you like.",
    ),
    "chat.you": Text("Tú:", "Você:", "You:"),
    "chat.bot": Text("Asistente", "Assistente", "Assistant"),
    "chat.ai_mark": Text("IA", "IA", "AI"),
    "chat.agent": Text("Atención a clientes", "Atendimento ao cliente", "Customer support"),
    "chat.agent_mark": Text("Persona", "Pessoa", "Person"),
    "chat.said_bot": Text("El asistente dice: {text}", "O assistente diz: {text}", "The assistant says: {text}"),
    "chat.said_agent": Text("{name} dice: {text}", "{name} diz: {text}", "{name} says: {text}"),
    "chat.today": Text("Hoy", "Hoje", "Today"),
    "chat.yesterday": Text("Ayer", "Ontem", "Yesterday"),
    "chat.thinking": Text("El asistente está escribiendo", "O assistente está escrevendo", "The assistant is writing"),
    "chat.stopped": Text("Detuviste esta respuesta.", "Você parou esta resposta.", "You stopped this answer."),
    "chat.unsaid": Text(
        "Todavía no se lo contamos al asistente.",
        "O assistente ainda não viu isto.",
        "The assistant has not seen this yet.",
    ),
    "chat.unsaid_send": Text("Enviar ahora", "Enviar agora", "Send it now"),
    "chat.field": Text("Tu mensaje", "Sua mensagem", "Your message"),
    "chat.placeholder": Text("Escribe tu mensaje…", "Escreva sua mensagem…", "Write your message…"),
    "chat.hint": Text(
        "Enter envía · Shift + Enter hace un salto de línea",
        "Enter envia · Shift + Enter quebra a linha",
        "Enter sends · Shift + Enter breaks the line",
    ),
    "chat.send": Text("Enviar", "Enviar", "Send"),
    "chat.stop": Text("Detener", "Parar", "Stop"),
    "chat.sending": Text("Enviando…", "Enviando…", "Sending…"),
    "chat.waiting": Text(
        "Se enviará cuando vuelva la conexión",
        "Será enviada quando a conexão voltar",
        "Will be sent once you are back online",
    ),
    "chat.edit": Text("Editar", "Editar", "Edit"),
    "chat.outbox": Text("Mensajes por enviar", "Mensagens a enviar", "Messages to be sent"),
    "chat.away": Text(
        "El servicio no responde. Seguimos intentando; lo que escribas se enviará cuando vuelva.",
        "O serviço não responde. Estamos tentando de novo; o que você escrever será enviado quando ele voltar.",
        "The service does not answer. We keep trying; what you write will be sent once it is back.",
    ),
    "chat.person": Text("Hablar con una persona", "Falar com uma pessoa", "Talk to a person"),
    "chat.person_reason": Text(
        "¿Qué le contamos? (opcional)", "O que contamos a ela? (opcional)", "What should we tell them? (optional)"
    ),
    "chat.person_call": Text("Enviar solicitud", "Enviar pedido", "Send request"),
    "chat.person_waiting": Text(
        "En espera de una persona desde las {time}",
        "Aguardando uma pessoa desde as {time}",
        "Waiting for a person since {time}",
    ),
    "chat.person_waiting_more": Text(
        "Verás su respuesta aquí mismo; mientras tanto el asistente no contesta. Puedes seguir escribiendo o cerrar la página.",
        "A resposta vai aparecer aqui; até lá o assistente não responde. Você pode continuar escrevendo ou fechar a página.",
        "Their answer will appear right here; until then the assistant stays silent. You can go on writing or close the page.",
    ),
    "chat.person_taken": Text(
        "{name} te atiende desde las {time}",
        "{name} está com seu caso desde as {time}",
        "{name} has been with you since {time}",
    ),
    "chat.person_taken_more": Text(
        "Estás hablando con una persona.", "Você está falando com uma pessoa.", "You are talking to a person."
    ),
    "chat.resolve": Text("Ya está resuelto", "Já está resolvido", "It is solved"),
    "chat.is_resolved": Text("Este caso está resuelto.", "Este caso está resolvido.", "This case is solved."),
    "chat.is_closed": Text("Este caso está cerrado.", "Este caso está encerrado.", "This case is closed."),
    "chat.reopen_ask": Text("¿No quedó resuelto?", "Não ficou resolvido?", "Not solved after all?"),
    "chat.reopen": Text("Reabrir el caso", "Reabrir o caso", "Reopen the case"),
    "chat.about": Text("Sobre tu caso", "Sobre seu caso", "About your case"),
    "chat.opened": Text("Abierto", "Aberto", "Opened"),
    "chat.category": Text("Tema", "Assunto", "Topic"),
    "chat.description": Text("Lo que nos contaste", "O que você contou", "What you told us"),
    "chat.missing": Text("No encontramos este caso", "Não encontramos este caso", "We could not find this case"),
    "chat.missing_more": Text(
        "Puede que el enlace esté incompleto o que el caso sea de otra cuenta.",
        "O link pode estar incompleto ou o caso pode ser de outra conta.",
        "The link may be incomplete, or the case belongs to another account.",
    ),
    "chat.trouble": Text(
        "No pudimos cargar tu caso", "Não conseguimos carregar seu caso", "We could not load your case"
    ),
}
