"""A conversation to be read, and what its values are called."""

from workbench.i18n.catalogue import Text

TEXTS = {
    "reader.title": Text("Conversación", "Conversa", "Conversation"),
    "reader.id": Text("Identificador: {id}", "Identificador: {id}", "Id: {id}"),
    "reader.not_found": Text(
        "En esta corrida no hay ninguna conversación {id}.",
        "Nesta execução não há nenhuma conversa {id}.",
        "There is no conversation {id} in this run.",
    ),
    "reader.before": Text("Anterior", "Anterior", "Previous"),
    "reader.after": Text("Siguiente", "Próxima", "Next"),
    "reader.at": Text("{at} de {all}", "{at} de {all}", "{at} of {all}"),
    "reader.resolved": Text("Resuelta", "Resolvida", "Resolved"),
    "reader.csat": Text("Satisfacción", "Satisfação", "Satisfaction"),
    "reader.of_5": Text("{value} de 5", "{value} de 5", "{value} of 5"),
    "reader.context": Text("Contexto", "Contexto", "Context"),
    "reader.channel": Text("Canal", "Canal", "Channel"),
    "reader.language": Text("Idioma", "Idioma", "Language"),
    "reader.tone": Text("Tono", "Tom", "Tone"),
    "reader.messages": Text("Mensajes", "Mensagens", "Messages"),
    "reader.duration": Text("Duración", "Duração", "Duration"),
    "reader.date": Text("Fecha", "Data", "Date"),
    "reader.intents": Text("Intenciones", "Intenções", "Intents"),
    "reader.author.customer": Text("Cliente", "Cliente", "Customer"),
    "reader.author.bot": Text("Bot", "Bot", "Bot"),
    "reader.author.agent": Text("Persona del equipo", "Pessoa da equipe", "Team member"),
    "reader.more.one": Text(
        "Hay {n} mensaje más que no se muestra aquí.",
        "Há mais {n} mensagem que não é mostrada aqui.",
        "{n} more message is not shown here.",
    ),
    "reader.more.other": Text(
        "Hay {n} mensajes más que no se muestran aquí.",
        "Há mais {n} mensagens que não são mostradas aqui.",
        "{n} more messages are not shown here.",
    ),
    "reader.yes": Text("Sí", "Sim", "Yes"),
    "reader.no": Text("No", "Não", "No"),
    "reader.no_value": Text("Sin dato", "Sem dado", "Not stated"),
    "reader.other_values": Text("Otros", "Outros", "Others"),
    "reader.channel.whatsapp": Text("WhatsApp", "WhatsApp", "WhatsApp"),
    "reader.channel.web": Text("Sitio web", "Site", "Website"),
    "reader.channel.app": Text("Aplicación", "Aplicativo", "App"),
    "reader.channel.phone": Text("Teléfono", "Telefone", "Phone"),
    "reader.channel.email": Text("Correo", "E-mail", "E-mail"),
}
