// What the reader of the thread looks at: its end, or what begins at the top of the view. What stands above that may
// come, go and change its height; it stays where it is.

const DEEP = 10; // elements within one another
const NOWHERE = { key: "", below: 0, px: 0, marks: [], at: 0 };

// `key` is the turn at the top of the view, which stands `below` px under that turn's beginning and `px` under the first
// one's; `marks` are elements that begin there, with their places in the view, when the scroller stood `at`.
let reading = { end: true, ...NOWHERE };

export const whereabouts = () => reading;
export const atEnd = () => reading.end;

export function readEnd(end) {
  reading = { ...reading, end, marks: end ? [] : reading.marks };
}

// A turn is about to be read from its beginning.
export function readFrom(key) {
  reading = { end: false, ...NOWHERE, key };
}

// The first of the elements that reaches below the top of the view, with its place.
function reaching(elements, top) {
  for (const element of elements) {
    const { bottom, height, top: begins } = element.getBoundingClientRect();
    if (height && bottom > top + 1) return [element, begins - top];
  }
  return null;
}

// From the turn at the top down to what begins in view: what grows above that, within a long answer, moves nothing.
function marksIn(list, top) {
  const turn = reaching(list.children, top);
  if (!turn?.[0].dataset.key) return [];
  const marks = [turn];
  while (marks.length < DEEP && marks.at(-1)[1] < 0) {
    const inner = reaching(marks.at(-1)[0].children, top);
    if (!inner) break;
    marks.push(inner);
  }
  const after = turn[0].nextElementSibling;
  const last = marks.length === 1 && turn[1] < 0; // of this turn no more than the space below it is in view
  return last && after?.dataset.key ? [reaching([after], top)] : marks;
}

// Notes what is read in the scroller `box`, whose turns are the children of `list`.
export function note(box, list) {
  const top = box.getBoundingClientRect().top;
  const marks = marksIn(list, top);
  const [[first, begins] = []] = marks;
  const px = top - list.getBoundingClientRect().top;
  reading = { end: reading.end, key: first?.dataset.key ?? "", below: -(begins ?? 0), px, marks, at: box.scrollTop };
}

// What is read has moved other than by scrolling: it is put back.
export function settle(box) {
  const top = box.getBoundingClientRect().top;
  const place = ([element]) => element.getBoundingClientRect().top - top;
  const mark = reading.marks.findLast(([element]) => element.isConnected);
  if (!mark) return;
  const moved = place(mark) - (mark[1] - (box.scrollTop - reading.at));
  if (Math.abs(moved) < 1) return;
  box.scrollTop += moved;
  reading = { ...reading, marks: reading.marks.map((mark) => [mark[0], place(mark)]), at: box.scrollTop };
}
