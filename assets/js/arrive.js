// Landing on a turn that the page's address names: it comes into view and stays there while what is around it is still being
// drawn, has the focus, and is marked for a moment; words that were looked for are marked in it.

const HOLD = 1500; // ms that it is kept in view
const MARKED = 3000;

let expected = { turn: "", words: [] };

// What was looked for in the turn that the page is about to land on.
export function expectMarks(turn, words) {
  expected = { turn, words: [...new Set(words)] };
}

export function land(box, turn) {
  const articles = [...box.querySelectorAll("[data-turn]")].filter((item) => item.dataset.turn === turn);
  if (!articles.length) return;
  const texts = expected.turn === turn ? expected.words : [];
  expected = { turn: "", words: [] };
  articles.forEach((item) => item.setAttribute("data-arrived", ""));
  setTimeout(() => articles.forEach((item) => item.removeAttribute("data-arrived")), MARKED);
  articles[0].focus({ preventScroll: true });
  hold(box, () => {
    if (!articles[0].isConnected) return; // The thread was drawn anew.
    const found = texts.length ? mark(articles, texts) : null;
    const far = found && found.getBoundingClientRect().bottom - articles[0].getBoundingClientRect().top > box.clientHeight;
    const top = (far ? found : articles[0]).getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += top - (far ? box.clientHeight / 3 : 16);
  });
}

// Until somebody does something.
function hold(box, show) {
  const size = new ResizeObserver(show);
  const signs = ["wheel", "touchstart", "pointerdown", "keydown"];
  const end = () => {
    size.disconnect();
    signs.forEach((sign) => window.removeEventListener(sign, end, true));
  };
  signs.forEach((sign) => window.addEventListener(sign, end, true));
  show();
  size.observe(box.firstElementChild);
  setTimeout(end, HOLD);
}

// Marks the words in the articles, without touching what is drawn; the range of the first. Browsers without it show none.
function mark(articles, words) {
  if (!window.CSS?.highlights) return null;
  const ranges = articles.flatMap((article) => rangesIn(article, words));
  CSS.highlights.set("found", new Highlight(...ranges));
  window.addEventListener("parley:move", () => CSS.highlights.delete("found"), { once: true });
  return ranges[0] ?? null;
}

function rangesIn(article, words) {
  const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const ranges = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    for (const word of words) {
      for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
