"""Landing page, dashboard, pages that are not there."""

from __future__ import annotations

from portal.i18n.catalogue import Text, Texts

TEXTS: Texts = {
    "home.title": Text("¿En qué te ayudamos hoy?", "Como podemos ajudar hoje?", "How can we help you today?"),
    "home.eyebrow": Text(
        "Asistente con IA, a cualquier hora", "Assistente com IA, a qualquer hora", "AI assistant, at any hour"
    ),
    "home.lead": Text(
        "Escribe lo que pasó, como se lo contarías a alguien. Te respondemos al momento y, si hace falta, "
        "una persona sigue contigo en la misma conversación.",
        "Escreva o que aconteceu, como contaria para alguém. Respondemos na hora e, se for preciso, "
        "uma pessoa continua com você na mesma conversa.",
        "Write what happened, the way you would tell someone. We answer right away and, if you need a person, "
        "one joins you in the same conversation.",
    ),
    "home.ai": Text(
        "Quien responde primero es una inteligencia artificial.",
        "Quem responde primeiro é uma inteligência artificial.",
        "An artificial intelligence answers first.",
    ),
    "home.start": Text("Contar mi caso", "Contar meu caso", "Tell us your case"),
    "home.promises": Text("Qué puedes esperar", "O que você pode esperar", "What you can expect"),
    "home.fast.title": Text("Respuesta al momento", "Resposta na hora", "An answer right away"),
    "home.fast.text": Text(
        "En español, portugués o inglés. Sin filas, sin menús y sin esperar a que abra la oficina.",
        "Em português, espanhol ou inglês. Sem fila, sem menus e sem esperar o escritório abrir.",
        "In English, Spanish or Portuguese. No queue, no menus, no opening hours.",
    ),
    "home.does.title": Text("Resuelve, no solo informa", "Resolve, não só informa", "It gets things done"),
    "home.does.text": Text(
        "Consulta tu pago, mueve tu cita o revisa tu trámite. Antes de algo que no se puede deshacer, te pide "
        "confirmar.",
        "Consulta seu pagamento, muda seu agendamento ou verifica seu processo. Antes de algo que não dá para "
        "desfazer, pede sua confirmação.",
        "It looks up your payment, moves your appointment or checks where things stand. Before anything that "
        "cannot be undone, it asks you to confirm.",
    ),
    "home.person.title": Text(
        "Una persona cuando quieras", "Uma pessoa quando você quiser", "A person whenever you want"
    ),
    "home.person.text": Text(
        "Pídela con un botón. Llega con el resumen de tu caso: no tienes que repetir nada.",
        "Peça com um botão. Ela chega com o resumo do seu caso: você não precisa repetir nada.",
        "Ask with one button. They come with a summary of your case: you repeat nothing.",
    ),
    "home.about": Text("Sobre {company}", "Sobre a {company}", "About {company}"),
    "home.scene.assistant": Text("Asistente", "Assistente", "Assistant"),
    "home.scene.online": Text("Responde al momento", "Responde na hora", "Answers right away"),
    "home.scene.question": Text("Hola, ¿cuándo me llega mi pago?", "Oi, quando cai meu pagamento?",
                                "Hi, when does my payment arrive?"),
    "home.scene.tool": Text("Consulté tu pago", "Consultei seu pagamento", "I looked up your payment"),
    "home.scene.approved": Text("Aprobado", "Aprovado", "Approved"),
    "home.scene.sent": Text("Enviado", "Enviado", "Sent"),
    "home.scene.arrived": Text("En tu cuenta", "Na sua conta", "In your account"),
    "home.scene.answer": Text(
        "Salió ayer y llega a tu cuenta mañana. ¿Te aviso cuando caiga?",
        "Saiu ontem e cai na sua conta amanhã. Quer que eu avise?",
        "It left yesterday and arrives tomorrow. Shall I let you know?",
    ),
    "home.scene.thanks": Text("Sí, gracias", "Sim, obrigada", "Yes, thank you"),
    "home.dashboard.title": Text("Inicio", "Início", "Home"),
    "home.hello": Text("Hola, {name}", "Olá, {name}", "Hello, {name}"),
    "home.new.text": Text(
        "Cuéntanos qué pasó y te respondemos al momento.",
        "Conte o que aconteceu e respondemos na hora.",
        "Tell us what happened and get an answer right away.",
    ),
    "home.all.text": Text(
        "Sigue una conversación o revisa cómo quedó.",
        "Continue uma conversa ou veja como ficou.",
        "Go on with a conversation or see how it ended.",
    ),
    "home.waiting": Text("Pendiente de ti", "Esperando por você", "Waiting for you"),
    "home.rate": Text("¿Cómo te atendimos?", "Como foi o atendimento?", "How did we do?"),
    "home.rate.action": Text("Calificar", "Avaliar", "Rate"),
    "home.counts": Text("Tus casos por estado", "Seus casos por situação", "Your cases by state"),
    "home.recent": Text("Recientes", "Recentes", "Recent"),
    "home.see_all": Text("Ver todos", "Ver todos", "See all"),
    "home.first.title": Text("Aún no tienes casos", "Você ainda não tem casos", "You have no cases yet"),
    "home.first.text": Text(
        "Cuéntanos el primero: en menos de un minuto tienes respuesta.",
        "Conte o primeiro: em menos de um minuto você tem resposta.",
        "Tell us the first one: you will have an answer in under a minute.",
    ),
    "home.not_found.title": Text(
        "No encontramos esta página", "Não encontramos esta página", "We could not find this page"
    ),
    "home.not_found.text": Text(
        "Puede que el enlace esté incompleto o que la página ya no exista. Desde aquí llegas a lo que buscas:",
        "O link pode estar incompleto ou a página não existe mais. Daqui você chega ao que procura:",
        "The link may be incomplete, or the page is gone. From here you can get to what you need:",
    ),
    "home.not_found.start": Text("Ir al inicio", "Ir para o início", "Go to the home page"),
    "home.crash.title": Text(
        "Esta página tuvo un problema", "Esta página teve um problema", "Something broke on this page"
    ),
    "home.crash.text": Text(
        "No fue por algo que hiciste. Tus casos y mensajes enviados están a salvo: vuelve a cargar la página.",
        "Não foi nada que você fez. Seus casos e mensagens enviadas estão seguros: recarregue a página.",
        "It was nothing you did. Your cases and sent messages are safe: reload the page.",
    ),
    "home.crash.reload": Text("Volver a cargar", "Recarregar", "Reload"),
}  # fmt: skip
