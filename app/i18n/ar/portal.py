from app.i18n.words.portal import PortalWords

PORTAL = PortalWords(
    apps="التطبيقات",
    all_apps="كل التطبيقات",
    inbox="صندوق الوارد",
    no_apps="لا يوجد تطبيق متاح لك هنا.",
    recent="المحادثات الأخيرة",
    no_recent="سيظهر هنا ما تسأله في أي من التطبيقات.",
    app_away="لا يمكن الوصول إليه الآن",
    app_missing="لا يوجد تطبيق كهذا هنا",
    app_missing_why="ربما أُزيل، أو كُتب العنوان خطأً.",
)
