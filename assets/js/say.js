// A notice is a key of the catalogue and its arguments, at times with a reference; the sentence is made here.

import { locale } from "$/public/js/language.js";

const COUNTS = /^(count|done|length|limit|shown|size|total)$/; // arguments that say how many

// A count, and a size as the server writes it, in the figures of the page's language.
const shown = (name, value) =>
  COUNTS.test(name) ? String(value).replace(/^\d+(\.\d+)?(?= [KM]B$|$)/, (figure) => Number(figure).toLocaleString(locale())) : value;

// In writing from the right, what comes from elsewhere keeps its own direction and disturbs none.
const isolated = (value) => (document.documentElement.dir === "rtl" ? `\u2068${value}\u2069` : value);

export function fill(text, args) {
  const filled = (whole, name) => (args?.[name] == null ? whole : isolated(shown(name, args[name])));
  return (text ?? "").replace(/\{(\w+)\}/g, filled);
}

const SOON = 90; // seconds; of what is later the minute is told
const begun = new WeakMap(); // when a notice was first told, which may be drawn anew at any time

// The time of day from which something goes on, in the page's language: that of a limit stays right for as long as it is
// read.
function when(notice, { seconds, at }) {
  if (!begun.has(notice)) begun.set(notice, Date.now());
  const now = new Date(begun.get(notice));
  const [each, more] = seconds <= SOON ? [1000, { second: "2-digit" }] : [60000, {}];
  const then = new Date(at ? at * 1000 : Math.ceil((now.getTime() + seconds * 1000) / each) * each);
  const day = then.toDateString() === now.toDateString() ? {} : { weekday: "long" };
  return then.toLocaleString(locale(), { ...day, hour: "numeric", minute: "2-digit", ...more });
}

export function say(words, notice) {
  if (!notice?.key) return "";
  const args = notice.args ?? {};
  const sentence = fill(words[notice.key], args.seconds || args.at ? { ...args, when: when(notice, args) } : args);
  return notice.reference ? `${sentence} ${fill(words.reference, notice)}` : sentence;
}
