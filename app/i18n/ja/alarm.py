from app.i18n.words.alarm import AlarmWords

ALARM = AlarmWords(
    alarm="お客様の待ち時間が長すぎるときに知らせる",
    alarm_on="このブラウザーで、通知と短い音でお知らせします。",
    alarm_silent="このブラウザーではこのページの通知を表示できません。音とタブのタイトルの数字でお知らせします。",
    alarm_denied="ブラウザーがこのページからの通知をブロックしているため、音とタブのタイトルの数字でお知らせします。通知を受け取るには、ブラウザーのサイト設定で許可してください。",
    alarm_rings="長く待っているお客様: {count}",
    alarm_waits="{time}待っています",
)
