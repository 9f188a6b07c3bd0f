// The answer that is being written, put together from the batches that reach the page.
//
// A batch is [key, number, text, steps, files] in one of eight slots of the state. Each travels once, so the bytes grow
// with the answer alone; eight slots outlast renders that React merges. The key changes when the text begins anew.

import { useLayoutEffect, useSyncExternalStore } from "react";

const NONE = [];
const EMPTY = { key: "", number: 0, text: "", steps: NONE, files: NONE };
let live = EMPTY;
const watchers = new Set();

function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useLive(on) {
  return useSyncExternalStore(subscribe, () => (on ? live.text : ""), () => "");
}

// The text with the key of what it was put together from, as long as it stands.
export function useLiveText() {
  return useSyncExternalStore(subscribe, () => live, () => EMPTY);
}

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

// Batches are taken in the order of their numbers. True when one is missing.
function take(key, slots) {
  let { number, text, steps, files } = live.key === key ? live : EMPTY;
  let missing = false;
  const batches = slots.filter((slot) => slot?.[0] === key).sort((a, b) => a[1] - b[1]);
  for (const [, next, piece, changes, all] of batches) {
    if (next <= number || missing) continue;
    if (next > number + 1) missing = true;
    else [number, text, steps, files] = [next, text + piece, changed(steps, changes), all ?? files];
  }
  if (live.key !== key || live.number !== number) {
    live = { key, number, text, steps, files };
    watchers.forEach((watcher) => watcher());
  }
  return missing;
}

export function LiveText({ batchKey, slots, onGap }) {
  useLayoutEffect(() => {
    if (batchKey && take(batchKey, slots)) onGap();
  });
  return null;
}
