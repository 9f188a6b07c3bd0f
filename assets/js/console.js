// The console's search and its keys. A line of the list is a link, which Enter follows. Those of a single character can be
// switched off, as everywhere.

import { useEffect, useRef } from "react";
import { goesAhead, whenThere } from "$/public/js/console_ahead.js";
import { step } from "$/public/js/console_list.js";
import { read } from "$/public/js/forms.js";
import { openModal } from "$/public/js/modal.js";

const OFF = "parley:single-keys-off";
const search = () => document.getElementById("inbox-search");

function assign() {
  const choice = document.querySelector("[data-assigns]");
  if (!choice || choice.disabled) return; // Whoever has taken a conversation has it.
  choice.focus();
  choice.showPicker?.();
}

// Leads to where one takes the conversation, or writes in it: behind what stands there, with what was `typed` already.
function reply(typed) {
  const place = document.querySelector("[data-reply]");
  place?.focus();
  if (!typed || place?.localName !== "textarea") return;
  place.setRangeText(typed, place.value.length, place.value.length, "end");
  place.dispatchEvent(new Event("input", { bubbles: true }));
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => search()?.focus(),
  r: () => whenThere(reply, true),
  a: () => whenThere(assign),
  e: () => whenThere(() => document.querySelector("[data-resolves]")?.click()),
  "?": () => openModal(document.getElementById("inbox-keys")),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  // What lies above the page is closed first, by the browser.
  if (document.querySelector("dialog[open], :popover-open")) return;
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!writing && event.key && goesAhead(event)) return event.preventDefault();
  if (event.key === "Escape" && !writing) document.querySelector("[data-closes-thread]")?.click();
  const run = KEYS[event.key?.toLowerCase()]; // A browser that fills a field in tells of a key without a name.
  if (!run || writing || read(OFF) === "off") return;
  event.preventDefault();
  run();
}

// What is searched stands in its box, also where it was searched before a reload, or is no more. Whoever empties the box
// has the list again.
export function Searched({ query }) {
  const asked = useRef("");
  useEffect(() => {
    asked.current = query;
    if (document.activeElement !== search()) search().value = query;
  }, [query]);
  useEffect(() => {
    const box = search();
    const onSubmit = () => (asked.current = box.value);
    const onInput = () => !box.value && asked.current && box.form.requestSubmit();
    box.form.addEventListener("submit", onSubmit);
    box.addEventListener("input", onInput);
    return () => {
      box.form.removeEventListener("submit", onSubmit);
      box.removeEventListener("input", onInput);
    };
  }, []);
  return null;
}

export function Keys() {
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    // On a phone the list is what one comes for; on a wide page the filters stand beside it.
    if (window.innerWidth < 1000) document.querySelector("[data-filters]")?.removeAttribute("open");
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
