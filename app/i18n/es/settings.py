from app.i18n.words.settings import SettingsWords

SETTINGS = SettingsWords(
    privacy_policy="Política de privacidad",
    answer_begins="Se está escribiendo la respuesta.",
    answer_ends="La respuesta está completa.",
    answer_waits="La respuesta le espera: hay un formulario que rellenar.",
    answer_goes_on="La respuesta continúa; está completa en la conversación.",
)
