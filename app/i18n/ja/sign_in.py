from app.i18n.words.sign_in import SignInWords

SIGN_IN = SignInWords(
    sign_in="ログイン",
    sign_in_name="名前",
    sign_in_password="パスワード",
    sign_in_wrong="名前またはパスワードが正しくありません。",
    sign_in_slow="試行回数が多すぎます。{seconds} 秒後にもう一度お試しください。",
    signed_out="ログアウトしました。",
    sign_in_go_on="ログインに進む",
    sign_in_away="ログインサービスに現在接続できません。しばらくしてからもう一度お試しください。",
    sign_in_failed="ログインは完了しませんでした。もう一度最初から行ってください。",
    sign_in_elsewhere="ログインしていません。このページは組織のログインを通して開いてください。",
    your_account="アカウント",
    signed_in_as="{name} としてログイン中",
    where_signed_in="ログイン中の端末",
    this_device="この端末",
    some_device="端末",
    last_seen="最終アクセス",
    sign_out="ログアウト",
    sign_out_of="ログアウト：{device}",
    sign_out_everywhere="すべての端末からログアウト",
    sign_out_failed="ログアウトできませんでした。もう一度お試しください。",
)
