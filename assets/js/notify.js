// Telling a person of an answer that arrived while the tab was hidden: by a mark in its title, and by a notification
// where they have asked for one. Of all tabs one shows it, and none where another has that conversation in view.

import { go } from "$/public/js/address.js";
import { read, write } from "$/public/js/forms.js";
import { plain } from "$/public/js/sentences.js";
import { locks, put, take } from "$/public/js/storage.js";
import { markTitle } from "$/public/js/title.js";

export const WANTED = "parley:notify";
const TOLD = "parley:told"; // when each conversation's last answer was told, by its id
const REMEMBERED = 60 * 60 * 1000; // ms
export const SPREAD = 500; // ms in which what one tab keeps has come to all
export const LATE = 2000; // ms after its end that another tab may hear of an answer's beginning
const MOST = 140; // characters of an answer

// Chromium on Android has the constructor, and it throws: there only a service worker may show one.
const throws = () => /Android.*Chrome\//.test(navigator.userAgent);

// How the browser stands to notifications of this page: "insecure", "missing", "denied", "default" or "granted".
export function standing() {
  if (!window.isSecureContext) return "insecure";
  return typeof Notification === "undefined" || throws() ? "missing" : Notification.permission;
}

export const wanted = () => read(WANTED) === "on" && standing() === "granted";
export const want = (on) => write(WANTED, on ? "on" : "");
export const hidden = () => document.visibilityState === "hidden";

export function beginning(markdown) {
  const letters = [...plain(markdown.slice(0, MOST * 20))];
  return letters.length > MOST ? `${letters.slice(0, MOST).join("").trimEnd()}…` : letters.join("");
}

const unseen = new Set();
const shown = new Set();

// The tab is looked at: there is nothing more to tell.
export function looked() {
  unseen.clear();
  markTitle(0);
  for (const notification of shown) notification.close?.();
  shown.clear();
}

const inView = (id) => `parley:in-view:${id}`;

// Lets other tabs know that a conversation is in view in this one, until what is returned is called.
export function view(id) {
  let end;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  locks()?.request(inView(id), { mode: "shared" }, () => ended);
  return end;
}

export async function isInView(id) {
  const all = await locks()?.query();
  return Boolean(all?.held.some(({ name }) => name === inView(id)));
}

// An answer has ended in the conversation `id`, which this tab knew of `since` (ms). `own`: it was open here meanwhile.
export async function arrived({ id, since, own, title, body }) {
  if (!hidden() || (await isInView(id)) || !hidden()) return;
  if (own) {
    unseen.add(id);
    markTitle(unseen.size);
  }
  if (wanted() && locks()) await locks().request("parley:notify", () => tellOnce(id, own ? since : since - LATE, title, body));
}

async function tellOnce(id, since, title, body) {
  const told = JSON.parse(take("localStorage", TOLD) || "{}");
  if (told[id] >= since || !hidden()) return;
  const now = Date.now();
  const recent = Object.entries(told).filter(([, at]) => now - at < REMEMBERED);
  put("localStorage", TOLD, JSON.stringify({ ...Object.fromEntries(recent), [id]: now }));
  show(id, title, body);
  await new Promise((resolve) => setTimeout(resolve, SPREAD)); // the next tab reads what was kept
}

function show(id, title, body) {
  const options = { body, tag: `parley:${id}`, renotify: true, icon: "/images/icon-192.png" };
  const notification = new Notification(title, options);
  shown.add(notification);
  notification.onclick = () => {
    window.focus();
    go(`/c/${id}`);
    notification.close?.();
  };
}
