"""What stands around every page."""

from __future__ import annotations

from portal.i18n.catalogue import Text, Texts

TEXTS: Texts = {
    "shell.skip": Text("Ir al contenido", "Ir para o conteúdo", "Skip to content"),
    "shell.support": Text("Atención a clientes", "Atendimento ao cliente", "Customer support"),
    "shell.menu": Text("Navegación", "Navegação", "Navigation"),
    "shell.home": Text("Inicio", "Início", "Home"),
    "shell.tickets": Text("Mis casos", "Meus casos", "My cases"),
    "shell.new": Text("Nuevo caso", "Novo caso", "New case"),
    "shell.profile": Text("Mi cuenta", "Minha conta", "My account"),
    "shell.login": Text("Entrar", "Entrar", "Log in"),
    "shell.signup": Text("Crear cuenta", "Criar conta", "Sign up"),
    "shell.language": Text("Idioma", "Idioma", "Language"),
    "shell.theme": Text(
        "Cambiar entre claro y oscuro", "Alternar entre claro e escuro", "Switch between light and dark"
    ),
    "shell.ended": Text("Tu sesión terminó", "Sua sessão terminou", "Your session has ended"),
    "shell.down": Text("El servicio no responde", "O serviço não responde", "The service does not answer"),
    "shell.loading": Text("Cargando…", "Carregando…", "Loading…"),
    "shell.offline": Text(
        "Sin conexión. Seguimos intentando; lo que escribiste no se pierde.",
        "Sem conexão. Estamos tentando de novo; o que você escreveu não se perde.",
        "You are offline. We keep trying; what you wrote is not lost.",
    ),
    "shell.offline_model": Text(
        "Demostración: responde un modelo de reglas, no una IA real.",
        "Demonstração: quem responde é um modelo de regras, não uma IA real.",
        "Demonstration: a rule-based model answers, not a real AI.",
    ),
    "shell.close": Text("Cerrar", "Fechar", "Close"),
    "shell.cancel": Text("Cancelar", "Cancelar", "Cancel"),
    "shell.retry": Text("Reintentar", "Tentar de novo", "Try again"),
    "shell.sending": Text("Un momento…", "Um momento…", "One moment…"),
}
