from app.i18n.words.alarm import AlarmWords

ALARM = AlarmWords(
    alarm="نبّهني عندما ينتظر أحد العملاء طويلاً",
    alarm_on="سيصلك إشعار وصوت قصير في هذا المتصفح.",
    alarm_silent="لا يعرض هذا المتصفح إشعارات هذه الصفحة. ينبّهك الصوت والرقم في عنوان علامة التبويب.",
    alarm_rings="ينتظرون طويلاً: {count}",
    alarm_waits="ينتظر منذ {time}",
)
