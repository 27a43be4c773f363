"""The customer's own account."""

from __future__ import annotations

from portal.i18n.catalogue import Text, Texts

TEXTS: Texts = {
    "profile.title": Text("Mi cuenta", "Minha conta", "My account"),
    "profile.since": Text("Cliente desde {when}", "Cliente desde {when}", "Customer since {when}"),
    # details
    "profile.details": Text("Tus datos", "Seus dados", "Your details"),
    "profile.email.hint": Text(
        "Es el correo con el que entras; aquí no se puede cambiar.",
        "É com este e-mail que você entra; ele não pode ser alterado aqui.",
        "You log in with this e-mail; it cannot be changed here.",
    ),
    "profile.save": Text("Guardar cambios", "Salvar alterações", "Save changes"),
    "profile.saving": Text("Guardando…", "Salvando…", "Saving…"),
    "profile.saved": Text("Guardamos tus datos.", "Salvamos seus dados.", "Your details are saved."),
    "profile.language.label": Text("Tu idioma", "Seu idioma", "Your language"),
    "profile.language.hint": Text(
        "Cambia las páginas y los correos que te enviamos.",
        "Muda as páginas e os e-mails que enviamos.",
        "Changes the pages and the e-mails we send you.",
    ),
    "profile.language.saved": Text(
        "Listo, a partir de ahora te hablamos en español.",
        "Pronto, a partir de agora falamos com você em português.",
        "Done, we will use English from now on.",
    ),
    # password
    "profile.password": Text("Contraseña", "Senha", "Password"),
    "profile.password.open": Text("Cambiar contraseña", "Alterar senha", "Change password"),
    "profile.password.current": Text("Contraseña actual", "Senha atual", "Current password"),
    "profile.password.new": Text("Contraseña nueva", "Nova senha", "New password"),
    "profile.password.note": Text(
        "Al cambiarla cerramos tu sesión en los demás dispositivos; aquí sigues dentro.",
        "Ao alterar, encerramos sua sessão nos outros dispositivos; aqui você continua.",
        "Changing it signs you out on your other devices; you stay signed in here.",
    ),
    "profile.password.saved": Text(
        "Cambiamos tu contraseña y cerramos tu sesión en los demás dispositivos.",
        "Alteramos sua senha e encerramos sua sessão nos outros dispositivos.",
        "Your password is changed, and you are signed out on your other devices.",
    ),
    # devices
    "profile.devices": Text("Dónde está abierta tu sesión", "Onde sua sessão está aberta", "Where you are signed in"),
    "profile.devices.here": Text("Este dispositivo", "Este dispositivo", "This device"),
    "profile.devices.used": Text("Último uso: {when}", "Último uso: {when}", "Last used: {when}"),
    "profile.devices.end": Text("Cerrar sesión", "Encerrar sessão", "Sign out"),
    "profile.devices.end_which": Text(
        "Cerrar sesión en {device}", "Encerrar sessão em {device}", "Sign out on {device}"
    ),
    "profile.devices.ended": Text(
        "Cerramos la sesión en ese dispositivo.",
        "Encerramos a sessão nesse dispositivo.",
        "That device is signed out.",
    ),
    "profile.devices.more": Text("Ver todos", "Ver todos", "Show all"),
    "profile.devices.everywhere": Text(
        "Cerrar sesión en todos los dispositivos", "Encerrar sessão em todos os dispositivos", "Sign out on all devices"
    ),
    "profile.devices.everywhere.hint": Text(
        "¿Ves algo que no reconoces? Cierra todo, también aquí, y cambia tu contraseña.",
        "Viu algo que não reconhece? Encerre tudo, aqui também, e altere sua senha.",
        "Something you do not recognize? Sign out everywhere, here too, and change your password.",
    ),
    "profile.device": Text("{browser} en {system}", "{browser} no {system}", "{browser} on {system}"),
    "profile.device.unknown": Text("Dispositivo desconocido", "Dispositivo desconhecido", "Unknown device"),
    # what is kept
    "profile.data": Text("Lo que guardamos de ti", "O que guardamos sobre você", "What we keep about you"),
    "profile.data.lead": Text(
        "Tu cuenta, tus casos con todos sus mensajes y lo que el asistente hizo por ti, en un solo archivo (JSON).",
        "Sua conta, seus casos com todas as mensagens e o que o assistente fez por você, em um só arquivo (JSON).",
        "Your account, your cases with all their messages and what the assistant did for you, in one file (JSON).",
    ),
    "profile.data.download": Text("Descargar mis datos", "Baixar meus dados", "Download my data"),
    "profile.data.file": Text("mis-datos", "meus-dados", "my-data"),
    "profile.erase": Text("Eliminar mi cuenta", "Excluir minha conta", "Delete my account"),
    "profile.erase.lead": Text(
        "Puedes irte cuando quieras. Antes te contamos qué se borra.",
        "Você pode sair quando quiser. Antes contamos o que será apagado.",
        "You can leave whenever you like. We tell you first what goes.",
    ),
    "profile.erase.open": Text("Quiero eliminar mi cuenta", "Quero excluir minha conta", "I want to delete my account"),
    "profile.erase.goes": Text("Se borra todo esto:", "Tudo isto será apagado:", "All of this goes:"),
    "profile.erase.goes.account": Text(
        "tu cuenta, con tu nombre, tu correo y tu sesión en todos los dispositivos",
        "sua conta, com seu nome, seu e-mail e sua sessão em todos os dispositivos",
        "your account, with your name, your e-mail and your sign-in on every device",
    ),
    "profile.erase.goes.cases": Text(
        "tus casos y mensajes, también los que siguen abiertos",
        "seus casos e mensagens, inclusive os que ainda estão abertos",
        "your cases and messages, those that are still open too",
    ),
    "profile.erase.goes.records": Text(
        "tus ofertas, citas y demás trámites en este chat; las citas quedan canceladas",
        "suas ofertas, agendamentos e demais solicitações neste chat; os agendamentos ficam cancelados",
        "your offers, appointments and other requests in this chat; appointments are cancelled",
    ),
    "profile.erase.for_good": Text(
        "No se puede deshacer y nosotros tampoco podremos recuperarlo. Si quieres conservar algo, descarga antes tus datos.",
        "Não dá para desfazer, e nós também não poderemos recuperar nada. Se quiser guardar algo, baixe antes seus dados.",
        "It cannot be undone, and we cannot bring it back either. If you want to keep anything, download your data first.",
    ),
    "profile.erase.password": Text(
        "Escribe tu contraseña para confirmar", "Digite sua senha para confirmar", "Type your password to confirm"
    ),
    "profile.erase.submit": Text("Eliminar para siempre", "Excluir para sempre", "Delete for good"),
    "profile.erase.busy": Text("Eliminando…", "Excluindo…", "Deleting…"),
    "profile.erase.keep": Text(
        "Mejor no, conservar mi cuenta", "Melhor não, manter minha conta", "No, keep my account"
    ),
    "profile.goodbye.title": Text("Hasta pronto", "Até logo", "Goodbye for now"),
    "profile.goodbye.done": Text(
        "Tu cuenta ya no existe y borramos lo que aquí guardábamos de ti.",
        "Sua conta não existe mais e apagamos o que guardávamos aqui sobre você.",
        "Your account is gone, and we have deleted what we kept about you here.",
    ),
    "profile.goodbye.thanks": Text(
        "Gracias por el tiempo que estuviste con nosotros. Si algún día vuelves, empezamos de cero, con gusto.",
        "Obrigado pelo tempo que esteve com a gente. Se um dia voltar, começamos do zero, com prazer.",
        "Thank you for the time you spent with us. If you come back some day, we will gladly start afresh.",
    ),
    "profile.logout": Text("Salir de mi cuenta", "Sair da minha conta", "Log out"),
    "profile.logout.busy": Text("Saliendo…", "Saindo…", "Logging out…"),
}
