from app.i18n.words.alarm import AlarmWords

ALARM = AlarmWords(
    alarm="Tell me when a customer waits too long",
    alarm_on="You will be told by a notification and a short sound, in this browser.",
    alarm_silent="This browser shows no notifications of this page. The sound and the number in the tab’s title tell.",
    alarm_denied=(
        "Your browser blocks notifications from this page: the sound and the number in the tab’s title tell. "
        "For notifications, allow them in the browser’s settings for this page."
    ),
    alarm_rings="Waiting too long: {count}",
    alarm_waits="Waiting for {time}",
)
