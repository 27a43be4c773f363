"""The inbox."""

from workbench.i18n.catalogue import Text

TEXTS: dict[str, Text] = {
    "inbox.closed": Text(
        "La bandeja pide una cuenta", "A caixa de entrada pede uma conta", "The inbox needs an account"
    ),
    "inbox.closed.why": Text(
        "Aquí llegan los casos que el bot pasa a una persona. Entre con una cuenta de administrador para atenderlos.",
        "Aqui chegam os casos que o bot passa para uma pessoa. Entre com uma conta de administrador para atendê-los.",
        "Tickets that the bot hands to a person arrive here. Sign in with an admin account to answer them.",
    ),
    "inbox.down": Text(
        "El servidor no responde. Lo que ve puede estar atrasado; se reintenta solo.",
        "O servidor não responde. O que você vê pode estar desatualizado; tentamos de novo sozinhos.",
        "The backend does not answer. What you see may be old; it is tried again by itself.",
    ),
    "inbox.new": Text(
        "Nuevo caso en espera: n.º {number}", "Novo caso em espera: n.º {number}", "New ticket waiting: no. {number}"
    ),
    "inbox.filter": Text("Qué casos ver", "Quais casos ver", "Which tickets to show"),
    "inbox.filter.waiting": Text("En espera", "Em espera", "Waiting"),
    "inbox.filter.mine": Text("Míos", "Meus", "Mine"),
    "inbox.filter.all": Text("Todos", "Todos", "All"),
    "inbox.empty": Text(
        "No hay casos aquí. Los nuevos aparecen solos.",
        "Não há casos aqui. Os novos aparecem sozinhos.",
        "No tickets here. New ones appear by themselves.",
    ),
    "inbox.open": Text("Abrir el caso {number}", "Abrir o caso {number}", "Open ticket {number}"),
    "inbox.number": Text("n.º {number}", "n.º {number}", "no. {number}"),
    "inbox.unanswered": Text(
        "El cliente espera respuesta", "O cliente espera resposta", "The customer awaits an answer"
    ),
    "inbox.waits": Text("espera {time}", "espera {time}", "waiting {time}"),
    "inbox.waited": Text("esperó {time}", "esperou {time}", "waited {time}"),
    "inbox.mood.angry": Text("Molesto", "Irritado", "Upset"),
    "inbox.state.waiting": Text("En espera", "Em espera", "Waiting"),
    "inbox.state.mine": Text("Suyo", "Seu", "Yours"),
    "inbox.state.other": Text("Con {name}", "Com {name}", "With {name}"),
    "inbox.status.open": Text("Abierto", "Aberto", "Open"),
    "inbox.status.in_progress": Text("Con el bot", "Com o bot", "With the bot"),
    "inbox.status.waiting_agent": Text("En espera", "Em espera", "Waiting"),
    "inbox.status.resolved": Text("Resuelto", "Resolvido", "Resolved"),
    "inbox.status.closed": Text("Cerrado", "Fechado", "Closed"),
    "inbox.choose": Text("Elija un caso", "Escolha um caso", "Choose a ticket"),
    "inbox.choose.how": Text(
        "Primero está quien lleva más tiempo esperando.",
        "Primeiro vem quem espera há mais tempo.",
        "Whoever has waited longest comes first.",
    ),
    "inbox.nobody": Text("Nadie espera a una persona", "Ninguém espera por uma pessoa", "Nobody waits for a person"),
    "inbox.nobody.how": Text(
        "Cuando el bot pase un caso, aparecerá aquí con un aviso.",
        "Quando o bot passar um caso, ele aparecerá aqui com um aviso.",
        "When the bot hands over a ticket it appears here with a notice.",
    ),
    "inbox.back": Text("Volver a la lista", "Voltar à lista", "Back to the list"),
    "inbox.reading": Text("Abriendo el caso…", "Abrindo o caso…", "Opening the ticket…"),
    "inbox.not_read": Text(
        "El caso se abrirá cuando el servidor responda.",
        "O caso será aberto quando o servidor responder.",
        "The ticket opens once the backend answers.",
    ),
    "inbox.summary": Text("Resumen del caso", "Resumo do caso", "Summary of the case"),
    "inbox.tried": Text("Lo que intentó el bot", "O que o bot tentou", "What the bot tried"),
    "inbox.reason.customer_request": Text(
        "Pidió hablar con una persona", "Pediu para falar com uma pessoa", "Asked for a person"
    ),
    "inbox.reason.blocked": Text("El bot no pudo seguir", "O bot não conseguiu continuar", "The bot could not go on"),
    "inbox.reason.complaint": Text("Es una queja", "É uma reclamação", "It is a complaint"),
    "inbox.reason.out_of_scope": Text(
        "Está fuera de lo que el bot atiende", "Está fora do que o bot atende", "It is outside of what the bot handles"
    ),
    "inbox.reason.emergency": Text("Es una emergencia", "É uma emergência", "It is an emergency"),
    "inbox.reason.angry_customer": Text(
        "El cliente mostró enojo", "O cliente mostrou irritação", "The customer showed anger"
    ),
    "inbox.reason.takeover": Text("Una persona tomó el caso", "Uma pessoa assumiu o caso", "A person took the ticket"),
    "inbox.outcome.ok": Text("funcionó", "funcionou", "worked"),
    "inbox.outcome.not_found": Text("no encontró nada", "não encontrou nada", "found nothing"),
    "inbox.outcome.invalid_arguments": Text("faltaban datos", "faltavam dados", "data was missing"),
    "inbox.outcome.conflict": Text("no fue posible", "não foi possível", "was not possible"),
    "inbox.outcome.needs_confirmation": Text(
        "esperaba la confirmación del cliente",
        "esperava a confirmação do cliente",
        "awaited the customer's confirmation",
    ),
    "inbox.outcome.failed": Text("falló", "falhou", "failed"),
    "inbox.language.es": Text("Español", "Espanhol", "Spanish"),
    "inbox.language.pt": Text("Portugués", "Português", "Portuguese"),
    "inbox.language.en": Text("Inglés", "Inglês", "English"),
    "inbox.since": Text("abierto el {when}", "aberto em {when}", "opened {when}"),
    "inbox.conversation": Text("Conversación", "Conversa", "Conversation"),
    "inbox.earlier": Text(
        "Hay mensajes anteriores que no se muestran.",
        "Há mensagens anteriores que não são mostradas.",
        "There are earlier messages that are not shown.",
    ),
    "inbox.nothing_said": Text("Todavía no hay mensajes.", "Ainda não há mensagens.", "No messages yet."),
    "inbox.bot": Text("Bot", "Bot", "Bot"),
    "inbox.agent": Text("Agente", "Agente", "Agent"),
    "inbox.reply": Text("Su respuesta al cliente", "Sua resposta ao cliente", "Your reply to the customer"),
    "inbox.reply.hint": Text(
        "El cliente la ve al momento. Ctrl+Enter la envía.",
        "O cliente vê na hora. Ctrl+Enter envia.",
        "The customer sees it at once. Ctrl+Enter sends it.",
    ),
    "inbox.send": Text("Enviar", "Enviar", "Send"),
    "inbox.take": Text("Tomar el caso", "Assumir o caso", "Take the ticket"),
    "inbox.held": Text("{name} atiende este caso.", "{name} atende este caso.", "{name} has this ticket."),
    "inbox.take_from": Text("Tomarlo yo", "Assumir eu", "Take it myself"),
    "inbox.take_from.why": Text(
        "La otra persona dejará de poder escribir en este caso.",
        "A outra pessoa não poderá mais escrever neste caso.",
        "The other person will not be able to write in this ticket any more.",
    ),
    "inbox.take_from.yes": Text("Sí, tomarlo", "Sim, assumir", "Yes, take it"),
    "inbox.give_back": Text("Devolver al bot", "Devolver ao bot", "Give back to the bot"),
    "inbox.give_back.why": Text(
        "El bot contestará el próximo mensaje del cliente.",
        "O bot responderá à próxima mensagem do cliente.",
        "The bot will answer the customer's next message.",
    ),
    "inbox.note": Text(
        "Nota para el registro (opcional)", "Nota para o registro (opcional)", "Note for the record (optional)"
    ),
    "inbox.give_back.yes": Text("Devolver", "Devolver", "Give back"),
    "inbox.resolve": Text("Resolver", "Resolver", "Resolve"),
    "inbox.resolve.why": Text(
        "El cliente verá el caso como resuelto y podrá calificarlo.",
        "O cliente verá o caso como resolvido e poderá avaliá-lo.",
        "The customer will see the ticket as resolved and can rate it.",
    ),
    "inbox.resolve.yes": Text("Sí, está resuelto", "Sim, está resolvido", "Yes, it is solved"),
    "inbox.over": Text("Este caso ya está resuelto.", "Este caso já está resolvido.", "This ticket is resolved."),
    "inbox.with_bot": Text(
        "El bot atiende este caso de nuevo.", "O bot atende este caso de novo.", "The bot has this ticket again."
    ),
    "inbox.error.taken": Text(
        "Otra persona acaba de tomar este caso.",
        "Outra pessoa acabou de assumir este caso.",
        "Somebody else has just taken this ticket.",
    ),
    "inbox.error.over": Text(
        "El caso se cerró mientras tanto; su texto sigue aquí.",
        "O caso foi encerrado enquanto isso; o seu texto continua aqui.",
        "The ticket was closed meanwhile; your text is still here.",
    ),
    "inbox.error.not_with_you": Text(
        "Este caso ya no está con una persona.",
        "Este caso não está mais com uma pessoa.",
        "This ticket is no longer with a person.",
    ),
}
