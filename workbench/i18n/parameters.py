"""The sidebar's parameters: names, and what each changes."""

from workbench.i18n.catalogue import Text

TEXTS = {
    "parameters.title": Text("Parámetros", "Parâmetros", "Parameters"),
    "parameters.of_run": Text("De la corrida abierta.", "Da execução aberta.", "Of the open run."),
    "parameters.of_next": Text("De la próxima corrida.", "Da próxima execução.", "Of the next run."),
    "parameters.locked": Text(
        "No se pueden cambiar mientras hay un trabajo en curso.",
        "Não podem ser alterados enquanto há um trabalho em andamento.",
        "They cannot be changed while work is in progress.",
    ),
    "parameters.model": Text("Modelo", "Modelo", "Model"),
    "parameters.model.help": Text(
        "Lo fija la instalación (OPENAI_MODEL), no esta página: lo que se simula es lo que responde.",
        "É definido pela instalação (OPENAI_MODEL), não por esta página: o que se simula é o que responde.",
        "Set by the deployment (OPENAI_MODEL), not on this page: what is simulated is what answers.",
    ),
    "parameters.shutdown": Text(
        "{model} deja de funcionar el {day}; después responde {fallback}.",
        "{model} deixa de funcionar em {day}; depois responde {fallback}.",
        "{model} shuts down on {day}; then {fallback} answers.",
    ),
    "parameters.preset": Text("Ajuste rápido", "Ajuste rápido", "Preset"),
    "parameters.preset.help": Text(
        "Rápido: un cliente por contexto, para ver que todo funciona. Estándar: el punto de partida. A fondo: diez por contexto, para un veredicto más firme.",
        "Rápido: um cliente por contexto, para ver que tudo funciona. Padrão: o ponto de partida. Completo: dez por contexto, para um veredito mais firme.",
        "Quick: one customer a context, to see that it works. Standard: where to start. Thorough: ten a context, for a firmer verdict.",
    ),
    "parameters.preset.quick": Text("Rápido", "Rápido", "Quick"),
    "parameters.preset.standard": Text("Estándar", "Padrão", "Standard"),
    "parameters.preset.thorough": Text("A fondo", "Completo", "Thorough"),
    "parameters.conversations_per_context": Text(
        "Conversaciones por contexto", "Conversas por contexto", "Conversations per context"
    ),
    "parameters.conversations_per_context.help": Text(
        "Cuántos clientes simulados por contexto. Más dan un veredicto más firme y cuestan más.",
        "Quantos clientes simulados por contexto. Mais dão um veredito mais firme e custam mais.",
        "How many simulated customers a context. More give a firmer verdict and cost more.",
    ),
    "parameters.threads": Text("Hilos", "Threads", "Threads"),
    "parameters.threads.help": Text(
        "Cuántas conversaciones se simulan a la vez. Solo cambia el tiempo, no el resultado.",
        "Quantas conversas se simulam ao mesmo tempo. Só muda o tempo, não o resultado.",
        "How many conversations are simulated at once. It changes the time, not the result.",
    ),
    "parameters.retries": Text("Reintentos", "Novas tentativas", "Retries"),
    "parameters.retries.help": Text(
        "Cuántas veces se vuelve a preguntar al modelo cuando falla.",
        "Quantas vezes se pergunta de novo ao modelo quando falha.",
        "How often the model is asked again when it fails.",
    ),
    "parameters.temperature": Text("Temperatura", "Temperatura", "Temperature"),
    "parameters.temperature.help": Text(
        "Cuánto varían las respuestas: 0 casi siempre igual, 1.5 muy variado.",
        "Quanto variam as respostas: 0 quase sempre igual, 1,5 muito variado.",
        "How much answers vary: 0 almost always the same, 1.5 very varied.",
    ),
    "parameters.temperature_ignored": Text(
        "{model} no acepta temperatura: no se le envía y este valor no cambia nada.",
        "{model} não aceita temperatura: ela não é enviada e este valor não muda nada.",
        "{model} accepts no temperature: it is not sent and this value changes nothing.",
    ),
    "parameters.targets": Text("Metas", "Metas", "Targets"),
    "parameters.target_csat": Text("CSAT objetivo", "CSAT desejado", "Target CSAT"),
    "parameters.target_csat.help": Text(
        "La satisfacción (1 a 5) que cuenta como plena en el Score y en la brecha de cada herramienta.",
        "A satisfação (1 a 5) que conta como plena no Score e na lacuna de cada ferramenta.",
        "The satisfaction (1 to 5) that counts as full in the Score and in each tool's gap.",
    ),
    "parameters.max_turns": Text("Turnos máximos", "Máximo de turnos", "Max turns"),
    "parameters.max_turns.help": Text(
        "Mensajes que debería tener una conversación. Con más, el Score baja; una simulada se corta al doble.",
        "Mensagens que uma conversa deveria ter. Com mais, o Score cai; uma simulada é cortada no dobro.",
        "Messages that a conversation should have. With more the Score falls; a simulated one is cut at twice as many.",
    ),
    "parameters.target_latency": Text("Duración objetivo (s)", "Duração desejada (s)", "Target latency (s)"),
    "parameters.target_latency.help": Text(
        "Segundos que debería durar una conversación entera. Con más, el Score baja.",
        "Segundos que uma conversa inteira deveria durar. Com mais, o Score cai.",
        "Seconds that a whole conversation should take. With more the Score falls.",
    ),
    "parameters.weights": Text("Pesos de las métricas", "Pesos das métricas", "Weights of the metrics"),
    "parameters.weights.help": Text(
        "Cuánto cuenta cada parte en el Score. Se reparten hasta sumar 1.",
        "Quanto conta cada parte no Score. São repartidos até somar 1.",
        "How much each part counts in the Score. They are scaled to sum 1.",
    ),
    "parameters.weights.all_zero": Text(
        "Al menos un peso debe ser mayor que 0.",
        "Pelo menos um peso deve ser maior que 0.",
        "At least one weight must be more than 0.",
    ),
    "parameters.weight.csat": Text("Satisfacción (CSAT)", "Satisfação (CSAT)", "Satisfaction (CSAT)"),
    "parameters.weight.resolution": Text("Resolución", "Resolução", "Resolution"),
    "parameters.weight.turns": Text("Turnos", "Turnos", "Turns"),
    "parameters.weight.latency": Text("Duración", "Duração", "Latency"),
}
