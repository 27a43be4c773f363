"""The metrics page."""

from workbench.i18n.catalogue import Text

_WORDS = {
    "metrics.headline": Text(
        "Se resuelve el {share} de los casos ({between})",
        "{share} dos casos são resolvidos ({between})",
        "{share} of the cases are resolved ({between})",
    ),
    "metrics.headline.unknown": Text(
        "Ninguna conversación dice si se resolvió",
        "Nenhuma conversa diz se foi resolvida",
        "No conversation says whether it was resolved",
    ),
    "metrics.weakest.sure": Text(
        "Lo más flojo: {name}, con {share}. Está por debajo del resto con certeza.",
        "O mais fraco: {name}, com {share}. Está abaixo do resto com certeza.",
        "The weakest: {name}, with {share}. It surely is below the rest.",
    ),
    "metrics.weakest.maybe": Text(
        "Lo más flojo: {name}, con {share}, aunque la diferencia puede ser casualidad.",
        "O mais fraco: {name}, com {share}, mas a diferença pode ser acaso.",
        "The weakest: {name}, with {share}, though the difference may be chance.",
    ),
    "metrics.part_of.one": Text(
        "Con los filtros queda {n} conversación de {all}.",
        "Com os filtros fica {n} conversa de {all}.",
        "With the filters {n} conversation of {all} is left.",
    ),
    "metrics.part_of.other": Text(
        "Con los filtros quedan {n} conversaciones de {all}.",
        "Com os filtros ficam {n} conversas de {all}.",
        "With the filters {n} conversations of {all} are left.",
    ),
    "metrics.read_worst": Text(
        "Leer las peores conversaciones", "Ler as piores conversas", "Read the worst conversations"
    ),
    "metrics.between": Text("entre {low} y {high}", "entre {low} e {high}", "between {low} and {high}"),
    "metrics.n.one": Text("{n} conversación", "{n} conversa", "{n} conversation"),
    "metrics.n.other": Text("{n} conversaciones", "{n} conversas", "{n} conversations"),
    "metrics.unknown.one": Text("{n} sin dato", "{n} sem dado", "{n} not stated"),
    "metrics.unknown.other": Text("{n} sin dato", "{n} sem dado", "{n} not stated"),
    "metrics.nobody_says": Text("Ninguna conversación lo dice.", "Nenhuma conversa diz.", "No conversation says."),
    "metrics.no_interval": Text(
        "Un solo dato: sin intervalo.", "Um só dado: sem intervalo.", "A single value: no interval."
    ),
    "metrics.of_5": Text("de 5", "de 5", "of 5"),
    "metrics.go_on": Text("Seguir a Intenciones", "Seguir para Intenções", "Go on to Intents"),
}
_FIGURES = {
    "metrics.figure": Text("Qué cifra mostrar", "Que número mostrar", "Figure to show"),
    "metrics.resolution_rate": Text("Casos resueltos", "Casos resolvidos", "Cases resolved"),
    "metrics.avg_csat": Text("Satisfacción", "Satisfação", "Satisfaction"),
    "metrics.first_contact_resolution": Text(
        "Resueltos al primer contacto", "Resolvidos no primeiro contato", "Resolved at first contact"
    ),
    "metrics.avg_turns": Text("Mensajes por conversación", "Mensagens por conversa", "Messages a conversation"),
    "metrics.avg_duration_sec": Text("Duración", "Duração", "Duration"),
    "metrics.handoff_rate": Text("Pasaron a una persona", "Passaram a uma pessoa", "Handed to a person"),
    "metrics.resolution_rate.axis": Text("Casos resueltos (%)", "Casos resolvidos (%)", "Cases resolved (%)"),
    "metrics.avg_csat.axis": Text("Satisfacción (1 a 5)", "Satisfação (1 a 5)", "Satisfaction (1 to 5)"),
    "metrics.first_contact_resolution.axis": Text(
        "Al primer contacto (%)", "No primeiro contato (%)", "At first contact (%)"
    ),
    "metrics.avg_turns.axis": Text("Mensajes", "Mensagens", "Messages"),
    "metrics.avg_duration_sec.axis": Text("Segundos", "Segundos", "Seconds"),
    "metrics.handoff_rate.axis": Text(
        "Pasaron a una persona (%)", "Passaram a uma pessoa (%)", "Handed to a person (%)"
    ),
    "metrics.tooltip.label": Text("Grupo", "Grupo", "Group"),
    "metrics.tooltip.words": Text("Valor", "Valor", "Value"),
    "metrics.tooltip.between": Text("Intervalo de 95 %", "Intervalo de 95%", "95% interval"),
    "metrics.tooltip.behind": Text("Conversaciones", "Conversas", "Conversations"),
}
_SCORE = {
    "metrics.score": Text("Score", "Score", "Score"),
    "metrics.score.help": Text(
        "Un solo número de 0 a 1 con los pesos y metas de la barra lateral.",
        "Um só número de 0 a 1 com os pesos e metas da barra lateral.",
        "One number from 0 to 1 with the weights and targets of the sidebar.",
    ),
    "metrics.score.of": Text("de 1; más es mejor", "de 1; mais é melhor", "of 1; more is better"),
    "metrics.score.left_out": Text(
        "No se pudo medir: {names}. Su peso se repartió entre las demás partes.",
        "Não foi possível medir: {names}. O seu peso foi repartido entre as outras partes.",
        "Could not be measured: {names}. Its weight was shared out among the others.",
    ),
    "metrics.part.csat": Text("Satisfacción", "Satisfação", "Satisfaction"),
    "metrics.part.resolution": Text("Resolución", "Resolução", "Resolution"),
    "metrics.part.turns": Text("Mensajes", "Mensagens", "Messages"),
    "metrics.part.latency": Text("Duración", "Duração", "Duration"),
    "metrics.part.csat.means": Text("Satisfacción frente a la meta", "Satisfação em relação à meta", "Satisfaction against the target"),
    "metrics.part.resolution.means": Text("Parte de casos resueltos", "Parte de casos resolvidos", "Share of cases resolved"),
    "metrics.part.turns.means": Text("0 si llega al máximo de mensajes", "0 se chega ao máximo de mensagens", "0 at the maximum of messages"),
    "metrics.part.latency.means": Text("0 si llega a la duración límite", "0 se chega à duração limite", "0 at the target duration"),
    "metrics.part.weight": Text("Pesa {weight}", "Pesa {weight}", "Weighs {weight}"),
    "metrics.part.unknown": Text("Sin dato", "Sem dado", "Not stated"),
}  # fmt: skip
_PARTS = {
    "metrics.trend": Text("Evolución: {figure}", "Evolução: {figure}", "Over time: {figure}"),
    "metrics.every": Text("Agrupar por", "Agrupar por", "Group by"),
    "metrics.every.day": Text("Día", "Dia", "Day"),
    "metrics.every.week": Text("Semana", "Semana", "Week"),
    "metrics.every.month": Text("Mes", "Mês", "Month"),
    "metrics.no_dates": Text(
        "Ninguna conversación tiene fecha: no hay evolución que mostrar.",
        "Nenhuma conversa tem data: não há evolução para mostrar.",
        "No conversation has a date: there is no trend to show.",
    ),
    "metrics.nothing_known": Text("Ninguna conversación dice nada de esto.", "Nenhuma conversa diz nada disto.", "No conversation says anything of this."),
    "metrics.undated.one": Text("{n} conversación sin fecha no está aquí.", "{n} conversa sem data não está aqui.", "{n} conversation without a date is not here."),
    "metrics.undated.other": Text("{n} conversaciones sin fecha no están aquí.", "{n} conversas sem data não estão aqui.", "{n} conversations without a date are not here."),
    "metrics.breakdown": Text("Desglose: {figure}", "Detalhamento: {figure}", "Breakdown: {figure}"),
    "metrics.dimension": Text("Desglosar por", "Detalhar por", "Break down by"),
    "metrics.by.context": Text("Contexto", "Contexto", "Context"),
    "metrics.by.channel": Text("Canal", "Canal", "Channel"),
    "metrics.by.language": Text("Idioma", "Idioma", "Language"),
    "metrics.by.intent": Text("Intención", "Intenção", "Intent"),
    "metrics.by.resolved": Text("Resuelta", "Resolvida", "Resolved"),
    "metrics.as_table": Text("Ver como tabla", "Ver como tabela", "Show as a table"),
    "metrics.intents_overlap": Text(
        "Una conversación puede tener varias intenciones o ninguna.",
        "Uma conversa pode ter várias intenções ou nenhuma.",
        "A conversation may have several intents or none.",
    ),
    "metrics.unknown_in": Text("Sin dato en: {names}.", "Sem dado em: {names}.", "Not stated in: {names}."),
    "metrics.filters": Text("Filtros", "Filtros", "Filters"),
    "metrics.filters.active.one": Text("Filtros: {n} activo", "Filtros: {n} ativo", "Filters: {n} active"),
    "metrics.filters.active.other": Text("Filtros: {n} activos", "Filtros: {n} ativos", "Filters: {n} active"),
    "metrics.filters.clear": Text("Quitar filtros", "Remover filtros", "Clear filters"),
    "metrics.any": Text("Todos", "Todos", "Any"),
    "metrics.resolved.yes": Text("Sí", "Sim", "Yes"),
    "metrics.resolved.no": Text("No", "Não", "No"),
    "metrics.resolved.unknown": Text("Sin dato", "Sem dado", "Not stated"),
    "metrics.first": Text("Desde", "Desde", "From"),
    "metrics.last": Text("Hasta", "Até", "Until"),
    "metrics.days.help": Text("Hay conversaciones del {first} al {last}.", "Há conversas de {first} a {last}.", "There are conversations from {first} to {last}."),
    "metrics.conversations": Text("Conversaciones", "Conversas", "Conversations"),
    "metrics.id": Text("Identificador", "Identificador", "Id"),
    "metrics.worst.lead": Text(
        "Primero las que peor salieron. Marque una fila para leerla.",
        "Primeiro as que foram pior. Marque uma linha para ler.",
        "Those that went worst come first. Mark a row to read it.",
    ),
    "metrics.none_left": Text(
        "Ninguna conversación cumple todos los filtros. Quite alguno.",
        "Nenhuma conversa cumpre todos os filtros. Remova algum.",
        "No conversation meets all filters. Take one away.",
    ),
    "metrics.search": Text("Buscar", "Buscar", "Search"),
    "metrics.search.placeholder": Text("Palabras o identificador", "Palavras ou identificador", "Words or an id"),
    "metrics.search.nothing": Text("Ninguna conversación contiene «{words}».", "Nenhuma conversa contém “{words}”.", "No conversation holds “{words}”."),
    "metrics.search.found.one": Text("{n} conversación encontrada.", "{n} conversa encontrada.", "{n} conversation found."),
    "metrics.search.found.other": Text("{n} conversaciones encontradas.", "{n} conversas encontradas.", "{n} conversations found."),
    "metrics.search.first.one": Text("La primera que se encontró.", "A primeira encontrada.", "The first one found."),
    "metrics.search.first.other": Text("Las primeras {n} que se encontraron.", "As primeiras {n} encontradas.", "The first {n} found."),
}  # fmt: skip
TEXTS: dict[str, Text] = {**_WORDS, **_FIGURES, **_SCORE, **_PARTS}
