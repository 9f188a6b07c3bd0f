// The text of the answer that is being written, put together from the batches that reach the page.
//
// A batch is [key, offset, text] in one of eight slots of the state. Each travels once, so the bytes grow with the
// answer alone; eight slots outlast renders that React merges. The key changes when the text begins anew.

import { useLayoutEffect, useSyncExternalStore } from "react";

let live = { key: "", text: "" };
const watchers = new Set();

function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useLive(on) {
  return useSyncExternalStore(subscribe, () => (on ? live.text : ""), () => "");
}

// Batches are taken in the order of their offsets; what overlaps is there already. True when one is missing.
function take(key, slots) {
  let text = live.key === key ? live.text : "";
  let missing = false;
  const batches = slots.filter((slot) => slot?.[0] === key).sort((a, b) => a[1] - b[1]);
  for (const [, offset, piece] of batches) {
    if (offset > text.length) missing = true;
    else if (offset + piece.length > text.length) text += piece.slice(text.length - offset);
  }
  if (live.key !== key || live.text !== text) {
    live = { key, text };
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
