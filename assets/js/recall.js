// Earlier messages in the box: ↑ at its very start brings the one before, ↓ the one after, and at last what was being
// written. As long as neither the text nor the caret was moved, the arrows go on; after that they move in the text.

let shown = null; // { at, text, rest }: the text of that place in the list stands in the box, `rest` is what stood there

export function recalled(box) {
  return shown && box.value === shown.text ? shown : null;
}

export function forgetRecall() {
  const rest = shown?.rest ?? "";
  shown = null;
  return rest;
}

// What an arrow brings: { text, number, count }, a number of 0 being what was being written; null where the arrow moves
// the caret as ever. `texts` are the newest first.
export function recall(box, up, texts) {
  if (box.selectionStart !== box.selectionEnd) return null;
  const now = recalled(box);
  const untouched = now && box.selectionStart === box.value.length;
  if (up ? !untouched && box.selectionStart !== 0 : !untouched) return null;
  const rest = now ? now.rest : box.value;
  const list = texts.filter((text, at) => text !== rest && text !== texts[at - 1]);
  if (!list.length) return null;
  const at = Math.min((now ? now.at : -1) + (up ? 1 : -1), list.length - 1);
  shown = at < 0 ? null : { at, text: list[at], rest };
  return { text: at < 0 ? rest : list[at], number: at + 1, count: list.length };
}
