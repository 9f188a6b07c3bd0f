// The tab's title: the app's name, with the number of answers that arrived while nobody looked at the tab before it.

let name = "";
let unseen = 0;

function show() {
  const own = name || document.title.replace(/^\(\d+\) /, "");
  document.title = unseen ? `(${unseen}) ${own}` : own;
}

export function nameTitle(text) {
  name = text;
  show();
}

export function markTitle(count) {
  unseen = count;
  show();
}
