// The turns of the thread, put together from the changes that reach the page.
//
// A slot of the state is [key, number, changes]; the key names the list that they belong to, the number counts a list's
// from 1. Each travels once, so a turn that changes costs its own bytes, however long the thread is.

const EMPTY = { key: "", number: 0, turns: [] };
let list = EMPTY;

export const turnsNow = () => list.turns;

// Versions of an answer take each other's place: they are one turn of the page.
export const keyOf = (turn) => turn.first || turn.id;

// Takes what is new in the slots, in the order of the numbers, however often it is called. True where one is missing.
export function take(key, slots) {
  let { number, turns } = list.key === key ? list : EMPTY;
  const news = slots.filter((slot) => slot?.[0] === key && slot[1] > number).sort((a, b) => a[1] - b[1]);
  for (const [, next, changes] of news) {
    if (next > number + 1) break;
    number = next;
    turns = [...turns];
    for (const { at, gone, turns: coming } of changes) turns.splice(at, gone, ...coming);
  }
  if (list.key !== key || list.number !== number) list = { key, number, turns };
  return news.length > 0 && news.at(-1)[1] > number;
}
