from app.i18n.words.drafting import DraftingWords

DRAFTING = DraftingWords(
    draft="Draft an answer",
    draft_title="The app’s draft",
    draft_note="Only you see this.",
    draft_running="The answer is being written.",
    draft_use="Put it into your reply",
    draft_discard="Discard",
    draft_nothing="The customer has not written anything yet, so there is nothing to answer.",
    draft_waits="The app waits for a form here, so it gives no whole answer.",
    draft_without="Without these files, which could not be given to the app: {names}",
    ask_beside="Ask again to compare",
    asked_beside="A new answer to compare",
)
