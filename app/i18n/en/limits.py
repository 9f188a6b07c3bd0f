from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="One person can send {limit} messages a minute here, so this one was not sent. You can "
    "go on {when}.",
    error_limit_user_day="One person can send {limit} messages a day here, so this one was not sent. You can go on "
    "{when}.",
    error_limit_user_uploads="One person can send {limit} of files a day here, so this one was not taken. You can go "
    "on {when}.",
    error_limit_address_minute="From your network {limit} messages a minute can be sent here, so this one was not "
    "sent. You can go on {when}.",
    error_limit_address_day="From your network {limit} messages a day can be sent here, so this one was not sent. "
    "You can go on {when}.",
    error_limit_address_uploads="From your network {limit} of files a day can be sent here, so this one was not "
    "taken. You can go on {when}.",
    error_limit_app_minute="This app takes {limit} messages a minute from everybody together, so this one was not "
    "sent. You can go on {when}.",
    error_limit_app_day="This app takes {limit} messages a day from everybody together, so this one was not sent. "
    "You can go on {when}.",
    error_limit_app_uploads="This app takes {limit} of files a day from everybody together, so this one was not "
    "taken. You can go on {when}.",
    error_limit_address_runs="From your network {limit} answers can be written at once, and are being written, so "
    "nothing was sent. Wait for one to end, then try again.",
    error_limit_app_runs="This app writes {limit} answers at once, and is writing them, so nothing was sent. Wait a "
    "moment, then try again.",
    newcomers="Too many new visitors",
    newcomers_why="More people have come here from your network for the first time than can in an hour. Try again in "
    "about {minutes} min.",
)
