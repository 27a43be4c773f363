"""What the analyst writes around the figures, in the language of the prompt in production."""

from __future__ import annotations

from collections.abc import Mapping

from shared.llm.offline.parts.language import Language

Texts = Mapping[str, str]

TEXTS: Mapping[Language, Texts] = {
    "es": {
        "resolution": "la resolución es de {value} sobre {n} conversaciones con resultado conocido",
        "csat": "el CSAT medio es de {value} sobre {n} conocidos",
        "turns": "una conversación lleva {value} mensajes en promedio ({n} conversaciones)",
        "unknown": "no se conoce {what} de ninguna conversación",
        "what.resolution": "si se resolvió",
        "what.csat": "el CSAT",
        "what.turns": "la longitud",
        "rationale": "De {total} conversaciones: {figures}. {changes} La plantilla conserva sus cuatro campos.",
        "changes": "Al prompt actual se le agregan {n} indicaciones: {added}.",
        "no_changes": "El prompt actual ya pide lo que las cifras aconsejan; no se le agrega nada.",
        "tools": "consultar las herramientas ({resolution})",
        "next_step": "dar el paso siguiente con fecha o monto ({resolution})",
        "low": "baja resolución",
        "low.unknown": "resolución desconocida",
        "handoff": "pasar a una persona lo que no se resuelve",
        "empathy": "reconocer la situación del cliente (CSAT)",
        "no_repeats": "no pedir dos veces lo mismo (esfuerzo del cliente)",
        "brevity": "responder breve (mensajes por conversación)",
        "own_language": "responder en el idioma del cliente (hay {languages})",
        "confirmation": "avisar del botón en lo irreversible",
        "code1.title": "Decir en la descripción de {tool} que se consulte antes de responder",
        "code1.line": "Consúltala antes de responder.",
        "code1.impact": "Más respuestas con datos en el primer tema de la clasificación.",
        "code1.risk": "Consultas de más cuando el cliente no pregunta por su caso; se ve en las llamadas por "
        "conversación.",
        "code2.title": "Simular más escenarios por contexto antes de decidir",
        "code2.impact": "Se detectan diferencias menores y las regresiones raras se ven.",
        "code2.risk": "La simulación cuesta y tarda más, en proporción a los escenarios.",
        "tool.why": "{n} conversaciones lo piden; sin resolver: {unresolved}.",
        "tool.unknown": "desconocido",
        "tool.general": "No hay cifras por intención; empieza por lo que el cliente pregunta de su caso.",
        "tool.name": "Consulta de caso",
        "metric.score": "puntaje por conversación, pareado por escenario",
        "metric.resolution": "tasa de resolución",
        "metric.csat": "CSAT medio",
        "metric.turns": "mensajes por conversación",
        "metric.handoff": "tasa de traspaso a una persona",
        "offline": "Los dos prompts juegan los mismos escenarios con las mismas semillas; se comparan las diferencias "
        "por escenario "
        "con intervalo del 95 %. Con menos de unos 18 escenarios solo se ve un efecto grande.",
        "online": "Prueba A/B 50/50 por cliente, al menos {n} conversaciones por brazo (80 % de potencia para 10 "
        "puntos de resolución), "
        "sin mirar el resultado para detenerla antes.",
        "success": "Diferencia de puntaje mayor que 0 con su intervalo del 95 %, sin caída de resolución ni de CSAT; "
        "después, lo mismo en vivo.",
        "risk.length": "Respuestas más largas o mecánicas por dar siempre un paso siguiente; se ve en los mensajes y "
        "el CSAT.",
        "risk.cost": "Más llamadas a herramientas y por tanto más costo y espera; se ve en el costo y la duración.",
        "risk.unknown": "Donde el resultado es desconocido, las cifras dicen poco de esas conversaciones.",
        "risk.simulated": "Los clientes simulados no son clientes: la mejora se confirma en vivo antes de promoverla.",
    },
    "pt": {
        "resolution": "a resolução é de {value} em {n} conversas com resultado conhecido",
        "csat": "o CSAT médio é de {value} em {n} conhecidos",
        "turns": "uma conversa leva {value} mensagens em média ({n} conversas)",
        "unknown": "não se conhece {what} de nenhuma conversa",
        "what.resolution": "se foi resolvida",
        "what.csat": "o CSAT",
        "what.turns": "o tamanho",
        "rationale": "De {total} conversas: {figures}. {changes} O modelo de mensagem mantém os quatro campos.",
        "changes": "Ao prompt atual são acrescentadas {n} orientações: {added}.",
        "no_changes": "O prompt atual já pede o que os números aconselham; nada é acrescentado.",
        "tools": "consultar as ferramentas ({resolution})",
        "next_step": "dar o próximo passo com data ou valor ({resolution})",
        "low": "baixa resolução",
        "low.unknown": "resolução desconhecida",
        "handoff": "passar para uma pessoa o que não se resolve",
        "empathy": "reconhecer a situação do cliente (CSAT)",
        "no_repeats": "não pedir duas vezes a mesma coisa (esforço do cliente)",
        "brevity": "responder de forma breve (mensagens por conversa)",
        "own_language": "responder no idioma do cliente (há {languages})",
        "confirmation": "avisar do botão no que é irreversível",
        "code1.title": "Dizer na descrição de {tool} que seja consultada antes de responder",
        "code1.line": "Consulte-a antes de responder.",
        "code1.impact": "Mais respostas com dados no primeiro tema da classificação.",
        "code1.risk": "Consultas demais quando o cliente não pergunta do seu caso; aparece nas chamadas por conversa.",
        "code2.title": "Simular mais cenários por contexto antes de decidir",
        "code2.impact": "Diferenças menores são detectadas e regressões raras aparecem.",
        "code2.risk": "A simulação custa e demora mais, na proporção dos cenários.",
        "tool.why": "{n} conversas pedem isso; sem solução: {unresolved}.",
        "tool.unknown": "desconhecido",
        "tool.general": "Não há números por intenção; comece pelo que o cliente pergunta do seu caso.",
        "tool.name": "Consulta de caso",
        "metric.score": "pontuação por conversa, pareada por cenário",
        "metric.resolution": "taxa de resolução",
        "metric.csat": "CSAT médio",
        "metric.turns": "mensagens por conversa",
        "metric.handoff": "taxa de encaminhamento a uma pessoa",
        "offline": "Os dois prompts jogam os mesmos cenários com as mesmas sementes; comparam-se as diferenças por "
        "cenário com "
        "intervalo de 95 %. Com menos de uns 18 cenários só um efeito grande aparece.",
        "online": "Teste A/B 50/50 por cliente, pelo menos {n} conversas por braço (80 % de poder para 10 pontos de "
        "resolução), "
        "sem olhar o resultado para parar antes.",
        "success": "Diferença de pontuação maior que 0 com seu intervalo de 95 %, sem queda de resolução nem de CSAT; "
        "depois, o mesmo ao vivo.",
        "risk.length": "Respostas mais longas ou mecânicas por dar sempre um próximo passo; aparece nas mensagens e "
        "no CSAT.",
        "risk.cost": "Mais chamadas a ferramentas e portanto mais custo e espera; aparece no custo e na duração.",
        "risk.unknown": "Onde o resultado é desconhecido, os números dizem pouco dessas conversas.",
        "risk.simulated": "Clientes simulados não são clientes: a melhora se confirma ao vivo antes de promover.",
    },
    "en": {
        "resolution": "resolution is {value} over {n} known",
        "csat": "mean CSAT is {value} over {n} known",
        "turns": "a conversation takes {value} messages on average ({n} conversations)",
        "unknown": "{what} is not known of any conversation",
        "what.resolution": "whether it was resolved",
        "what.csat": "the CSAT",
        "what.turns": "the length",
        "rationale": "Of {total} conversations: {figures}. {changes} The template keeps its four fields.",
        "changes": "The current prompt gets {n} directives: {added}.",
        "no_changes": "The current prompt already asks for what the figures advise; nothing is added.",
        "tools": "look things up with the tools ({resolution})",
        "next_step": "give the next step with its date or amount ({resolution})",
        "low": "low resolution",
        "low.unknown": "resolution unknown",
        "handoff": "hand over to a person what cannot be resolved",
        "empathy": "acknowledge the customer's situation (CSAT)",
        "no_repeats": "do not ask twice for the same (customer effort)",
        "brevity": "answer briefly (messages a conversation)",
        "own_language": "answer in the customer's language (there are {languages})",
        "confirmation": "announce the button for what is irreversible",
        "code1.title": "Say in the description of {tool} that it is to be called before answering",
        "code1.line": "Call it before answering.",
        "code1.impact": "More answers with data on the first topic of the ranking.",
        "code1.risk": "Needless calls where customers do not ask about their case; it shows in calls per conversation.",
        "code2.title": "Simulate more scenarios a context before deciding",
        "code2.impact": "Smaller differences are found and rare regressions are seen.",
        "code2.risk": "The simulation costs and takes more, in proportion to the scenarios.",
        "tool.why": "{n} conversations ask for it; unresolved: {unresolved}.",
        "tool.unknown": "unknown",
        "tool.general": "There are no figures by intent; begin with what customers ask about their case.",
        "tool.name": "Case lookup",
        "metric.score": "score a conversation, paired by scenario",
        "metric.resolution": "resolution rate",
        "metric.csat": "mean CSAT",
        "metric.turns": "messages a conversation",
        "metric.handoff": "rate of handoffs to a person",
        "offline": "Both prompts play the same scenarios with the same seeds; differences by scenario are compared "
        "with a 95 % "
        "interval. With fewer than about 18 scenarios only a large effect can be seen.",
        "online": "A/B test 50/50 by customer, at least {n} conversations an arm (80 % power for 10 points of "
        "resolution), without "
        "looking at the result to stop early.",
        "success": "A difference in score above 0 with its 95 % interval, no fall in resolution or CSAT; then the "
        "same live.",
        "risk.length": "Longer or mechanical answers from always giving a next step; it shows in messages and CSAT.",
        "risk.cost": "More calls of tools and so more cost and waiting; it shows in cost and duration.",
        "risk.unknown": "Where the outcome is unknown, the figures say little about those conversations.",
        "risk.simulated": "Simulated customers are not customers: confirm the improvement live before promoting it.",
    },
}
