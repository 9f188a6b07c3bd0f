from app.i18n.words.composer import ComposerWords

COMPOSER = ComposerWords(
    queue="Waiting messages",
    queue_waits="Waiting messages: {count}. Each is sent once the answer before it has ended, while "
    "this conversation is open.",
    queue_held="Waiting messages: {count}. The last answer is not complete, so nothing is sent until you say so.",
    queue_refused="Waiting messages: {count}. The first one was not taken, so nothing is sent until you say so.",
    queue_old="Waiting messages: {count}. They have waited since you left, and are sent when you say so.",
    queue_continue="Send them",
    queue_add="Queue message",
    queue_full="No more messages can wait here. Wait for the answer or stop it; your text is kept.",
    queue_elsewhere="Messages waiting in another conversation: {count}. They are sent when you go back to it.",
    queued_files="Files: {count}",
    edit_queued="Edit waiting message {number}",
    send_queued="Send waiting message {number} now",
    remove_queued="Remove waiting message {number}",
    close_change="Done",
    recalled="Earlier message {number} of {count}. The down arrow leads back to what you wrote.",
    draft_aside="Your earlier draft is kept: the up arrow at the start of the box brings it back.",
    counter_left="Characters left: {count}",
    counter_over="Characters too many: {count}. Shorten the text to send it; it is kept.",
    given="Details of this conversation",
    given_note="The app got these details when this conversation began, and keeps to them. "
    "Other details need a new chat.",
    given_again="New chat with these details",
    not_given="Not filled in",
    yes="Yes",
    no="No",
    details_aside="Bring back what I had filled in",
)
