"""The export page: files, zip, publishing."""

from workbench.i18n.catalogue import Text

TEXTS: dict[str, Text] = {
    "export.files": Text("Archivos", "Arquivos", "Files"),
    "export.file.llm_rewrite_response.json": Text(
        "La propuesta completa: textos, código, herramientas, evaluación y riesgos.",
        "A proposta completa: textos, código, ferramentas, avaliação e riscos.",
        "The whole proposal: prompts, code, tools, evaluation and risks.",
    ),
    "export.file.candidate_tools_ranked.csv": Text(
        "Qué herramienta conviene construir primero, con sus razones en números.",
        "Que ferramenta vale construir primeiro, com as razões em números.",
        "Which tool is worth building first, with its reasons in figures.",
    ),
    "export.file.baseline_conversations.jsonl": Text(
        "Las conversaciones que se analizaron, una por línea.",
        "As conversas analisadas, uma por linha.",
        "The conversations that were analysed, one a line.",
    ),
    "export.file.proposed_conversations.jsonl": Text(
        "Las conversaciones simuladas con el cambio aprobado, una por línea.",
        "As conversas simuladas com a mudança aprovada, uma por linha.",
        "The conversations simulated with the approved change, one a line.",
    ),
    "export.file.baseline_meta.csv": Text(
        "Una fila por conversación analizada: contexto, canal, resultado, CSAT.",
        "Uma linha por conversa analisada: contexto, canal, resultado, CSAT.",
        "A row for each analysed conversation: context, channel, outcome, CSAT.",
    ),
    "export.file.proposed_meta.csv": Text(
        "Una fila por conversación simulada con el cambio.",
        "Uma linha por conversa simulada com a mudança.",
        "A row for each conversation simulated with the change.",
    ),
    "export.file.report.html": Text(
        "El informe de la comparación, para leer o enviar. Se abre sin conexión.",
        "O relatório da comparação, para ler ou enviar. Abre sem conexão.",
        "The report of the comparison, to read or send. It opens offline.",
    ),
    "export.file.manifest": Text(
        "Qué hay en este archivo, con su huella SHA-256, y con qué ajustes y versiones se hizo.",
        "O que há neste arquivo, com a impressão SHA-256, e com que ajustes e versões foi feito.",
        "What is in this zip, with its SHA-256, and the settings and versions it was made with.",
    ),
    "export.readme": Text(
        "{title}\nCorrida {run}, preparada el {when} (UTC).",
        "{title}\nExecução {run}, preparada em {when} (UTC).",
        "{title}\nRun {run}, packed at {when} (UTC).",
    ),
    "export.ready": Text("Listo", "Pronto", "Ready"),
    "export.not_yet": Text("Falta", "Falta", "Not yet"),
    "export.missing": Text("Se hace en el paso {step}.", "É feito no passo {step}.", "It is made in the step {step}."),
    "export.made": Text("hecho el {when}", "feito em {when}", "made {when}"),
    "export.rows.one": Text("{n} fila", "{n} linha", "{n} row"),
    "export.rows.other": Text("{n} filas", "{n} linhas", "{n} rows"),
    "export.download": Text("Descargar", "Baixar", "Download"),
    "export.report_in": Text("Informe en", "Relatório em", "Report in"),
    "export.report.failed": Text(
        "No se pudo escribir el informe: {error}",
        "Não foi possível escrever o relatório: {error}",
        "The report could not be written: {error}",
    ),
    "export.zip": Text("Todo en un archivo", "Tudo em um arquivo", "All in one file"),
    "export.zip.lead": Text(
        "Un zip con todos los archivos que ya están, y una lista de lo que trae.",
        "Um zip com todos os arquivos que já existem e uma lista do que traz.",
        "A zip of every file that is there, with a list of what is in it.",
    ),
    "export.zip.make": Text("Preparar el zip", "Preparar o zip", "Prepare the zip"),
    "export.zip.making": Text("Preparando el zip…", "Preparando o zip…", "Preparing the zip…"),
    "export.zip.stale": Text(
        "Los archivos cambiaron desde el último zip: prepárelo de nuevo.",
        "Os arquivos mudaram desde o último zip: prepare-o de novo.",
        "The files have changed since the last zip: prepare it again.",
    ),
    "export.zip.failed": Text(
        "No se pudo preparar el zip: {error}", "Não foi possível preparar o zip: {error}", "The zip failed: {error}"
    ),
    "export.zip.ready.one": Text("{n} archivo, {size},", "{n} arquivo, {size},", "{n} file, {size},"),
    "export.zip.ready.other": Text("{n} archivos, {size},", "{n} arquivos, {size},", "{n} files, {size},"),
    "export.zip.download": Text("Descargar el zip", "Baixar o zip", "Download the zip"),
    "publish.title": Text("Publicar", "Publicar", "Publish"),
    "publish.sign_in": Text(
        "Para publicar, entre con una cuenta de administrador.",
        "Para publicar, entre com uma conta de administrador.",
        "Sign in with an admin account to publish.",
    ),
    "publish.live": Text("Atiende a los clientes ahora", "Atende os clientes agora", "Answers customers now"),
    "publish.answering": Text(
        "Con el modelo y las herramientas de este servicio sus respuestas llevan la versión {id}.",
        "Com o modelo e as ferramentas deste serviço, as respostas levam a versão {id}.",
        "With this deployment's model and tools its answers bear the release {id}.",
    ),
    "publish.since": Text("desde el {when} · {who}", "desde {when} · {who}", "since {when} · {who}"),
    "publish.because": Text("Motivo: {reason}", "Motivo: {reason}", "Reason: {reason}"),
    "publish.system": Text("El sistema", "O sistema", "The system"),
    "publish.first": Text(
        "Es la primera versión: no hay una anterior a la cual volver.",
        "É a primeira versão: não há uma anterior para a qual voltar.",
        "It is the first version: there is none to go back to.",
    ),
    "publish.back": Text("Volver a la anterior", "Voltar à anterior", "Roll back"),
    "publish.back.why": Text(
        "La siguiente respuesta la dará la versión anterior.",
        "A próxima resposta será dada pela versão anterior.",
        "The next answer will be given by the version before.",
    ),
    "publish.back.yes": Text("Sí, volver", "Sim, voltar", "Yes, roll back"),
    "publish.back.done": Text(
        "Volvió a atender la versión anterior.",
        "A versão anterior voltou a atender.",
        "The version before answers customers again.",
    ),
    "publish.change": Text(
        "Lo que publicaría esta corrida", "O que esta execução publicaria", "What this run would publish"
    ),
    "publish.nothing": Text(
        "Todavía no se aprobó ningún texto en esta corrida.",
        "Ainda não foi aprovado nenhum texto nesta execução.",
        "No prompts have been approved in this run yet.",
    ),
    "publish.damaged": Text(
        "La aprobación de esta corrida está dañada: apruebe de nuevo.",
        "A aprovação desta execução está danificada: aprove de novo.",
        "This run's approval is damaged: approve again.",
    ),
    "publish.approved": Text(
        "aprobada por {who} el {when}", "aprovada por {who} em {when}", "approved by {who}, {when}"
    ),
    "publish.verdict.better": Text("Mejor", "Melhor", "Better"),
    "publish.verdict.worse": Text("Peor", "Pior", "Worse"),
    "publish.verdict.inconclusive": Text("Sin veredicto", "Sem veredito", "No verdict"),
    "publish.verdict.unknown": Text("Sin comparar", "Sem comparar", "Not compared"),
    "publish.not_compared": Text(
        "Estos textos aún no se compararon con los de hoy.",
        "Estes textos ainda não foram comparados com os de hoje.",
        "These prompts have not been compared with today's.",
    ),
    "publish.outdated": Text(
        "Se compararon con la versión {baseline}, que no es la que atiende hoy. Para saber si mejoran lo de hoy, haga otra corrida.",
        "Foram comparados com a versão {baseline}, que não é a que atende hoje. Para saber se melhoram o de hoje, faça outra execução.",
        "They were compared with release {baseline}, which is not the one that answers today. To know whether they improve on today's, make another run.",
    ),
    "publish.is_live": Text(
        "Este cambio ya atiende a los clientes.",
        "Esta mudança já atende os clientes.",
        "This change already answers customers.",
    ),
    "publish.do": Text("Publicar en producción", "Publicar em produção", "Publish to production"),
    "publish.do.why": Text(
        "La siguiente respuesta a un cliente usará estos textos. Puede volver atrás en cualquier momento.",
        "A próxima resposta a um cliente usará estes textos. Você pode voltar a qualquer momento.",
        "The next answer to a customer will use these prompts. You can roll back any time.",
    ),
    "publish.unproven": Text(
        "La comparación no muestra que este cambio sea mejor. Escriba por qué lo publica.",
        "A comparação não mostra que esta mudança seja melhor. Escreva por que a publica.",
        "The comparison does not show that this change is better. Write why you publish it.",
    ),
    "publish.sure": Text("Lo publico de todos modos", "Publico mesmo assim", "I publish it anyway"),
    "publish.reason": Text("Motivo", "Motivo", "Reason"),
    "publish.yes": Text("Publicar", "Publicar", "Publish"),
    "publish.done": Text(
        "Publicado: la siguiente respuesta ya usa estos textos.",
        "Publicado: a próxima resposta já usa estes textos.",
        "Published: the next answer uses these prompts.",
    ),
    "publish.error.reason": Text("Escriba un motivo.", "Escreva um motivo.", "Write a reason."),
    "publish.error.domain": Text(
        "Esta corrida es de otro negocio: no se puede publicar aquí.",
        "Esta execução é de outro negócio: não pode ser publicada aqui.",
        "This run is about another business: it cannot be published here.",
    ),
    "publish.error.model": Text(
        "Se aprobó para otro modelo. Apruebe y compare de nuevo con el modelo de este servidor.",
        "Foi aprovado para outro modelo. Aprove e compare de novo com o modelo deste servidor.",
        "It was approved for another model. Approve and compare again with this server's model.",
    ),
    "publish.error.tools": Text(
        "Usa herramientas que este servidor no tiene.",
        "Usa ferramentas que este servidor não tem.",
        "It uses tools that this server does not have.",
    ),
    "publish.error.changed": Text(
        "El servidor no obtiene la misma versión que se aprobó. Apruebe y compare de nuevo.",
        "O servidor não obtém a mesma versão que foi aprovada. Aprove e compare de novo.",
        "The server does not get the version that was approved. Approve and compare again.",
    ),
    "publish.error.conflict": Text(
        "El servidor no lo permite en este momento. Revise lo que está en vivo.",
        "O servidor não permite isso agora. Veja o que está no ar.",
        "The server does not allow that now. Check what is live.",
    ),
    "publish.moves": Text("Cambios anteriores", "Mudanças anteriores", "Earlier changes"),
    "publish.move.initial": Text("Versión inicial", "Versão inicial", "Initial version"),
    "publish.move.promoted": Text("Publicada", "Publicada", "Published"),
    "publish.move.rolled_back": Text("Vuelta atrás", "Revertida", "Rolled back"),
    "publish.outcomes": Text(
        "Resultados en vivo por versión", "Resultados ao vivo por versão", "Live outcomes by version"
    ),
    "publish.outcomes.lead": Text(
        "Casos reales de los últimos 90 días, por versión. Si los intervalos se tocan, la diferencia puede ser azar.",
        "Casos reais dos últimos 90 dias, por versão. Se os intervalos se tocam, a diferença pode ser acaso.",
        "Real tickets of the last 90 days, by version. Where intervals overlap, the difference may be chance.",
    ),
    "publish.outcomes.none": Text(
        "Todavía no hay casos atendidos por estas versiones.",
        "Ainda não há casos atendidos por estas versões.",
        "These versions have not answered any tickets yet.",
    ),
    "publish.column.release": Text("Versión", "Versão", "Version"),
    "publish.column.tickets": Text("Casos", "Casos", "Tickets"),
    "publish.column.resolved": Text("Resueltos", "Resolvidos", "Resolved"),
    "publish.column.handed_off": Text("Pasados a una persona", "Passados a uma pessoa", "Handed off"),
    "publish.column.csat": Text("CSAT", "CSAT", "CSAT"),
    "publish.now": Text("En vivo", "Ao vivo", "Live"),
    "publish.unknown": Text("sin datos aún", "sem dados ainda", "no data yet"),
    "publish.interval": Text("{low} a {high} · n = {n}", "{low} a {high} · n = {n}", "{low} to {high} · n = {n}"),
}
