// The answer that is being written, put together from the batches that reach the page.
//
// A batch is [key, number, text, steps, files] in one of eight slots of the state. Each travels once, so the bytes grow
// with the answer alone; eight slots outlast renders that React merges. The key changes when the text begins anew.

import { useLayoutEffect, useSyncExternalStore } from "react";
import { extend, release } from "$/public/js/tail.js";

const NONE = [];
const EMPTY = { key: "", number: 0, text: "", steps: NONE, files: NONE };
const REDRAW = 500; // ms after which words that were put into the page are drawn with the others
let live = EMPTY;
let drawn = ""; // the text as it is drawn; what came since
let more = ""; // stands behind it
let redraw = 0;
const watchers = new Set();

export function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const tell = () => watchers.forEach((watcher) => watcher());

// The text that is to be drawn.
export function useLive(on) {
  return useSyncExternalStore(subscribe, () => (on ? drawn : ""), () => "");
}

// The text with the key of what it was put together from, as long as it stands.
export const liveText = () => live;

// A list of the running answer: its `steps` or its `files`.
export function useLiveList(on, name) {
  return useSyncExternalStore(subscribe, () => (on ? live[name] : NONE), () => NONE);
}

// A change names its place in the list: a step that is new is put there, one that is known grows or is replaced.
function changed(steps, changes) {
  if (!changes.length) return steps;
  const list = [...steps];
  for (const { at, more, ...step } of changes) {
    const known = list.findIndex((old) => old.id === step.id);
    if (known < 0) list.splice(at, 0, step);
    else if (more) list[known] = { ...list[known], text: list[known].text + more };
    else list[known] = step;
  }
  return list;
}

function draw() {
  clearTimeout(redraw);
  release();
  [drawn, more, redraw] = [live.text, "", 0];
}

// The text has grown by `piece`, or begins anew.
function show(piece, anew) {
  more += piece;
  if (anew || !extend(drawn, more)) draw();
  else if (!redraw) redraw = setTimeout(() => (draw(), tell()), REDRAW);
}

// Batches are taken in the order of their numbers. True when one is missing.
function take(key, slots) {
  let { number, text, steps, files } = live.key === key ? live : EMPTY;
  let missing = false;
  let added = "";
  const batches = slots.filter((slot) => slot?.[0] === key).sort((a, b) => a[1] - b[1]);
  for (const [, next, piece, changes, all] of batches) {
    if (next <= number || missing) continue;
    if (next > number + 1) missing = true;
    else [number, added, steps, files] = [next, added + piece, changed(steps, changes), all ?? files];
  }
  const anew = live.key !== key;
  if (anew || live.number !== number) {
    live = { key, number, text: text + added, steps, files };
    show(added, anew);
    tell();
  }
  return missing;
}

export function LiveText({ batchKey, slots, onGap }) {
  useLayoutEffect(() => {
    if (batchKey && take(batchKey, slots)) onGap();
  });
  return null;
}
