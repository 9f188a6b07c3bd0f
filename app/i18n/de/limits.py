from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="Pro Minute ist die Zahl der Nachrichten hier auf {limit} je Person begrenzt; diese "
    "wurde nicht gesendet. Weiter geht es ab {when}.",
    error_limit_user_day="Pro Tag ist die Zahl der Nachrichten hier auf {limit} je Person begrenzt; diese wurde "
    "nicht gesendet. Weiter geht es ab {when}.",
    error_limit_user_uploads="Eine Person kann hier pro Tag {limit} an Dateien senden; diese wurde nicht angenommen. "
    "Weiter geht es ab {when}.",
    error_limit_address_minute="Pro Minute ist die Zahl der Nachrichten hier auf {limit} je Netz begrenzt; diese "
    "wurde nicht gesendet. Weiter geht es ab {when}.",
    error_limit_address_day="Pro Tag ist die Zahl der Nachrichten hier auf {limit} je Netz begrenzt; diese wurde "
    "nicht gesendet. Weiter geht es ab {when}.",
    error_limit_address_uploads="Aus demselben Netz können hier pro Tag {limit} an Dateien gesendet werden; diese "
    "wurde nicht angenommen. Weiter geht es ab {when}.",
    error_limit_app_minute="Pro Minute ist die Zahl der Nachrichten in dieser App auf {limit} von allen zusammen "
    "begrenzt; diese wurde nicht gesendet. Weiter geht es ab {when}.",
    error_limit_app_day="Pro Tag ist die Zahl der Nachrichten in dieser App auf {limit} von allen zusammen begrenzt; "
    "diese wurde nicht gesendet. Weiter geht es ab {when}.",
    error_limit_app_uploads="Diese App nimmt von allen zusammen pro Tag {limit} an Dateien an; diese wurde nicht "
    "angenommen. Weiter geht es ab {when}.",
    error_limit_address_runs="Die Zahl gleichzeitiger Antworten ist auf {limit} je Netz begrenzt und erreicht; es "
    "wurde nichts gesendet. Bitte warten, bis eine fertig ist, und dann erneut versuchen.",
    error_limit_app_runs="Die Zahl gleichzeitiger Antworten ist in dieser App auf {limit} begrenzt und erreicht; es "
    "wurde nichts gesendet. Bitte kurz warten und dann erneut versuchen.",
    newcomers="Zu viele neue Besuche",
    newcomers_why="Aus demselben Netz sind mehr Menschen zum ersten Mal hierher gekommen, als es in einer Stunde "
    "können. In etwa {minutes} min geht es wieder.",
)
