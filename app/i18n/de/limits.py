from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="Eine Person kann hier {limit} Nachrichten pro Minute senden; diese wurde nicht "
    "gesendet. Weiter geht es {when}.",
    error_limit_user_day="Eine Person kann hier {limit} Nachrichten pro Tag senden; diese wurde nicht gesendet. "
    "Weiter geht es {when}.",
    error_limit_user_uploads="Eine Person kann hier pro Tag {limit} an Dateien senden; diese wurde nicht angenommen. "
    "Weiter geht es {when}.",
    error_limit_address_minute="Aus demselben Netz können hier {limit} Nachrichten pro Minute gesendet werden; diese "
    "wurde nicht gesendet. Weiter geht es {when}.",
    error_limit_address_day="Aus demselben Netz können hier {limit} Nachrichten pro Tag gesendet werden; diese wurde "
    "nicht gesendet. Weiter geht es {when}.",
    error_limit_address_uploads="Aus demselben Netz können hier pro Tag {limit} an Dateien gesendet werden; diese "
    "wurde nicht angenommen. Weiter geht es {when}.",
    error_limit_app_minute="Diese App nimmt von allen zusammen {limit} Nachrichten pro Minute an; diese wurde nicht "
    "gesendet. Weiter geht es {when}.",
    error_limit_app_day="Diese App nimmt von allen zusammen {limit} Nachrichten pro Tag an; diese wurde nicht "
    "gesendet. Weiter geht es {when}.",
    error_limit_app_uploads="Diese App nimmt von allen zusammen pro Tag {limit} an Dateien an; diese wurde nicht "
    "angenommen. Weiter geht es {when}.",
    error_limit_address_runs="Aus demselben Netz können {limit} Antworten zugleich entstehen, und so viele entstehen "
    "gerade; es wurde nichts gesendet. Bitte warten, bis eine fertig ist, und dann erneut versuchen.",
    error_limit_app_runs="Diese App schreibt {limit} Antworten zugleich, und so viele schreibt sie gerade; es wurde "
    "nichts gesendet. Bitte kurz warten und dann erneut versuchen.",
    newcomers="Zu viele neue Besuche",
    newcomers_why="Aus demselben Netz sind mehr Menschen zum ersten Mal hierher gekommen, als es in einer Stunde "
    "können. In etwa {minutes} min geht es wieder.",
)
