from app.i18n.words.correcting import CorrectingWords

CORRECTING = CorrectingWords(
    correct="Correct",
    correct_title="Correct this answer",
    correct_note="From then on the app answers this question, and those like it, in these words. Nothing changes "
    "in this conversation.",
    correct_again="This answer was corrected before. Saving changes that correction.",
    correct_question="Question",
    correct_answer="The right answer",
    correct_lasting="Keep it when this conversation is deleted: nothing in it is about the customer.",
    correct_with="Correct with this",
    corrected="Saved. The app answers like this from now on.",
    corrected_unused="Saved, but the app does not answer by corrections: annotation replies are switched off "
    "there. Tell whoever runs the app.",
    corrected_by="Corrected into an annotation by {name}",
    corrected_before="Corrected into an annotation",
    correct_cannot="The server of this app keeps no corrections.",
    correct_forbidden="The app’s key may not change corrections. Tell whoever runs the app.",
    correct_bad="Question and answer have 1 to {limit} characters each.",
)
