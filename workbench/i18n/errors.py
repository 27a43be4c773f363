"""What went wrong, in words that say what to do."""

from workbench.i18n.catalogue import Text

TEXTS = {
    "error.wrong_login": Text(
        "El correo o la contraseña no son correctos.",
        "O e-mail ou a senha não estão corretos.",
        "The e-mail or the password is wrong.",
    ),
    "error.too_many": Text(
        "Demasiados intentos. Espere unos minutos y vuelva a probar.",
        "Tentativas demais. Espere alguns minutos e tente de novo.",
        "Too many tries. Wait a few minutes and try again.",
    ),
    "error.not_admin": Text(
        "Esta cuenta no es de administrador. Pida a un administrador que le dé ese rol.",
        "Esta conta não é de administrador. Peça a um administrador que lhe dê essa função.",
        "This is not an admin account. Ask an admin to give you that role.",
    ),
    "error.backend_down": Text(
        "El servidor no responde. Inténtelo de nuevo en un momento.",
        "O servidor não responde. Tente de novo em um momento.",
        "The backend does not answer. Try again in a moment.",
    ),
    "error.unknown": Text(
        "Algo salió mal. Inténtelo de nuevo.", "Algo deu errado. Tente de novo.", "Something went wrong. Try again."
    ),
}
