"""The proposals page."""

from workbench.i18n.catalogue import Text

TEXTS: dict[str, Text] = {
    "proposals.lead": Text(
        "Un modelo lee sus cifras y propone cómo mejorar el bot. Usted decide qué se prueba.",
        "Um modelo lê os seus números e propõe como melhorar o bot. Você decide o que será testado.",
        "A model reads your figures and proposes how to improve the bot. You decide what is tried.",
    ),
    "proposals.only_data": Text(
        "Una propuesta es texto para leer. Nada de lo que dice se ejecuta ni se publica: solo cuenta lo que usted apruebe en el paso siguiente.",
        "Uma proposta é texto para ler. Nada do que ela diz é executado ou publicado: só conta o que você aprovar no próximo passo.",
        "A proposal is text to read. Nothing it says is executed or published: only what you approve in the next step counts.",
    ),
    "proposals.start.title": Text(
        "Pida la primera propuesta", "Peça a primeira proposta", "Ask for the first proposal"
    ),
    "proposals.start": Text("Pedir propuesta", "Pedir proposta", "Ask for a proposal"),
    "proposals.start.parts": Text(
        "Recibirá cinco partes: textos del bot, cambios de código, herramientas, plan de evaluación y riesgos.",
        "Você receberá cinco partes: textos do bot, mudanças de código, ferramentas, plano de avaliação e riscos.",
        "You get five parts: prompts, code changes, tools, an evaluation plan and risks.",
    ),
    "proposals.again": Text("Pedir otra propuesta", "Pedir outra proposta", "Ask for another proposal"),
    "proposals.again.kept": Text(
        "La actual se conserva y puede volver a elegirla.",
        "A atual é mantida e você pode escolhê-la de novo.",
        "The current one is kept and you can choose it again.",
    ),
    "proposals.uses.model": Text("Modelo", "Modelo", "Model"),
    "proposals.uses.evidence": Text(
        "Conversaciones como ejemplo", "Conversas como exemplo", "Conversations as examples"
    ),
    "proposals.uses.evidence_of": Text("{n} de {all}", "{n} de {all}", "{n} of {all}"),
    "proposals.uses.cost": Text("Costo esperado", "Custo esperado", "Expected cost"),
    "proposals.uses.cost_most": Text(
        "{cost} (a lo sumo {most})", "{cost} (no máximo {most})", "{cost} (at most {most})"
    ),
    "proposals.uses.free": Text("Sin costo", "Sem custo", "Free"),
    "proposals.uses.privacy": Text(
        "Los ejemplos van sin nombres, teléfonos ni correos. Primero las conversaciones que salieron mal.",
        "Os exemplos vão sem nomes, telefones nem e-mails. Primeiro as conversas que deram errado.",
        "Examples go without names, phone numbers or e-mail addresses. Conversations that went wrong come first.",
    ),
    "baseline.live": Text(
        "Se compara con lo que atiende hoy ({release}).",
        "A comparação é com o que atende hoje ({release}).",
        "It is compared with what answers today ({release}).",
    ),
    "baseline.release": Text(
        "Esta corrida se compara con la versión {release}, la que atendía a los clientes al pedir la propuesta.",
        "Esta execução é comparada com a versão {release}, a que atendia os clientes quando a proposta foi pedida.",
        "This run is compared with release {release}, which answered customers when the proposal was asked for.",
    ),
    "baseline.no_server": Text(
        "Sin servidor: se compara con los textos del paquete.",
        "Sem servidor: a comparação é com os textos do pacote.",
        "No server: it is compared with the pack's prompts.",
    ),
    "baseline.pack": Text(
        "Esta corrida se compara con los textos del paquete.",
        "Esta execução é comparada com os textos do pacote.",
        "This run is compared with the pack's prompts.",
    ),
    "proposals.phase.asking": Text("El modelo está escribiendo", "O modelo está escrevendo", "The model is writing"),
    "proposals.phase.checking": Text(
        "Se revisa la respuesta", "A resposta está sendo conferida", "The answer is being checked"
    ),
    "proposals.phase.asking_again": Text(
        "La primera respuesta no servía: se pide otra vez",
        "A primeira resposta não servia: está sendo pedida de novo",
        "The first answer could not be used: asking again",
    ),
    "proposals.progress.one": Text(
        "{n} carácter recibido en {time}", "{n} caractere recebido em {time}", "{n} character received in {time}"
    ),
    "proposals.progress.other": Text(
        "{n} caracteres recibidos en {time}", "{n} caracteres recebidos em {time}", "{n} characters received in {time}"
    ),
    "proposals.paused": Text("En pausa", "Em pausa", "Paused"),
    "proposals.resume": Text("Continuar", "Continuar", "Continue"),
    "proposals.cancel": Text("Cancelar", "Cancelar", "Cancel"),
    "proposals.busy": Text(
        "Hay otro trabajo en curso en esta corrida. Espere a que termine.",
        "Há outro trabalho em andamento nesta execução. Espere terminar.",
        "Other work is in progress on this run. Wait until it is done.",
    ),
    "proposals.kept": Text("Propuestas de esta corrida", "Propostas desta execução", "Proposals of this run"),
    "proposals.number": Text("Propuesta {n}", "Proposta {n}", "Proposal {n}"),
    "proposals.number_used": Text("Propuesta {n} (en uso)", "Proposta {n} (em uso)", "Proposal {n} (in use)"),
    "proposals.made": Text("{when} · {model} · {cost}", "{when} · {model} · {cost}", "{when} · {model} · {cost}"),
    "proposals.outdated": Text(
        "Se hizo con cifras anteriores: los datos se analizaron de nuevo después.",
        "Foi feita com números anteriores: os dados foram analisados de novo depois.",
        "It was made from earlier figures: the data was analysed again since.",
    ),
    "proposals.use": Text("Usar esta propuesta", "Usar esta proposta", "Use this proposal"),
    "proposals.compare": Text("Comparar con otra", "Comparar com outra", "Compare with another"),
    "proposals.compare.with": Text("Comparar con", "Comparar com", "Compare with"),
    "proposals.compare.lead": Text(
        "Lo tachado está en la {old}; lo subrayado, en la {new}.",
        "O riscado está na {old}; o sublinhado, na {new}.",
        "Struck-out words are in {old}, underlined ones in {new}.",
    ),
    "proposals.compare.tools": Text("Herramientas", "Ferramentas", "Tools"),
    "proposals.compare.only": Text("Solo en la {name}", "Só na {name}", "Only in {name}"),
    "proposals.compare.both": Text("En ambas", "Nas duas", "In both"),
    "proposals.none": Text("Ninguna", "Nenhuma", "None"),
    "proposals.tab.prompts": Text("Textos", "Textos", "Prompts"),
    "proposals.tab.code": Text("Código", "Código", "Code"),
    "proposals.tab.tools": Text("Herramientas", "Ferramentas", "Tools"),
    "proposals.tab.plan": Text("Evaluación", "Avaliação", "Evaluation plan"),
    "proposals.tab.risks": Text("Riesgos", "Riscos", "Risks"),
    "proposals.prompts.why": Text("Por qué", "Por quê", "Why"),
    "proposals.prompts.system": Text("Instrucciones del bot", "Instruções do bot", "System prompt"),
    "proposals.prompts.template": Text("Plantilla del mensaje", "Modelo da mensagem", "User template"),
    "proposals.prompts.legend": Text(
        "Frente a los textos actuales: lo tachado se quita, lo subrayado se agrega.",
        "Em relação aos textos atuais: o riscado sai, o sublinhado entra.",
        "Against the current prompts: struck-out words go, underlined ones are added.",
    ),
    "proposals.code.lead": Text(
        "Ideas para su equipo técnico. Aquí no se aplican.",
        "Ideias para a sua equipe técnica. Aqui não são aplicadas.",
        "Ideas for your engineers. They are not applied here.",
    ),
    "proposals.code.impact": Text("Qué mejora", "O que melhora", "What it improves"),
    "proposals.code.risk": Text("Qué puede salir mal", "O que pode dar errado", "What could go wrong"),
    "proposals.tools.lead": Text(
        "Qué conviene construir, con el puesto que tiene en la clasificación de esta corrida.",
        "O que vale construir, com a posição que tem na classificação desta execução.",
        "What is worth building, with its place in this run's ranking.",
    ),
    "proposals.tools.rank": Text("Puesto {rank} de {all}", "Posição {rank} de {all}", "Place {rank} of {all}"),
    "proposals.tools.unranked": Text("No está en la clasificación", "Não está na classificação", "Not in the ranking"),
    "proposals.tools.sketch": Text("Esbozo de la interfaz", "Esboço da interface", "API sketch"),
    "proposals.tools.ranking": Text("Clasificación de la corrida", "Classificação da execução", "The run's ranking"),
    "proposals.tools.place": Text("Puesto", "Posição", "Place"),
    "proposals.tools.tool": Text("Herramienta", "Ferramenta", "Tool"),
    "proposals.tools.score": Text("Puntaje", "Pontuação", "Score"),
    "proposals.tools.proposed": Text("Propuesta", "Proposta", "Proposed"),
    "proposals.effort.1": Text("Poco esfuerzo", "Pouco esforço", "Little effort"),
    "proposals.effort.2": Text("Esfuerzo medio", "Esforço médio", "Medium effort"),
    "proposals.effort.3": Text("Mucho esfuerzo", "Muito esforço", "Much effort"),
    "proposals.plan.metrics": Text("Qué se mide", "O que se mede", "What is measured"),
    "proposals.plan.offline_protocol": Text("Primero en simulación", "Primeiro em simulação", "First in simulation"),
    "proposals.plan.online_protocol": Text("Después en vivo", "Depois ao vivo", "Then live"),
    "proposals.plan.success_criteria": Text("Cuándo es un éxito", "Quando é um sucesso", "When it is a success"),
    "proposals.warning.same": Text(
        "Las instrucciones propuestas son iguales a las actuales.",
        "As instruções propostas são iguais às atuais.",
        "The proposed system prompt is the current one, unchanged.",
    ),
    "proposals.warning.placeholders": Text(
        "Las instrucciones usan campos como {campo}, que solo se llenan en la plantilla del mensaje.",
        "As instruções usam campos como {campo}, que só são preenchidos no modelo da mensagem.",
        "The system prompt holds fields such as {campo}, which are only filled in the user template.",
    ),
    "proposals.warning.long": Text(
        "Las instrucciones propuestas son más de tres veces más largas que las actuales.",
        "As instruções propostas são mais de três vezes mais longas que as atuais.",
        "The proposed system prompt is more than three times as long as the current one.",
    ),
    "proposals.next": Text("Revisar y aprobar", "Revisar e aprovar", "Review and approve"),
    "proposals.damaged": Text(
        "La propuesta de esta corrida no se puede leer. Pida otra.",
        "A proposta desta execução não pode ser lida. Peça outra.",
        "This run's proposal cannot be read. Ask for another one.",
    ),
}
