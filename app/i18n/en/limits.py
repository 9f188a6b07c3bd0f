from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="The limit of messages a minute is {limit} for one person, so this one was not sent. You "
    "can go on from {when}.",
    error_limit_user_day="The limit of messages a day is {limit} for one person, so this one was not sent. You can "
    "go on from {when}.",
    error_limit_user_uploads="One person can send {limit} of files a day here, so this one was not taken. You can go "
    "on from {when}.",
    error_limit_address_minute="The limit of messages a minute is {limit} for one network, so this one was not sent. "
    "You can go on from {when}.",
    error_limit_address_day="The limit of messages a day is {limit} for one network, so this one was not sent. You "
    "can go on from {when}.",
    error_limit_address_uploads="From your network {limit} of files a day can be sent here, so this one was not "
    "taken. You can go on from {when}.",
    error_limit_app_minute="The limit of messages a minute is {limit} for everybody in this app together, so this "
    "one was not sent. You can go on from {when}.",
    error_limit_app_day="The limit of messages a day is {limit} for everybody in this app together, so this one was "
    "not sent. You can go on from {when}.",
    error_limit_app_uploads="This app takes {limit} of files a day from everybody together, so this one was not "
    "taken. You can go on from {when}.",
    error_limit_address_runs="The limit of answers at once is {limit} for one network, and is reached, so nothing "
    "was sent. Wait for one to end, then try again.",
    error_limit_app_runs="The limit of answers at once is {limit} in this app, and is reached, so nothing was sent. "
    "Wait a moment, then try again.",
    newcomers="Too many new visitors",
    newcomers_why="More people have come here from your network for the first time than can in an hour. Try again in "
    "about {minutes} min.",
)
