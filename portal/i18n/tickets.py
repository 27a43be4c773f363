"""The list of cases, and a new one."""

from __future__ import annotations

from portal.i18n.catalogue import Text, Texts

TEXTS: Texts = {
    "tickets.title": Text("Mis casos", "Meus casos", "My cases"),
    "tickets.filter": Text("Filtrar por estado", "Filtrar por situação", "Filter by state"),
    "tickets.all": Text("Todos", "Todos", "All"),
    "tickets.active": Text("Abiertos", "Abertos", "Open"),
    "tickets.waiting": Text("Con el equipo", "Com a equipe", "With our team"),
    "tickets.resolved": Text("Resueltos", "Resolvidos", "Resolved"),
    "tickets.closed": Text("Cerrados", "Encerrados", "Closed"),
    "tickets.status.open": Text("Nuevo", "Novo", "New"),
    "tickets.status.in_progress": Text("En curso", "Em andamento", "In progress"),
    "tickets.status.waiting_agent": Text("Con el equipo", "Com a equipe", "With our team"),
    "tickets.status.asked": Text("En espera de una persona", "Aguardando uma pessoa", "Waiting for a person"),
    "tickets.status.taken": Text("Con {agent}", "Com {agent}", "With {agent}"),
    "tickets.status.resolved": Text("Resuelto", "Resolvido", "Resolved"),
    "tickets.status.closed": Text("Cerrado", "Encerrado", "Closed"),
    "tickets.rate": Text("Falta tu calificación", "Falta sua avaliação", "Not rated yet"),
    "tickets.by.customer": Text("Tú: ", "Você: ", "You: "),
    "tickets.by.bot": Text("Asistente: ", "Assistente: ", "Assistant: "),
    "tickets.search": Text("Buscar en mis casos", "Buscar nos meus casos", "Search my cases"),
    "tickets.category": Text("Tema", "Assunto", "Topic"),
    "tickets.category.all": Text("Todos los temas", "Todos os assuntos", "All topics"),
    "tickets.more": Text("Ver más", "Ver mais", "Show more"),
    "tickets.shown.one": Text("{n} caso", "{n} caso", "{n} case"),
    "tickets.shown.other": Text("{n} casos", "{n} casos", "{n} cases"),
    "tickets.shown.more": Text("Los {n} más recientes", "Os {n} mais recentes", "The latest {n}"),
    "tickets.none.title": Text("Aún no tienes casos", "Você ainda não tem casos", "You have no cases yet"),
    "tickets.none.text": Text(
        "Cuando nos escribas, aquí verás cada conversación y cómo va.",
        "Quando você escrever para nós, cada conversa aparece aqui.",
        "Once you write to us, every conversation will be here.",
    ),
    "tickets.no_match.title": Text(
        "No hay casos con estos filtros", "Nenhum caso com esses filtros", "No cases match these filters"
    ),
    "tickets.no_match.text": Text(
        "Prueba con otra palabra o quita los filtros.",
        "Tente outra palavra ou remova os filtros.",
        "Try another word or clear the filters.",
    ),
    "tickets.clear": Text("Quitar filtros", "Remover filtros", "Clear filters"),
    "tickets.new.title": Text("Cuéntanos qué pasa", "Conte o que aconteceu", "Tell us what happened"),
    "tickets.new.lead": Text(
        "Con esto abrimos tu caso y la conversación empieza enseguida.",
        "Com isso abrimos seu caso e a conversa começa em seguida.",
        "This opens your case, and the conversation starts at once.",
    ),
    "tickets.new.category": Text("¿De qué se trata?", "Do que se trata?", "What is it about?"),
    "tickets.new.name": Text("En pocas palabras", "Em poucas palavras", "In a few words"),
    "tickets.new.name.placeholder": Text(
        "Por ejemplo: Aún no recibo mi pago", "Por exemplo: Ainda não recebi meu pagamento",
        "For example: My payment has not arrived",
    ),
    "tickets.new.description": Text("¿Qué pasó?", "O que aconteceu?", "What happened?"),
    "tickets.new.tips": Text("Lo que más ayuda", "O que mais ajuda", "What helps most"),
    "tickets.new.tips.about": Text(
        "Lo que más ayuda con «{category}»", "O que mais ajuda em “{category}”", "What helps most with “{category}”"
    ),
    "tickets.new.tip.when": Text(
        "Qué pasó y cuándo: el día y la hora, si los recuerdas.",
        "O que aconteceu e quando: o dia e a hora, se você lembrar.",
        "What happened and when: day and time, if you remember.",
    ),
    "tickets.new.tip.which": Text(
        "De qué se trata: modelo, placas, folio o reserva.",
        "Do que se trata: modelo, placa, protocolo ou reserva.",
        "Which one it is: model, plate, reference or booking.",
    ),
    "tickets.new.tip.wish": Text(
        "Qué esperabas, o qué necesitas ahora.",
        "O que você esperava, ou do que precisa agora.",
        "What you expected, or what you need now.",
    ),
    "tickets.new.tip.secret": Text(
        "Nunca escribas contraseñas ni datos completos de tu tarjeta.",
        "Nunca escreva senhas nem os dados completos do seu cartão.",
        "Never write passwords or full card details.",
    ),
    "tickets.new.submit": Text("Empezar la conversación", "Começar a conversa", "Start the conversation"),
    "tickets.new.draft": Text(
        "Lo que escribes se guarda en este navegador hasta que lo envíes.",
        "O que você escreve fica salvo neste navegador até o envio.",
        "What you write is kept in this browser until you send it.",
    ),
    "tickets.new.error.title": Text(
        "Escribe un título corto, de hasta {most} caracteres.",
        "Escreva um título curto, de até {most} caracteres.",
        "Write a short title of up to {most} characters.",
    ),
    "tickets.new.error.category": Text("Elige un tema.", "Escolha um assunto.", "Choose a topic."),
    "tickets.new.error.description": Text(
        "Cuéntanos qué pasó, en hasta {most} caracteres.",
        "Conte o que aconteceu, em até {most} caracteres.",
        "Tell us what happened, in up to {most} characters.",
    ),
}  # fmt: skip
