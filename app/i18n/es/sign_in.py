from app.i18n.words.sign_in import SignInWords

SIGN_IN = SignInWords(
    sign_in="Iniciar sesión",
    sign_in_name="Nombre",
    sign_in_password="Contraseña",
    sign_in_wrong="El nombre o la contraseña no son correctos.",
    sign_in_slow="Demasiados intentos. Pruebe de nuevo dentro de {seconds} s.",
    signed_out="Ha cerrado la sesión.",
    sign_in_go_on="Continuar al inicio de sesión",
    sign_in_away="No se puede acceder ahora al servicio de inicio de sesión. Inténtelo de nuevo en un momento.",
    sign_in_failed="Ese inicio de sesión no se completó. Empiece de nuevo, por favor.",
    sign_in_elsewhere="No ha iniciado sesión. Abra esta página a través del inicio de sesión de su organización.",
    your_account="Su cuenta",
    signed_in_as="Sesión iniciada como {name}",
    where_signed_in="Dónde tiene la sesión iniciada",
    this_device="Este dispositivo",
    some_device="Un dispositivo",
    last_seen="Visto por última vez",
    sign_out="Cerrar sesión",
    sign_out_of="Cerrar sesión: {device}",
    sign_out_everywhere="Cerrar sesión en todas partes",
    sign_out_failed="No se pudo cerrar la sesión. Inténtelo de nuevo.",
)
