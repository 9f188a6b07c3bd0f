// Customers who wait too long: telling an agent of each of them once, by a short sound, and by a notification unless they
// look at the console, where they have asked for it. Of all the agent's tabs one does.

import { goTo } from "$/public/js/console_place.js";
import { read, write } from "$/public/js/forms.js";
import { SPREAD, isInView, standing, view } from "$/public/js/notify.js";
import { fill } from "$/public/js/say.js";
import { locks, put, take } from "$/public/js/storage.js";

export const WANTED = "parley:alarm";
const TOLD = "parley:alarm-told"; // since when those waited who were told of, by their conversations
const REMEMBERED = 24 * 60 * 60; // seconds
const FEW = 3; // names that a notification has
const LATE = 2000; // ms after which a sound would be a surprise
const CONSOLE = "console";

export const wanted = () => read(WANTED) === "on";
export const want = (on) => write(WANTED, on ? "on" : "");

// Lets the agent's other tabs know while they work in this one, until what is returned is called. A window beside another
// can be seen all day without being looked at.
export function attend() {
  let leave = () => {};
  const note = () => {
    leave();
    leave = document.hasFocus() ? view(CONSOLE) : () => {};
  };
  note();
  window.addEventListener("focus", note);
  window.addEventListener("blur", note);
  return () => {
    leave();
    window.removeEventListener("focus", note);
    window.removeEventListener("blur", note);
  };
}

const tones = [
  [660, 0],
  [880, 0.18],
];
let audio;

// A browser plays nothing of a page that nobody has pressed anything on yet.
export async function sound() {
  const asked = Date.now();
  audio ??= new AudioContext();
  await audio.resume();
  if (Date.now() - asked > LATE) return;
  for (const [pitch, after] of tones) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const at = audio.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.3);
  }
}

export async function alarm(late, words) {
  if (!wanted() || !late.length) return;
  if (locks()) await locks().request(WANTED, () => tellOnce(late, words));
  else await tellOnce(late, words);
}

async function tellOnce(late, words) {
  const before = JSON.parse(take("localStorage", TOLD) || "{}");
  const fresh = late.filter(({ key, since }) => before[key] !== since);
  if (!fresh.length) return;
  const recent = Object.entries(before).filter(([, since]) => Date.now() / 1000 - since < REMEMBERED);
  const now = late.map(({ key, since }) => [key, since]);
  put("localStorage", TOLD, JSON.stringify(Object.fromEntries([...recent, ...now])));
  sound();
  if (standing() === "granted" && !(await isInView(CONSOLE))) show(fresh, late.length, words);
  await new Promise((resolve) => setTimeout(resolve, SPREAD)); // the next tab reads what was kept
}

function show(fresh, count, words) {
  const body = fresh.slice(0, FEW).map(({ name }) => name || words.new_chat).join("\n");
  const options = { body, tag: WANTED, renotify: true, icon: "/images/icon-192.png" };
  const notification = new Notification(fill(words.alarm_rings, { count: count.toLocaleString(words.code) }), options);
  notification.onclick = () => {
    window.focus();
    goTo(fresh[0].key);
    notification.close?.();
  };
}
