from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="担当者",
    person_came="{name}が参加しました。",
    person_left="{name}が退出しました。ここからはアプリが回答します。",
    person_called="担当者の対応を希望しました。",
    person_has_it="現在、担当者がこの会話に対応しています。下の欄からメッセージを送ってください。",
    with_person="{name}が対応しています。",
    with_a_person="担当者が対応しています。",
    person_awaited="担当者が対応できるまでお待ちください。",
    app_meanwhile="それまではアプリが回答します。",
    person_reads="ここに書いた内容は担当者に届きます。アプリへの質問は新しいチャットでどうぞ。",
    call_person="担当者と話す",
    person_closed="ただいま担当者は不在です。{when}以降に対応します。",
    person_away="ただいま担当者は不在です。",
    contact_wanted="メールアドレスか電話番号を残していただければ、こちらからご連絡します。",
    contact="メールアドレスまたは電話番号",
    leave_contact="送る",
    contact_left="担当者から {contact} へご連絡できます。",
    contact_change="変更",
    contact_withdraw="取り消す",
    contact_wrong="メールアドレスまたは電話番号を入力してください。",
)
