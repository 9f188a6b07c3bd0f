from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="お一人が1分間に送信できるメッセージは{limit}件までのため、今回は送信されませんでした。{when}以降に再開できます。",
    error_limit_user_day="お一人が1日に送信できるメッセージは{limit}件までのため、今回は送信されませんでした。{when}以降に再開できます。",
    error_limit_user_uploads="お一人が1日に送信できるファイルは合計{limit}までのため、今回は受け付けられませんでした。{when}以降に再開できます。",
    error_limit_address_minute="お使いのネットワークから1分間に送信できるメッセージは{limit}件までのため、今回は送信されませんでした。{when}以降に再開できます。",
    error_limit_address_day="お使いのネットワークから1日に送信できるメッセージは{limit}件までのため、今回は送信されませんでした。{when}以降に再開できます。",
    error_limit_address_uploads="お使いのネットワークから1日に送信できるファイルは合計{limit}までのため、今回は受け付けられませんでした。{when}以降に再開できます。",
    error_limit_app_minute="このアプリが1分間に受け付けるメッセージは全員で{limit}件までのため、今回は送信されませんでした。{when}以降に再開できます。",
    error_limit_app_day="このアプリが1日に受け付けるメッセージは全員で{limit}件までのため、今回は送信されませんでした。{when}以降に再開できます。",
    error_limit_app_uploads="このアプリが1日に受け付けるファイルは全員で合計{limit}までのため、今回は受け付けられませんでした。{when}以降に再開できます。",
    error_limit_address_runs="お使いのネットワークで同時に作成できる回答は{limit}件までで、上限に達しているため、何も送信されませんでした。いずれかの終了を待ってから、もう一度お試しください。",
    error_limit_app_runs="このアプリが同時に作成できる回答は{limit}件までで、上限に達しているため、何も送信されませんでした。少し待ってから、もう一度お試しください。",
    newcomers="新規訪問の上限",
    newcomers_why="お使いのネットワークから1時間に初めて訪問できる人数の上限に達しました。約{minutes}分後にもう一度お試しください。",
)
