from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="You are offline. What you type is kept.",
    server_resting="This server cannot answer just now. It goes on by itself; what you type is kept.",
    back_again="Connected again.",
    try_now="Try now",
    crowded="Too many people are here just now. The page tries again by itself; what you type is kept.",
    needs_connection="What you pressed is done once the connection is back.",
    waits_for_connection="Not sent yet: it is sent by itself once the connection is back.",
    new_version="This page has a newer version. What you typed is kept.",
    reload="Reload",
    list_stale="The app cannot be asked for this list right now; it is shown as it was.",
    still_waiting="Still waiting: the app has not begun to answer yet. You can go on waiting, or stop.",
)
