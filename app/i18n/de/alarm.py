from app.i18n.words.alarm import AlarmWords

ALARM = AlarmWords(
    alarm="Melden, wenn jemand zu lange wartet",
    alarm_on="Gemeldet wird durch eine Benachrichtigung und einen kurzen Ton, in diesem Browser.",
    alarm_silent=(
        "Dieser Browser zeigt von dieser Seite keine Benachrichtigungen. Der Ton und die Zahl im "
        "Titel des Tabs melden es."
    ),
    alarm_denied=(
        "Der Browser blockiert Benachrichtigungen dieser Seite. Der Ton und die Zahl im Titel des Tabs "
        "melden es. Für Benachrichtigungen sie bitte in seinen Einstellungen für diese Seite erlauben."
    ),
    alarm_rings="Zu lange gewartet: {count}",
    alarm_waits="Wartet seit {time}",
)
