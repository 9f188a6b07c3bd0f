from app.i18n.words.beside import BesideWords

BESIDE = BesideWords(
    inbox_mine="Yo",
    inbox_resolve="Resolver",
    inbox_beside="Sobre esta conversación",
    inbox_labels="Etiquetas",
    inbox_put_label="Añadir una etiqueta",
    inbox_drop_label="Quitar la etiqueta {name}",
    inbox_label_long="Una etiqueta tiene como máximo {count} caracteres.",
    inbox_labels_full="Una conversación tiene como máximo {count} etiquetas. Quita una primero.",
    inbox_not_changed="No se cambió nada: la conversación, o la persona para quien era, ya no está.",
    inbox_keys="Teclas de la bandeja",
    key_inbox_next="La conversación siguiente de la lista",
    key_inbox_before="La anterior",
    key_inbox_open="Abrirla",
    key_inbox_search="Buscar",
    key_inbox_reply="Atender la conversación o escribir en ella",
    key_inbox_assign="Asignarla",
    key_inbox_resolve="Darla por resuelta",
)
