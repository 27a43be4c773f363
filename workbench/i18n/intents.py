"""The page of intents and tools."""

from workbench.i18n.catalogue import Text

TEXTS: dict[str, Text] = {
    "intents.title": Text("Intenciones y herramientas", "Intenções e ferramentas", "Intents and tools"),
    "intents.view": Text("Qué ver", "O que ver", "What to see"),
    "intents.view.detected": Text("Qué piden los clientes", "O que os clientes pedem", "What customers ask for"),
    "intents.view.ranking": Text("Qué construir primero", "O que construir primeiro", "What to build first"),
    "intents.nothing_detected": Text(
        "No se detectó ninguna intención en estas conversaciones.",
        "Nenhuma intenção foi detectada nestas conversas.",
        "No intent was detected in these conversations.",
    ),
    "intents.most_asked": Text(
        "Lo que más piden es {intent}: {share} de {n} conversaciones.",
        "O que mais pedem é {intent}: {share} de {n} conversas.",
        "What they ask for most is {intent}: {share} of {n} conversations.",
    ),
    "intents.worst_served": Text(
        "Lo peor atendido es {intent}: se resuelve {rate}.",
        "O pior atendido é {intent}: resolve-se {rate}.",
        "Served worst is {intent}: {rate} resolved.",
    ),
    "intents.without.one": Text(
        "{n} conversación ({share}) no pide nada de esto.",
        "{n} conversa ({share}) não pede nada disso.",
        "{n} conversation ({share}) asks for none of this.",
    ),
    "intents.without.other": Text(
        "{n} conversaciones ({share}) no piden nada de esto.",
        "{n} conversas ({share}) não pedem nada disso.",
        "{n} conversations ({share}) ask for none of this.",
    ),
    "intents.between": Text("{value} ({low} a {high})", "{value} ({low} a {high})", "{value} ({low} to {high})"),
    "intents.share": Text("Cuánto se pide", "Quanto se pede", "How often"),
    "intents.share.axis": Text("De las conversaciones", "Das conversas", "Of conversations"),
    "intents.resolution": Text("Cuánto se resuelve", "Quanto se resolve", "How often resolved"),
    "intents.resolution.axis": Text("Resueltas", "Resolvidas", "Resolved"),
    "intents.csat": Text("Satisfacción (CSAT)", "Satisfação (CSAT)", "Satisfaction (CSAT)"),
    "intents.csat.axis": Text("Promedio, de 1 a 5", "Média, de 1 a 5", "Mean, 1 to 5"),
    "intents.as_table": Text("Ver como tabla", "Ver como tabela", "See as a table"),
    "intents.intent": Text("Intención", "Intenção", "Intent"),
    "intents.intents": Text("Intenciones", "Intenções", "Intents"),
    "intents.conversations": Text("Conversaciones", "Conversas", "Conversations"),
    "intents.agreement": Text(
        "¿Coincide con sus etiquetas?", "Coincide com os seus rótulos?", "Does it agree with your labels?"
    ),
    "intents.agreement.words": Text(
        "{n} conversaciones venían con etiquetas. De {labels} etiquetas se detectó {found}; de {detections} detecciones, {right} también estaba etiquetado.",
        "{n} conversas vinham com rótulos. De {labels} rótulos foi detectado {found}; de {detections} detecções, {right} também estava rotulado.",
        "{n} conversations came with labels. Of {labels} labels {found} were detected; of {detections} detections {right} were labelled too.",
    ),
    "intents.agreement.note": Text(
        "Una diferencia no siempre es un error: la etiqueta también puede faltar o estar equivocada.",
        "Uma diferença nem sempre é um erro: o rótulo também pode faltar ou estar errado.",
        "A difference is not always an error: the label may be missing or wrong as well.",
    ),
    "intents.agreement.both": Text("En ambas", "Nas duas", "In both"),
    "intents.agreement.only_imported": Text("Solo en la etiqueta", "Só no rótulo", "Only in the label"),
    "intents.agreement.only_detected": Text("Solo detectada", "Só detectada", "Only detected"),
    "intents.no_table": Text(
        "Esta corrida no guardó sus conversaciones. Para leerlas y corregirlas aquí, traiga los datos de nuevo en una nueva corrida.",
        "Esta execução não guardou as suas conversas. Para lê-las e corrigi-las aqui, traga os dados de novo em uma nova execução.",
        "This run did not keep its conversations. To read and correct them here, bring the data again as a new run.",
    ),
    "intents.browse": Text("Conversaciones y su porqué", "Conversas e o seu porquê", "Conversations and why"),
    "intents.all": Text("Todas", "Todas", "All"),
    "intents.none": Text("Ninguna", "Nenhuma", "None"),
    "intents.id": Text("Conversación", "Conversa", "Conversation"),
    "intents.doubtful": Text("Dudosas primero", "Duvidosas primeiro", "Doubtful first"),
    "intents.doubtful.help": Text(
        "Las más cercanas al límite de decisión, de un lado y del otro: donde más ayuda una corrección.",
        "As mais próximas do limite de decisão, de um lado e do outro: onde uma correção ajuda mais.",
        "Those nearest to the threshold, on either side: where a correction helps most.",
    ),
    "intents.by_id": Text("O por su identificador", "Ou pelo identificador", "Or by its id"),
    "intents.no_such_id": Text(
        "No hay una conversación con ese identificador.",
        "Não há uma conversa com esse identificador.",
        "There is no conversation with that id.",
    ),
    "intents.listed.one": Text("{n} conversación", "{n} conversa", "{n} conversation"),
    "intents.listed.other": Text(
        "{n} conversaciones; se muestran {shown}",
        "{n} conversas; são mostradas {shown}",
        "{n} conversations; {shown} are shown",
    ),
    "intents.pick": Text(
        "Elija una fila para ver qué palabras decidieron y corregirla si hace falta.",
        "Escolha uma linha para ver que palavras decidiram e corrigi-la se for preciso.",
        "Choose a row to see which words decided and to correct it if need be.",
    ),
    "intents.why.of": Text("Explicar la intención", "Explicar a intenção", "Explain the intent"),
    "intents.why.legend": Text(
        "Subrayado continuo: palabras a favor. Punteado: en contra. En negrita, las que más pesan.",
        "Sublinhado contínuo: palavras a favor. Pontilhado: contra. Em negrito, as que mais pesam.",
        "Solid underline: words in favour. Dotted: against. Bold words weigh most.",
    ),
    "intents.why.yes": Text(
        "Detectada: probabilidad {p}, cuenta desde {threshold}.",
        "Detectada: probabilidade {p}, conta a partir de {threshold}.",
        "Detected: probability {p}, it counts from {threshold}.",
    ),
    "intents.why.no": Text(
        "No detectada: probabilidad {p}, cuenta desde {threshold}.",
        "Não detectada: probabilidade {p}, conta a partir de {threshold}.",
        "Not detected: probability {p}, it counts from {threshold}.",
    ),
    "intents.why.for": Text("A favor: {words}", "A favor: {words}", "For: {words}"),
    "intents.why.against": Text("En contra: {words}", "Contra: {words}", "Against: {words}"),
    "intents.why.side.for": Text("a favor", "a favor", "for"),
    "intents.why.side.against": Text("en contra", "contra", "against"),
    "intents.why.axis": Text("Probabilidad", "Probabilidade", "Probability"),
    "intents.why.chance": Text(
        "{p}, cuenta desde {threshold}", "{p}, conta a partir de {threshold}", "{p}, it counts from {threshold}"
    ),
    "intents.why.bars": Text(
        "La raya marca desde dónde cuenta cada intención.",
        "O traço marca a partir de onde cada intenção conta.",
        "The stroke marks from where each intent counts.",
    ),
    "intents.correct": Text("¿No es correcto?", "Não está certo?", "Not right?"),
    "intents.correct.label": Text("Lo que pide el cliente", "O que o cliente pede", "What the customer asks for"),
    "intents.correct.save": Text("Guardar corrección", "Salvar correção", "Save correction"),
    "intents.correct.undo": Text("Deshacer", "Desfazer", "Undo"),
    "intents.correct.made": Text(
        "Corregida por {who}, {when}. Se había detectado: {detected}. Ahora: {now}.",
        "Corrigida por {who}, {when}. Havia sido detectado: {detected}. Agora: {now}.",
        "Corrected by {who}, {when}. Detected was: {detected}. Now: {now}.",
    ),
    "intents.corrections": Text("Correcciones", "Correções", "Corrections"),
    "intents.corrections.count.one": Text(
        "{n} conversación corregida. Las cifras y la clasificación ya la cuentan, y se recordará en la próxima importación.",
        "{n} conversa corrigida. Os números e a classificação já a contam, e ela será lembrada na próxima importação.",
        "{n} conversation corrected. Figures and ranking count it already, and the next import will remember it.",
    ),
    "intents.corrections.count.other": Text(
        "{n} conversaciones corregidas. Las cifras y la clasificación ya las cuentan, y se recordarán en la próxima importación.",
        "{n} conversas corrigidas. Os números e a classificação já as contam, e elas serão lembradas na próxima importação.",
        "{n} conversations corrected. Figures and ranking count them already, and the next import will remember them.",
    ),
    "intents.corrections.detected": Text("Detectadas", "Detectadas", "Detected"),
    "intents.corrections.now": Text("Con correcciones", "Com correções", "With corrections"),
    "intents.corrections.download": Text(
        "Descargar para entrenar (TSV)", "Baixar para treinar (TSV)", "Download for training (TSV)"
    ),
    "intents.corrections.download.help": Text(
        "Una línea por conversación, sin datos personales, en el formato del material de idioma.",
        "Uma linha por conversa, sem dados pessoais, no formato do material de idioma.",
        "One line a conversation, without personal data, in the format of the language material.",
    ),
    "intents.weights": Text("¿Qué pesa más?", "O que pesa mais?", "What weighs more?"),
    "intents.weights.help": Text(
        "Mueva los pesos: la clasificación responde al instante.",
        "Mova os pesos: a classificação responde na hora.",
        "Move the weights: the ranking answers at once.",
    ),
    "intents.weights.all_zero": Text(
        "Al menos un peso debe ser mayor que 0.",
        "Pelo menos um peso deve ser maior que 0.",
        "At least one weight must be more than 0.",
    ),
    "intents.weights.save": Text("Guardar pesos", "Salvar pesos", "Save weights"),
    "intents.weights.reset": Text("Restablecer", "Restaurar", "Reset"),
    "intents.weights.unsaved": Text(
        "Vista previa: ▲ y ▼ dicen cuántos puestos se mueve cada herramienta frente a los pesos guardados.",
        "Prévia: ▲ e ▼ dizem quantas posições cada ferramenta se move em relação aos pesos salvos.",
        "Preview: ▲ and ▼ say how many places each tool moves against the saved weights.",
    ),
    "intents.part.frequency": Text("Frecuencia", "Frequência", "Frequency"),
    "intents.part.frequency.help": Text(
        "Cuántas conversaciones lo piden.", "Quantas conversas pedem isso.", "How many conversations ask for it."
    ),
    "intents.part.unresolved": Text("Sin resolver", "Sem resolver", "Unresolved"),
    "intents.part.unresolved.help": Text(
        "Qué parte queda sin resolver.", "Que parte fica sem resolver.", "What share stays unresolved."
    ),
    "intents.part.csat_gap": Text("Brecha de CSAT", "Lacuna de CSAT", "CSAT gap"),
    "intents.part.csat_gap.help": Text(
        "Cuánto falta para la satisfacción objetivo.",
        "Quanto falta para a satisfação desejada.",
        "How far it is from the target satisfaction.",
    ),
    "intents.part.effort": Text("Esfuerzo bajo", "Esforço baixo", "Low effort"),
    "intents.part.effort.help": Text(
        "Cuanto menos cuesta construirla, más suma.",
        "Quanto menos custa construí-la, mais soma.",
        "The less it takes to build, the more it adds.",
    ),
    "intents.effort": Text("Esfuerzo", "Esforço", "Effort"),
    "intents.ranking.first": Text(
        "Conviene empezar por {tool}. {impact}", "Vale começar por {tool}. {impact}", "Start with {tool}. {impact}"
    ),
    "intents.ranking.nothing": Text(
        "No hay nada que clasificar: no se detectó ninguna intención.",
        "Não há nada para classificar: nenhuma intenção foi detectada.",
        "There is nothing to rank: no intent was detected.",
    ),
    "intents.ranking.score": Text("Puntaje (0 a 1)", "Pontuação (0 a 1)", "Score (0 to 1)"),
    "intents.ranking.scored": Text("Puntaje {score}", "Pontuação {score}", "Score {score}"),
    "intents.ranking.download": Text(
        "Descargar la clasificación (CSV)", "Baixar a classificação (CSV)", "Download the ranking (CSV)"
    ),
    "intents.impact.one": Text(
        "≈ {n} conversación más resuelta de {of}, entre {low} y {high}.",
        "≈ {n} conversa a mais resolvida de {of}, entre {low} e {high}.",
        "≈ {n} more of {of} conversations resolved, between {low} and {high}.",
    ),
    "intents.impact.other": Text(
        "≈ {n} conversaciones más resueltas de {of}, entre {low} y {high}.",
        "≈ {n} conversas a mais resolvidas de {of}, entre {low} e {high}.",
        "≈ {n} more of {of} conversations resolved, between {low} and {high}.",
    ),
    "intents.impact.best": Text(
        "Ya es la mejor atendida: no hay brecha que cerrar.",
        "Já é a mais bem atendida: não há lacuna a fechar.",
        "Already served best: there is no gap to close.",
    ),
    "intents.impact.unknown": Text(
        "Impacto desconocido: no se sabe si sus conversaciones se resolvieron.",
        "Impacto desconhecido: não se sabe se as suas conversas foram resolvidas.",
        "Impact unknown: it is not known whether its conversations were resolved.",
    ),
    "intents.impact.nobody": Text(
        "Nadie lo pidió en estas conversaciones.",
        "Ninguém pediu isso nestas conversas.",
        "Nobody asked for it in these conversations.",
    ),
    "intents.moved.up": Text("sube {n}", "sobe {n}", "up {n}"),
    "intents.moved.down": Text("baja {n}", "desce {n}", "down {n}"),
    "intents.evidence": Text("Evidencia", "Evidência", "Evidence"),
    "intents.evidence.of": Text("{share} ({n})", "{share} ({n})", "{share} ({n})"),
    "intents.evidence.examples": Text(
        "Conversaciones de ejemplo, primero las que no se resolvieron",
        "Conversas de exemplo, primeiro as que não foram resolvidas",
        "Example conversations, unresolved ones first",
    ),
}
