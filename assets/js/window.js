// Which turns of a long thread are drawn: those near what is read, and those that are in use. In place of the others
// stands a gap of their height.

// `sizes` are the heights of all turns in px; drawn are those that reach into `from`..`to` (px below where the first one
// begins) and the numbers in `kept`. Gives numbers of turns and heights of gaps, from the top: [{ gap }, { turn }, …].
export function parts(sizes, from, to, kept) {
  const found = [];
  let gap = 0;
  let at = 0;
  sizes.forEach((size, turn) => {
    if ((at + size > from && at < to) || kept.has(turn)) {
      if (gap) found.push({ gap });
      gap = 0;
      found.push({ turn });
    } else gap += size;
    at += size;
  });
  return gap ? [...found, { gap }] : found;
}

const LETTER = 8; // px
const LINE = 27;
const AROUND = 190; // of a turn without its text

// The height of a turn that was not drawn yet, in a column of that width.
export function guess(turn, width) {
  const lines = (text, share) => text.split("\n").reduce((sum, line) => sum + Math.ceil((line.length * LETTER) / (width * share) || 1), 0);
  return AROUND + LINE * (lines(turn.question, 0.85) + lines(turn.answer, 1));
}

// What somebody does in a turn: something stands open, is read aloud or plays.
const IN_USE = "details[open], .reason, [aria-expanded='true'], [data-voice='speaking'], [data-voice='loading']";

// The numbers of the turns, by their keys in `numbers`, that are in use: the one with the focus and those beside it, whose
// first and last controls the next press of Tab may lead to, and those that are selected from.
export function inUse(list, numbers) {
  const numberOf = (element) => numbers.get(element.closest(".turn")?.dataset.key);
  const playing = [...list.querySelectorAll("audio, video")].filter((media) => !media.paused);
  const found = [...list.querySelectorAll(IN_USE), ...playing].map(numberOf);
  if (list.contains(document.activeElement)) {
    const number = numberOf(document.activeElement);
    found.push(number - 1, number, number + 1);
  }
  const selection = window.getSelection();
  if (selection?.rangeCount && !selection.isCollapsed) {
    const range = selection.getRangeAt(0);
    found.push(...[...list.children].filter((row) => range.intersectsNode(row)).map(numberOf));
  }
  return found;
}
