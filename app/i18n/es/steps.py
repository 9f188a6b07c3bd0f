from app.i18n.words.steps import StepWords

STEPS = StepWords(
    steps="Cómo se llegó a esta respuesta",
    reasoning="Razonamiento",
    label_code="es_ES",
    state_running="en curso",
    state_waiting="en espera",
    state_done="listo",
    state_failed="con error",
    state_stopped="detenido",
    step_input="Entrada",
    step_result="Resultado",
    form="Formulario",
    form_until="Abierto hasta",
    form_answered="Usted respondió: {action}",
    form_closed="Este formulario ya se respondió.",
    form_expired="El plazo de este formulario terminó. La respuesta siguió sin él.",
    form_elsewhere="La aplicación espera a que otra persona responda un formulario. Lo que siga aparecerá aquí.",
    form_wrong="Hay que corregir algunos campos antes de enviar este formulario.",
    form_gone="Este formulario ya no se puede enviar. Recargue la página para ver cómo siguió la respuesta.",
    variables="Variables de esta conversación",
    variables_note="Lo que el flujo de la aplicación guarda en esta conversación. "
    "Lee un valor cambiado con la siguiente pregunta.",
    no_variables="Esta conversación no guarda variables.",
    save_variable="Guardar «{name}»",
    variable_saved="Guardado.",
    variable_wrong="«{name}» admite un valor del tipo {kind}. Todo lo que no es texto se escribe como JSON.",
)
