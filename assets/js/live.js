// The answer that is being written, put together from the batches that reach the page.
//
// A batch is [key, number, text, steps, files], with what there is to say at its end. Each travels once, so the bytes
// grow with the answer alone. It is taken from the store in the moment it comes: React would draw for each. The key
// changes when the text begins anew.

import { useContext, useEffect, useRef, useSyncExternalStore } from "react";
import { StateStoreContext } from "$/utils/context-registry";
import { extend, release } from "$/public/js/tail.js";
import { turnsNow } from "$/public/js/turns.js";

const NONE = [];
const EMPTY = { key: "", number: 0, text: "", steps: NONE, files: NONE, notes: NONE };
const REDRAW = 1500; // ms after which words that were put into the page are drawn with the others,
const LONGER = 1; // and ms more for each character of their line: drawing it costs the more, and changes no word of it
let live = EMPTY;
let drawn = ""; // the text as it is drawn; what came since
let more = ""; // stands behind it
let redraw = 0;
let unseen = false; // something came that the hidden page does not show
let owner = null; // the turn that it belongs to; null where it came before its turn
const watchers = new Set();

export function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const tell = () => watchers.forEach((watcher) => watcher());

const running = () => turnsNow().findLast((turn) => turn.status === "running")?.id ?? null;

// Whether it belongs to the turn that runs now: until the first batch of an answer, what there is was the one before.
function ours() {
  const now = running();
  owner ??= now;
  return owner === now;
}

// The text that is to be drawn.
export function useLive(on) {
  return useSyncExternalStore(subscribe, () => (on && ours() ? drawn : ""), () => "");
}

// The text with the key of what it was put together from, as long as it stands.
export const liveText = () => live;

// A list of the running answer: its `steps`, its `files` or its `notes`.
export function useLiveList(on, name) {
  return useSyncExternalStore(subscribe, () => (on && ours() ? live[name] : NONE), () => NONE);
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
  else if (!redraw) redraw = setTimeout(() => (draw(), tell()), REDRAW + LONGER * (drawn.length - drawn.lastIndexOf("\n")));
}

function showAll() {
  if (document.hidden || !unseen) return;
  unseen = false;
  draw();
  tell();
}

// True where a batch before this one is missing. A page that nobody sees draws nothing, and all of it when it is shown.
function take([key, number, piece, changes, files, notes]) {
  const anew = live.key !== key;
  const known = anew ? { ...EMPTY, key } : live;
  if (number <= known.number) return false;
  if (number > known.number + 1) return true;
  owner = running() ?? (anew ? null : owner);
  const text = known.text + piece;
  const parts = { steps: changed(known.steps, changes), files: files ?? known.files, notes: notes ?? known.notes };
  live = { key, number, text, ...parts };
  unseen ||= document.hidden;
  if (unseen) return false;
  if (piece || anew) show(piece, anew);
  if (anew || more === "" || live.steps !== known.steps || files || notes) tell();
  return false;
}

export function LiveText({ state, onGap }) {
  const store = useContext(StateStoreContext);
  const gap = useRef(onGap);
  gap.current = onGap;
  useEffect(() => {
    const look = () => {
      const batch = store.getSnapshot(state).batch_rx_state_;
      if (batch.length && take(batch)) gap.current();
    };
    const leave = store.subscribe(state, look);
    document.addEventListener("visibilitychange", showAll);
    look();
    return () => {
      leave();
      document.removeEventListener("visibilitychange", showAll);
    };
  }, [store, state]);
  return null;
}
