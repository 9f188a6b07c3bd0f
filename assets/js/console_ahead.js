// A quick hand is ahead of the page: a key for the conversation that was just opened waits until that is shown, and what is
// typed behind `r` until there is a box for it. Until then the one before stands there.

import { isShown, named, whenShown } from "$/public/js/console_place.js";

const PATIENCE = 5000; // ms for which a key waits

let ahead = null; // the conversation, what is done in it, what was typed for it, and until when that waits

// Does it in the conversation that was opened last, once that is shown; with `types` what is typed meanwhile is for it.
export function whenThere(run, types) {
  if (isShown()) run("");
  else ahead = { place: named(), run, types, text: "", until: performance.now() + PATIENCE };
}

// Whether a key is part of what is typed for a conversation on its way.
export function goesAhead({ key }) {
  if (!ahead?.types || ahead.place !== named() || performance.now() > ahead.until) return false;
  if (key === "Escape") ahead = null;
  else if (key.length === 1) ahead.text += key;
  else if (key === "Backspace") ahead.text = ahead.text.slice(0, -1);
  else return key === "Enter"; // It is sent by whoever has seen where.
  return Boolean(ahead);
}

whenShown(() => {
  const { place, run, text, until } = ahead ?? {};
  ahead = null;
  if (place === named() && performance.now() < until) run(text);
});
