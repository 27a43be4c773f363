"""Signing in."""

from workbench.i18n.catalogue import Text

TEXTS = {
    "sign_in.title": Text("Entrar", "Entrar", "Sign in"),
    "sign_in.lead": Text(
        "Con su cuenta de administrador: conversaciones reales, métricas y mejoras del bot.",
        "Com a sua conta de administrador: conversas reais, métricas e melhorias do bot.",
        "With your admin account: real conversations, metrics and improvements of the bot.",
    ),
    "sign_in.email": Text("Correo electrónico", "E-mail", "E-mail"),
    "sign_in.password": Text("Contraseña", "Senha", "Password"),
    "sign_in.submit": Text("Entrar", "Entrar", "Sign in"),
    "sign_in.both": Text(
        "Escriba su correo y su contraseña.",
        "Escreva o seu e-mail e a sua senha.",
        "Enter your e-mail and your password.",
    ),
    "sign_in.ended": Text(
        "Su sesión terminó. Entre de nuevo y seguirá donde estaba; los trabajos en curso no se detuvieron.",
        "A sua sessão terminou. Entre de novo e continuará onde estava; os trabalhos em andamento não pararam.",
        "Your session ended. Sign in again and go on where you were; work in progress did not stop.",
    ),
    "sign_in.backend_down": Text(
        "El servidor no responde ({url}). Sin él no se puede entrar.",
        "O servidor não responde ({url}). Sem ele não é possível entrar.",
        "The backend does not answer ({url}). Nobody can sign in without it.",
    ),
    "sign_in.demo": Text("Datos de demostración: {email}", "Dados de demonstração: {email}", "Demo data: {email}"),
    "sign_in.as_demo": Text(
        "Entrar con la cuenta de demostración", "Entrar com a conta de demonstração", "Sign in with the demo account"
    ),
    "sign_in.files_only": Text(
        "Mientras el servidor no responda se puede trabajar solo con archivos, sin datos en vivo.",
        "Enquanto o servidor não responder é possível trabalhar só com arquivos, sem dados ao vivo.",
        "While the backend does not answer you can work on files only, without live data.",
    ),
    "sign_in.use_files": Text("Trabajar solo con archivos", "Trabalhar só com arquivos", "Work on files only"),
}
