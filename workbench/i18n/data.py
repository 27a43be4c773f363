"""The data page."""

from workbench.i18n.catalogue import Text

_WAYS = {
    "data.lead": Text(
        "Elija de dónde vienen las conversaciones. Nada se cambia en el origen.",
        "Escolha de onde vêm as conversas. Nada muda na origem.",
        "Choose where the conversations come from. Nothing changes at the source.",
    ),
    "data.lead.working": Text(
        "Puede cerrar esta página: el trabajo sigue.",
        "Pode fechar esta página: o trabalho continua.",
        "You may close this page: the work goes on.",
    ),
    "data.lead.draft": Text(
        "Revise lo que llegó y empiece el análisis.",
        "Revise o que chegou e comece a análise.",
        "Look at what arrived and start the analysis.",
    ),
    "data.lead.done": Text(
        "Esto es lo que hay en la corrida.", "Isto é o que há na execução.", "This is what the run holds."
    ),
    "data.any": Text("Todos", "Todos", "Any"),
    "data.origin.sample": Text("Muestra", "Amostra", "Sample"),
    "data.origin.live": Text("Casos en vivo", "Casos ao vivo", "Live tickets"),
    "data.sample.title": Text("Muestra incluida", "Amostra incluída", "Bundled sample"),
    "data.sample.lead": Text(
        "160 conversaciones de ejemplo. Un clic y verá las cifras.",
        "160 conversas de exemplo. Um clique e verá os números.",
        "160 example conversations. One click and you see the figures.",
    ),
    "data.sample.go": Text("Probar con la muestra", "Testar com a amostra", "Try the sample"),
    "data.upload.title": Text("Subir archivos", "Enviar arquivos", "Upload files"),
    "data.upload.lead": Text(
        "JSONL o CSV, también comprimidos (.gz, .zst). Puede subir varios a la vez.",
        "JSONL ou CSV, também compactados (.gz, .zst). Pode enviar vários de uma vez.",
        "JSONL or CSV, also packed (.gz, .zst). Several at once are fine.",
    ),
    "data.upload.label": Text("Archivos de conversaciones", "Arquivos de conversas", "Files of conversations"),
    "data.upload.help": Text(
        "Hasta {limit} MB por archivo.", "Até {limit} MB por arquivo.", "Up to {limit} MB a file."
    ),
    "data.upload.several": Text("{n} archivos", "{n} arquivos", "{n} files"),
    "data.upload.failed": Text(
        "No se pudo guardar: {error}. Nada quedó a medias.",
        "Não foi possível salvar: {error}. Nada ficou pela metade.",
        "It could not be stored: {error}. Nothing was left half done.",
    ),
    "data.example": Text("Descargar un ejemplo", "Baixar um exemplo", "Download an example"),
    "data.server.title": Text("Archivo del servidor", "Arquivo do servidor", "File on the server"),
    "data.server.lead": Text(
        "Un archivo o una carpeta que ya está en el servidor.",
        "Um arquivo ou uma pasta que já está no servidor.",
        "A file or a folder that already is on the server.",
    ),
    "data.server.label": Text("Archivo o carpeta", "Arquivo ou pasta", "File or folder"),
    "data.server.placeholder": Text(
        "Elija o escriba una ruta", "Escolha ou escreva um caminho", "Choose or type a path"
    ),
    "data.server.allowed": Text("Se puede leer en: {folders}", "Pode-se ler em: {folders}", "May be read: {folders}"),
    "data.server.go": Text("Usar este archivo", "Usar este arquivo", "Use this file"),
    "data.server.not_allowed": Text(
        "Ese lugar no está permitido. Elija uno de las carpetas indicadas.",
        "Esse lugar não é permitido. Escolha um das pastas indicadas.",
        "That place is not allowed. Choose one in the folders named here.",
    ),
    "data.server.nothing": Text(
        "Ahí no hay ningún archivo que se pueda leer.",
        "Ali não há nenhum arquivo que se possa ler.",
        "There is no file there that can be read.",
    ),
}
_LIVE = {
    "data.live.title": Text("Casos en vivo", "Casos ao vivo", "Live tickets"),
    "data.live.lead": Text(
        "Conversaciones reales de sus clientes, por fecha y estado.",
        "Conversas reais dos seus clientes, por data e situação.",
        "Real conversations of your customers, by date and state.",
    ),
    "data.live.admins": Text(
        "Solo con una cuenta de administrador.", "Só com uma conta de administrador.", "Only with an admin account."
    ),
    "data.live.days": Text("Abiertos entre", "Abertos entre", "Opened between"),
    "data.live.states": Text("Estado", "Situação", "State"),
    "data.live.channel": Text("Canal", "Canal", "Channel"),
    "data.live.language": Text("Idioma", "Idioma", "Language"),
    "data.live.redact": Text("Ocultar datos personales", "Ocultar dados pessoais", "Hide personal data"),
    "data.live.redact.help": Text(
        "Correos, teléfonos, tarjetas, placas y similares se reemplazan antes de salir del servidor.",
        "E-mails, telefones, cartões, placas e similares são trocados antes de sair do servidor.",
        "E-mail addresses, phones, cards, plates and the like are replaced before they leave the server.",
    ),
    "data.live.not_redacted": Text(
        "Los datos personales quedarán en esta corrida. Compártala con cuidado.",
        "Os dados pessoais ficarão nesta execução. Compartilhe com cuidado.",
        "Personal data will stay in this run. Share it with care.",
    ),
    "data.live.count.one": Text("{n} conversación", "{n} conversa", "{n} conversation"),
    "data.live.count.other": Text("{n} conversaciones", "{n} conversas", "{n} conversations"),
    "data.live.go": Text("Importar y analizar", "Importar e analisar", "Import and analyse"),
    "data.live.imported": Text("{n} de {all} conversaciones", "{n} de {all} conversas", "{n} of {all} conversations"),
    "data.live.unfinished": Text(
        "La importación no llegó al final y no quedó nada a medias.",
        "A importação não chegou ao fim e nada ficou pela metade.",
        "The import did not get to its end, and nothing was left half done.",
    ),
    "data.live.again": Text("Importar de nuevo", "Importar de novo", "Import again"),
    "data.live.restarted": Text(
        "el taller se reinició a mitad de la importación. Impórtelos de nuevo.",
        "a Oficina de agentes foi reiniciada no meio da importação. Importe de novo.",
        "the workbench was restarted in the middle of the import. Import again.",
    ),
    "data.live.signed_out": Text(
        "su sesión terminó. Entre de nuevo e impórtelos otra vez.",
        "a sua sessão terminou. Entre de novo e importe outra vez.",
        "your session ended. Sign in and import again.",
    ),
    "data.live.refused": Text(
        "el servidor no aceptó el pedido. Inténtelo de nuevo.",
        "o servidor não aceitou o pedido. Tente de novo.",
        "the backend refused the request. Try again.",
    ),
    "data.live.broken": Text(
        "la conexión se cortó a la mitad. Inténtelo de nuevo.",
        "a conexão caiu no meio. Tente de novo.",
        "the connection broke off in the middle. Try again.",
    ),
    "job.failed.import": Text(
        "No se importaron los casos: {error}", "Os casos não foram importados: {error}", "The import failed: {error}"
    ),
    "data.state.open": Text("Abierto", "Aberto", "Open"),
    "data.state.in_progress": Text("En curso", "Em andamento", "In progress"),
    "data.state.waiting_agent": Text("Espera a una persona", "Aguardando uma pessoa", "Waits for a person"),
    "data.state.resolved": Text("Resuelto", "Resolvido", "Resolved"),
    "data.state.closed": Text("Cerrado", "Fechado", "Closed"),
}
_DRAFT = {
    "data.title": Text("Nombre de la corrida", "Nome da execução", "Name of the run"),
    "data.more_files.one": Text("y {n} archivo más", "e mais {n} arquivo", "and {n} more file"),
    "data.more_files.other": Text("y {n} archivos más", "e mais {n} arquivos", "and {n} more files"),
    "data.file": Text("{size} · {format}", "{size} · {format}", "{size} · {format}"),
    "data.format.jsonl": Text(
        "una conversación por línea (JSONL)", "uma conversa por linha (JSONL)", "one conversation a line (JSONL)"
    ),
    "data.format.json": Text(
        "lista de conversaciones (JSON)", "lista de conversas (JSON)", "list of conversations (JSON)"
    ),
    "data.format.csv": Text("tabla de mensajes (CSV)", "tabela de mensagens (CSV)", "table of messages (CSV)"),
    "data.read_all.one": Text("Contiene {n} conversación.", "Contém {n} conversa.", "It holds {n} conversation."),
    "data.read_all.other": Text("Contiene {n} conversaciones.", "Contém {n} conversas.", "It holds {n} conversations."),
    "data.read_beginning.one": Text(
        "Se leyó el principio: {n} conversación.",
        "O começo foi lido: {n} conversa.",
        "The beginning was read: {n} conversation.",
    ),
    "data.read_beginning.other": Text(
        "Se leyó el principio: {n} conversaciones.",
        "O começo foi lido: {n} conversas.",
        "The beginning was read: {n} conversations.",
    ),
    "data.rejected_so_far.one": Text(
        "{n} línea no se puede usar. Las demás se analizan igual.",
        "{n} linha não pode ser usada. As outras são analisadas mesmo assim.",
        "{n} line cannot be used. The others are analysed all the same.",
    ),
    "data.rejected_so_far.other": Text(
        "{n} líneas no se pueden usar. Las demás se analizan igual.",
        "{n} linhas não podem ser usadas. As outras são analisadas mesmo assim.",
        "{n} lines cannot be used. The others are analysed all the same.",
    ),
    "data.line": Text("Línea", "Linha", "Line"),
    "data.why": Text("Motivo", "Motivo", "Why"),
    "data.begins": Text("Comienza así", "Começa assim", "How it begins"),
    "data.analyze": Text("Analizar", "Analisar", "Analyse"),
    "data.busy": Text(
        "Ya hay un trabajo en esta corrida.",
        "Já há um trabalho nesta execução.",
        "This run is being worked on already.",
    ),
    "data.discard": Text("Descartar", "Descartar", "Discard"),
    "data.discard.sure": Text(
        "Se borra esta corrida con sus archivos.",
        "Esta execução e os seus arquivos serão apagados.",
        "This run and its files will be deleted.",
    ),
    "data.discard.yes": Text("Sí, borrar", "Sim, apagar", "Yes, delete"),
    "data.found": Text("El archivo comienza así:", "O arquivo começa assim:", "The file begins like this:"),
    "data.expected": Text(
        "Se espera una conversación por línea en JSON, con sus mensajes; o un CSV con las columnas ticket_id, content, "
        "is_bot y, si la hay, created_at.",
        "Espera-se uma conversa por linha em JSON, com as suas mensagens; ou um CSV com as colunas ticket_id, content, "
        "is_bot e, se houver, created_at.",
        "Expected is one conversation a line in JSON, with its messages; or a CSV with the columns ticket_id, content, "
        "is_bot and, if there is one, created_at.",
    ),
    "data.leave_out": Text("Quitar este archivo", "Remover este arquivo", "Leave this file out"),
    "data.leave_out.first": Text(
        "Quite primero los archivos que no se pueden usar.",
        "Remova primeiro os arquivos que não podem ser usados.",
        "First leave out the files that cannot be used.",
    ),
    "data.problem.empty": Text("El archivo está vacío.", "O arquivo está vazio.", "The file is empty."),
    "data.problem.other_file": Text(
        "Este archivo es de otro tipo: una imagen, un PDF, un Excel, un ZIP o algo parecido.",
        "Este arquivo é de outro tipo: uma imagem, um PDF, um Excel, um ZIP ou algo parecido.",
        "This file is of another kind: an image, a PDF, an Excel sheet, a ZIP or the like.",
    ),
    "data.problem.csv_columns": Text(
        "Es una tabla, pero le faltan columnas de mensajes.",
        "É uma tabela, mas faltam colunas de mensagens.",
        "It is a table, but columns of messages are missing.",
    ),
    "data.problem.not_json": Text(
        "Es texto, pero sus líneas no son JSON.",
        "É texto, mas as suas linhas não são JSON.",
        "It is text, but its lines are no JSON.",
    ),
    "data.problem.no_transcript": Text(
        "Es JSON, pero no tiene mensajes de un cliente y un bot.",
        "É JSON, mas não tem mensagens de um cliente e um bot.",
        "It is JSON, but holds no messages of a customer and a bot.",
    ),
    "data.problem.unreadable": Text(
        "El archivo ya no está o no se puede leer.",
        "O arquivo não está mais lá ou não pode ser lido.",
        "The file is gone or cannot be read.",
    ),
}
_WORKING = {
    "data.working.importing": Text("Importando casos…", "Importando casos…", "Importing tickets…"),
    "data.working.analyzing": Text("Analizando conversaciones…", "Analisando conversas…", "Analysing conversations…"),
    "data.working.paused": Text("En pausa", "Em pausa", "Paused"),
    "data.beginning": Text("Empezando…", "Começando…", "Beginning…"),
    "data.bytes_of": Text("{done} de {all}", "{done} de {all}", "{done} of {all}"),
    "data.speed": Text("{speed} por segundo", "{speed} por segundo", "{speed} a second"),
    "data.left": Text("faltan {time}", "faltam {time}", "{time} left"),
    "data.stop": Text("Detener", "Parar", "Stop"),
    "data.resume": Text("Continuar", "Continuar", "Go on"),
}
_CONTENTS = {
    "data.to_metrics": Text("Ver métricas", "Ver métricas", "See metrics"),
    "data.new_run": Text("Nueva corrida", "Nova execução", "New run"),
    "data.none_accepted": Text(
        "Ninguna línea es una conversación. Abajo está el motivo de cada una.",
        "Nenhuma linha é uma conversa. Abaixo está o motivo de cada uma.",
        "No line is a conversation. Below it says why.",
    ),
    "data.count.accepted": Text("Conversaciones", "Conversas", "Conversations"),
    "data.count.rejected": Text("Líneas rechazadas", "Linhas rejeitadas", "Rejected lines"),
    "data.count.duplicate_ids": Text("De ellas, repetidas", "Delas, repetidas", "Of them duplicates"),
    "data.count.empty_lines": Text("Líneas vacías", "Linhas vazias", "Empty lines"),
    "data.sources": Text("Archivos analizados", "Arquivos analisados", "Files analysed"),
    "data.source": Text("Archivo", "Arquivo", "File"),
    "data.size": Text("Tamaño", "Tamanho", "Size"),
    "data.sha256": Text("Huella SHA-256", "Impressão SHA-256", "SHA-256"),
    "data.no_table": Text(
        "Esta corrida no guardó sus conversaciones: solo tiene cifras.",
        "Esta execução não guardou as suas conversas: só tem números.",
        "This run kept no conversations: it has figures only.",
    ),
    "data.rejected.title": Text("Líneas rechazadas", "Linhas rejeitadas", "Rejected lines"),
    "data.rejected.lead": Text(
        "No cuentan en ninguna cifra. Corríjalas y vuelva a subir el archivo si las necesita.",
        "Não contam em nenhum número. Corrija e envie o arquivo de novo se precisar delas.",
        "They count in no figure. Mend them and upload the file again if you need them.",
    ),
    "data.rejected.at": Text("Línea {line}", "Linha {line}", "Line {line}"),
    "data.rejected.download": Text("Descargar todas", "Baixar todas", "Download all"),
    "data.missing.title": Text(
        "Qué falta en las conversaciones", "O que falta nas conversas", "What the conversations lack"
    ),
    "data.missing.nothing": Text("No falta nada.", "Não falta nada.", "Nothing is missing."),
    "data.missing.resolved": Text("Si se resolvió", "Se foi resolvida", "Whether resolved"),
    "data.missing.resolved.means": Text(
        "No cuentan en la tasa de resolución.",
        "Não contam na taxa de resolução.",
        "They do not count in the resolution rate.",
    ),
    "data.missing.csat": Text("Satisfacción", "Satisfação", "Satisfaction"),
    "data.missing.csat.means": Text(
        "No cuentan en la satisfacción media.",
        "Não contam na satisfação média.",
        "They do not count in the average satisfaction.",
    ),
    "data.missing.duration": Text("Duración", "Duração", "Duration"),
    "data.missing.duration.means": Text(
        "No cuentan en la duración media.", "Não contam na duração média.", "They do not count in the average duration."
    ),
    "data.missing.date": Text("Fecha", "Data", "Date"),
    "data.missing.date.means": Text(
        "No salen en la evolución.", "Não aparecem na evolução.", "They are not in the trend."
    ),
    "data.missing.context": Text("Contexto", "Contexto", "Context"),
    "data.missing.context.means": Text(
        "Salen como «Sin dato» en el desglose.",
        "Aparecem como “Sem dado” no detalhamento.",
        "They show as “Not stated”.",
    ),
    "data.missing.channel": Text("Canal", "Canal", "Channel"),
    "data.missing.channel.means": Text(
        "Salen como «Sin dato» en el desglose.",
        "Aparecem como “Sem dado” no detalhamento.",
        "They show as “Not stated”.",
    ),
    "data.missing.language": Text("Idioma", "Idioma", "Language"),
    "data.missing.language.means": Text(
        "Se reconoce por lo que escribe el cliente.",
        "É reconhecido pelo que o cliente escreve.",
        "It is recognised from what the customer writes.",
    ),
}
_REASONS = {
    "data.reason.breaks": Text("El archivo se corta aquí", "O arquivo se interrompe aqui", "The file breaks off here"),
    "data.reason.csv": Text("Fila de la tabla incompleta", "Linha da tabela incompleta", "Incomplete row of the table"),
    "data.reason.binary": Text("No es texto legible", "Não é texto legível", "No readable text"),
    "data.reason.json": Text("No es JSON válido", "Não é JSON válido", "Not valid JSON"),
    "data.reason.deep": Text("Demasiado anidado", "Aninhado demais", "Nested too deeply"),
    "data.reason.long": Text("Línea demasiado larga", "Linha longa demais", "Line too long"),
    "data.reason.duplicate": Text("Identificador repetido", "Identificador repetido", "Duplicate id"),
    "data.reason.empty": Text("Todos los mensajes están vacíos", "Todas as mensagens estão vazias", "All messages are empty"),
    "data.reason.messages": Text("Ningún mensaje se puede usar", "Nenhuma mensagem pode ser usada", "No usable message"),
    "data.reason.transcript": Text("No tiene mensajes", "Não tem mensagens", "No messages"),
    "data.reason.object": Text("No es un objeto JSON", "Não é um objeto JSON", "Not a JSON object"),
    "data.reason.other": Text("Otro motivo", "Outro motivo", "Another reason"),
}  # fmt: skip
TEXTS: dict[str, Text] = {**_WAYS, **_LIVE, **_DRAFT, **_WORKING, **_CONTENTS, **_REASONS}
