// What is being written, a draft a conversation, and what was put aside for something else.
//
// A tab keeps its own draft over a reload; a new tab begins with the newest of them all. Words that would be overwritten,
// by another tab, a link or an earlier message that is brought back and changed, are put aside, where ↑ finds them.

import { KEPT } from "$/public/js/place.js";
import { drop, listed, put, take } from "$/public/js/storage.js";

const DRAFT = `${KEPT}parley:draft:`;
const ASIDE = `${KEPT}parley:aside:`;
const SENT = `${KEPT}parley:sent`;
const MOST = 5; // texts that are kept aside
const drafts = new Map(); // conversation -> the text that this document last had there
const aside = new Map();

export function draftOf(place) {
  const stored = () => take("sessionStorage", DRAFT + place) || take("localStorage", DRAFT + place);
  if (!drafts.has(place)) drafts.set(place, stored());
  return drafts.get(place);
}

export function keepDraft(place, text) {
  const before = draftOf(place);
  const there = take("localStorage", DRAFT + place);
  if (there && there !== before && there !== text) putAside(place, there);
  drafts.set(place, text);
  const keep = text ? put : drop;
  keep("sessionStorage", DRAFT + place, text);
  if (text || there === before) keep("localStorage", DRAFT + place, text);
}

// A message is on its way: should the page be left before it hears that it was taken, the next document of the tab knows
// which one stands in the box.
export function keepSent(message) {
  if (!message) return drop("sessionStorage", SENT);
  const { id, question, text, place, files } = message;
  put("sessionStorage", SENT, JSON.stringify({ id, question, text, place, files }));
}

export const sentBefore = () => JSON.parse(take("sessionStorage", SENT) || "null");

// The texts that were put aside, the newest first.
export function asideOf(place) {
  return aside.get(place) ?? listed(take("localStorage", ASIDE + place)).filter((text) => typeof text === "string");
}

export function putAside(place, text) {
  if (!text.trim()) return;
  const others = asideOf(place).filter((other) => !text.startsWith(other));
  setAside(place, [text, ...others].slice(0, MOST));
}

export function forgetAside(place, text) {
  const left = asideOf(place).filter((other) => other !== text);
  if (left.length < asideOf(place).length) setAside(place, left);
}

function setAside(place, texts) {
  if (put("localStorage", ASIDE + place, texts.length ? JSON.stringify(texts) : "")) aside.delete(place);
  else aside.set(place, texts);
}
