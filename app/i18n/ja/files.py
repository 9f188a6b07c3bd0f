from app.i18n.words.files import FileWords

FILES = FileWords(
    attachments="添付ファイル",
    files_of_answer="この回答のファイル",
    picture="画像",
    preview="プレビュー",
    previous="前へ",
    next="次へ",
    download="ダウンロード",
    close="閉じる",
    cancel="キャンセル",
    attach_files="ファイルを添付",
    attach_link="アドレスを指定してファイルを添付",
    file_address="ファイルのアドレス",
    add_link="追加",
    drop_files="ここにファイルをドロップ",
    uploading="{name} をアップロード中",
    cancel_upload="{name} のアップロードをキャンセル",
    remove_file="{name} を削除",
    wait_for_upload="アップロード中のファイルがあります。完了してからもう一度送信してください。"
    "入力した内容は保持されます。",
    file_type_refused="「{name}」はアプリが対応していない種類のファイルです。対応している種類：{allowed}。",
    file_too_large="「{name}」のサイズは {size} で、上限は {limit} です。もっと小さいファイルを選んでください。",
    files_too_many="1 つのメッセージに添付できるファイルは {limit} 個までです。先にどれかを削除してください。",
    files_too_many_here="ここに置けるファイルは{limit}個までです。先に1つ取り除いてください。",
    file_empty="「{name}」は空のファイルです。別のファイルを選んでください。",
    uploads_off="このアプリはファイルを受け付けていません。",
    url_not_allowed="このアプリはアドレスによるファイルの添付に対応していません。"
    "ファイルそのものをアップロードしてください。",
    url_wrong="ファイルのアドレスではありません。アドレスは https:// で始まり、ホスト名を含みます。",
    upload_failed="アップロードが中断されました。接続を確認して、もう一度お試しください。",
    file_gone="このメッセージのファイルの 1 つがなくなりました。削除してから、もう一度添付してください。",
)
