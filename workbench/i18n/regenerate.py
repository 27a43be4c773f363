"""The regenerate page, and a pair of conversations side by side (which the compare page shows too)."""

from workbench.i18n.catalogue import Text

TEXTS: dict[str, Text] = {
    "regenerate.pair.goal": Text("Quiere:", "Quer:", "Wants:"),
    "regenerate.pair.scenario": Text("Escenario", "Cenário", "Scenario"),
    "regenerate.pair.mood": Text("Ánimo", "Humor", "Mood"),
    "regenerate.pair.language": Text("Idioma", "Idioma", "Language"),
    "regenerate.pair.half": Text(
        "La otra versión todavía no terminó con este cliente.",
        "A outra versão ainda não terminou com este cliente.",
        "The other version has not finished with this customer yet.",
    ),
    "regenerate.pair.changed": Text("¿Cambia?", "Muda?", "Differs?"),
    "regenerate.pair.differs": Text("Sí", "Sim", "Yes"),
    "regenerate.pair.same": Text("No", "Não", "No"),
    "regenerate.pair.no_tools": Text("ninguna", "nenhuma", "none"),
    "regenerate.pair.not_yet": Text(
        "Esta conversación todavía no está.",
        "Esta conversa ainda não está pronta.",
        "This conversation is not there yet.",
    ),
    "regenerate.aspect.resolved": Text("Resultado", "Resultado", "Outcome"),
    "regenerate.aspect.csat": Text("CSAT", "CSAT", "CSAT"),
    "regenerate.aspect.end": Text("Cómo terminó", "Como terminou", "How it ended"),
    "regenerate.aspect.tools": Text("Herramientas usadas", "Ferramentas usadas", "Tools used"),
    "regenerate.aspect.messages": Text("Mensajes", "Mensagens", "Messages"),
    "regenerate.aspect.duration": Text("Duración", "Duração", "Duration"),
    "regenerate.lead": Text(
        "El bot de hoy y el propuesto atienden a los mismos clientes simulados. Cada conversación terminada se guarda: puede cerrar esta página y volver.",
        "O bot de hoje e o proposto atendem os mesmos clientes simulados. Cada conversa terminada fica guardada: você pode fechar esta página e voltar.",
        "Today's bot and the proposed one serve the same simulated customers. Every finished conversation is kept: you can close this page and come back.",
    ),
    "regenerate.plan": Text(
        "Qué se va a simular y cuánto cuesta",
        "O que será simulado e quanto custa",
        "What will be played and what it costs",
    ),
    "regenerate.no_plan": Text(
        "No se puede armar la prueba: {error}",
        "Não é possível montar o teste: {error}",
        "The test cannot be set up: {error}",
    ),
    "regenerate.releases": Text("Quiénes atienden", "Quem atende", "Who serves"),
    "regenerate.releases.proposal": Text(
        "La versión actual contra la propuesta tal como la escribió el modelo, aprobada por {by} el {when}.",
        "A versão atual contra a proposta como o modelo a escreveu, aprovada por {by} em {when}.",
        "The current version against the proposal as the model wrote it, approved by {by} on {when}.",
    ),
    "regenerate.releases.edited": Text(
        "La versión actual contra la propuesta editada, aprobada por {by} el {when}.",
        "A versão atual contra a proposta editada, aprovada por {by} em {when}.",
        "The current version against the edited proposal, approved by {by} on {when}.",
    ),
    "regenerate.releases.unchanged": Text(
        "Los textos actuales contra sí mismos (prueba A/A, aprobada por {by} el {when}): sirve para ver cuánto varía todo por azar.",
        "Os textos atuais contra si mesmos (teste A/A, aprovado por {by} em {when}): serve para ver quanto tudo varia por acaso.",
        "The current prompts against themselves (an A/A check, approved by {by} on {when}): it shows how much varies by chance.",
    ),
    "regenerate.see_changes": Text("Ver qué cambia", "Ver o que muda", "See what changes"),
    "regenerate.scenarios.one": Text("{n} cliente simulado", "{n} cliente simulado", "{n} simulated customer"),
    "regenerate.scenarios.other": Text("{n} clientes simulados", "{n} clientes simulados", "{n} simulated customers"),
    "regenerate.scenarios.help": Text(
        "Cada uno nace de una conversación real y habla con las dos versiones. El número por contexto se cambia en los parámetros.",
        "Cada um nasce de uma conversa real e fala com as duas versões. O número por contexto pode ser mudado nos parâmetros.",
        "Each is made from a real conversation and talks to both versions. Change the number a context in the parameters.",
    ),
    "regenerate.customers": Text("Clientes", "Clientes", "Customers"),
    "regenerate.sources": Text("Conversaciones distintas", "Conversas distintas", "Distinct conversations"),
    "regenerate.note": Text("Nota", "Nota", "Note"),
    "regenerate.reused.one": Text(
        "Faltan conversaciones: {n} se repite en otra situación",
        "Faltam conversas: {n} se repete em outra situação",
        "Too few conversations: {n} is used again in another situation",
    ),
    "regenerate.reused.other": Text(
        "Faltan conversaciones: {n} se repiten en otra situación",
        "Faltam conversas: {n} se repetem em outra situação",
        "Too few conversations: {n} are used again in another situation",
    ),
    "regenerate.undeclared": Text(
        "Contextos que este negocio no declara, y que no se simulan: {contexts}.",
        "Contextos que este negócio não declara, e que não entram: {contexts}.",
        "Contexts that this business does not declare, and that are not played: {contexts}.",
    ),
    "regenerate.without_context.one": Text(
        "{n} conversación sin contexto quedó fuera.",
        "{n} conversa sem contexto ficou de fora.",
        "{n} conversation without a context was left out.",
    ),
    "regenerate.without_context.other": Text(
        "{n} conversaciones sin contexto quedaron fuera.",
        "{n} conversas sem contexto ficaram de fora.",
        "{n} conversations without a context were left out.",
    ),
    "regenerate.too_few": Text(
        "Con menos de {n} clientes no puede haber veredicto: ni un resultado unánime se distinguiría del azar. Suba «Conversaciones por contexto».",
        "Com menos de {n} clientes não pode haver veredito: nem um resultado unânime se distinguiria do acaso. Aumente “Conversas por contexto”.",
        "With fewer than {n} customers there can be no verdict: not even a unanimous result could be told from chance. Raise “Conversations per context”.",
    ),
    "regenerate.details": Text("Más ajustes de la prueba", "Mais ajustes do teste", "More settings of the test"),
    "regenerate.scenarios_field": Text("Total de clientes", "Total de clientes", "Customers in all"),
    "regenerate.scenarios_field.help": Text(
        "Un total repartido entre los contextos, en lugar de un número por contexto. Vacío: por contexto.",
        "Um total repartido entre os contextos, em vez de um número por contexto. Vazio: por contexto.",
        "A total spread over the contexts, in place of a number a context. Empty: by context.",
    ),
    "regenerate.by_context": Text("Por contexto", "Por contexto", "By context"),
    "regenerate.trials_field": Text("Repeticiones", "Repetições", "Trials"),
    "regenerate.trials_field.help": Text(
        "Cuántas veces habla cada cliente con cada versión. Más repeticiones, menos azar, más costo.",
        "Quantas vezes cada cliente fala com cada versão. Mais repetições, menos acaso, mais custo.",
        "How often each customer talks to each version. More trials, less chance, more cost.",
    ),
    "regenerate.seed_field": Text("Semilla", "Semente", "Seed"),
    "regenerate.seed_field.help": Text(
        "Decide qué conversaciones se eligen y el azar de cada cliente. Con la misma semilla, la misma prueba.",
        "Decide que conversas se escolhem e o acaso de cada cliente. Com a mesma semente, o mesmo teste.",
        "Decides which conversations are drawn and each customer's chance. The same seed, the same test.",
    ),
    "regenerate.temperature": Text(
        "Temperatura {value}: las dos versiones y los clientes hablan con ella.",
        "Temperatura {value}: as duas versões e os clientes falam com ela.",
        "Temperature {value}: both versions and the customers talk with it.",
    ),
    "regenerate.cost": Text("Costo y tiempo", "Custo e tempo", "Cost and time"),
    "regenerate.budget": Text("Límite de gasto (US$)", "Limite de gasto (US$)", "Spending limit (US$)"),
    "regenerate.budget.help": Text(
        "Para toda la corrida, propuesta incluida. Al llegar se detiene y guarda lo hecho; con más presupuesto continúa.",
        "Para toda a execução, proposta incluída. Ao atingi-lo, para e guarda o que foi feito; com mais orçamento continua.",
        "For the whole run, the proposal included. Once reached it stops and keeps what is done; with more it goes on.",
    ),
    "regenerate.budget.none": Text("Sin límite", "Sem limite", "No limit"),
    "regenerate.start": Text("Regenerar conversaciones", "Regenerar conversas", "Regenerate conversations"),
    "regenerate.sure": Text("¿Empezar?", "Começar?", "Start?"),
    "regenerate.sure.cost": Text("Va a costar {price}.", "Vai custar {price}.", "It will cost {price}."),
    "regenerate.sure.fresh": Text(
        "Todo se simula de nuevo. Las conversaciones de antes se guardan aparte en la carpeta de la corrida, pero dejan de contar.",
        "Tudo é simulado de novo. As conversas de antes ficam guardadas à parte na pasta da execução, mas deixam de contar.",
        "Everything is played anew. The earlier conversations are kept aside in the run's folder, but count no more.",
    ),
    "regenerate.sure.yes": Text("Sí, empezar", "Sim, começar", "Yes, start"),
    "regenerate.sure.no": Text("No", "Não", "No"),
    "regenerate.problem.busy": Text(
        "Ya hay otro trabajo en curso en esta corrida. Espere a que termine.",
        "Já há outro trabalho em andamento nesta execução. Espere que termine.",
        "Other work is already in progress on this run. Wait until it is done.",
    ),
    "regenerate.problem.locked": Text(
        "Otro proceso trabaja en esta corrida (por ejemplo, la línea de comandos). Espere a que termine.",
        "Outro processo trabalha nesta execução (por exemplo, a linha de comando). Espere que termine.",
        "Another process works on this run (the command line, for example). Wait until it is done.",
    ),
    "regenerate.elsewhere": Text(
        "Otro proceso trabaja en esta corrida",
        "Outro processo trabalha nesta execução",
        "Another process works on this run",
    ),
    "regenerate.elsewhere.help": Text(
        "Por ejemplo, la línea de comandos. Aquí puede ver cómo avanza; pausar o detener solo se puede allí.",
        "Por exemplo, a linha de comando. Aqui você vê como avança; pausar ou parar só é possível lá.",
        "The command line, for example. You can watch it here; pausing or stopping is possible only there.",
    ),
    "regenerate.state.running": Text("En curso", "Em andamento", "Running"),
    "regenerate.state.paused": Text("En pausa", "Em pausa", "Paused"),
    "regenerate.state.stopped": Text("Detenida", "Parada", "Stopped"),
    "regenerate.state.failed": Text("No llegó al final", "Não chegou ao fim", "It did not get to the end"),
    "regenerate.started": Text("La empezó {by}, {when}.", "Iniciada por {by}, {when}.", "Started by {by}, {when}."),
    "regenerate.preparing": Text("Preparando los clientes…", "Preparando os clientes…", "Preparing the customers…"),
    "regenerate.done_of": Text(
        "{done} de {total} conversaciones", "{done} de {total} conversas", "{done} of {total} conversations"
    ),
    "regenerate.fact.elapsed": Text("Tiempo trabajado", "Tempo trabalhado", "Time worked"),
    "regenerate.fact.left": Text("Falta (estimado)", "Falta (estimado)", "Left (estimate)"),
    "regenerate.fact.cost": Text("Gastado", "Gasto", "Spent"),
    "regenerate.fact.failures": Text("Fallas técnicas", "Falhas técnicas", "Technical failures"),
    "regenerate.pause": Text("Pausar", "Pausar", "Pause"),
    "regenerate.resume": Text("Continuar", "Continuar", "Resume"),
    "regenerate.stop": Text("Detener", "Parar", "Stop"),
    "regenerate.stop.help": Text(
        "Guarda lo hecho. Después se puede continuar sin pagar dos veces.",
        "Guarda o que foi feito. Depois é possível continuar sem pagar duas vezes.",
        "Keeps what is done. You can go on later without paying twice.",
    ),
    "regenerate.leave": Text(
        "Puede irse de esta página: el trabajo sigue.",
        "Você pode sair desta página: o trabalho continua.",
        "You can leave this page: the work goes on.",
    ),
    "regenerate.changed": Text("Los parámetros cambiaron", "Os parâmetros mudaram", "The parameters changed"),
    "regenerate.changed.help": Text(
        "Las conversaciones guardadas se simularon con otros valores ({names}); no se pueden mezclar con nuevas. Pruebe estos parámetros en una copia de la corrida, o empiece de nuevo aquí.",
        "As conversas guardadas foram simuladas com outros valores ({names}); não podem ser misturadas com novas. Teste estes parâmetros em uma cópia da execução, ou comece de novo aqui.",
        "The kept conversations were played with other values ({names}); they cannot be mixed with new ones. Try these parameters in a copy of the run, or start over here.",
    ),
    "regenerate.changed.scenarios": Text("clientes", "clientes", "customers"),
    "regenerate.changed.trials": Text("repeticiones", "repetições", "trials"),
    "regenerate.changed.seed": Text("semilla", "semente", "seed"),
    "regenerate.changed.temperature": Text("temperatura", "temperatura", "temperature"),
    "regenerate.changed.max_turns": Text("turnos máximos", "máximo de turnos", "max turns"),
    "regenerate.changed.prompts": Text("textos aprobados", "textos aprovados", "approved prompts"),
    "regenerate.changed.model": Text("modelo", "modelo", "model"),
    "regenerate.copy": Text("Probar en una copia", "Testar em uma cópia", "Try in a copy"),
    "regenerate.copy.title": Text("{title} (copia)", "{title} (cópia)", "{title} (copy)"),
    "regenerate.copy.failed": Text(
        "No se pudo copiar: {error}", "Não foi possível copiar: {error}", "It could not be copied: {error}"
    ),
    "regenerate.fresh": Text("Empezar de nuevo aquí", "Começar de novo aqui", "Start over here"),
    "regenerate.done": Text("Todo está simulado", "Tudo foi simulado", "Everything is played"),
    "regenerate.done.help": Text(
        "{n} conversaciones, {cost} gastados.", "{n} conversas, {cost} gastos.", "{n} conversations, {cost} spent."
    ),
    "regenerate.to_compare": Text("Ver el veredicto", "Ver o veredito", "See the verdict"),
    "regenerate.work_out": Text("Calcular el veredicto", "Calcular o veredito", "Work out the verdict"),
    "regenerate.retry.one": Text(
        "Reintentar {n} con falla", "Tentar de novo {n} com falha", "Try the {n} failed again"
    ),
    "regenerate.retry.other": Text(
        "Reintentar las {n} con falla", "Tentar de novo as {n} com falha", "Try the {n} failed again"
    ),
    "regenerate.failures.help": Text(
        "Las fallas técnicas (el modelo no respondió) no cuentan en contra de ninguna versión.",
        "As falhas técnicas (o modelo não respondeu) não contam contra nenhuma versão.",
        "Technical failures (the model did not answer) count against neither version.",
    ),
    "regenerate.interrupted.help": Text(
        "Están guardadas {n} de {total} conversaciones: al continuar no se paga nada dos veces.",
        "Estão guardadas {n} de {total} conversas: ao continuar nada se paga duas vezes.",
        "{n} of {total} conversations are kept: going on pays for nothing twice.",
    ),
    "regenerate.go_on": Text("Continuar donde quedó", "Continuar de onde parou", "Go on where it stopped"),
    "regenerate.why.budget": Text(
        "Se alcanzó el límite de gasto. Súbalo o quítelo en Regenerar para continuar.",
        "O limite de gasto foi atingido. Aumente-o ou remova-o em Regenerar para continuar.",
        "The spending limit was reached. Raise or remove it in Regenerate to go on.",
    ),
    "regenerate.why.parameters": Text(
        "Los parámetros cambiaron desde que empezó.",
        "Os parâmetros mudaram desde o início.",
        "The parameters changed since it began.",
    ),
    "regenerate.why.locked": Text(
        "Otro proceso trabajaba en esta corrida.",
        "Outro processo trabalhava nesta execução.",
        "Another process worked on this run.",
    ),
    "regenerate.why.model": Text(
        "El modelo no respondió. Revise la clave y la conexión, y continúe.",
        "O modelo não respondeu. Verifique a chave e a conexão, e continue.",
        "The model did not answer. Check the key and the connection, then go on.",
    ),
    "regenerate.why.disk": Text(
        "No se pudo escribir en el disco. Libere espacio o revise los permisos, y continúe.",
        "Não foi possível gravar no disco. Libere espaço ou verifique as permissões, e continue.",
        "The disk could not be written. Free some space or check the permissions, then go on.",
    ),
    "regenerate.why.other": Text(
        "Algo lo detuvo; abajo está lo que dijo.",
        "Algo o parou; abaixo está o que disse.",
        "Something stopped it; what it said is below.",
    ),
    "regenerate.why.words": Text("Mensaje técnico", "Mensagem técnica", "Technical message"),
    "regenerate.finished": Text("Conversaciones terminadas", "Conversas terminadas", "Finished conversations"),
    "regenerate.none_matches": Text(
        "Ninguna coincide con estos filtros.", "Nenhuma coincide com estes filtros.", "None matches these filters."
    ),
    "regenerate.choose_row": Text(
        "Elija una fila para leer la conversación junto a la de la otra versión.",
        "Escolha uma linha para ler a conversa ao lado da conversa da outra versão.",
        "Choose a row to read the conversation beside the other version's.",
    ),
    "regenerate.filter.context": Text("Contexto", "Contexto", "Context"),
    "regenerate.filter.arm": Text("Versión", "Versão", "Version"),
    "regenerate.filter.outcome": Text("Resultado", "Resultado", "Outcome"),
    "regenerate.filter.all": Text("Todos", "Todos", "All"),
    "regenerate.outcome.resolved": Text("Resuelta", "Resolvida", "Resolved"),
    "regenerate.outcome.unresolved": Text("Sin resolver", "Não resolvida", "Not resolved"),
    "regenerate.outcome.failed": Text("Falla técnica", "Falha técnica", "Technical failure"),
    "regenerate.outcome.unknown": Text("Desconocido", "Desconhecido", "Unknown"),
    "regenerate.about": Text("Tema", "Tema", "About"),
    "regenerate.estimate.conversations": Text("Conversaciones", "Conversas", "Conversations"),
    "regenerate.estimate.calls": Text("Preguntas al modelo", "Perguntas ao modelo", "Calls of the model"),
    "regenerate.estimate.tokens": Text("Tokens (entrada · salida)", "Tokens (entrada · saída)", "Tokens (in · out)"),
    "regenerate.estimate.cost": Text("Costo", "Custo", "Cost"),
    "regenerate.estimate.time": Text("Tiempo", "Tempo", "Time"),
    "regenerate.estimate.range": Text("de {low} a {high}", "de {low} a {high}", "{low} to {high}"),
    "regenerate.estimate.missing": Text(
        "faltan {missing} de {total}", "faltam {missing} de {total}", "{missing} of {total} missing"
    ),
    "regenerate.estimate.basis.rendered": Text(
        "Estimado con sus textos, sus herramientas y el largo de sus conversaciones, a los precios del modelo.",
        "Estimado com os seus textos, as suas ferramentas e o tamanho das suas conversas, aos preços do modelo.",
        "Estimated from your prompts, your tools and the length of your conversations, at the model's prices.",
    ),
    "regenerate.estimate.basis.measured": Text(
        "Estimado con lo que gastaron las conversaciones ya terminadas de esta corrida.",
        "Estimado com o que gastaram as conversas já terminadas desta execução.",
        "Estimated from what this run's finished conversations took.",
    ),
    "regenerate.estimate.note.offline": Text(
        "El modelo sin conexión no cuesta nada.", "O modelo offline não custa nada.", "The offline model costs nothing."
    ),
    "regenerate.estimate.note.price_assumed": Text(
        "El precio de este modelo no se conoce: se usa uno parecido.",
        "O preço deste modelo não é conhecido: é usado um parecido.",
        "This model's price is not known: a similar one is used.",
    ),
    "regenerate.estimate.note.rate_limited": Text(
        "El límite de su cuenta por minuto decide el tiempo: más hilos no lo acortan.",
        "O limite por minuto da sua conta decide o tempo: mais threads não o encurtam.",
        "Your account's limit a minute decides the time: more threads do not shorten it.",
    ),
    "regenerate.estimate.note.over_budget": Text(
        "Es probable que se llegue al límite de gasto antes de terminar.",
        "É provável que se chegue ao limite de gasto antes de terminar.",
        "The spending limit will probably be reached before the end.",
    ),
    "regenerate.estimate.note.nothing_left": Text(
        "No falta nada por simular.", "Não falta nada para simular.", "Nothing is left to play."
    ),
    "regenerate.changed.rules": Text("reglas del simulador", "regras do simulador", "rules of the simulator"),
    "regenerate.estimate.none": Text(
        "No se pudo estimar: {error}", "Não foi possível estimar: {error}", "It could not be estimated: {error}"
    ),
}
