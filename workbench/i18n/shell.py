"""The frame: steps, what they need, banners."""

from workbench.i18n.catalogue import Text

TEXTS = {
    "shell.product": Text("Taller de agentes", "Oficina de agentes", "Agent workbench"),
    "shell.no_run": Text("Ninguna corrida abierta", "Nenhuma execução aberta", "No run open"),
    "shell.offline": Text(
        "Modelo sin conexión (reglas fijas): los resultados muestran cómo funciona todo, no lo que haría un modelo real.",
        "Modelo offline (regras fixas): os resultados mostram como tudo funciona, não o que um modelo real faria.",
        "Offline model (fixed rules): results show how everything works, not what a real model would do.",
    ),
    "shell.files_only": Text(
        "Trabaja solo con archivos, sin cuenta: los casos en vivo y las corridas hechas con ellos no se abren.",
        "Você trabalha só com arquivos, sem conta: os casos ao vivo e as execuções feitas com eles não se abrem.",
        "You work on files only, without an account: live tickets and runs made from them stay closed.",
    ),
    "step.data": Text("Datos", "Dados", "Data"),
    "step.data.help": Text(
        "Traiga las conversaciones que quiere mejorar.",
        "Traga as conversas que quer melhorar.",
        "Bring the conversations you want to improve.",
    ),
    "step.metrics": Text("Métricas", "Métricas", "Metrics"),
    "step.metrics.help": Text(
        "Cómo va el bot hoy, con su incertidumbre.",
        "Como o bot vai hoje, com a sua incerteza.",
        "How the bot does today, with its uncertainty.",
    ),
    "step.intents": Text("Intenciones", "Intenções", "Intents"),
    "step.intents.help": Text(
        "Qué piden los clientes y qué herramienta conviene construir.",
        "O que os clientes pedem e que ferramenta vale construir.",
        "What customers ask for and which tool is worth building.",
    ),
    "step.proposals": Text("Propuestas", "Propostas", "Proposals"),
    "step.proposals.help": Text(
        "Un modelo propone mejoras a partir de sus cifras.",
        "Um modelo propõe melhorias a partir dos seus números.",
        "A model proposes improvements from your figures.",
    ),
    "step.approve": Text("Aprobar", "Aprovar", "Approve"),
    "step.approve.help": Text(
        "Edite los textos y apruebe lo que se va a probar.",
        "Edite os textos e aprove o que será testado.",
        "Edit the prompts and approve what will be tried.",
    ),
    "step.regenerate": Text("Regenerar", "Regenerar", "Regenerate"),
    "step.regenerate.help": Text(
        "El bot de hoy y el propuesto atienden a los mismos clientes simulados.",
        "O bot de hoje e o proposto atendem os mesmos clientes simulados.",
        "Today's bot and the proposed one serve the same simulated customers.",
    ),
    "step.compare": Text("Comparar", "Comparar", "Compare"),
    "step.compare.help": Text(
        "¿Es mejor? Con qué certeza y dónde falla.",
        "É melhor? Com que certeza e onde falha.",
        "Is it better? How sure, and where it fails.",
    ),
    "step.export": Text("Exportar", "Exportar", "Export"),
    "step.export.help": Text(
        "Lleve los resultados y publique el cambio.",
        "Leve os resultados e publique a mudança.",
        "Take the results along and publish the change.",
    ),
    "step.history": Text("Historial", "Histórico", "History"),
    "step.history.help": Text(
        "Todas las corridas: abrir, duplicar, comparar.",
        "Todas as execuções: abrir, duplicar, comparar.",
        "Every run: open, duplicate, compare.",
    ),
    "step.inbox": Text("Bandeja", "Caixa de entrada", "Inbox"),
    "need.run.json": Text(
        "Primero traiga conversaciones o abra una corrida.",
        "Primeiro traga conversas ou abra uma execução.",
        "First bring conversations or open a run.",
    ),
    "need.metrics.json": Text(
        "Falta analizar las conversaciones.",
        "Falta analisar as conversas.",
        "The conversations have to be analysed first.",
    ),
    "need.candidate_tools_ranked.csv": Text(
        "Falta analizar las conversaciones.",
        "Falta analisar as conversas.",
        "The conversations have to be analysed first.",
    ),
    "need.evidence.jsonl": Text(
        "Falta analizar las conversaciones.",
        "Falta analisar as conversas.",
        "The conversations have to be analysed first.",
    ),
    "need.llm_rewrite_response.json": Text("Falta una propuesta.", "Falta uma proposta.", "There is no proposal yet."),
    "need.approved_prompts.json": Text(
        "Falta aprobar los textos.", "Falta aprovar os textos.", "The prompts have to be approved first."
    ),
    "need.comparison.json": Text(
        "Falta regenerar las conversaciones.",
        "Falta regenerar as conversas.",
        "The conversations have to be regenerated first.",
    ),
    "need.under_way": Text(
        "Se está trabajando en esta corrida ahora mismo.",
        "Esta execução está sendo processada agora.",
        "This run is being worked on right now.",
    ),
    "need.go": Text("Ir a {step}", "Ir para {step}", "Go to {step}"),
    "upload.drop": Text("Arrastre un archivo aquí", "Arraste um arquivo aqui", "Drag a file here"),
    "upload.browse": Text("Elegir archivo", "Escolher arquivo", "Choose a file"),
    "shell.damaged": Text(
        "Un archivo de esta corrida falta o está dañado. Abra otra corrida o traiga los datos de nuevo.",
        "Um arquivo desta execução falta ou está danificado. Abra outra execução ou traga os dados de novo.",
        "A file of this run is missing or damaged. Open another run or bring the data again.",
    ),
    "job.failed.analyze": Text(
        "El análisis no terminó: {error}", "A análise não terminou: {error}", "The analysis did not finish: {error}"
    ),
    "job.failed.propose": Text(
        "No se pudo hacer la propuesta: {error}",
        "Não foi possível fazer a proposta: {error}",
        "The proposal could not be made: {error}",
    ),
    "job.failed.simulate": Text(
        "La regeneración se detuvo: {error}", "A regeneração parou: {error}", "The regeneration stopped: {error}"
    ),
    "job.failed.compare": Text(
        "No se pudo comparar: {error}", "Não foi possível comparar: {error}", "The comparison failed: {error}"
    ),
    "account.language": Text("Idioma", "Idioma", "Language"),
    "account.who": Text("{name} · {email}", "{name} · {email}", "{name} · {email}"),
    "account.files_only": Text("Sin cuenta, solo archivos", "Sem conta, só arquivos", "No account, files only"),
    "account.sign_out": Text("Salir", "Sair", "Sign out"),
    "account.sign_in": Text("Entrar con una cuenta", "Entrar com uma conta", "Sign in with an account"),
}
