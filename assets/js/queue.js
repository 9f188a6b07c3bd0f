// Messages that wait for the running answer to end, a list a conversation. They are kept in the browser's storage, so
// that they outlive a reload, and all tabs see the same list. One tab at a time sends from it, and the server takes a
// message's id once: none is sent twice.

import { KEPT } from "$/public/js/place.js";
import { listed, locks, put, take } from "$/public/js/storage.js";

const KEY = `${KEPT}parley:queue:`;
export const MOST = 20; // messages that can wait in a conversation
const OLD = 600000; // ms after which messages that are found waiting are not sent by themselves
const NONE = [];
const watchers = new Set();
const own = new Map(); // where nothing can be stored, the lists of this document alone
const parsed = new Map(); // conversation -> [text, list]
const held = new Map(); // conversation -> why its list waits, in this document
const met = new Set(); // conversations whose list this document has seen or made
let edited = null; // the conversation of which a message is being changed; a new chat's is ""

export function watch(watcher) {
  watchers.add(watcher);
  const onStorage = ({ key }) => (key === null || key.startsWith(KEY)) && watcher();
  window.addEventListener("storage", onStorage);
  return () => {
    watchers.delete(watcher);
    window.removeEventListener("storage", onStorage);
  };
}

const announce = () => watchers.forEach((watcher) => watcher());

export function queueOf(place) {
  const text = own.get(place) ?? take("localStorage", KEY + place);
  if (parsed.get(place)?.[0] !== text) {
    const list = listed(text).filter((item) => item?.id && typeof item.text === "string");
    parsed.set(place, [text, list.length ? list : NONE]);
  }
  const list = parsed.get(place)[1];
  if (list.length && !met.has(place) && Date.now() - (list.at(-1).at ?? 0) > OLD) held.set(place, "old");
  met.add(place);
  return list;
}

function set(place, list) {
  const text = list.length ? JSON.stringify(list) : "";
  if (put("localStorage", KEY + place, text)) own.delete(place);
  else own.set(place, text);
  if (!list.length) held.delete(place);
  announce();
}

export function enqueue(place, text, files) {
  met.add(place);
  set(place, [...queueOf(place), { id: crypto.getRandomValues(new Uint32Array(4)).join("-"), text, files, at: Date.now() }]);
}

export function dequeue(place, id) {
  set(place, queueOf(place).filter((item) => item.id !== id));
}

// The text grows with each key, so that a reload in between loses nothing of it; an empty one is no message.
export function reword(place, id, text) {
  if (text.trim()) set(place, queueOf(place).map((item) => (item.id === id ? { ...item, text } : item)));
}

export function toFront(place, id) {
  const list = queueOf(place);
  set(place, [...list.filter((item) => item.id === id), ...list.filter((item) => item.id !== id)]);
}

// A new chat has become a conversation: what waits in it goes along.
export function follow(from, to) {
  const list = queueOf(from);
  if (!list.length) return;
  met.add(to);
  set(to, [...queueOf(to), ...list]);
  set(from, []);
}

export const reasonOf = (place) => held.get(place) ?? "";

export function hold(place, reason) {
  if (reasonOf(place) === reason) return;
  if (reason) held.set(place, reason);
  else held.delete(place);
  announce();
}

export const isEdited = (place) => edited === place;

export function setEdited(place) {
  edited = place;
  announce();
}

// "place count" of the messages that wait in another conversation, "" where none do: the first one that is found.
export function elsewhere(here) {
  try {
    for (const key of Object.keys(window.localStorage)) {
      if (!key.startsWith(KEY) || key === KEY + here || key === KEY) continue;
      const count = listed(take("localStorage", key)).length;
      if (count) return `${key.slice(KEY.length)} ${count}`;
    }
  } catch {
    // Without storage nothing waits elsewhere.
  }
  return "";
}

// Does `work` while no other tab does any on this list. False where one does. Pages without HTTPS have no locks; then
// the server alone sees to it that each message is taken once.
export async function alone(place, work) {
  if (!locks()) return work();
  return locks().request(KEY + place, { ifAvailable: true }, (lock) => (lock ? work() : false));
}
