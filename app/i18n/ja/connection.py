from app.i18n.words.connection import ConnectionWords

CONNECTION = ConnectionWords(
    offline="オフラインです。入力した内容は保持されます。",
    server_resting="サーバーが一時的に応答できません。自動的に再開します。入力した内容は保持されます。",
    back_again="再接続しました。",
    try_now="今すぐ再試行",
    crowded="現在、利用者が多すぎます。ページは自動的に再試行します。入力した内容は残ります。",
    needs_connection="この操作は接続が戻り次第、実行されます。",
    waits_for_connection="まだ送信されていません。接続が戻り次第、自動的に送信されます。",
    new_version="このページの新しいバージョンがあります。入力した内容は保持されます。",
    reload="再読み込み",
    list_stale="現在、この一覧をアプリに問い合わせできません。以前の内容を表示しています。",
    still_waiting="まだ待っています。アプリは回答を始めていません。このまま待つか、停止できます。",
)
