"""The compare page. What the report says too is in the report's own texts."""

from workbench.i18n.catalogue import Text

TEXTS: dict[str, Text] = {
    "compare.title": Text("¿Es mejor?", "É melhor?", "Is it better?"),
    "compare.why.clear": Text(
        "La diferencia es clara: es muy poco probable que sea azar.",
        "A diferença é clara: é muito pouco provável que seja acaso.",
        "The difference is clear: it is very unlikely to be chance.",
    ),
    "compare.why.too_few_pairs": Text(
        "Con tan pocos clientes simulados no se puede distinguir una mejora del azar.",
        "Com tão poucos clientes simulados não dá para distinguir uma melhoria do acaso.",
        "With so few simulated customers an improvement cannot be told from chance.",
    ),
    "compare.why.not_enough_data": Text(
        "Puede haber una diferencia, pero estos datos no alcanzan para afirmarla.",
        "Pode haver uma diferença, mas estes dados não bastam para afirmá-la.",
        "There may be a difference, but these data are not enough to claim it.",
    ),
    "compare.why.no_relevant_difference": Text(
        "Hay datos suficientes para decir que el cambio no importa: más escenarios no cambiarían la decisión.",
        "Há dados suficientes para dizer que a mudança não importa: mais cenários não mudariam a decisão.",
        "There are enough data to say that the change does not matter: more scenarios would not change the decision.",
    ),
    "compare.why.mixed_signals": Text(
        "Una cifra sube y otra baja: ningún promedio decide por usted. Lea los casos en que empeora.",
        "Um número sobe e outro cai: nenhuma média decide por você. Leia os casos em que piora.",
        "One figure rises and another falls: no average decides for you. Read the cases where it gets worse.",
    ),
    "compare.rule": Text("Cómo se decide el veredicto", "Como se decide o veredito", "How the verdict is decided"),
    "compare.rule.few": Text(
        "Con menos de {n} escenarios comparables no se da veredicto.",
        "Com menos de {n} cenários comparáveis não se dá veredito.",
        "With fewer than {n} comparable scenarios no verdict is given.",
    ),
    "compare.needed.one": Text(
        "Falta cerca de {n} escenario más para decidir.",
        "Falta cerca de {n} cenário a mais para decidir.",
        "About {n} more scenario is needed to decide.",
    ),
    "compare.needed.other": Text(
        "Faltan unos {n} escenarios más para decidir.",
        "Faltam cerca de {n} cenários a mais para decidir.",
        "About {n} more scenarios are needed to decide.",
    ),
    "compare.more": Text("Elegir más escenarios", "Escolher mais cenários", "Choose more scenarios"),
    "compare.p": Text("Valor p", "Valor p", "p value"),
    "compare.segment_metric": Text("Medida", "Medida", "Figure"),
    "compare.no_segments": Text(
        "No hay pares para mostrar.", "Não há pares para mostrar.", "There are no pairs to show."
    ),
    "compare.show": Text("Escenarios", "Cenários", "Scenarios"),
    "compare.show.worse": Text("Empeoran", "Pioram", "Worse"),
    "compare.show.better": Text("Mejoran", "Melhoram", "Better"),
    "compare.show.all": Text("Todos", "Todos", "All"),
    "compare.search": Text("Buscar un escenario", "Buscar um cenário", "Find a scenario"),
    "compare.search.hint": Text(
        "Identificador, objetivo, contexto o intención",
        "Identificador, objetivo, contexto ou intenção",
        "Id, goal, context or intent",
    ),
    "compare.no_scenarios": Text(
        "Ningún escenario coincide. Pruebe con otra palabra o con «Todos».",
        "Nenhum cenário coincide. Tente outra palavra ou “Todos”.",
        "No scenario matches. Try another word or “All”.",
    ),
    "compare.choose_row": Text(
        "Elija una fila para leer sus conversaciones; abajo está la primera.",
        "Escolha uma linha para ler as conversas; abaixo está a primeira.",
        "Choose a row to read its conversations; the first one is below.",
    ),
    "compare.about": Text("Tema", "Tema", "About"),
    "compare.goal": Text("Qué quiere el cliente", "O que o cliente quer", "What the customer wants"),
    "compare.trial": Text("Repetición", "Repetição", "Trial"),
    "compare.imported.why": Text(
        "Estas cifras son de clientes reales; las de arriba, de clientes simulados. No se comparan entre sí: una diferencia entre ellas diría más de la simulación que del cambio.",
        "Estes números são de clientes reais; os de cima, de clientes simulados. Não se comparam entre si: uma diferença entre eles diria mais da simulação do que da mudança.",
        "These figures are of real customers; those above are of simulated ones. They are not compared: a difference between them would tell more about the simulation than about the change.",
    ),
    "compare.imported.value": Text("Valor", "Valor", "Value"),
    "compare.imported.n": Text("Casos conocidos", "Casos conhecidos", "Known cases"),
    "compare.coverage.scenarios": Text("Escenarios", "Cenários", "Scenarios"),
    "compare.coverage.pairs": Text("Comparados", "Comparados", "Compared"),
    "compare.coverage.trials": Text("Pares de conversaciones", "Pares de conversas", "Pairs of conversations"),
    "compare.coverage.left_out": Text("Fuera de la comparación", "Fora da comparação", "Left out"),
    "compare.coverage.failures": Text("Fallas técnicas", "Falhas técnicas", "Technical failures"),
    "compare.coverage.missing": Text("Sin simular", "Não realizadas", "Not played"),
    "compare.coverage.arms": Text(
        "Donde hay dos números, el primero es de la versión actual y el segundo de la propuesta. Las fallas técnicas no cuentan en contra de nadie.",
        "Onde há dois números, o primeiro é da versão atual e o segundo da proposta. As falhas técnicas não contam contra ninguém.",
        "Where there are two numbers, the first is the current version's and the second the proposal's. Technical failures count against neither.",
    ),
    "compare.arm": Text("Versión", "Versão", "Version"),
    "compare.tab.scenarios": Text("Escenarios", "Cenários", "Scenarios"),
    "compare.tab.segments": Text("Por contexto e intención", "Por contexto e intenção", "By context and intent"),
    "compare.tab.coverage": Text("Alcance y límites", "Alcance e limites", "Coverage and limits"),
    "compare.tab.cost": Text("Costo", "Custo", "Cost"),
    "compare.tab.imported": Text("Conversaciones reales", "Conversas reais", "Real conversations"),
    "compare.damaged": Text(
        "La comparación no se puede leer: {error}",
        "Não é possível ler a comparação: {error}",
        "The comparison cannot be read: {error}",
    ),
    "compare.again": Text("Comparar de nuevo", "Comparar de novo", "Compare again"),
    "compare.outdated": Text(
        "Las metas o los pesos cambiaron después de esta comparación: el Score de abajo usa los anteriores.",
        "As metas ou os pesos mudaram depois desta comparação: o Score abaixo usa os anteriores.",
        "Targets or weights changed after this comparison: the Score below uses the earlier ones.",
    ),
    "compare.changed": Text(
        "Después de esta simulación se cambió: {names}. El veredicto es de lo que se simuló, no de lo de ahora.",
        "Depois desta simulação mudou: {names}. O veredito é do que foi simulado, não do que vale agora.",
        "Changed since this simulation: {names}. The verdict is about what was simulated, not about what is chosen now.",
    ),
    "compare.to_regenerate": Text("Ir a Regenerar", "Ir para Regenerar", "Go to Regenerate"),
    "compare.offline": Text(
        "Simulado con el modelo sin conexión: muestra el método, no lo que haría un modelo real.",
        "Simulado com o modelo offline: mostra o método, não o que um modelo real faria.",
        "Simulated with the offline model: it shows the method, not what a real model would do.",
    ),
    "compare.recompute": Text(
        "Recalcular con los nuevos (no cuesta nada)",
        "Recalcular com os novos (não custa nada)",
        "Work it out with the new ones (costs nothing)",
    ),
    "compare.report": Text(
        "Descargar el informe ({name})", "Baixar o relatório ({name})", "Download the report ({name})"
    ),
    "compare.report_in": Text(
        "Rehacer el informe en {name}", "Refazer o relatório em {name}", "Make the report in {name}"
    ),
    "compare.export": Text("Exportar o publicar", "Exportar ou publicar", "Export or publish"),
    "compare.busy": Text(
        "Hay otro trabajo en curso en esta corrida. Espere a que termine.",
        "Há outro trabalho em andamento nesta execução. Espere que termine.",
        "Other work is in progress on this run. Wait until it is done.",
    ),
    "compare.locked": Text(
        "Otro proceso trabaja en esta corrida (por ejemplo, la línea de comandos). Espere a que termine.",
        "Outro processo trabalha nesta execução (por exemplo, a linha de comando). Espere que termine.",
        "Another process works on this run (the command line, for example). Wait until it is done.",
    ),
    "compare.under_way": Text("Comparando…", "Comparando…", "Comparing…"),
}
