"""Sign-up, log-in, passwords."""

from __future__ import annotations

from portal.i18n.catalogue import Text, Texts

TEXTS: Texts = {
    "auth.login.title": Text("Entrar", "Entrar", "Log in"),
    "auth.signup.title": Text("Crear cuenta", "Criar conta", "Create an account"),
    "auth.forgot.title": Text("¿Olvidaste tu contraseña?", "Esqueceu sua senha?", "Forgot your password?"),
    "auth.reset.title": Text("Nueva contraseña", "Nova senha", "New password"),
    # fields
    "auth.name": Text("Nombre", "Nome", "Name"),
    "auth.name.hint": Text(
        "Como quieres que te llamemos.", "Como devemos chamar você.", "What you would like us to call you."
    ),
    "auth.email": Text("Correo electrónico", "E-mail", "E-mail"),
    "auth.password": Text("Contraseña", "Senha", "Password"),
    "auth.password.hint": Text(
        "Al menos 8 caracteres. Una frase corta funciona bien.",
        "Pelo menos 8 caracteres. Uma frase curta funciona bem.",
        "At least 8 characters. A short sentence works well.",
    ),
    "auth.password.show": Text("Mostrar", "Mostrar", "Show"),
    "auth.password.hide": Text("Ocultar", "Ocultar", "Hide"),
    "auth.name.missing": Text("Escribe tu nombre.", "Digite seu nome.", "Enter your name."),
    "auth.name.wrong": Text(
        "Escribe un nombre en una sola línea, de hasta 200 caracteres.",
        "Digite um nome em uma só linha, com até 200 caracteres.",
        "Enter a name on one line, with up to 200 characters.",
    ),
    "auth.email.missing": Text("Escribe tu correo.", "Digite seu e-mail.", "Enter your e-mail."),
    "auth.email.wrong": Text(
        "Este correo no parece completo. Ejemplo: ana@correo.com",
        "Este e-mail não parece completo. Exemplo: ana@email.com",
        "This e-mail does not look complete. Example: ana@mail.com",
    ),
    "auth.password.missing": Text("Escribe tu contraseña.", "Digite sua senha.", "Enter your password."),
    "auth.password.short": Text(
        "Es muy corta: usa al menos 8 caracteres.",
        "É muito curta: use pelo menos 8 caracteres.",
        "It is too short: use at least 8 characters.",
    ),
    "auth.password.long": Text(
        "Es demasiado larga: acórtala un poco (hasta 72 letras; las acentuadas cuentan doble).",
        "É longa demais: encurte um pouco (até 72 letras; as acentuadas contam em dobro).",
        "It is too long: shorten it a little (up to 72 letters; accented ones count twice).",
    ),
    "auth.password.wrong": Text(
        "No podemos usar esta contraseña. Prueba con otra.",
        "Não podemos usar esta senha. Tente outra.",
        "We cannot use this password. Try another one.",
    ),
    # log in
    "auth.login.heading": Text("Entra a tu cuenta", "Entre na sua conta", "Log in to your account"),
    "auth.login.lead": Text(
        "Sigue tus casos y escríbenos cuando quieras.",
        "Acompanhe seus casos e fale com a gente quando quiser.",
        "Follow your cases and write to us whenever you like.",
    ),
    "auth.login.submit": Text("Entrar", "Entrar", "Log in"),
    "auth.login.forgot": Text("¿Olvidaste tu contraseña?", "Esqueceu a senha?", "Forgot your password?"),
    "auth.login.no_account": Text("¿Aún no tienes cuenta?", "Ainda não tem conta?", "No account yet?"),
    "auth.login.to_signup": Text("Crear cuenta", "Criar conta", "Create one"),
    "auth.login.ended": Text(
        "Tu sesión terminó. Entra de nuevo y sigue donde te quedaste.",
        "Sua sessão terminou. Entre de novo e continue de onde parou.",
        "Your session ended. Log in again and pick up where you left off.",
    ),
    "auth.login.new_password": Text(
        "Listo, cambiaste tu contraseña. Entra con la nueva.",
        "Pronto, sua senha foi alterada. Entre com a nova.",
        "Done, your password has been changed. Log in with the new one.",
    ),
    "auth.entering": Text("Entrando…", "Entrando…", "Signing you in…"),
    "auth.entering.lead": Text(
        "Un momento, estamos abriendo tu cuenta.",
        "Um momento, estamos abrindo sua conta.",
        "One moment, we are opening your account.",
    ),
    # demo
    "auth.demo.title": Text("Explora la demo", "Explore a demonstração", "Explore the demo"),
    "auth.demo.text": Text(
        "Entra con una cuenta de ejemplo que ya tiene casos y conversaciones.",
        "Entre com uma conta de exemplo que já tem casos e conversas.",
        "Log in with a sample account that already has cases and conversations.",
    ),
    "auth.demo.submit": Text("Entrar como cliente demo", "Entrar como cliente demo", "Log in as the demo customer"),
    # sign up
    "auth.signup.heading": Text("Crea tu cuenta", "Crie sua conta", "Create your account"),
    "auth.signup.lead": Text("Te toma menos de un minuto.", "Leva menos de um minuto.", "It takes less than a minute."),
    "auth.signup.submit": Text("Crear cuenta", "Criar conta", "Create account"),
    "auth.signup.busy": Text("Creando tu cuenta…", "Criando sua conta…", "Creating your account…"),
    "auth.signup.have_account": Text("¿Ya tienes cuenta?", "Já tem conta?", "Already have an account?"),
    "auth.signup.to_login": Text("Entrar", "Entrar", "Log in"),
    "auth.signup.taken_login": Text("Entrar con este correo", "Entrar com este e-mail", "Log in with this e-mail"),
    "auth.signup.taken_forgot": Text("Pedir contraseña nueva", "Pedir nova senha", "Ask for a new password"),
    # beside the forms
    "auth.pitch.title": Text(
        "Ayuda clara, a la hora que la necesites",
        "Ajuda clara, na hora em que você precisar",
        "Clear help, whenever you need it",
    ),
    "auth.pitch.answer": Text("Respuesta al momento", "Resposta na hora", "An answer right away"),
    "auth.pitch.answer.text": Text(
        "Un asistente de IA consulta tu caso y te dice qué sigue.",
        "Um assistente de IA consulta seu caso e diz qual é o próximo passo.",
        "An AI assistant looks into your case and tells you what comes next.",
    ),
    "auth.pitch.person": Text(
        "Una persona cuando la quieras", "Uma pessoa quando você quiser", "A person when you want one"
    ),
    "auth.pitch.person.text": Text(
        "Pídelo en cualquier momento; no tendrás que repetir nada.",
        "É só pedir, a qualquer momento; você não precisa repetir nada.",
        "Ask at any time; you will not have to repeat anything.",
    ),
    "auth.pitch.history": Text("Todo en un solo lugar", "Tudo em um só lugar", "Everything in one place"),
    "auth.pitch.history.text": Text(
        "Tus casos y conversaciones, en el teléfono o la computadora.",
        "Seus casos e conversas, no celular ou no computador.",
        "Your cases and conversations, on your phone or computer.",
    ),
    # forgotten
    "auth.forgot.lead": Text(
        "Escribe tu correo y te enviamos un enlace para elegir una nueva.",
        "Digite seu e-mail e enviamos um link para escolher uma nova.",
        "Enter your e-mail and we will send you a link to choose a new one.",
    ),
    "auth.forgot.submit": Text("Enviar enlace", "Enviar link", "Send the link"),
    "auth.forgot.busy": Text("Enviando…", "Enviando…", "Sending…"),
    "auth.forgot.sent": Text("Revisa tu correo", "Confira seu e-mail", "Check your e-mail"),
    "auth.forgot.sent.text": Text(
        "Si hay una cuenta con {email}, el enlace va en camino.",
        "Se houver uma conta com {email}, o link está a caminho.",
        "If there is an account with {email}, the link is on its way.",
    ),
    "auth.forgot.sent.hint": Text(
        "¿No llega en unos minutos? Mira en correo no deseado o revisa que la dirección sea la correcta.",
        "Não chegou em alguns minutos? Veja no spam ou confira se o endereço está certo.",
        "Nothing after a few minutes? Look in your spam folder, or check that the address is right.",
    ),
    "auth.forgot.again": Text("Usar otro correo", "Usar outro e-mail", "Use another e-mail"),
    "auth.forgot.back": Text("Volver al inicio de sesión", "Voltar para o login", "Back to log in"),
    # new password by a link
    "auth.reset.heading": Text("Elige una contraseña nueva", "Escolha uma nova senha", "Choose a new password"),
    "auth.reset.lead": Text(
        "Al guardarla cerramos tu sesión en todos los dispositivos.",
        "Ao salvar, encerramos sua sessão em todos os dispositivos.",
        "When you save it, you are signed out on all devices.",
    ),
    "auth.reset.label": Text("Contraseña nueva", "Nova senha", "New password"),
    "auth.reset.submit": Text("Guardar contraseña", "Salvar senha", "Save password"),
    "auth.reset.busy": Text("Guardando…", "Salvando…", "Saving…"),
    "auth.reset.dead": Text("Este enlace no funciona", "Este link não funciona", "This link does not work"),
    "auth.reset.missing": Text(
        "Para elegir una contraseña nueva, abre el enlace que te enviamos por correo. Si no lo tienes, pide otro.",
        "Para escolher uma nova senha, abra o link que enviamos por e-mail. Se não tiver o link, peça outro.",
        "To choose a new password, open the link that we sent by e-mail. If you do not have it, ask for another.",
    ),
    "auth.reset.ask_again": Text("Pedir un enlace nuevo", "Pedir um novo link", "Ask for a new link"),
}
