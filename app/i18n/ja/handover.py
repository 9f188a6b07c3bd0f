from app.i18n.words.handover import HandoverWords

HANDOVER = HandoverWords(
    a_person="担当者",
    person_came="{name}が参加しました。",
    person_left="{name}が退出しました。ここからはアプリが回答します。",
    person_called="担当者の対応を希望しました。",
    person_has_it="現在、担当者がこの会話に対応しています。下の欄からメッセージを送ってください。",
    with_person="{name}が対応しています。",
    with_a_person="担当者が対応しています。",
    person_awaited="担当者が対応できるまでお待ちください。それまではアプリが回答します。",
    call_person="担当者と話す",
)
