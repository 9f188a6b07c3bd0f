from app.i18n.words.alarm import AlarmWords

ALARM = AlarmWords(
    alarm="Avisarme cuando alguien espere demasiado",
    alarm_on="Se avisa con una notificación y un sonido breve, en este navegador.",
    alarm_silent=(
        "Este navegador no muestra notificaciones de esta página. Avisan el sonido y el número en "
        "el título de la pestaña."
    ),
    alarm_denied=(
        "Su navegador bloquea las notificaciones de esta página: avisan el sonido y el número en el título "
        "de la pestaña. Para recibirlas, permítalas en los ajustes del navegador para esta página."
    ),
    alarm_rings="Esperan demasiado: {count}",
    alarm_waits="Espera desde hace {time}",
)
