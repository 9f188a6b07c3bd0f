// The keys of the page, in one list: what they do, and which of them are single characters. Those hold outside of text
// boxes alone, and can be switched off, for somebody who speaks to the computer (WCAG 2.1.4).

import { closeDrawer } from "$/public/js/drawer.js";
import { openModal } from "$/public/js/modal.js";
import { read, write } from "$/public/js/forms.js";

const OFF = "parley:single-keys-off";
const OWN_ESCAPE = "dialog, [popover], .reason, .beside, .dictation, [role=menu]";
export const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

export const singleKeys = () => read(OFF) !== "off";
export const setSingleKeys = (on) => write(OFF, on ? "" : "off");

const press = (selector) => {
  const button = [...document.querySelectorAll(selector)].find((it) => !it.disabled);
  button?.click();
  return Boolean(button);
};

// The turns of the thread take the focus one by one; below the last one is the message box.
function turn(by) {
  const turns = [...document.querySelectorAll(".turn > article")];
  const box = document.getElementById("message");
  const at = turns.indexOf(document.activeElement?.closest(".turn > article"));
  const to = at < 0 ? (by < 0 ? turns.length - 1 : turns.length) : at + by;
  const next = turns[to] ?? (to >= turns.length ? box : null);
  if (!next) return Boolean(turns.length);
  if (next !== box) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: next.offsetHeight > window.innerHeight / 2 ? "start" : "nearest", behavior: "instant" });
  return true;
}

function conversation(by) {
  const links = [...document.querySelectorAll("#conversations a[data-place]")];
  const at = links.findIndex((link) => link.getAttribute("aria-current") === "page");
  const next = links[at < 0 ? 0 : at + by];
  next?.click();
  return Boolean(next);
}

// The answer of the turn that has the focus, or the last one: by its own button, which says that it did.
function copyAnswer() {
  const answers = [...document.querySelectorAll(".turn > .answer")];
  const here = document.activeElement?.closest(".turn > .answer") ?? answers.at(-1);
  const button = here?.querySelector("[data-copies]");
  button?.click();
  return Boolean(button);
}

const stop = () => closeDrawer() || press(".beside header button") || press("[data-stops]");

function compose() {
  document.getElementById("message")?.focus();
  return true;
}

function list() {
  openModal(document.getElementById("shortcuts"));
  return true;
}

// `keys` are what is pressed: `Mod` is ⌘ on a Mac and Ctrl elsewhere. `run` says whether there was anything to do.
export const SHORTCUTS = [
  { keys: ["Mod", "Shift", "O"], name: (words) => words.new_chat, run: () => press('[data-place="/"]') },
  { keys: ["Alt", "ArrowUp"], name: (words) => words.key_turn_before, run: () => turn(-1) },
  { keys: ["Alt", "ArrowDown"], name: (words) => words.key_turn_after, run: () => turn(1) },
  { keys: ["Alt", "Shift", "ArrowUp"], name: (words) => words.key_conversation_before, run: () => conversation(-1) },
  { keys: ["Alt", "Shift", "ArrowDown"], name: (words) => words.key_conversation_after, run: () => conversation(1) },
  { keys: ["Escape"], name: (words) => words.key_escape, run: stop },
  { keys: ["/"], single: true, name: (words) => words.key_compose, run: compose },
  { keys: ["C"], single: true, name: (words) => words.key_copy, run: copyAnswer },
  { keys: ["?"], single: true, name: (words) => words.key_list, run: list },
];

const typing = (element) => element.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");

// Whether the keys belong to what has the focus: text is moved through with Alt and an arrow on a Mac, and a list opens.
function taken(event, { single, keys }) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return true;
  if (document.querySelector("dialog[open]") || event.target.closest?.(OWN_ESCAPE)) return true;
  if (event.repeat && !keys.at(-1).startsWith("Arrow")) return true;
  const box = typing(event.target);
  if (single) return Boolean(box) || !singleKeys();
  if (!box || !keys.includes("Alt")) return false;
  return box.id !== "message" || (MAC && box.value !== "");
}

function pressed(event, { keys, single }) {
  const key = keys.at(-1);
  const same = event.key.length === 1 && event.key.toUpperCase() === key;
  if (single) return same && !event.ctrlKey && !event.metaKey && !event.altKey;
  // A letter of another script stands on the key of a Latin one.
  if (event.key !== key && !same && event.code !== `Key${key}`) return false;
  const held = { Mod: MAC ? event.metaKey : event.ctrlKey, Alt: event.altKey, Shift: event.shiftKey };
  const other = MAC ? event.ctrlKey : event.metaKey;
  return !other && Object.entries(held).every(([name, down]) => down === keys.includes(name));
}

export function onKey(event) {
  const found = SHORTCUTS.find((shortcut) => pressed(event, shortcut) && !taken(event, shortcut));
  if (found?.run()) event.preventDefault();
}
