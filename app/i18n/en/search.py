from app.i18n.words.search import SearchWords

SEARCH = SearchWords(
    search="Search",
    search_conversations="Search conversations",
    search_hint="Words from a title, a question or an answer. Quotation marks keep words together.",
    searching="Searching…",
    still_looking="Still looking through older conversations…",
    nothing_so_far="Nothing so far.",
    nothing_found="Nothing was found. Try fewer words, or other ones.",
    search_failed="The search did not work. Try again in a moment.",
    search_partly="Some older conversations could not be read, so something may be missing.",
    search_count="Results: {count}",
    search_most="The newest are shown. Type more to find others.",
    search_results="Results",
    going_to_message="Going to the message…",
    turn_gone="This message is no longer there. It may have been deleted, or its question asked again.",
    notifications="Notifications",
    notify="Notify me of answers",
    notify_what=(
        "When an answer arrives while this page is in the background. The notification shows the "
        "conversation’s name and how the answer begins."
    ),
    notify_asking="Your browser is asking whether this page may notify you. Please answer it.",
    notify_dismissed="Your browser’s question was not answered. Turn this on again and allow it there.",
    notify_denied=(
        "Your browser blocks notifications from this page. Allow them in the browser’s settings for this "
        "page, then turn this on."
    ),
    notify_insecure="Browsers show notifications only of pages that are opened by HTTPS, which this one is not.",
    notify_missing="This browser cannot show notifications of a page. The mark in the tab’s title tells of an answer.",
)
