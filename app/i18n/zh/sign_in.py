from app.i18n.words.sign_in import SignInWords

SIGN_IN = SignInWords(
    sign_in="登录",
    sign_in_name="用户名",
    sign_in_password="密码",
    sign_in_wrong="用户名或密码不正确。",
    sign_in_slow="尝试次数过多，请在 {seconds} 秒后重试。",
    signed_out="您已退出登录。",
    sign_in_go_on="继续登录",
    sign_in_away="暂时无法连接登录服务，请稍后重试。",
    sign_in_failed="此次登录未完成，请重新开始。",
    sign_in_elsewhere="您尚未登录。请通过贵组织的登录入口打开本页面。",
    your_account="您的账号",
    signed_in_as="已登录为 {name}",
    where_signed_in="已登录的设备",
    this_device="此设备",
    some_device="某台设备",
    last_seen="上次活动",
    sign_out="退出登录",
    sign_out_of="退出登录：{device}",
    sign_out_everywhere="在所有设备上退出登录",
    sign_out_failed="退出登录失败，请重试。",
)
