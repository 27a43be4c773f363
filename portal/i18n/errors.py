"""What went wrong, by the error's code, in words that say what to do next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta

from babel.dates import format_timedelta

from portal.i18n.catalogue import Text, Texts
from portal.i18n.formats import locale

TEXTS: Texts = {
    "error.unknown": Text(
        "Algo salió mal. Inténtalo de nuevo en un momento.",
        "Algo deu errado. Tente de novo em instantes.",
        "Something went wrong. Please try again in a moment.",
    ),
    "error.backend_down": Text(
        "No pudimos conectar con el servicio. Reintenta en unos segundos; no perdiste nada.",
        "Não conseguimos falar com o serviço. Tente de novo em alguns segundos; nada se perdeu.",
        "We could not reach the service. Try again in a few seconds; nothing was lost.",
    ),
    "error.signed_out": Text(
        "Tu sesión terminó. Entra de nuevo para seguir donde te quedaste.",
        "Sua sessão terminou. Entre de novo para continuar de onde parou.",
        "Your session ended. Log in again to pick up where you left off.",
    ),
    "error.unavailable": Text(
        "El servicio no está disponible en este momento. Reintenta en unos segundos.",
        "O serviço está fora do ar neste momento. Tente de novo em alguns segundos.",
        "The service is not available right now. Try again in a few seconds.",
    ),
    "error.invalid": Text(
        "Hay datos que no pudimos aceptar. Revísalos e inténtalo de nuevo.",
        "Alguns dados não puderam ser aceitos. Confira e tente de novo.",
        "Some of what you entered could not be accepted. Check it and try again.",
    ),
    "error.body_too_large": Text(
        "El texto es demasiado largo. Acórtalo e inténtalo de nuevo.",
        "O texto é longo demais. Encurte e tente de novo.",
        "The text is too long. Shorten it and try again.",
    ),
    "error.too_many_requests": Text(
        "Son muchos intentos seguidos. Espera un momento e inténtalo de nuevo.",
        "Foram muitas tentativas seguidas. Espere um pouco e tente de novo.",
        "That was a lot of attempts in a row. Wait a moment and try again.",
    ),
    "error.too_many_requests.wait": Text(
        "Son muchos intentos seguidos. Inténtalo de nuevo {wait}.",
        "Foram muitas tentativas seguidas. Tente de novo {wait}.",
        "That was a lot of attempts in a row. Try again {wait}.",
    ),
    "error.forbidden": Text(
        "Tu cuenta no puede hacer esto. Si crees que es un error, escríbenos en un caso nuevo.",
        "Sua conta não pode fazer isso. Se achar que é um engano, abra um novo caso.",
        "Your account cannot do this. If you think that is a mistake, tell us in a new case.",
    ),
    "error.not_found": Text(
        "No lo encontramos; puede que ya no exista. Vuelve atrás y actualiza la página.",
        "Não encontramos; pode ser que não exista mais. Volte e atualize a página.",
        "We could not find it; it may be gone. Go back and reload the page.",
    ),
    "error.conflict": Text(
        "Esto cambió mientras tanto. Actualiza la página y revisa cómo está ahora.",
        "Isso mudou nesse meio-tempo. Atualize a página e veja como está agora.",
        "This has changed in the meantime. Reload the page to see how it stands.",
    ),
    "error.email_taken": Text(
        "Ya hay una cuenta con este correo. Entra con tu contraseña o pide una nueva.",
        "Já existe uma conta com este e-mail. Entre com sua senha ou peça uma nova.",
        "There is already an account with this e-mail. Log in, or ask for a new password.",
    ),
    "error.invalid_credentials": Text(
        "El correo o la contraseña no coinciden. Revísalos e inténtalo de nuevo.",
        "O e-mail ou a senha não conferem. Confira e tente de novo.",
        "The e-mail or the password is not right. Check both and try again.",
    ),
    "error.staff_account": Text(
        "Las cuentas del equipo no se eliminan aquí. Pídelo a un administrador.",
        "As contas da equipe não são excluídas aqui. Peça a um administrador.",
        "Accounts of the team are not deleted here. Ask an admin.",
    ),
    "error.wrong_password": Text(
        "Esa no es tu contraseña actual. Escríbela de nuevo.",
        "Essa não é a sua senha atual. Digite de novo.",
        "That is not your current password. Type it again.",
    ),
    "error.reset_token_invalid": Text(
        "Este enlace no está completo o no es nuestro. Pide uno nuevo y ábrelo desde el correo.",
        "Este link está incompleto ou não é nosso. Peça um novo e abra pelo e-mail.",
        "This link is incomplete or not one of ours. Ask for a new one and open it from the e-mail.",
    ),
    "error.reset_token_used": Text(
        "Este enlace ya se usó o hay una contraseña más reciente. Si aún no puedes entrar, pide otro.",
        "Este link já foi usado ou há uma senha mais recente. Se ainda não consegue entrar, peça outro.",
        "This link was already used, or there is a newer password. If you still cannot log in, ask for another.",
    ),
    "error.reset_token_expired": Text(
        "Este enlace ya venció. Pide uno nuevo; llega en un minuto.",
        "Este link expirou. Peça um novo; chega em um minuto.",
        "This link has expired. Ask for a new one; it takes a minute.",
    ),
    "error.ticket_closed": Text(
        "Este caso está cerrado y ya no recibe mensajes. Abre uno nuevo y te ayudamos.",
        "Este caso está encerrado e não recebe mais mensagens. Abra um novo e ajudamos você.",
        "This case is closed and takes no more messages. Open a new one and we will help you.",
    ),
    "error.ticket_not_resolved": Text(
        "Podrás calificar la atención cuando el caso esté resuelto.",
        "Você poderá avaliar o atendimento quando o caso estiver resolvido.",
        "You can rate the support once the case is resolved.",
    ),
    "error.move_not_allowed": Text(
        "El caso cambió de estado y esto ya no se puede hacer. Actualiza la página.",
        "O caso mudou de situação e isso não é mais possível. Atualize a página.",
        "The case has changed its state, so this is no longer possible. Reload the page.",
    ),
    "error.not_with_a_person": Text(
        "Este caso no está ahora con una persona del equipo. Actualiza la página.",
        "Este caso não está agora com uma pessoa da equipe. Atualize a página.",
        "This case is not with a person of the team right now. Reload the page.",
    ),
    "error.taken_by_another": Text(
        "Otra persona del equipo ya tomó este caso.",
        "Outra pessoa da equipe já assumiu este caso.",
        "Another person of the team has already taken this case.",
    ),
    "error.slot_taken": Text(
        "Ese horario se acaba de ocupar. Elige otro.",
        "Esse horário acabou de ser ocupado. Escolha outro.",
        "That time has just been taken. Choose another one.",
    ),
    "error.idempotency_key_reused": Text(
        "Ya recibimos un envío distinto con el mismo intento. Actualiza la página y envíalo otra vez.",
        "Já recebemos um envio diferente nesta mesma tentativa. Atualize a página e envie de novo.",
        "We already got something different in this same attempt. Reload the page and send it again.",
    ),
    "error.decided_already": Text(
        "Ya habías respondido a esto. Actualiza la página para ver qué elegiste.",
        "Você já tinha respondido a isto. Atualize a página para ver o que escolheu.",
        "You had already answered this. Reload the page to see what you chose.",
    ),
    "error.nothing_to_retry": Text(
        "No hay ninguna respuesta que repetir. Escribe tu mensaje y te contestamos.",
        "Não há nenhuma resposta para repetir. Escreva sua mensagem e respondemos.",
        "There is no answer to try again. Write your message and we will reply.",
    ),
    "error.already_undone": Text(
        "Esto ya estaba deshecho; no tienes que hacer nada más.",
        "Isto já estava desfeito; não é preciso fazer mais nada.",
        "This was undone already; there is nothing more to do.",
    ),
    "error.nothing_to_undo": Text(
        "No hay nada que deshacer aquí.",
        "Não há nada para desfazer aqui.",
        "There is nothing to undo here.",
    ),
    "error.irreversible": Text(
        "Esto ya no se puede deshacer desde aquí. Pide hablar con una persona.",
        "Isto não pode mais ser desfeito por aqui. Peça para falar com uma pessoa.",
        "This can no longer be undone from here. Ask to talk to a person.",
    ),
    "error.changed_since": Text(
        "Cambió algo después y deshacerlo ya no es seguro. Pide hablar con una persona.",
        "Algo mudou depois e desfazer já não é seguro. Peça para falar com uma pessoa.",
        "Something has changed since, so undoing it is not safe. Ask to talk to a person.",
    ),
    "error.model": Text(
        "El asistente no pudo responder. Reintenta, o pide hablar con una persona.",
        "O assistente não conseguiu responder. Tente de novo ou peça para falar com uma pessoa.",
        "The assistant could not answer. Try again, or ask to talk to a person.",
    ),
}

_SAME_AS: Mapping[str, str] = {
    "not_authenticated": "signed_out",
    "refresh_invalid": "signed_out",
    "refresh_reused": "signed_out",
    "refresh_raced": "unavailable",
    "own_role": "forbidden",
    "bad_request": "invalid",
    "not_confirmed": "invalid",
}
"""Codes that tell a program more than they tell a person."""


def error_key(code: str) -> str:
    """The key of the text for an error's code."""
    told = "model" if code.startswith("model_") else _SAME_AS.get(code, code)
    key = f"error.{told}"
    return key if key in TEXTS else "error.unknown"


def waiting_time(seconds: float, language: str) -> str:
    """`dentro de 15 minutos`: rounded up, so that nobody comes back too early."""
    unit = 60 if seconds > 60 else 1
    wait = timedelta(seconds=math.ceil(seconds / unit) * unit)
    return format_timedelta(wait, add_direction=True, threshold=1.5, locale=locale(language))
