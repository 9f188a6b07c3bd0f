from app.i18n.words.errors import ErrorWords

ERRORS = ErrorWords(
    field_required="Please fill in “{label}”.",
    field_too_long="This is {length} characters long; at most {limit} are allowed.",
    field_not_offered="Please choose one of the options.",
    field_not_a_number="Please enter a number.",
    fields_wrong="Some details need your attention before the chat can start.",
    question_too_long="This message is {length} characters long; at most {limit} can be sent. Please shorten it.",
    turn_stopped="This answer was stopped.",
    turn_empty="The app gave an empty answer. Ask again, or put the question differently.",
    error_unreachable="The app cannot be reached right now. Try again in a moment.",
    error_no_host="The app's address leads nowhere. Tell whoever runs this page to check its API address.",
    error_certificate="The app's server could not prove who it is, so nothing was sent. Tell whoever runs this page "
    "to check the server's certificate.",
    error_timeout="The app took too long and went silent. Try again in a moment.",
    error_cut="The answer was cut off before its end. What came is kept; ask again for the whole answer.",
    error_server_left="The server was restarted while this answer was being written. What came is kept; ask again for "
    "the whole answer.",
    server_leaving="The server is being restarted. Send the message again in a moment.",
    error_silent="The app has said nothing for {seconds} s, so it was not waited for any longer. What came "
    "is kept; try again in a moment.",
    error_too_long="The answer grew longer than this page takes, so it was stopped there. What came is kept; ask "
    "for less at a time.",
    error_not_the_api="The server answered, but not as a chat app does. Tell whoever runs this page to check its API "
    "address.",
    error_key="The app refused this page's API key. Tell whoever runs this page to check the key.",
    error_forbidden="The app does not allow this. Tell whoever runs this page, who can change that.",
    error_not_found="The app no longer has this conversation. Start a new chat to go on.",
    error_over="The app has closed this conversation. Start a new chat to go on.",
    error_busy="The app is busy with other questions. Wait a moment, then try again.",
    error_busy_for="The app is busy with other questions and asks to wait for {seconds} s. Then try again.",
    error_crowded="The page answers as many questions as it can just now, so nothing was sent. Wait a moment, "
    "then try again.",
    error_too_many_at_once="You have as many answers being written as one person may have at once, so nothing was "
    "sent. Wait for one to end, or stop one, then try again.",
    error_quota="The app has used up its quota; trying again only helps once that is raised. Tell whoever runs it.",
    error_model="The app's model is not available. Tell whoever runs the app to check its model settings.",
    error_app="The app is not set up to answer. Tell whoever runs it to check its settings.",
    error_completion="The app's model failed while it answered. Try again, or put the question differently.",
    error_too_large="This is too large for the app. Shorten it and try again.",
    error_unsupported="The app does not take this kind of file. Take it away or use another format, then send again.",
    error_not_accepted="The app did not accept this question and does not say why. Put it differently.",
    error_server="The app's server failed. Try again in a moment.",
    error_other="Something went wrong and there is no (whole) answer. Try again in a moment.",
    error_said="The app could not answer: {message} Change what it names, then try again.",
    error_said_again="The app could not answer: {message} Try again in a moment.",
    error_ours="This page's server failed, and what you wrote is kept. Try again; if it fails once more, tell "
    "whoever runs this page.",
    error_database="This page's database does not answer, and what you wrote is kept. Try again in a moment.",
    error_disk="This page's server has no room left to keep anything; what you wrote is still here. Tell whoever runs "
    "this page.",
    gone="This conversation does not exist, or is not yours. Pick another one, or start a new chat.",
    no_identity="This page needs a cookie to know which conversations are yours. Allow cookies for this site, then "
    "reload the page.",
    note_unreadable="A part of this answer could not be read ({count}) and was left out. Ask again if something is "
    "missing.",
    note_annotated="This answer was written by a person for this question.",
    note_unknown="The app sent something that this page does not know yet ({count}). The answer is shown without it.",
    reference="Reference: {reference}",
    copy_reference="Copy reference",
    copy_it_by_hand="Could not copy. Please write it down.",
    retry_in="Retry in {seconds} s",
    turn_stopping="Stopping…",
    turn_stop_unsure="This answer was stopped, but the app has not confirmed it: it may still be writing, unseen.",
    stop_sent_again="The app was told once more to stop.",
    stop_again="Stop again",
)
