from app.i18n.words.errors import ErrorWords

ERRORS = ErrorWords(
    field_required="Please fill in “{label}”.",
    field_too_long="This is {length} characters long; at most {limit} are allowed.",
    field_not_offered="Please choose one of the options.",
    field_not_a_number="Please enter a number.",
    fields_wrong="Some details need your attention before the chat can start.",
    question_too_long="This message is {length} characters long; at most {limit} can be sent. Please shorten it.",
    turn_stopped="You stopped this answer.",
    turn_empty="The app gave an empty answer. Ask again, or put the question differently.",
    error_unreachable="The app cannot be reached right now. Check the connection, or try again in a moment.",
    error_timeout="The app took too long and went silent. Try again in a moment.",
    error_cut="The answer was cut off before its end. What came is kept; ask again for the whole answer.",
    error_not_the_api="The server answered, but not as a chat app does. Whoever runs this page should check its "
    "API address.",
    error_key="The app refused this page's API key. Whoever runs this page should check the key.",
    error_forbidden="The app does not allow this. Whoever runs this page can change that.",
    error_not_found="The app no longer has this conversation. Start a new chat to go on.",
    error_busy="The app is busy with other questions. Wait a moment, then try again.",
    error_quota="The app has used up its quota. Trying again will not help; whoever runs it must raise the limit.",
    error_model="The app's model is not available. Whoever runs the app should check its model settings.",
    error_app="The app is not available at the moment. Try again later, or start a new chat.",
    error_completion="The app's model failed while it answered. Try again, or put the question differently.",
    error_too_large="This is too large for the app. Shorten it and try again.",
    error_server="The app's server failed. Try again in a moment.",
    error_other="Something went wrong and there is no (whole) answer. Try again in a moment.",
    error_said="The app could not answer: {message} Change what it names, then try again.",
    error_ours="This page's server failed. What you wrote is kept; try again in a moment.",
    gone="This conversation does not exist, or is not yours. Pick another one, or start a new chat.",
    no_identity="This page needs a cookie to know which conversations are yours. Allow cookies for this site, "
    "then reload the page.",
    note_unreadable="A part of this answer could not be read ({count}) and was left out. Ask again if something is "
    "missing.",
    note_annotated="This answer was written by a person for this question.",
    note_unknown="The app sent something that this page does not know yet ({count}). The answer is shown without it.",
)
