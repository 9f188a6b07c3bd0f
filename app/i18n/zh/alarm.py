from app.i18n.words.alarm import AlarmWords

ALARM = AlarmWords(
    alarm="有客户等待过久时提醒我",
    alarm_on="将在此浏览器中以通知和短促的声音提醒。",
    alarm_silent="此浏览器无法显示本页面的通知，将以声音和标签页标题中的数字提醒。",
    alarm_denied="浏览器阻止了此页面的通知，将以声音和标签页标题中的数字提醒。如需通知，请在浏览器的网站设置中允许。",
    alarm_rings="等待过久：{count}",
    alarm_waits="已等待 {time}",
)
