// The end of a running answer. Plain words go straight into the text that stands last on the page, so Markdown is made
// anew now and then and not for every batch.

const SPECIAL = /[\n\r*_~`[\]<>|\\$#&/@]/; // a sign that may change how what stands before it is drawn
const BEGUN = 8; // characters of a line after which it is known to be no list, heading or rule
const ALIKE = 24; // characters by which the text on the page is known to be the answer's end

const FEW = 24; // characters up to which words that are plain text in any case need no Markdown

// A letter at its beginning and no sign: whatever follows, this much is a paragraph.
export const plain = (text) => text.length < FEW && /^\s*\p{L}/u.test(text) && !SPECIAL.test(text);

// Whether what follows cannot make the text's last line another kind of block.
function begun(text) {
  if (text.length >= BEGUN && !text.slice(-BEGUN).includes("\n")) return true;
  return /\n\n ?\p{L}[^\n]*$/u.test(text.slice(-BEGUN - 3));
}

let box = null; // the element of the running answer's text
let last = null; // the text node that was made longer,
let drawn = 0; // the characters of it that were drawn,
let put = 0; // and those that were put behind them
let follow = () => {}; // what is done where the text has grown, before the browser draws it

// Takes back what was put in: whoever draws the text anew knows nothing of it.
export function release() {
  if (last?.length === drawn + put) last.deleteData(drawn, put);
  last = null;
}

// Calls `follower` where words were put in; returns the way to end that.
export function followed(follower) {
  follow = follower;
  return () => {
    follow = () => {};
  };
}

// The text was drawn anew.
export const grown = () => follow();

// The text of the running answer stands in `element`; returns the way to let go of it.
export function runsIn(element) {
  box = element;
  return () => {
    release();
    box = null;
  };
}

function find(solid) {
  const words = { acceptNode: (node) => (/\S/.test(node.data) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP) };
  const node = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, words).lastChild();
  if (!node || !solid.endsWith(node.data.slice(-ALIKE)) || node.parentElement.closest("pre, .katex")) return false;
  [last, drawn, put] = [node, node.length, 0];
  return true;
}

// Puts the words `more`, which follow the drawn `text`, into the page. False where they have to be drawn.
export function extend(text, more) {
  if (!box || SPECIAL.test(more) || !begun(text)) return false;
  const end = text.slice(-2 * ALIKE);
  const solid = end.trimEnd();
  if (!last && !find(solid)) return false;
  if (!last.isConnected || last.length !== drawn + put) return false;
  const added = end.slice(solid.length) + more; // Markdown drops the spaces at its end
  last.appendData(added.slice(put));
  put = added.length;
  follow();
  return true;
}
