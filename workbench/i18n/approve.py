"""The approve page, and what changed between two texts."""

from workbench.i18n.catalogue import Text

TEXTS: dict[str, Text] = {
    "approve.lead": Text(
        "Edite los textos del bot y vea al lado lo que cambia. Lo que apruebe se probará contra el bot de hoy; nada llega todavía a los clientes.",
        "Edite os textos do bot e veja ao lado o que muda. O que você aprovar será testado contra o bot de hoje; nada chega ainda aos clientes.",
        "Edit the bot's prompts and see beside them what changes. What you approve is tried against today's bot; nothing reaches customers yet.",
    ),
    "approve.in_force.proposal": Text("Propuesta aprobada", "Proposta aprovada", "Proposal approved"),
    "approve.in_force.edited": Text(
        "Textos editados y aprobados", "Textos editados e aprovados", "Edited prompts approved"
    ),
    "approve.in_force.unchanged": Text(
        "Prueba A/A aprobada: sin cambios", "Teste A/A aprovado: sem mudanças", "A/A check approved: nothing changed"
    ),
    "approve.by": Text("{who}, {when}", "{who}, {when}", "{who}, {when}"),
    "approve.releases": Text(
        "Versión actual {baseline} · versión propuesta {proposed}",
        "Versão atual {baseline} · versão proposta {proposed}",
        "Current release {baseline} · proposed release {proposed}",
    ),
    "approve.next": Text("Ir a regenerar", "Ir para regenerar", "Go on to regenerate"),
    "approve.begin_with": Text("Empezar desde:", "Começar de:", "Start from:"),
    "approve.source.proposal": Text("La propuesta en uso", "A proposta em uso", "The proposal in use"),
    "approve.source.approved": Text("La última aprobación", "A última aprovação", "The last approval"),
    "approve.source.current": Text("Los textos actuales", "Os textos atuais", "The current prompts"),
    "approve.draft": Text(
        "Borrador sin aprobar, guardado: {who}, {when}.",
        "Rascunho não aprovado, salvo: {who}, {when}.",
        "Draft, not approved, kept: {who}, {when}.",
    ),
    "approve.meanwhile.draft": Text(
        "{who} guardó otro borrador de estos textos, {when}.",
        "{who} salvou outro rascunho destes textos, {when}.",
        "{who} kept another draft of these prompts, {when}.",
    ),
    "approve.meanwhile.approved": Text(
        "{who} aprobó otros textos mientras usted trabajaba aquí, {when}.",
        "{who} aprovou outros textos enquanto você trabalhava aqui, {when}.",
        "{who} approved other prompts while you worked here, {when}.",
    ),
    "approve.meanwhile.yours": Text(
        "Lo suyo sigue en los editores. Cargue el otro texto en su lugar, o siga con el suyo, que será el borrador de todos.",
        "O seu texto continua nos editores. Carregue o outro no lugar dele, ou siga com o seu, que será o rascunho de todos.",
        "Your text is still in the editors. Load the other one in its place, or go on with yours, which will be everybody's draft.",
    ),
    "approve.meanwhile.theirs": Text("Cargar el otro texto", "Carregar o outro texto", "Load the other text"),
    "approve.meanwhile.mine": Text("Seguir con el mío", "Seguir com o meu", "Go on with mine"),
    "approve.meanwhile.look": Text(
        "{who} acaba de aprobar otros textos. Mírelos antes de aprobar los suyos.",
        "{who} acabou de aprovar outros textos. Veja-os antes de aprovar os seus.",
        "{who} has just approved other prompts. Look at them before you approve yours.",
    ),
    "approve.system": Text("Instrucciones del bot", "Instruções do bot", "System prompt"),
    "approve.system.label": Text("Instrucciones", "Instruções", "System prompt"),
    "approve.system.help": Text(
        "Cómo debe trabajar el bot, igual para todos los clientes.",
        "Como o bot deve trabalhar, igual para todos os clientes.",
        "How the bot should work, the same for every customer.",
    ),
    "approve.template": Text("Plantilla del mensaje", "Modelo da mensagem", "User template"),
    "approve.template.label": Text("Plantilla", "Modelo", "User template"),
    "approve.template.help": Text(
        "Lo que el bot sabe de cada caso. Debe tener los campos {fields}.",
        "O que o bot sabe de cada caso. Deve ter os campos {fields}.",
        "What the bot knows of each case. It must hold the fields {fields}.",
    ),
    "approve.length.one": Text("{n} carácter de {most}", "{n} caractere de {most}", "{n} character of {most}"),
    "approve.length.other": Text("{n} caracteres de {most}", "{n} caracteres de {most}", "{n} characters of {most}"),
    "approve.same": Text("Igual al texto actual.", "Igual ao texto atual.", "The same as the current text."),
    "approve.changes": Text(
        "Frente al texto actual: {removed} palabras menos, {added} más.",
        "Em relação ao texto atual: {removed} palavras a menos, {added} a mais.",
        "Against the current text: {removed} words out, {added} in.",
    ),
    "approve.problem.missing": Text("Falta: {names}.", "Falta: {names}.", "It lacks {names}."),
    "approve.problem.unknown": Text(
        "El bot no conoce {names}. Quítelo o escriba uno de los cuatro campos.",
        "O bot não conhece {names}. Remova-o ou escreva um dos quatro campos.",
        "The bot does not know {names}. Remove it or write one of the four fields.",
    ),
    "approve.problem.brace": Text(
        "Hay una llave que abre o cierra sin pareja.",
        "Há uma chave que abre ou fecha sem par.",
        "There is a brace that opens or closes nothing.",
    ),
    "approve.problem.control": Text(
        "Hay un carácter invisible ({names}). Bórrelo.",
        "Há um caractere invisível ({names}). Apague-o.",
        "There is an invisible character ({names}). Delete it.",
    ),
    "approve.problem.long": Text(
        "Es demasiado larga: puede tener hasta {most} caracteres.",
        "É longo demais: pode ter até {most} caracteres.",
        "It is too long: it may have up to {most} characters.",
    ),
    "approve.problem.length": Text(
        "Debe tener entre {least} y {most} caracteres.",
        "Deve ter entre {least} e {most} caracteres.",
        "It must have between {least} and {most} characters.",
    ),
    "approve.signed": Text(
        "La aprobación quedará a nombre de {who}.",
        "A aprovação ficará em nome de {who}.",
        "The approval will be in the name of {who}.",
    ),
    "approve.approve": Text("Aprobar estos textos", "Aprovar estes textos", "Approve these prompts"),
    "approve.nothing_changed": Text(
        "Nada cambia frente a los textos actuales: elija otros textos, edítelos o haga una prueba sin cambios.",
        "Nada muda em relação aos textos atuais: escolha outros textos, edite-os ou faça um teste sem mudanças.",
        "Nothing changes against the current prompts: choose other texts, edit them or do a check without changes.",
    ),
    "approve.fix_first": Text(
        "Corrija lo señalado para poder aprobar.",
        "Corrija o que está assinalado para poder aprovar.",
        "Fix what is marked to be able to approve.",
    ),
    "approve.unchanged": Text("Aprobar sin cambios", "Aprovar sem mudanças", "Approve unchanged"),
    "approve.unchanged.why": Text(
        "Prueba A/A: el bot de hoy se compara consigo mismo. Sirve para comprobar que la medición no encuentra mejoras donde no las hay.",
        "Teste A/A: o bot de hoje é comparado consigo mesmo. Serve para comprovar que a medição não encontra melhorias onde não há.",
        "A/A check: today's bot plays against itself. It shows that the measurement finds no improvement where there is none.",
    ),
    "approve.unchanged.do": Text("Aprobar la prueba A/A", "Aprovar o teste A/A", "Approve the A/A check"),
    "approve.busy": Text(
        "Hay un trabajo en curso: se podrá aprobar cuando termine.",
        "Há um trabalho em andamento: será possível aprovar quando terminar.",
        "Work is in progress: approving is possible when it is done.",
    ),
    "approve.already": Text(
        "Estos textos ya están aprobados.", "Estes textos já estão aprovados.", "These prompts are approved already."
    ),
    "approve.without_account": Text("alguien sin cuenta", "alguém sem conta", "somebody without an account"),
    "approve.history": Text("Aprobaciones", "Aprovações", "Approvals"),
    "approve.from.proposal": Text("La propuesta tal cual", "A proposta como está", "The proposal as it was"),
    "approve.from.edited": Text("Textos editados", "Textos editados", "Edited prompts"),
    "approve.from.unchanged": Text("Sin cambios (prueba A/A)", "Sem mudanças (teste A/A)", "Unchanged (A/A check)"),
    "approve.restore": Text("Restaurar", "Restaurar", "Restore"),
    "approve.see_changes": Text("Ver qué cambia", "Ver o que muda", "See what changes"),
    "diff.removed": Text("Quitado", "Retirado", "Removed"),
    "diff.added": Text("Agregado", "Acrescentado", "Added"),
}
