from app.i18n.words.steps import StepWords

STEPS = StepWords(
    steps="Wie diese Antwort zustande kam",
    reasoning="Gedankengang",
    label_code="de_DE",
    state_running="läuft",
    state_waiting="wartet",
    state_done="fertig",
    state_failed="fehlgeschlagen",
    state_stopped="gestoppt",
    step_input="Eingabe",
    step_result="Ergebnis",
    note_more_steps="Diese Antwort brauchte mehr als {limit} Schritte. Die späteren werden nicht angezeigt.",
    note_more_files="Die App hat mit dieser Antwort mehr als {limit} Dateien gesendet. Die "
    "späteren werden nicht angezeigt.",
    note_more_sources="Diese Antwort nennt mehr als {limit} Quellen. Die späteren werden nicht angezeigt.",
    note_more_forms="Die App fragt hier nach mehr, als diese Seite anzeigt. Bitte denen Bescheid geben, "
    "die diese Seite betreiben.",
    form="Formular",
    form_until="Offen bis",
    form_answered="Gewählt: {action}",
    form_closed="Dieses Formular wurde bereits beantwortet.",
    form_expired="Die Zeit für dieses Formular ist abgelaufen. Die Antwort ging ohne es weiter.",
    form_elsewhere="Die App wartet darauf, dass jemand anderes ein Formular beantwortet. Wie es weitergeht, erscheint "
    "hier.",
    form_wrong="Einige Felder müssen noch korrigiert werden, bevor das Formular gesendet werden kann.",
    form_gone="Dieses Formular kann nicht mehr gesendet werden. Seite neu laden, um zu sehen, wie die Antwort "
    "weiterging.",
    variables="Variablen dieser Unterhaltung",
    variables_note="Was der Ablauf der App in dieser Unterhaltung behält. "
    "Einen geänderten Wert liest er mit der nächsten Frage.",
    no_variables="Diese Unterhaltung behält keine Variablen.",
    save_variable="„{name}“ speichern",
    variable_saved="Gespeichert.",
    variable_wrong="„{name}“ nimmt einen Wert vom Typ {kind}. Alles außer Text wird als JSON geschrieben.",
)
